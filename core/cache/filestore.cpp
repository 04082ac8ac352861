// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/filestore.h"

#include "core/cache/partialmap.h"
#include "core/cache/storewalk.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QLoggingCategory>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcStore, "cache.store", QtInfoMsg)

constexpr qint64 maxPartialDays = 7;
const QString markerName = u".r2cache"_s;
const QString asideSuffix = u".tmp"_s; ///< Of a partial file that is being removed.

Result<> makeDirectory(const QString &path)
{
    if (::mkdir(QFile::encodeName(path).constData(), 0700) == 0 || errno == EEXIST)
        return {};
    return failure(systemError(u"create the directory "_s + path, errno));
}

Result<> rename(const QString &from, const QString &to)
{
    if (::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) != 0)
        return failure(systemError(u"rename "_s + from, errno));
    return {};
}

/// Missing is fine: removing twice is removing.
Result<> unlink(const QString &path)
{
    if (::unlink(QFile::encodeName(path).constData()) != 0 && errno != ENOENT)
        return failure(systemError(u"delete "_s + path, errno));
    return {};
}

} // namespace

FileStore::FileStore(QString directory, OpenFile lock)
    : m_directory(std::move(directory))
    , m_lock(std::move(lock))
{ }

Result<std::unique_ptr<FileStore>> FileStore::open(const QString &directory)
{
    const QString path = QDir::cleanPath(QDir().absoluteFilePath(directory));
    const QString parent = QFileInfo(path).absolutePath();
    const auto wayOut
        = u" CACHE_DIRECTORY=%1 must lie in a directory that this user may write to."_s.arg(path);
    if (!QDir().mkpath(parent)) {
        return failure(ErrorCode::Io, u"Could not create the directory %1."_s.arg(parent) + wayOut);
    }
    if (auto made = makeDirectory(path); !made)
        return failure(made.error().code, made.error().message + wayOut);

    const QString marker = path + u'/' + markerName;
    const QDir existing(path);
    if (!QFile::exists(marker)
        && !existing.isEmpty(
            QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot)) {
        return failure(
            ErrorCode::Conflict,
            u"The directory %1 is not empty and was not made by r2cache. Set CACHE_DIRECTORY to "
            "an empty or new directory."_s.arg(path));
    }
    auto lock = OpenFile::open(marker, O_RDWR | O_CREAT);
    if (!lock) {
        return failure(
            lock.error().code,
            lock.error().message
                + u" CACHE_DIRECTORY=%1 must be writable by this user."_s.arg(path));
    }
    if (::flock(lock->descriptor(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK)
            return failure(systemError(u"lock "_s + marker, errno));
        return failure(
            ErrorCode::AlreadyRunning,
            u"Another r2cache already runs on %1. Stop it, or set CACHE_DIRECTORY to another "
            "directory. One that a render has started ends by itself, a minute after it was last "
            "needed."_s.arg(path));
    }
    // An empty file would do; the text is for people who wonder.
    if (auto written = lock->writeAt(0, "This directory belongs to r2cache.\n"); !written)
        return failure(written.error());
    ::chmod(QFile::encodeName(path).constData(), 0700);
    if (::access(QFile::encodeName(path).constData(), W_OK | X_OK) != 0)
        return failure(systemError(u"write to CACHE_DIRECTORY="_s + path, errno));
    for (const auto &folder : {u"/partial"_s, u"/quarantine"_s}) {
        if (auto made = makeDirectory(path + folder); !made)
            return failure(made.error());
    }
    return std::unique_ptr<FileStore>(new FileStore(path, std::move(*lock)));
}

QString FileStore::pathOf(const QString &fileName) const
{
    return m_directory + u'/' + fileName;
}

QString FileStore::partialPath(const QString &id) const
{
    return m_directory + u"/partial/"_s + id + u".part"_s;
}

Result<> FileStore::commit(const EntryRecord &record) const
{
    const QString partial = partialPath(record.id);
    {
        const auto file = OpenFile::open(partial, O_RDWR);
        if (!file)
            return failure(file.error());
        const auto size = file->size();
        if (!size)
            return failure(size.error());
        if (*size != record.sizeBytes) {
            return failure(
                ErrorCode::LengthMismatch,
                u"The partial file holds %1 bytes instead of %2."_s.arg(*size).arg(
                    record.sizeBytes));
        }
        if (auto synced = file->sync(); !synced)
            return synced;
    }
    if (auto written = writeSidecar(record); !written)
        return written;
    if (auto renamed = rename(partial, pathOf(record.fileName())); !renamed) {
        if (const auto removed = unlink(pathOf(storeStem(record.id, record.version) + u".json"_s));
            !removed) {
            qCWarning(lcStore) << removed.error().message;
        }
        return renamed;
    }
    removePartialMap(partial);
    if (auto synced = syncDirectory(m_directory); !synced)
        return synced;
    return syncDirectory(m_directory + u"/partial"_s);
}

Result<> FileStore::remove(const EntryRecord &record) const
{
    if (auto gone = unlink(pathOf(record.fileName())); !gone)
        return gone;
    return unlink(pathOf(storeStem(record.id, record.version) + u".json"_s));
}

Result<> FileStore::setPartialAside(const QString &id) const
{
    // The map first: a file without one is swept at the next start, and so is what lies aside.
    const QString partial = partialPath(id);
    removePartialMap(partial);
    const auto moved = rename(partial, partial + asideSuffix);
    return moved || moved.error().code == ErrorCode::NotFound ? Result<>() : moved;
}

Result<> FileStore::removePartialAside(const QString &id) const
{
    return unlink(partialPath(id) + asideSuffix);
}

Result<int> FileStore::removeStalePartials(const QDateTime &nowUtc) const
{
    int removed = 0;
    const QDir folder(m_directory + u"/partial"_s);
    for (const auto names = folder.entryList(QDir::Files | QDir::Hidden);
         const auto &name : names) {
        const auto parsed = parseStoreName(name);
        if (parsed.kind != StoreName::Kind::Partial)
            continue;
        const QString partial = partialPath(parsed.id);
        const auto written = QFileInfo(partialMapPath(partial)).lastModified();
        const bool isFresh = written.isValid() && written.daysTo(nowUtc) < maxPartialDays;
        const bool isTemporary = name.endsWith(u".tmp");
        if (!isTemporary && isFresh && readPartialMap(partial))
            continue;
        if (auto gone = unlink(folder.filePath(name)); !gone)
            return failure(gone.error());
        if (name.endsWith(u".part"))
            ++removed;
    }
    return removed;
}

Result<> FileStore::removeStray(const QString &fileName) const
{
    const auto kind = parseStoreName(fileName).kind;
    if (kind != StoreName::Kind::Sidecar && kind != StoreName::Kind::Temporary)
        return failure(ErrorCode::Internal, u"Not a stray of ours: "_s + fileName);
    return unlink(pathOf(fileName));
}

Result<EntryRecord> FileStore::readSidecar(const QString &id, int version) const
{
    const auto file = OpenFile::open(pathOf(storeStem(id, version) + u".json"_s), O_RDONLY);
    if (!file)
        return failure(file.error());
    constexpr qint64 limit = 1024LL * 1024;
    const auto text = file->readAt(0, limit);
    if (!text)
        return failure(text.error());
    auto record = fromSidecar(*text);
    if (record && (record->id != id || record->version != version))
        return failure(ErrorCode::Io, u"The sidecar belongs to another file."_s);
    return record;
}

Result<> FileStore::writeSidecar(const EntryRecord &record) const
{
    const QString path = pathOf(storeStem(record.id, record.version) + u".json"_s);
    const QString temporary = path + u".tmp"_s;
    const auto write = [&]() -> Result<> {
        const auto file = OpenFile::open(temporary, O_WRONLY | O_CREAT | O_TRUNC);
        if (!file)
            return failure(file.error());
        if (auto written = file->writeAt(0, toSidecar(record)); !written)
            return written;
        if (auto synced = file->sync(); !synced)
            return synced;
        return rename(temporary, path);
    };
    auto done = write();
    if (!done) {
        if (const auto removed = unlink(temporary); !removed)
            qCWarning(lcStore) << removed.error().message;
    }
    return done;
}

Result<> FileStore::quarantine(const QString &fileName) const
{
    const auto name = parseStoreName(fileName);
    if (name.kind != StoreName::Kind::Video)
        return failure(ErrorCode::Internal, u"Not a video of ours: "_s + fileName);
    const QString sidecar = storeStem(name.id, name.version) + u".json"_s;
    auto moved = rename(pathOf(fileName), m_directory + u"/quarantine/"_s + fileName);
    if (!moved && moved.error().code != ErrorCode::NotFound)
        return moved;
    auto also = rename(pathOf(sidecar), m_directory + u"/quarantine/"_s + sidecar);
    if (!also && also.error().code != ErrorCode::NotFound)
        return also;
    return syncDirectory(m_directory);
}

Result<qint64> FileStore::sizeOf(const QString &fileName) const
{
    struct stat status
    { };
    if (::stat(QFile::encodeName(pathOf(fileName)).constData(), &status) != 0)
        return failure(systemError(u"find "_s + pathOf(fileName), errno));
    return status.st_size;
}

Result<QStringList> FileStore::list() const
{
    auto walk = StoreWalk::begin(*this);
    if (!walk)
        return failure(walk.error());
    return walk->next(std::numeric_limits<int>::max());
}

qint64 FileStore::quarantinedBytes() const
{
    qint64 sum = 0;
    QDirIterator iterator(m_directory + u"/quarantine"_s, QDir::Files | QDir::Hidden);
    while (iterator.hasNext()) {
        iterator.next();
        sum += iterator.fileInfo().size();
    }
    return sum;
}

} // namespace r2cache
