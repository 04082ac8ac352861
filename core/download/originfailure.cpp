// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/originfailure.h"

namespace r2cache {

tl::unexpected<OriginFailure> originFailure(ErrorCode code, QString message, QString detail)
{
    return originFailure(Error{code, std::move(message), std::move(detail)});
}

tl::unexpected<OriginFailure> originFailure(Error error)
{
    return tl::unexpected<OriginFailure>{OriginFailure{std::move(error), 0, std::nullopt}};
}

ErrorCode codeOf(QNetworkReply::NetworkError error, ExchangePhase phase)
{
    switch (error) {
    case QNetworkReply::SslHandshakeFailedError:
        return ErrorCode::TlsError;
    case QNetworkReply::TimeoutError:
    case QNetworkReply::ProxyTimeoutError:
        return ErrorCode::OriginTimeout;
    default:
        return phase == ExchangePhase::InBody ? ErrorCode::LengthMismatch
                                              : ErrorCode::OriginUnreachable;
    }
}

QString shownUrl(const QUrl &url)
{
    return url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
}

} // namespace r2cache
