// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/columnsmodel.h"

#include <QDateTime>
#include <QJsonArray>
#include <QSortFilterProxyModel>
#include <QStringList>

#include <deque>

namespace r2cache {

/// The newest lines of the service's log, oldest first; the oldest give way beyond maxLines.
class LogModel : public ColumnsModel
{
    Q_OBJECT

public:
    enum Column
    {
        Time,
        Level,
        Category,
        Message,
        ColumnCount,
    };

    enum Role
    {
        RankRole = Qt::UserRole, ///< int: 0 debug, 1 info, 2 warning, 3 error and worse.
        LineRole, ///< The whole line as it would stand in a file.
    };

    static constexpr int maxLines = 5000;

    explicit LogModel(QObject *parent = nullptr);

    /// Takes what GET /api/cache/logs answered: @p lines follow those that are here. Lines that are
    /// here already are left out; if the service has begun to count anew, the old ones go.
    void take(const QJsonArray &lines);
    void clear();

    /// The number of the newest line, what to ask for next; -1: none.
    [[nodiscard]] qint64 last() const { return m_lines.empty() ? -1 : m_lines.back().number; }
    /// Of the lines here, without repetition, sorted.
    [[nodiscard]] QStringList categories() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

    /// 0 debug, 1 info, 2 warning, 3 error and any word that is not known.
    [[nodiscard]] static int rankOf(const QString &level);

private:
    struct Line
    {
        qint64 number = 0;
        QDateTime time; // UTC
        QString level;
        QString category;
        QString message;
    };

    void append(QList<Line> lines);

    std::deque<Line> m_lines;
};

/// What of the log is shown.
class LogFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setLowestRank(int rank);
    /// This category and those below it ("cache.download" has "cache.download.fetch"); empty: all.
    void setCategory(const QString &category);
    /// Part of the message or of the category, in any case.
    void setText(const QString &text);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    int m_lowestRank = 0;
    QString m_category;
    QString m_text;
};

} // namespace r2cache
