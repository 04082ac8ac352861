// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/headparser.h"

#include "core/http/fieldsyntax.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t maxFields = 128;

tl::unexpected<Refusal> refuse(int status, QString sentence)
{
    return tl::unexpected<Refusal>{Refusal{status, std::move(sentence)}};
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isAlphanumeric(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isControl(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

/// RFC 9110 section 7.2: uri-host [ ":" port ], here by its characters only. An empty one is
/// legal; whose it may be is HeadPolicy's question.
bool isHost(QByteArrayView host)
{
    return std::ranges::all_of(host, [](char c) {
        return isAlphanumeric(c) || (c != '\0' && std::strchr("-._~!$&'()*+;=:[]%", c) != nullptr);
    });
}

/// RFC 9112 section 3: method SP request-target SP HTTP-version.
struct RequestLine
{
    QByteArrayView method;
    QByteArrayView target;
    int minorVersion = 1;
};

Parsed<RequestLine> parseRequestLine(QByteArrayView line)
{
    const auto afterMethod = line.indexOf(' ');
    const auto beforeVersion = line.lastIndexOf(' ');
    if (afterMethod < 0 || beforeVersion <= afterMethod + 1)
        return refuse(400, u"The request line is not \"method target version\"."_s);

    RequestLine parsed;
    parsed.method = line.first(afterMethod);
    parsed.target = line.sliced(afterMethod + 1, beforeVersion - afterMethod - 1);
    if (!isToken(parsed.method))
        return refuse(400, u"The method is not a token."_s);
    // '#' never reaches a server (RFC 3986 section 3.5). Bytes above 0x7f are let through:
    // curl sends what its user typed.
    const bool clean = std::ranges::none_of(
        parsed.target, [](char c) { return isControl(c) || c == ' ' || c == '#'; });
    if (!clean)
        return refuse(400, u"The request target has characters that must be percent-encoded."_s);

    const auto version = line.sliced(beforeVersion + 1);
    if (version.size() != 8 || !version.startsWith("HTTP/") || !isDigit(version[5])
        || version[6] != '.' || !isDigit(version[7]))
        return refuse(400, u"The request line does not end with an HTTP version."_s);
    if (version[5] != '1')
        return refuse(505, u"Only HTTP/1.0 and HTTP/1.1 are spoken here."_s);
    // RFC 9110 section 2.5: a higher minor version is answered as the highest one known.
    parsed.minorVersion = version[7] == '0' ? 0 : 1;
    return parsed;
}

Parsed<void> parseField(QByteArrayView line, Headers &headers)
{
    if (line.front() == ' ' || line.front() == '\t') // RFC 9112 section 5.2
        return refuse(400, u"A header field is folded over several lines."_s);
    const auto colon = line.indexOf(':');
    if (colon < 0)
        return refuse(400, u"A header line has no colon."_s);
    const auto name = line.first(colon);
    if (!isToken(name)) // also "Name :" (RFC 9112 section 5.1)
        return refuse(400, u"A header field's name is not a token."_s);
    const auto value = trimmedOws(line.sliced(colon + 1));
    if (!isFieldValue(value))
        return refuse(400, u"A header field's value has control characters."_s);
    headers.append(name.toByteArray(), value.toByteArray());
    return {};
}

std::size_t countOf(const Headers &headers, QByteArrayView name)
{
    return static_cast<std::size_t>(std::ranges::count_if(
        headers.fields(), [&](const HeaderField &field) { return equalsWord(field.name, name); }));
}

/// RFC 9112 section 3.2: splits the target; for absolute-form its authority must be the Host's.
Parsed<void> setTarget(RequestHead &head, QByteArrayView target)
{
    if (target == "*") {
        if (head.method != "OPTIONS")
            return refuse(400, u"The target \"*\" is for OPTIONS only."_s);
        head.path = "*";
        return {};
    }
    if (!target.startsWith('/')) {
        constexpr QByteArrayView scheme = "http://";
        if (target.size() < scheme.size() || !equalsWord(target.first(scheme.size()), scheme))
            return refuse(400, u"The request target is neither a path nor an http URL."_s);
        target = target.sliced(scheme.size());
        auto end = target.indexOf('/');
        if (const auto query = target.indexOf('?'); query >= 0 && (end < 0 || query < end))
            end = query;
        const auto authority = end < 0 ? target : target.first(end);
        target = end < 0 ? QByteArrayView() : target.sliced(end);
        if (authority.isEmpty() || !equalsWord(authority, head.headers.value("Host").value_or("")))
            return refuse(400, u"The Host header does not agree with the request target."_s);
    }
    const auto query = target.indexOf('?');
    head.path = (query < 0 ? target : target.first(query)).toByteArray();
    if (head.path.isEmpty())
        head.path = "/";
    if (query >= 0)
        head.query = target.sliced(query + 1).toByteArray();
    return {};
}

/// RFC 9112 section 6: how long is the body?
Parsed<void> setFraming(ParsedHead &parsed)
{
    const auto &headers = parsed.head.headers;
    const auto length = headers.value("Content-Length");
    const auto coding = headers.value("Transfer-Encoding");
    if (coding) {
        if (length)
            return refuse(400, u"Content-Length and Transfer-Encoding exclude each other."_s);
        if (parsed.head.minorVersion == 0)
            return refuse(400, u"HTTP/1.0 has no Transfer-Encoding."_s);
        const auto codings = listElements(*coding);
        const bool allKnown = std::ranges::all_of(
            codings, [](QByteArrayView name) { return equalsWord(name, "chunked"); });
        if (!allKnown)
            return refuse(501, u"The only transfer coding known here is \"chunked\"."_s);
        // Nor any other way to say it once: a second, empty field is legal (RFC 9110 section
        // 5.6.1.2), but who reads only the first field sees no coding.
        if (!equalsWord(*coding, "chunked"))
            return refuse(400, u"Transfer-Encoding must be \"chunked\", once."_s);
        parsed.chunked = true;
        return {};
    }
    if (!length)
        return {};
    // Equal duplicates might be merged (RFC 9110 section 8.6); nobody honest sends them.
    if (length->isEmpty() || !std::ranges::all_of(*length, isDigit)
        || countOf(headers, "Content-Length") != 1)
        return refuse(400, u"Content-Length must be one decimal number."_s);
    for (const char digit : *length) {
        constexpr auto largest = std::numeric_limits<qint64>::max();
        if (parsed.contentLength > (largest - 9) / 10)
            parsed.contentLength = largest;
        else
            parsed.contentLength = parsed.contentLength * 10 + (digit - '0');
    }
    return {};
}

Parsed<void> setConnection(ParsedHead &parsed)
{
    const auto &headers = parsed.head.headers;
    const bool isOld = parsed.head.minorVersion == 0;
    if (const auto expect = headers.value("Expect")) { // RFC 9110 section 10.1.1
        if (!equalsWord(*expect, "100-continue"))
            return refuse(417, u"The only expectation met here is \"100-continue\"."_s);
        parsed.expectsContinue = !isOld;
    }
    const auto connection = headers.value("Connection").value_or("");
    const auto options = listElements(connection);
    const auto has = [&](QByteArrayView word) {
        return std::ranges::any_of(
            options, [&](QByteArrayView option) { return equalsWord(option, word); });
    };
    parsed.keepAlive = !has("close") && (!isOld || has("keep-alive"));
    return {};
}

} // namespace

Parsed<qsizetype> HeadScanner::scan(QByteArrayView bytes)
{
    // Another protocol (TLS, say) would otherwise wait for the timeout.
    if (!bytes.isEmpty() && !isTokenCharacter(bytes.front()))
        return refuse(400, u"This is not an HTTP request."_s);
    for (;;) {
        const auto lineFeed = bytes.indexOf('\n', m_scanned);
        const auto length = lineFeed < 0 ? bytes.size() : lineFeed + 1;
        if (length > m_maxBytes)
            return refuse(431, u"The request line and header fields are too long."_s);
        m_scanned = length;
        if (lineFeed < 0)
            return 0;
        if (lineFeed == m_lineStart || bytes[lineFeed - 1] != '\r')
            return refuse(400, u"A line of the request head does not end with CR LF."_s);
        if (lineFeed == m_lineStart + 1)
            return length;
        m_lineStart = length;
    }
}

Parsed<ParsedHead> parseHead(QByteArrayView bytes)
{
    ParsedHead parsed;
    auto &head = parsed.head;
    std::optional<RequestLine> requestLine;
    while (!bytes.startsWith("\r\n")) {
        const auto lineFeed = bytes.indexOf('\n');
        if (lineFeed < 1 || bytes[lineFeed - 1] != '\r')
            return refuse(400, u"The request head is incomplete."_s);
        const auto line = bytes.first(lineFeed - 1);
        bytes = bytes.sliced(lineFeed + 1);
        if (!requestLine) {
            const auto first = parseRequestLine(line);
            if (!first)
                return tl::unexpected<Refusal>{first.error()};
            requestLine = *first;
        } else if (const auto field = parseField(line, head.headers); !field) {
            return tl::unexpected<Refusal>{field.error()};
        }
        if (head.headers.fields().size() > maxFields)
            return refuse(431, u"The request has too many header fields."_s);
    }
    if (!requestLine)
        return refuse(400, u"The request line is missing."_s);

    head.method = requestLine->method.toByteArray();
    head.minorVersion = requestLine->minorVersion;
    // RFC 9112 section 3.2: exactly one Host in HTTP/1.1, and a valid one.
    const auto hosts = countOf(head.headers, "Host");
    if (hosts > 1 || (hosts == 0 && head.minorVersion > 0)
        || !isHost(head.headers.value("Host").value_or("")))
        return refuse(400, u"A request needs exactly one valid Host header."_s);
    if (const auto set = setTarget(head, requestLine->target); !set)
        return tl::unexpected<Refusal>{set.error()};
    if (const auto set = setFraming(parsed); !set)
        return tl::unexpected<Refusal>{set.error()};
    if (const auto set = setConnection(parsed); !set)
        return tl::unexpected<Refusal>{set.error()};
    return parsed;
}

} // namespace r2cache
