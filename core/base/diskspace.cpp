// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/diskspace.h"

#include "core/base/openfile.h"

#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace r2cache {

using namespace Qt::StringLiterals;

Result<DiskUsage> SystemDiskSpace::usage(const QString &path) const
{
    struct statvfs status
    { };
    if (::statvfs(QFile::encodeName(path).constData(), &status) != 0)
        return failure(systemError(u"measure the free space of "_s + path, errno));
    const auto block = static_cast<qint64>(status.f_frsize);
    return DiskUsage{
        block * static_cast<qint64>(status.f_blocks), block * static_cast<qint64>(status.f_bavail),
        block * static_cast<qint64>(status.f_blocks - status.f_bfree)};
}

Result<> SystemDiskSpace::writable(const QString &path) const
{
    if (::faccessat(AT_FDCWD, QFile::encodeName(path).constData(), W_OK | X_OK, AT_EACCESS) != 0)
        return failure(systemError(u"write in "_s + path, errno));
    return {};
}

} // namespace r2cache
