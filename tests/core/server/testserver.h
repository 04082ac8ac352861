// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/server/httpserver.h"

#include <QEventLoop>

#include <mutex>
#include <thread>

namespace r2cache {

/// An HttpServer on a thread of its own, listening on a free port, so that tests may block.
class TestServer
{
public:
    explicit TestServer(HttpServer::Parts parts, HttpServer::Options options = {});
    ~TestServer();

    quint16 port() const { return m_port; }
    ServerMetrics metrics() const { return m_server->metrics(); }
    /// Starts stop(); finished when the future is.
    QFuture<void> stop(std::chrono::milliseconds deadline);
    /// Runs @p function on the server's thread (with workers == 0: the connections' too) and waits.
    void run(const std::function<void()> &function);
    void destroyServer();

private:
    std::thread m_thread;
    QEventLoop *m_loop = nullptr; ///< Lives on the thread.
    std::unique_ptr<HttpServer> m_server;
    quint16 m_port = 0;
};

/// The answers that a handler gives when the test says so.
class Waiting
{
public:
    /// A handler that keeps the request unanswered.
    Handler handler();
    /// Waits until @p count requests have arrived.
    bool waitFor(std::size_t count);
    /// Only on the connections' thread (TestServer::run).
    std::vector<PendingResponse> responses;

private:
    std::atomic<std::size_t> m_arrived = 0;
};

/// Deliveries as they were told, readable by the test's thread.
struct Deliveries
{
    std::function<void(const Delivery &)> recorder()
    {
        return [this](const Delivery &delivery) {
            const std::lock_guard lock(mutex);
            seen.push_back(delivery);
        };
    }
    std::size_t count()
    {
        const std::lock_guard lock(mutex);
        return seen.size();
    }
    std::mutex mutex;
    std::vector<Delivery> seen;
};

/// A response of plain bytes.
Response textResponse(int status, QByteArray body);

/// A handler that answers 200 with what @p describe makes of the request.
Handler answering(std::function<QByteArray(const Request &)> describe);

/// "GET <path> HTTP/1.1" with a Host and @p fields (each ending in CR LF).
QByteArray get(const QByteArray &path, const QByteArray &fields = {});

} // namespace r2cache
