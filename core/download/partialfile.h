// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/openfile.h"
#include "core/http/rangeset.h"

#include <memory>

namespace r2cache {

/// The file that one version of an object is written into, in whatever order its bytes come.
///
/// A byte is written once: what is there already stays as it is. Readers may hold the file of a
/// version that was given up: no other bytes ever come into it. Origin thread.
class PartialFile
{
public:
    /// Enough for containerCheck to know every container by.
    static constexpr qsizetype headBytes = 4096;

    /// Creates @p path anew (0600). @return DiskFull, NotFound (its directory) or Io.
    [[nodiscard]] static Result<PartialFile> create(const QString &path);

    /// Goes on in @p path, where @p present is. @return NotFound or Io.
    [[nodiscard]] static Result<PartialFile> reopen(const QString &path, const RangeSet &present);

    /// Writes those of @p bytes that are missing. @return the ranges that were, or DiskFull or Io.
    [[nodiscard]] Result<std::vector<ByteRange>> write(qint64 offset, QByteArrayView bytes);
    /// Forgets all bytes and goes on in a new file at the same path. @return Io, DiskFull.
    [[nodiscard]] Result<> restart();

    [[nodiscard]] const QString &path() const { return m_path; }
    /// Stays valid, with this version's bytes, after restart() and when the path is renamed.
    [[nodiscard]] std::shared_ptr<const OpenFile> file() const { return m_file; }
    [[nodiscard]] const RangeSet &present() const { return m_present; }
    [[nodiscard]] qint64 byteCount() const { return m_byteCount; } ///< Bytes present.
    /// How far the bytes are here from the first one on.
    [[nodiscard]] qint64 edge() const { return m_present.contiguousEnd(0); }
    /// The first bytes, at most headBytes, as far as they are here. @return Io.
    [[nodiscard]] Result<QByteArray> head() const;

private:
    PartialFile(QString path, OpenFile file)
        : m_path(std::move(path))
        , m_file(std::make_shared<const OpenFile>(std::move(file)))
    { }

    QString m_path;
    std::shared_ptr<const OpenFile> m_file;
    RangeSet m_present;
    qint64 m_byteCount = 0;
};

} // namespace r2cache
