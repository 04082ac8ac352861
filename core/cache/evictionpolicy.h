// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <functional>
#include <memory>

namespace r2cache {

/// What eviction knows about an entry that nobody holds.
struct EvictionCandidate
{
    QString id;
    int version = 1;
    qint64 sizeBytes = 0;
    qint64 lastAccessedMs = 0; ///< Since 1970, UTC.
    bool expired = false;
};

/// How much has to go.
struct EvictionGoal
{
    qint64 bytes = 0;
    qint64 entries = 0;
};

enum class VictimOrder
{
    LeastRecentlyUsed, ///< Expired ones first, then by last access.
    LargestFirst,
};

/// The fewest leading @p candidates in @p order that reach @p goal; fewer than that when all of
/// them do not suffice. Pure.
[[nodiscard]] QList<EvictionCandidate>
chooseVictims(QList<EvictionCandidate> candidates, const EvictionGoal &goal, VictimOrder order);

/// Who goes when room is made: CACHE_EVICTION_POLICY.
enum class PolicyKind
{
    Lru,
    Gdsf,
    S3Fifo,
};

/// An entry's name in a policy's memory: 24 bytes instead of a text.
struct PolicyKey
{
    quint64 high = 0; ///< First half of the id.
    quint64 low = 0;
    int version = 1;

    friend bool operator==(const PolicyKey &, const PolicyKey &) = default;
    friend size_t qHash(const PolicyKey &key, size_t seed) noexcept
    {
        // Ids are digests: any part of them is as good as a hash.
        return static_cast<size_t>(key.low ^ static_cast<quint64>(key.version)) ^ seed;
    }
};

/// @p id is 32 hex digits.
[[nodiscard]] PolicyKey policyKeyOf(const QString &id, int version);
[[nodiscard]] QString idOf(const PolicyKey &key);

/// Remembers entries and their use, and says who goes first. Pure: no clock, no index, one thread.
///
/// An entry stays in it until remove(): what choose() proposes may turn out to be held after all.
class EvictionPolicy
{
public:
    using IsHeld = std::function<bool(const PolicyKey &)>;

    enum class Removal
    {
        Evicted, ///< To make room: a policy may remember that it was here.
        Deleted, ///< By a person, or because its bytes were wrong.
    };

    virtual ~EvictionPolicy() = default;

    /// A new entry. One that is known keeps its standing and gets the new size.
    virtual void add(const PolicyKey &key, qint64 sizeBytes) = 0;

    /// An entry of an earlier run, read @p accesses times: as good a guess of its standing as that
    /// allows. Called in the order of last accesses, oldest first.
    virtual void restore(const PolicyKey &key, qint64 sizeBytes, qint64 accesses) = 0;

    /// It was read @p times more. Unknown keys are ignored.
    virtual void access(const PolicyKey &key, qint64 times) = 0;
    virtual void remove(const PolicyKey &key, Removal why) = 0;

    /// Those that reach @p goal, first to go first, without those that are held; all that may go
    /// if they do not reach it.
    [[nodiscard]] virtual QList<PolicyKey> choose(const EvictionGoal &goal, const IsHeld &isHeld)
        = 0;

    [[nodiscard]] virtual qsizetype count() const = 0;
};

/// Counts what has been chosen against a goal. Pure.
class GoalProgress
{
public:
    explicit GoalProgress(const EvictionGoal &goal)
        : m_left(goal)
    { }
    void took(qint64 sizeBytes)
    {
        m_left.bytes -= sizeBytes;
        --m_left.entries;
    }
    [[nodiscard]] bool isReached() const { return m_left.bytes <= 0 && m_left.entries <= 0; }
    [[nodiscard]] const EvictionGoal &left() const { return m_left; }

private:
    EvictionGoal m_left;
};

/// A policy of @p kind that knows nothing yet.
[[nodiscard]] std::unique_ptr<EvictionPolicy> makeEvictionPolicy(PolicyKind kind);

} // namespace r2cache
