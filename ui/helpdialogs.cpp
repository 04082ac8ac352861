// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/helpdialogs.h"

#include "ui/icons.h"
#include "ui/page.h"
#include "ui/theme.h"
#include "ui/widgets/card.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSet>
#include <QVBoxLayout>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

class Help
{
    Q_DECLARE_TR_FUNCTIONS(r2cache::Help)
};

QLabel *makeText(const QString &text)
{
    auto *label = new QLabel(text);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QString versionsText(const QString &version, const ServiceState &state)
{
    QStringList lines{
        Help::tr("R2 Video Cache %1").arg(version),
        Help::tr("Qt %1, built with %2")
            .arg(QLatin1StringView(qVersion()), u"" QT_VERSION_STR ""_s),
        Help::tr("System: %1, %2")
            .arg(QSysInfo::prettyProductName(), QSysInfo::currentCpuArchitecture())};
    if (state.isConnected())
        lines.append(Help::tr("Service: %1").arg(state.address().apiUrl.toString()));
    return lines.join(u'\n');
}

/// Shortcuts of the actions of @p widget itself and, where @p below, of what is in it.
void gather(const QWidget &widget, bool below, QList<std::pair<QString, QString>> &lines)
{
    QSet<QString> known;
    for (const auto &line : std::as_const(lines))
        known.insert(line.second);
    auto actions = widget.actions();
    if (below) {
        for (const auto children = widget.findChildren<QWidget *>(); const auto *child : children)
            actions += child->actions();
    }
    for (const auto *action : std::as_const(actions)) {
        const auto keys = action->shortcut().toString(QKeySequence::NativeText);
        if (keys.isEmpty() || known.contains(keys))
            continue;
        known.insert(keys);
        lines.append({action->text().remove(u'&'), keys});
    }
}

QWidget *makeShortcutCard(const QString &title, const QList<std::pair<QString, QString>> &lines)
{
    auto *card = new Card(title);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(0, 1);
    int row = 0;
    for (const auto &[text, keys] : lines) {
        grid->addWidget(new QLabel(text), row, 0);
        auto *label = new QLabel(keys);
        QFont font = label->font();
        font.setWeight(QFont::DemiBold);
        label->setFont(font);
        grid->addWidget(label, row++, 1, Qt::AlignRight);
    }
    card->body()->addLayout(grid);
    return card;
}

} // namespace

void openAbout(QWidget *window, const QString &version, const ServiceState &state)
{
    auto *dialog = new QDialog(window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(Help::tr("About R2 Video Cache"));
    auto *picture = new QLabel;
    picture->setPixmap(programIcon().pixmap(64));
    auto *name = new QLabel(u"R2 Video Cache"_s);
    QFont large = name->font();
    large.setPointSizeF(large.pointSizeF() * 1.4);
    large.setWeight(QFont::DemiBold);
    name->setFont(large);
    const auto versions = versionsText(version, state);
    auto *text = makeText(versions);
    auto *licences = makeText(Help::tr(
        "Keeps the R2 videos of renders on this machine.\n\n"
        "Free software under the GNU General Public License, version 3 or later, without any "
        "warranty. Made with Qt (LGPL 3; Qt HTTP Server: GPL 3), QCoro (MIT), tl::expected (CC0), "
        "SQLite (public domain) and OpenSSL (Apache 2.0)."));
    licences->setProperty("role", u"caption"_s);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    auto *copy = buttons->addButton(Help::tr("Copy versions"), QDialogButtonBox::ActionRole);
    auto *qt = buttons->addButton(Help::tr("About Qt"), QDialogButtonBox::HelpRole);
    QObject::connect(copy, &QPushButton::clicked, dialog, [versions] {
        QGuiApplication::clipboard()->setText(versions);
    });
    QObject::connect(qt, &QPushButton::clicked, qApp, &QApplication::aboutQt);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::close);

    auto *grid = new QGridLayout(dialog);
    grid->setContentsMargins(20, 20, 20, 16);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(12);
    grid->addWidget(picture, 0, 0, 3, 1, Qt::AlignTop);
    grid->addWidget(name, 0, 1);
    grid->addWidget(text, 1, 1);
    grid->addWidget(licences, 2, 1);
    grid->addWidget(buttons, 3, 0, 1, 2);
    grid->setColumnStretch(1, 1);
    dialog->setMinimumWidth(480);
    dialog->open();
}

void openShortcuts(QWidget *window)
{
    auto *dialog = new QDialog(window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(Help::tr("Keyboard shortcuts"));
    auto *content = new QWidget;
    content->setProperty("role", u"page"_s);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 8, 0);
    column->setSpacing(12);
    QList<std::pair<QString, QString>> everywhere;
    gather(*window, false, everywhere);
    column->addWidget(makeShortcutCard(Help::tr("Everywhere"), everywhere));
    for (const auto pages = window->findChildren<Page *>(); const auto *page : pages) {
        QList<std::pair<QString, QString>> lines;
        gather(*page, true, lines);
        if (!lines.isEmpty())
            column->addWidget(makeShortcutCard(page->title(), lines));
    }
    column->addWidget(makeShortcutCard(
        Help::tr("Lists"),
        {{Help::tr("Next and previous line"), Help::tr("Up, Down")},
         {Help::tr("First and last line"), Help::tr("Home, End")},
         {Help::tr("Actions of the selection"), Help::tr("Menu, Shift+F10")}}));
    column->addStretch();
    auto *scroller = new QScrollArea;
    scroller->setWidgetResizable(true);
    scroller->setFrameShape(QFrame::NoFrame);
    scroller->setProperty("role", u"page"_s);
    scroller->setWidget(content);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::close);
    auto *all = new QVBoxLayout(dialog);
    all->setContentsMargins(16, 16, 16, 12);
    all->addWidget(scroller, 1);
    all->addWidget(buttons);
    dialog->resize(460, 520);
    dialog->open();
}

} // namespace r2cache
