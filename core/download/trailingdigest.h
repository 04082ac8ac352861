// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/openfile.h"

#include <QFuture>
#include <QThreadPool>

#include <memory>

namespace r2cache {

/// Hashes of a whole object.
struct ObjectHashes
{
    QByteArray sha256; ///< Lower-case hex.
    QByteArray md5; ///< Lower-case hex; empty where the ETag is no MD5.
    bool matchesParts = false; ///< The ETag is that of a multipart upload of these bytes.
};

/// Hashes a file on the pool while it grows, behind the edge up to which it is whole, so that the
/// thread that writes it need not. The bytes are read back from the page cache.
///
/// One job at a time; it gives its thread to others now and then. Destroyed, it leaves the job to
/// end by itself soon. Lives on one thread; the pool must outlive it.
class TrailingDigest
{
public:
    /// @param etag    as sent: decides what beside SHA-256 is worth computing.
    /// @param length  bytes; -1 while unknown.
    TrailingDigest(
        QThreadPool &pool, std::shared_ptr<const OpenFile> file, const QByteArray &etag,
        qint64 length);
    ~TrailingDigest();
    TrailingDigest(const TrailingDigest &) = delete;
    TrailingDigest &operator=(const TrailingDigest &) = delete;

    /// The bytes before @p edge are in the file.
    void reach(qint64 edge);
    /// Once, after reach() of the end. @return the hashes of all bytes reached, or Io.
    [[nodiscard]] QFuture<Result<ObjectHashes>> finish();

private:
    struct Work;
    static void start(const std::shared_ptr<Work> &work);
    static void run(const std::shared_ptr<Work> &work);

    std::shared_ptr<Work> m_work;
};

} // namespace r2cache
