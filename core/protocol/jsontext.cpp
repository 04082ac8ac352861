// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protocol/jsontext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace r2cache {

QByteArray toJsonText(const QJsonValue &value)
{
    if (value.isObject())
        return QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
    // QJsonDocument writes only objects and arrays: a scalar is written inside one.
    const auto text = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return text.sliced(1, text.size() - 2);
}

QByteArray toJsonText(const QString &text)
{
    return toJsonText(QJsonValue(text));
}

QJsonObject countsToJson(const QMap<QString, int> &counts)
{
    QJsonObject json;
    for (const auto &[key, count] : counts.asKeyValueRange())
        json.insert(key, count);
    return json;
}

JsonObjectText &JsonObjectText::add(const char *name, const QJsonValue &value)
{
    return addRaw(name, toJsonText(value));
}

JsonObjectText &JsonObjectText::addRaw(const char *name, QByteArrayView json)
{
    if (m_text.size() > 1)
        m_text += ',';
    m_text += '"';
    m_text += name;
    m_text += "\":";
    m_text += json;
    return *this;
}

QByteArray JsonObjectText::take()
{
    auto text = std::exchange(m_text, "{");
    text += '}';
    return text;
}

} // namespace r2cache
