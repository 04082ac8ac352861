// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/representation.h"

#include "core/http/fieldsyntax.h"
#include "core/http/httpdate.h"
#include "core/http/mimetypes.h"

namespace r2cache {

namespace {

QByteArray contentTypeFor(const EntryRecord &record)
{
    auto origins = record.contentType.split(';').constFirst().trimmed();
    const QByteArrayView prefix = "video/";
    if (origins.size() > prefix.size()
        && equalsWord(QByteArrayView(origins).first(prefix.size()), prefix)
        && isToken(QByteArrayView(origins).sliced(prefix.size())))
        return origins;
    return contentTypeOf(record.extension);
}

} // namespace

Representation representationOf(const EntryRecord &record, const QDateTime &nowUtc)
{
    const auto origins = parseHttpDate(record.lastModified, nowUtc);
    const Validators validators{
        entityTagOf(record.id.toLatin1(), record.version), origins.value_or(record.createdAt)};
    return {
        validators, validators.etag.toField(), formatHttpDate(validators.lastModified),
        contentTypeFor(record)};
}

Representation originsRepresentationOf(const EntryRecord &record, const QDateTime &nowUtc)
{
    Representation representation;
    if (const auto etag = parseEntityTag(record.etag)) {
        representation.validators.etag = *etag;
        representation.etag = record.etag;
    }
    if (const auto modified = parseHttpDate(record.lastModified, nowUtc)) {
        representation.validators.lastModified = *modified;
        representation.lastModified = formatHttpDate(*modified);
    }
    representation.contentType = contentTypeFor(record);
    return representation;
}

} // namespace r2cache
