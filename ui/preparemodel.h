// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/downloadinfo.h"

#include <QAbstractTableModel>
#include <QJsonObject>

namespace r2cache {

/// A video that a config names, and what becomes of it.
struct PreparedUrl
{
    enum class Stage
    {
        Planned, ///< Nothing has begun.
        Fetching, ///< On its way or queued: download says how far.
        Local, ///< In the cache: its URL is local.
        Kept, ///< Its URL stays as it was: error says why, or leftOut.
    };

    QString url; ///< Without signature.
    QString configPath; ///< Of the first occurrence.
    int occurrences = 1;
    QString quality; ///< low, medium, high, uhd, unknown: estimated.
    QString estimatedSize; ///< small, medium, large, unknown.
    qint64 sizeBytes = -1; ///< True; -1: not known.
    bool wasCached = false; ///< Before anything began.
    QString problem; ///< One sentence; empty: none.
    QString leftOut; ///< Why the options leave it out; empty: they do not.
    Stage stage = Stage::Planned;
    DownloadInfo download; ///< While Fetching; error and errorCode while Kept.

    /// Bytes of it that are here.
    [[nodiscard]] qint64 bytesHere() const;

    friend bool operator==(const PreparedUrl &, const PreparedUrl &) = default;
};

/// Of an analysis' `urls`.
[[nodiscard]] PreparedUrl preparedUrlFromJson(const QJsonObject &json);

/// The state of @p url in words: "cached", "keeps its URL: not at the origin (404)".
[[nodiscard]] QString stateText(const PreparedUrl &url);

/// The videos of a config as a table, in the order of the config.
class PrepareModel : public QAbstractTableModel
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

    using QAbstractTableModel::QAbstractTableModel;

    /// In place, as long as they are the same URLs.
    void set(const QList<PreparedUrl> &urls);
    [[nodiscard]] const QList<PreparedUrl> &urls() const { return m_urls; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant
    headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<PreparedUrl> m_urls;
};

} // namespace r2cache
