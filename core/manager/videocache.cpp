// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/videocache.h"

#include "core/base/calltask.h"
#include "core/cache/freshness.h"
#include "core/manager/runningcount.h"

#include <QCoroFuture>
#include <QJsonDocument>
#include <QLoggingCategory>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcVideos, "cache.videos", QtInfoMsg)

Error isOff()
{
    return {
        ErrorCode::Conflict,
        u"CACHE_ENABLED is false: nothing is downloaded. Set it to true."_s,
        {}};
}

Error cancelledError()
{
    return {ErrorCode::Cancelled, u"The download was cancelled."_s, {}};
}

} // namespace

VideoCache::VideoCache(Options options, Parts parts, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_parts(std::move(parts))
    , m_queue(
          m_options.queue,
          {m_parts.fetcher,
           m_parts.clock,
           // Called on the origin thread; space is a matter of this one.
           [this](const R2Url &object, qint64 totalBytes) {
               return callTaskOn(
                   this, [this, id = object.id, totalBytes] { return reserve(id, totalBytes); });
           },
           [this](R2Url object, const QString &, FetchedObject fetched) {
               return asFuture(commit(std::move(object), std::move(fetched)));
           },
           {},
           [this](const R2Url &object) {
               return m_parts.cache.store().partialPath(object.id);
           }})
{
    connect(&m_queue, &FillQueue::failed, this, [this](const QString &id, const Error &error) {
        // Its readers have had the beginning; when they ask again they get what the origin has.
        if (error.code == ErrorCode::ChecksumMismatch)
            notePassedOn(id, error);
        std::ignore = noteFailure(id, error);
    });
    connect(&m_queue, &FillQueue::succeeded, this, [this](const QString &id) {
        m_wishes.remove(id);
        m_promised.remove(id);
        ++m_filled;
    });
    using State = FillProgress::State;
    connect(&m_queue, &FillQueue::stateChanged, this, [this](const QString &id, State state) {
        if (state == State::Connecting) {
            m_filling.insert(id);
            m_parts.cache.fillStarts(id);
        } else if (state == State::Done || state == State::Failed) {
            m_filling.remove(id);
        }
    });
}

void VideoCache::setOptions(Options options)
{
    m_options = std::move(options);
    m_passedOn.clear();
    m_queue.setOptions(m_options.queue);
}

QFuture<Result<>> VideoCache::remember(const std::vector<R2Url> &objects)
{
    QList<ObjectRow> rows;
    const auto now = m_parts.clock.nowUtc();
    for (const auto &object : objects) {
        m_parts.signedUrls.keep(object);
        rows.append(
            {object.id,
             object.canonical,
             object.extension,
             object.isSigned,
             object.isPrivate,
             now,
             {},
             {},
             {}});
    }
    return m_parts.cache.index().rememberObjects(std::move(rows));
}

QCoro::Task<Result<VideoCache::Asked>> VideoCache::ask(
    R2Url object, Priority priority, EntryWishes wishes, std::function<bool()> isStillWanted)
{
    for (;;) {
        const auto filledBefore = m_filled;
        const auto here = co_await m_parts.cache.index().newestEntry(object.id);
        if (!here)
            co_return failure(here.error());
        if (*here)
            co_return Asked{**here, {}};
        // A fill that ended while the index was asked may have brought it: asking for another one
        // would fetch the object twice.
        if (m_filled == filledBefore)
            break;
    }
    if (!m_options.enabled)
        co_return failure(isOff());
    if (isStillWanted && !isStillWanted())
        co_return failure(cancelledError());

    // Somebody else may be waiting for the same fill, with wishes of their own.
    if (!wishes.tags.isEmpty() || wishes.ttlMs > 0)
        m_wishes[object.id].add(wishes);
    co_return Asked{std::nullopt, m_queue.request(object, priority)};
}

QCoro::Task<EntryRecord> VideoCache::marked(EntryRecord entry, EntryWishes wishes)
{
    if (wishes.areMetBy(entry))
        co_return entry;
    const EntryChange change = [wishes](EntryRecord &record) {
        wishes.putOn(record);
    };
    auto changed = co_await m_parts.cache.change(entry.id, change);
    if (changed)
        co_return std::move(*changed);
    // The video is there, which is what a render needs; it may also have gone this very moment.
    if (changed.error().code != ErrorCode::NotFound)
        qCWarning(lcVideos).noquote() << changed.error().message;
    co_return entry;
}

QCoro::Task<Result<>> VideoCache::outcomeOf(QFuture<Result<>> filled)
{
    const auto outcome = co_await filled;
    // noteFailure() runs: who reads our answer may look for the error in the index next.
    if (!outcome)
        std::ignore = co_await m_parts.cache.index().written();
    co_return outcome;
}

QCoro::Task<Result<EntryRecord>> VideoCache::obtain(
    R2Url object, Priority priority, EntryWishes wishes, std::function<bool()> isStillWanted)
{
    const RunningCount counted(m_running);
    const auto asked = co_await ask(object, priority, wishes, std::move(isStillWanted));
    if (!asked)
        co_return failure(asked.error());
    if (asked->entry)
        co_return co_await marked(*asked->entry, std::move(wishes));
    const auto filled = co_await filledEntry(object.id, asked->filled);
    if (!filled)
        co_return failure(filled.error());
    // The fill may have been on its way into the index before we had asked.
    co_return co_await marked(*filled, std::move(wishes));
}

QCoro::Task<Result<EntryRecord>> VideoCache::renew(R2Url object, Priority priority)
{
    const RunningCount counted(m_running);
    if (!m_options.enabled)
        co_return failure(isOff());
    const auto filled = m_queue.request(object, priority);
    co_return co_await filledEntry(object.id, filled);
}

QCoro::Task<Result<EntryRecord>> VideoCache::filledEntry(QString id, QFuture<Result<>> filled)
{
    if (const auto outcome = co_await outcomeOf(filled); !outcome)
        co_return failure(outcome.error());
    const auto entry = co_await m_parts.cache.index().newestEntry(id);
    if (!entry)
        co_return failure(entry.error());
    if (!*entry) {
        co_return failure(
            ErrorCode::CacheFull,
            u"The video was evicted as soon as it had come: the cache is too small for what is "
            "asked of it. Raise CACHE_MAX_SIZE_GB."_s);
    }
    co_return **entry;
}

QCoro::Task<Result<std::optional<R2Url>>> VideoCache::objectOf(QString id)
{
    if (auto found = m_parts.signedUrls.find(id))
        co_return found;
    const auto row = co_await m_parts.cache.index().object(id);
    if (!row)
        co_return failure(row.error());
    if (!*row)
        co_return std::optional<R2Url>();
    auto object = m_parts.rules.recognise((*row)->canonicalUrl);
    if (!object) {
        co_return failure(
            ErrorCode::InvalidUrl,
            u"%1 is no longer an origin that is cached: see CACHE_CUSTOM_DOMAINS."_s.arg(
                (*row)->canonicalUrl));
    }
    // The URL without its signature has another id; what was rewritten under this one stays so.
    object->id = id;
    // Its signature has expired: it stays an object that nobody gets without one.
    object->isSigned = (*row)->isSigned;
    co_return object;
}

QString VideoCache::localUrl(const QString &fileName) const
{
    return m_options.proxyUrl + u"/video/"_s + fileName;
}

EntryInfo VideoCache::infoOf(const EntryRecord &record) const
{
    const auto ttl = m_parts.cache.options().defaultTtl;
    EntryInfo info;
    info.id = record.id;
    info.originalUrl = record.canonicalUrl;
    info.localPath = m_parts.cache.store().pathOf(record.fileName());
    info.localUrl = localUrl(record.fileName());
    info.fileSizeBytes = record.sizeBytes;
    info.createdAt = record.createdAt;
    info.lastAccessedAt = record.lastAccessedAt;
    info.accessCount = record.accessCount;
    info.contentType = QString::fromLatin1(record.contentType);
    info.status = isExpired(record, ttl, m_parts.clock.nowUtc()) ? u"expired"_s : u"ready"_s;
    const auto policy = policyOf(record);
    const auto own = ownLifetimeMs(record);
    info.policy = policyWord(policy);
    if (policy != FreshnessPolicy::Never) {
        info.ttlMs = own > 0 ? own : ttl.count();
        info.expiresAt = expiryOf(record, ttl);
    }
    info.tags = record.tags;
    info.pinned = record.pinned;
    info.leased = m_parts.cache.leases().isLeased(record.id);
    info.beingRead = m_parts.cache.isBeingRead({record.id, record.version});
    info.etag = QString::fromLatin1(record.etag);
    info.sha256 = QString::fromLatin1(record.sha256);
    info.verified = record.verified;
    info.version = record.version;
    info.metadata = QJsonDocument::fromJson(record.metadata).object();
    return info;
}

EntryInfo VideoCache::infoOf(const FillSnapshot &fill) const
{
    EntryInfo info;
    info.id = fill.id;
    info.originalUrl = fill.canonical;
    if (const auto object = m_parts.rules.recognise(fill.canonical))
        info.localUrl = localUrl(fill.id + u'.' + object->extension);
    info.fileSizeBytes = fill.total;
    info.createdAt = fill.startedAt;
    info.status = u"downloading"_s;
    info.tags = m_wishes.value(fill.id).tags;
    return info;
}

EntryInfo VideoCache::infoOf(const ObjectRow &object) const
{
    EntryInfo info;
    info.id = object.id;
    info.originalUrl = object.canonicalUrl;
    info.localUrl = localUrl(object.id + u'.' + object.extension);
    info.createdAt = object.lastErrorAt;
    info.status = u"error"_s;
    info.errorMessage = object.lastError;
    return info;
}

QCoro::Task<Result<>> VideoCache::reserve(QString id, qint64 totalBytes)
{
    const RunningCount counted(m_running);
    if (!m_filling.contains(id))
        co_return failure(cancelledError());
    const auto reserved = co_await m_parts.cache.reserve(id, totalBytes);
    if (!reserved || m_filling.contains(id))
        co_return reserved;
    // The fill was cancelled meanwhile: nobody else would ever give this space back.
    if (const auto released = co_await m_parts.cache.fillFailed(id, cancelledError()); !released)
        qCWarning(lcVideos).noquote() << released.error().message;
    co_return failure(cancelledError());
}

QCoro::Task<Result<>> VideoCache::commit(R2Url object, FetchedObject fetched)
{
    const auto now = m_parts.clock.nowUtc();
    const auto wishes = m_wishes.value(object.id);
    EntryRecord record;
    record.id = object.id;
    record.extension = object.extension;
    record.canonicalUrl = object.canonical;
    record.sizeBytes = fetched.length;
    record.etag = fetched.etag;
    record.lastModified = fetched.lastModified;
    record.contentType = fetched.contentType;
    record.sha256 = fetched.sha256;
    record.verified = fetched.verified;
    record.tags = wishes.tags;
    record.ttlMs = wishes.ttlMs;
    record.createdAt = now;
    record.validatedAt = fetched.fetchedAt;
    record.lastAccessedAt = now;
    record.version = m_promised.value(object.id).version;
    const auto committed = co_await m_parts.cache.commit(record);
    if (!committed)
        co_return failure(committed.error());
    auto &counters = m_parts.cache.counters();
    ++counters.downloads;
    counters.downloadMs += fetched.duration.count();
    counters.bytesFromOrigin += fetched.bytesFromOrigin;
    qCInfo(lcVideos).noquote() << "Cached" << object.canonical << "as" << committed->fileName()
                               << fetched.length << "bytes";
    co_return Result<>{};
}

QCoro::Task<> VideoCache::noteFailure(QString id, Error error)
{
    const RunningCount counted(m_running);
    m_wishes.remove(id);
    // What is too large to be stored is passed through, as somebody has set it.
    if (error.code != ErrorCode::Cancelled && error.code != ErrorCode::ShuttingDown
        && error.code != ErrorCode::TooLarge)
        ++m_parts.cache.counters().failedDownloads;
    const auto noted = co_await m_parts.cache.fillFailed(id, error);
    if (!noted)
        qCWarning(lcVideos).noquote() << noted.error().message;
}

} // namespace r2cache
