// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/precachedialog.h"

#include "ui/widgets/card.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace r2cache {

PreCacheDialog::PreCacheDialog(const QStringList &urls, QWidget *parent)
    : QDialog(parent)
    , m_urls(new QPlainTextEdit(urls.join(u'\n'), this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Cancel, this))
{
    setWindowTitle(tr("Pre-cache videos"));
    auto *label = new QLabel(tr("&URLs of videos, one a line:"), this);
    label->setBuddy(m_urls);
    m_urls->setPlaceholderText(QStringLiteral("https://pub-….r2.dev/clips/intro.mp4"));
    m_urls->setTabChangesFocus(true);
    m_urls->setLineWrapMode(QPlainTextEdit::NoWrap);
    auto *accept = m_buttons->addButton(tr("Pre-cache"), QDialogButtonBox::AcceptRole);
    accept->setProperty("role", QStringLiteral("primary"));
    accept->setDefault(true);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_urls, &QPlainTextEdit::textChanged, this, &PreCacheDialog::enable);

    auto *column = new QVBoxLayout(this);
    column->addWidget(label);
    column->addWidget(m_urls);
    column->addWidget(makeCaption(
        tr("They are downloaded beside what is going on; close this window at once."), this));
    column->addWidget(m_buttons);
    resize(620, 320);
    enable();
}

QStringList PreCacheDialog::urls() const
{
    QStringList urls;
    for (const auto lines = m_urls->toPlainText().split(u'\n'); const auto &line : lines) {
        if (const auto url = line.trimmed(); !url.isEmpty())
            urls.append(url);
    }
    urls.removeDuplicates();
    return urls;
}

void PreCacheDialog::enable()
{
    const auto buttons = m_buttons->buttons();
    for (auto *button : buttons) {
        if (m_buttons->buttonRole(button) == QDialogButtonBox::AcceptRole)
            button->setEnabled(!urls().isEmpty());
    }
}

} // namespace r2cache
