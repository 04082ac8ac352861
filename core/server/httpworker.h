// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/server/connectionwaker.h"
#include "core/server/httpconnection.h"
#include "core/server/httpserver.h"
#include "core/server/router.h"

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <deque>
#include <span>
#include <sys/epoll.h>
#include <unordered_map>

namespace r2cache {

/// The connections of one thread: their epoll set, their time, their router.
///
/// On a thread with an EpollDispatcher its sockets are in the set that the thread sleeps in. On
/// any other one epoll descriptor is all that the event loop watches. Either way 2,000 idle
/// connections cost nothing. Connections that could do more than a turn's share wait in a list for
/// the next turn.
class HttpWorker : public QObject
{
    Q_OBJECT

public:
    HttpWorker(HttpServer::Options options, std::shared_ptr<const HttpServer::Parts> parts);
    ~HttpWorker() override; ///< Closes every connection at once.

    // From any thread.
    /// Reserves the place of a connection that is on its way to adopt().
    void expectConnection() { m_load.fetch_add(1, std::memory_order_relaxed); }
    [[nodiscard]] int load() const { return m_load.load(std::memory_order_relaxed); }
    [[nodiscard]] ServerMetrics metrics() const;

    // On the worker's thread.
    /// Makes the epoll set and the router; first of all. @return Io.
    [[nodiscard]] Result<> start();
    void adopt(OpenFile socket);
    /// See HttpServer::stop(); @p done runs on this thread when no connection is left.
    void stop(std::chrono::milliseconds deadline, std::function<void()> done);

    // For its connections.
    [[nodiscard]] const HttpServer::Options &options() const { return m_options; }
    [[nodiscard]] bool isStopping() const { return m_stopping; }
    /// Whether a further connection must be modest with the kernel's memory.
    [[nodiscard]] bool isCrowded() const;
    [[nodiscard]] std::optional<Response> askPolicy(const RequestHead &head) const;
    void dispatch(Request request, PendingResponse response);
    [[nodiscard]] Response errorResponse(int status, const QString &sentence) const;
    /// Lets it advance() in the next turn.
    void schedule(HttpConnection &connection);
    void retire(HttpConnection &connection);
    [[nodiscard]] std::chrono::milliseconds now() const { return m_clock.monotonic(); }
    void sweepWithin(std::chrono::milliseconds after);
    [[nodiscard]] QByteArray date();
    /// For one call: what is received goes elsewhere before the next.
    [[nodiscard]] std::span<char> scratch() { return m_scratch; }
    /// False when all connections together hold too much of unfinished bodies.
    [[nodiscard]] bool holdBody(qint64 bytes);
    void releaseBody(qint64 bytes) { m_bodyHeld -= bytes; }
    /// How other threads wake its connections; outlives it.
    [[nodiscard]] const std::shared_ptr<ConnectionWaker> &waker() const { return m_waker; }
    /// Nothing of @p descriptor is told any more. Before it is closed: closing alone does not do
    /// that while a child of this process, between fork and exec, has it as well.
    void unwatch(int descriptor);
    void countRequest() { m_requests.fetch_add(1, std::memory_order_relaxed); }
    void recordResponseTime(std::chrono::nanoseconds time) { m_responseTimes.record(time); }
    void countError() { m_errors.fetch_add(1, std::memory_order_relaxed); }
    void countBody(qint64 bytes) { m_bodyBytes.fetch_add(bytes, std::memory_order_relaxed); }

private:
    void turn(); ///< With what epoll has to tell.
    void turn(std::span<const epoll_event> events);
    void wake();
    void wakeConnections();
    void sweep();
    void bury();
    void closeAll();

    HttpServer::Options m_options;
    std::shared_ptr<const HttpServer::Parts> m_parts;
    SystemClock m_clock;
    std::unique_ptr<Router> m_router;
    int m_epoll = -1; ///< Its own, or the dispatcher's.
    OpenFile m_ownEpoll;
    std::unique_ptr<QSocketNotifier> m_notifier; ///< Of its own.
    QTimer m_sweepTimer;
    std::unordered_map<quint64, std::unique_ptr<HttpConnection>> m_connections;
    std::size_t m_peak = 0; ///< Most connections since memory was given back.
    std::deque<HttpConnection *> m_scheduled;
    std::vector<quint64> m_retired;
    std::vector<char> m_scratch;
    std::shared_ptr<ConnectionWaker> m_waker;
    bool m_inTurn = false; ///< Or at the end: retired connections are buried without a wake.
    bool m_wakePosted = false;
    bool m_stopping = false;
    std::vector<std::function<void()>> m_stopCallbacks;
    std::chrono::sys_seconds m_dateSecond; ///< Of m_date.
    QByteArray m_date;
    qint64 m_bodyHeld = 0;

    std::atomic<int> m_load = 0;
    std::atomic<qint64> m_requests = 0;
    std::atomic<qint64> m_errors = 0;
    std::atomic<qint64> m_bodyBytes = 0;
    Histogram m_responseTimes;
};

} // namespace r2cache
