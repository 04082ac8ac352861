// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QMap>
#include <QString>

namespace r2cache {

/// @p value as compact JSON text.
[[nodiscard]] QByteArray toJsonText(const QJsonValue &value);

/// @p text as a JSON string with its quotes.
[[nodiscard]] QByteArray toJsonText(const QString &text);

/// @p counts as an object: its keys with their numbers.
[[nodiscard]] QJsonObject countsToJson(const QMap<QString, int> &counts);

/// Builds the text of a JSON object member by member, so that one member may be raw text that must
/// reach the reader byte for byte (a rewritten config: numbers beyond 2^53, key order, escapes).
class JsonObjectText
{
public:
    JsonObjectText &add(const char *name, const QJsonValue &value);
    /// @p json must be a whole, valid JSON value.
    JsonObjectText &addRaw(const char *name, QByteArrayView json);

    /// The object's text; the builder is empty afterwards.
    [[nodiscard]] QByteArray take();

private:
    QByteArray m_text = "{";
};

} // namespace r2cache
