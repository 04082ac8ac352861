// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"
#include "core/base/openfile.h"

#include <memory>

namespace r2cache {

/// The bytes of one object as far as they are here, from the first on: in a file, and in running
/// digests. Readers may hold the file of a version that was given up: no other bytes ever come into
/// it. Origin thread.
class PartialObject
{
public:
    /// Enough for containerCheck to know every container by.
    static constexpr qsizetype headBytes = 4096;

    /// Creates @p path anew (0600). @return DiskFull, NotFound (its directory) or Io.
    [[nodiscard]] static Result<PartialObject> create(const QString &path);

    /// Appends, or DiskFull or Io.
    [[nodiscard]] Result<> append(QByteArrayView bytes);
    /// Forgets all bytes and goes on in a new file at the same path. @return Io, DiskFull.
    [[nodiscard]] Result<> restart();

    /// Stays valid, with this version's bytes, after restart() and when the path is renamed.
    [[nodiscard]] std::shared_ptr<const OpenFile> file() const { return m_file; }
    [[nodiscard]] qint64 size() const { return m_size; }
    /// The first bytes, at most headBytes.
    [[nodiscard]] QByteArrayView head() const { return m_head; }

    /// Hashes of all bytes, lower-case hex. Once, after the last byte.
    [[nodiscard]] QByteArray takeSha256() { return m_sha256.takeHex(); }
    [[nodiscard]] QByteArray takeMd5() { return m_md5.takeHex(); }

private:
    PartialObject(QString path, OpenFile file)
        : m_path(std::move(path))
        , m_file(std::make_shared<const OpenFile>(std::move(file)))
    { }

    QString m_path;
    std::shared_ptr<const OpenFile> m_file;
    qint64 m_size = 0;
    QByteArray m_head;
    Digest m_sha256{Digest::Algorithm::Sha256};
    Digest m_md5{Digest::Algorithm::Md5};
};

} // namespace r2cache
