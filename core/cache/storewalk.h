// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/filestore.h"

#include <QDirIterator>

namespace r2cache {

/// A walk through the names of a cache directory that holds a few of them at a time. What comes or
/// goes meanwhile may be met or not; all else is met once.
///
/// Blocks on the disk: call it on the pool, never twice at once. Holds a directory open.
class StoreWalk
{
public:
    /// @return Io if the directory of @p store cannot be read.
    [[nodiscard]] static Result<StoreWalk> begin(const FileStore &store);

    /// Up to @p limit further names of our own form; none at the end.
    [[nodiscard]] QStringList next(int limit);

private:
    explicit StoreWalk(const QString &directory);

    std::unique_ptr<QDirIterator> m_files;
};

} // namespace r2cache
