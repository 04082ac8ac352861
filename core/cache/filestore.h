// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/openfile.h"
#include "core/cache/entryrecord.h"
#include "core/cache/storename.h"

#include <limits>
#include <memory>

namespace r2cache {

/// The cache directory: its marker and lock, its files, the order in which they are written.
///
///     <directory>/.r2cache            marker; locked while an instance runs
///                 <id>.mp4, <id>.json whole videos and their sidecars
///                 partial/<id>.part   fills on their way, <id>.part.json what is there of them
///                 quarantine/         what could not be trusted
///
/// Blocks on the disk: call it on the pool (the constructor and cleaning at start excepted).
/// Thread-safe: it holds no state but the path and the lock.
class FileStore
{
public:
    /// Creates @p directory (0700) or takes over one that holds the marker, and locks it.
    /// @return AlreadyRunning when another instance holds it; Conflict when it is not empty and
    /// not ours; Io or DiskFull naming the directory.
    [[nodiscard]] static Result<std::unique_ptr<FileStore>> open(const QString &directory);

    [[nodiscard]] const QString &directory() const { return m_directory; }
    [[nodiscard]] QString pathOf(const QString &fileName) const;
    [[nodiscard]] QString partialPath(const QString &id) const;

    /// Makes the whole partial file of @p record an entry's file, in the order that survives a
    /// power cut: fsync the bytes, sidecar (temporary, fsync, rename), rename, fsync directory.
    /// On failure nothing of the entry is left but the partial file.
    [[nodiscard]] Result<> commit(const EntryRecord &record) const;

    /// Removes video and sidecar; missing ones are fine. Video first: a crash between leaves a
    /// sidecar alone, which reconciliation sweeps.
    [[nodiscard]] Result<> remove(const EntryRecord &record) const;
    /// Takes the partial file of @p id out of the way of a fill that begins now: quick, its bytes
    /// stay until removePartialAside(). One that is missing is fine.
    [[nodiscard]] Result<> setPartialAside(const QString &id) const;
    [[nodiscard]] Result<> removePartialAside(const QString &id) const;
    /// Removes the partial files that an earlier run left, but those that a fill can go on with:
    /// with a map that holds, written less than a week before @p nowUtc. Only before the first
    /// fill. @return how many were removed.
    [[nodiscard]] Result<int> removeStalePartials(const QDateTime &nowUtc) const;
    /// Removes one file of a kind that is not a video: a stray sidecar or temporary.
    [[nodiscard]] Result<> removeStray(const QString &fileName) const;

    [[nodiscard]] Result<EntryRecord> readSidecar(const QString &id, int version) const;
    [[nodiscard]] Result<> writeSidecar(const EntryRecord &record) const;

    /// Moves a video (and its sidecar, if any) into quarantine/.
    [[nodiscard]] Result<> quarantine(const QString &fileName) const;

    /// Size of a video on the disk, or NotFound.
    [[nodiscard]] Result<qint64> sizeOf(const QString &fileName) const;

    /// Every name in the directory that is of our own form, without order.
    [[nodiscard]] Result<QStringList> list() const;

    /// Bytes lying in quarantine/.
    [[nodiscard]] qint64 quarantinedBytes() const;
    /// Deletes what went into quarantine/ before @p before (invalid: at any time), the oldest
    /// first, until @p enough bytes are free. @return how many are.
    [[nodiscard]] Result<qint64> emptyQuarantine(
        const QDateTime &before, qint64 enough = std::numeric_limits<qint64>::max()) const;

    /// What the partial file of @p id takes on the disk, which has no bytes for its gaps; 0 if
    /// there is none.
    [[nodiscard]] qint64 partialBytes(const QString &id) const;
    /// Ids of partial files, last written longest ago first: all, or those written before @p
    /// before.
    [[nodiscard]] QStringList partials(const QDateTime &before = {}) const;

private:
    FileStore(QString directory, OpenFile lock);

    QString m_directory;
    OpenFile m_lock;
};

} // namespace r2cache
