// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/apicounts.h"
#include "core/base/diskspace.h"
#include "core/base/logring.h"
#include "core/cache/readmeters.h"
#include "core/download/objectfetcher.h"
#include "core/http/hostrules.h"
#include "core/manager/configjob.h"
#include "core/manager/historyrecorder.h"
#include "core/manager/jobs.h"
#include "core/manager/revalidator.h"
#include "core/manager/videocache.h"
#include "core/server/httpserver.h"
#include "core/settings/settingsstore.h"

#include <atomic>

namespace r2cache {

class Cleaner;
class EventListeners;
class HealthMonitor;
class Thumbnails;
class Verifier;

/// Everything that handlers of the API work on. Lives on the service thread, as they do; outlives
/// every request: stop the servers, then wait for running == 0.
struct ApiContext
{
    VideoCache &videos;
    Jobs &jobs;
    const DiskSpace &diskSpace;
    QThreadPool &pool;
    HostRules hostRules;
    std::atomic<bool> cacheEnabled = true; ///< CACHE_ENABLED; any thread.
    std::function<ServerMetrics()> proxyMetrics; ///< Any thread.
    quint16 proxyPort = 0;
    std::chrono::milliseconds startedAt{0}; ///< By the clock's monotonic().
    ProbeObject probe{}; ///< ObjectFetcher::probe().
    Revalidator *revalidator = nullptr; ///< Null: entries are taken as they are.
    SettingsStore *settings = nullptr; ///< Set before the first call.
    const LogRing *logs = nullptr; ///< Null: the log is kept nowhere.
    HistoryRecorder *history = nullptr; ///< Set before the first call.
    /// Puts a new API token in the place of the old one. @return it; Conflict if CACHE_API_TOKEN
    /// is set. Set before the first call.
    std::function<Result<QByteArray>()> rotateToken{};
    Verifier *verifier = nullptr;
    Cleaner *cleaner = nullptr;
    EventListeners *listeners = nullptr; ///< Set before the first call.
    HealthMonitor *health = nullptr; ///< The same.
    QString version{}; ///< Of the program.
    Thumbnails *thumbnails = nullptr;
    const ReadMeters *reads = nullptr; ///< Of the proxy. Set before the first call, as is:
    const ObjectFetcher *fetcher = nullptr; ///< For its counts.
    ApiCounts counts{};
    std::atomic<bool> stopping = false; ///< Long calls end early.
    std::atomic<int> running = 0; ///< Calls under way on any thread, answered or not.

    /// Why nothing may be downloaded now, if so.
    [[nodiscard]] Result<> checkEnabled() const
    {
        if (cacheEnabled)
            return {};
        return failure(
            ErrorCode::Conflict,
            QStringLiteral("CACHE_ENABLED is false: nothing is downloaded. Set it to true."));
    }
};

/// Counts a call as running while it lives.
class RunningCall
{
public:
    explicit RunningCall(ApiContext &context)
        : m_count(context.running)
    {
        m_count.fetch_add(1, std::memory_order_relaxed);
    }
    ~RunningCall() { m_count.fetch_sub(1, std::memory_order_release); }
    Q_DISABLE_COPY_MOVE(RunningCall)

private:
    std::atomic<int> &m_count;
};

/// One call of the API on its way.
struct ApiCall
{
    Request request;
    std::shared_ptr<PendingResponse> response; ///< To notice that the client has left.
};

/// A handler of the API: a coroutine with its parameters by value. What it returns is answered; an
/// error becomes the error envelope.
using ApiHandler = QCoro::Task<Result<Response>> (*)(ApiContext *context, ApiCall call);

} // namespace r2cache
