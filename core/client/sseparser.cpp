// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/sseparser.h"

namespace r2cache {

QList<SseEvent> SseParser::feed(QByteArrayView bytes)
{
    QList<SseEvent> events;
    for (const char c : bytes) {
        if (m_isOverfull)
            break;
        const bool isSecondHalf = std::exchange(m_afterCarriageReturn, c == '\r') && c == '\n';
        if (isSecondHalf)
            continue;
        if (c == '\r' || c == '\n') {
            takeLine(events);
            continue;
        }
        m_line.append(c);
        m_isOverfull = m_line.size() + m_data.size() > maxEventBytes;
    }
    return events;
}

void SseParser::takeLine(QList<SseEvent> &events)
{
    auto line = std::exchange(m_line, {});
    if (std::exchange(m_isFirstLine, false) && line.startsWith("\xef\xbb\xbf"))
        line.remove(0, 3);
    if (line.isEmpty()) {
        if (m_hasData)
            events.append({m_type.isEmpty() ? QByteArray("message") : m_type, m_data, m_lastId});
        m_type.clear();
        m_data.clear();
        m_hasData = false;
        return;
    }
    const auto colon = line.indexOf(':');
    if (colon == 0) // a comment
        return;
    if (colon < 0) {
        takeField(line, {});
        return;
    }
    const auto value = line.mid(colon + 1);
    takeField(line.left(colon), value.startsWith(' ') ? value.mid(1) : value);
}

void SseParser::takeField(const QByteArray &name, const QByteArray &value)
{
    if (name == "event") {
        m_type = value;
    } else if (name == "data") {
        if (std::exchange(m_hasData, true))
            m_data.append('\n');
        m_data.append(value);
    } else if (name == "id") {
        if (!value.contains('\0'))
            m_lastId = value;
    } else if (name == "retry") {
        const bool isNumber = !value.isEmpty()
            && std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
        bool fits = false;
        const auto milliseconds = value.toLongLong(&fits);
        if (isNumber && fits)
            m_retry = std::chrono::milliseconds(milliseconds);
    }
}

} // namespace r2cache
