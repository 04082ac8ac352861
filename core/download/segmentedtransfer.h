// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/download/bodyplan.h"
#include "core/download/originclient.h"
#include "core/download/segmentplanner.h"

namespace r2cache {

/// Brings what is missing of one version of an object, over as many connections as pay.
///
///     run:      first answer ─→ connection 1 ──┐
///               every 100 ms, or when woken:   │   connection:  bounded GET → pieces → store ─┐
///                 readers' offsets, growth ─→ connection n        ↑                           │
///                                                                 └── next range ←── all here ┘
///
/// A connection that fails while others go on gives its range back to them; when the last one
/// fails, the transfer ends with its failure, and what has come stays. Lives on the origin thread;
/// must outlive the task of run().
class SegmentedTransfer
{
public:
    struct Parts
    {
        OriginClient &client;
        const Clock &clock;
        const RangeSet &present; ///< What is here; store() adds to it.
        const std::vector<qint64> &wanted; ///< Where readers wait.
        /// Takes bytes in any order; those that are here already too. A failure ends the transfer.
        std::function<OriginResult<>(qint64 offset, QByteArrayView bytes)> store;
        /// When the whole transfer is given up.
        std::function<QDeadlineTimer()> limit;
    };

    struct Source
    {
        QUrl url;
        KnownVersion version;
        QString shown; ///< For messages.
    };

    SegmentedTransfer(SegmentPlanner::Options options, Parts parts, Source source);

    /// An answer that brings @p granted already, and the wakeup that it was opened with.
    struct First
    {
        std::shared_ptr<OriginReply> reply;
        ByteRange granted;
        std::shared_ptr<Wakeup> wakeup;
    };

    /// Once. @p wakeup (another one than @p first's) stops it, and wakes it when readers have come.
    /// @return nothing when all is here, or any of the codes of
    /// OriginClient, planRange(), planBody() and store().
    [[nodiscard]] QCoro::Task<OriginResult<>> run(First first, std::shared_ptr<Wakeup> wakeup);

private:
    using Time = std::chrono::milliseconds;
    struct Connection;
    using ConnectionPtr = std::shared_ptr<Connection>;

    /// @param reply  of an answer that is here already; null: to be asked for.
    void
    connect(ByteRange range, std::shared_ptr<Wakeup> wakeup, std::shared_ptr<OriginReply> reply);
    QCoro::Task<> work(ConnectionPtr connection, std::shared_ptr<OriginReply> reply);
    [[nodiscard]] QCoro::Task<OriginResult<>> fetch(ConnectionPtr connection);
    [[nodiscard]] QCoro::Task<OriginResult<>>
    receive(ConnectionPtr connection, std::shared_ptr<OriginReply> reply, ByteRange granted);
    [[nodiscard]] OriginResult<> take(Connection &connection, const QByteArray &piece);

    void openConnections();
    void noteFailure(const OriginFailure &failure);
    void dropSuperfluous();
    [[nodiscard]] SegmentPlanner::Segments segments() const;
    [[nodiscard]] bool isWhole() const;
    [[nodiscard]] int running() const { return static_cast<int>(m_connections.size()); }

    SegmentPlanner::Options m_options;
    Parts m_parts;
    Source m_source;
    SegmentPlanner m_planner;
    ConnectionGrowth m_growth;
    std::shared_ptr<Wakeup> m_wakeup; ///< Of run()'s caller.
    std::shared_ptr<Wakeup> m_ends = Wakeup::create(); ///< Woken when a connection has ended.
    std::vector<ConnectionPtr> m_connections; ///< Those that run.
    std::optional<OriginFailure> m_failure;
    std::optional<Time> m_lastJump; ///< When a reader last needed a connection of its own.
    qint64 m_received = 0; ///< Bytes, also those that were here already.
    bool m_hasNews = false;
};

} // namespace r2cache
