// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/overviewfigures.h"

#include "ui/format.h"
#include "ui/healthnotes.h"
#include "ui/widgets/amountbar.h"
#include "ui/widgets/card.h"
#include "ui/widgets/cardlayout.h"
#include "ui/widgets/statefigure.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int narrowestCard = 200;

QLabel *makeText()
{
    auto *label = makeCaption();
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

double share(qint64 part, qint64 whole)
{
    return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0;
}

/// "6.8" and "of 10 GB", or "512.0" and "MB of 10 GB".
Figure partOf(qint64 part, qint64 whole)
{
    const auto figure = bytesFigure(part);
    const auto limit = roundBytesFigure(whole);
    return {
        figure.number,
        figure.unit == limit.unit ? OverviewFigures::tr("of %1").arg(limit.text())
                                  : OverviewFigures::tr("%1 of %2").arg(figure.unit, limit.text())};
}

} // namespace

OverviewFigures::OverviewFigures(QWidget *parent)
    : QWidget(parent)
    , m_hitRate(new FigureLabel)
    , m_hitRateText(makeText())
    , m_cache(new FigureLabel)
    , m_cacheBar(new AmountBar(AmountBar::Kind::Ours))
    , m_cacheText(makeText())
    , m_disk(new FigureLabel)
    , m_diskBar(new AmountBar(AmountBar::Kind::Others))
    , m_diskText(makeText())
    , m_health(new StateFigure)
    , m_healthText(makeText())
{
    auto *row = new CardLayout(narrowestCard, this);
    row->addCard(makeHitRate());
    row->addCard(makeCache());
    row->addCard(makeDisk());
    row->addCard(makeHealth());
    setDay({});
}

Card *OverviewFigures::makeHitRate()
{
    auto *card = new Card(tr("Hit rate, last 24 h"));
    card->body()->addWidget(m_hitRate);
    card->body()->addWidget(m_hitRateText);
    card->body()->addStretch();
    return card;
}

Card *OverviewFigures::makeCache()
{
    auto *card = new Card(tr("Cache"));
    m_cacheBar->setAccessibleName(tr("Share of the cache's limit that is used"));
    card->body()->addWidget(m_cache);
    card->body()->addWidget(m_cacheBar);
    card->body()->addWidget(m_cacheText);
    card->body()->addStretch();
    return card;
}

Card *OverviewFigures::makeDisk()
{
    auto *card = new Card(tr("Disk"));
    m_diskBar->setAccessibleName(tr("Share of the disk that is used"));
    card->body()->addWidget(m_disk);
    card->body()->addWidget(m_diskBar);
    card->body()->addWidget(m_diskText);
    card->body()->addStretch();
    return card;
}

Card *OverviewFigures::makeHealth()
{
    auto *card = new Card(tr("Health"));
    auto *details = new QPushButton(tr("All checks"));
    details->setProperty("role", u"link"_s);
    details->setCursor(Qt::PointingHandCursor);
    details->setFont(m_healthText->font());
    connect(details, &QPushButton::clicked, this, &OverviewFigures::healthWanted);
    card->body()->addWidget(m_health);
    card->body()->addWidget(m_healthText);
    card->body()->addStretch();
    card->body()->addWidget(details, 0, Qt::AlignLeft);
    return card;
}

void OverviewFigures::setStatus(const ServiceStatus &status, qint64 minFreeBytes)
{
    showCache(status);
    showDisk(status, minFreeBytes);
    showHealth(status.health);
}

void OverviewFigures::setDay(const HistoryStep &day)
{
    if (const auto requests = day.hits + day.misses; requests > 0) {
        const auto figure = percentFigure(share(day.hits, requests));
        m_hitRate->setFigure(figure.number, figure.unit);
    } else {
        m_hitRate->setFigure(u"–"_s, {});
    }
    m_hitRateText->setText(
        day.bytesServed > 0 || day.bytesFetched > 0
            ? tr("%1 served, %2 fetched")
                  .arg(bytesText(day.bytesServed), bytesText(day.bytesFetched))
            : tr("No video was read."));
}

void OverviewFigures::showCache(const ServiceStatus &status)
{
    const auto &cache = status.cache;
    const auto reserved = status.manager.reservedBytes;
    const auto figure = partOf(cache.currentSizeBytes, cache.maxSizeBytes);
    m_cache->setFigure(figure.number, figure.unit);
    m_cacheBar->setShares(
        share(cache.currentSizeBytes, cache.maxSizeBytes), share(reserved, cache.maxSizeBytes));
    const QString entries
        = tr("%1 of %2 entries").arg(countText(cache.entryCount), countText(cache.maxEntries));
    m_cacheText->setText(
        reserved > 0 ? tr("%1 · %2 filling").arg(entries, bytesText(reserved)) : entries);
}

void OverviewFigures::showDisk(const ServiceStatus &status, qint64 minFreeBytes)
{
    const auto &disk = status.health.disk;
    m_diskBar->setVisible(disk.has_value());
    if (!disk) {
        m_disk->setFigure(u"–"_s, {});
        m_diskText->setText(tr("The disk cannot be measured."));
        return;
    }
    const auto free = roundBytesFigure(disk->available);
    m_disk->setFigure(
        free.number, tr("%1 free of %2").arg(free.unit, roundBytesFigure(disk->total).text()));
    m_diskBar->setShares(share(disk->used, disk->total));
    m_diskText->setText(
        minFreeBytes < 0 ? QString()
                         : tr("keeps at least %1 free").arg(roundBytesFigure(minFreeBytes).text()));
}

void OverviewFigures::showHealth(const HealthInfo &health)
{
    m_health->setState(stateOfWord(health.status), healthText(health));
    const auto count = static_cast<int>(health.checks.size());
    m_healthText->setText(
        health.issues.isEmpty() ? tr("%Ln checks, nothing to do", nullptr, count)
                                : health.issues.constFirst());
}

} // namespace r2cache
