// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/cache/indexentries.h"

#include <QDateTime>
#include <QHash>
#include <QObject>
#include <QSet>

#include <chrono>

namespace r2cache {

/// What one render holds: its entries stay, with these very bytes, until it ends.
struct Lease
{
    QString id;
    QSet<QString> objects; ///< Ids, whether their entry is here yet or not.
    QDateTime createdAt; ///< UTC, to be shown alone: somebody may set the clock.
    QDateTime renewedAt; ///< The same; by renewal or a read.
    std::chrono::milliseconds duration{0}; ///< Without renewal it ends this long after the last.
    std::chrono::milliseconds opened{0}; ///< By the clock's monotonic().
    std::chrono::milliseconds renewed{0}; ///< By the clock's monotonic().

    /// When it ends by itself, by the clock's monotonic(): renewal moves this, but never past
    /// @c longest after creation.
    [[nodiscard]] std::chrono::milliseconds ends() const;
    /// The same as the wall clock will show it, if nobody sets that. UTC.
    [[nodiscard]] QDateTime expiresAt(const Clock &clock) const;

    static constexpr std::chrono::hours longest{24};
};

/// The leases that are open. They end by monotonic time: whoever sets the wall clock ends none
/// early and prolongs none. Lives on the service thread.
class Leases : public QObject
{
    Q_OBJECT

public:
    /// @param clock  outlives it.
    explicit Leases(const Clock &clock)
        : m_clock(clock)
    { }

    /// Opens one, named by an id that cannot be guessed.
    [[nodiscard]] Lease open(QSet<QString> objects, std::chrono::milliseconds duration);

    /// Holds @p objects, as a lease would but without being one to anybody, while what is returned
    /// lives; this outlives it.
    [[nodiscard]] std::shared_ptr<void> hold(QSet<QString> objects);

    /// @return whether it was there.
    bool end(const QString &leaseId);

    /// @param duration  from now on; nothing: as long as before. NotFound when it has ended.
    [[nodiscard]] Result<Lease>
    renew(const QString &leaseId, std::optional<std::chrono::milliseconds> duration = {});

    /// A read of @p objectId counts as renewal for all that hold it.
    void noteRead(const QString &objectId);

    /// Ends what has expired. @return how many.
    int expire();

    [[nodiscard]] bool isLeased(const QString &objectId) const;
    [[nodiscard]] QList<Lease> list() const; ///< Oldest first.
    [[nodiscard]] std::optional<Lease> find(const QString &leaseId) const;
    [[nodiscard]] qsizetype count() const { return m_leases.size(); }

Q_SIGNALS:
    void opened(const r2cache::Lease &lease);
    /// By renew(): reads renew too, but too often to be told.
    void renewed(const r2cache::Lease &lease);
    /// Somebody ended it, or its time was over.
    void ended(const QString &leaseId);

private:
    void renew(Lease *lease) const;
    void forget(const QSet<QString> &objects, const QString &holder);

    const Clock &m_clock;
    QHash<QString, Lease> m_leases;
    QHash<QString, QSet<QString>> m_byObject; ///< object id → ids of leases and holds
};

} // namespace r2cache
