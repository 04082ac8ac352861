// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/service.h"

#include "app/servicecore.h"
#include "app/wiring.h"
#include "core/api/access.h"
#include "core/api/proxyinfo.h"
#include "core/api/routes.h"
#include "core/base/digest.h"
#include "core/base/ports.h"
#include "core/cache/reconcile.h"
#include "core/client/privatefile.h"
#include "core/client/tokenfile.h"
#include "core/proxy/proxyanswers.h"

#include <QCoreApplication>
#include <QLoggingCategory>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcService, "cache.service", QtInfoMsg)

constexpr int idKeyBytes = 32;

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

} // namespace

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
        if (holder.startsWith(u"r2cache "))
            error.message
                += u" If a render has started that one, it ends by itself, a minute after it was "
                   "last needed."_s;
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
