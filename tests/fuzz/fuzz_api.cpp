// SPDX-License-Identifier: GPL-3.0-or-later
// What a caller of the API says beside the framing of a request: who it is, where it comes from,
// its query, its body, and what a render reports.
#include "core/api/credentials.h"
#include "core/api/fields.h"
#include "core/api/renderreport.h"
#include "core/base/compat.h"
#include "core/base/digest.h"
#include "core/http/fieldsyntax.h"
#include "core/http/hostrules.h"
#include "tests/fuzz/fuzzing.h"
#include "tests/fuzz/rules.h"

#include <QHostAddress>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

namespace r2cache {
namespace {

using namespace Qt::StringLiterals;

const QByteArray secret(32, 's');
const QDateTime now(QDate(2026, 1, 2), QTime(3, 4, 5), utcZone);
constexpr auto unpadded = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

void checkAuthority(const QByteArray &field)
{
    const auto authority = parseAuthority(field);
    static const HostRules rules({"render.lan", "tool.lan:3001"}, {"https://studio.example.com"});
    if (!authority) {
        require(!rules.isHostAllowed(field), "who cannot be understood is not answered");
        return;
    }
    const auto &[host, port] = *authority;
    require(host == host.toLower() && !host.isEmpty() && !host.endsWith('.'), "a host is a name");
    require(port == -1 || (port >= 1 && port <= 65535), "a port is one");
    QByteArray again = host.contains(':') ? QByteArray('[' + host + ']') : host;
    if (port > 0)
        again += ':' + QByteArray::number(port);
    require(parseAuthority(again) == authority, "an authority said again is the same");
    const QHostAddress address(QString::fromLatin1(host));
    require(
        !authority->isLoopback() || host == "localhost" || address.isLoopback(),
        "what counts as loopback is");
    const bool isListed = host == "render.lan" || (host == "tool.lan" && port == 3001);
    require(
        rules.isHostAllowed(field) == (isListed || authority->isLoopback()),
        "loopback names and listed ones are answered, no others");
    const bool isPage = rules.isOriginAllowed(QByteArray("http://" + field));
    require(isPage == authority->isLoopback(), "pages of this machine may ask");
    require(
        rules.isOriginAllowed(QByteArray("https://" + field))
            == (authority->isLoopback()
                || (host == "studio.example.com" && (port == -1 || port == 443))),
        "and pages of listed origins");
    require(!rules.isOriginAllowed(field), "without a scheme nobody");
}

/// What makes a token ours, read by Qt alone.
bool isGood(const QJsonObject &claims)
{
    const auto time = static_cast<double>(now.toSecsSinceEpoch());
    const auto exp = claims.value(u"exp");
    const auto aud = claims.value(u"aud");
    const bool isForUs = aud.isArray() ? aud.toArray().contains(u"r2cache"_s) : aud == u"r2cache"_s;
    return exp.isDouble() && exp.toDouble() > time && claims.value(u"nbf").toDouble(time) <= time
        && isForUs;
}

QByteArray signedToken(const QByteArray &header, const QByteArray &claims, const QByteArray &key)
{
    const QByteArray text = header.toBase64(unpadded) + '.' + claims.toBase64(unpadded);
    return text + '.' + QByteArray::fromHex(hmacSha256Hex(key, text)).toBase64(unpadded);
}

void checkToken(QByteArray line)
{
    line = line.first(line.contains('\0') ? line.indexOf('\0') : line.size()); // as libjwt reads
    const QByteArray header = R"({"alg":"HS256","typ":"JWT"})";
    const auto document = QJsonDocument::fromJson(line);
    const auto taken = checkJwt(signedToken(header, line, secret), secret, now);
    require(!taken || isGood(document.object()), "claims are ours if they say so");
    require(
        !checkJwt(signedToken(header, line, "another key"), secret, now),
        "who does not know the secret is refused");
    const QByteArray good = R"({"exp":4000000000,"aud":"r2cache"})";
    require(checkJwt(signedToken(header, good, secret), secret, now).has_value(), "a good one is");
    const auto forged = checkJwt(signedToken(line, good, secret), secret, now);
    require(
        !forged
            || QJsonDocument::fromJson(line).object().value(u"alg").toString().compare(
                   u"HS256"_s, Qt::CaseInsensitive)
                == 0,
        "no other algorithm will do");
    const QByteArray unsignedToken = line.toBase64(unpadded) + '.' + good.toBase64(unpadded) + '.';
    require(!checkJwt(unsignedToken, secret, now), "nor none");
    require(!checkJwt(line, secret, now) || line.count('.') == 2, "a token has three parts");

    // As the field of a request.
    if (!isFieldValue(line))
        return;
    static const SystemClock clock;
    const Credentials credentials("0123456789abcdef", {}, clock);
    RequestHead head;
    head.headers = {{"Authorization", line}};
    const bool isBearer
        = line.toLower().startsWith("bearer ") && line.sliced(7).trimmed() == "0123456789abcdef";
    require(credentials.check(head).has_value() == isBearer, "the token opens, nothing else");
    head.headers = {{"X-API-Key", line}};
    require(credentials.check(head).has_value() == (line == "0123456789abcdef"), "by either field");
}

void checkFields(const QByteArray &text)
{
    auto query = Fields::ofQuery(text, {u"limit"_s});
    const auto limit = query.integer(u"limit"_s, 50, 1, 1000);
    require(limit >= 1 && limit <= 1000, "a number is within its limits");
    const auto word = query.word(u"sortOrder"_s, u"desc"_s, {u"asc"_s, u"desc"_s});
    require(query.error() || word == u"asc" || word == u"desc", "a word is one of ours");

    const auto body = Fields::objectOf(text);
    if (!body)
        return;
    Fields fields(*body);
    const auto tags = fields.tags(u"tags"_s);
    const auto time = fields.optionalInteger(u"waitMs"_s, 0, 240'000);
    if (fields.error()) {
        require(fields.error()->code == ErrorCode::InvalidArgument, "a wrong field is one");
        return;
    }
    require(!time || (*time >= 0 && *time <= 240'000), "a time is within its limits");
    for (const auto &tag : tags)
        require(!tag.isEmpty() && !tag.contains(u','), "a tag is one");
}

void checkReport(const QByteArray &text)
{
    const auto body = Fields::objectOf(text);
    if (!body)
        return;
    const auto report = readRenderReport(*body, rules());
    if (!report)
        return;
    static const QRegularExpression signature(
        u"x-amz-signature=[^\\s&\"'<>]"_s, QRegularExpression::CaseInsensitiveOption);
    for (const auto &sentence : {u"error"_s, u"composition"_s})
        require(!report->value(sentence).toString().contains(signature), "no signature is kept");
    const auto again = readRenderReport(*report, rules());
    require(again && *again == *report, "a report that is told again is the same");
}

} // namespace
} // namespace r2cache

/// Each line is a Host, an Origin, a credential, a query and claims; all of it is a body.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    using namespace r2cache;
    const auto text = bytesOf(data, size);
    for (const auto &line : text.split('\n').first(std::min<qsizetype>(text.count('\n') + 1, 8))) {
        checkAuthority(line);
        checkToken(line);
        checkFields(line);
    }
    checkReport(text);
    return 0;
}
