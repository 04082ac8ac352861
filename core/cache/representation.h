// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/entryrecord.h"
#include "core/http/preconditions.h"

namespace r2cache {

/// What every answer says about an entry's bytes (RFC 9110 section 8): made once, when its file is
/// opened.
struct Representation
{
    Validators validators;
    QByteArray etag; ///< As fields.
    QByteArray lastModified;
    QByteArray contentType;
};

/// ETag is `"<id>-<version>"`. Last-Modified is the origin's, or else when the entry was made.
///
/// Content-Type is the origin's where it is a `video/…` one (a client then sees what it would have
/// seen without the cache), without its parameters; else the extension's: object stores like to say
/// application/octet-stream.
[[nodiscard]] Representation representationOf(const EntryRecord &record, const QDateTime &nowUtc);

/// The same of bytes that are passed on without becoming an entry: with the origin's own ETag and
/// Last-Modified, or none.
[[nodiscard]] Representation
originsRepresentationOf(const EntryRecord &record, const QDateTime &nowUtc);

} // namespace r2cache
