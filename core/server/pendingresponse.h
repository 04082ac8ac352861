// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/server/response.h"

#include <chrono>

namespace r2cache {

class Exchange;

/// The right and the duty to answer one request, now or later.
///
/// While it is Waiting no further request of its connection is released and the connection's
/// objects stay alive, also when the client leaves. Movable, not copyable; used and destroyed on
/// the connection's thread. Destroyed unanswered it answers 500.
class PendingResponse
{
public:
    explicit PendingResponse(std::shared_ptr<Exchange> exchange);
    PendingResponse(PendingResponse &&) noexcept = default;
    PendingResponse &operator=(PendingResponse &&other) noexcept;
    PendingResponse(const PendingResponse &) = delete;
    PendingResponse &operator=(const PendingResponse &) = delete;
    ~PendingResponse();

    /// Answers. At most once; a second call is a defect and is logged and dropped. Does nothing
    /// but call Response::delivered when the client has left. No other handler is called meanwhile.
    void send(Response response);

    /// Whether the client closed or reset its connection before the answer.
    [[nodiscard]] bool clientLeft() const;

    /// @p callback runs once on the connection's thread if the client leaves before the answer; at
    /// once if it has left already. A client that only closed its sending half counts as left, but
    /// an answer still reaches it.
    void whenClientLeaves(std::function<void()> callback);

    /// If nothing was sent @p after from now, @p response is, and a later send() does nothing.
    void setDeadline(std::chrono::milliseconds after, Response response);

private:
    std::shared_ptr<Exchange> m_exchange;
};

} // namespace r2cache
