// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/download/fillcontent.h"
#include "core/server/response.h"

#include <atomic>

namespace r2cache {

/// Bytes that all spools together may take of the disk. Shared by threads: spools end where their
/// last reader does.
class SpoolBudget
{
public:
    explicit SpoolBudget(qint64 maxBytes)
        : m_left(maxBytes)
    { }

    [[nodiscard]] bool take(qint64 bytes); ///< All or nothing.
    void give(qint64 bytes) { m_left.fetch_add(bytes); }
    [[nodiscard]] qint64 left() const { return m_left.load(); }

private:
    std::atomic<qint64> m_left;
};

/// A body that is too large to be kept, on its way from the origin to one client: written into a
/// file without a name and read from it as it arrives, so that it costs no memory, a slow client
/// does not hold the origin up, and nothing of it is left, whatever happens.
///
/// Written on the origin thread; the windows are read on any.
class Spool
{
public:
    /// @param length  bytes that will come; -1 if the origin did not say.
    /// @return Io where @p directory's file system has no files without a name, or CacheFull when
    /// the budget does not allow for it.
    [[nodiscard]] static Result<std::shared_ptr<Spool>>
    create(const QString &directory, qint64 length, std::shared_ptr<SpoolBudget> budget);

    /// @return CacheFull, DiskFull or Io.
    [[nodiscard]] Result<> append(const QByteArray &bytes);
    /// All bytes are here.
    void finish();
    /// No more will come: connections that wait for them are reset.
    void fail();

    [[nodiscard]] qint64 length() const; ///< Bytes that come, or have come.
    /// Bytes of it, to be sent as they arrive; only with a known length or after finish().
    [[nodiscard]] FileWindow window(ByteRange range) const;

    /// The client has left: nobody reads on. Any thread.
    void abandon() { m_isAbandoned = true; }
    [[nodiscard]] bool isAbandoned() const { return m_isAbandoned; }

private:
    struct File;

    Spool(std::shared_ptr<File> file, qint64 length);

    std::shared_ptr<File> m_file;
    FillContentPtr m_content; ///< Null while the length is not known.
    qint64 m_written = 0;
    std::atomic<bool> m_isAbandoned = false;
};

} // namespace r2cache
