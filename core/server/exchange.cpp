// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/exchange.h"

#include "core/server/httpconnection.h"

#include <QLoggingCategory>

namespace r2cache {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcExchange, "cache.server.exchange", QtInfoMsg)

Exchange::Exchange(HttpConnection &connection)
    : m_connection(&connection)
{ }

void Exchange::answer(Response response)
{
    if (m_handlerAnswered)
        qCCritical(lcExchange) << "A request was answered twice; the second answer is dropped.";
    if (m_handlerAnswered || m_state != State::Waiting) {
        if (response.delivered)
            response.delivered({});
        return;
    }
    m_handlerAnswered = true;
    m_connection->respond(std::move(response));
}

void Exchange::drop()
{
    if (m_state != State::Waiting)
        return;
    qCWarning(lcExchange) << "A handler gave no answer; the client gets 500.";
    m_handlerAnswered = true;
    m_connection->respondError(500, u"The server gave no answer to this request."_s);
}

void Exchange::whenClientLeaves(std::function<void()> callback)
{
    if (m_clientLeft)
        callback();
    else if (m_state == State::Waiting)
        m_whenClientLeaves = std::move(callback);
}

void Exchange::setDeadline(std::chrono::milliseconds after, Response response)
{
    if (m_state != State::Waiting)
        return;
    m_deadline = m_connection->sweepWithin(after);
    m_overdue = std::move(response);
}

void Exchange::begin(std::function<void(const Delivery &)> delivered)
{
    m_state = State::HeadSent;
    m_delivered = std::move(delivered);
    m_whenClientLeaves = nullptr;
    m_overdue.reset();
}

void Exchange::noticeClientLeft()
{
    if (m_state != State::Waiting || m_clientLeft)
        return;
    m_clientLeft = true;
    if (const auto callback = std::exchange(m_whenClientLeaves, nullptr))
        callback();
}

void Exchange::finish(const Delivery &delivery)
{
    // Callbacks come last: whatever they do finds the exchange finished.
    const bool leaves = m_state == State::Waiting && !m_clientLeft;
    m_clientLeft = m_clientLeft || leaves;
    m_connection = nullptr;
    m_state = State::Complete;
    m_overdue.reset();
    const auto whenClientLeaves = std::exchange(m_whenClientLeaves, nullptr);
    const auto delivered = std::exchange(m_delivered, nullptr);
    if (leaves && whenClientLeaves)
        whenClientLeaves();
    if (delivered)
        delivered(delivery);
}

std::optional<Response> Exchange::takeOverdue(std::chrono::milliseconds now)
{
    if (m_state != State::Waiting || !m_overdue || now < m_deadline)
        return std::nullopt;
    return std::exchange(m_overdue, std::nullopt);
}

} // namespace r2cache
