// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protocol/entryinfo.h"

#include "core/protocol/times.h"

#include <QJsonArray>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

} // namespace

QJsonObject toJson(const EntryInfo &entry)
{
    return {
        {u"id"_s, entry.id},
        {u"originalUrl"_s, entry.originalUrl},
        {u"localPath"_s, orNull(entry.localPath)},
        {u"localUrl"_s, entry.localUrl},
        {u"fileSizeBytes"_s,
         entry.fileSizeBytes >= 0 ? QJsonValue(entry.fileSizeBytes) : QJsonValue()},
        {u"createdAt"_s, timeToJson(entry.createdAt)},
        {u"lastAccessedAt"_s, timeToJson(entry.lastAccessedAt)},
        {u"accessCount"_s, entry.accessCount},
        {u"contentType"_s, entry.contentType},
        {u"metadata"_s, entry.metadata.isEmpty() ? QJsonValue() : QJsonValue(entry.metadata)},
        {u"status"_s, entry.status},
        {u"errorMessage"_s, orNull(entry.errorMessage)},
        {u"policy"_s, entry.policy},
        {u"ttlMs"_s, entry.ttlMs >= 0 ? QJsonValue(entry.ttlMs) : QJsonValue()},
        {u"expiresAt"_s, timeToJson(entry.expiresAt)},
        {u"tags"_s, QJsonArray::fromStringList(entry.tags)},
        {u"pinned"_s, entry.pinned},
        {u"leased"_s, entry.leased},
        {u"beingRead"_s, entry.beingRead},
        {u"etag"_s, orNull(entry.etag)},
        {u"sha256"_s, orNull(entry.sha256)},
        {u"verified"_s, entry.verified},
        {u"version"_s, entry.version},
    };
}

EntryInfo entryFromJson(const QJsonObject &json)
{
    EntryInfo entry;
    entry.id = json.value(u"id").toString();
    entry.originalUrl = json.value(u"originalUrl").toString();
    entry.localPath = json.value(u"localPath").toString();
    entry.localUrl = json.value(u"localUrl").toString();
    entry.fileSizeBytes = json.value(u"fileSizeBytes").toInteger(-1);
    entry.createdAt = timeFromJson(json.value(u"createdAt"));
    entry.lastAccessedAt = timeFromJson(json.value(u"lastAccessedAt"));
    entry.accessCount = json.value(u"accessCount").toInteger();
    entry.contentType = json.value(u"contentType").toString();
    entry.status = json.value(u"status").toString();
    entry.errorMessage = json.value(u"errorMessage").toString();
    entry.ttlMs = json.value(u"ttlMs").toInteger();
    entry.expiresAt = timeFromJson(json.value(u"expiresAt"));
    for (const auto tags = json.value(u"tags").toArray(); const auto &tag : tags)
        entry.tags.append(tag.toString());
    entry.pinned = json.value(u"pinned").toBool();
    entry.leased = json.value(u"leased").toBool();
    entry.etag = json.value(u"etag").toString();
    entry.sha256 = json.value(u"sha256").toString();
    entry.verified = json.value(u"verified").toBool();
    entry.version = json.value(u"version").toInt(1);
    entry.metadata = json.value(u"metadata").toObject();
    return entry;
}

} // namespace r2cache
