// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/paths.h"
#include "core/api/apicontext.h"
#include "core/cache/entrylookup.h"
#include "core/client/endpoint.h"
#include "core/download/objectfetcher.h"
#include "core/proxy/mediahandler.h"
#include "core/settings/settings.h"

namespace r2cache {

/// The whole headless program: cache, downloads and both servers, put together. The one place
/// that knows all of them.
///
/// Made, started, stopped and destroyed on the service thread.
class Service : public QObject
{
    Q_OBJECT

public:
    struct Environment
    {
        StatePaths paths;
        QString endpointDirectory;
    };

    /// Locks the cache directory and opens the index; blocks shortly.
    /// @return what stands in the way, as a sentence with the way out.
    [[nodiscard]] static Result<std::unique_ptr<Service>>
    create(Settings settings, Environment environment);
    ~Service() override;

    /// Listens on both ports and writes the endpoint file; then reconciles beside serving. Whether
    /// it succeeds or not, stop() comes before the end.
    [[nodiscard]] QCoro::Task<Result<>> start();

    /// Drains within CACHE_SHUTDOWN_TIMEOUT_MS, each step as architecture says; then nothing runs.
    [[nodiscard]] QCoro::Task<Result<>> stop();

    [[nodiscard]] const Endpoint &endpoint() const { return m_endpoint; }

private:
    struct Core; // what stands below the servers

    Service(Settings settings, Environment environment);

    [[nodiscard]] Result<QByteArray> apiToken() const;
    [[nodiscard]] Result<std::unique_ptr<HttpServer>>
    listening(std::unique_ptr<HttpServer> server, Key key) const;
    [[nodiscard]] QCoro::Task<> reconcileBesideServing();
    [[nodiscard]] bool isIdle() const;

    Settings m_settings;
    Environment m_environment;
    Endpoint m_endpoint;
    std::unique_ptr<Core> m_core;
    std::unique_ptr<HttpServer> m_proxy;
    std::unique_ptr<HttpServer> m_api;
    std::atomic<bool> m_stopping = false;
    bool m_reconciling = false;
};

} // namespace r2cache
