// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/service.h"
#include "tests/core/server/rawclient.h"
#include "tests/integration/originthread.h"
#include "tests/support/freeport.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

namespace r2cache {

/// What the API answered.
struct ApiAnswer
{
    int status = 0; ///< 0: nothing came.
    QByteArray text;
    Headers headers;

    [[nodiscard]] QJsonObject json() const;
    [[nodiscard]] QJsonObject data() const { return json().value(u"data").toObject(); }
    [[nodiscard]] QString code() const { return json().value(u"code").toString(); }
    [[nodiscard]] QString error() const { return json().value(u"error").toString(); }
    /// The text of `data`, as it was sent.
    [[nodiscard]] QByteArray rawData() const;
};

using Variables = QHash<QString, QString>;

/// A whole service on a thread of its own, in a temporary directory, on free ports. The test's
/// thread blocks on its sockets.
class ServiceFixture
{
public:
    /// @param origin  allowed as a custom domain.
    /// @param variables  further settings; they win.
    explicit ServiceFixture(const OriginThread &origin, const Variables &variables = {});
    ~ServiceFixture(); ///< Stops it if it runs.
    Q_DISABLE_COPY_MOVE(ServiceFixture)

    /// Changes settings for the next start.
    void set(const QString &name, const QString &value) { m_variables.insert(name, value); }

    /// What the next start's service shows as its log; outlives it.
    void keepLogIn(const LogRing &ring) { m_logs = &ring; }

    /// Takes other free ports for the next start.
    void useOtherPorts();

    [[nodiscard]] Result<> start();
    /// Stops and destroys it, as the program does. @return what stop() said.
    Result<> stop();
    /// start(), or the test ends.
    void mustStart();

    /// With the token; @p fields are further header fields, each ending in CR LF.
    ApiAnswer
    api(const QByteArray &method, const QByteArray &path, const QByteArray &body = {},
        const QByteArray &fields = {});
    ApiAnswer get(const QByteArray &path) { return api("GET", "/api/cache/" + path); }
    ApiAnswer post(const QByteArray &path, const QJsonObject &body);
    ApiAnswer post(const QByteArray &path, const QByteArray &body)
    {
        return api("POST", "/api/cache/" + path, body);
    }
    ApiAnswer remove(const QByteArray &path) { return api("DELETE", "/api/cache/" + path); }

    /// The request's bytes, for sockets that do something else than wait for the answer.
    [[nodiscard]] QByteArray apiRequest(
        const QByteArray &method, const QByteArray &path, const QByteArray &body = {},
        const QByteArray &fields = {}) const;

    /// Of the proxy port; without a token.
    RawClient::Answer
    proxy(const QByteArray &path, const QByteArray &method = "GET", const QByteArray &fields = {});
    /// The answer to a GET of a local URL.
    RawClient::Answer read(const QString &localUrl);

    /// Caches @p url by pre-cache and waits. @return its entry.
    QJsonObject cache(const QString &url, const QJsonObject &options = {});
    /// Asks for @p url while all that is here is pinned. @return whether it was cache_full.
    bool findsNoRoom(const QString &url);
    /// process-config of the one URL, waiting. @return data
    QJsonObject process(const QString &url, const QJsonObject &options = {});
    [[nodiscard]] qsizetype leases();

    [[nodiscard]] quint16 apiPort() const { return m_apiPort; }
    [[nodiscard]] quint16 proxyPort() const { return m_proxyPort; }
    [[nodiscard]] QByteArray token() const;
    [[nodiscard]] QString path(const QString &name) const { return m_root.filePath(name); }
    [[nodiscard]] QString cacheDirectory() const { return path(QStringLiteral("cache")); }
    [[nodiscard]] Service::Environment environment() const;
    /// Names in partial/ of the cache directory.
    [[nodiscard]] QStringList partials() const;

private:
    QTemporaryDir m_root;
    Variables m_variables;
    const LogRing *m_logs = nullptr;
    quint16 m_apiPort = 0;
    quint16 m_proxyPort = 0;
    QThread m_thread;
    QObject m_anchor; ///< On m_thread.
    std::unique_ptr<Service> m_service; ///< On m_thread.
};

} // namespace r2cache
