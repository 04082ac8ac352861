// SPDX-License-Identifier: GPL-3.0-or-later
// ServiceClient: configs, jobs, leases, downloads, renders, settings.
#include "core/client/clientcalls.h"
#include "core/protocol/jsontext.h"
#include "core/protocol/rawmember.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

ApiRequest postOf(const QString &path, const QByteArray &body)
{
    return {"POST", path, {}, body};
}

/// A body with the bytes of @p config in it and, beside it, the members of @p fields.
QByteArray configBody(const QByteArray &config, const QJsonObject &fields)
{
    JsonObjectText body;
    body.addRaw("config", config);
    for (auto field = fields.begin(); field != fields.end(); ++field)
        body.add(field.key().toLatin1().constData(), field.value());
    return body.take();
}

/// Takes the config's text out of @p json, an object's, and puts null in its place: the rest is
/// small then.
QByteArray takeConfig(QByteArray &json)
{
    const auto raw = rawMember(json, "updatedConfig");
    if (raw.isEmpty() || raw == QByteArrayView("null"))
        return {};
    auto config = raw.toByteArray();
    json.replace(raw.data() - json.constData(), raw.size(), "null");
    return config;
}

ConfigAnswer configAnswerOf(QByteArray data)
{
    ConfigAnswer answer;
    answer.updatedConfig = takeConfig(data);
    answer.data = objectIn(data);
    return answer;
}

JobAnswer jobAnswerOf(QByteArray data)
{
    JobAnswer answer;
    const auto raw = rawMember(data, "result");
    if (!raw.isEmpty()) {
        auto result = raw.toByteArray();
        const auto at = raw.data() - data.constData();
        const auto size = raw.size();
        answer.updatedConfig = takeConfig(result);
        data.replace(at, size, result);
    }
    answer.job = objectIn(data);
    return answer;
}

QList<QJsonObject> objectsOf(const QByteArray &data, const QString &name)
{
    QList<QJsonObject> objects;
    for (const auto values = objectIn(data).value(name).toArray(); const auto &value : values)
        objects.append(value.toObject());
    return objects;
}

QList<DownloadInfo> downloadsOf(const QByteArray &data, const QString &name)
{
    QList<DownloadInfo> downloads;
    for (const auto objects = objectsOf(data, name); const auto &object : objects)
        downloads.append(downloadFromJson(object));
    return downloads;
}

} // namespace

ServiceClient::Answer<QJsonObject>
ServiceClient::analyzeConfig(const QByteArray &config, const QJsonObject &options, bool probe)
{
    auto ask = postOf(
        u"analyze-config"_s, configBody(config, {{u"options"_s, options}, {u"probe"_s, probe}}));
    ask.patience = endlessPatience; // one question to an origin a URL
    return askObject(ask);
}

ServiceClient::Answer<QJsonObject> ServiceClient::validateUrl(const QString &url, bool probe)
{
    const QJsonObject body{{u"url"_s, url}, {u"probe"_s, probe}};
    return askObject(postOf(u"validate-url"_s, toJsonText(QJsonValue(body))));
}

ServiceClient::Answer<QJsonObject>
ServiceClient::preCache(const QStringList &urls, const QJsonObject &options)
{
    auto body = options;
    body.insert(u"urls"_s, QJsonArray::fromStringList(urls));
    body.insert(u"wait"_s, false);
    return askObject(postOf(u"pre-cache"_s, toJsonText(QJsonValue(body))));
}

ServiceClient::Answer<ConfigAnswer>
ServiceClient::processConfig(const QByteArray &config, const QJsonObject &fields)
{
    auto all = fields;
    all.insert(u"wait"_s, false);
    return ask<ConfigAnswer>(postOf(u"process-config"_s, configBody(config, all)), configAnswerOf);
}

ServiceClient::Answer<QList<QJsonObject>> ServiceClient::jobs()
{
    return ask<QList<QJsonObject>>(
        {"GET", u"jobs"_s}, [](const QByteArray &data) { return objectsOf(data, u"jobs"_s); });
}

ServiceClient::Answer<JobAnswer> ServiceClient::job(const QString &id)
{
    return ask<JobAnswer>({"GET", u"jobs/"_s + id}, jobAnswerOf);
}

ServiceClient::Answer<QJsonObject> ServiceClient::cancelJob(const QString &id)
{
    return askObject({"DELETE", u"jobs/"_s + id});
}

ServiceClient::Answer<QList<LeaseInfo>> ServiceClient::leases()
{
    return ask<QList<LeaseInfo>>({"GET", u"leases"_s}, [](const QByteArray &data) {
        QList<LeaseInfo> leases;
        for (const auto objects = objectsOf(data, u"leases"_s); const auto &object : objects)
            leases.append(leaseFromJson(object));
        return leases;
    });
}

ServiceClient::Answer<QJsonObject> ServiceClient::endLease(const QString &id)
{
    return askObject({"DELETE", u"lease/"_s + id});
}

ServiceClient::Answer<LeaseInfo> ServiceClient::renewLease(const QString &id, qint64 leaseMs)
{
    QJsonObject body;
    if (leaseMs > 0)
        body.insert(u"leaseMs"_s, leaseMs);
    return ask<LeaseInfo>(
        postOf(u"lease/"_s + id + u"/renew"_s, toJsonText(QJsonValue(body))),
        [](const QByteArray &data) {
            return leaseFromJson(objectIn(data).value(u"lease").toObject());
        });
}

ServiceClient::Answer<DownloadsList> ServiceClient::downloads()
{
    return ask<DownloadsList>({"GET", u"downloads"_s}, [](const QByteArray &data) {
        return DownloadsList{downloadsOf(data, u"downloads"_s), downloadsOf(data, u"failed"_s)};
    });
}

ServiceClient::Answer<QJsonObject>
ServiceClient::actOnDownload(const QString &id, const QString &action)
{
    return askObject({"POST", QString(u"downloads/"_s + id + u'/' + action)});
}

ServiceClient::Answer<QJsonObject> ServiceClient::renders(int limit, qint64 skip)
{
    return askObject(
        {"GET", u"renders"_s,
         QUrlQuery{{u"limit"_s, QString::number(limit)}, {u"skip"_s, QString::number(skip)}}});
}

ServiceClient::Answer<QJsonObject> ServiceClient::render(const QString &id)
{
    return ask<QJsonObject>({"GET", u"renders/"_s + id}, [](const QByteArray &data) {
        return objectIn(data).value(u"render").toObject();
    });
}

ServiceClient::Answer<QJsonObject> ServiceClient::addRender(const QJsonObject &report)
{
    return ask<QJsonObject>(
        postOf(u"renders"_s, toJsonText(QJsonValue(report))),
        [](const QByteArray &data) { return objectIn(data).value(u"render").toObject(); });
}

ServiceClient::Answer<QJsonObject> ServiceClient::settings()
{
    return ask<QJsonObject>({"GET", u"settings"_s}, [](const QByteArray &data) {
        return objectIn(data).value(u"settings").toObject();
    });
}

ServiceClient::Answer<QJsonObject> ServiceClient::changeSettings(const QJsonObject &changes)
{
    return askObject({"PATCH", u"settings"_s, {}, toJsonText(QJsonValue(changes))});
}

ServiceClient::Answer<QJsonObject> ServiceClient::testProxy(const QString &fileName)
{
    return askObject({"GET", u"proxy/test/"_s + fileName});
}

ServiceClient::Answer<QByteArray> ServiceClient::rotateToken()
{
    return ask<QByteArray>({"POST", u"token/rotate"_s}, [this](const QByteArray &data) {
        auto address = m_transport.address();
        address.token = objectIn(data).value(u"token").toString().toLatin1();
        m_transport.setAddress(address);
        return address.token;
    });
}

} // namespace r2cache
