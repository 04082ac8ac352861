// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pullthrough/storedresponse.h"

#include <QList>
#include <QPair>

namespace r2cache {

// Which header fields go on, are kept and are compared. Pure.

/// How far a response may speak to the client as if it were the origin.
enum class Trust
{
    /// The client sees localhost: fields that carry credentials, set cookies or speak for the whole
    /// site are left out both ways, and CORS is ours alone.
    Foreign,
    /// All of HTTP as a test suite asks for it.
    Transparent,
};

/// The fields of @p request that are sent on: without those of this hop (RFC 9110 section 7.6.1),
/// without Host, Accept-Encoding and Content-Length, and with @p via added (section 7.6.3).
[[nodiscard]] Headers
forwardedFields(const RequestHead &request, Trust trust, const QByteArray &via);

/// The end-to-end fields of an origin's answer (RFC 9111 section 3.1), for storing and passing on.
/// @param fields  as OriginHead has them.
[[nodiscard]] Headers
endToEndFields(const QList<QPair<QByteArray, QByteArray>> &fields, Trust trust);

/// @p headers without the fields called @p names.
[[nodiscard]] Headers without(const Headers &headers, std::initializer_list<QByteArrayView> names);

/// What is held of an answer that may be stored: without Content-Length, which follows from the
/// body, and without fields that no-cache="…" or private="…" names.
[[nodiscard]] Headers keptFields(const Headers &endToEnd);

/// @p stored after a newer head (304, 206, HEAD) has come: RFC 9111 section 3.2. What belongs to
/// the stored bytes stays as it was: Content-Encoding, Content-MD5, ETag, length and range.
[[nodiscard]] Headers updatedFields(const Headers &stored, const Headers &newer);

/// What @p vary picks of @p request; nothing for "*", which never matches again (section 4.1).
[[nodiscard]] std::optional<std::vector<SelectingField>>
selectingFields(const std::optional<QByteArray> &vary, const RequestHead &request);

/// Whether @p request would have chosen a response with these fields.
[[nodiscard]] bool
isSelected(const std::vector<SelectingField> &selecting, const RequestHead &request);

} // namespace r2cache
