// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/leases.h"

#include "core/base/digest.h"

#include <algorithm>
#include <cstdlib>

namespace r2cache {

using namespace Qt::StringLiterals;

std::chrono::milliseconds Lease::ends() const
{
    return std::min<std::chrono::milliseconds>(renewed + duration, opened + longest);
}

QDateTime Lease::expiresAt(const Clock &clock) const
{
    const auto byRenewal = std::min(
        renewedAt.addMSecs(duration.count()),
        createdAt.addMSecs(std::chrono::milliseconds(longest).count()));
    const auto byLeft = clock.nowUtc().addMSecs((ends() - clock.monotonic()).count());
    // Two clocks are read one after the other: only a difference that somebody made counts.
    constexpr qint64 noticeableMs = 1000;
    return std::abs(byRenewal.msecsTo(byLeft)) < noticeableMs ? byRenewal : byLeft;
}

Lease Leases::open(QSet<QString> objects, std::chrono::milliseconds duration)
{
    const auto now = m_clock.nowUtc();
    const auto moment = m_clock.monotonic();
    Lease lease{
        QString::fromLatin1(randomHex(16)), std::move(objects), now, now, duration, moment, moment};
    m_leases.insert(lease.id, lease);
    for (const auto &object : lease.objects)
        m_byObject[object].insert(lease.id);
    Q_EMIT opened(lease);
    return lease;
}

std::shared_ptr<void> Leases::hold(QSet<QString> objects)
{
    const auto id = QString::fromLatin1(randomHex(16));
    for (const auto &object : std::as_const(objects))
        m_byObject[object].insert(id);
    return {this, [id, objects = std::move(objects)](void *self) {
                static_cast<Leases *>(self)->forget(objects, id);
            }};
}

void Leases::forget(const QSet<QString> &objects, const QString &holder)
{
    for (const auto &object : objects) {
        auto &holders = m_byObject[object];
        holders.remove(holder);
        if (holders.isEmpty())
            m_byObject.remove(object);
    }
}

bool Leases::end(const QString &leaseId)
{
    const auto found = m_leases.constFind(leaseId);
    if (found == m_leases.constEnd())
        return false;
    forget(found->objects, leaseId);
    m_leases.erase(found);
    Q_EMIT ended(leaseId);
    return true;
}

Result<Lease>
Leases::renew(const QString &leaseId, std::optional<std::chrono::milliseconds> duration)
{
    const auto found = m_leases.find(leaseId);
    if (found == m_leases.end()) {
        return failure(
            ErrorCode::NotFound,
            u"There is no lease %1: it has ended. Run prepare again."_s.arg(leaseId));
    }
    found->duration = duration.value_or(found->duration);
    renew(&*found);
    Lease lease = *found;
    Q_EMIT renewed(lease);
    return lease;
}

void Leases::noteRead(const QString &objectId)
{
    const auto holders = m_byObject.constFind(objectId);
    if (holders == m_byObject.constEnd())
        return;
    for (const auto &holder : *holders) {
        if (const auto lease = m_leases.find(holder); lease != m_leases.end())
            renew(&*lease);
    }
}

void Leases::renew(Lease *lease) const
{
    lease->renewedAt = m_clock.nowUtc();
    lease->renewed = m_clock.monotonic();
}

int Leases::expire()
{
    const auto now = m_clock.monotonic();
    QStringList ended;
    for (const auto &lease : std::as_const(m_leases)) {
        if (lease.ends() <= now)
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
    std::sort(leases.begin(), leases.end(), [](const Lease &a, const Lease &b) {
        return a.opened < b.opened;
    });
    return leases;
}

std::optional<Lease> Leases::find(const QString &leaseId) const
{
    const auto found = m_leases.constFind(leaseId);
    return found == m_leases.constEnd() ? std::nullopt : std::optional(*found);
}

} // namespace r2cache
