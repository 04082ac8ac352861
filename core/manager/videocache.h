// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/diskcache.h"
#include "core/download/fillqueue.h"
#include "core/download/fillreading.h"
#include "core/manager/entrywishes.h"
#include "core/manager/signedurls.h"
#include "core/protocol/entryinfo.h"
#include "core/url/r2url.h"

#include <QCoroTask>
#include <QSet>

namespace r2cache {

/// Joins cache and fill queue: an object is served from its entry or filled into one.
///
/// Lives on the service thread. Must outlive the tasks it returned.
class VideoCache : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        QString proxyUrl; ///< "http://localhost:3001", without a slash at the end.
        FillQueue::Options queue;
        bool enabled = true; ///< CACHE_ENABLED: else nothing is downloaded.
    };

    struct Parts
    {
        DiskCache &cache;
        Fetcher &fetcher;
        const Clock &clock;
        R2UrlRules rules;
        SignedUrls &signedUrls;
    };

    VideoCache(Options options, Parts parts, QObject *parent = nullptr);

    void setOptions(Options options);

    /// Writes that these objects were asked for, so that their local URLs stay known; before such a
    /// URL leaves the process.
    [[nodiscard]] QFuture<Result<>> remember(const std::vector<R2Url> &objects);

    /// The entry of @p object: the one that is here, or the one a fill brings; with @p wishes, also
    /// where it was here before.
    /// @param isStillWanted  asked before a fill is begun; null: it is.
    /// @return the entry, or why there is none (FillQueue::request()); Conflict when CACHE_ENABLED
    /// is false, Cancelled when it is no longer wanted.
    [[nodiscard]] QCoro::Task<Result<EntryRecord>> obtain(
        R2Url object, Priority priority, EntryWishes wishes,
        std::function<bool()> isStillWanted = {});

    /// Fills @p object anew although there is an entry. @return the newest entry, or the fill's
    /// error; the older one is as it was then.
    [[nodiscard]] QCoro::Task<Result<EntryRecord>> renew(R2Url object, Priority priority);

    /// Fills a remembered object for a reader that waits at the proxy.
    /// @return its bytes as they arrive, as soon as they may be read, or that the entry exists;
    /// NotFound when the object was never asked for, or the fill's error. An object that was too
    /// large, had no room, or whose bytes never were what its ETag says, is answered so for a while
    /// without being asked for again.
    [[nodiscard]] QCoro::Task<Result<FillReading>> fillForReader(QString id);

    /// Brings a remembered object to one reader at the proxy without storing it: what cannot be
    /// stored must not fail a render. See Fetcher::passThrough(). @return also NotFound.
    [[nodiscard]] QCoro::Task<Result<PassedContentPtr>> passThrough(QString id, qint64 offset);

    /// The object of an id that was remembered, for a local URL that comes back in a config.
    [[nodiscard]] QCoro::Task<Result<std::optional<R2Url>>> objectOf(QString id);

    /// "http://localhost:3001/video/<id>.mp4".
    [[nodiscard]] QString localUrl(const QString &fileName) const;

    [[nodiscard]] EntryInfo infoOf(const EntryRecord &record) const;
    /// What is being downloaded, as an entry of status "downloading".
    [[nodiscard]] EntryInfo infoOf(const FillSnapshot &fill) const;
    /// What failed, as an entry of status "error".
    [[nodiscard]] EntryInfo infoOf(const ObjectRow &object) const;

    /// What is under way on this object; to be nothing before it goes.
    [[nodiscard]] int running() const { return m_running; }

    [[nodiscard]] DiskCache &cache() { return m_parts.cache; }
    [[nodiscard]] FillQueue &queue() { return m_queue; }
    [[nodiscard]] const R2UrlRules &rules() const { return m_parts.rules; }
    [[nodiscard]] const Clock &clock() const { return m_parts.clock; }

private:
    /// What obtain() found or began.
    struct Asked
    {
        std::optional<EntryRecord> entry; ///< It is here; else:
        QFuture<Result<>> filled;
    };
    /// The version under which readers see a fill's bytes before they are an entry.
    struct Promised
    {
        std::weak_ptr<FillContent> content;
        int version = 0;
    };
    /// An object that cannot be stored just now.
    struct PassedOn
    {
        Error why;
        std::chrono::milliseconds until{0};
    };

    [[nodiscard]] QCoro::Task<Result<Asked>>
    ask(R2Url object, Priority priority, EntryWishes wishes, std::function<bool()> isStillWanted);
    /// @p entry with what is wished for; as it is where that cannot be written.
    [[nodiscard]] QCoro::Task<EntryRecord> marked(EntryRecord entry, EntryWishes wishes);
    /// The fill's error, when it is in the index too.
    [[nodiscard]] QCoro::Task<Result<>> outcomeOf(QFuture<Result<>> filled);
    [[nodiscard]] std::shared_ptr<QPromise<void>> endOf(const QFuture<Result<>> &filled);
    /// Finishes when it is known whether bytes of the fill can be read, or when it has ended.
    [[nodiscard]] QFuture<void>
    readableOrEnded(const std::shared_ptr<FillProgress> &progress, const QFuture<Result<>> &filled);
    /// Finishes when the fill has ended, or a moment is over.
    [[nodiscard]] QFuture<void> soonEnded(const QFuture<Result<>> &filled);
    [[nodiscard]] QCoro::Task<Result<FillReading>>
    readingOf(R2Url object, QFuture<Result<>> filled);
    void notePassedOn(const QString &id, const Error &why);
    [[nodiscard]] QCoro::Task<Result<EntryRecord>>
    filledEntry(QString id, QFuture<Result<>> filled);
    [[nodiscard]] QCoro::Task<Result<FillReading>> reading(R2Url object, FillContentPtr content);
    [[nodiscard]] QCoro::Task<Result<>> reserve(QString id, qint64 totalBytes);
    [[nodiscard]] QCoro::Task<Result<>> commit(R2Url object, FetchedObject fetched);
    [[nodiscard]] QCoro::Task<> noteFailure(QString id, Error error);

    Options m_options;
    Parts m_parts;
    QHash<QString, EntryWishes> m_wishes; ///< id → of the fill under way
    /// id → of a fill that was read and is no entry yet. Outlives a failed fill: the next one's
    /// bytes may be others.
    QHash<QString, Promised> m_promised;
    QHash<QString, PassedOn> m_passedOn; ///< id →
    QSet<QString> m_filling; ///< ids whose fetch or commit runs
    quint64 m_filled = 0; ///< Fills that became entries.
    FillQueue m_queue;
    int m_running = 0;
};

} // namespace r2cache
