// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/errorcounts.h"
#include "core/download/bodyplan.h"
#include "core/download/fetchtypes.h"
#include "core/download/heldobject.h"
#include "core/download/originclient.h"
#include "core/download/retrypolicy.h"
#include "core/download/segmentedtransfer.h"
#include "core/download/spacereservation.h"

namespace r2cache {

/// Brings one object into its partial file, through as many attempts as the policy allows.
///
///     attempt:  open ─→ 206: planRange → reserve → SegmentedTransfer ─┐
///                 ↑  └→ 200: planBody → reserve → pieces in order ────┴→ check ─→ done
///                 │                          (what is held is not written again)
///                 └── wait as RetryPolicy says ←── failure, if it may end better
///
/// What is held is kept for the next attempt where a strong ETag guards it (If-Range). An origin
/// whose ranges cannot be put together, or whose object changed twice under way, is asked by one
/// plain GET. Where a strong ETag and the length are known, what is held is shown to readers as
/// soon as its first bytes are a video's (FillProgress::content); another version is shown in
/// another file. What an earlier run left is gone on with if its map says what it is. Lives on the
/// origin thread; must outlive the task of run().
class Fill
{
public:
    struct Options
    {
        RetryPolicy::Options retry;
        qint64 maxObjectBytes = 0; ///< CACHE_MAX_FILE_SIZE_GB in bytes; 0: no limit.
        /// CACHE_DOWNLOAD_TIMEOUT_MS: an attempt takes no longer per (begun) 100 MB.
        std::chrono::milliseconds downloadTimeout{300'000};
        ContainerCheck containerCheck; ///< Null: everything passes.
        /// While a reader waits, a failing origin is asked again until this time has gone by
        /// without a byte, if the retry policy does not ask for longer. A render waits 28 s.
        std::chrono::milliseconds readerPatience{25'000};
        SegmentPlanner::Options segments;
    };

    struct Parts
    {
        OriginClient &client;
        const Clock &clock;
        QThreadPool &pool; ///< For hashing and syncing.
        std::function<double()> jitter; ///< Random numbers in [0, 1).
        ErrorCounts *retries = nullptr; ///< Counts why attempts followed others; may be null.
    };

    Fill(FetchRequest request, Options options, Parts parts);

    /// Once. @return the object, or the last attempt's error.
    [[nodiscard]] QCoro::Task<Result<FetchedObject>> run();

    /// Ends run() soon with @p reason.
    void stop(const Error &reason);
    [[nodiscard]] const std::shared_ptr<FillProgress> &progress() const
    {
        return m_request.progress;
    }

private:
    [[nodiscard]] QCoro::Task<Result<>> tryUntilWhole();
    [[nodiscard]] QCoro::Task<OriginResult<>> attempt();
    [[nodiscard]] OriginClient::Request firstRequest() const;
    [[nodiscard]] QCoro::Task<OriginResult<>>
    transfer(OriginClient::Answer answer, ByteRange asked);
    [[nodiscard]] QCoro::Task<OriginResult<>>
    stream(OriginClient::Answer answer, OriginClient::Request request);
    [[nodiscard]] QCoro::Task<OriginResult<>> receive(std::shared_ptr<OriginReply> body);
    /// Asks for what lies behind the last byte: there must be nothing. For bodies that came without
    /// a length.
    [[nodiscard]] QCoro::Task<OriginResult<>> confirmLength();

    void noteRetry(ErrorCode why);
    [[nodiscard]] bool startAnewAfter(const OriginFailure &failure);
    [[nodiscard]] std::optional<std::chrono::milliseconds>
    delayBeforeRetry(int retriesDone, const OriginFailure &failure) const;
    [[nodiscard]] OriginResult<> begin(const OriginHead &head, qint64 total);
    [[nodiscard]] OriginResult<> checkSize(qint64 bytes) const;
    [[nodiscard]] OriginResult<> store(qint64 offset, QByteArrayView bytes);
    [[nodiscard]] QDeadlineTimer attemptLimit() const;

    FetchRequest m_request;
    Options m_options;
    Parts m_parts;
    std::shared_ptr<Wakeup> m_wakeup = Wakeup::create();
    std::shared_ptr<Wakeup> m_link; ///< Of the attempt's first answer.

    std::unique_ptr<HeldObject> m_held; ///< Set throughout run()'s attempts.
    SpaceReservation m_space;
    qint64 m_bytesFromOrigin = 0;
    int m_changes = 0;
    bool m_isPlain = false; ///< No ranges are asked for any more.
    std::chrono::milliseconds m_attemptStart{0};
    std::optional<std::chrono::milliseconds> m_lastDemand;
};

} // namespace r2cache
