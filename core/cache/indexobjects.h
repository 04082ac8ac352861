// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/sqlconnection.h"

#include <QDateTime>
#include <QHash>

#include <optional>

namespace r2cache {

/// A URL that was asked for once: kept 30 days after its last use, whether its video is here or
/// not, so that a rewritten URL never becomes unknown while a render may still read it.
struct ObjectRow
{
    QString id;
    QString canonicalUrl; ///< Without signature.
    QString extension;
    bool isSigned = false;
    bool isPrivate = false;
    QDateTime lastAskedAt; ///< UTC.
    QString lastErrorCode; ///< errorWord(), empty when the last fill went well.
    QString lastError;
    QDateTime lastErrorAt; ///< UTC; invalid when there was none.
    int lastVersion = 0; ///< Of the newest entry there ever was; 0: none.
    QByteArray lastSha256{}; ///< Of its bytes.
};

/// The statements on tables `objects`, `fills` and `counters`.
namespace indexobjects {

/// Adds the object or renews when it was last asked for.
[[nodiscard]] Result<> remember(SqlConnection &connection, const ObjectRow &row);
[[nodiscard]] Result<std::optional<ObjectRow>> find(SqlConnection &connection, const QString &id);
/// An empty @p code clears what was noted.
[[nodiscard]] Result<> noteError(
    SqlConnection &connection, const QString &id, const QString &code, const QString &message,
    const QDateTime &at);
/// Keeps which version the object has reached, with which bytes.
[[nodiscard]] Result<>
noteVersion(SqlConnection &connection, const QString &id, int version, const QByteArray &sha256);
/// Objects whose last fill failed, newest first.
[[nodiscard]] Result<QList<ObjectRow>> failed(SqlConnection &connection, int limit);
/// Forgets what was last asked for before @p moment and has no entry.
[[nodiscard]] Result<> forgetOlderThan(SqlConnection &connection, const QDateTime &moment);

[[nodiscard]] Result<>
fillStarted(SqlConnection &connection, const QString &id, const QDateTime &at);
[[nodiscard]] Result<> fillEnded(SqlConnection &connection, const QString &id);
[[nodiscard]] Result<> forgetFills(SqlConnection &connection);

[[nodiscard]] Result<QHash<QString, qint64>> counters(SqlConnection &connection);
[[nodiscard]] Result<>
saveCounters(SqlConnection &connection, const QHash<QString, qint64> &values);

} // namespace indexobjects

} // namespace r2cache
