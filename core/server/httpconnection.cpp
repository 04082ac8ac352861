// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/httpconnection.h"

#include "core/server/httpworker.h"

#include <QLoggingCategory>
#include <QThread>

#include <sys/epoll.h>

namespace r2cache {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcConnection, "cache.server.connection", QtInfoMsg)

namespace {

/// Bytes a turn. More than a range of 1 MiB with its head: such answers should not need a second
/// turn for their last bytes.
constexpr qint64 writeBudget = 2LL * 1024 * 1024;
constexpr int stepBudget = 64; ///< Reads, writes and requests a turn.
constexpr int strangersStepBudget = 8; ///< One request and its answer take six.
constexpr std::chrono::seconds lingerTime{5};
/// More than honest clients send before they notice; who sends on waits for the end of lingerTime
/// in the kernel, where it costs nothing.
constexpr qint64 lingerBytes = 1024LL * 1024;

bool wantsClose(const Response &response)
{
    const auto connection = response.headers.value("Connection");
    return connection && connection->compare("close", Qt::CaseInsensitive) == 0;
}

} // namespace

HttpConnection::HttpConnection(HttpWorker &worker, OpenFile socket, quint64 number)
    : m_worker(worker)
    , m_socket(std::move(socket))
    , m_number(number)
    , m_reader({worker.options().maxHeadBytes, worker.options().maxBodyBytes}, number)
    , m_writer(
          worker.options().useSendfile ? OutputQueue::FileSending::Sendfile
                                       : OutputQueue::FileSending::Copy)
    , m_since(worker.now())
{
    if (worker.isCrowded())
        m_socket.limitUnsent();
}

HttpConnection::~HttpConnection() = default;

void HttpConnection::handleEvents(quint32 events)
{
    if (m_phase == Phase::Closed)
        return;
    // Without a shutdown of ours, HUP too means a reset: nobody is left to answer.
    if ((events & EPOLLERR) || ((events & EPOLLHUP) && m_phase != Phase::Lingering)) {
        close();
        return;
    }
    m_socket.note(events);
    // Perhaps only the sending half is closed: handlers may stop working for this client, but if
    // they answer, the answer is sent. See README.md, "A client leaves".
    if (const auto exchange = m_exchange; exchange && m_socket.isPeerClosed())
        exchange->noticeClientLeft();
    if (m_isServed)
        advance();
    else
        m_worker.schedule(*this);
}

void HttpConnection::advance()
{
    if (m_advancing)
        return;
    m_advancing = true;
    auto progress = Progress::Made;
    const int budget = m_isServed ? stepBudget : strangersStepBudget;
    for (int steps = 0; progress == Progress::Made && m_phase != Phase::Closed; ++steps)
        progress = steps < budget ? step() : Progress::TurnOver;
    m_advancing = false;
    if (progress == Progress::TurnOver && m_phase != Phase::Closed)
        m_worker.schedule(*this);
}

HttpConnection::Progress HttpConnection::step()
{
    switch (m_phase) {
    case Phase::Reading:
        if (!m_writer.isEmpty() && m_socket.isWritable()) // a 100 Continue; it may wait
            write();
        return m_phase == Phase::Reading ? read() : Progress::Stuck;
    case Phase::Answering:
        if (isWaiting())
            return Progress::Stuck;
        if (m_writer.isFeeding() && m_socket.isPeerClosed()) {
            close(); // what would come is for nobody
            return Progress::Stuck;
        }
        if (!m_writer.isEmpty())
            return m_socket.isWritable() && !m_awaitsBytes ? write() : Progress::Stuck;
        finishAnswer();
        return Progress::Made;
    case Phase::Lingering:
        return linger();
    case Phase::Closed:
        break;
    }
    return Progress::Stuck;
}

HttpConnection::Progress HttpConnection::read()
{
    const auto step = m_reader.next();
    const auto newlyHeld = m_reader.bodyBytesHeld() - m_bodyHeld;
    m_bodyHeld += newlyHeld;
    if (!m_worker.holdBody(newlyHeld)) {
        refuse({503, u"The server is taking too many request bodies; try again."_s});
        return Progress::Made;
    }
    switch (step) {
    case RequestReader::Step::NeedMore:
        return readSocket();
    case RequestReader::Step::HeadComplete:
        beginRequest();
        break;
    case RequestReader::Step::RequestComplete:
        dispatch();
        break;
    case RequestReader::Step::Refused:
        refuse(m_reader.refusal());
        break;
    }
    return Progress::Made;
}

HttpConnection::Progress HttpConnection::readSocket()
{
    const auto buffer = m_worker.scratch();
    const auto wanted = std::min(static_cast<std::size_t>(m_reader.wanted()), buffer.size());
    const auto received = m_socket.receive(buffer.first(wanted));
    switch (received.outcome) {
    case ClientSocket::Outcome::Bytes:
        if (!m_hasRequestHead && !m_reader.hasInput())
            m_since = m_worker.now();
        m_reader.append(received.bytes);
        return Progress::Made;
    case ClientSocket::Outcome::Nothing:
        return Progress::Stuck;
    case ClientSocket::Outcome::End: // between requests, or in one that nobody completes now
    case ClientSocket::Outcome::Broken:
        close();
        break;
    }
    return Progress::Stuck;
}

void HttpConnection::beginRequest()
{
    const auto &parsed = m_reader.head();
    m_hasRequestHead = true;
    m_context
        = {.toHead = parsed.head.method == "HEAD",
           .minorVersion = parsed.head.minorVersion,
           .keepAlive = parsed.keepAlive,
           .date = {}};
    m_writer.beginExchange();
    m_requestedAt = std::chrono::steady_clock::now();
    m_since = m_worker.now();
    m_worker.countRequest();

    if (auto refusal = m_worker.askPolicy(parsed.head)) {
        if (parsed.hasBody())
            m_context.keepAlive = false; // the body stays unread
        else
            static_cast<void>(m_reader.takeRequest());
        m_hasRequestHead = false;
        m_phase = Phase::Answering;
        m_exchange = std::make_shared<Exchange>(*this);
        respond(std::move(*refusal));
        return;
    }
    // RFC 9110 section 10.1.1: not needed once the body has begun to arrive.
    if (parsed.expectsContinue && parsed.hasBody() && !m_reader.hasInput())
        m_writer.addContinue();
}

void HttpConnection::dispatch()
{
    m_hasRequestHead = false;
    m_phase = Phase::Answering;
    const auto exchange = std::make_shared<Exchange>(*this);
    m_exchange = exchange;
    auto request = m_reader.takeRequest();
    if (request.path == "*") { // RFC 9110 section 9.3.7: about the server as a whole
        respond({.status = 204});
        return;
    }
    m_worker.dispatch(std::move(request), PendingResponse(exchange));
    if (m_socket.isPeerClosed())
        exchange->noticeClientLeft();
}

void HttpConnection::refuse(const Refusal &refusal)
{
    if (!m_hasRequestHead) {
        m_worker.countRequest();
        m_context = {};
        m_writer.beginExchange();
        m_requestedAt = std::chrono::steady_clock::now();
    }
    m_hasRequestHead = false;
    m_context.keepAlive = false; // where the next request begins is not known
    m_phase = Phase::Answering;
    m_exchange = std::make_shared<Exchange>(*this);
    respondError(refusal.status, refusal.sentence);
    m_reader.discard(); // last: the refusal may be its own
}

void HttpConnection::respondError(int status, const QString &sentence)
{
    respond(m_worker.errorResponse(status, sentence));
}

void HttpConnection::respond(Response response)
{
    Q_ASSERT(QThread::currentThread() == m_worker.thread());
    if (wantsClose(response) || m_worker.isStopping() || !response.bodyLength())
        m_context.keepAlive = false;
    m_context.date = m_worker.date();
    if (const auto added = m_writer.add(response, m_context); !added) {
        qCCritical(lcConnection).noquote() << added.error().message << "The client gets 500.";
        if (response.delivered)
            response.delivered({});
        response = m_worker.errorResponse(500, u"The server made an answer that cannot be sent."_s);
        if (!m_writer.add(response, m_context)) {
            response = {.status = 500};
            static_cast<void>(m_writer.add(response, m_context)); // nothing in it can be wrong
        }
    }
    if (response.status >= 500)
        m_worker.countError();
    m_worker.recordResponseTime(std::chrono::steady_clock::now() - m_requestedAt);
    m_since = m_worker.now();
    m_exchange->begin(std::move(response.delivered));
    // Not from here: going on may call the next request's handler, and who answers must not find
    // another handler called meanwhile.
    if (!m_advancing)
        m_worker.schedule(*this);
}

HttpConnection::Progress HttpConnection::write()
{
    const auto before = m_writer.bodyBytesSent();
    const auto written = m_writer.writeTo(descriptor(), writeBudget);
    if (before == 0 && m_writer.bodyBytesSent() > 0)
        m_firstByteAfter = std::chrono::steady_clock::now() - m_requestedAt;
    m_worker.countBody(m_writer.bodyBytesSent() - before);
    if (written.bytes > 0)
        m_since = m_worker.now();
    switch (written.outcome) {
    case OutputQueue::Outcome::Drained:
        return Progress::Made;
    case OutputQueue::Outcome::Blocked:
        m_socket.noteFull();
        return Progress::Stuck;
    case OutputQueue::Outcome::BudgetSent:
        return Progress::TurnOver;
    case OutputQueue::Outcome::Awaiting:
        awaitBytes();
        return Progress::Stuck;
    case OutputQueue::Outcome::Broken:
        close();
        return Progress::Stuck;
    case OutputQueue::Outcome::FileFailed:
        qCWarning(lcConnection) << "A file ended before its answer did; the connection is reset.";
        closeHard();
        break;
    }
    return Progress::Stuck;
}

void HttpConnection::awaitBytes()
{
    m_awaitsBytes = true;
    // By its number: when the bytes arrive this connection may be gone.
    m_writer.notifyArrival([waker = m_worker.waker(), number = m_number] { waker->wake(number); });
}

void HttpConnection::bytesArrived()
{
    m_awaitsBytes = false;
    m_since = m_worker.now();
    advance();
}

void HttpConnection::finishAnswer()
{
    endExchange(true);
    m_since = m_worker.now();
    if (m_context.keepAlive && !m_worker.isStopping()) {
        m_phase = Phase::Reading;
        m_isServed = true;
        return;
    }
    m_isServed = false;
    // Closing at once with unread bytes would reset the connection and could take the answer with
    // it (RFC 9112 section 9.6).
    m_phase = Phase::Lingering;
    m_reader.discard();
    m_socket.shutdownSending();
}

HttpConnection::Progress HttpConnection::linger()
{
    if (m_lingered > lingerBytes)
        return Progress::Stuck;
    const auto [outcome, bytes] = m_socket.receive(m_worker.scratch());
    m_lingered += bytes.size();
    if (outcome == ClientSocket::Outcome::Bytes)
        return Progress::Made;
    if (outcome != ClientSocket::Outcome::Nothing || m_worker.isStopping())
        close();
    return Progress::Stuck;
}

bool HttpConnection::isWaiting() const
{
    return m_exchange && m_exchange->state() == Exchange::State::Waiting;
}

std::chrono::milliseconds HttpConnection::sweepWithin(std::chrono::milliseconds after)
{
    m_worker.sweepWithin(after);
    return m_worker.now() + after;
}

void HttpConnection::sweep(std::chrono::milliseconds now)
{
    const auto &options = m_worker.options();
    const auto elapsed = now - m_since;
    switch (m_phase) {
    case Phase::Reading:
        if (m_hasRequestHead) {
            if (elapsed > options.bodyTimeout)
                refuse({408, u"The body of the request did not arrive in time."_s});
        } else if (m_reader.hasInput()) {
            if (elapsed > options.headTimeout)
                refuse({408, u"The head of the request did not arrive in time."_s});
        } else if (elapsed > options.idleTimeout) {
            close();
        }
        break;
    case Phase::Answering:
        if (isWaiting()) {
            if (auto response = m_exchange->takeOverdue(now))
                respond(std::move(*response));
        } else if (elapsed > options.stallTimeout && !m_awaitsBytes) {
            closeHard();
        }
        break;
    case Phase::Lingering:
        if (elapsed > lingerTime)
            close();
        break;
    case Phase::Closed:
        break;
    }
}

void HttpConnection::stop()
{
    switch (m_phase) {
    case Phase::Reading:
        if (m_hasRequestHead)
            refuse({503, u"The server is shutting down."_s});
        else
            close();
        break;
    case Phase::Answering:
        m_context.keepAlive = false;
        if (isWaiting())
            respondError(503, u"The server is shutting down."_s);
        break;
    case Phase::Lingering:
        advance();
        break;
    case Phase::Closed:
        break;
    }
}

void HttpConnection::closeHard()
{
    if (m_phase == Phase::Closed)
        return;
    m_worker.unwatch(m_socket.descriptor());
    m_socket.reset();
    retire();
}

void HttpConnection::close()
{
    if (m_phase == Phase::Closed)
        return;
    m_worker.unwatch(m_socket.descriptor());
    m_socket.close();
    retire();
}

void HttpConnection::retire()
{
    m_phase = Phase::Closed;
    m_writer.clear();
    endExchange(false);
    m_worker.retire(*this);
}

void HttpConnection::endExchange(bool complete)
{
    m_worker.releaseBody(std::exchange(m_bodyHeld, 0));
    const auto exchange = std::exchange(m_exchange, nullptr);
    if (exchange)
        exchange->finish(
            {m_writer.bodyBytesSent(), complete, std::exchange(m_firstByteAfter, std::nullopt)});
}

} // namespace r2cache
