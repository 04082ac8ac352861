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

} // namespace r2cache
