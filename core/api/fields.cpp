// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/fields.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUrlQuery>

namespace r2cache {

using namespace Qt::StringLiterals;

Fields::Fields(QJsonObject object, QString path)
    : m_object(std::move(object))
    , m_path(std::move(path))
{ }

Result<QJsonObject> Fields::objectOf(const QByteArray &body)
{
    if (body.trimmed().isEmpty())
        return QJsonObject();
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(body, &error);
    if (error.error != QJsonParseError::NoError) {
        return failure(
            ErrorCode::InvalidJson,
            u"The body is not JSON: %1 at byte %2."_s.arg(error.errorString()).arg(error.offset));
    }
    if (!document.isObject())
        return failure(ErrorCode::InvalidArgument, u"The body must be a JSON object."_s);
    return document.object();
}

Fields Fields::ofQuery(const QByteArray &query, const QStringList &numbers)
{
    QJsonObject object;
    // In a query '+' is a blank (WHATWG URL, application/x-www-form-urlencoded).
    const QUrlQuery parsed(QString::fromUtf8(query).replace(u'+', u"%20"_s));
    for (const auto items = parsed.queryItems(QUrl::FullyDecoded);
         const auto &[name, text] : items) {
        if (text.isEmpty())
            continue;
        bool isNumber = numbers.contains(name);
        const qint64 number = isNumber ? text.toLongLong(&isNumber) : 0;
        object.insert(name, isNumber ? QJsonValue(number) : QJsonValue(text));
    }
    return Fields(object);
}

bool Fields::flag(const QString &name, bool otherwise)
{
    const auto value = m_object.value(name);
    if (value.isUndefined() || value.isNull())
        return otherwise;
    if (!value.isBool())
        fail(name, u"must be true or false"_s);
    return value.toBool(otherwise);
}

qint64 Fields::integer(const QString &name, qint64 otherwise, qint64 minimum, qint64 maximum)
{
    return optionalInteger(name, minimum, maximum).value_or(otherwise);
}

std::optional<qint64> Fields::optionalInteger(const QString &name, qint64 minimum, qint64 maximum)
{
    const auto value = m_object.value(name);
    if (value.isUndefined() || value.isNull())
        return std::nullopt;
    constexpr qint64 notAnInteger = std::numeric_limits<qint64>::min();
    const qint64 number = value.toInteger(notAnInteger);
    if (number == notAnInteger || number < minimum || number > maximum) {
        fail(name, u"must be a whole number from %1 to %2"_s.arg(minimum).arg(maximum));
        return std::nullopt;
    }
    return number;
}

QString Fields::text(const QString &name, const QString &otherwise)
{
    const auto value = m_object.value(name);
    if (value.isUndefined() || value.isNull())
        return otherwise;
    if (!value.isString())
        fail(name, u"must be a string"_s);
    return value.toString();
}

QString Fields::requiredText(const QString &name)
{
    auto value = text(name);
    if (value.isEmpty())
        fail(name, u"must be a string that is not empty"_s);
    return value;
}

QString Fields::word(const QString &name, const QString &otherwise, const QStringList &allowed)
{
    auto value = text(name, otherwise);
    if (!allowed.contains(value)) {
        auto words = allowed;
        words.removeAll(QString()); // which stands for none, and is no word to tell
        fail(name, u"must be one of %1"_s.arg(words.join(u", ")));
    }
    return value;
}

QStringList Fields::texts(const QString &name)
{
    const auto value = m_object.value(name);
    if (value.isUndefined() || value.isNull())
        return {};
    if (!value.isArray())
        fail(name, u"must be an array of strings"_s);
    QStringList texts;
    for (const auto array = value.toArray(); const auto &item : array) {
        if (!item.isString())
            fail(u"%1[%2]"_s.arg(name).arg(texts.size()), u"must be a string"_s);
        texts.append(item.toString());
    }
    return texts;
}

QStringList Fields::requiredTexts(const QString &name)
{
    auto values = texts(name);
    if (values.isEmpty())
        fail(name, u"must be an array with at least one string"_s);
    return values;
}

QStringList Fields::tags(const QString &name)
{
    auto tags = texts(name);
    for (const auto &tag : std::as_const(tags)) {
        // Characters as JSON Schema counts them: code points, not UTF-16 units.
        if (tag.isEmpty() || tag.toUcs4().size() > 100 || tag.contains(u','))
            fail(name, u"must hold tags of 1 to 100 characters without commas"_s);
    }
    tags.removeDuplicates();
    return tags;
}

QJsonObject Fields::object(const QString &name)
{
    const auto value = m_object.value(name);
    if (!value.isUndefined() && !value.isNull() && !value.isObject())
        fail(name, u"must be an object"_s);
    return value.toObject();
}

void Fields::fail(const QString &name, const QString &expectation)
{
    if (m_error)
        return;
    m_error = Error{
        ErrorCode::InvalidArgument, u"The field %1 %2."_s.arg(pathOf(name), expectation), {}};
}

void Fields::adopt(const Fields &below)
{
    if (!m_error)
        m_error = below.m_error;
}

QString Fields::pathOf(const QString &name) const
{
    return m_path.isEmpty() ? name : QString(m_path + u'.' + name);
}

} // namespace r2cache
