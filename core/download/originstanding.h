// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include <chrono>
#include <optional>

namespace r2cache {

/// What is known of the origins from requests to them. Nothing is asked for it.
struct OriginStanding
{
    QStringList downHosts; ///< "host:port" of those that failed again and again lately, sorted.
    /// The same of those that have asked for patience (429 or 503 with Retry-After) and are left
    /// alone for a while yet.
    QStringList pausedHosts;
    /// How far our clock was ahead of that of the origin that answered last, and which one that
    /// was; nothing if none has told the time.
    std::optional<std::chrono::seconds> clockAhead;
    QString clockHost;
};

} // namespace r2cache
