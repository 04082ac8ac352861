// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <chrono>
#include <optional>

namespace r2cache {

/// One server-sent event.
struct SseEvent
{
    QByteArray type; ///< "message" where the stream names none.
    QByteArray data; ///< Its lines joined by line feeds.
    QByteArray lastId; ///< Of this event, or of the last one before it that had an id.

    friend bool operator==(const SseEvent &, const SseEvent &) = default;
};

/// Reads a stream of server-sent events (WHATWG HTML section 9.2.6) in pieces of any size. A
/// value, pure; one a connection.
class SseParser
{
public:
    static constexpr qsizetype maxEventBytes = 1024LL * 1024;

    /// @return the events that @p bytes complete, in order.
    [[nodiscard]] QList<SseEvent> feed(QByteArrayView bytes);

    /// Whether an event grew beyond maxEventBytes: nothing is read any more, and whoever reads
    /// the stream gives it up.
    [[nodiscard]] bool isOverfull() const { return m_isOverfull; }
    /// The stream's wish for the time before the next attempt to connect, if it had one.
    [[nodiscard]] std::optional<std::chrono::milliseconds> retry() const { return m_retry; }

private:
    void takeLine(QList<SseEvent> &events);
    void takeField(const QByteArray &name, const QByteArray &value);

    QByteArray m_line;
    QByteArray m_type;
    QByteArray m_data;
    QByteArray m_lastId;
    std::optional<std::chrono::milliseconds> m_retry;
    bool m_hasData = false;
    bool m_afterCarriageReturn = false;
    bool m_isFirstLine = true;
    bool m_isOverfull = false;
};

} // namespace r2cache
