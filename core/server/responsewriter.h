// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/server/outputqueue.h"
#include "core/server/responsehead.h"

namespace r2cache {

/// Sends the answers of one connection, one after the other, and knows how much of each body went.
class ResponseWriter
{
public:
    explicit ResponseWriter(OutputQueue::FileSending fileSending)
        : m_queue(fileSending)
    { }

    /// The next answer begins: counts from zero.
    void beginExchange();
    /// "100 Continue", before the answer (RFC 9110 section 15.2.1).
    void addContinue();
    /// Queues head and body. Internal, and nothing queued, if the head must not leave (see
    /// serializeHead()) or a file is not open. Takes only the body out of @p response.
    [[nodiscard]] Result<> add(Response &response, const ResponseContext &context);

    [[nodiscard]] bool isEmpty() const { return m_queue.isEmpty(); }
    /// See OutputQueue::isFeeding().
    [[nodiscard]] bool isFeeding() const { return m_queue.isFeeding(); }
    void clear() { m_queue.clear(); }
    /// See OutputQueue::writeTo().
    [[nodiscard]] OutputQueue::Written writeTo(int socket, qint64 budget);
    void notifyArrival(std::function<void()> wake) { m_queue.notifyArrival(std::move(wake)); }
    [[nodiscard]] qint64 bodyBytesSent() const { return std::max<qint64>(m_sent - m_headBytes, 0); }

private:
    OutputQueue m_queue;
    qint64 m_headBytes = 0; ///< What leaves before the body.
    qint64 m_sent = 0;
};

} // namespace r2cache
