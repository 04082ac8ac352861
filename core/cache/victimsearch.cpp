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
constexpr int maxPageSize = 1024;
constexpr int learnPageSize = 2000;

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

/// The leading @p next that go beyond @p goal without going beyond @p margin, @p chosen having gone
/// already. A margin of nothing is no limit of its own when the other one has something.
QList<EntryRecord> fitting(
    const EvictionGoal &goal, const EvictionGoal &margin, const QList<EntryRecord> &chosen,
    const QList<EntryRecord> &next)
{
    QList<EntryRecord> fits;
    if (margin.bytes <= 0 && margin.entries <= 0)
        return fits;
    qint64 bytes = margin.bytes - (bytesOf(chosen) - std::max<qint64>(goal.bytes, 0));
    qint64 entries = margin.entries - (chosen.size() - std::max<qint64>(goal.entries, 0));
    for (const auto &record : next) {
        bytes -= record.sizeBytes;
        --entries;
        if ((margin.bytes > 0 && bytes < 0) || (margin.entries > 0 && entries < 0))
            break;
        fits.append(record);
    }
    return fits;
}

} // namespace

VictimSearch::VictimSearch(Index &index, const Clock &clock, IsHeld isHeld)
    : m_index(index)
    , m_clock(clock)
    , m_isHeld(std::move(isHeld))
{ }

void VictimSearch::setPolicy(PolicyKind kind)
{
    if (kind == m_kind)
        return;
    m_kind = kind;
    m_learnt = false;
    m_pinned.clear();
    m_policy = kind == PolicyKind::Lru ? nullptr : makeEvictionPolicy(kind);
}

QCoro::Task<Result<>> VictimSearch::learn(const std::atomic<bool> &stop)
{
    const auto *const learning = m_policy.get();
    EntryStanding after;
    while (learning != nullptr && !m_learnt && !stop) {
        const auto page = co_await m_index.standings(after, learnPageSize);
        if (!page)
            co_return failure(page.error());
        if (m_policy.get() != learning)
            break; // the setting has changed meanwhile
        for (const auto &standing : *page) {
            const auto key = policyKeyOf(standing.key.id, standing.key.version);
            m_policy->restore(key, standing.sizeBytes, standing.accessCount);
            if (standing.pinned)
                m_pinned.insert(key);
        }
        if (page->size() < learnPageSize) {
            m_learnt = true;
            break;
        }
        after = page->constLast();
    }
    co_return Result<>{};
}

QCoro::Task<Result<QList<EntryRecord>>>
VictimSearch::makingRoom(EvictionGoal goal, EvictionGoal margin)
{
    if (m_policy && m_learnt) {
        auto expired = co_await expiredOnes(goal);
        if (!expired)
            co_return expired;
        auto chosen = co_await byPolicy(goal, margin, std::move(*expired));
        if (!chosen || !chosen->isEmpty())
            co_return chosen;
    }
    co_return co_await byLastAccess(goal, margin);
}

QCoro::Task<Result<QList<EntryRecord>>>
VictimSearch::byLastAccess(EvictionGoal goal, EvictionGoal margin) const
{
    QList<EntryRecord> victims;
    qint64 bytes = 0;
    // Twice as many each time: who wants many entries to go waits for few turns of the reader, and
    // none of them keeps others from it for long.
    int limit = pageSize;
    for (LruPosition position;; limit = std::min(2 * limit, maxPageSize)) {
        auto page = co_await m_index.leastRecentlyUsed(position, limit);
        if (!page)
            co_return failure(page.error());
        auto &records = page->records;
        const bool isLast = records.size() < limit;
        position = page->end;
        records.removeIf(m_isHeld);
        const EvictionGoal left{goal.bytes - bytes, goal.entries - victims.size()};
        const auto chosen = reaching(left, records, VictimOrder::LeastRecentlyUsed);
        victims += chosen;
        bytes += bytesOf(chosen);
        if (bytes >= goal.bytes && victims.size() >= goal.entries) {
            // The low watermark may be missed: the rest of this page is enough to choose from.
            const auto ordered
                = reaching({bytesOf(records) + 1, 0}, records, VictimOrder::LeastRecentlyUsed);
            victims += fitting(goal, margin, victims, ordered.mid(chosen.size()));
            co_return victims;
        }
        if (isLast)
            co_return QList<EntryRecord>();
    }
}

QCoro::Task<Result<QList<EntryRecord>>> VictimSearch::expiredOnes(EvictionGoal goal) const
{
    const auto now = m_clock.nowUtc();
    GoalProgress progress(goal);
    QList<EntryRecord> victims;
    for (LruPosition position;;) {
        const auto page = co_await m_index.leastRecentlyUsed(position, pageSize);
        if (!page)
            co_return failure(page.error());
        position = page->end;
        for (const auto &record : page->records) {
            // They come first; the others' order is the policy's.
            if (progress.isReached() || !isExpired(record, m_defaultTtl, now))
                co_return victims;
            if (m_isHeld(record))
                continue;
            progress.took(record.sizeBytes);
            victims.append(record);
        }
        if (page->records.size() < pageSize)
            co_return victims;
    }
}

QCoro::Task<Result<QList<EntryRecord>>>
VictimSearch::byPolicy(EvictionGoal goal, EvictionGoal margin, QList<EntryRecord> taken)
{
    QSet<PolicyKey> takenKeys;
    for (const auto &record : std::as_const(taken))
        takenKeys.insert(policyKeyOf(record.id, record.version));
    const EvictionGoal left{goal.bytes - bytesOf(taken), goal.entries - taken.size()};
    for (;;) {
        const EvictionGoal wanted{left.bytes + margin.bytes, left.entries + margin.entries};
        const auto keys = proposed(wanted, takenKeys);
        const auto found = co_await m_index.exactEntries(keys);
        if (!found)
            co_return failure(found.error());
        if (!m_policy)
            co_return QList<EntryRecord>();
        bool isSurprised = found->size() < keys.size();
        QSet<QString> rows;
        for (const auto &record : *found) {
            rows.insert(storeStem(record.id, record.version));
            if (record.pinned) {
                m_pinned.insert(policyKeyOf(record.id, record.version));
                isSurprised = true;
            }
        }
        for (const auto &key : keys) {
            if (!rows.contains(storeStem(key.id, key.version)))
                m_policy->remove(
                    policyKeyOf(key.id, key.version), EvictionPolicy::Removal::Deleted);
        }
        // Each round knows more of what must not go: so it ends.
        if (isSurprised)
            continue;

        auto records = *found;
        dropHeld(records);
        GoalProgress progress(left);
        qsizetype count = 0;
        while (count < records.size() && !progress.isReached())
            progress.took(records.at(count++).sizeBytes);
        if (!progress.isReached())
            co_return QList<EntryRecord>();
        QList<EntryRecord> victims = taken + records.first(count);
        victims += fitting(goal, margin, victims, records.mid(count));
        co_return victims;
    }
}

QList<EntryKey> VictimSearch::proposed(const EvictionGoal &goal, const QSet<PolicyKey> &taken) const
{
    const auto chosen = m_policy->choose(goal, [this, &taken](const PolicyKey &key) {
        if (m_pinned.contains(key) || taken.contains(key))
            return true;
        EntryRecord record; // only what tells who holds it
        record.id = idOf(key);
        record.version = key.version;
        return m_isHeld(record);
    });
    QList<EntryKey> keys;
    for (const auto &key : chosen)
        keys.append({idOf(key), key.version});
    return keys;
}

void VictimSearch::noteAdded(const EntryRecord &record)
{
    if (!m_policy)
        return;
    m_policy->add(policyKeyOf(record.id, record.version), record.sizeBytes);
    notePinned({record.id, record.version}, record.pinned);
}

void VictimSearch::noteAccesses(const QList<EntryTouch> &touches)
{
    if (!m_policy)
        return;
    for (const auto &touch : touches)
        m_policy->access(policyKeyOf(touch.key.id, touch.key.version), touch.accesses);
}

void VictimSearch::noteRemoved(const EntryRecord &record, EvictionPolicy::Removal why)
{
    if (!m_policy)
        return;
    const auto key = policyKeyOf(record.id, record.version);
    m_policy->remove(key, why);
    m_pinned.remove(key);
}

void VictimSearch::notePinned(const EntryKey &key, bool pinned)
{
    if (!m_policy)
        return;
    if (pinned)
        m_pinned.insert(policyKeyOf(key.id, key.version));
    else
        m_pinned.remove(policyKeyOf(key.id, key.version));
}

QCoro::Task<Result<VictimSearch::Matches>> VictimSearch::matching(ClearRequest request) const
{
    const auto pattern = wildcard(request.pattern);
    const auto now = m_clock.nowUtc();
    const bool isExpiredOnly = request.strategy == ClearRequest::Strategy::TtlExpired;

    Matches matches;
    EntryKey after{{}, 0};
    for (;;) {
        const auto page = co_await m_index.entriesAfter(after, pageSize);
        if (!page)
            co_return failure(page.error());
        for (const auto &record : *page) {
            if (hasTags(record, request.tags)
                && (!isExpiredOnly || isExpired(record, m_defaultTtl, now))
                && (request.pattern.isEmpty() || pattern.match(record.canonicalUrl).hasMatch())) {
                (m_isHeld(record) ? matches.held : matches.free).append(record);
            }
        }
        if (page->size() < pageSize)
            co_return matches;
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
