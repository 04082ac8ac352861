// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/entryrecord.h"

#include "core/cache/storename.h"
#include "core/http/fieldsyntax.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int sidecarFormat = 1;

QString timeText(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODateWithMs);
}

QDateTime timeOf(const QJsonValue &value)
{
    return QDateTime::fromString(value.toString(), Qt::ISODateWithMs).toUTC();
}

} // namespace

QString EntryRecord::fileName() const
{
    return storeStem(id, version) + u'.' + extension;
}

QByteArray toSidecar(const EntryRecord &record)
{
    QJsonObject object{
        {u"format"_s, sidecarFormat},
        {u"id"_s, record.id},
        {u"version"_s, record.version},
        {u"extension"_s, record.extension},
        {u"url"_s, record.canonicalUrl},
        {u"length"_s, record.sizeBytes},
        {u"etag"_s, QString::fromLatin1(record.etag)},
        {u"lastModified"_s, QString::fromLatin1(record.lastModified)},
        {u"contentType"_s, QString::fromLatin1(record.contentType)},
        {u"sha256"_s, QString::fromLatin1(record.sha256)},
        {u"verified"_s, record.verified},
        {u"pinned"_s, record.pinned},
        {u"tags"_s, QJsonArray::fromStringList(record.tags)},
        {u"ttlMs"_s, record.ttlMs},
        {u"createdAt"_s, timeText(record.createdAt)},
        {u"validatedAt"_s, timeText(record.validatedAt)},
    };
    if (!record.metadata.isEmpty())
        object.insert(u"metadata"_s, QJsonDocument::fromJson(record.metadata).object());
    return QJsonDocument(object).toJson();
}

Result<EntryRecord> fromSidecar(const QByteArray &text)
{
    QJsonParseError error;
    const auto object = QJsonDocument::fromJson(text, &error).object();
    if (error.error != QJsonParseError::NoError)
        return failure(ErrorCode::Io, u"The sidecar is not JSON."_s, error.errorString());
    if (object[u"format"].toInt() != sidecarFormat)
        return failure(ErrorCode::Io, u"The sidecar is of another format."_s);

    EntryRecord record;
    record.id = object[u"id"].toString();
    record.version = object[u"version"].toInt();
    record.extension = object[u"extension"].toString();
    record.canonicalUrl = object[u"url"].toString();
    record.sizeBytes = object[u"length"].toInteger(-1);
    record.etag = object[u"etag"].toString().toLatin1();
    record.lastModified = object[u"lastModified"].toString().toLatin1();
    record.contentType = object[u"contentType"].toString().toLatin1();
    record.sha256 = object[u"sha256"].toString().toLatin1();
    record.verified = object[u"verified"].toBool();
    record.pinned = object[u"pinned"].toBool();
    for (const auto tags = object[u"tags"].toArray(); const auto &tag : tags)
        record.tags.append(tag.toString());
    record.ttlMs = object[u"ttlMs"].toInteger();
    record.createdAt = timeOf(object[u"createdAt"]);
    record.validatedAt = timeOf(object[u"validatedAt"]);
    record.lastAccessedAt = record.createdAt;
    if (const auto metadata = object[u"metadata"]; metadata.isObject())
        record.metadata = QJsonDocument(metadata.toObject()).toJson(QJsonDocument::Compact);

    // The three fields go out to clients and back to the origin.
    const bool areFields = isFieldValue(record.etag) && isFieldValue(record.lastModified)
        && isFieldValue(record.contentType);
    const bool hasName
        = record.version >= 1 && parseStoreName(record.fileName()).kind == StoreName::Kind::Video;
    if (!hasName || !areFields || record.sizeBytes <= 0 || record.sha256.size() != 64
        || !record.createdAt.isValid() || !record.validatedAt.isValid()) {
        return failure(ErrorCode::Io, u"The sidecar lacks a value or holds a wrong one."_s);
    }
    return record;
}

} // namespace r2cache
