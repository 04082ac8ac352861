// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/service.h"

#include "app/mediatools.h"
#include "app/portholder.h"
#include "app/pullservice.h"
#include "app/wiring.h"
#include "core/api/access.h"
#include "core/api/eventsapi.h"
#include "core/api/eventsource.h"
#include "core/api/proxyinfo.h"
#include "core/api/routes.h"
#include "core/api/statistics.h"
#include "core/base/calltask.h"
#include "core/base/digest.h"
#include "core/base/logging.h"
#include "core/cache/reconcile.h"
#include "core/client/privatefile.h"
#include "core/client/tokenfile.h"
#include "core/manager/healthmonitor.h"
#include "core/manager/healthwebhook.h"
#include "core/manager/verifier.h"
#include "core/proxy/proxyanswers.h"

#include <QCoroTimer>

#include <sys/resource.h>

namespace r2cache {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Q_LOGGING_CATEGORY(lcService, "cache.service", QtInfoMsg)

constexpr int idKeyBytes = 32;
constexpr int maxOpenEntries = 1024;

/// Open entry files to keep: a quarter of what this process may open (architecture, "Threads").
int openFileBudget()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return maxOpenEntries / 4;
    return static_cast<int>(std::min<rlim_t>(maxOpenEntries, limit.rlim_cur / 4));
}

Result<QByteArray> idKeyAt(const QString &path)
{
    auto key = readPrivateFile(path);
    if (key && key->size() < idKeyBytes)
        return failure(ErrorCode::Io, u"The key file %1 is damaged: remove it."_s.arg(path));
    if (key || key.error().code != ErrorCode::NotFound)
        return key;
    const auto fresh = randomHex(idKeyBytes);
    if (auto written = createPrivateFile(path, fresh); !written)
        return failure(written.error());
    return fresh;
}

QString localhost(quint16 port)
{
    return u"http://localhost:%1"_s.arg(port);
}

std::chrono::milliseconds timeLeft(const QDeadlineTimer &deadline)
{
    return std::chrono::milliseconds{deadline.remainingTime()};
}

/// Waits, at most @p limit long, until @p condition holds.
QCoro::Task<bool> eventually(std::function<bool()> condition, std::chrono::milliseconds limit)
{
    constexpr auto step = 5ms;
    for (auto waited = 0ms; waited < limit; waited += step) {
        if (condition())
            co_return true;
        co_await QCoro::sleepFor(step);
    }
    co_return condition();
}

VideoCache::Options videoOptionsOf(const Settings &settings, quint16 proxyPort)
{
    return {
        localhost(proxyPort),
        {static_cast<int>(settings.integer(Key::MaxConcurrentDownloads))},
        settings.flag(Key::Enabled)};
}

MediaHandler::Options mediaOptionsOf(const Settings &settings, HostRules hosts)
{
    MediaHandler::Options options;
    options.hosts = std::move(hosts);
    options.defaultTtl = cacheOptionsOf(settings).defaultTtl;
    return options;
}

ProbeObject probing(ObjectFetcher *fetcher)
{
    return [fetcher](const R2Url &object, const QByteArray &ifNoneMatch) {
        return fetcher->probe(object, ifNoneMatch);
    };
}

} // namespace

/// What stands below the servers, in the order in which it is made; undone in reverse.
struct Service::Core
{
    Core(
        const Settings &settings, std::unique_ptr<FileStore> fileStore,
        std::unique_ptr<Index> openIndex, const QByteArray &idKey, const StatePaths &paths)
        : store(std::move(fileStore))
        , index(std::move(openIndex))
        , lookup(
              map, *index, *store, clock,
              [this](const EntryRecord &record) {
                  return callTaskOn(
                      &cache, [this, record] { return cache.discard(record, false); });
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
        , verifier(cache, clock, Verifier::Options())
        , cleaner({videos, revalidator, pool}, cleanerOptionsOf(settings))
        , events(randomHex(4))
        , eventSource({events, videos, jobs})
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
        , context{videos,
                  jobs,
                  diskSpace,
                  pool,
                  hostRulesOf(settings),
                  settings.flag(Key::Enabled),
                  {},
                  0,
                  clock.monotonic()}
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
            &health, &HealthMonitor::changed, &events,
            [this](const auto &verdict, const auto &before) {
                auto json = healthJson(verdict);
                json.insert(u"status"_s, verdict.status);
                json.insert(u"previousStatus"_s, before);
                events.publish("health", json);
                webhook.post(verdict, before, clock.nowUtc());
            });
        context.version = QStringLiteral(R2CACHE_VERSION);
        context.thumbnails = &tools.thumbnails();
        originThread.setObjectName(u"origin"_s);
        fetcher->moveToThread(&originThread);
        originThread.start();
        pull = PullService::create(
            settings, {originThread, videos, media, clock, store->directory()});
    }
    ~Core()
    {
        pull.reset();
        // After shutdown() nothing of it runs; it has to go on its own thread.
        callOn(fetcher, [this] { fetcher->deleteLater(); }).waitForFinished();
        originThread.quit();
        originThread.wait();
    }
    Q_DISABLE_COPY_MOVE(Core)

    SystemClock clock;
    SystemDiskSpace diskSpace;
    QThreadPool pool;
    CacheCounters counters;
    EntryMap map{openFileBudget()};
    std::unique_ptr<FileStore> store;
    std::unique_ptr<Index> index;
    EntryLookup lookup;
    DiskCache cache;
    R2UrlRules rules;
    SignedUrls signedUrls;
    HistoryRecorder history;
    QThread originThread;
    ObjectFetcher *fetcher; // lives on originThread
    VideoCache videos;
    Jobs jobs;
    Revalidator revalidator;
    Verifier verifier;
    Cleaner cleaner;
    EventLog events;
    EventSource eventSource;
    EventListeners listeners;
    HealthMonitor health;
    HealthWebhook webhook;
    MediaTools tools;
    MediaHandler media;
    ApiContext context;
    std::unique_ptr<PullService> pull; // null: CACHE_PULL_THROUGH is off
};

Service::Service(std::unique_ptr<SettingsStore> settings, Environment environment)
    : m_store(std::move(settings))
    , m_settings(m_store->current())
    , m_environment(std::move(environment))
{ }

Service::~Service() = default;

Result<std::unique_ptr<Service>>
Service::create(std::unique_ptr<SettingsStore> settings, Environment environment)
{
    std::unique_ptr<Service> service(new Service(std::move(settings), std::move(environment)));
    const auto &paths = service->m_environment.paths;
    auto store = FileStore::open(service->m_settings.text(Key::Directory));
    if (!store)
        return failure(store.error());
    for (const auto &folder : {paths.installation, paths.state}) {
        if (auto made = makePrivateDirectory(folder); !made)
            return failure(made.error());
    }
    const auto idKey = idKeyAt(paths.idKey());
    if (!idKey)
        return failure(idKey.error());
    auto index = Index::open(paths.index(), QDateTime::currentDateTimeUtc());
    if (!index)
        return failure(index.error());
    service->m_core = std::make_unique<Core>(
        service->m_settings, std::move(*store), std::move(*index), *idKey, paths);
    service->m_core->signedUrls.load();
    service->m_core->context.settings = service->m_store.get();
    service->m_core->context.logs = service->m_environment.logs;
    connect(service->m_store.get(), &SettingsStore::changed, service.get(), &Service::follow);
    return service;
}

void Service::follow(const Settings &settings)
{
    qCInfo(lcService) << "Settings have changed";
    m_core->events.publish("settings", {}); // before what follows from it
    const auto proxyPort = static_cast<quint16>(m_settings.integer(Key::ProxyPort));
    setLogFilter(settings.text(Key::Debug));
    m_core->cache.setOptions(cacheOptionsOf(settings));
    m_core->videos.setOptions(videoOptionsOf(settings, proxyPort));
    m_core->fetcher->setOptions(fetcherOptionsOf(settings, m_core->rules));
    m_core->media.setOptions(mediaOptionsOf(settings, m_core->context.hostRules));
    m_core->context.cacheEnabled = settings.flag(Key::Enabled);
    m_core->health.setCacheEnabled(settings.flag(Key::Enabled));
    m_core->webhook.setUrl(QUrl(settings.text(Key::AlertWebhook)));
    std::ignore = m_core->health.check();
    m_core->cleaner.setOptions(cleanerOptionsOf(settings));
    std::ignore = settleIn();
}

QCoro::Task<> Service::settleIn()
{
    ++m_settling;
    if (const auto learnt = co_await m_core->cache.learn(m_stopping); !learnt)
        qCWarning(lcService).noquote() << learnt.error().message;
    if (const auto kept = co_await m_core->cache.keepLimits(); !kept)
        qCWarning(lcService).noquote() << kept.error().message;
    --m_settling;
}

QCoro::Task<Result<>> Service::start()
{
    if (auto started = co_await m_core->cache.start(); !started)
        co_return started;
    m_core->history.start();
    const auto token = apiToken();
    if (!token)
        co_return failure(token.error());

    m_credentials = std::make_unique<Credentials>(
        *token, m_settings.text(Key::JwtSecret).toUtf8(), m_core->clock);
    auto &context = m_core->context;
    context.rotateToken = [this] {
        return rotateToken();
    };
    HttpServer::Parts proxyParts;
    proxyParts.routes = proxyInfoRoutes(&context, &m_core->videos, m_credentials.get());
    m_core->media.addRoutesTo(proxyParts);
    proxyParts.policy = proxyHeadPolicy(context.hostRules);
    auto *pull = m_core->pull.get();
    proxyParts.notFound = [pull](Request request, PendingResponse response) {
        if (pull != nullptr && PullHandler::isMine(request.path)) {
            pull->handler().handle(std::move(request), std::move(response));
            return;
        }
        response.send(proxyText(
            404,
            u"There is nothing here: videos are below /video/, information at /health, "
            "/cache/stats, /cache/list and /metrics."_s));
    };
    proxyParts.errorBody = proxyText;
    HttpServer::Options proxyOptions;
    proxyOptions.workers = std::clamp(QThread::idealThreadCount(), 2, 4);
    proxyOptions.maxBodyBytes = 4096; // no route takes one, and anybody may send
    auto proxy = listening(
        std::make_unique<HttpServer>(proxyOptions, std::move(proxyParts)), Key::ProxyPort);
    if (!proxy)
        co_return failure(proxy.error());
    m_proxy = std::move(*proxy);
    context.proxyPort = m_proxy->port();
    context.proxyMetrics = [server = m_proxy.get()] {
        return server->metrics();
    };

    auto api = listening(
        std::make_unique<HttpServer>(
            HttpServer::Options(),
            apiServerParts(&context, apiHeadPolicy(context.hostRules, m_credentials.get()))),
        Key::ApiPort);
    if (!api)
        co_return failure(api.error());
    m_api = std::move(*api);

    m_endpoint = {
        QCoreApplication::applicationPid(), QUrl(localhost(m_api->port())),
        QUrl(localhost(m_proxy->port())), m_core->store->directory(), m_environment.paths.token()};
    const EndpointFile file(m_environment.endpointDirectory, m_endpoint.cacheDirectory);
    if (auto written = file.write(m_endpoint); !written)
        co_return written;
    qCInfo(lcService).noquote() << "Videos at" << m_endpoint.proxyUrl.toString() << "REST at"
                                << m_endpoint.apiUrl.toString() << "cache in"
                                << m_endpoint.cacheDirectory;
    m_core->health.setServers(
        QUrl(m_endpoint.proxyUrl.toString() + u"/health"), QUrl(m_endpoint.apiUrl));
    m_core->health.start();
    std::ignore = reconcileBesideServing();
    co_return Result<>{};
}

QCoro::Task<Result<>> Service::stop()
{
    const QDeadlineTimer deadline(
        std::chrono::milliseconds{m_store->current().integer(Key::ShutdownTimeoutMs)});
    m_stopping = true;
    m_core->context.stopping = true;
    m_core->verifier.stop();
    m_core->cleaner.stop();
    m_core->health.stop();
    m_core->webhook.stop();
    m_core->tools.stop();
    if (m_api) {
        const EndpointFile file(m_environment.endpointDirectory, m_endpoint.cacheDirectory);
        if (const auto removed = file.remove(m_endpoint.pid); !removed)
            qCWarning(lcService).noquote() << removed.error().message;
    }
    m_core->listeners.endAll();
    QList<QFuture<void>> closing;
    for (auto *server : {m_proxy.get(), m_api.get()}) {
        if (server != nullptr)
            closing.append(server->stop(timeLeft(deadline)));
    }
    for (const auto &closed : std::as_const(closing))
        co_await closed;
    // In this order: what ends because of the shutdown keeps its bytes for the next run.
    const auto fetchesEnded = m_core->fetcher->shutdown();
    m_core->videos.queue().cancelAll();
    co_await fetchesEnded;
    if (m_core->pull) {
        const auto pullsEnded = m_core->pull->shutdown();
        co_await pullsEnded;
    }
    // What was cancelled ends in moments, which it gets whatever the draining has left of the time.
    const auto patience = std::max<std::chrono::milliseconds>(timeLeft(deadline), 2s);
    const bool idle = co_await eventually([this] { return isIdle(); }, patience);
    if (!idle)
        qCWarning(lcService) << "Some requests did not end in time";
    m_proxy.reset();
    m_api.reset();
    co_await m_core->signedUrls.flush();
    if (const auto kept = co_await m_core->history.stop(); !kept)
        qCWarning(lcService).noquote()
            << "The history of this run is lost:" << kept.error().message;
    co_return co_await m_core->cache.stop();
}

/// Whether nothing runs any more that would come back to what is about to go.
bool Service::isIdle() const
{
    return !m_reconciling && m_settling == 0 && m_core->media.waiting() == 0
        && m_core->context.running == 0 && (!m_core->pull || m_core->pull->waiting() == 0)
        && m_core->videos.running() == 0 && m_core->revalidator.running() == 0
        && m_core->health.running() == 0 && m_core->webhook.running() == 0
        && m_core->verifier.running() == 0 && m_core->cleaner.running() == 0
        && m_core->tools.running() == 0 && m_core->videos.queue().snapshots().empty();
}

Result<QByteArray> Service::apiToken() const
{
    const auto path = m_environment.paths.token();
    if (m_settings.hasValue(Key::ApiToken)) {
        const auto token = m_settings.text(Key::ApiToken).toLatin1();
        if (auto written = writeTokenFile(path, token); !written)
            return failure(written.error());
        return token;
    }
    auto token = readTokenFile(path);
    if (!token && token.error().code == ErrorCode::NotFound)
        return createTokenFile(path);
    return token;
}

Result<QByteArray> Service::rotateToken()
{
    if (m_settings.hasValue(Key::ApiToken)) {
        return failure(
            ErrorCode::Conflict,
            u"The token is set by CACHE_API_TOKEN (%1): change it there and restart r2cache."_s.arg(
                m_settings.originOf(Key::ApiToken).text));
    }
    const auto token = newToken();
    if (auto written = writeTokenFile(m_environment.paths.token(), token); !written)
        return failure(written.error());
    m_credentials->setToken(token);
    qCInfo(lcService) << "The API token was replaced";
    return token;
}

Result<std::unique_ptr<HttpServer>>
Service::listening(std::unique_ptr<HttpServer> server, Key key) const
{
    const auto port = static_cast<quint16>(m_settings.integer(key));
    auto listens = server->listen(port);
    if (listens)
        return server;
    auto error = listens.error();
    if (error.code == ErrorCode::PortTaken) {
        const auto holder = portHolder(port);
        error.message
            = u"Port %1 (%2) is taken%3. Stop that program, or set %2 to another port."_s.arg(port)
                  .arg(
                      rowOf(key).nameText(),
                      holder.isEmpty() ? QString() : QString(u" by "_s + holder));
    }
    return failure(error);
}

QCoro::Task<> Service::reconcileBesideServing()
{
    m_reconciling = true;
    if (const auto learnt = co_await m_core->cache.learn(m_stopping); !learnt)
        qCWarning(lcService).noquote() << learnt.error().message;
    const auto report = co_await reconcile(m_core->cache, m_core->pool, m_stopping);
    m_reconciling = false;
    if (!m_stopping) {
        m_core->cleaner.start();
        m_core->tools.start();
    }
    if (!report) {
        qCWarning(lcService).noquote() << report.error().message;
    } else if (report->adopted + report->quarantined + report->missing + report->swept > 0) {
        qCInfo(lcService) << "Reconciled:" << report->adopted << "adopted," << report->quarantined
                          << "quarantined," << report->missing << "missing," << report->swept
                          << "strays removed";
    }
}

} // namespace r2cache
