// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/httpserver.h"

#include "core/base/callon.h"
#include "core/server/httplistener.h"
#include "core/server/httpworker.h"

#include <QThread>

#include <csignal>
#include <sys/resource.h>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// Two servers, the cache's open files and everything else share the descriptors.
int affordableConnections(int wanted)
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return wanted;
    return static_cast<int>(std::min<rlim_t>(static_cast<rlim_t>(wanted), limit.rlim_cur / 3));
}

/// sendfile(2) has no MSG_NOSIGNAL: without this a client that leaves would end the process. Qt's
/// own sockets do the same.
void ignoreSigpipe()
{
    struct sigaction ignore
    { };
    ignore.sa_handler = SIG_IGN;
    ::sigaction(SIGPIPE, &ignore, nullptr);
}

} // namespace

class HttpServer::Private
{
public:
    Private(Options options, Parts parts, HttpServer *server);
    ~Private();

    Result<> listen(quint16 port);
    void handOver(OpenFile socket);
    int load() const;

    std::vector<std::unique_ptr<QThread>> threads;
    std::vector<HttpWorker *> workers; ///< Each belongs to its thread, or to the server.
    std::unique_ptr<HttpListener> listener;
    Result<> started;
};

HttpServer::Private::Private(Options options, Parts parts, HttpServer *server)
{
    ignoreSigpipe();
    const auto shared = std::make_shared<const Parts>(std::move(parts));
    const auto note = [this](const Result<> &result) {
        if (!result)
            started = result;
    };
    if (options.workers == 0) {
        workers.push_back(new HttpWorker(options, shared));
        workers.back()->setParent(server);
        note(workers.back()->start());
    }
    for (int i = 0; i < options.workers; ++i) {
        auto *worker = new HttpWorker(options, shared);
        auto thread = std::make_unique<QThread>();
        thread->setObjectName(u"http-%1"_s.arg(i));
        worker->moveToThread(thread.get());
        QObject::connect(thread.get(), &QThread::finished, worker, &QObject::deleteLater);
        thread->start();
        Result<> result;
        QMetaObject::invokeMethod(
            worker, [&] { result = worker->start(); }, Qt::BlockingQueuedConnection);
        note(result);
        workers.push_back(worker);
        threads.push_back(std::move(thread));
    }
    const int maxConnections = affordableConnections(options.maxConnections);
    listener = std::make_unique<HttpListener>(
        [this, maxConnections] { return load() < maxConnections; },
        [this](OpenFile socket) { handOver(std::move(socket)); }, nullptr);
}

HttpServer::Private::~Private()
{
    listener->close();
    if (threads.empty())
        delete workers.front();
    for (const auto &thread : threads)
        thread->quit();
    for (const auto &thread : threads)
        thread->wait();
}

int HttpServer::Private::load() const
{
    int sum = 0;
    for (const auto *worker : workers)
        sum += worker->load();
    return sum;
}

void HttpServer::Private::handOver(OpenFile socket)
{
    auto *worker = *std::ranges::min_element(workers, {}, &HttpWorker::load);
    worker->expectConnection();
    if (threads.empty())
        worker->adopt(std::move(socket));
    else
        postTo(worker, [worker, socket = std::move(socket)]() mutable {
            worker->adopt(std::move(socket));
        });
}

HttpServer::HttpServer(Options options, Parts parts, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(options, std::move(parts), this))
{ }

HttpServer::~HttpServer() = default;

Result<> HttpServer::listen(quint16 port)
{
    if (!d->started)
        return d->started;
    return d->listener->listen(port);
}

quint16 HttpServer::port() const
{
    return d->listener->port();
}

ServerMetrics HttpServer::metrics() const
{
    ServerMetrics sum;
    for (const auto *worker : d->workers) {
        const auto part = worker->metrics();
        sum.activeConnections += part.activeConnections;
        sum.totalRequests += part.totalRequests;
        sum.bodyBytesSent += part.bodyBytesSent;
        sum.errors += part.errors;
    }
    return sum;
}

QFuture<void> HttpServer::stop(std::chrono::milliseconds deadline)
{
    struct Stop
    {
        QPromise<void> promise;
        std::atomic<std::size_t> running;
    };
    d->listener->close();
    const auto stop = std::make_shared<Stop>();
    stop->running = d->workers.size();
    stop->promise.start();
    for (auto *worker : d->workers) {
        postTo(worker, [worker, stop, deadline] {
            worker->stop(deadline, [stop] {
                if (--stop->running == 0)
                    stop->promise.finish();
            });
        });
    }
    return stop->promise.future();
}

} // namespace r2cache
