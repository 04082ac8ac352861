// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/victimsearch.h"

#include "core/cache/freshness.h"
#include "core/cache/storename.h"

#include <QCoroFuture>
#include <QRegularExpression>
#include <QSet>

#include <numeric>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int pageSize = 256;
constexpr int maxPageSize = 8192;

qint64 bytesOf(const QList<EntryRecord> &records)
{
    return std::accumulate(
        records.begin(), records.end(), qint64{0},
        [](qint64 sum, const EntryRecord &record) { return sum + record.sizeBytes; });
}

/// `*` and `?` over a whole text; QRegularExpression's own wildcards stop at '/', which a pattern
/// over URLs must not.
QRegularExpression wildcard(const QString &pattern)
{
    auto expression = QRegularExpression::escape(pattern);
    expression.replace(u"\\*"_s, u".*"_s).replace(u"\\?"_s, u"."_s);
    return QRegularExpression(expression);
}

bool hasTags(const EntryRecord &record, const QStringList &tags)
{
    return std::all_of(
        tags.begin(), tags.end(), [&](const QString &tag) { return record.tags.contains(tag); });
}

} // namespace

VictimSearch::VictimSearch(Index &index, const Clock &clock, IsHeld isHeld)
    : m_index(index)
    , m_clock(clock)
    , m_isHeld(std::move(isHeld))
{ }

QCoro::Task<Result<QList<EntryRecord>>> VictimSearch::makingRoom(EvictionGoal goal) const
{
    QList<EntryRecord> victims;
    qint64 bytes = 0;
    // Twice as many each time: what is skipped is read again, and must not become the most of it.
    int limit = pageSize;
    for (qint64 skip = 0;; skip += limit, limit = std::min(2 * limit, maxPageSize)) {
        auto page = co_await m_index.leastRecentlyUsed(limit, skip);
        if (!page)
            co_return failure(page.error());
        const bool isLast = page->size() < limit;
        page->removeIf(m_isHeld);
        const EvictionGoal left{goal.bytes - bytes, goal.entries - victims.size()};
        const auto chosen = reaching(left, *page, VictimOrder::LeastRecentlyUsed);
        victims += chosen;
        bytes += bytesOf(chosen);
        if (bytes >= goal.bytes && victims.size() >= goal.entries)
            co_return victims;
        if (isLast)
            co_return QList<EntryRecord>();
    }
}

QCoro::Task<Result<QList<EntryRecord>>> VictimSearch::matching(ClearRequest request) const
{
    const auto pattern = wildcard(request.pattern);
    const auto now = m_clock.nowUtc();
    const bool isExpiredOnly = request.strategy == ClearRequest::Strategy::TtlExpired;

    QList<EntryRecord> records;
    EntryKey after{{}, 0};
    for (;;) {
        const auto page = co_await m_index.entriesAfter(after, pageSize);
        if (!page)
            co_return failure(page.error());
        for (const auto &record : *page) {
            if (hasTags(record, request.tags)
                && (!isExpiredOnly || isExpired(record, m_defaultTtl, now))
                && (request.pattern.isEmpty() || pattern.match(record.canonicalUrl).hasMatch())
                && !m_isHeld(record)) {
                records.append(record);
            }
        }
        if (page->size() < pageSize)
            co_return records;
        after = {page->constLast().id, page->constLast().version};
    }
}

QList<EntryRecord> VictimSearch::reaching(
    const EvictionGoal &goal, const QList<EntryRecord> &records, VictimOrder order) const
{
    QHash<QString, EntryRecord> byName;
    QList<EvictionCandidate> candidates;
    for (const auto &record : records) {
        candidates.append(candidateOf(record));
        byName.insert(storeStem(record.id, record.version), record);
    }
    QList<EntryRecord> victims;
    for (const auto &victim : chooseVictims(std::move(candidates), goal, order))
        victims.append(byName.value(storeStem(victim.id, victim.version)));
    return victims;
}

void VictimSearch::dropHeld(QList<EntryRecord> &victims) const
{
    QSet<QString> seen;
    victims.removeIf([&](const EntryRecord &record) {
        const auto name = record.fileName();
        const bool isTwice = seen.contains(name);
        seen.insert(name);
        return isTwice || m_isHeld(record);
    });
}

EvictionCandidate VictimSearch::candidateOf(const EntryRecord &record) const
{
    return {
        record.id, record.version, record.sizeBytes, record.lastAccessedAt.toMSecsSinceEpoch(),
        isExpired(record, m_defaultTtl, m_clock.nowUtc())};
}

} // namespace r2cache
