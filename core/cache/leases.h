// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
    QDateTime createdAt; ///< UTC
    QDateTime renewedAt; ///< UTC; by renewal or a read
    std::chrono::milliseconds duration{0}; ///< Without renewal it ends this long after renewedAt.
    bool isHold = false; ///< By hold().

    /// When it ends by itself: renewal moves this, but never past @c longest after creation.
    [[nodiscard]] QDateTime expiresAt() const;

    static constexpr std::chrono::hours longest{24};
};

/// The leases that are open. Times come from the caller; lives on the service thread.
class Leases : public QObject
{
    Q_OBJECT

public:
    /// Opens one, named by an id that cannot be guessed.
    [[nodiscard]] Lease
    open(QSet<QString> objects, std::chrono::milliseconds duration, const QDateTime &now);

    /// Like open(), for moments and for whoever needs one in between: nobody is told of it, and it
    /// is neither counted nor listed.
    [[nodiscard]] QString
    hold(QSet<QString> objects, std::chrono::milliseconds duration, const QDateTime &now);

    /// @return whether it was there.
    bool end(const QString &leaseId);

    /// NotFound when it has ended.
    [[nodiscard]] Result<Lease> renew(const QString &leaseId, const QDateTime &now);

    /// A read of @p objectId counts as renewal for all that hold it.
    void noteRead(const QString &objectId, const QDateTime &now);

    /// Ends what has expired. @return how many.
    int expire(const QDateTime &now);

    [[nodiscard]] bool isLeased(const QString &objectId) const;
    [[nodiscard]] QList<Lease> list() const; ///< Oldest first.
    [[nodiscard]] std::optional<Lease> find(const QString &leaseId) const;
    [[nodiscard]] qsizetype count() const { return m_leases.size() - m_holds; }

Q_SIGNALS:
    void opened(const r2cache::Lease &lease);
    /// By renew(): reads renew too, but too often to be told.
    void renewed(const r2cache::Lease &lease);
    /// Somebody ended it, or its time was over.
    void ended(const QString &leaseId);

private:
    void insert(const Lease &lease);

    QHash<QString, Lease> m_leases;
    QHash<QString, QSet<QString>> m_byObject; ///< object id → lease ids
    qsizetype m_holds = 0; ///< Among m_leases.
};

} // namespace r2cache
