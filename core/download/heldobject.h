// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/download/contentfeed.h"
#include "core/download/fetchtypes.h"
#include "core/download/originhead.h"
#include "core/download/partialfile.h"
#include "core/download/partialsaver.h"
#include "core/download/trailingdigest.h"
#include "core/download/wakeup.h"

#include <optional>

namespace r2cache {

/// Whether the first bytes and the Content-Type are those of a video container; NotAVideo if not.
using ContainerCheck = std::function<Result<>(QByteArrayView head, QByteArrayView contentType)>;

/// What is held of one version of an object, and what it is: bytes in the partial file, their
/// hashes, what readers are shown of them.
///
/// Lives on the origin thread; must outlive the tasks it returned.
class HeldObject
{
public:
    struct Parts
    {
        const Clock &clock;
        QThreadPool &pool; ///< For hashing and syncing; outlives the object.
        ContainerCheck containerCheck; ///< Null: everything passes.
        std::shared_ptr<FillProgress> progress;
        std::function<void()> demanded; ///< A reader began to wait.
        QString name; ///< The canonical URL: for messages and for the map.
    };

    /// Goes on with what an earlier run left in @p partialPath, if its map says what it is, or
    /// creates that file anew. What was left is shown to readers once the origin has confirmed its
    /// version: offer(). @return Io, DiskFull, NotFound (the directory).
    [[nodiscard]] static Result<std::unique_ptr<HeldObject>>
    open(Parts parts, const QString &partialPath);

    /// The bytes that come belong to the version of @p head. What is held stays if it is the same
    /// version by a strong ETag. @param total  bytes; -1 if unknown. @return Io, DiskFull.
    [[nodiscard]] OriginResult<> begin(const OriginHead &head, qint64 total);
    /// Forgets everything; readers of it are sent no more. @return Io, DiskFull.
    [[nodiscard]] OriginResult<> restart();
    /// Takes bytes in any order. @return LengthMismatch (behind the end), NotAVideo, Io, DiskFull.
    [[nodiscard]] OriginResult<> store(qint64 offset, QByteArrayView bytes);
    /// Shows readers what is held, if its first bytes are a video's. @return NotAVideo, Io.
    [[nodiscard]] OriginResult<> offer();
    /// Checks the whole: length, container, MD5. Forgets what fails its MD5.
    /// @return LengthMismatch, NotAVideo, ChecksumMismatch, Io, or why @p wakeup was stopped.
    [[nodiscard]] QCoro::Task<OriginResult<>> checkWhole(std::shared_ptr<Wakeup> wakeup);
    /// Tells readers that no more comes. What is whole is the caller's now; of anything else it is
    /// noted on the disk what another run can go on with.
    [[nodiscard]] QCoro::Task<> end(bool isWhole);

    /// Whether further bytes can be joined to those held.
    [[nodiscard]] bool isResumable() const;
    [[nodiscard]] bool isWhole() const { return m_total > 0 && m_file.edge() == m_total; }
    [[nodiscard]] const OriginHead &head() const { return m_head; }
    [[nodiscard]] qint64 total() const { return m_total; } ///< Bytes; -1 while unknown.
    [[nodiscard]] qint64 byteCount() const { return m_file.byteCount(); }
    [[nodiscard]] const RangeSet &present() const { return m_file.present(); }
    [[nodiscard]] const std::vector<qint64> &wanted() const { return m_feed.wanted(); }
    [[nodiscard]] std::chrono::milliseconds lastProgress() const { return m_lastProgress; }
    /// After checkWhole().
    [[nodiscard]] const QByteArray &sha256() const { return m_hashes.sha256; }
    [[nodiscard]] bool isVerified() const { return m_isVerified; } ///< The ETag says so.

private:
    HeldObject(Parts parts, PartialFile file);
    void adopt(const PartialMap &map);
    void watch(); ///< Starts hashing and saving what is in m_file.
    void save();
    [[nodiscard]] OriginResult<> checkContainer();
    void show();

    Parts m_parts;
    PartialFile m_file;
    std::optional<TrailingDigest> m_digest; ///< Of the bytes in m_file; from begin() on.
    std::optional<PartialSaver> m_saver; ///< Of m_file, if another run could go on with it.
    std::chrono::milliseconds m_lastSave{0};
    OriginHead m_head;
    qint64 m_total = -1;
    bool m_isContainerChecked = false;
    ObjectHashes m_hashes;
    bool m_isVerified = false;
    std::chrono::milliseconds m_lastProgress;
    ContentFeed m_feed;
};

} // namespace r2cache
