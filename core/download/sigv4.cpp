// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/sigv4.h"

#include "core/base/digest.h"

#include <algorithm>

namespace r2cache {

namespace {

constexpr char algorithm[] = "AWS4-HMAC-SHA256";

/// "UriEncode()": everything but A-Z a-z 0-9 - . _ ~, which is what QByteArray leaves too.
QByteArray uriEncoded(const QByteArray &decoded, const QByteArray &kept = {})
{
    return decoded.toPercentEncoding(kept);
}

/// The path decoded and encoded anew: S3 does so once, and normalises neither "//" nor "..".
QByteArray canonicalPath(const QUrl &url)
{
    const auto sent = url.path(QUrl::FullyEncoded).toLatin1();
    return sent.isEmpty() ? QByteArray("/")
                          : uriEncoded(QByteArray::fromPercentEncoding(sent), "/");
}

/// Parameters sorted by encoded name, then value; each with its '=', also where there is no value.
QByteArray canonicalQuery(const QUrl &url)
{
    if (!url.hasQuery())
        return {};
    std::vector<SigV4Field> parameters;
    const auto parts = url.query(QUrl::FullyEncoded).toLatin1().split('&');
    for (auto part : parts) {
        if (part.isEmpty())
            continue;
        part.replace('+', "%20"); // servers read it as a space, and sign that
        const auto equals = part.indexOf('=');
        const auto encodedAnew = [](const QByteArray &text) {
            return uriEncoded(QByteArray::fromPercentEncoding(text));
        };
        parameters.emplace_back(
            encodedAnew(equals < 0 ? part : part.first(equals)),
            equals < 0 ? QByteArray() : encodedAnew(part.sliced(equals + 1)));
    }
    std::sort(parameters.begin(), parameters.end());
    QByteArray query;
    for (const auto &[name, value] : parameters)
        query += (query.isEmpty() ? "" : "&") + name + '=' + value;
    return query;
}

/// Names in lower case, values without spaces around them and with single ones inside; sorted.
std::vector<SigV4Field> canonicalHeaders(const std::vector<SigV4Field> &headers)
{
    std::vector<SigV4Field> canonical;
    canonical.reserve(headers.size());
    for (const auto &[name, value] : headers)
        canonical.emplace_back(name.toLower(), value.simplified());
    std::sort(canonical.begin(), canonical.end());
    return canonical;
}

QByteArray hmac(const QByteArray &key, const QByteArray &text)
{
    return QByteArray::fromHex(hmacSha256Hex(key, text));
}

} // namespace

std::vector<SigV4Field>
sigV4Headers(const SigV4Request &request, const SigV4Credentials &credentials)
{
    const QByteArray time = request.at.toUTC().toString(u"yyyyMMdd'T'hhmmss'Z'").toLatin1();
    const QByteArray day = time.first(8);
    const QByteArray noBytes = sha256Hex({});
    std::vector<SigV4Field> added{{"X-Amz-Date", time}, {"X-Amz-Content-Sha256", noBytes}};

    auto toSign = request.headers;
    toSign.insert(toSign.end(), added.begin(), added.end());
    toSign.emplace_back("Host", request.host);
    QByteArray lines;
    QByteArray names;
    for (const auto &[name, value] : canonicalHeaders(toSign)) {
        lines += name + ':' + value + '\n';
        names += (names.isEmpty() ? "" : ";") + name;
    }
    const QByteArray canonical = request.method + '\n' + canonicalPath(request.url) + '\n'
        + canonicalQuery(request.url) + '\n' + lines + '\n' + names + '\n' + noBytes;

    const QByteArray scope = day + '/' + request.region + "/s3/aws4_request";
    const QByteArray text
        = QByteArray(algorithm) + '\n' + time + '\n' + scope + '\n' + sha256Hex(canonical);
    auto key = hmac("AWS4" + credentials.secretAccessKey, day);
    for (const QByteArray &step : {request.region, QByteArray("s3"), QByteArray("aws4_request")})
        key = hmac(key, step);
    added.emplace_back(
        "Authorization",
        QByteArray(algorithm) + " Credential=" + credentials.accessKeyId + '/' + scope
            + ", SignedHeaders=" + names + ", Signature=" + hmacSha256Hex(key, text));
    return added;
}

bool isPresigned(const QUrl &url)
{
    const auto parameters = url.query(QUrl::FullyEncoded).toLower().split(u'&');
    return std::any_of(parameters.begin(), parameters.end(), [](const QString &parameter) {
        return parameter.startsWith(QLatin1StringView("x-amz-signature="));
    });
}

} // namespace r2cache
