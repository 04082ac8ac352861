// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/url/r2url.h"

#include "core/base/digest.h"
#include "core/url/r2names.h"
#include "core/url/urlauthority.h"
#include "core/url/urlresource.h"

#include <QByteArrayList>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// Whether a query parameter ("name=value") belongs to a signature (AWS SigV4 query strings). The
/// name is in normal form already, so that "X%2DAmz%2DDate" is seen too.
bool isSignatureParameter(QByteArrayView parameter)
{
    return parameter.size() >= 6 && parameter.first(6).compare("X-Amz-", Qt::CaseInsensitive) == 0;
}

struct QueryParts
{
    QByteArray kept; ///< What names the object.
    bool isSigned = false;
};

QueryParts splitQuery(const QByteArray &query)
{
    QueryParts parts;
    if (query.isEmpty())
        return parts;
    QByteArrayList kept;
    for (const QByteArray &parameter : query.split('&')) {
        if (!isSignatureParameter(parameter))
            kept.append(parameter);
        else if (parameter.toLower().startsWith("x-amz-signature="))
            parts.isSigned = true;
    }
    // The AWS SDK for JavaScript adds this to what it presigns: it names the call, not the object.
    if (parts.isSigned)
        kept.removeAll("x-id=GetObject");
    parts.kept = kept.join('&');
    return parts;
}

Origin originOf(const UrlAuthority &authority)
{
    const QString scheme = authority.scheme == "https" ? u"https"_s : u"http"_s;
    return {scheme, QString::fromLatin1(authority.host), authority.port};
}

QUrl requestOf(const Origin &origin, const UrlResource &resource)
{
    QUrl url;
    url.setScheme(origin.scheme);
    url.setHost(origin.host, QUrl::StrictMode);
    if (origin.port != defaultPort(origin.scheme))
        url.setPort(origin.port);
    url.setPath(QString::fromLatin1(resource.path), QUrl::StrictMode);
    if (!resource.query.isEmpty())
        url.setQuery(QString::fromLatin1(resource.query), QUrl::StrictMode);
    return url;
}

} // namespace

QString Origin::toString() const
{
    const QString name = host.contains(u':') ? QString(u"["_s + host + u"]"_s) : host;
    QString text = scheme + u"://"_s + name;
    if (port != defaultPort(scheme))
        text += u":"_s + QString::number(port);
    return text;
}

Origin Origin::of(const QUrl &url)
{
    Origin origin;
    origin.scheme = url.scheme().toLower();
    origin.host = url.host(QUrl::FullyEncoded).toLower();
    if (origin.host.endsWith(u'.'))
        origin.host.chop(1);
    origin.port = url.port(defaultPort(origin.scheme));
    return origin;
}

QString R2Url::fileName(int version) const
{
    const QString suffix = version > 1 ? QString(u"-"_s + QString::number(version)) : QString();
    return id + suffix + u"."_s + extension;
}

R2UrlRules::R2UrlRules(Options options)
    : m_idKey(std::move(options.idKey))
{
    const auto add = [this](const QString &text, bool exact) {
        if (const auto authority = parseAuthority(text))
            m_customDomains.push_back({originOf(*authority), exact});
    };
    for (const QString &domain : std::as_const(options.customDomains)) {
        if (domain.contains("://"_L1)) {
            add(domain, true);
        } else {
            add(u"https://"_s + domain, false);
            add(u"http://"_s + domain, false);
        }
    }
}

std::optional<R2Url> R2UrlRules::recognise(QStringView text) const
{
    const auto authority = parseAuthority(text);
    if (!authority)
        return {};
    R2Url object;
    object.origin = originOf(*authority);
    if (!isKnownOrigin(object.origin))
        return {};
    auto resource = parseResource(text, authority->end);
    if (!resource)
        return {};
    object.extension = videoExtensionOf(resource->path);
    if (object.extension.isEmpty())
        return {};

    const QueryParts query = splitQuery(resource->query);
    QByteArray canonical = authority->toText() + resource->path;
    if (!query.kept.isEmpty())
        canonical += "?" + query.kept;
    object.request = requestOf(object.origin, *resource);
    if (!object.request.isValid())
        return {};
    object.canonical = QString::fromLatin1(canonical);
    object.fragment = std::move(resource->fragment);
    object.isSigned = query.isSigned;
    object.isPrivate = isPrivateR2Host(object.origin.host);
    const bool guessable = !object.isSigned && !object.isPrivate;
    object.id = QString::fromLatin1(
        (guessable ? sha256Hex(canonical) : hmacSha256Hex(m_idKey, canonical)).first(32));
    return object;
}

bool R2UrlRules::isAllowedOrigin(const QUrl &url) const
{
    return url.isValid() && url.userInfo().isEmpty() && isKnownOrigin(Origin::of(url));
}

bool R2UrlRules::isOnKnownOrigin(QStringView text) const
{
    const auto authority = parseAuthority(text);
    return authority && isKnownOrigin(originOf(*authority));
}

bool R2UrlRules::isExactCustomOrigin(const Origin &origin) const
{
    return std::any_of(
        m_customDomains.begin(), m_customDomains.end(),
        [&origin](const CustomDomain &domain) { return domain.exact && domain.origin == origin; });
}

bool R2UrlRules::isKnownOrigin(const Origin &origin) const
{
    const bool onStandardPort = origin.port == defaultPort(origin.scheme);
    const bool overHttp = origin.scheme == "https"_L1 || origin.scheme == "http"_L1;
    if (overHttp && onStandardPort && isR2Host(origin.host))
        return true;
    return std::any_of(
        m_customDomains.begin(), m_customDomains.end(),
        [&origin](const CustomDomain &domain) { return domain.origin == origin; });
}

const QStringList &videoExtensions()
{
    static const QStringList extensions{u"mp4"_s, u"webm"_s, u"mov"_s, u"avi"_s,
                                        u"mkv"_s, u"flv"_s,  u"wmv"_s, u"m4v"_s};
    return extensions;
}

QString videoExtensionOf(const QByteArray &path)
{
    const qsizetype dot = path.lastIndexOf('.');
    if (dot < 0 || path.size() - dot > 5)
        return {};
    const QLatin1String extension(QByteArrayView(path).sliced(dot + 1));
    for (const QString &known : videoExtensions()) {
        if (known.compare(extension, Qt::CaseInsensitive) == 0)
            return known;
    }
    return {};
}

QString redacted(const QUrl &url)
{
    QUrl shown = url.adjusted(QUrl::RemoveUserInfo);
    if (url.hasQuery()) {
        QByteArrayList parameters = url.query(QUrl::FullyEncoded).toLatin1().split('&');
        for (QByteArray &parameter : parameters) {
            const qsizetype equals = parameter.indexOf('=');
            if (equals >= 0 && isSignatureParameter(QByteArray::fromPercentEncoding(parameter)))
                parameter = parameter.first(equals + 1) + "redacted";
        }
        shown.setQuery(QString::fromLatin1(parameters.join('&')));
    }
    return shown.toString(QUrl::FullyEncoded);
}

QString redactedText(const QString &text)
{
    const QUrl url(text);
    if (url.isValid() && !url.host().isEmpty())
        return redacted(url);
    return text.contains(u'@') || text.contains(u'?') ? u"(not a valid URL)"_s : text;
}

} // namespace r2cache
