// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/origin/signaturecheck.h"

#include "core/base/compat.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QMap>
#include <QMessageAuthenticationCode>
#include <QRegularExpression>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

QByteArray sha256(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

QByteArray mac(const QByteArray &key, const QByteArray &bytes)
{
    return QMessageAuthenticationCode::hash(bytes, key, QCryptographicHash::Sha256);
}

/// Character for character, as the documentation's UriEncode() does it.
QByteArray encodeUri(const QByteArray &text, bool keepSlash)
{
    QByteArray out;
    for (const char c : text) {
        const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        const bool plain = letter || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '~'
            || c == '.' || (c == '/' && keepSlash);
        out += plain ? QByteArray(1, c) : '%' + QByteArray(1, c).toHex().toUpper();
    }
    return out;
}

QByteArray sortedQuery(const QByteArray &query)
{
    QMultiMap<QByteArray, QByteArray> values; // sorted by name
    for (const auto &part : query.split('&')) {
        const auto words = part.split('=');
        if (!part.isEmpty())
            values.insert(
                encodeUri(QByteArray::fromPercentEncoding(words[0]), false),
                encodeUri(QByteArray::fromPercentEncoding(words.mid(1).join('=')), false));
    }
    QByteArrayList pairs;
    for (auto it = values.cbegin(); it != values.cend(); ++it)
        pairs += it.key() + '=' + it.value();
    return pairs.join('&');
}

} // namespace

bool SignatureCheck::accepts(const OriginRequest &request) const
{
    static const QRegularExpression form(
        u"^AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/s3/aws4_request, "
        "SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$"_s);
    const auto match = form.match(QString::fromLatin1(request.headers.value("authorization")));
    if (!match.hasMatch())
        return false;
    const auto part = [&match](int index) {
        return match.captured(index).toLatin1();
    };
    const QByteArray day = part(2);
    const QByteArray date = request.headers.value("x-amz-date");
    const auto written = QString::fromLatin1(date);
    const QDateTime at(
        QDate::fromString(written.left(8), u"yyyyMMdd"_s),
        QTime::fromString(written.mid(8), u"'T'hhmmss'Z'"_s), utcZone);
    const auto age = at.secsTo(QDateTime::currentDateTimeUtc());
    if (part(1) != accessKeyId || part(3) != region || !date.startsWith(day) || qAbs(age) > 15 * 60)
        return false;

    const auto names = part(4).split(';');
    for (auto it = request.headers.cbegin(); it != request.headers.cend(); ++it) {
        // "You must include the host header (…) and any x-amz-* headers in your request."
        const bool mustBeSigned = it.key() == "host" || it.key().startsWith("x-amz-");
        if (mustBeSigned && !names.contains(it.key()))
            return false;
    }
    if (request.headers.value("x-amz-content-sha256") != sha256({}) || !names.contains("host"))
        return false;
    QByteArray text = request.method + '\n'
        + encodeUri(QByteArray::fromPercentEncoding(request.path), true) + '\n'
        + sortedQuery(request.query) + '\n';
    for (const auto &name : names)
        text += name + ':' + request.headers.value(name).trimmed() + '\n';
    text += '\n' + names.join(';') + '\n' + sha256({});

    const QByteArray toSign = "AWS4-HMAC-SHA256\n" + date + '\n' + day + '/' + region
        + "/s3/aws4_request\n" + sha256(text);
    const auto dayKey = mac("AWS4" + secretAccessKey, day);
    const auto key = mac(mac(mac(dayKey, region), "s3"), "aws4_request");
    return mac(key, toSign).toHex() == part(5);
}

} // namespace r2cache
