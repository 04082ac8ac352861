// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/mediahandler.h"

#include "core/cache/freshness.h"
#include "core/cache/storename.h"
#include "core/proxy/cors.h"
#include "core/proxy/fillarrival.h"
#include "core/proxy/mediafallback.h"
#include "core/proxy/mediaresponse.h"
#include "core/proxy/passarrival.h"

#include <QCoroFuture>
#include <QLoggingCategory>

namespace r2cache {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Source = ReadMeters::Source;

namespace {

Q_LOGGING_CATEGORY(lcMedia, "cache.proxy.media", QtInfoMsg)

constexpr std::chrono::milliseconds revalidationPause{60'000};

/// What @p future brings, or ShuttingDown if it was dropped without a result.
template<typename T>
QCoro::Task<Result<T>> resultOf(QFuture<Result<T>> future)
{
    // Of the whole future, a dropped one included: awaited as itself that one would be read.
    const QFuture<void> finished(future);
    co_await finished;
    if (future.resultCount() == 0)
        co_return failure(ErrorCode::ShuttingDown, u"The cache is shutting down."_s);
    co_return future.result();
}

/// Counts a request among those that wait while it lives.
class WaitingCount
{
public:
    explicit WaitingCount(std::atomic<int> &count)
        : m_count(count)
    {
        m_count.fetch_add(1, std::memory_order_relaxed);
    }
    ~WaitingCount() { m_count.fetch_sub(1, std::memory_order_release); }
    Q_DISABLE_COPY_MOVE(WaitingCount)

private:
    std::atomic<int> &m_count;
};

Error timeoutError()
{
    return {ErrorCode::Timeout, u"The origin did not deliver the video in time."_s, {}};
}

Error opaqueError()
{
    return {
        ErrorCode::RangeUnsupported,
        u"The origin tells no length or gives no strong validator: it is not read in parts."_s,
        {}};
}

} // namespace

MediaHandler::MediaHandler(Parts parts, Options options)
    : m_parts(std::move(parts))
    , m_options(std::make_shared<const Options>(std::move(options)))
{ }

MediaHandler::~MediaHandler()
{
    Q_ASSERT_X(waiting() == 0, "MediaHandler", "wait for waiting() == 0 before destroying it");
}

void MediaHandler::setOptions(Options options)
{
    auto changed = std::make_shared<const Options>(std::move(options));
    const std::scoped_lock lock(m_optionsMutex);
    m_options.swap(changed);
}

std::shared_ptr<const MediaHandler::Options> MediaHandler::options() const
{
    const std::scoped_lock lock(m_optionsMutex);
    return m_options;
}

void MediaHandler::addRoutesTo(HttpServer::Parts &parts)
{
    const Handler video = [this](Request request, PendingResponse response) {
        this->video(std::move(request), std::move(response));
    };
    const Handler byId = [this](Request request, PendingResponse response) {
        this->byId(std::move(request), std::move(response));
    };
    for (const auto &method : {"GET"_ba, "OPTIONS"_ba}) {
        parts.routes.push_back({method, u"/video/<arg>"_s, video});
        parts.routes.push_back({method, u"/cache/<arg>"_s, byId});
    }
    parts.fastPathPrefix = "/video/";
    parts.fastPath = video;
}

void MediaHandler::video(Request request, PendingResponse response)
{
    const QString argument = request.arguments.value(0);
    const auto name = parseStoreName(argument);
    std::optional<Wanted> wanted;
    if (name.kind == StoreName::Kind::Video)
        wanted = Wanted{{name.id, name.version}, name.extension, argument};
    begin(std::move(request), std::move(response), std::move(wanted));
}

void MediaHandler::byId(Request request, PendingResponse response)
{
    const QString id = request.arguments.value(0);
    std::optional<Wanted> wanted;
    if (isEntryId(id))
        wanted = Wanted{{id, 0}, {}, id};
    begin(std::move(request), std::move(response), std::move(wanted));
}

void MediaHandler::begin(Request request, PendingResponse response, std::optional<Wanted> wanted)
{
    Reader reader{std::move(request), std::move(response), {}, options()};
    if (reader.request.method == "OPTIONS") {
        reader.response.send(optionsAnswer(reader.request, reader.options->hosts));
        return;
    }
    if (!wanted) {
        refuse(reader, notAVideoName());
        return;
    }
    reader.wanted = std::move(*wanted);
    if (const auto entry = m_parts.lookup.atHand(reader.wanted.key))
        serve(reader, entry, false);
    else
        run(std::move(reader));
}

QCoro::Task<> MediaHandler::run(Reader reader)
{
    const WaitingCount counted(m_waiting);
    try {
        auto answered = answerLater(std::move(reader));
        co_await answered;
    } catch (const std::exception &exception) {
        // Only what the toolkit or the library throws (memory); nobody else would see it.
        qCCritical(lcMedia) << "An answer broke off; the client gets 500:" << exception.what();
    }
}

QCoro::Task<> MediaHandler::answerLater(Reader reader)
{
    const auto begun = m_parts.clock.monotonic();
    const auto &options = *reader.options;
    const auto id = reader.wanted.key.id;
    setDeadline(reader, options.waitForFill, lookupFailed(timeoutError()));

    const auto here = co_await find(reader.wanted.key);
    if (!here) {
        refuseLookup(reader, here.error());
        co_return;
    }
    if (*here) {
        serve(reader, *here, false);
        co_return;
    }

    const auto asked = m_parts.index.object(id);
    const auto object = co_await resultOf(asked);
    if (!object) {
        refuseLookup(reader, object.error());
        co_return;
    }
    if (!*object
        || (!reader.wanted.extension.isEmpty()
            && reader.wanted.extension != (*object)->extension)) {
        refuse(reader, unknownVideo(reader.wanted.name));
        co_return;
    }

    count(reader, &CacheCounters::misses);
    if (waiting() > options.maxWaiting) {
        qCWarning(lcMedia) << "Too many requests wait for fills; not waiting for" << id;
        refuse(reader, lastResort(**object, timeoutError()));
        co_return;
    }
    const auto spent = m_parts.clock.monotonic() - begun;
    setDeadline(
        reader, std::max(options.waitForFill - spent, 0ms), lastResort(**object, timeoutError()));
    const auto fetching = m_parts.fetchForReader(id);
    const auto fetched = co_await resultOf(fetching);
    if (!fetched) {
        qCInfo(lcMedia).noquote() << id << "could not be fetched:" << fetched.error().message;
        co_await servePassed(std::move(reader), **object, fetched.error());
        co_return;
    }
    if (fetched->isOpaque) {
        co_await servePassed(std::move(reader), **object, opaqueError());
        co_return;
    }
    if (fetched->content) {
        serveFill(reader, *fetched);
        co_return;
    }

    const auto entry = co_await find(reader.wanted.key);
    if (!entry) {
        refuseLookup(reader, entry.error());
    } else if (*entry) {
        serve(reader, *entry, true);
    } else {
        const Error evicted{ErrorCode::CacheFull, u"It was evicted before it could be read."_s, {}};
        co_await servePassed(std::move(reader), **object, evicted);
    }
}

QCoro::Task<> MediaHandler::servePassed(Reader reader, ObjectRow object, Error why)
{
    if (!m_parts.passThrough || !isPassedThrough(why.code)) {
        refuse(reader, lastResort(object, why));
        co_return;
    }
    const auto range = reader.request.headers.value("Range");
    const auto passing = m_parts.passThrough(object.id, range ? firstByteOf(*range) : 0);
    const auto passed = co_await resultOf(passing);
    if (!passed) {
        qCInfo(lcMedia).noquote() << object.id
                                  << "could not be passed through:" << passed.error().message;
        refuse(reader, lastResort(object, passed.error()));
        co_return;
    }
    const auto &version = (*passed)->version();
    const auto now = m_parts.clock.nowUtc();
    EntryRecord record;
    record.id = object.id;
    record.extension = object.extension;
    record.sizeBytes = version.length;
    record.etag = version.etag;
    record.lastModified = version.lastModified;
    record.contentType = version.contentType;
    record.createdAt = record.validatedAt = now;
    const auto representation = originsRepresentationOf(record, now);
    auto response = mediaResponse(
        reader.request,
        MediaSource{record, representation, version.file, std::make_shared<PassArrival>(*passed)},
        {reader.options->hosts, now, {}, true, why.code});
    send(reader, std::move(response), Source::Pass);
}

QCoro::Task<Result<EntryFilePtr>> MediaHandler::find(EntryKey key)
{
    auto found = co_await m_parts.lookup.find(key);
    if (found && !*found && key.version != 0) {
        // A version that is gone, and all after it, must not fail a render.
        key.version = 0;
        found = co_await m_parts.lookup.find(key);
    }
    co_return found;
}

void MediaHandler::serve(Reader &reader, const EntryFilePtr &entry, bool wasFetched)
{
    const auto &wanted = reader.wanted;
    if (!wanted.extension.isEmpty() && wanted.extension != entry->record.extension) {
        refuse(reader, unknownVideo(wanted.name));
        return;
    }
    if (!wasFetched)
        count(reader, &CacheCounters::hits);
    m_parts.lookup.touch(*entry);
    const auto now = m_parts.clock.nowUtc();
    noteStale(*entry, reader.options->defaultTtl, now);
    auto response = mediaResponse(
        reader.request, entry,
        {reader.options->hosts, now, reader.options->defaultTtl, wasFetched});
    const bool isStale = isExpired(entry->record, reader.options->defaultTtl, now);
    send(
        reader, std::move(response),
        wasFetched ? Source::Miss : (isStale ? Source::Stale : Source::Hit));
}

void MediaHandler::noteStale(
    const EntryFile &entry, std::chrono::milliseconds defaultTtl, const QDateTime &now) const
{
    if (!m_parts.servedStale || !isExpired(entry.record, defaultTtl, now))
        return;
    // A confirmed entry is opened anew; of one whose origin is silent each minute is enough.
    const auto ms = now.toMSecsSinceEpoch();
    const auto asked = entry.revalidationAskedMs.load(std::memory_order_relaxed);
    if (ms - asked < revalidationPause.count())
        return;
    entry.revalidationAskedMs.store(ms, std::memory_order_relaxed);
    m_parts.servedStale(entry.record.id);
}

void MediaHandler::serveFill(Reader &reader, const FillReading &fill)
{
    const auto now = m_parts.clock.nowUtc();
    const auto representation = representationOf(fill.record, now);
    send(
        reader,
        mediaResponse(
            reader.request,
            MediaSource{
                fill.record, representation, fill.content->version().file,
                std::make_shared<FillArrival>(fill.content)},
            {reader.options->hosts, now, reader.options->defaultTtl, true, {}, fill.someWasHere}),
        fill.someWasHere ? Source::Partial : Source::Miss);
}

void MediaHandler::send(Reader &reader, Response response, Source source)
{
    meter(response, source);
    reader.response.send(std::move(response));
}

void MediaHandler::meter(Response &response, Source source)
{
    const bool isVideo
        = source != Source::None && (response.status == 200 || response.status == 206);
    // Small enough for std::function to hold without allocating, on the hot path.
    response.delivered = [this, source, isVideo](const Delivery &delivery) {
        if (source != Source::None && source != Source::Pass) {
            m_parts.counters.bytesFromCache.fetch_add(
                delivery.bodyBytesSent, std::memory_order_relaxed);
        }
        m_reads.record(
            source, delivery.bodyBytesSent, isVideo ? delivery.firstByteAfter : std::nullopt);
    };
}

void MediaHandler::refuse(Reader &reader, Response response)
{
    addMediaFields(response.headers, reader.request, reader.options->hosts);
    meter(response, Source::None);
    reader.response.send(std::move(response));
}

void MediaHandler::refuseLookup(Reader &reader, const Error &why)
{
    qCWarning(lcMedia).noquote() << reader.wanted.name << "could not be looked up:" << why.message;
    refuse(reader, lookupFailed(why));
}

void MediaHandler::setDeadline(Reader &reader, std::chrono::milliseconds after, Response response)
{
    addMediaFields(response.headers, reader.request, reader.options->hosts);
    meter(response, Source::None);
    reader.response.setDeadline(after, std::move(response));
}

void MediaHandler::count(const Reader &reader, std::atomic<qint64> CacheCounters::*counter)
{
    if (m_counted.isFirst(reader.request.connection, reader.wanted.key.id))
        (m_parts.counters.*counter).fetch_add(1, std::memory_order_relaxed);
}

} // namespace r2cache
