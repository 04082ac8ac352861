// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/hostrules.h"
#include "core/pullthrough/pulltarget.h"
#include "core/pullthrough/pullthrough.h"
#include "core/server/httpserver.h"

#include <QCoroTask>

namespace r2cache {

/// The route /fetch/<origin URL> of the range proxy (CACHE_PULL_THROUGH).
///
///     a video by the rules of core/url ─→ remembered ─→ answered as /video/<id>.<ext> is
///     any other object of an allowed origin ─────────→ PullThrough
///     else: 400 or 403
///
/// One object serves every worker thread, and an answer is given on the thread that asked. Must
/// outlive the server and all that waits: stop the server, shut PullThrough down, then wait for
/// waiting() == 0 while the server's threads still run.
class PullHandler
{
public:
    struct Options
    {
        HostRules hosts; ///< Whose web pages may read.
        Trust trust = Trust::Foreign; ///< As PullFetch::Options has it.
        QList<quint16> ownPorts; ///< Of our servers: no origin on loopback.
        std::chrono::milliseconds waitForOrigin{60'000}; ///< From the request; then 504.
        int maxWaiting = 1000; ///< More requests than these are refused with 503.
        /// Bytes in memory of answers that slow clients have not taken yet; beyond it 503.
        qint64 maxUnsent = 256LL * 1024 * 1024;
    };

    /// All outlive the handler.
    struct Parts
    {
        PullThrough &pull;
        R2UrlRules rules;
        /// Writes that a video was asked for, so that @c video knows it; any thread.
        std::function<QFuture<Result<>>(R2Url video)> remember;
        Handler video; ///< MediaHandler::video().
    };

    PullHandler(Parts parts, Options options);
    ~PullHandler();
    PullHandler(const PullHandler &) = delete;
    PullHandler &operator=(const PullHandler &) = delete;

    /// Whether a path is one of this route's. The router knows no route that spans slashes, so that
    /// who answers what it does not find asks here.
    [[nodiscard]] static bool isMine(const QByteArray &path);

    /// GET, HEAD and OPTIONS; other methods get 405.
    void handle(Request request, PendingResponse response);

    /// Requests that wait just now.
    [[nodiscard]] int waiting() const { return m_waiting.load(std::memory_order_acquire); }

private:
    QCoro::Task<> run(Request request, PendingResponse response, PullTarget target);
    [[nodiscard]] QCoro::Task<>
    answerLater(Request request, PendingResponse response, PullTarget target);
    void send(const RequestHead &request, PendingResponse &response, Response answer) const;
    [[nodiscard]] bool isLoop(const RequestHead &request) const;
    [[nodiscard]] Response counted(Response answer) const;

    Parts m_parts;
    const Options m_options;
    std::atomic<int> m_waiting = 0;
    /// Bytes; shared with answers, which end when their connections do.
    std::shared_ptr<std::atomic<qint64>> m_unsent = std::make_shared<std::atomic<qint64>>(0);
};

} // namespace r2cache
