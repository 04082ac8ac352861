// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pullthrough/pulltarget.h"

#include "core/http/authority.h"
#include "core/url/urlauthority.h"
#include "core/url/urlresource.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Result<PullTarget> refused(ErrorCode code, const QString &sentence)
{
    return failure(code, sentence);
}

Result<PullTarget> refusedFor(const UrlFault &fault)
{
    if (fault.kind == UrlFault::Kind::UserInfo)
        return refused(
            ErrorCode::InvalidUrl, u"A URL with a user name or password is not fetched."_s);
    return refused(
        ErrorCode::InvalidUrl,
        u"What follows /fetch/ is no http or https URL: write it percent-encoded, as "
        "/fetch/https%3A%2F%2Fcdn.example.com%2Fa.mp4."_s);
}

bool isOurselves(const UrlAuthority &authority, const QList<quint16> &ownPorts)
{
    const Authority asked{authority.host, authority.port};
    const bool isHere = asked.isLoopback() || authority.host.endsWith(".localhost")
        || authority.host == "0.0.0.0" || authority.host == "::";
    return isHere && ownPorts.contains(static_cast<quint16>(authority.port));
}

} // namespace

QString pulledUrl(const QByteArray &path, const QByteArray &query)
{
    const auto rest = path.sliced(qsizetype(sizeof pullPrefix) - 1);
    const auto slash = rest.indexOf('/');
    const auto first = slash < 0 ? rest : rest.first(slash);
    QByteArray url = rest;
    if (first.contains('%')) {
        url = QByteArray::fromPercentEncoding(first);
        if (slash >= 0)
            url += rest.sliced(slash);
    }
    if (!query.isEmpty())
        url += (url.contains('?') ? '&' : '?') + query;
    return QString::fromUtf8(url);
}

Result<PullTarget>
pullTarget(const QString &url, const R2UrlRules &rules, const QList<quint16> &ownPorts)
{
    const auto authority = parseAuthority(url);
    if (!authority)
        return refusedFor(authority.error());
    if (isOurselves(*authority, ownPorts))
        return refused(
            ErrorCode::OriginForbidden, u"That URL leads back to this cache: it is not fetched."_s);
    const auto resource = parseResource(url, authority->end);
    if (!resource)
        return refusedFor(resource.error());
    QByteArray encoded = authority->toText() + resource->path;
    if (!resource->query.isEmpty())
        encoded += '?' + resource->query;
    PullTarget target;
    target.url = QUrl::fromEncoded(encoded, QUrl::StrictMode);
    if (!rules.isAllowedOrigin(target.url))
        return refused(
            ErrorCode::OriginForbidden,
            u"%1 is not an origin that this cache may ask: add it to CACHE_CUSTOM_DOMAINS."_s.arg(
                QString::fromLatin1(authority->toText())));
    target.origin = Origin::of(target.url);
    target.video = rules.recognise(url);
    return target;
}

} // namespace r2cache
