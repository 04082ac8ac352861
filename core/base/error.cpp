// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

namespace r2cache {

using namespace Qt::StringLiterals;

QLatin1String errorWord(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
        return "invalid_argument"_L1;
    case ErrorCode::InvalidJson:
        return "invalid_json"_L1;
    case ErrorCode::InvalidUrl:
        return "invalid_url"_L1;
    case ErrorCode::InvalidSetting:
        return "invalid_setting"_L1;
    case ErrorCode::Unauthorized:
        return "unauthorized"_L1;
    case ErrorCode::ForbiddenHost:
        return "forbidden_host"_L1;
    case ErrorCode::ForbiddenOrigin:
        return "forbidden_origin"_L1;
    case ErrorCode::Forbidden:
        return "forbidden"_L1;
    case ErrorCode::NotFound:
        return "not_found"_L1;
    case ErrorCode::MethodNotAllowed:
        return "method_not_allowed"_L1;
    case ErrorCode::PayloadTooLarge:
        return "payload_too_large"_L1;
    case ErrorCode::Conflict:
        return "conflict"_L1;
    case ErrorCode::Leased:
        return "leased"_L1;
    case ErrorCode::OriginUnreachable:
        return "origin_unreachable"_L1;
    case ErrorCode::OriginTimeout:
        return "origin_timeout"_L1;
    case ErrorCode::OriginNotFound:
        return "origin_not_found"_L1;
    case ErrorCode::OriginForbidden:
        return "origin_forbidden"_L1;
    case ErrorCode::OriginThrottled:
        return "origin_throttled"_L1;
    case ErrorCode::OriginRejected:
        return "origin_rejected"_L1;
    case ErrorCode::OriginChanged:
        return "origin_changed"_L1;
    case ErrorCode::RangeUnsupported:
        return "range_unsupported"_L1;
    case ErrorCode::RangeNotSatisfiable:
        return "range_not_satisfiable"_L1;
    case ErrorCode::LengthMismatch:
        return "length_mismatch"_L1;
    case ErrorCode::ChecksumMismatch:
        return "checksum_mismatch"_L1;
    case ErrorCode::NotAVideo:
        return "not_a_video"_L1;
    case ErrorCode::AddressRefused:
        return "address_refused"_L1;
    case ErrorCode::RedirectRefused:
        return "redirect_refused"_L1;
    case ErrorCode::TlsError:
        return "tls_error"_L1;
    case ErrorCode::CacheFull:
        return "cache_full"_L1;
    case ErrorCode::TooLarge:
        return "too_large"_L1;
    case ErrorCode::DiskFull:
        return "disk_full"_L1;
    case ErrorCode::Io:
        return "io_error"_L1;
    case ErrorCode::Database:
        return "database_error"_L1;
    case ErrorCode::SchemaTooNew:
        return "schema_too_new"_L1;
    case ErrorCode::PortTaken:
        return "port_taken"_L1;
    case ErrorCode::AlreadyRunning:
        return "already_running"_L1;
    case ErrorCode::Unavailable:
        return "unavailable"_L1;
    case ErrorCode::Cancelled:
        return "cancelled"_L1;
    case ErrorCode::Timeout:
        return "timeout"_L1;
    case ErrorCode::ShuttingDown:
        return "shutting_down"_L1;
    case ErrorCode::ServiceUnreachable:
        return "service_unreachable"_L1;
    case ErrorCode::Internal:
        break;
    }
    return "internal_error"_L1;
}

ErrorCode errorCodeOf(QStringView word)
{
    for (int code = 0; code <= static_cast<int>(ErrorCode::ServiceUnreachable); ++code) {
        if (word == errorWord(static_cast<ErrorCode>(code)))
            return static_cast<ErrorCode>(code);
    }
    return ErrorCode::Internal;
}

} // namespace r2cache
