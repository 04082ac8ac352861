// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/httpconnection.h"

#include "core/server/httpworker.h"
#include "core/server/responsehead.h"

#include <QLoggingCategory>

#include <cerrno>
#include <sys/epoll.h>
#include <sys/socket.h>

namespace r2cache {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcConnection, "cache.server.connection", QtInfoMsg)

namespace {

constexpr qint64 writeBudget = 1024 * 1024; ///< Bytes a turn.
constexpr int stepBudget = 64; ///< Reads, writes and requests a turn.
constexpr std::chrono::seconds lingerTime{2};

bool wantsClose(const Response &response)
{
    const auto connection = response.headers.value("Connection");
    return connection && connection->compare("close", Qt::CaseInsensitive) == 0;
}

bool hasSoundFiles(const Response &response)
{
    return std::ranges::all_of(response.body, [](const BodyPart &part) {
        const auto *window = std::get_if<FileWindow>(&part);
        return !window
            || (window->file && window->file->isOpen() && window->offset >= 0
                && window->length >= 0);
    });
}

} // namespace

HttpConnection::HttpConnection(HttpWorker &worker, OpenFile socket, quint64 number)
    : m_worker(worker)
    , m_socket(std::move(socket))
    , m_number(number)
    , m_reader({worker.options().maxHeadBytes, worker.options().maxBodyBytes}, number)
    , m_output(
          worker.options().useSendfile ? OutputQueue::FileSending::Sendfile
                                       : OutputQueue::FileSending::Copy)
    , m_since(worker.now())
{ }

HttpConnection::~HttpConnection() = default;

void HttpConnection::handleEvents(quint32 events)
{
    if (m_phase == Phase::Closed)
        return;
    // Without a shutdown of ours, HUP means a reset: nobody is left to answer.
    if (events & (EPOLLERR | EPOLLHUP)) {
        close();
        return;
    }
    m_writable = m_writable || (events & EPOLLOUT);
    m_readable = m_readable || (events & (EPOLLIN | EPOLLRDHUP));
    if (events & EPOLLRDHUP) {
        m_peerClosed = true;
        // Perhaps only the sending half: handlers may stop working for it, but if they answer,
        // the answer is sent. See README.md, "A client leaves".
        if (const auto exchange = m_exchange)
            exchange->noticeClientLeft();
    }
    advance();
}

void HttpConnection::advance()
{
    if (m_advancing)
        return;
    m_advancing = true;
    auto progress = Progress::Made;
    for (int steps = 0; progress == Progress::Made && m_phase != Phase::Closed; ++steps)
        progress = steps < stepBudget ? step() : Progress::TurnOver;
    m_advancing = false;
    if (progress == Progress::TurnOver && m_phase != Phase::Closed)
        m_worker.schedule(*this);
}

HttpConnection::Progress HttpConnection::step()
{
    switch (m_phase) {
    case Phase::Reading:
        if (!m_output.isEmpty() && m_writable) // a 100 Continue; it may wait
            write();
        return m_phase == Phase::Reading ? read() : Progress::Stuck;
    case Phase::Answering:
        if (isWaiting())
            return Progress::Stuck;
        if (!m_output.isEmpty())
            return m_writable ? write() : Progress::Stuck;
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
    if (m_endOfInput) { // between requests, or in the middle of one that nobody can complete now
        close();
        return Progress::Stuck;
    }
    if (!m_readable)
        return Progress::Stuck;
    auto &scratch = m_worker.scratch();
    const auto wanted = std::min(static_cast<std::size_t>(m_reader.wanted()), scratch.size());
    const auto got = ::recv(descriptor(), scratch.data(), wanted, 0);
    if (got > 0) {
        if (!m_hasRequestHead && !m_reader.hasInput())
            m_since = m_worker.now();
        m_reader.append({scratch.data(), got});
        // A short read has emptied the socket; but a FIN that epoll has told already is not told
        // again.
        m_readable = static_cast<std::size_t>(got) == wanted || m_peerClosed;
        return Progress::Made;
    }
    if (got == 0) {
        m_endOfInput = true;
        return Progress::Made;
    }
    if (errno == EINTR)
        return Progress::Made;
    m_readable = false;
    if (errno != EAGAIN && errno != EWOULDBLOCK)
        close();
    return Progress::Stuck;
}

void HttpConnection::beginRequest()
{
    const auto &parsed = m_reader.head();
    m_hasRequestHead = true;
    m_toHead = parsed.head.method == "HEAD";
    m_minorVersion = parsed.head.minorVersion;
    m_keepAlive = parsed.keepAlive;
    m_headBytes = 0;
    m_sentBytes = 0;
    m_since = m_worker.now();
    m_worker.countRequest();

    if (auto refusal = m_worker.askPolicy(parsed.head)) {
        if (parsed.hasBody())
            m_keepAlive = false; // the body stays unread
        else
            static_cast<void>(m_reader.takeRequest());
        m_hasRequestHead = false;
        m_phase = Phase::Answering;
        m_exchange = std::make_shared<Exchange>(*this);
        respond(std::move(*refusal));
        return;
    }
    // RFC 9110 section 10.1.1: not needed once the body has begun to arrive.
    if (parsed.expectsContinue && parsed.hasBody() && !m_reader.hasInput()) {
        const QByteArray interim("HTTP/1.1 100 Continue\r\n\r\n");
        m_headBytes += interim.size();
        m_output.append(interim);
    }
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
    if (m_peerClosed)
        exchange->noticeClientLeft();
}

void HttpConnection::refuse(const Refusal &refusal)
{
    if (!m_hasRequestHead) {
        m_worker.countRequest();
        m_toHead = false;
        m_headBytes = 0;
        m_sentBytes = 0;
    }
    m_hasRequestHead = false;
    m_keepAlive = false; // where the next request begins is not known
    m_phase = Phase::Answering;
    m_exchange = std::make_shared<Exchange>(*this);
    respondError(refusal.status, refusal.sentence);
}

void HttpConnection::respondError(int status, const QString &sentence)
{
    respond(m_worker.errorResponse(status, sentence));
}

QByteArray HttpConnection::prepare(Response &response)
{
    const auto serialize = [&](const Response &candidate) -> Result<QByteArray> {
        if (!hasSoundFiles(candidate))
            return failure(ErrorCode::Internal, u"An answer has a file that is not open."_s);
        return serializeHead(candidate, {m_toHead, m_minorVersion, m_keepAlive, m_worker.date()});
    };
    auto head = serialize(response);
    if (head)
        return *head;
    qCCritical(lcConnection).noquote() << head.error().message << "The client gets 500.";
    if (response.delivered)
        response.delivered({});
    response = m_worker.errorResponse(500, u"The server made an answer that cannot be sent."_s);
    head = serialize(response);
    if (!head) {
        response = {.status = 500};
        head = serialize(response);
    }
    return *head;
}

void HttpConnection::respond(Response response)
{
    if (wantsClose(response) || m_worker.isStopping())
        m_keepAlive = false;
    const auto head = prepare(response);
    if (response.status >= 500)
        m_worker.countError();
    m_headBytes += head.size();
    m_output.append(head);
    if (hasBodyOnTheWire(response.status, m_toHead)) {
        for (auto &part : response.body)
            m_output.append(std::move(part));
    }
    m_since = m_worker.now();
    m_exchange->begin(std::move(response.delivered));
    // Not from here: going on may call the next request's handler, and who answers must not find
    // another handler called meanwhile.
    if (!m_advancing)
        m_worker.schedule(*this);
}

HttpConnection::Progress HttpConnection::write()
{
    const auto bodySent = [this] {
        return std::max<qint64>(m_sentBytes - m_headBytes, 0);
    };
    const auto before = bodySent();
    const auto written = m_output.writeTo(descriptor(), writeBudget);
    m_sentBytes += written.bytes;
    m_worker.countBody(bodySent() - before);
    if (written.bytes > 0)
        m_since = m_worker.now();
    switch (written.outcome) {
    case OutputQueue::Outcome::Drained:
        return Progress::Made;
    case OutputQueue::Outcome::Blocked:
        m_writable = false;
        return Progress::Stuck;
    case OutputQueue::Outcome::BudgetSent:
        return Progress::TurnOver;
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

void HttpConnection::finishAnswer()
{
    endExchange(true);
    m_since = m_worker.now();
    if (m_keepAlive && !m_worker.isStopping()) {
        m_phase = Phase::Reading;
        return;
    }
    // Closing at once with unread bytes would reset the connection and could take the answer with
    // it (RFC 9112 section 9.6).
    m_phase = Phase::Lingering;
    ::shutdown(descriptor(), SHUT_WR);
}

HttpConnection::Progress HttpConnection::linger()
{
    if (!m_endOfInput) {
        auto &scratch = m_worker.scratch();
        const auto got = ::recv(descriptor(), scratch.data(), scratch.size(), 0);
        if (got > 0 || (got < 0 && errno == EINTR))
            return Progress::Made;
        if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) && !m_worker.isStopping())
            return Progress::Stuck;
    }
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
        } else if (elapsed > options.stallTimeout) {
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
        m_keepAlive = false;
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
    if (m_phase != Phase::Closed) {
        const ::linger reset{.l_onoff = 1, .l_linger = 0};
        ::setsockopt(descriptor(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    }
    close();
}

void HttpConnection::close()
{
    if (m_phase == Phase::Closed)
        return;
    m_phase = Phase::Closed;
    m_socket = OpenFile();
    m_output.clear();
    endExchange(false);
    m_worker.retire(*this);
}

void HttpConnection::endExchange(bool complete)
{
    m_worker.releaseBody(std::exchange(m_bodyHeld, 0));
    const auto exchange = std::exchange(m_exchange, nullptr);
    if (!exchange)
        return;
    exchange->finish({std::max<qint64>(m_sentBytes - m_headBytes, 0), complete});
}

} // namespace r2cache
