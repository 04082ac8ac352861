// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/preparedurl.h"
#include "ui/rowsmodel.h"

namespace r2cache {

/// The state of @p url in words: "cached", "keeps its URL: not at the origin (404)".
[[nodiscard]] QString stateText(const PreparedUrl &url);

/// The videos of a config as a table, in the order of the config.
class PrepareModel : public RowsModel<PreparedUrl>
{
    Q_OBJECT

public:
    enum Column
    {
        Where,
        Video,
        Origin,
        Size,
        Quality,
        UrlState,
        Left,
        ColumnCount,
    };
    enum Role
    {
        SortRole = Qt::UserRole, ///< The raw value, to sort by.
    };

    explicit PrepareModel(QObject *parent = nullptr);

    /// In place, as long as they are the same URLs.
    void set(const QList<PreparedUrl> &urls);
    [[nodiscard]] const QList<PreparedUrl> &urls() const { return rows(); }

protected:
    [[nodiscard]] QVariant valueOf(const PreparedUrl &url, int column, int role) const override;
};

} // namespace r2cache
