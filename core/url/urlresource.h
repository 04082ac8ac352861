// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/url/urlfault.h"

#include <QByteArray>
#include <QString>

#include <tl/expected.hpp>

namespace r2cache {

/// The part of an http or https URL that says what to ask for, in normal form (RFC 3986
/// section 6.2): percent-encoding in upper case and only where it is needed, dot segments removed,
/// non-ASCII characters percent-encoded as UTF-8. Two texts that a browser would ask for with the
/// same request line have the same path and query.
struct UrlResource
{
    QByteArray path; ///< Begins with '/'.
    QByteArray query; ///< Without '?'; empty also if there was a '?' with nothing behind it.
    QString fragment; ///< As written, with its '#', or empty.
};

/// Reads what is behind the authority, which ends at @p authorityEnd; as strict as
/// parseAuthority(). Pure; any thread.
[[nodiscard]] tl::expected<UrlResource, UrlFault>
parseResource(QStringView text, qsizetype authorityEnd);

} // namespace r2cache
