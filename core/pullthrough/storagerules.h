// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/byterange.h"
#include "core/pullthrough/storedresponse.h"

namespace r2cache {

// What may be stored, and what may be joined. Pure.

/// Whether a shared cache may store an answer to a GET (RFC 9111 section 3). Of 206 it says whether
/// the parts may be; partOf() says whether they can be.
[[nodiscard]] bool mayStore(const RequestHead &request, int status, const Headers &response);

/// How strictly an answer that contradicts itself is read.
enum class Reading
{
    Strict, ///< It is not used.
    /// A 206 that names more bytes up to the end than came is read as its body says: the range
    /// ends, and so does the representation, where the body does. And a 304 to our own validator
    /// confirms the response although it names another one. For public test suites, whose 206s are
    /// so.
    AsTestSuites,
};

/// Where the body of a 206 belongs.
struct BodyPart206
{
    ByteRange range;
    qint64 completeLength = 0;
};

/// Reads Content-Range for a body of @p bodyLength bytes. Nothing if there is none, if it names
/// several ranges, an unknown length, or other bytes than came.
[[nodiscard]] std::optional<BodyPart206>
partOf(const Headers &response, qint64 bodyLength, Reading reading);

/// Whether parts of these two answers are of the same bytes: both have the same strong ETag
/// (RFC 9110 section 15.3.7.3).
[[nodiscard]] bool mayCombine(const Headers &stored, const Headers &newer);

/// Whether a 304 may confirm @p stored (RFC 9111 section 4.3.4): it names the same validator, or
/// none. Where it names another one @p reading decides.
[[nodiscard]] bool confirms(const Headers &notModified, const Headers &stored, Reading reading);

/// Whether the head that HEAD brought describes @p stored still (section 4.3.5): validators and
/// length are the same where both are there.
[[nodiscard]] bool describesSame(const Headers &head, const StoredResponse &stored);

} // namespace r2cache
