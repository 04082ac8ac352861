// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/segmentplanner.h"

#include <algorithm>

namespace r2cache {

namespace {

/// What a connection is expected to bring before it was measured.
constexpr double presumedBytesPerSecond = 2'500'000;

double seconds(std::chrono::milliseconds time)
{
    return std::chrono::duration<double>(time).count();
}

/// Of those that were measured; 0 if none was.
double meanRate(const SegmentPlanner::Segments &running)
{
    double sum = 0;
    int count = 0;
    for (const auto &segment : running) {
        sum += segment.bytesPerSecond;
        count += segment.bytesPerSecond > 0 ? 1 : 0;
    }
    return count > 0 ? sum / count : 0;
}

RangeSet withRunning(const RangeSet &present, const SegmentPlanner::Segments &running)
{
    auto covered = present;
    for (const auto &segment : running)
        covered.add(segment.rest);
    return covered;
}

} // namespace

qint64 SegmentPlanner::chunk(double bytesPerSecond) const
{
    if (bytesPerSecond <= 0 && !m_isScattered)
        return m_options.firstChunk;
    const auto rate = bytesPerSecond > 0 ? bytesPerSecond : presumedBytesPerSecond;
    const auto time = m_isScattered ? m_options.perScatteredChunk : m_options.perChunk;
    const auto bytes = rate * seconds(time);
    const auto most = static_cast<double>(m_options.maxChunk);
    return std::max(m_options.minChunk, static_cast<qint64>(std::min(bytes, most)));
}

std::optional<ByteRange>
SegmentPlanner::next(const RangeSet &present, const Segments &running, double bytesPerSecond) const
{
    const auto gaps = withRunning(present, running).gaps({0, m_total});
    if (gaps.empty())
        return std::nullopt;
    qint64 missing = 0;
    for (const auto &gap : gaps)
        missing += gap.length();
    // So that all end at about the same time.
    const auto others = std::count_if(running.begin(), running.end(), [](const auto &segment) {
        return !segment.rest.isEmpty();
    });
    const auto share = missing / (others + 1) + 1;
    const auto length = std::min(chunk(bytesPerSecond), std::max(share, m_options.minChunk));
    const auto &gap = gaps.front();
    return ByteRange{gap.begin, std::min(gap.end, gap.begin + length)};
}

bool SegmentPlanner::arrivesSoon(const SegmentState &segment, qint64 offset) const
{
    if (offset < segment.rest.begin || offset >= segment.rest.end
        || segment.silentFor >= m_options.silence)
        return false;
    const auto rate = segment.bytesPerSecond > 0 ? segment.bytesPerSecond : presumedBytesPerSecond;
    const auto distance = static_cast<double>(offset - segment.rest.begin);
    return distance <= rate * seconds(m_options.readerDelay);
}

std::optional<ByteRange>
SegmentPlanner::forReader(qint64 offset, const RangeSet &present, const Segments &running) const
{
    if (offset < 0 || offset >= m_total || present.contains({offset, offset + 1}))
        return std::nullopt;
    qint64 end = std::min(m_total, offset + chunk(m_isScattered ? meanRate(running) : 0));
    for (const auto &segment : running) {
        if (arrivesSoon(segment, offset))
            return std::nullopt;
        // What lies behind is on its way in time.
        if (segment.rest.begin > offset && !segment.rest.isEmpty())
            end = std::min(end, segment.rest.begin);
        else if (segment.rest.end > offset)
            end = std::min(end, segment.rest.end);
    }
    return present.gaps({offset, end}).front();
}

qint64 SegmentPlanner::unassigned(const RangeSet &present, const Segments &running) const
{
    return m_total - withRunning(present, running).byteCount();
}

ConnectionGrowth::ConnectionGrowth(const SegmentPlanner::Options &options, Time now, qint64 total)
    : m_options(options)
    , m_windowStart(now)
{
    const auto chunks = std::max<qint64>(total / options.firstChunk, 1);
    const auto most = std::min(options.firstConnections, options.maxConnections);
    m_connections = static_cast<int>(std::min<qint64>(chunks, most));
}

void ConnectionGrowth::measure(Time now, qint64 received, qint64 unassigned)
{
    const auto elapsed = now - m_windowStart;
    if (elapsed < m_options.growthWindow || m_isSettled)
        return;
    const auto rate = static_cast<double>(received - m_windowBytes) / seconds(elapsed);
    m_windowStart = now;
    m_windowBytes = received;
    if (static_cast<double>(unassigned) <= rate * seconds(m_options.worthwhile))
        return;
    constexpr double gain = 1.15; // less is chance
    if (rate < m_rateBefore * gain) {
        m_isSettled = ++m_windowsWithoutGain == 2;
        return;
    }
    m_windowsWithoutGain = 0;
    m_rateBefore = rate;
    m_connections = std::min(m_connections * 2, m_options.maxConnections);
}

void ConnectionGrowth::limit(int connections)
{
    m_connections = std::max(1, std::min(m_connections, connections));
    m_isSettled = true;
}

} // namespace r2cache
