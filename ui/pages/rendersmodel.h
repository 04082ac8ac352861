// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>

namespace r2cache {

/// Reports of renders, newest first, by pages: fetchMore() asks for the next one by moreWanted().
class RendersModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Finished,
        Composition,
        Result,
        Duration,
        CachedUrls,
        Hits,
        FromCache,
        FromOrigin,
        Fallbacks,
        ColumnCount,
    };

    enum Role
    {
        IdRole = Qt::UserRole,
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// Takes the newest reports; what was fetched beyond them stays, if it still follows.
    void setNewest(const QJsonArray &reports, qint64 total);
    void append(const QJsonArray &reports, qint64 total);

    [[nodiscard]] qint64 total() const { return m_total; }
    [[nodiscard]] int rowOf(const QString &id) const; ///< -1: not here.

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant
    headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void moreWanted(qint64 skip);

private:
    [[nodiscard]] static QString textOf(const QJsonObject &report, int column);

    QList<QJsonObject> m_reports;
    qint64 m_total = 0;
    bool m_isMoreWanted = false;
};

/// The name of a render: its composition, or "render" where it has none.
[[nodiscard]] QString renderName(const QJsonObject &report);

} // namespace r2cache
