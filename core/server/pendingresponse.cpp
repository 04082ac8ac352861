// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/pendingresponse.h"

#include "core/server/exchange.h"

namespace r2cache {

PendingResponse::PendingResponse(std::shared_ptr<Exchange> exchange)
    : m_exchange(std::move(exchange))
{ }

PendingResponse &PendingResponse::operator=(PendingResponse &&other) noexcept
{
    if (this != &other) {
        if (const auto mine = std::exchange(m_exchange, std::move(other.m_exchange)))
            mine->drop();
    }
    return *this;
}

PendingResponse::~PendingResponse()
{
    if (m_exchange)
        m_exchange->drop();
}

void PendingResponse::send(Response response)
{
    m_exchange->answer(std::move(response));
}

bool PendingResponse::clientLeft() const
{
    return m_exchange->clientLeft();
}

void PendingResponse::whenClientLeaves(std::function<void()> callback)
{
    m_exchange->whenClientLeaves(std::move(callback));
}

void PendingResponse::setDeadline(std::chrono::milliseconds after, Response response)
{
    m_exchange->setDeadline(after, std::move(response));
}

} // namespace r2cache
