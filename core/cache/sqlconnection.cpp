// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/sqlconnection.h"

#include <QSqlError>

#include <atomic>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Error sqlError(const QSqlError &error, const QString &what)
{
    // SQLITE_CORRUPT (11) and SQLITE_NOTADB (26): the file itself is bad, trying again is no help.
    const auto native = error.nativeErrorCode();
    const bool damaged = native == u"11" || native == u"26";
    // SQLITE_FULL (13)
    const auto code = native == u"13" ? ErrorCode::DiskFull : ErrorCode::Database;
    return {
        code, u"The index failed to "_s + what + u": "_s + error.databaseText(),
        damaged ? u"damaged"_s : native};
}

} // namespace

SqlConnection::SqlConnection(QString name)
    : m_name(std::move(name))
{ }

SqlConnection::~SqlConnection()
{
    m_prepared.clear();
    QSqlDatabase::database(m_name, false).close();
    QSqlDatabase::removeDatabase(m_name);
}

Result<std::unique_ptr<SqlConnection>> SqlConnection::open(const QString &path, Mode mode)
{
    static std::atomic<int> counter = 0;
    std::unique_ptr<SqlConnection> connection(
        new SqlConnection(u"r2cache-%1"_s.arg(counter.fetch_add(1))));
    {
        auto database = QSqlDatabase::addDatabase(u"QSQLITE"_s, connection->m_name);
        database.setDatabaseName(path);
        database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=5000"_s);
        if (!database.open())
            return failure(sqlError(database.lastError(), u"open "_s + path));
    }
    // Incremental vacuum has to be chosen before the first table; a VACUUM of a million rows
    // would stall writers for over a second.
    QStringList pragmas{
        u"PRAGMA auto_vacuum = INCREMENTAL"_s, u"PRAGMA journal_mode = WAL"_s,
        u"PRAGMA synchronous = NORMAL"_s, u"PRAGMA temp_store = MEMORY"_s};
    // Removing thousands of entries touches tens of thousands of pages: written back to the
    // database each thousand, most of them would be written several times. 32 MB of log at most.
    pragmas.append(u"PRAGMA wal_autocheckpoint = 8000"_s);
    if (mode == Mode::Reader)
        pragmas = {u"PRAGMA query_only = ON"_s};
    for (const auto &pragma : std::as_const(pragmas)) {
        if (auto done = connection->execute(pragma); !done)
            return failure(done.error());
    }
    return connection;
}

Result<> SqlConnection::execute(const QString &sql)
{
    QSqlQuery query(QSqlDatabase::database(m_name));
    if (!query.exec(sql))
        return failure(sqlError(query.lastError(), u"run: "_s + sql.simplified().left(80)));
    return {};
}

Result<> SqlConnection::setPageCache(qint64 bytes)
{
    return execute(u"PRAGMA cache_size = -%1"_s.arg(bytes / 1024));
}

Result<QSqlQuery *> SqlConnection::prepared(const QString &sql)
{
    if (const auto found = m_prepared.find(sql); found != m_prepared.end())
        return found->second.get();
    auto query = std::make_unique<QSqlQuery>(QSqlDatabase::database(m_name));
    query->setForwardOnly(true);
    if (!query->prepare(sql))
        return failure(sqlError(query->lastError(), u"prepare: "_s + sql.simplified().left(80)));
    return m_prepared.emplace(sql, std::move(query)).first->second.get();
}

Result<> SqlConnection::inTransaction(const std::function<Result<>()> &work)
{
    // QSqlDatabase::transaction() is a deferred BEGIN, which may fail halfway with SQLITE_BUSY.
    if (auto begun = execute(u"BEGIN IMMEDIATE"_s); !begun)
        return begun;
    auto done = work();
    if (done)
        done = execute(u"COMMIT"_s);
    if (!done) {
        if (const auto undone = execute(u"ROLLBACK"_s); !undone)
            done.error().detail += u"; "_s + undone.error().message;
    }
    return done;
}

Statement::Statement(SqlConnection &connection, const QString &sql)
    : m_query(connection.prepared(sql))
{ }

Statement::~Statement()
{
    if (m_query)
        (*m_query)->finish();
}

Statement &Statement::bind(const QVariant &value)
{
    if (m_query)
        (*m_query)->bindValue(m_bound++, value);
    return *this;
}

Result<> Statement::run()
{
    if (!m_query)
        return failure(m_query.error());
    m_bound = 0;
    if (!(*m_query)->exec()) {
        return failure(sqlError(
            (*m_query)->lastError(), u"run: "_s + (*m_query)->lastQuery().simplified().left(80)));
    }
    return {};
}

bool Statement::next()
{
    return m_query && (*m_query)->next();
}

QVariant Statement::value(int column) const
{
    return (*m_query)->value(column);
}

int Statement::rowsAffected() const
{
    return m_query ? (*m_query)->numRowsAffected() : 0;
}

SqlThread::SqlThread(const QString &name)
{
    m_thread.setObjectName(name);
    m_owner.moveToThread(&m_thread);
    m_thread.start();
}

SqlThread::~SqlThread()
{
    callOn(&m_owner, [this] { m_connection.reset(); }).waitForFinished();
    m_thread.quit();
    m_thread.wait();
}

Result<> SqlThread::open(const QString &path, SqlConnection::Mode mode)
{
    auto opened = callOn(&m_owner, [this, path, mode]() -> Result<> {
        auto connection = SqlConnection::open(path, mode);
        if (!connection)
            return failure(connection.error());
        m_connection = std::move(*connection);
        return {};
    });
    opened.waitForFinished();
    return opened.takeResult();
}

} // namespace r2cache
