// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/download/bodyplan.h"
#include "core/download/contentfeed.h"
#include "core/download/fetchtypes.h"
#include "core/download/originclient.h"
#include "core/download/partialobject.h"
#include "core/download/retrypolicy.h"

namespace r2cache {

/// Whether the first bytes and the Content-Type are those of a video container; NotAVideo if not.
using ContainerCheck = std::function<Result<>(QByteArrayView head, QByteArrayView contentType)>;

/// Brings one object into its partial file, through as many attempts as the policy allows.
///
///     attempt:  open → head → planBody → reserve → pieces → check ─→ done
///                 ↑                        (from 0, or behind what is held)
///                 └── wait as RetryPolicy says ←── failure, if it may end better
///
/// What is held is kept for the next attempt where a strong ETag guards it (If-Range). After two
/// changes of the object under way no more ranges are asked for. Where a strong ETag and the length
/// are known, what is held is shown to readers as soon as its first bytes are a video's
/// (FillProgress::content); another version is shown in another file. Lives on the origin thread;
/// must outlive the task of run().
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
    };

    /// @param jitter  random numbers in [0, 1).
    Fill(
        FetchRequest request, Options options, OriginClient &client, const Clock &clock,
        std::function<double()> jitter);

    /// Once. @return the object, or the last attempt's error.
    [[nodiscard]] QCoro::Task<Result<FetchedObject>> run();

    /// Ends run() soon with @p reason.
    void stop(Error reason) { m_wakeup->stop(std::move(reason)); }
    [[nodiscard]] const std::shared_ptr<FillProgress> &progress() const
    {
        return m_request.progress;
    }

private:
    [[nodiscard]] QCoro::Task<OriginResult<>> attempt();
    [[nodiscard]] QCoro::Task<Result<>> tryUntilWhole();
    [[nodiscard]] std::optional<std::chrono::milliseconds>
    delayBeforeRetry(int retriesDone, const OriginFailure &failure) const;
    /// @param position  where the body begins; what is held already is not written again.
    [[nodiscard]] QCoro::Task<OriginResult<>>
    receive(std::shared_ptr<OriginReply> body, qint64 position);
    [[nodiscard]] QCoro::Task<OriginResult<>> reserve(qint64 bytes);
    /// Asks for what lies behind the last byte: there must be nothing. For bodies that came without
    /// a length.
    [[nodiscard]] QCoro::Task<OriginResult<>> confirmLength();
    [[nodiscard]] bool startAnewAfter(const OriginFailure &failure);
    [[nodiscard]] OriginResult<> begin(const OriginHead &head, const BodyPlan &plan);
    [[nodiscard]] OriginResult<> checkSize(qint64 bytes) const;
    [[nodiscard]] OriginResult<> restart();
    [[nodiscard]] OriginResult<> append(QByteArrayView bytes);
    void show();
    [[nodiscard]] OriginResult<> checkContainer();
    [[nodiscard]] OriginResult<> checkWhole();
    [[nodiscard]] QDeadlineTimer attemptLimit() const;

    FetchRequest m_request;
    Options m_options;
    OriginClient &m_client;
    const Clock &m_clock;
    std::function<double()> m_jitter;
    std::shared_ptr<Wakeup> m_wakeup = Wakeup::create();

    std::optional<PartialObject> m_partial; ///< Set throughout run()'s attempts.
    OriginHead m_head; ///< Of the version that m_partial holds.
    qint64 m_total = -1; ///< Of that version; -1 while unknown.
    qint64 m_reserved = 0;
    qint64 m_bytesFromOrigin = 0;
    int m_changes = 0;
    bool m_containerChecked = false;
    QByteArray m_sha256;
    bool m_verified = false;
    std::chrono::milliseconds m_attemptStart{0};
    std::chrono::milliseconds m_lastProgress{0};
    std::optional<std::chrono::milliseconds> m_lastDemand;
    ContentFeed m_feed;
};

} // namespace r2cache
