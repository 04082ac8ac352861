// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/eventlog.h"

#include "core/protocol/eventtext.h"
#include "core/protocol/jsontext.h"

namespace r2cache {

using namespace Qt::StringLiterals;

EventLog::EventLog(QByteArray run, QObject *parent)
    : QObject(parent)
    , m_run(std::move(run))
{ }

void EventLog::publish(const QByteArray &type, const QJsonObject &data, Kind kind)
{
    if (kind == Kind::Passing) {
        Q_EMIT published(eventText(type, toJsonText(data)));
        return;
    }
    auto revised = data;
    revised.insert(u"revision"_s, static_cast<qint64>(++m_last));
    const auto text = eventText(type, toJsonText(revised), lastId());
    m_kept.push_back({m_last, text});
    m_keptBytes += text.size();
    while (m_kept.size() > maxKept || (m_keptBytes > maxKeptBytes && m_kept.size() > 1)) {
        m_keptBytes -= m_kept.front().text.size();
        m_kept.pop_front();
    }
    Q_EMIT published(text);
}

std::optional<QByteArray> EventLog::textSince(const QByteArray &id) const
{
    const auto dash = id.lastIndexOf('-');
    const auto number = id.mid(dash + 1).toULongLong();
    if (id != idOf(number) || number > m_last)
        return std::nullopt;
    const auto firstKept = m_kept.empty() ? m_last + 1 : m_kept.front().number;
    if (number + 1 < firstKept)
        return std::nullopt;
    QByteArray text;
    for (auto index = static_cast<std::size_t>(number + 1 - firstKept); index < m_kept.size();
         ++index) {
        text += m_kept[index].text;
    }
    return text;
}

QByteArray EventLog::resyncText() const
{
    return eventText("resync", "{}", lastId());
}

QByteArray EventLog::idOf(quint64 number) const
{
    return m_run + '-' + QByteArray::number(number);
}

} // namespace r2cache
