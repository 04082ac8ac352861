// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/entrydetails.h"

#include "ui/format.h"
#include "ui/pages/entryactions.h"
#include "ui/pages/entryselection.h"
#include "ui/pages/entrythumbnail.h"
#include "ui/servicestate.h"
#include "ui/theme.h"
#include "ui/widgets/actionbutton.h"
#include "ui/widgets/card.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStyle>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int captionWidth = 84;

/// Long names have no blanks to break at.
QString breakable(QString text)
{
    for (const auto sign : {u'-', u'_', u'.', u'/', u'&', u'='})
        text.replace(sign, QString(sign) + u'\u200b');
    return text;
}

} // namespace

EntryDetails::EntryDetails(
    ServiceState &state, const EntrySelection &selection, const EntryActions &actions,
    QWidget *parent)
    : QFrame(parent)
    , m_state(state)
    , m_selection(selection)
    , m_thumbnail(new EntryThumbnail(state))
    , m_hint(makeCaption(tr("Select a video to see what is known of it.")))
    , m_lines(new QGridLayout)
    , m_downloads(new QPushButton(tr("Show in Downloads")))
{
    setProperty("role", u"card"_s);
    setAccessibleName(tr("Details"));
    m_hint->setWordWrap(true);
    m_lines->setHorizontalSpacing(8);
    m_lines->setVerticalSpacing(5);
    m_lines->setColumnMinimumWidth(0, captionWidth);
    m_lines->setColumnStretch(1, 1);
    m_buttons = makeButtons(actions);
    m_downloads->setProperty("role", u"link"_s);
    connect(m_downloads, &QPushButton::clicked, this, &EntryDetails::downloadsWanted);

    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(Card::padding, Card::padding, Card::padding, Card::padding);
    column->setSpacing(10);
    column->addWidget(m_thumbnail);
    column->addWidget(m_hint);
    column->addLayout(m_lines);
    column->addWidget(m_downloads);
    column->addSpacing(2);
    column->addWidget(m_buttons);
    column->addStretch();
    auto *scroller = new QScrollArea;
    scroller->setWidgetResizable(true);
    scroller->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroller->setFocusPolicy(Qt::NoFocus);
    scroller->setWidget(content);
    scroller->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    auto *frame = new QVBoxLayout(this);
    frame->setContentsMargins(1, 1, 1, 1);
    frame->addWidget(scroller);

    connect(&selection, &EntrySelection::changed, this, &EntryDetails::show);
    connect(&state, &ServiceState::leasesChanged, this, &EntryDetails::show);
    show();
}

QWidget *EntryDetails::makeButtons(const EntryActions &actions)
{
    auto *buttons = new QWidget;
    auto *grid = new QGridLayout(buttons);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(6);
    grid->addWidget(makeActionButton(actions.copyLocal()), 0, 0, 1, 2);
    grid->addWidget(makeActionButton(actions.copyOriginal()), 1, 0, 1, 2);
    auto *pins = new QHBoxLayout; // one of them, or both
    pins->setSpacing(6);
    pins->addWidget(makeActionButton(actions.pin()));
    pins->addWidget(makeActionButton(actions.unpin()));
    grid->addLayout(pins, 2, 0);
    grid->addWidget(makeActionButton(actions.verify()), 2, 1);
    grid->addWidget(makeActionButton(actions.play()), 3, 0);
    grid->addWidget(makeActionButton(actions.openFolder()), 3, 1);
    grid->addWidget(makeActionButton(actions.tags()), 4, 0);
    grid->addWidget(makeActionButton(actions.remove(), u"destructive"_s), 4, 1);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    return buttons;
}

void EntryDetails::showEvent(QShowEvent *event)
{
    show();
    QFrame::showEvent(event);
}

void EntryDetails::show()
{
    const auto *single = m_selection.single();
    m_hint->setVisible(m_selection.isEmpty());
    m_thumbnail->setVisible(single != nullptr);
    m_buttons->setVisible(!m_selection.isEmpty());
    m_downloads->setVisible(single && !hasFile(*single));
    beginLines();
    if (single)
        showOne(*single);
    else if (!m_selection.isEmpty())
        showSeveral();
    endLines();
}

void EntryDetails::showOne(const EntryInfo &entry)
{
    if (isVisible()) // a picture that nobody sees is not made
        m_thumbnail->show(entry);
    addLine(tr("Name"), breakable(nameOfUrl(entry.originalUrl)));
    addLine(tr("Origin"), breakable(hostOfUrl(entry.originalUrl)));
    m_labels[m_used - 1].second->setToolTip(entry.originalUrl);
    if (!entry.errorMessage.isEmpty())
        addLine(tr("Failed"), entry.errorMessage, u"bad"_s);
    addLine(tr("Video"), entrycolumns::videoText(entry.metadata));
    addLine(tr("Length"), entrycolumns::lengthText(entry.metadata));
    if (entry.fileSizeBytes >= 0) {
        const auto size = bytesText(entry.fileSizeBytes);
        if (hasFile(entry))
            addLine(
                tr("Size"),
                entry.verified ? tr("%1, verified").arg(size) : tr("%1, not verified").arg(size));
        else
            addLine(tr("Size"), size);
    }
    if (hasFile(entry)) {
        addLine(tr("Added"), timeText(entry.createdAt));
        const bool isExpired = entry.status == u"expired";
        addLine(
            isExpired ? tr("Expired") : tr("Fresh until"), timeText(entry.expiresAt),
            isExpired ? u"warning"_s : QString());
        const auto uses = tr("%Ln uses", nullptr, static_cast<int>(entry.accessCount));
        addLine(
            tr("Last used"),
            entry.accessCount > 0 ? tr("%1, %2").arg(
                relativeTimeText(entry.lastAccessedAt, QDateTime::currentDateTimeUtc()), uses)
                                  : tr("not yet"));
    }
    addLine(tr("Held by"), heldBy(entry));
    addLine(tr("Pinned"), entry.pinned ? tr("stays when room is needed") : QString());
    addLine(tr("Tags"), entry.tags.join(u", "_s));
}

QString EntryDetails::heldBy(const EntryInfo &entry) const
{
    int renders = 0;
    QDateTime until;
    for (const auto &lease : m_state.leases()) {
        if (!lease.entries.contains(entry.id))
            continue;
        ++renders;
        until = !until.isValid() || until < lease.expiresAt ? lease.expiresAt : until;
    }
    if (renders == 0)
        return entry.leased ? tr("a render") : QString();
    return tr("%Ln renders, until %1 at most", nullptr, renders)
        .arg(QLocale().toString(until.toLocalTime().time(), QLocale::ShortFormat));
}

void EntryDetails::showSeveral()
{
    if (m_selection.isAll()) {
        addLine(tr("Selected"), tr("all that the list shows"));
        return;
    }
    const auto entries = m_selection.entries();
    addLine(tr("Selected"), tr("%Ln videos", nullptr, static_cast<int>(entries.size())));
    addLine(tr("Size"), bytesText(m_selection.bytes()));
    const auto countOf = [&entries](bool EntryInfo::*what) {
        const auto count = std::ranges::count_if(entries, what);
        return count > 0 ? countText(count) : QString();
    };
    addLine(tr("Pinned"), countOf(&EntryInfo::pinned));
    addLine(tr("Held"), countOf(&EntryInfo::leased));
    const auto expired = std::ranges::count(entries, u"expired"_s, &EntryInfo::status);
    addLine(tr("Expired"), expired > 0 ? countText(expired) : QString());
}

void EntryDetails::beginLines()
{
    m_used = 0;
}

/// A line with nothing to say is left out.
void EntryDetails::addLine(const QString &caption, const QString &value, const QString &role)
{
    if (value.isEmpty())
        return;
    if (m_used == m_labels.size()) {
        auto *name = makeCaption();
        auto *text = new QLabel;
        text->setFont(captionFont(text->font()));
        text->setWordWrap(true);
        text->setTextFormat(Qt::PlainText);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        text->setAlignment(Qt::AlignTop | Qt::AlignLeft);
        name->setAlignment(Qt::AlignTop | Qt::AlignLeft);
        const auto row = static_cast<int>(m_used);
        m_lines->addWidget(name, row, 0);
        m_lines->addWidget(text, row, 1);
        m_labels.emplaceBack(name, text);
    }
    const auto [name, text] = m_labels[m_used++];
    name->setText(caption);
    text->setText(value);
    text->setToolTip({});
    text->setAccessibleName(tr("%1: %2").arg(caption, value));
    if (text->property("role").toString() != role) {
        text->setProperty("role", role);
        text->style()->unpolish(text);
        text->style()->polish(text);
    }
    name->show();
    text->show();
}

void EntryDetails::endLines()
{
    for (qsizetype i = m_used; i < m_labels.size(); ++i) {
        m_labels[i].first->hide();
        m_labels[i].second->hide();
    }
}

QString EntryDetails::valueOf(const QString &caption) const
{
    for (qsizetype i = 0; i < m_used; ++i) {
        if (m_labels[i].first->text() == caption)
            return m_labels[i].second->text().remove(u'\u200b');
    }
    return {};
}

} // namespace r2cache
