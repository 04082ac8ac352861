// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/savedcard.h"

#include "ui/format.h"

#include <QLabel>
#include <QVBoxLayout>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// An estimate, as round as it deserves.
QString roughTimeText(qint64 milliseconds)
{
    constexpr qint64 minute = 60'000;
    constexpr qint64 hour = 60 * minute;
    constexpr qint64 day = 24 * hour;
    const auto rounded = [milliseconds](qint64 unit) {
        return static_cast<int>((milliseconds + unit / 2) / unit);
    };
    if (milliseconds >= 2 * day)
        return SavedCard::tr("about %Ln days", nullptr, rounded(day));
    if (milliseconds >= 2 * hour)
        return SavedCard::tr("about %Ln hours", nullptr, rounded(hour));
    if (milliseconds >= minute)
        return SavedCard::tr("about %Ln minutes", nullptr, rounded(minute));
    return SavedCard::tr("less than a minute");
}

QLabel *makeText()
{
    auto *label = makeCaption();
    label->setWordWrap(true);
    return label;
}

} // namespace

SavedCard::SavedCard(QWidget *parent)
    : Card(tr("Saved so far"), parent)
    , m_figure(new FigureLabel)
    , m_bytes(makeText())
    , m_time(makeText())
{
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_bytes);
    texts->addWidget(m_time);
    auto *row = new QHBoxLayout;
    row->setSpacing(24);
    row->addWidget(m_figure, 0, Qt::AlignVCenter);
    row->addLayout(texts, 1);
    body()->addLayout(row);
}

void SavedCard::set(const CacheNumbers &cache, const HistoryStep &month)
{
    const auto saved = cache.bytesFromCache - cache.bytesFromOrigin;
    const auto figure = bytesFigure(std::max<qint64>(0, saved));
    m_figure->setFigure(figure.number, figure.unit);
    m_bytes->setText(
        saved > 0
            ? tr("that origins did not have to send again: %1 were read from here, %2 were "
                 "downloaded for it.")
                  .arg(bytesText(cache.bytesFromCache), bytesText(cache.bytesFromOrigin))
            : tr("A video pays off as soon as it is read a second time: %1 were read from here so "
                 "far, %2 were downloaded.")
                  .arg(bytesText(cache.bytesFromCache), bytesText(cache.bytesFromOrigin)));
    const auto time = timeSaved(saved, month, cache.avgDownloadTimeMs);
    m_time->setVisible(time.has_value());
    if (time) {
        m_time->setText(
            tr("Downloading them again would have taken %1, at the %2 that a download has on "
               "average.")
                .arg(roughTimeText(time->milliseconds), speedText(time->bytesPerSecond)));
    }
}

} // namespace r2cache
