// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/sqlconnection.h"

#include <QDateTime>
#include <QList>

#include <optional>

namespace r2cache {

/// The report of one render.
struct RenderRow
{
    QString id;
    QDateTime createdAt; ///< UTC: when it was handed in.
    QByteArray report; ///< A JSON object, as REST shows it; no signatures in its URLs.
};

/// A page of reports.
struct RenderPage
{
    QList<RenderRow> renders; ///< Newest first.
    qint64 total = 0; ///< Reports there are.
};

/// The statements on table `renders`; each on the connection's thread, in no transaction of its
/// own.
namespace indexrenders {

[[nodiscard]] Result<> put(SqlConnection &connection, const RenderRow &row);
/// Removes all but the newest @p keep.
[[nodiscard]] Result<> keepNewest(SqlConnection &connection, int keep);
[[nodiscard]] Result<RenderPage> page(SqlConnection &connection, int limit, qint64 skip);
[[nodiscard]] Result<std::optional<RenderRow>> find(SqlConnection &connection, const QString &id);

} // namespace indexrenders

} // namespace r2cache
