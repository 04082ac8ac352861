// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/paths.h"
#include "core/api/apicontext.h"
#include "core/api/credentials.h"
#include "core/base/logring.h"
#include "core/cache/entrylookup.h"
#include "core/client/endpoint.h"
#include "core/download/objectfetcher.h"
#include "core/proxy/mediahandler.h"
#include "core/settings/settingsstore.h"

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
        const LogRing *logs = nullptr; ///< Null: the log is kept nowhere.
    };

    /// Locks the cache directory and opens the index; blocks shortly. @p settings lives on this
    /// thread; what changes in it is followed, as far as its rows say so (Applied).
    /// @return what stands in the way, as a sentence with the way out.
    [[nodiscard]] static Result<std::unique_ptr<Service>>
    create(std::unique_ptr<SettingsStore> settings, Environment environment);
    ~Service() override;

    /// Listens on both ports and writes the endpoint file; then reconciles beside serving. Whether
    /// it succeeds or not, stop() comes before the end.
    [[nodiscard]] QCoro::Task<Result<>> start();

    /// Drains within CACHE_SHUTDOWN_TIMEOUT_MS, each step as architecture says; then nothing runs.
    [[nodiscard]] QCoro::Task<Result<>> stop();

    /// Follows the settings in @p sources, e.g. read again at SIGHUP. @return what is wrong with
    /// them: then nothing changes.
    [[nodiscard]] Result<> reload(SettingSources sources)
    {
        return m_store->reload(std::move(sources));
    }

    /// Changes settings, local ones too: for who sits at the machine. As SettingsStore::change().
    [[nodiscard]] Result<> change(const QMap<Key, std::optional<QString>> &changes)
    {
        return m_store->change(changes);
    }

    /// Waits until nobody has needed it for @p after: no lease, download, job or listener to events
    /// was there, nothing was read. After start(). @return ShuttingDown if it stops before.
    [[nodiscard]] QCoro::Task<Result<>> untilIdle(std::chrono::milliseconds after);

    [[nodiscard]] const Endpoint &endpoint() const { return m_endpoint; }

private:
    struct Core; // what stands below the servers

    Service(std::unique_ptr<SettingsStore> settings, Environment environment);

    /// What Applied::Live and Applied::NextDownload promise.
    void follow(const Settings &settings);
    /// Makes a new policy know the entries, and new limits hold.
    [[nodiscard]] QCoro::Task<> settleIn();

    [[nodiscard]] Result<QByteArray> apiToken() const;
    [[nodiscard]] Result<QByteArray> rotateToken();
    [[nodiscard]] Result<std::unique_ptr<HttpServer>>
    listening(std::unique_ptr<HttpServer> server, Key key) const;
    [[nodiscard]] QCoro::Task<> reconcileBesideServing();
    [[nodiscard]] bool isIdle() const;

    std::unique_ptr<SettingsStore> m_store;
    Settings m_settings; ///< As they were at the start: what follows no change is made of them.
    Environment m_environment;
    Endpoint m_endpoint;
    std::unique_ptr<Core> m_core;
    std::unique_ptr<Credentials> m_credentials;
    std::unique_ptr<HttpServer> m_proxy;
    std::unique_ptr<HttpServer> m_api;
    std::atomic<bool> m_stopping = false;
    bool m_reconciling = false;
    int m_settling = 0;
};

} // namespace r2cache
