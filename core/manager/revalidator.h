// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/manager/videocache.h"

namespace r2cache {

/// What an origin says of an entry.
enum class Validity
{
    Confirmed, ///< Still these bytes: fresh again.
    Changed, ///< Other bytes.
    Gone, ///< 404 or 410; or 401 or 403 for a signed URL, whose signature is over.
    Unknown, ///< It could not be asked.
};

/// Reads an origin's answer to a conditional GET (RFC 9111 section 4.3.3). One that ignores the
/// condition is understood by its validators; without any, by nothing: Changed. Pure.
[[nodiscard]] Validity
validityOf(const EntryRecord &record, const Result<ProbedObject> &answer, bool isSigned);

/// Asks origins whether entries still hold, and has those that do not filled anew.
///
/// An entry that is not confirmed stays: it is served stale until a new version has come, and as
/// long as its origin is gone. Lives on the service thread; must outlive the tasks it returned.
class Revalidator : public QObject
{
    Q_OBJECT

public:
    Revalidator(VideoCache &videos, ProbeObject probe, QObject *parent = nullptr);

    /// Somebody was served @p id stale: asks the origin and fetches what is new. Any number of
    /// calls is one question at a time.
    void revalidateSoon(const QString &id);

    /// Asks about those of @p records that have expired or are always asked about, all at once, and
    /// waits for the answers and for new versions, @p limit at most; what takes longer goes on by
    /// itself.
    /// @return whether anything may have changed.
    [[nodiscard]] QCoro::Task<bool>
    revalidate(QList<EntryRecord> records, std::chrono::milliseconds limit);

    /// Asks the origin of @p record, and makes it fresh again if it holds. Other bytes are left for
    /// whoever wants them next. @return what stood in the way; OriginNotFound: the object has gone.
    [[nodiscard]] QCoro::Task<Result<>> ask(EntryRecord record);

    /// Questions and the fills that follow from them; to be none before it goes.
    [[nodiscard]] int running() const { return static_cast<int>(m_running.size()) + m_looking; }

private:
    [[nodiscard]] QFuture<Result<>> begin(const EntryRecord &record);
    [[nodiscard]] QCoro::Task<Result<>> run(EntryRecord record);
    [[nodiscard]] QCoro::Task<Result<>> askAndRenew(EntryRecord record);
    [[nodiscard]] QCoro::Task<> runNewest(QString id);

    VideoCache &m_videos;
    ProbeObject m_probe;
    QHash<QString, QFuture<Result<>>> m_running; ///< By id.
    int m_looking = 0; ///< Calls of revalidateSoon() that ask the index.
};

} // namespace r2cache
