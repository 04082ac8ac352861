// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/serviceclient.h"

#include "core/client/clientcalls.h"
#include "core/protocol/jsontext.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

QUrlQuery queryOf(const EntriesQuery &wanted)
{
    QUrlQuery query;
    const auto add = [&query](const QString &name, const QString &value) {
        // QUrlQuery leaves "+" as it is, which the service reads as a blank.
        query.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(value)));
    };
    add(u"limit"_s, QString::number(wanted.limit));
    if (wanted.skip > 0)
        add(u"skip"_s, QString::number(wanted.skip));
    if (!wanted.after.isEmpty())
        add(u"after"_s, wanted.after);
    if (!wanted.status.isEmpty())
        add(u"status"_s, wanted.status);
    add(u"sortBy"_s, wanted.sortBy);
    add(u"sortOrder"_s, wanted.descending ? u"desc"_s : u"asc"_s);
    if (!wanted.text.isEmpty())
        add(u"q"_s, wanted.text);
    if (!wanted.tags.isEmpty())
        add(u"tags"_s, wanted.tags.join(u','));
    return query;
}

EntryList listOf(const QByteArray &data)
{
    const auto json = objectIn(data);
    EntryList list;
    for (const auto entries = json.value(u"entries").toArray(); const auto &entry : entries)
        list.entries.append(entryFromJson(entry.toObject()));
    const auto pagination = json.value(u"pagination").toObject();
    list.total = pagination.value(u"total").toInteger();
    list.totalIsExact = pagination.value(u"totalIsExact").toBool(true);
    list.next = pagination.value(u"next").toString();
    return list;
}

BatchResult batchOf(const QByteArray &data)
{
    const auto json = objectIn(data).value(u"result").toObject();
    BatchResult result;
    result.matched = json.value(u"matched").toInteger();
    result.done = json.value(u"done").toInteger();
    for (const auto failed = json.value(u"failed").toArray(); const auto &value : failed) {
        const auto one = value.toObject();
        result.failed.append(
            {one.value(u"id").toString(), one.value(u"error").toString(),
             one.value(u"code").toString()});
    }
    return result;
}

RemovalResult removalOf(const QByteArray &data)
{
    const auto json = objectIn(data);
    const auto result = json.value(u"result").toObject();
    RemovalResult removal;
    removal.removedEntries = result.value(u"removedEntries").toInteger();
    removal.bytesFreed = result.value(u"bytesFreed").toInteger();
    for (const auto errors = result.value(u"errors").toArray(); const auto &error : errors)
        removal.errors.append(error.toString());
    removal.message = json.value(u"message").toString();
    const auto kept = result.value(u"kept").toObject();
    removal.pinned = kept.value(u"pinned").toInteger();
    removal.leased = kept.value(u"leased").toInteger();
    removal.inUse = kept.value(u"inUse").toInteger();
    return removal;
}

EntryInfo entryIn(const QByteArray &data)
{
    return entryFromJson(objectIn(data).value(u"entry").toObject());
}

ApiRequest batchRequest(const QString &action, QJsonObject body)
{
    body.insert(u"action"_s, action);
    return {"POST", u"entries/batch"_s, {}, toJsonText(QJsonValue(body)), endlessPatience};
}

} // namespace

ServiceClient::ServiceClient(QObject *parent)
    : QObject(parent)
{ }

ServiceClient::~ServiceClient() = default;

ServiceClient::Answer<QJsonObject> ServiceClient::askObject(const ApiRequest &request)
{
    return ask<QJsonObject>(request, objectIn);
}

ServiceClient::Answer<QJsonObject> ServiceClient::dataOf(const QString &what)
{
    return askObject({"GET", what});
}

ServiceClient::Answer<ServiceStatus> ServiceClient::status()
{
    return ask<ServiceStatus>({"GET", u"status"_s}, [](const QByteArray &data) {
        return statusFromJson(objectIn(data));
    });
}

ServiceClient::Answer<QJsonObject> ServiceClient::stats()
{
    return askObject({"GET", u"stats"_s});
}

ServiceClient::Answer<HealthInfo> ServiceClient::health()
{
    return ask<HealthInfo>({"GET", u"health"_s}, [](const QByteArray &data) {
        return healthFromJson(objectIn(data));
    });
}

ServiceClient::Answer<QJsonObject> ServiceClient::history(const QString &resolution)
{
    return askObject({"GET", u"history"_s, QUrlQuery{{u"resolution"_s, resolution}}});
}

ServiceClient::Answer<QJsonObject>
ServiceClient::logs(const QString &level, qint64 after, int limit)
{
    QUrlQuery query{{u"level"_s, level}, {u"limit"_s, QString::number(limit)}};
    if (after >= 0)
        query.addQueryItem(u"after"_s, QString::number(after));
    return askObject({"GET", u"logs"_s, query});
}

ServiceClient::Answer<EntryList> ServiceClient::entries(const EntriesQuery &query)
{
    return ask<EntryList>({"GET", u"entries"_s, queryOf(query)}, listOf);
}

ServiceClient::Answer<EntryInfo> ServiceClient::entry(const QString &id)
{
    return ask<EntryInfo>({"GET", u"entry/"_s + id}, entryIn);
}

ServiceClient::Answer<QJsonObject> ServiceClient::removeEntry(const QString &id, bool force)
{
    QUrlQuery query;
    if (force)
        query.addQueryItem(u"force"_s, u"true"_s);
    return askObject({"DELETE", u"entry/"_s + id, query});
}

ServiceClient::Answer<EntryInfo> ServiceClient::setPinned(const QString &id, bool pinned)
{
    const QString path = u"entry/"_s + id + u"/pin"_s;
    return ask<EntryInfo>({pinned ? "POST"_ba : "DELETE"_ba, path}, entryIn);
}

ServiceClient::Answer<QByteArray> ServiceClient::thumbnail(const QString &id)
{
    return ask<QByteArray>(
        {"GET", QString(u"entry/"_s + id + u"/thumbnail"_s)},
        [](const QByteArray &picture) { return picture; });
}

ServiceClient::Answer<BatchResult>
ServiceClient::batch(const QString &action, const QStringList &ids, const QJsonObject &options)
{
    auto body = options;
    body.insert(u"ids"_s, QJsonArray::fromStringList(ids));
    return ask<BatchResult>(batchRequest(action, body), batchOf);
}

ServiceClient::Answer<BatchResult> ServiceClient::batchOfAll(
    const QString &action, const EntriesQuery &filter, const QJsonObject &options)
{
    auto body = options;
    body.insert(
        u"filter"_s,
        QJsonObject{
            {u"q"_s, filter.text},
            {u"tags"_s, QJsonArray::fromStringList(filter.tags)},
            {u"status"_s, filter.status}});
    return ask<BatchResult>(batchRequest(action, body), batchOf);
}

ServiceClient::Answer<QJsonObject> ServiceClient::verify(const QStringList &ids)
{
    const QJsonObject body = ids.isEmpty()
        ? QJsonObject{{u"all"_s, true}}
        : QJsonObject{{u"ids"_s, QJsonArray::fromStringList(ids)}};
    return askObject({"POST", u"verify"_s, {}, toJsonText(QJsonValue(body))});
}

ServiceClient::Answer<QJsonObject> ServiceClient::verifyProgress()
{
    return askObject({"GET", u"verify"_s});
}

ServiceClient::Answer<RemovalResult> ServiceClient::clear(const QJsonObject &options)
{
    return ask<RemovalResult>(
        {"POST", u"clear"_s, {}, toJsonText(QJsonValue(options)), endlessPatience}, removalOf);
}

ServiceClient::Answer<RemovalResult> ServiceClient::optimize()
{
    return ask<RemovalResult>({"POST", u"optimize"_s, {}, "{}", endlessPatience}, removalOf);
}

} // namespace r2cache
