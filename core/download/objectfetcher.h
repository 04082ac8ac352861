// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/download/fetcher.h"
#include "core/download/fill.h"
#include "core/download/passthroughs.h"

#include <QPromise>

namespace r2cache {

/// The Fetcher that asks origins over the network.
///
/// Make it anywhere, move it to the origin thread, and before that thread ends await shutdown()
/// and delete it there. Every public method but the destructor may be called from any thread.
class ObjectFetcher final
    : public QObject
    , public Fetcher
{
    Q_OBJECT

public:
    struct Options
    {
        OriginClient::Options origin; ///< stallTimeout, the gate's longestPause and
                                      ///< readerWaitsFor follow from the rest.
        Fill::Options fill;
    };

    struct Parts
    {
        const Clock &clock;
        std::shared_ptr<HostResolver> resolver; ///< Null: the system's.
        std::function<double()> jitter; ///< In [0, 1), on the origin thread. Null: random.
    };

    ObjectFetcher(Options options, Parts parts, QObject *parent = nullptr);
    ~ObjectFetcher() override;

    /// @return the object, or any of the origin's codes, CacheFull, DiskFull, TooLarge, Io,
    /// Cancelled, ShuttingDown.
    [[nodiscard]] QFuture<Result<FetchedObject>> fetch(FetchRequest request) override;
    void cancel(std::shared_ptr<FillProgress> progress) override;

    /// @return the codes of PassThroughs::begin(), ShuttingDown.
    [[nodiscard]] QFuture<Result<PassedContentPtr>>
    passThrough(R2Url object, qint64 offset) override;

    /// Asks the origin for the head of @p object: by a GET that is broken off, because a presigned
    /// GET cannot be HEADed. @return the codes of fetch(); OriginTimeout after ten seconds.
    /// @p ifNoneMatch: see ProbeObject; empty for none.
    [[nodiscard]] QFuture<Result<ProbedObject>> probe(R2Url object, QByteArray ifNoneMatch = {});

    /// OriginClient::standing().
    [[nodiscard]] QFuture<OriginStanding> standing();

    /// What every origin answered, to probes and for what goes past the cache too.
    [[nodiscard]] const OriginMeters &originMeters() const { return m_client.meters(); }
    /// Attempts of fills after the first, by why the one before had failed.
    [[nodiscard]] const ErrorCounts &retries() const { return m_retries; }

    /// For fetches that start from now on.
    void setOptions(Options options);

    /// Ends every fetch, running or to come, with ShuttingDown; finishes when none runs.
    [[nodiscard]] QFuture<void> shutdown();

private:
    struct Job;

    [[nodiscard]] Options completed(Options options);
    [[nodiscard]] bool readerWaitsFor(const QUrl &url) const;
    QCoro::Task<> run(std::shared_ptr<Job> job);
    [[nodiscard]] QCoro::Task<Result<PassedContentPtr>> passHere(R2Url object, qint64 offset);
    [[nodiscard]] QCoro::Task<Result<ProbedObject>> probeHere(R2Url object, QByteArray ifNoneMatch);
    /// Why what @p body begins with would not be kept; nothing where it would, or does not come.
    [[nodiscard]] QCoro::Task<std::optional<Error>>
    faultOf(OriginReply *body, QByteArray contentType);
    void finishShutdown();

    const Clock &m_clock;
    std::shared_ptr<HostResolver> m_resolver;
    std::function<double()> m_jitter;
    QThreadPool m_pool;
    Fill::Options m_fillOptions;
    ErrorCounts m_retries;
    OriginClient m_client;
    PassThroughs m_passes;
    std::vector<Fill *> m_running; ///< Each lives in the frame of its run().
    std::vector<std::shared_ptr<Job>> m_jobs; ///< Of the same.
    std::vector<std::shared_ptr<Wakeup>> m_probes; ///< One for each that runs.
    std::vector<std::shared_ptr<QPromise<void>>> m_shutdowns;
    bool m_shuttingDown = false;
};

} // namespace r2cache
