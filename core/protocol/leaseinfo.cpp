// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protocol/leaseinfo.h"

#include "core/protocol/times.h"

#include <QJsonArray>

namespace r2cache {

LeaseInfo leaseFromJson(const QJsonObject &json)
{
    LeaseInfo lease;
    lease.id = json.value(u"id").toString();
    for (const auto entries = json.value(u"entries").toArray(); const auto &entry : entries)
        lease.entries.append(entry.toString());
    lease.createdAt = timeFromJson(json.value(u"createdAt"));
    lease.renewedAt = timeFromJson(json.value(u"renewedAt"));
    lease.expiresAt = timeFromJson(json.value(u"expiresAt"));
    lease.leaseMs = json.value(u"leaseMs").toInteger();
    return lease;
}

} // namespace r2cache
