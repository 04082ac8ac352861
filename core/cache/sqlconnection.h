// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/callon.h"
#include "core/base/result.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QThread>
#include <QVariant>

#include <functional>
#include <memory>
#include <unordered_map>

namespace r2cache {

/// One open connection to the index. QtSql connections belong to the thread that opened them:
/// everything here is called on that thread.
class SqlConnection
{
public:
    enum class Mode
    {
        Writer,
        Reader, ///< `query_only`: a write is an error.
    };

    /// Opens @p path in WAL mode. @return Database with SQLite's own words; Error::detail is
    /// "damaged" when the file is no database.
    [[nodiscard]] static Result<std::unique_ptr<SqlConnection>>
    open(const QString &path, Mode mode);
    ~SqlConnection();

    /// One statement without results (DDL, PRAGMA).
    [[nodiscard]] Result<> execute(const QString &sql);

    /// Pages kept in memory, at most; SQLite's own choice is 2 MB.
    [[nodiscard]] Result<> setPageCache(qint64 bytes);

    /// Prepared once per text and kept.
    [[nodiscard]] Result<QSqlQuery *> prepared(const QString &sql);

    /// Runs @p work between BEGIN IMMEDIATE and COMMIT; rolled back when it returns an error.
    [[nodiscard]] Result<> inTransaction(const std::function<Result<>()> &work);

private:
    explicit SqlConnection(QString name);

    QString m_name;
    std::unordered_map<QString, std::unique_ptr<QSqlQuery>> m_prepared;
};

/// One run of a prepared statement: binds in order, runs, steps; finished in the destructor,
/// because a SELECT left half-read keeps the WAL from being truncated.
class Statement
{
public:
    Statement(SqlConnection &connection, const QString &sql);
    ~Statement();
    Statement(const Statement &) = delete;
    Statement &operator=(const Statement &) = delete;

    Statement &bind(const QVariant &value);
    [[nodiscard]] Result<> run();
    [[nodiscard]] bool next();
    [[nodiscard]] QVariant value(int column) const;
    [[nodiscard]] int rowsAffected() const;

private:
    Result<QSqlQuery *> m_query;
    int m_bound = 0;
};

/// A thread with one connection that work is sent to. Made, used and destroyed by one thread;
/// run() may be called from any.
class SqlThread
{
public:
    explicit SqlThread(const QString &name);
    ~SqlThread(); ///< Finishes what was sent, closes the connection on its thread.
    SqlThread(const SqlThread &) = delete;
    SqlThread &operator=(const SqlThread &) = delete;

    /// Blocks until the connection is open.
    [[nodiscard]] Result<> open(const QString &path, SqlConnection::Mode mode);

    /// Runs `work(SqlConnection &)` on the thread.
    template<typename Work>
    [[nodiscard]] auto run(Work work)
    {
        return callOn(&m_owner, [this, work = std::move(work)]() mutable {
            Q_ASSERT(m_connection);
            return work(*m_connection);
        });
    }

private:
    QThread m_thread;
    QObject m_owner;
    std::unique_ptr<SqlConnection> m_connection; // touched on m_thread only
};

} // namespace r2cache
