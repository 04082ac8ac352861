// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/leases.h"

#include "core/base/digest.h"

namespace r2cache {

using namespace Qt::StringLiterals;

QDateTime Lease::expiresAt() const
{
    const auto end = renewedAt.addMSecs(duration.count());
    const auto latest = createdAt.addMSecs(
        std::chrono::duration_cast<std::chrono::milliseconds>(longest).count());
    return std::min(end, latest);
}

Lease Leases::open(QSet<QString> objects, std::chrono::milliseconds duration, const QDateTime &now)
{
    const Lease lease{QString::fromLatin1(randomHex(16)), std::move(objects), now, now, duration};
    insert(lease);
    Q_EMIT opened(lease);
    return lease;
}

QString
Leases::hold(QSet<QString> objects, std::chrono::milliseconds duration, const QDateTime &now)
{
    const Lease lease{
        QString::fromLatin1(randomHex(16)), std::move(objects), now, now, duration, true};
    insert(lease);
    ++m_holds;
    return lease.id;
}

void Leases::insert(const Lease &lease)
{
    m_leases.insert(lease.id, lease);
    for (const auto &object : lease.objects)
        m_byObject[object].insert(lease.id);
}

bool Leases::end(const QString &leaseId)
{
    const auto found = m_leases.constFind(leaseId);
    if (found == m_leases.constEnd())
        return false;
    for (const auto &object : found->objects) {
        auto &holders = m_byObject[object];
        holders.remove(leaseId);
        if (holders.isEmpty())
            m_byObject.remove(object);
    }
    const bool wasHold = found->isHold;
    m_leases.erase(found);
    if (wasHold)
        --m_holds;
    else
        Q_EMIT ended(leaseId);
    return true;
}

Result<Lease> Leases::renew(const QString &leaseId, const QDateTime &now)
{
    const auto found = m_leases.find(leaseId);
    if (found == m_leases.end()) {
        return failure(
            ErrorCode::NotFound,
            u"There is no lease %1: it has ended. Run prepare again."_s.arg(leaseId));
    }
    found->renewedAt = now;
    const Lease lease = *found;
    Q_EMIT renewed(lease);
    return lease;
}

void Leases::noteRead(const QString &objectId, const QDateTime &now)
{
    const auto holders = m_byObject.constFind(objectId);
    if (holders == m_byObject.constEnd())
        return;
    for (const auto &leaseId : *holders)
        m_leases[leaseId].renewedAt = now;
}

int Leases::expire(const QDateTime &now)
{
    QStringList ended;
    for (const auto &lease : std::as_const(m_leases)) {
        if (lease.expiresAt() <= now)
            ended.append(lease.id);
    }
    for (const auto &id : std::as_const(ended))
        end(id);
    return static_cast<int>(ended.size());
}

bool Leases::isLeased(const QString &objectId) const
{
    return m_byObject.contains(objectId);
}

QList<Lease> Leases::list() const
{
    auto leases = m_leases.values();
    leases.removeIf([](const Lease &lease) { return lease.isHold; });
    std::sort(leases.begin(), leases.end(), [](const Lease &a, const Lease &b) {
        return a.createdAt < b.createdAt;
    });
    return leases;
}

std::optional<Lease> Leases::find(const QString &leaseId) const
{
    const auto found = m_leases.constFind(leaseId);
    return found == m_leases.constEnd() ? std::nullopt : std::optional(*found);
}

} // namespace r2cache
