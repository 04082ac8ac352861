// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/servicecore.h"

#include "app/wiring.h"
#include "core/api/statistics.h"
#include "core/base/calltask.h"
#include "core/base/digest.h"

#include <sys/resource.h>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxOpenEntries = 1024;

/// Open entry files to keep: a quarter of what this process may open (architecture, "Threads").
int openFileBudget()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return maxOpenEntries / 4;
    return static_cast<int>(std::min<rlim_t>(maxOpenEntries, limit.rlim_cur / 4));
}

ProbeObject probing(ObjectFetcher *fetcher)
{
    return [fetcher](const R2Url &object, const QByteArray &ifNoneMatch) {
        return fetcher->probe(object, ifNoneMatch);
    };
}

} // namespace

Service::Core::Core(
    const Settings &settings, std::unique_ptr<FileStore> fileStore,
    std::unique_ptr<Index> openIndex, const QByteArray &idKey, const StatePaths &paths)
    : map(openFileBudget())
    , store(std::move(fileStore))
    , index(std::move(openIndex))
    , lookup(
          map, *index, *store, clock,
          [this](const EntryRecord &record) {
              return callTaskOn(&cache, [this, record] { return cache.discard(record, false); });
          })
    , cache({*store, *index, map, counters, clock, diskSpace, pool}, cacheOptionsOf(settings))
    , rules(urlRulesOf(settings, idKey))
    , signedUrls(paths.signedUrls(), {clock, pool, rules})
    , history(paths.history(), {cache, clock, pool})
    , fetcher(new ObjectFetcher(fetcherOptionsOf(settings, rules), {clock, nullptr, nullptr}))
    , videos(
          videoOptionsOf(settings, static_cast<quint16>(settings.integer(Key::ProxyPort))),
          {cache, *fetcher, clock, rules, signedUrls})
    , jobs(videos)
    , revalidator(videos, probing(fetcher))
    , verifier(cache, clock, verifierOptionsOf(settings))
    , cleaner({videos, revalidator, pool}, cleanerOptionsOf(settings))
    , events(randomHex(4))
    , eventSource({events, videos, jobs, clock})
    , listeners(events)
    , health(
          {cache, history, clock, diskSpace, pool,
           [this] {
               return fetcher->standing();
           }},
          HealthMonitor::Options())
    , webhook({QUrl(settings.text(Key::AlertWebhook)), store->directory()})
    , tools(videos)
    , media(
          {lookup, *index, counters, clock,
           [this](const QString &id) {
               return callTaskOn(&videos, [this, id] { return videos.fillForReader(id); });
           },
           [this](const QString &id, qint64 offset) {
               return callTaskOn(
                   &videos, [this, id, offset] { return videos.passThrough(id, offset); });
           },
           [this](const QString &id) {
               postTo(&revalidator, [this, id] { revalidator.revalidateSoon(id); });
           }},
          mediaOptionsOf(settings, hostRulesOf(settings)))
    , context{
          videos, jobs, diskSpace,        pool, hostRulesOf(settings), settings.flag(Key::Enabled),
          {},     0,    clock.monotonic()}
{
    context.probe = probing(fetcher);
    context.revalidator = &revalidator;
    context.history = &history;
    context.verifier = &verifier;
    context.cleaner = &cleaner;
    context.listeners = &listeners;
    context.health = &health;
    health.setCacheEnabled(settings.flag(Key::Enabled));
    connect(
        &health, &HealthMonitor::changed, &events, [this](const auto &verdict, const auto &before) {
            auto json = healthJson(verdict);
            json.insert(u"status"_s, verdict.status);
            json.insert(u"previousStatus"_s, before);
            events.publish("health", json);
            webhook.post(verdict, before, clock.nowUtc());
        });
    context.version = QStringLiteral(R2CACHE_VERSION);
    context.thumbnails = &tools.thumbnails();
    context.reads = &media.reads();
    context.fetcher = fetcher;
    originThread.setObjectName(u"origin"_s);
    fetcher->moveToThread(&originThread);
    originThread.start();
    pull = PullService::create(settings, {originThread, videos, media, clock, store->directory()});
}

Service::Core::~Core()
{
    pull.reset();
    // After shutdown() nothing of it runs; it has to go on its own thread.
    callOn(fetcher, [this] { fetcher->deleteLater(); }).waitForFinished();
    originThread.quit();
    originThread.wait();
}

} // namespace r2cache
