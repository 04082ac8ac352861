// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/histogram.h"
#include "core/base/result.h"
#include "core/server/pendingresponse.h"

#include <QFuture>
#include <QObject>

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace r2cache {

/// Answers one request; called on the connection's thread, so for a server with workers on
/// several threads at once. Must not block. May keep both arguments and answer later.
using Handler = std::function<void(Request, PendingResponse)>;

/// Decides from the head alone, before any body byte is read or 100-continue sent (Host, Origin,
/// token). A response refuses the request. Called on the connection's thread.
using HeadPolicy = std::function<std::optional<Response>(const RequestHead &)>;

struct Route
{
    QByteArray method; ///< "GET"; a GET route also answers HEAD.
    QString path; ///< "/api/cache/entry/<arg>": at most two <arg>, each matches one segment.
                  ///< Compared with the path as it was sent: "%61pi" is not "api".
    Handler handler;
};

/// Counters of one server since its start; read from any thread.
struct ServerMetrics
{
    qint64 activeConnections = 0;
    qint64 totalRequests = 0;
    qint64 bodyBytesSent = 0;
    qint64 errors = 0; ///< Answers with status 500 and above.
    /// From a complete request head until its answer begins to be sent; a slow reader does not
    /// count, waiting for the origin does.
    HistogramCounts responseTimes{};
};

/// One port on both loopback families (127.0.0.1 and ::1), behind the request gate.
///
/// The gate reads, limits and validates each request before QHttpServer routes it; answers leave
/// through one ordered queue per connection, files by sendfile(2). See core/server/README.md.
/// The object lives on the thread that made it; with Options::workers == 0 connections and
/// handlers live there too, otherwise on that many threads of its own.
class HttpServer : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        int workers = 0;
        qsizetype maxHeadBytes = 32LL * 1024; ///< Request line and fields; more: 431.
        qint64 maxBodyBytes = 16LL * 1024 * 1024; ///< More: 413.
        int maxConnections = 4096; ///< Lowered to fit RLIMIT_NOFILE.
        std::chrono::milliseconds headTimeout{10'000}; ///< First byte to end of head; then 408.
        std::chrono::milliseconds bodyTimeout{60'000}; ///< End of head to end of body; then 408.
        std::chrono::milliseconds idleTimeout{75'000}; ///< Between requests; closes silently.
        std::chrono::milliseconds stallTimeout{120'000}; ///< No byte accepted by a reader.
        bool useSendfile = true; ///< False: files go by pread and send, as where it is missing.
    };

    /// @param routes     registered with QHttpServer, tried in order.
    /// @param policy     may be null.
    /// @param notFound   answers what no route matches; 405 with Allow is given by the server where
    ///                   only the method differs, with errorBody() below.
    /// @param errorBody  body and Content-Type of answers that the server itself gives (400, 405,
    ///                   408, 413, 431, 500, 503 …) for status and one sentence; any thread.
    struct Parts
    {
        std::vector<Route> routes;
        HeadPolicy policy;
        Handler notFound;
        std::function<Response(int status, const QString &sentence)> errorBody;
        QByteArray fastPathPrefix; ///< GET/HEAD/OPTIONS below it skip QHttpServer: see fastPath.
        Handler fastPath; ///< The handler that the route of that prefix has too; may be null.
    };

    HttpServer(Options options, Parts parts, QObject *parent = nullptr);
    ~HttpServer() override; ///< Closes every connection at once.

    /// Listens on 127.0.0.1 and ::1 (a machine without IPv6: 127.0.0.1 alone). @p port 0 takes a
    /// port that is free on both. @return PortTaken naming the port, or Io.
    [[nodiscard]] Result<> listen(quint16 port);
    [[nodiscard]] quint16 port() const; ///< 0 when not listening.
    [[nodiscard]] ServerMetrics metrics() const;

    /// Stops accepting, answers 503 to what is Waiting, lets running answers drain, closes idle
    /// connections; after @p deadline closes the rest. The future finishes when none is left.
    [[nodiscard]] QFuture<void> stop(std::chrono::milliseconds deadline);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace r2cache
