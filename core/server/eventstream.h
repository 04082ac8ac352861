// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/server/response.h"

#include <mutex>

namespace r2cache {

/// The body of an answer that goes on as long as its client listens: whole texts, sent in order.
/// A client that reads too slowly loses what waits for it and is told so. Any thread.
class EventStream final : public ByteFeed
{
public:
    static constexpr qsizetype maxQueued = qsizetype{256} * 1024; ///< Bytes.

    /// @param onOverflow  what takes the place of everything that waits when more than maxQueued
    /// would: then the client has missed something.
    explicit EventStream(QByteArray onOverflow);

    void send(const QByteArray &text);
    /// Sends @p text if nothing else waits: a sign of life.
    void sendIfIdle(const QByteArray &text);
    /// The last: nothing comes after it.
    void end(const QByteArray &text);

    [[nodiscard]] std::optional<QByteArray> take() override;
    void notify(std::function<void()> wake) override;

private:
    void append(std::unique_lock<std::mutex> lock, const QByteArray &text);

    const QByteArray m_onOverflow;
    std::mutex m_mutex; ///< Guards what follows; no call leaves while it is held.
    QByteArray m_queued;
    bool m_ended = false;
    std::function<void()> m_wake;
};

} // namespace r2cache
