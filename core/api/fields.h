// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace r2cache {

/// Reads typed values from a request's JSON object. The first one of a wrong type or range is kept
/// as the error, with its path: read all, then ask error(). Unknown members are ignored, and null
/// is as good as not there.
class Fields
{
public:
    explicit Fields(QJsonObject object, QString path = {});

    /// The object of a body: an empty body is an empty object. InvalidJson with the offset.
    [[nodiscard]] static Result<QJsonObject> objectOf(const QByteArray &body);

    /// Of a query (`limit=5&q=x`), so that one reader serves bodies and queries: @p numbers are
    /// numbers there; an empty value (`after=`) counts as not given.
    [[nodiscard]] static Fields ofQuery(const QByteArray &query, const QStringList &numbers = {});

    [[nodiscard]] bool flag(const QString &name, bool otherwise);
    [[nodiscard]] qint64
    integer(const QString &name, qint64 otherwise, qint64 minimum, qint64 maximum);
    [[nodiscard]] std::optional<qint64>
    optionalInteger(const QString &name, qint64 minimum, qint64 maximum);
    [[nodiscard]] QString text(const QString &name, const QString &otherwise = {});
    /// A text that must be there.
    [[nodiscard]] QString requiredText(const QString &name);
    /// One of @p allowed.
    [[nodiscard]] QString
    word(const QString &name, const QString &otherwise, const QStringList &allowed);
    [[nodiscard]] QStringList texts(const QString &name);
    [[nodiscard]] QStringList requiredTexts(const QString &name);
    /// Names that a person gives entries: no commas, 1 to 100 characters.
    [[nodiscard]] QStringList tags(const QString &name);
    [[nodiscard]] QJsonObject object(const QString &name);

    void fail(const QString &name, const QString &expectation);
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }
    /// Takes over the error of fields below.
    void adopt(const Fields &below);
    [[nodiscard]] QString pathOf(const QString &name) const;

private:
    QJsonObject m_object;
    QString m_path;
    std::optional<Error> m_error;
};

} // namespace r2cache
