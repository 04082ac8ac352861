// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/url/r2names.h"
#include "core/url/r2url.h"
#include "core/url/urlauthority.h"
#include "core/url/urlresource.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

QString codePointAt(QStringView text, qsizetype position)
{
    const char32_t point = text.sliced(position).toString().toUcs4().value(0);
    return u"U+%1"_s.arg(QString::number(point, 16).toUpper(), 4, u'0');
}

struct Finding
{
    QString issue;
    QString suggestion;
};

Finding explained(QStringView text, const UrlFault &fault)
{
    using Kind = UrlFault::Kind;
    const QString place = u"(character %1)"_s.arg(fault.position + 1);
    switch (fault.kind) {
    case Kind::Empty:
        return {
            u"The URL is empty."_s, u"Give a whole URL such as https://pub-….r2.dev/clip.mp4."_s};
    case Kind::TooLong:
        return {u"The URL is longer than %1 characters."_s.arg(maximumUrlLength), u"Shorten it."_s};
    case Kind::Blanks:
        return {u"There is white space around the URL."_s, u"Remove it."_s};
    case Kind::Character:
        return {
            u"%1 %2 may not stand in a URL."_s.arg(codePointAt(text, fault.position), place),
            u"Percent-encode it if it belongs to the object's name (a blank is %20)."_s};
    case Kind::Percent:
        return {
            u"A % is not followed by two hexadecimal digits %1."_s.arg(place),
            u"Write a % that belongs to the object's name as %25."_s};
    case Kind::EncodedControl:
        return {
            u"The path contains an encoded control character %1."_s.arg(place), u"Remove it."_s};
    case Kind::Scheme:
        return {
            u"Only URLs that begin with http:// or https:// are cached."_s,
            u"Give the whole URL, beginning with https://."_s};
    case Kind::UserInfo:
        return {
            u"A user name stands before the host (everything up to the '@')."_s,
            u"Remove it: such URLs often only look as if they led to the named host."_s};
    case Kind::Host:
        return {u"The host name is missing or is not one."_s, u"Check what stands behind ://."_s};
    case Kind::Port:
        return {u"The port is not a number from 1 to 65535."_s, u"Correct it."_s};
    }
    Q_UNREACHABLE();
}

QString configureIt(const QString &origin)
{
    return u"Add %1 to CACHE_CUSTOM_DOMAINS if it is yours, and start r2cache "
           "again."_s.arg(origin);
}

Finding foreign(const Origin &origin)
{
    const QString &host = origin.host;
    if (isR2Host(host)) {
        return {
            u"R2 answers on the standard ports only, not on %1."_s.arg(origin.port),
            u"Remove the port, or add %1 to CACHE_CUSTOM_DOMAINS."_s.arg(origin.toString())};
    }
    for (const QStringView domain : {QStringView(publicR2Domain), QStringView(privateR2Domain)}) {
        if (host == domain) {
            return {
                u"%1 has no bucket's or account's name before it."_s.arg(host),
                u"Copy the public URL of the bucket from the Cloudflare dashboard."_s};
        }
        if (host.contains(domain)) {
            return {
                u"%1 is not an R2 host; %2 must be the end of the host name, behind a dot."_s.arg(
                    host, domain),
                configureIt(host)};
        }
    }
    return {
        u"%1 is not an R2 host (*.r2.dev, *.r2.cloudflarestorage.com)."_s.arg(host),
        configureIt(origin.toString())};
}

Finding notAVideo()
{
    return {
        u"The path does not end in a video extension (%1)."_s.arg(videoExtensions().join(", "_L1)),
        u"Name the object with its extension; what is behind '?' does not count."_s};
}

} // namespace

UrlDiagnosis R2UrlRules::diagnose(QStringView text) const
{
    UrlDiagnosis diagnosis;
    const auto add = [&diagnosis](const Finding &finding) {
        diagnosis.issues.append(finding.issue);
        diagnosis.suggestions.append(finding.suggestion);
    };
    const auto authority = parseAuthority(text);
    if (!authority) {
        add(explained(text, authority.error()));
        return diagnosis;
    }
    const Origin origin{
        QString::fromLatin1(authority->scheme), QString::fromLatin1(authority->host),
        authority->port};
    if (!isKnownOrigin(origin))
        add(foreign(origin));
    if (const auto resource = parseResource(text, authority->end); !resource)
        add(explained(text, resource.error()));
    else if (videoExtensionOf(resource->path).isEmpty())
        add(notAVideo());
    const auto object = recognise(text);
    if (diagnosis.issues.isEmpty() && !object)
        add(explained(text, UrlFault{UrlFault::Kind::Host})); // what only QUrl finds fault with
    if (object && object->isPrivate && !object->isSigned) {
        diagnosis.suggestions.append(u"This object is private: presign the URL, or set "
                                     "CACHE_R2_ACCESS_KEY_ID and CACHE_R2_SECRET_ACCESS_KEY."_s);
    }
    return diagnosis;
}

QStringList R2UrlRules::issuesOf(QStringView text) const
{
    const UrlDiagnosis diagnosis = diagnose(text);
    QStringList sentences;
    for (qsizetype i = 0; i < diagnosis.issues.size(); ++i)
        sentences.append(diagnosis.issues[i] + u" "_s + diagnosis.suggestions[i]);
    return sentences;
}

} // namespace r2cache
