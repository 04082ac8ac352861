// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/greetingcard.h"

#include "ui/widgets/cardlayout.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int narrowestStep = 180;

QLabel *makeText(const QString &text)
{
    auto *label = makeCaption(text);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

} // namespace

GreetingCard::GreetingCard(QWidget *parent)
    : Card({}, parent)
    , m_renderText(makeText({}))
{
    auto *title = new QLabel(tr("The cache is empty. Three steps to the first render from it:"));
    QFont font = title->font();
    font.setWeight(QFont::DemiBold);
    font.setPointSizeF(font.pointSizeF() * 1.15);
    title->setFont(font);
    title->setWordWrap(true);
    body()->addWidget(title);
    body()->addSpacing(8);

    auto *prepare = new QPushButton(tr("Prepare a config…"));
    prepare->setProperty("role", u"primary"_s);
    connect(prepare, &QPushButton::clicked, this, &GreetingCard::prepareWanted);
    auto *preCache = new QPushButton(tr("Pre-cache URLs…"));
    connect(preCache, &QPushButton::clicked, this, &GreetingCard::preCacheWanted);
    auto *copy = new QPushButton(tr("Copy proxy address"));
    connect(copy, &QPushButton::clicked, this, &GreetingCard::copyAddress);

    auto *steps = new CardLayout(narrowestStep);
    steps->setSpacing(24);
    steps->addCard(makeStep(
        1, tr("Hand over your config"),
        makeText(tr("The JSON with your project's input props. Its videos are downloaded, their R2 "
                    "URLs become local ones, everything else stays as it is.")),
        prepare));
    steps->addCard(makeStep(
        2, tr("Or fetch single videos"),
        makeText(tr("Paste their URLs: they are downloaded now, and are here when a render asks "
                    "for them.")),
        preCache));
    steps->addCard(makeStep(3, tr("Render with the local URLs"), m_renderText, copy));
    body()->addLayout(steps);
    setProxyAddress(u"http://localhost:3001"_s);
    setAccessibleName(title->text());
}

QWidget *GreetingCard::makeStep(int number, const QString &title, QLabel *text, QPushButton *button)
{
    auto *step = new QWidget;
    auto *column = new QVBoxLayout(step);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto *heading = new QLabel(tr("%1. %2").arg(number).arg(title));
    QFont font = heading->font();
    font.setBold(true);
    heading->setFont(font);
    heading->setWordWrap(true);
    column->addWidget(heading);
    column->addWidget(text);
    column->addStretch();
    column->addSpacing(4);
    column->addWidget(button, 0, Qt::AlignLeft);
    button->setAccessibleDescription(text->text());
    return step;
}

void GreetingCard::setProxyAddress(const QString &proxyAddress)
{
    if (m_address == proxyAddress)
        return;
    m_address = proxyAddress;
    m_renderText->setText(
        tr("Give the prepared config to Remotion as its props. It then reads every video from "
           "%1/video/…, at the speed of this disk, also when R2 is slow.")
            .arg(proxyAddress));
}

void GreetingCard::copyAddress()
{
    QGuiApplication::clipboard()->setText(m_address);
    Q_EMIT said(tr("%1 is in the clipboard.").arg(m_address));
}

} // namespace r2cache
