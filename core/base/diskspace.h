// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

namespace r2cache {

/// How full a file system is, in bytes.
struct DiskUsage
{
    qint64 total = 0;
    qint64 available = 0; ///< What this user may still write.
    qint64 used = 0; ///< By files; less than the rest where blocks are reserved for root.

    /// As df says it: used, of what users may use.
    [[nodiscard]] double usedPercent() const
    {
        const auto usable = static_cast<double>(used + available);
        return usable > 0 ? 100 * static_cast<double>(used) / usable : 0;
    }
};

/// Measures file systems; a dependency so that tests can fill a disk. Any thread.
class DiskSpace
{
public:
    virtual ~DiskSpace() = default;

    /// Usage of the file system that holds @p path, or Io.
    [[nodiscard]] virtual Result<DiskUsage> usage(const QString &path) const = 0;

    /// Whether files can be made in the directory @p path: Io with what stands in the way (rights,
    /// a disk that is mounted read-only).
    [[nodiscard]] virtual Result<> writable(const QString &path) const = 0;
};

class SystemDiskSpace final : public DiskSpace
{
public:
    [[nodiscard]] Result<DiskUsage> usage(const QString &path) const override;
    [[nodiscard]] Result<> writable(const QString &path) const override;
};

} // namespace r2cache
