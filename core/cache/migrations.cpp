// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/migrations.h"

#include <QDir>
#include <QFile>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Result<int> currentSchema(SqlConnection &connection)
{
    const auto created = connection.execute(
        u"CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)"_s);
    if (!created)
        return failure(created.error());
    Statement query(connection, u"SELECT MAX(version) FROM schema_version"_s);
    if (auto ran = query.run(); !ran)
        return failure(ran.error());
    return query.next() ? query.value(0).toInt() : 0;
}

Result<QString> textOfStep(int number)
{
    const QDir folder(u":/sql/sqlite"_s);
    const auto names = folder.entryList({u"%1_*.sql"_s.arg(number, 3, 10, QChar(u'0'))});
    if (names.size() != 1)
        return failure(ErrorCode::Internal, u"Schema step %1 is missing."_s.arg(number));
    QFile file(folder.filePath(names.first()));
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::Internal, u"Schema step %1 cannot be read."_s.arg(number));
    return QString::fromUtf8(file.readAll());
}

} // namespace

QStringList splitStatements(const QString &text)
{
    QStringList statements;
    QString current;
    for (const auto lines = text.split(u'\n'); const auto &line : lines) {
        if (line.trimmed() == u"----") {
            statements.append(current.trimmed());
            current.clear();
        } else if (!line.trimmed().startsWith(u"--")) {
            current += line + u'\n';
        }
    }
    statements.append(current.trimmed());
    statements.removeAll(QString());
    return statements;
}

Result<> migrate(SqlConnection &connection, int target)
{
    const auto current = currentSchema(connection);
    if (!current)
        return failure(current.error());
    if (*current > target) {
        return failure(
            ErrorCode::SchemaTooNew,
            u"The index was written by a newer r2cache (schema %1, this one knows %2). Update "
            "r2cache, or set CACHE_DIRECTORY to another folder."_s.arg(*current)
                .arg(target));
    }
    for (int step = *current + 1; step <= target; ++step) {
        const auto text = textOfStep(step);
        if (!text)
            return failure(text.error());
        auto done = connection.inTransaction([&]() -> Result<> {
            for (const auto statements = splitStatements(*text); const auto &sql : statements) {
                if (auto ran = connection.execute(sql); !ran)
                    return ran;
            }
            Statement insert(connection, u"INSERT INTO schema_version (version) VALUES (?)"_s);
            return insert.bind(step).run();
        });
        if (!done)
            return done;
    }
    return {};
}

} // namespace r2cache
