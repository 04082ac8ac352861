// SPDX-License-Identifier: GPL-3.0-or-later
// What cleaning asks of the file store.
#include "core/base/compat.h"
#include "core/cache/filestore.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMultiMap>

#include <sys/stat.h>
#include <unistd.h>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// When the file's inode last changed: a rename sets it, unlike the time of its bytes.
QDateTime changedAt(const QString &path)
{
    struct stat status
    { };
    if (::stat(QFile::encodeName(path).constData(), &status) != 0)
        return {};
    return QDateTime::fromMSecsSinceEpoch(
        status.st_ctim.tv_sec * 1000 + status.st_ctim.tv_nsec / 1'000'000, utcZone);
}

} // namespace

Result<qint64> FileStore::emptyQuarantine(const QDateTime &before, qint64 enough) const
{
    QMultiMap<QDateTime, QFileInfo> byAge;
    const QDir folder(m_directory + u"/quarantine"_s);
    for (const auto files = folder.entryInfoList(QDir::Files | QDir::Hidden);
         const auto &file : files) {
        if (parseStoreName(file.fileName()).kind == StoreName::Kind::Foreign)
            continue;
        const auto since = changedAt(file.filePath());
        if (!before.isValid() || (since.isValid() && since < before))
            byAge.insert(since, file);
    }
    qint64 freed = 0;
    QString stem; // of the video whose sidecar goes with it
    for (const auto &file : std::as_const(byAge)) {
        if (freed >= enough && file.completeBaseName() != stem)
            break;
        stem = file.completeBaseName();
        const qint64 size = file.size(); // asked of the disk, so while it is there
        if (::unlink(QFile::encodeName(file.filePath()).constData()) != 0 && errno != ENOENT)
            return failure(systemError(u"delete "_s + file.filePath(), errno));
        freed += size;
    }
    return freed;
}

qint64 FileStore::partialBytes(const QString &id) const
{
    struct stat status
    { };
    if (::stat(QFile::encodeName(partialPath(id)).constData(), &status) != 0)
        return 0;
    return qint64{status.st_blocks} * 512; // POSIX <sys/stat.h>: Linux counts in 512 bytes
}

QStringList FileStore::partials(const QDateTime &before) const
{
    QStringList ids;
    const QDir folder(m_directory + u"/partial"_s);
    for (const auto files = folder.entryInfoList(
             {u"*.part"_s}, QDir::Files | QDir::Hidden, QDir::Time | QDir::Reversed);
         const auto &file : files) {
        const auto name = parseStoreName(file.fileName());
        if (name.kind == StoreName::Kind::Partial
            && (!before.isValid() || file.lastModified() < before)) {
            ids.append(name.id);
        }
    }
    return ids;
}

} // namespace r2cache
