// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/httpstatus.h"

namespace r2cache {

int httpStatusOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
    case ErrorCode::InvalidJson:
    case ErrorCode::InvalidUrl:
    case ErrorCode::InvalidSetting:
        return 400;
    case ErrorCode::Unauthorized:
        return 401;
    case ErrorCode::ForbiddenHost:
    case ErrorCode::ForbiddenOrigin:
    case ErrorCode::Forbidden:
    case ErrorCode::AddressRefused: // the caller named an address that nobody may reach through us
        return 403;
    case ErrorCode::NotFound:
        return 404;
    case ErrorCode::MethodNotAllowed:
        return 405;
    case ErrorCode::Conflict:
    case ErrorCode::Leased:
    case ErrorCode::AlreadyRunning:
    case ErrorCode::Cancelled:
        return 409;
    case ErrorCode::PayloadTooLarge:
        return 413;
    case ErrorCode::TooLarge: // the object is, not the request's content
        return 422;
    // The origin's 404 is not ours: ours would say that the route or the id does not exist.
    case ErrorCode::OriginNotFound:
    case ErrorCode::OriginForbidden:
    case ErrorCode::OriginUnreachable:
    case ErrorCode::OriginRejected:
    case ErrorCode::OriginChanged:
    case ErrorCode::RangeUnsupported:
    case ErrorCode::RangeNotSatisfiable:
    case ErrorCode::LengthMismatch:
    case ErrorCode::ChecksumMismatch:
    case ErrorCode::NotAVideo:
    case ErrorCode::RedirectRefused:
    case ErrorCode::TlsError:
        return 502;
    case ErrorCode::OriginThrottled:
    case ErrorCode::Unavailable:
    case ErrorCode::ShuttingDown:
        return 503;
    case ErrorCode::OriginTimeout:
    case ErrorCode::Timeout:
        return 504;
    case ErrorCode::CacheFull:
    case ErrorCode::DiskFull:
        return 507;
    case ErrorCode::Io:
    case ErrorCode::Database:
    case ErrorCode::SchemaTooNew:
    case ErrorCode::PortTaken:
    case ErrorCode::Internal:
    case ErrorCode::ServiceUnreachable:
        break;
    }
    return 500;
}

QByteArray statusText(int status)
{
    switch (status) {
    case 100:
        return "Continue";
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 202:
        return "Accepted";
    case 204:
        return "No Content";
    case 206:
        return "Partial Content";
    case 301:
        return "Moved Permanently";
    case 302:
        return "Found";
    case 303:
        return "See Other";
    case 304:
        return "Not Modified";
    case 307:
        return "Temporary Redirect";
    case 308:
        return "Permanent Redirect";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 406:
        return "Not Acceptable";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 410:
        return "Gone";
    case 411:
        return "Length Required";
    case 412:
        return "Precondition Failed";
    case 413:
        return "Content Too Large";
    case 414:
        return "URI Too Long";
    case 415:
        return "Unsupported Media Type";
    case 416:
        return "Range Not Satisfiable";
    case 417:
        return "Expectation Failed";
    case 421:
        return "Misdirected Request";
    case 422:
        return "Unprocessable Content";
    case 426:
        return "Upgrade Required";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 502:
        return "Bad Gateway";
    case 503:
        return "Service Unavailable";
    case 504:
        return "Gateway Timeout";
    case 505:
        return "HTTP Version Not Supported";
    case 507:
        return "Insufficient Storage";
    default:
        break;
    }
    // RFC 9110 section 15: an unknown status is understood as the x00 of its class.
    switch (status / 100) {
    case 1:
        return "Informational";
    case 2:
        return "Successful";
    case 3:
        return "Redirection";
    case 4:
        return "Client Error";
    default:
        return "Server Error";
    }
}

} // namespace r2cache
