// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QUrl>

#include <optional>
#include <utility>
#include <vector>

namespace r2cache {

/// The keys of a bucket. The secret is never logged, shown or sent.
struct SigV4Credentials
{
    QByteArray accessKeyId;
    QByteArray secretAccessKey;
};

/// A name and its value.
using SigV4Field = std::pair<QByteArray, QByteArray>;

/// A request without a body, as AWS Signature Version 4 sees it ("Authenticating Requests: Using
/// the Authorization Header (AWS Signature Version 4)", transferred in a single chunk).
struct SigV4Request
{
    QByteArray method = "GET";
    QUrl url; ///< Path and query as they are sent; user and fragment do not count.
    QByteArray host; ///< The Host field as it is sent, with its port where it has one.
    std::vector<SigV4Field> headers; ///< Further fields to be signed, as they are sent.
    QDateTime at; ///< UTC; the server refuses what is more than 15 minutes off.
    QByteArray region = "auto"; ///< What R2 calls its only region.
};

/// The fields to add to @p request: X-Amz-Date, X-Amz-Content-Sha256 (of no bytes) and
/// Authorization. Pure.
[[nodiscard]] std::vector<SigV4Field>
sigV4Headers(const SigV4Request &request, const SigV4Credentials &credentials);

/// Whether @p url is presigned: it carries its signature itself, and another one would make the
/// server refuse it.
[[nodiscard]] bool isPresigned(const QUrl &url);

} // namespace r2cache
