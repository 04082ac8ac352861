// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

#include <sys/types.h>

namespace r2cache {

/// An open file descriptor, closed when the last owner goes.
///
/// Reading and writing are positioned (pread, pwrite), so one OpenFile may be shared by threads.
class OpenFile
{
public:
    /// Opens @p path with @p flags of open(2) (O_CLOEXEC is added) and, when it creates, @p mode.
    /// @return the file, or NotFound (ENOENT), DiskFull (ENOSPC, EDQUOT) or Io naming the path.
    [[nodiscard]] static Result<OpenFile> open(const QString &path, int flags, mode_t mode = 0600);

    OpenFile() = default;
    explicit OpenFile(int descriptor)
        : m_descriptor(descriptor)
    { }
    OpenFile(OpenFile &&other) noexcept;
    OpenFile &operator=(OpenFile &&other) noexcept;
    OpenFile(const OpenFile &) = delete;
    OpenFile &operator=(const OpenFile &) = delete;
    ~OpenFile();

    [[nodiscard]] bool isOpen() const { return m_descriptor >= 0; }
    [[nodiscard]] int descriptor() const { return m_descriptor; } ///< -1 when not open.

    /// @return size in bytes by fstat(2), or Io.
    [[nodiscard]] Result<qint64> size() const;
    /// Reads up to @p length bytes at @p offset; fewer only at the end of the file.
    [[nodiscard]] Result<QByteArray> readAt(qint64 offset, qint64 length) const;
    /// Writes all of @p bytes at @p offset, or DiskFull or Io.
    [[nodiscard]] Result<> writeAt(qint64 offset, QByteArrayView bytes) const;
    /// fdatasync(2): returns when the bytes and the size are on the disk.
    [[nodiscard]] Result<> sync() const;

private:
    int m_descriptor = -1;
};

/// The Error of a failed system call: DiskFull for ENOSPC and EDQUOT, NotFound for ENOENT, else Io.
/// @p what reads "write to /path"; the message adds the system's own text for @p errorNumber.
[[nodiscard]] Error systemError(const QString &what, int errorNumber);

/// fsync(2) of a directory, so that renames and unlinks in it survive a power cut.
[[nodiscard]] Result<> syncDirectory(const QString &path);

} // namespace r2cache
