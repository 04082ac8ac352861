// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/indexrenders.h"

#include "core/base/compat.h"

namespace r2cache::indexrenders {

using namespace Qt::StringLiterals;

namespace {

RenderRow readRow(const Statement &row)
{
    RenderRow render;
    render.id = row.value(0).toString();
    render.createdAt = QDateTime::fromMSecsSinceEpoch(row.value(1).toLongLong(), utcZone);
    render.report = row.value(2).toString().toUtf8();
    return render;
}

} // namespace

Result<> put(SqlConnection &connection, const RenderRow &row)
{
    // The number orders reports of one millisecond; one writer gives them out.
    Statement statement(
        connection,
        u"INSERT INTO renders (number, id, created_at, report) "
        "SELECT COALESCE(MAX(number), 0) + 1, ?, ?, ? FROM renders"_s);
    return statement.bind(row.id)
        .bind(row.createdAt.toMSecsSinceEpoch())
        .bind(QString::fromUtf8(row.report))
        .run();
}

Result<> keepNewest(SqlConnection &connection, int keep)
{
    Statement statement(
        connection, u"DELETE FROM renders WHERE number <= (SELECT MAX(number) FROM renders) - ?"_s);
    return statement.bind(keep).run();
}

Result<RenderPage> page(SqlConnection &connection, int limit, qint64 skip)
{
    RenderPage page;
    {
        Statement count(connection, u"SELECT COUNT(*) FROM renders"_s);
        if (auto ran = count.run(); !ran)
            return failure(ran.error());
        page.total = count.next() ? count.value(0).toLongLong() : 0;
    }
    Statement select(
        connection,
        u"SELECT id, created_at, report FROM renders ORDER BY number DESC LIMIT ? OFFSET ?"_s);
    if (auto ran = select.bind(limit).bind(skip).run(); !ran)
        return failure(ran.error());
    while (select.next())
        page.renders.append(readRow(select));
    return page;
}

Result<std::optional<RenderRow>> find(SqlConnection &connection, const QString &id)
{
    Statement statement(connection, u"SELECT id, created_at, report FROM renders WHERE id = ?"_s);
    if (auto ran = statement.bind(id).run(); !ran)
        return failure(ran.error());
    return statement.next() ? std::optional(readRow(statement)) : std::nullopt;
}

} // namespace r2cache::indexrenders
