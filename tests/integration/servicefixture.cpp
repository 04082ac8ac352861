// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/servicefixture.h"

#include "core/base/calltask.h"
#include "core/client/tokenfile.h"
#include "core/protocol/jsontext.h"
#include "core/url/rawmembers.h"

#include <QDir>
#include <QJsonDocument>

namespace r2cache {

using namespace Qt::StringLiterals;

QJsonObject ApiAnswer::json() const
{
    return QJsonDocument::fromJson(text).object();
}

QByteArray ApiAnswer::rawData() const
{
    const auto cut = cutMember(text, u"data");
    return cut && cut->member ? *cut->member : QByteArray();
}

ServiceFixture::ServiceFixture(const OriginThread &origin, const Variables &variables)
    : m_variables(
        {{u"CACHE_DIRECTORY"_s, cacheDirectory()},
         {u"CACHE_CUSTOM_DOMAINS"_s, origin.address()},
         {u"CACHE_MIN_FREE_GB"_s, u"0"_s},
         {u"CACHE_MAX_RETRY_ATTEMPTS"_s, u"0"_s}})
{
    useOtherPorts();
    m_variables.insert(variables);
    m_anchor.moveToThread(&m_thread);
    m_thread.start();
}

ServiceFixture::~ServiceFixture()
{
    stop();
    m_thread.quit();
    m_thread.wait();
}

void ServiceFixture::useOtherPorts()
{
    m_apiPort = freePort();
    m_proxyPort = freePort();
    set(u"CACHE_API_PORT"_s, QString::number(m_apiPort));
    set(u"CACHE_PROXY_PORT"_s, QString::number(m_proxyPort));
}

Result<> ServiceFixture::start()
{
    SettingSources sources;
    sources.environment = m_variables;
    sources.homeDirectory = m_root.path();
    sources.workingDirectory = m_root.path();
    auto creating = callOn(&m_anchor, [this, sources]() -> Result<> {
        auto settings = SettingsStore::create(sources, path(u"settings.json"_s));
        if (!settings)
            return failure(settings.error());
        auto service = Service::create(std::move(*settings), environment());
        if (!service)
            return failure(service.error());
        m_service = std::move(*service);
        return {};
    });
    if (auto created = creating.result(); !created)
        return created;
    auto starting = callTaskOn(&m_anchor, [this] { return m_service->start(); });
    return starting.result();
}

Result<> ServiceFixture::stop()
{
    if (!m_service)
        return {};
    auto stopping = callTaskOn(&m_anchor, [this] { return m_service->stop(); });
    auto stopped = stopping.result();
    callOn(&m_anchor, [this] { m_service.reset(); }).waitForFinished();
    return stopped;
}

void ServiceFixture::mustStart()
{
    if (const auto started = start(); !started)
        qFatal("%s", qPrintable(started.error().message));
}

QByteArray ServiceFixture::apiRequest(
    const QByteArray &method, const QByteArray &path, const QByteArray &body,
    const QByteArray &fields) const
{
    return method + ' ' + path + " HTTP/1.1\r\nHost: localhost:" + QByteArray::number(m_apiPort)
        + "\r\nAuthorization: Bearer " + token() + "\r\n" + fields
        + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

ApiAnswer ServiceFixture::api(
    const QByteArray &method, const QByteArray &path, const QByteArray &body,
    const QByteArray &fields)
{
    RawClient client(m_apiPort);
    const auto answer = client.ask(apiRequest(method, path, body, fields));
    return {answer.status, answer.body, answer.headers};
}

ApiAnswer ServiceFixture::post(const QByteArray &path, const QJsonObject &body)
{
    return post(path, toJsonText(QJsonValue(body)));
}

RawClient::Answer
ServiceFixture::proxy(const QByteArray &path, const QByteArray &method, const QByteArray &fields)
{
    RawClient client(m_proxyPort);
    return client.ask(
        method + ' ' + path + " HTTP/1.1\r\nHost: localhost:" + QByteArray::number(m_proxyPort)
        + "\r\n" + fields + "\r\n");
}

RawClient::Answer ServiceFixture::read(const QString &localUrl)
{
    return proxy(QUrl(localUrl).path().toUtf8());
}

QJsonObject ServiceFixture::cache(const QString &url, const QJsonObject &options)
{
    auto body = options;
    body.insert(u"urls"_s, QJsonArray{url});
    const auto result = post("pre-cache", body).data().value(u"results").toArray().at(0).toObject();
    return result.value(u"cacheEntry").toObject();
}

bool ServiceFixture::findsNoRoom(const QString &url)
{
    const QJsonObject everything;
    post("entries/batch", {{u"action"_s, u"pin"_s}, {u"filter"_s, everything}});
    const auto answer = post("pre-cache", {{u"urls"_s, QJsonArray{url}}}).data();
    post("entries/batch", {{u"action"_s, u"unpin"_s}, {u"filter"_s, everything}});
    const auto result = answer.value(u"results").toArray().at(0).toObject();
    return result.value(u"code") == QJsonValue(u"cache_full"_s);
}

QJsonObject ServiceFixture::process(const QString &url, const QJsonObject &options)
{
    auto body = options;
    body.insert(u"config"_s, url);
    return post("process-config", body).data();
}

qsizetype ServiceFixture::leases()
{
    return get("leases").data().value(u"leases").toArray().size();
}

QByteArray ServiceFixture::token() const
{
    return readTokenFile(environment().paths.token()).value_or(QByteArray());
}

Service::Environment ServiceFixture::environment() const
{
    return {
        statePathsOf(cacheDirectory(), m_root.filePath(u"state"_s), m_root.path()),
        m_root.filePath(u"run"_s), m_logs};
}

QStringList ServiceFixture::partials() const
{
    return QDir(cacheDirectory() + u"/partial"_s).entryList(QDir::Files);
}

} // namespace r2cache
