// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/httpserver.h"

#include "core/base/callon.h"
#include "core/server/epolldispatcher.h"
#include "core/server/httplistener.h"
#include "core/server/httpworker.h"

#include <QEventLoop>
#include <QThread>

#include <csignal>
#include <future>
#include <sys/resource.h>
#include <thread>

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

/// A thread that runs one worker.
///
/// Not a QThread: QThread::wait() returns before the thread has freed what libraries keep for it
/// (QHttpServer's constructor makes OpenSSL do so).
class WorkerThread
{
public:
    WorkerThread(const HttpServer::Options &options, std::shared_ptr<const HttpServer::Parts> parts)
    {
        std::promise<void> promise;
        const auto running = promise.get_future();
        m_thread = std::thread(
            [this, &options, parts = std::move(parts), promise = std::move(promise)]() mutable {
                QThread::currentThread()->setEventDispatcher(new EpollDispatcher);
                HttpWorker worker(options, parts);
                QEventLoop loop;
                m_worker = &worker;
                m_loop = &loop;
                m_started = worker.start();
                promise.set_value(); // nothing of the constructor's may be used from here
                loop.exec();
            });
        running.wait();
    }
    WorkerThread(const WorkerThread &) = delete;
    WorkerThread &operator=(const WorkerThread &) = delete;
    ~WorkerThread()
    {
        QMetaObject::invokeMethod(m_loop, &QEventLoop::quit, Qt::QueuedConnection);
        m_thread.join();
    }

    HttpWorker *worker() const { return m_worker; }
    const Result<> &started() const { return m_started; }

private:
    std::thread m_thread;
    HttpWorker *m_worker = nullptr; ///< Lives on the thread, as long as it runs.
    QEventLoop *m_loop = nullptr;
    Result<> m_started;
};

} // namespace

class HttpServer::Private
{
public:
    Private(const Options &options, Parts parts);

    Result<> listen(quint16 port);
    void handOver(OpenFile socket);
    int load() const;

    std::unique_ptr<HttpWorker> ownWorker; ///< With Options::workers == 0.
    std::vector<std::unique_ptr<WorkerThread>> threads;
    std::vector<HttpWorker *> workers; ///< All of them.
    Result<> started;
    std::unique_ptr<HttpListener> listener; ///< Last: goes before those that it hands over to.
};

HttpServer::Private::Private(const Options &options, Parts parts)
{
    ignoreSigpipe();
    const auto shared = std::make_shared<const Parts>(std::move(parts));
    if (options.workers == 0) {
        ownWorker = std::make_unique<HttpWorker>(options, shared);
        started = ownWorker->start();
        workers.push_back(ownWorker.get());
    }
    for (int i = 0; i < options.workers; ++i) {
        threads.push_back(std::make_unique<WorkerThread>(options, shared));
        workers.push_back(threads.back()->worker());
        if (!threads.back()->started())
            started = threads.back()->started();
    }
    const int maxConnections = affordableConnections(options.maxConnections);
    listener = std::make_unique<HttpListener>(
        [this, maxConnections] { return load() < maxConnections; },
        [this](OpenFile socket) { handOver(std::move(socket)); }, nullptr);
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
    , d(std::make_unique<Private>(options, std::move(parts)))
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
        sum.responseTimes += part.responseTimes;
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
