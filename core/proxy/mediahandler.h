// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/cachestats.h"
#include "core/cache/entrylookup.h"
#include "core/cache/readmeters.h"
#include "core/download/fillreading.h"
#include "core/download/passedcontent.h"
#include "core/http/hostrules.h"
#include "core/proxy/onceperconnection.h"
#include "core/server/httpserver.h"

#include <QCoroTask>

#include <atomic>
#include <mutex>

namespace r2cache {

/// The video routes of the range proxy.
///
///     open file at hand ─────────────────────────────────────────────→ mediaResponse()
///     else: row in the index, this version or the newest ─────────────→ mediaResponse()
///     else: object known → fetchForReader ─→ bytes arrive ────────────→ mediaResponse(), MISS
///                             ├ whole ─→ look again ──────────────────→ mediaResponse(), MISS
///                             ├ not to be stored ─→ passThrough ──────→ mediaResponse(), MISS
///                             └ failed, too long, too many waiting ───→ lastResort()
///     else: 404
///
/// One object serves every worker thread: its methods may be called from any, and an answer is
/// given on the thread that asked. A client that leaves does not stop the fill. Must outlive the
/// server and all that waits: stop the server, end the fills, then wait for waiting() == 0 while
/// the server's threads still run.
class MediaHandler
{
public:
    struct Options
    {
        HostRules hosts; ///< Whose web pages may read videos.
        std::chrono::milliseconds defaultTtl{std::chrono::hours{24 * 7}}; ///< CACHE_TTL_DAYS.
        std::chrono::milliseconds waitForFill{12'000}; ///< From the request; then the last resort.
        int maxWaiting = 1000; ///< More requests than these do not wait for fills.
    };

    /// Asks for the object to be brought into the cache before all others, or joins the fill that
    /// does; called on any worker's thread. Finishes when its bytes can be read as they arrive or
    /// the entry exists, or with why there is none.
    using FetchForReader = std::function<QFuture<Result<FillReading>>(QString id)>;

    /// Brings the object to one reader without storing it; called on any worker's thread.
    using PassThroughForReader
        = std::function<QFuture<Result<PassedContentPtr>>(QString id, qint64 offset)>;

    /// All outlive the handler.
    struct Parts
    {
        EntryLookup &lookup;
        Index &index; ///< For its objects.
        CacheCounters &counters;
        const Clock &clock;
        FetchForReader fetchForReader;
        PassThroughForReader passThrough{}; ///< Null: nothing is passed through.
        /// An entry was served stale: its origin is to be asked. Any thread; null: it is not.
        std::function<void(const QString &id)> servedStale{};
    };

    MediaHandler(Parts parts, Options options);
    ~MediaHandler();
    MediaHandler(const MediaHandler &) = delete;
    MediaHandler &operator=(const MediaHandler &) = delete;

    /// For requests that come from now on; any thread.
    void setOptions(Options options);

    /// GET, HEAD and OPTIONS; the argument is "<id>.<ext>" or "<id>-2.<ext>". A version that is
    /// gone is answered with the newest.
    void video(Request request, PendingResponse response);
    /// GET, HEAD and OPTIONS; the argument is an id. Answers with the newest version.
    void byId(Request request, PendingResponse response);

    /// Adds /video/<arg> (also as the fast path) and /cache/<arg>, which goes behind routes of a
    /// fixed path below /cache. The handler outlives the server.
    void addRoutesTo(HttpServer::Parts &parts);

    /// Requests that wait for the index or a fill just now.
    [[nodiscard]] int waiting() const { return m_waiting.load(std::memory_order_acquire); }

    /// How requests were answered; any thread.
    [[nodiscard]] const ReadMeters &reads() const { return m_reads; }

private:
    struct Wanted
    {
        EntryKey key; ///< Version 0: the newest.
        QString extension; ///< Empty: any.
        QString name; ///< For messages.
    };

    /// One request on its way to an answer.
    struct Reader
    {
        RequestHead request;
        PendingResponse response;
        Wanted wanted;
        std::shared_ptr<const Options> options;
    };

    [[nodiscard]] std::shared_ptr<const Options> options() const;
    void begin(Request request, PendingResponse response, std::optional<Wanted> wanted);
    QCoro::Task<> run(Reader reader);
    [[nodiscard]] QCoro::Task<> answerLater(Reader reader);
    [[nodiscard]] QCoro::Task<Result<EntryFilePtr>> find(EntryKey key);
    void serve(Reader &reader, const EntryFilePtr &entry, bool wasFetched);
    void serveFill(Reader &reader, const FillReading &fill);
    /// Answers with what the origin has, for want of room or because of @p why.
    [[nodiscard]] QCoro::Task<> servePassed(Reader reader, ObjectRow object, Error why);
    void send(Reader &reader, Response response, ReadMeters::Source source);
    /// Has what becomes of @p response counted.
    void meter(Response &response, ReadMeters::Source source);
    void noteStale(
        const EntryFile &entry, std::chrono::milliseconds defaultTtl, const QDateTime &now) const;
    void refuse(Reader &reader, Response response);
    void refuseLookup(Reader &reader, const Error &why);
    void setDeadline(Reader &reader, std::chrono::milliseconds after, Response response);
    void count(const Reader &reader, std::atomic<qint64> CacheCounters::*counter);

    Parts m_parts;
    mutable std::mutex m_optionsMutex;
    std::shared_ptr<const Options> m_options;
    OncePerConnection m_counted;
    ReadMeters m_reads;
    std::atomic<int> m_waiting = 0;
};

} // namespace r2cache
