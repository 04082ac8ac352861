// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/servicestatus.h"
#include "core/render/renderprogress.h"
#include "core/render/urlcaching.h"

#include <QJsonObject>

#include <chrono>

namespace r2cache {

/// "exit code 7", "exit code 137, signal 9": how a command that failed ended. Pure.
[[nodiscard]] QString endOfCommand(int exitCode);

/// What is noted of a render while it runs, and told at its end. Times are a monotonic clock's.
struct RenderRecord
{
    QString composition;
    int exitCode = 0;
    QStringList cachedUrls; ///< As the config had them; the service keeps no signatures.
    QList<UncachedUrl> fallbacks;
    QString slowestUrl;
    std::chrono::milliseconds slowestTime{0};

    void begin(std::chrono::milliseconds now);
    void cachingEnded(std::chrono::milliseconds now) { m_cachingTime = now - m_begun; }
    /// A run of the command begins: phases count anew, but for caching.
    void commandStarts(std::chrono::milliseconds now);
    /// @p phase is under way. Phases only go on: renderers encode beside rendering.
    void enter(RenderPhase phase, std::chrono::milliseconds now);
    void end(std::chrono::milliseconds now);

    /// What the service's counters have grown by, which others who read at the same time are in.
    void addCounters(const CacheNumbers &before, const CacheNumbers &after);

    /// As POST /api/cache/renders takes it.
    [[nodiscard]] QJsonObject toJson() const;

private:
    struct Phase
    {
        RenderPhase phase;
        std::chrono::milliseconds begun{0};
        std::chrono::milliseconds time{0};
    };

    void close(std::chrono::milliseconds now);

    std::vector<Phase> m_phases;
    std::chrono::milliseconds m_begun{0};
    std::chrono::milliseconds m_cachingTime{0};
    std::chrono::milliseconds m_commandBegun{0};
    std::chrono::milliseconds m_ended{0};
    qint64 m_hits = 0;
    qint64 m_misses = 0;
    qint64 m_bytesFromCache = 0;
    qint64 m_bytesFromOrigin = 0;
};

} // namespace r2cache
