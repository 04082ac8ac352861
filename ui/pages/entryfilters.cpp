// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/entryfilters.h"

#include "ui/widgets/searchfield.h"

#include <QAction>
#include <QActionGroup>
#include <QBoxLayout>
#include <QInputDialog>
#include <QMenu>
#include <QPushButton>

#include <algorithm>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int untilSearched = 250; ///< ms after the last key.
constexpr int smallestSearch = 180;
constexpr qsizetype maxKnownTags = 30;

QString statusText(const QString &status)
{
    if (status == u"ready")
        return EntryFilters::tr("ready");
    if (status == u"expired")
        return EntryFilters::tr("expired");
    if (status == u"downloading")
        return EntryFilters::tr("downloading");
    if (status == u"error")
        return EntryFilters::tr("failed");
    return EntryFilters::tr("all");
}

} // namespace

EntryFilters::EntryFilters(QWidget *parent)
    : QWidget(parent)
    , m_search(new SearchField(tr("Search name, URL or id")))
    , m_statusButton(new QPushButton)
    , m_tagsButton(new QPushButton)
    , m_tagsMenu(new QMenu(this))
{
    m_search->setMinimumWidth(smallestSearch);
    m_typing.setSingleShot(true);
    m_typing.setInterval(untilSearched);
    connect(&m_typing, &QTimer::timeout, this, &EntryFilters::changed);
    connect(m_search, &QLineEdit::textChanged, this, [this] { m_typing.start(); });
    connect(m_search, &QLineEdit::returnPressed, this, [this] {
        m_typing.stop();
        Q_EMIT changed();
    });

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_search, 1);
    setUpStatusMenu();
    addMenuButton(m_tagsButton, m_tagsMenu);
    connect(m_tagsMenu, &QMenu::aboutToShow, this, &EntryFilters::fillTagsMenu);
    showChoice();
}

void EntryFilters::addMenuButton(QPushButton *button, QMenu *menu)
{
    button->setMenu(menu);
    layout()->addWidget(button);
}

void EntryFilters::setUpStatusMenu()
{
    auto *menu = new QMenu(this);
    auto *group = new QActionGroup(menu);
    for (const auto &status : {u""_s, u"ready"_s, u"expired"_s, u"downloading"_s, u"error"_s}) {
        if (status == u"downloading")
            menu->addSeparator(); // these have no file yet
        auto *action = menu->addAction(
            status.isEmpty() ? tr("All in the cache") : statusText(status), this,
            [this, status] { setStatus(status); });
        action->setCheckable(true);
        action->setData(status);
        group->addAction(action);
    }
    connect(menu, &QMenu::aboutToShow, this, [this, group] {
        for (auto *action : group->actions())
            action->setChecked(action->data().toString() == m_status);
    });
    addMenuButton(m_statusButton, menu);
}

void EntryFilters::fillTagsMenu()
{
    m_tagsMenu->clear();
    auto *all = m_tagsMenu->addAction(tr("All"), this, [this] {
        m_tags.clear();
        showChoice();
        Q_EMIT changed();
    });
    all->setCheckable(true);
    all->setChecked(m_tags.isEmpty());
    m_tagsMenu->addSeparator();
    auto offered = m_tags + m_knownTags;
    offered.removeDuplicates();
    std::ranges::sort(
        offered, [](const QString &a, const QString &b) { return a.localeAwareCompare(b) < 0; });
    for (const auto &tag : std::as_const(offered)) {
        QString text = tag;
        auto *action = m_tagsMenu->addAction(
            text.replace(u'&', u"&&"_s), this, [this, tag](bool on) { setTag(tag, on); });
        action->setCheckable(true);
        action->setChecked(m_tags.contains(tag));
    }
    m_tagsMenu->addSeparator();
    m_tagsMenu->addAction(tr("Another tag…"), this, &EntryFilters::askTag);
}

void EntryFilters::askTag()
{
    auto *dialog = new QInputDialog(window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Tag"));
    dialog->setLabelText(tr("Show videos with this tag:"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString &text) {
        if (const auto tag = text.trimmed(); !tag.isEmpty())
            setTag(tag, true);
    });
    dialog->open();
}

QString EntryFilters::text() const
{
    return m_search->text().trimmed();
}

bool EntryFilters::isFiltering() const
{
    return !text().isEmpty() || !m_status.isEmpty() || !m_tags.isEmpty();
}

void EntryFilters::setStatus(const QString &status)
{
    if (std::exchange(m_status, status) == status)
        return;
    showChoice();
    Q_EMIT changed();
}

void EntryFilters::setTag(const QString &tag, bool on)
{
    if (m_tags.contains(tag) == on)
        return;
    if (on)
        m_tags.append(tag);
    else
        m_tags.removeAll(tag);
    showChoice();
    Q_EMIT changed();
}

void EntryFilters::setText(const QString &text)
{
    m_search->setText(text);
    m_typing.stop();
    Q_EMIT changed();
}

void EntryFilters::clear()
{
    m_status.clear();
    m_tags.clear();
    showChoice();
    setText({});
}

void EntryFilters::addKnownTags(const QStringList &tags)
{
    for (const auto &tag : tags) {
        if (m_knownTags.size() < maxKnownTags && !m_knownTags.contains(tag))
            m_knownTags.append(tag);
    }
}

void EntryFilters::focusSearch(const QString &typed)
{
    const auto before = m_search->text();
    m_search->take();
    if (!typed.isEmpty())
        m_search->setText(before + typed);
}

void EntryFilters::showChoice()
{
    m_statusButton->setText(tr("Status: %1 ▾").arg(statusText(m_status)));
    const auto tags = m_tags.isEmpty()
        ? tr("all")
        : fontMetrics().elidedText(m_tags.join(u", "_s), Qt::ElideRight, 140);
    m_tagsButton->setText(tr("Tags: %1 ▾").arg(QString(tags).replace(u'&', u"&&"_s)));
}

} // namespace r2cache
