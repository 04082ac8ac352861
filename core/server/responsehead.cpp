// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/responsehead.h"

#include "core/http/httpstatus.h"
#include "core/server/headparser.h"

#include <cstdio>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

bool isOurs(QByteArrayView name)
{
    static constexpr std::array ours
        = {"Date", "Content-Length", "Connection", "Keep-Alive", "Transfer-Encoding"};
    return std::ranges::any_of(
        ours, [&](const char *our) { return name.compare(our, Qt::CaseInsensitive) == 0; });
}

/// Absent where RFC 9110 section 8.6 forbids it (204) or where the length is not known.
std::optional<QByteArray> contentLengthOf(const Response &response, const ResponseContext &context)
{
    if (response.status == 204 || (response.status == 304 && response.body.empty()))
        return std::nullopt;
    if (context.toHead && response.body.empty()) {
        if (auto given = response.headers.value("Content-Length"))
            return given;
    }
    return QByteArray::number(response.bodyLength());
}

void addField(QByteArray &head, QByteArrayView name, QByteArrayView value)
{
    head.append(name).append(": ").append(value).append("\r\n");
}

} // namespace

bool hasBodyOnTheWire(int status, bool toHead)
{
    return !toHead && status != 204 && status != 304;
}

Result<QByteArray> serializeHead(const Response &response, const ResponseContext &context)
{
    if (response.status < 200 || response.status > 599)
        return failure(
            ErrorCode::Internal, u"%1 is not a status of an answer."_s.arg(response.status));

    QByteArray head;
    head.reserve(512);
    head.append("HTTP/1.1 ").append(QByteArray::number(response.status)).append(' ');
    head.append(statusText(response.status)).append("\r\n");
    for (const auto &[name, value] : response.headers.fields()) {
        if (!isToken(name) || !isFieldValue(value)) {
            return failure(
                ErrorCode::Internal,
                u"The header field %1 of an answer has characters that would end it."_s.arg(
                    QString::fromLatin1(name.toPercentEncoding())));
        }
        if (!isOurs(name))
            addField(head, name, value);
    }
    addField(head, "Date", context.date);
    if (const auto length = contentLengthOf(response, context))
        addField(head, "Content-Length", *length);
    if (!context.keepAlive)
        addField(head, "Connection", "close");
    else if (context.minorVersion == 0) // RFC 9112 appendix C.2.2
        addField(head, "Connection", "keep-alive");
    head.append("\r\n");
    return head;
}

QByteArray imfFixdate(std::time_t seconds)
{
    static constexpr std::array days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months
        = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    std::array<char, 96> text{};
    const int length = std::snprintf(
        text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
        days.at(static_cast<std::size_t>(parts.tm_wday)), parts.tm_mday,
        months.at(static_cast<std::size_t>(parts.tm_mon)), parts.tm_year + 1900, parts.tm_hour,
        parts.tm_min, parts.tm_sec);
    return {text.data(), length};
}

} // namespace r2cache
