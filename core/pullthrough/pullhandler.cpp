// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pullthrough/pullhandler.h"

#include "core/http/fieldsyntax.h"
#include "core/http/httpstatus.h"
#include "core/proxy/cors.h"
#include "core/proxy/mediaresponse.h"
#include "core/proxy/proxyanswers.h"

#include <QCoroFuture>
#include <QLoggingCategory>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcPullHandler, "cache.pullthrough.handler", QtInfoMsg)

/// Counts a request among those that wait while it lives.
class WaitingCount
{
public:
    explicit WaitingCount(std::atomic<int> &count)
        : m_count(count)
    {
        m_count.fetch_add(1, std::memory_order_relaxed);
    }
    ~WaitingCount() { m_count.fetch_sub(1, std::memory_order_release); }
    Q_DISABLE_COPY_MOVE(WaitingCount)

private:
    std::atomic<int> &m_count;
};

/// What @p future brings, or ShuttingDown if it was dropped without a result.
template<typename T>
QCoro::Task<Result<T>> resultOf(QFuture<Result<T>> future)
{
    const QFuture<void> finished(future);
    co_await finished;
    if (future.resultCount() == 0)
        co_return failure(ErrorCode::ShuttingDown, u"The cache is shutting down."_s);
    co_return future.result();
}

Response refusal(const Error &why)
{
    switch (why.code) {
    case ErrorCode::InvalidUrl:
        return proxyText(400, why.message);
    case ErrorCode::OriginForbidden:
        return proxyText(403, why.message);
    default:
        return proxyText(httpStatusOf(why.code), why.message);
    }
}

Response late()
{
    return proxyText(504, u"The origin did not answer in time."_s);
}

} // namespace

PullHandler::PullHandler(Parts parts, Options options)
    : m_parts(std::move(parts))
    , m_options(std::move(options))
{ }

PullHandler::~PullHandler()
{
    Q_ASSERT_X(waiting() == 0, "PullHandler", "wait for waiting() == 0 before destroying it");
}

bool PullHandler::isMine(const QByteArray &path)
{
    return path.startsWith(pullPrefix);
}

bool PullHandler::isLoop(const RequestHead &request) const
{
    const auto via = request.headers.value("Via").value_or(QByteArray());
    return std::ranges::any_of(listElements(via), [this](QByteArrayView element) {
        return element == m_parts.pull.via();
    });
}

void PullHandler::handle(Request request, PendingResponse response)
{
    if (request.method == "OPTIONS") {
        response.send(optionsAnswer(request, m_options.hosts));
        return;
    }
    if (request.method != "GET" && request.method != "HEAD") {
        auto answer = proxyText(405, u"Only GET and HEAD are passed on to an origin."_s);
        answer.headers.append("Allow", "GET, HEAD, OPTIONS");
        response.send(std::move(answer));
        return;
    }
    auto target
        = pullTarget(pulledUrl(request.path, request.query), m_parts.rules, m_options.ownPorts);
    if (!target) {
        send(request, response, refusal(target.error()));
    } else if (isLoop(request)) {
        send(
            request, response,
            proxyText(508, u"This request has been through this cache before."_s));
    } else if (waiting() >= m_options.maxWaiting) {
        send(request, response, proxyText(503, u"Too many requests wait for origins."_s));
    } else {
        run(std::move(request), std::move(response), std::move(*target));
    }
}

QCoro::Task<> PullHandler::run(Request request, PendingResponse response, PullTarget target)
{
    const WaitingCount counted(m_waiting);
    try {
        auto answered = answerLater(std::move(request), std::move(response), std::move(target));
        co_await answered;
    } catch (const std::exception &exception) {
        // Only what the toolkit or the library throws (memory); nobody else would see it.
        qCCritical(lcPullHandler) << "An answer broke off; the client gets 500:"
                                  << exception.what();
    }
}

QCoro::Task<> PullHandler::answerLater(Request request, PendingResponse response, PullTarget target)
{
    if (target.video) {
        const auto remembering = m_parts.remember(*target.video);
        const QFuture<void> finished(remembering);
        co_await finished;
        if (remembering.resultCount() == 0 || !remembering.result()) {
            send(request, response, proxyText(500, u"The cache could not note the video."_s));
            co_return;
        }
        request.arguments = {target.video->fileName()};
        m_parts.video(std::move(request), std::move(response));
        co_return;
    }
    response.setDeadline(m_options.waitForOrigin, late());
    const auto asked = m_parts.pull.answer(request, target.url);
    auto answering = resultOf(asked);
    auto answer = co_await answering;
    if (!answer) {
        qCInfo(lcPullHandler).noquote()
            << shownUrl(target.url) << "could not be fetched:" << answer.error().message;
        send(request, response, refusal(answer.error()));
        co_return;
    }
    send(request, response, counted(std::move(*answer)));
}

/// Bodies from memory are shared with the store, but outlive their place in it while a client is
/// slow.
Response PullHandler::counted(Response answer) const
{
    qint64 bytes = 0;
    for (const auto &part : answer.body) {
        if (const auto *inMemory = std::get_if<QByteArray>(&part))
            bytes += inMemory->size();
    }
    if (m_unsent->fetch_add(bytes) + bytes > m_options.maxUnsent) {
        m_unsent->fetch_sub(bytes);
        return proxyText(503, u"Too many clients are slow to take their answers."_s);
    }
    answer.delivered
        = [unsent = m_unsent, bytes, next = std::move(answer.delivered)](const Delivery &delivery) {
              unsent->fetch_sub(bytes);
              if (next)
                  next(delivery);
          };
    return answer;
}

void PullHandler::send(const RequestHead &request, PendingResponse &response, Response answer) const
{
    if (m_options.trust == Trust::Foreign) {
        const auto vary = answer.headers.value("Vary");
        addMediaFields(answer.headers, request, m_options.hosts);
        if (vary && *vary != "Origin")
            answer.headers.set("Vary", *vary + ", Origin");
        // A page of the origin's is not to act as a page of localhost.
        answer.headers.set("Content-Security-Policy", "sandbox");
    }
    response.send(std::move(answer));
}

} // namespace r2cache
