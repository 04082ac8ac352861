// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/renderreport.h"

#include <QJsonArray>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostUrls = 2'000; // that a report may have
constexpr qsizetype longestText = 1'000; // characters

qint64 msOf(std::chrono::milliseconds time)
{
    return time.count();
}

} // namespace

QString endOfCommand(int exitCode)
{
    constexpr int lastSignal = 64; // signal(7)
    const auto code = u"exit code %1"_s.arg(exitCode);
    return exitCode > 128 && exitCode <= 128 + lastSignal
        ? u"%1, signal %2"_s.arg(code).arg(exitCode - 128)
        : code;
}

void RenderRecord::begin(std::chrono::milliseconds now)
{
    m_begun = m_commandBegun = m_ended = now;
}

void RenderRecord::commandStarts(std::chrono::milliseconds now)
{
    close(now);
    std::erase_if(m_phases, [](const Phase &phase) { return phase.phase != RenderPhase::Caching; });
    m_commandBegun = now;
}

void RenderRecord::enter(RenderPhase phase, std::chrono::milliseconds now)
{
    if (!m_phases.empty() && m_phases.back().phase >= phase)
        return;
    close(now);
    m_phases.push_back({phase, now, {}});
}

void RenderRecord::close(std::chrono::milliseconds now)
{
    if (!m_phases.empty() && m_phases.back().time.count() == 0)
        m_phases.back().time = now - m_phases.back().begun;
}

void RenderRecord::end(std::chrono::milliseconds now)
{
    close(now);
    m_ended = now;
}

void RenderRecord::addCounters(const CacheNumbers &before, const CacheNumbers &after)
{
    // They begin anew with another service, in the middle of a render.
    const auto grown = [](qint64 from, qint64 to) {
        return std::max<qint64>(to - from, 0);
    };
    m_hits += grown(before.totalHits, after.totalHits);
    m_misses += grown(before.totalMisses, after.totalMisses);
    m_bytesFromCache += grown(before.bytesFromCache, after.bytesFromCache);
    m_bytesFromOrigin += grown(before.bytesFromOrigin, after.bytesFromOrigin);
}

QJsonObject RenderRecord::toJson() const
{
    QJsonArray uncached;
    for (const auto &url : fallbacks.first(std::min(fallbacks.size(), mostUrls))) {
        uncached.append(
            QJsonObject{{u"url"_s, url.url}, {u"error"_s, url.error.message.left(longestText)}});
    }
    QJsonArray phases;
    for (const auto &phase : m_phases) {
        phases.append(QJsonObject{
            {u"name"_s, QString(phaseWord(phase.phase))}, {u"timeMs"_s, msOf(phase.time)}});
    }
    const QString error
        = exitCode == 0 ? QString() : u"The command ended with %1."_s.arg(endOfCommand(exitCode));
    return {
        {u"success"_s, exitCode == 0},
        {u"composition"_s, composition.left(longestText)},
        {u"error"_s, error},
        {u"exitCode"_s, exitCode},
        {u"renderTimeMs"_s, msOf(m_ended - m_commandBegun)},
        {u"cacheProcessingTimeMs"_s, msOf(m_cachingTime)},
        {u"hits"_s, m_hits},
        {u"misses"_s, m_misses},
        {u"bytesFromCache"_s, m_bytesFromCache},
        {u"bytesFromOrigin"_s, m_bytesFromOrigin},
        {u"cachedUrls"_s,
         QJsonArray::fromStringList(cachedUrls.first(std::min(cachedUrls.size(), mostUrls)))},
        {u"slowestAsset"_s,
         slowestUrl.isEmpty()
             ? QJsonValue()
             : QJsonValue(QJsonObject{{u"url"_s, slowestUrl}, {u"timeMs"_s, msOf(slowestTime)}})},
        {u"fallbacks"_s, uncached},
        {u"phases"_s, phases}};
}

} // namespace r2cache
