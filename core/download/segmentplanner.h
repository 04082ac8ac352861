// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/rangeset.h"

#include <chrono>
#include <optional>

namespace r2cache {

/// What one connection still has to bring of the range it asked for.
struct SegmentState
{
    ByteRange rest;
    double bytesPerSecond = 0; ///< 0 while unknown.
    std::chrono::milliseconds silentFor{0}; ///< Since its last byte, or since it asked.
};

/// Decides which range a connection takes next. Pure.
class SegmentPlanner
{
public:
    struct Options
    {
        int maxConnections = 16; ///< For one object, and four more for readers that wait.
        int firstConnections = 4; ///< As long as there is a firstChunk for each.
        qint64 firstChunk
            = qint64{8} * 1024 * 1024; ///< Asked for while nothing is known of the speed.
        qint64 minChunk = qint64{1024} * 1024;
        qint64 maxChunk = qint64{64} * 1024 * 1024;
        std::chrono::milliseconds perChunk{3'000}; ///< What a connection brings in this time.
        std::chrono::milliseconds perScatteredChunk{250}; ///< The same while readers jump about.
        /// A reader does not wait longer for a connection on its way to it.
        std::chrono::milliseconds readerDelay{100};
        /// With a reader waiting, a connection silent for so long is doubled.
        std::chrono::milliseconds silence{4'000};
        /// How long throughput is watched before connections are added.
        std::chrono::milliseconds growthWindow{500};
        /// What will be here so soon needs no further connections.
        std::chrono::milliseconds worthwhile{2'000};
    };

    using Segments = std::vector<SegmentState>;

    SegmentPlanner(Options options, qint64 total)
        : m_options(options)
        , m_total(total)
    { }

    /// Readers jump about: chunks are small from now on. One that lands inside a chunk under way
    /// has it cut there, and what the origin has sent of the rest by then comes twice.
    void setScattered(bool isScattered) { m_isScattered = isScattered; }

    /// The first bytes that are neither here nor on their way: as many as a connection of this
    /// speed brings in perChunk, fewer where others could take a share. Nothing if there are none.
    [[nodiscard]] std::optional<ByteRange>
    next(const RangeSet &present, const Segments &running, double bytesPerSecond) const;

    /// The range that needs a connection of its own because a reader waits at @p offset and no
    /// running one will be there soon. It may overlap a running one's rest. Nothing if all is well.
    [[nodiscard]] std::optional<ByteRange>
    forReader(qint64 offset, const RangeSet &present, const Segments &running) const;

    /// Number of bytes that are neither here nor on their way.
    [[nodiscard]] qint64 unassigned(const RangeSet &present, const Segments &running) const;

private:
    [[nodiscard]] qint64 chunk(double bytesPerSecond) const;
    [[nodiscard]] bool arrivesSoon(const SegmentState &segment, qint64 offset) const;

    Options m_options;
    qint64 m_total;
    bool m_isScattered = false;
};

/// How many connections one object gets: twice as many as long as that raises the throughput. One
/// window without a gain may be chance (an origin that throttles sends in bursts), two are not.
/// Pure but for what it remembers of earlier measurements.
class ConnectionGrowth
{
public:
    using Time = std::chrono::milliseconds;

    /// @param total  bytes of the object.
    ConnectionGrowth(const SegmentPlanner::Options &options, Time now, qint64 total);

    /// @param received    bytes since the transfer began.
    /// @param unassigned  SegmentPlanner::unassigned().
    void measure(Time now, qint64 received, qint64 unassigned);
    /// No more than @p connections from now on: the origin refused one.
    void limit(int connections);
    [[nodiscard]] int connections() const { return m_connections; }

private:
    SegmentPlanner::Options m_options;
    Time m_windowStart;
    qint64 m_windowBytes = 0;
    double m_rateBefore = 0; ///< With fewer connections.
    int m_connections = 1;
    int m_windowsWithoutGain = 0;
    bool m_isSettled = false;
};

} // namespace r2cache
