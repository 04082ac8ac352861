// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QNetworkReply>
#include <QUrl>

#include <chrono>
#include <optional>

namespace r2cache {

/// Why one attempt at the origin failed, with what the decision to try again needs.
struct OriginFailure
{
    Error error;
    int status = 0; ///< HTTP status, 0 if none arrived.
    std::optional<std::chrono::milliseconds> retryAfter; ///< The origin's Retry-After.
};

template<typename T = void>
using OriginResult = tl::expected<T, OriginFailure>;

[[nodiscard]] tl::unexpected<OriginFailure>
originFailure(ErrorCode code, QString message, QString detail = {});
[[nodiscard]] tl::unexpected<OriginFailure> originFailure(Error error);

/// How far the exchange had come when the connection failed.
enum class ExchangePhase
{
    BeforeHead,
    InBody,
};

/// The code for Qt's @p error: TlsError, OriginTimeout, LengthMismatch (in the body), otherwise
/// OriginUnreachable. Pure.
[[nodiscard]] ErrorCode codeOf(QNetworkReply::NetworkError error, ExchangePhase phase);

/// @p url for messages and logs: no user, query or fragment, hence no signature.
[[nodiscard]] QString shownUrl(const QUrl &url);

} // namespace r2cache
