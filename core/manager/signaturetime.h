// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QUrl>

#include <optional>

namespace r2cache {

/// When a presigned URL was signed and until when it is good, UTC.
struct SignatureTime
{
    QDateTime signedAt;
    QDateTime expiresAt;
};

/// The times that @p url tells by X-Amz-Date and X-Amz-Expires (seconds; SigV4's query form). What
/// it does not tell is taken to be @p givenAt, and the longest that SigV4 allows: seven days.
/// @return nothing if it carries no X-Amz-Signature. Pure.
[[nodiscard]] std::optional<SignatureTime>
signatureTimeOf(const QUrl &url, const QDateTime &givenAt);

} // namespace r2cache
