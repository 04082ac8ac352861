// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/httpworker.h"

#include "core/http/httpdate.h"
#include "core/server/epolldispatcher.h"
#include "core/server/errorresponse.h"

#include <QLoggingCategory>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace r2cache {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcWorker, "cache.server.worker", QtInfoMsg)

namespace {

constexpr std::size_t scratchBytes = 64UL * 1024;
constexpr qint64 maxBodyBytesHeld = 64LL * 1024 * 1024;
constexpr int roundsPerTurn = 8;
constexpr std::size_t crowd = 64; ///< Connections.
constexpr std::size_t company = 32; ///< Connections: what renders and editors have, and no more.
constexpr std::size_t scheduledPerTurn = 16; ///< Connections.

std::atomic<quint64> lastConnectionNumber = 0;

/// A quarter of the shortest timeout, so that none is late by more than that; seldom enough to
/// cost nothing.
std::chrono::milliseconds sweepInterval(const HttpServer::Options &options)
{
    using namespace std::chrono_literals;
    const auto shortest = std::min(
        {options.headTimeout, options.bodyTimeout, options.idleTimeout, options.stallTimeout});
    return std::clamp(shortest / 4, 10ms, 500ms);
}

/// What many connections had lies between blocks that are still in use; malloc looks for such pages
/// only when it is told to. Takes about a millisecond.
void giveFreePagesBack()
{
#ifdef __GLIBC__
    ::malloc_trim(0);
#endif
}

} // namespace

HttpWorker::HttpWorker(HttpServer::Options options, std::shared_ptr<const HttpServer::Parts> parts)
    : m_options(options)
    , m_parts(std::move(parts))
    , m_sweepTimer(this)
    , m_scratch(scratchBytes)
    , m_waker(std::make_shared<ConnectionWaker>(this, [this] { wakeConnections(); }))
{
    m_sweepTimer.setInterval(sweepInterval(m_options));
    connect(&m_sweepTimer, &QTimer::timeout, this, &HttpWorker::sweep);
}

HttpWorker::~HttpWorker()
{
    m_waker->close();
    if (auto *dispatcher = qobject_cast<EpollDispatcher *>(QAbstractEventDispatcher::instance()))
        dispatcher->setHandler({});
    m_inTurn = true;
    closeAll();
    for (const auto &done : m_stopCallbacks)
        done();
}

Result<> HttpWorker::start()
{
    m_router = std::make_unique<Router>(*m_parts);
    if (auto *dispatcher = qobject_cast<EpollDispatcher *>(QAbstractEventDispatcher::instance())) {
        m_epoll = dispatcher->epoll();
        dispatcher->setHandler([this](std::span<const epoll_event> events) { turn(events); });
    } else {
        m_ownEpoll = OpenFile(::epoll_create1(EPOLL_CLOEXEC));
        m_epoll = m_ownEpoll.descriptor();
    }
    if (m_epoll < 0)
        return failure(systemError(u"make an epoll set"_s, errno));
    if (m_ownEpoll.isOpen()) {
        m_notifier = std::make_unique<QSocketNotifier>(m_epoll, QSocketNotifier::Read);
        connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] { turn(); });
    }
    return {};
}

ServerMetrics HttpWorker::metrics() const
{
    return {
        .activeConnections = load(),
        .totalRequests = m_requests.load(std::memory_order_relaxed),
        .bodyBytesSent = m_bodyBytes.load(std::memory_order_relaxed),
        .errors = m_errors.load(std::memory_order_relaxed),
        .responseTimes = m_responseTimes.counts()};
}

void HttpWorker::adopt(OpenFile socket)
{
    const auto number = ++lastConnectionNumber;
    auto connection = std::make_unique<HttpConnection>(*this, std::move(socket), number);
    // The first event comes at once: a new socket is writable.
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.ptr = connection.get();
    if (m_stopping || ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, connection->descriptor(), &event) != 0) {
        m_load.fetch_sub(1, std::memory_order_relaxed);
        return;
    }
    m_connections.emplace(number, std::move(connection));
    m_peak = std::max(m_peak, m_connections.size());
    if (!m_sweepTimer.isActive())
        m_sweepTimer.start();
}

void HttpWorker::unwatch(int descriptor)
{
    ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, descriptor, nullptr);
}

void HttpWorker::turn()
{
    std::array<epoll_event, 128> events;
    for (int round = 0; round < roundsPerTurn; ++round) {
        const int count = ::epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), 0);
        if (count > 0)
            turn(std::span(events).first(static_cast<std::size_t>(count)));
        // Where several clients are busy, the next of them has probably asked meanwhile, and this
        // finds out for less than a trip through the event loop.
        if (count < 2)
            break;
    }
}

void HttpWorker::turn(std::span<const epoll_event> events)
{
    m_inTurn = true;
    for (const auto &event : events)
        static_cast<HttpConnection *>(event.data.ptr)->handleEvents(event.events);
    // Some at a time: in between, epoll is asked for those who need not wait.
    for (auto left = std::min(m_scheduled.size(), scheduledPerTurn); left > 0; --left) {
        auto *connection = m_scheduled.front();
        m_scheduled.pop_front();
        connection->scheduled = false;
        connection->advance();
    }
    bury();
    m_inTurn = false;
    if (!m_scheduled.empty())
        wake();
}

void HttpWorker::wake()
{
    if (std::exchange(m_wakePosted, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_wakePosted = false;
            turn({});
        },
        Qt::QueuedConnection);
}

void HttpWorker::wakeConnections()
{
    m_inTurn = true;
    for (const auto number : m_waker->take()) {
        if (const auto found = m_connections.find(number); found != m_connections.end())
            found->second->bytesArrived();
    }
    bury();
    m_inTurn = false;
    if (!m_scheduled.empty())
        wake();
}

void HttpWorker::schedule(HttpConnection &connection)
{
    if (std::exchange(connection.scheduled, true))
        return;
    m_scheduled.push_back(&connection);
    if (!m_inTurn)
        wake();
}

void HttpWorker::retire(HttpConnection &connection)
{
    m_load.fetch_sub(1, std::memory_order_relaxed);
    m_retired.push_back(connection.number());
    if (!m_inTurn)
        wake();
}

void HttpWorker::bury()
{
    for (const auto number : std::exchange(m_retired, {})) {
        const auto found = m_connections.find(number);
        if (found->second->scheduled)
            std::erase(m_scheduled, found->second.get());
        m_connections.erase(found);
    }
    if (m_peak >= crowd && m_connections.size() < m_peak / 16) {
        giveFreePagesBack();
        m_peak = m_connections.size();
    }
    if (!m_connections.empty())
        return;
    m_sweepTimer.stop();
    for (const auto &done : std::exchange(m_stopCallbacks, {}))
        done();
}

void HttpWorker::sweep()
{
    const auto at = now();
    for (const auto &[number, connection] : m_connections)
        connection->sweep(at);
}

void HttpWorker::sweepWithin(std::chrono::milliseconds after)
{
    using namespace std::chrono_literals;
    if (after < m_sweepTimer.intervalAsDuration())
        QTimer::singleShot(std::max(after, 0ms) + 1ms, this, &HttpWorker::sweep);
}

void HttpWorker::stop(std::chrono::milliseconds deadline, std::function<void()> done)
{
    m_stopping = true;
    m_stopCallbacks.push_back(std::move(done));
    for (const auto &[number, connection] : m_connections)
        connection->stop();
    QTimer::singleShot(deadline, this, &HttpWorker::closeAll);
    wake(); // buries, and finds out that nothing is left
}

void HttpWorker::closeAll()
{
    for (const auto &[number, connection] : m_connections)
        connection->closeHard();
}

bool HttpWorker::isCrowded() const
{
    return m_connections.size() >= company;
}

std::optional<Response> HttpWorker::askPolicy(const RequestHead &head) const
{
    return m_parts->policy ? m_parts->policy(head) : std::nullopt;
}

void HttpWorker::dispatch(Request request, PendingResponse response)
{
    const auto &prefix = m_parts->fastPathPrefix;
    const bool isFast = m_parts->fastPath && !prefix.isEmpty() && request.path.startsWith(prefix)
        && (request.method == "GET" || request.method == "HEAD" || request.method == "OPTIONS");
    if (!isFast) {
        m_router->dispatch(std::move(request), std::move(response));
        return;
    }
    request.arguments = {percentDecoded(request.path.sliced(prefix.size()))};
    m_parts->fastPath(std::move(request), std::move(response));
}

Response HttpWorker::errorResponse(int status, const QString &sentence) const
{
    return r2cache::errorResponse(*m_parts, status, sentence);
}

bool HttpWorker::holdBody(qint64 bytes)
{
    m_bodyHeld += bytes;
    return bytes <= 0 || m_bodyHeld <= maxBodyBytesHeld;
}

QByteArray HttpWorker::date()
{
    const auto second = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    if (second != std::exchange(m_dateSecond, second))
        m_date = formatHttpDate(second);
    return m_date;
}

} // namespace r2cache
