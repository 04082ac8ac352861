// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/server/response.h"

#include <chrono>
#include <optional>

namespace r2cache {

class HttpConnection;

/// One request and its answer: what a PendingResponse and its connection share.
///
/// Lives on the connection's thread. The connection may go first (the client left), the handler
/// may go first (the answer is on its way): each side asks the state, never the other's pointers.
class Exchange
{
public:
    enum class State
    {
        Waiting, ///< No answer yet: "unanswered" means this and nothing else.
        HeadSent, ///< The answer is in the connection's queue, or partly sent.
        Complete, ///< All sent, or the connection is gone.
    };

    explicit Exchange(HttpConnection &connection);

    // The handler's side, by PendingResponse.
    void answer(Response response);
    /// The PendingResponse died: answers 500 if nobody answered.
    void drop();
    [[nodiscard]] bool clientLeft() const { return m_clientLeft; }
    void whenClientLeaves(std::function<void()> callback);
    void setDeadline(std::chrono::milliseconds after, Response response);

    // The connection's side.
    [[nodiscard]] State state() const { return m_state; }
    /// Waiting → HeadSent.
    void begin(std::function<void(const Delivery &)> delivered);
    /// The client closed its side (perhaps only the sending half).
    void noticeClientLeft();
    /// → Complete; the connection is not used any more.
    void finish(const Delivery &delivery);
    /// The response of a deadline that is over at @p now (monotonic).
    [[nodiscard]] std::optional<Response> takeOverdue(std::chrono::milliseconds now);

private:
    HttpConnection *m_connection; ///< Null once Complete.
    State m_state = State::Waiting;
    bool m_handlerAnswered = false;
    bool m_clientLeft = false;
    std::function<void()> m_whenClientLeaves;
    std::function<void(const Delivery &)> m_delivered;
    std::chrono::milliseconds m_deadline{};
    std::optional<Response> m_overdue;
};

} // namespace r2cache
