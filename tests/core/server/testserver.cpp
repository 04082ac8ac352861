// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/server/testserver.h"

#include <QTest>

#include <future>

namespace r2cache {

TestServer::TestServer(HttpServer::Parts parts, HttpServer::Options options)
{
    std::promise<void> promise;
    const auto running = promise.get_future();
    m_thread = std::thread([this, &parts, &options, promise = std::move(promise)]() mutable {
        QEventLoop loop;
        m_loop = &loop;
        m_server = std::make_unique<HttpServer>(options, std::move(parts));
        if (const auto listening = m_server->listen(0); !listening)
            qFatal("%s", qPrintable(listening.error().message));
        m_port = m_server->port();
        promise.set_value();
        loop.exec();
    });
    running.wait();
}

TestServer::~TestServer()
{
    destroyServer();
    QMetaObject::invokeMethod(m_loop, &QEventLoop::quit, Qt::QueuedConnection);
    m_thread.join();
}

void TestServer::run(const std::function<void()> &function)
{
    QMetaObject::invokeMethod(m_loop, function, Qt::BlockingQueuedConnection);
}

void TestServer::destroyServer()
{
    run([this] { m_server.reset(); });
}

QFuture<void> TestServer::stop(std::chrono::milliseconds deadline)
{
    QFuture<void> future;
    run([&] { future = m_server->stop(deadline); });
    return future;
}

Handler Waiting::handler()
{
    return [this](Request, PendingResponse response) {
        responses.push_back(std::move(response));
        ++m_arrived;
    };
}

bool Waiting::waitFor(std::size_t count)
{
    return QTest::qWaitFor([&] { return m_arrived >= count; }, 20'000);
}

Response textResponse(int status, QByteArray body)
{
    return {
        .status = status, .headers = {{"Content-Type", "text/plain"}}, .body = {std::move(body)}};
}

Handler answering(std::function<QByteArray(const Request &)> describe)
{
    return [describe = std::move(describe)](Request request, PendingResponse response) {
        response.send(textResponse(200, describe(request)));
    };
}

QByteArray get(const QByteArray &path, const QByteArray &fields)
{
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}

} // namespace r2cache
