// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/rowsmodel.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>

namespace r2cache {

/// Reports of renders, newest first, by pages: fetchMore() asks for the next one by moreWanted().
class RendersModel : public RowsModel<QJsonObject>
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

    explicit RendersModel(QObject *parent = nullptr);

    /// Takes the newest reports; what was fetched beyond them stays, if it still follows.
    void setNewest(const QJsonArray &reports, qint64 total);
    void append(const QJsonArray &reports, qint64 total);

    [[nodiscard]] qint64 total() const { return m_total; }
    [[nodiscard]] int rowOf(const QString &id) const; ///< -1: not here.

    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void moreWanted(qint64 skip);

protected:
    [[nodiscard]] QVariant valueOf(const QJsonObject &report, int column, int role) const override;

private:
    [[nodiscard]] static QString textOf(const QJsonObject &report, int column);

    qint64 m_total = 0;
    bool m_isMoreWanted = false;
};

/// The name of a render: its composition, or "render" where it has none.
[[nodiscard]] QString renderName(const QJsonObject &report);

} // namespace r2cache
