// SPDX-License-Identifier: GPL-3.0-or-later
// URLs: which are ours, what they are called, and that no signature is left in a name.
#include "core/base/compat.h"
#include "core/cache/storename.h"
#include "core/download/sigv4.h"
#include "core/manager/signaturetime.h"
#include "core/pullthrough/pulltarget.h"
#include "core/url/localurl.h"
#include "core/url/processingoptions.h"
#include "core/url/urlauthority.h"
#include "core/url/urlresource.h"
#include "tests/fuzz/fuzzing.h"
#include "tests/fuzz/rules.h"

#include <QUrl>

#include <algorithm>

namespace r2cache {
namespace {

using namespace Qt::StringLiterals;

constexpr char16_t unreserved[]
    = u"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";

/// Whether a query carries a signature's parameter, whatever the spelling of its name.
bool namesSignature(const QByteArray &query)
{
    const auto parameters = query.split('&');
    return std::any_of(parameters.begin(), parameters.end(), [](const QByteArray &parameter) {
        const auto name = parameter.first(std::max(parameter.indexOf('='), qsizetype{0}));
        return QByteArray::fromPercentEncoding(name).toLower().startsWith("x-amz-");
    });
}

/// The authority and the resource of any web address, said again.
void checkParts(const QString &text)
{
    const auto authority = parseAuthority(text);
    if (!authority)
        return;
    require(authority->port > 0 && authority->port <= 65535, "a port is one");
    require(authority->host == authority->host.toLower(), "a host is lower case");
    require(!authority->host.isEmpty() && !authority->host.endsWith('.'), "a host is a name");
    const QString front = QString::fromLatin1(authority->toText());
    const auto again = parseAuthority(front);
    require(again && again->toText() == authority->toText(), "an authority said again is the same");
    require(again->end == front.size(), "and all of it");
    const QUrl read(front, QUrl::StrictMode);
    require(read.isValid() && read.userInfo().isEmpty(), "Qt reads it");
    require(
        read.host(QUrl::FullyEncoded).toLower() == QString::fromLatin1(authority->host)
            && read.port(defaultPort(authority->scheme)) == authority->port,
        "as the same host and port");

    const auto resource = parseResource(text, authority->end);
    if (!resource)
        return;
    require(resource->path.startsWith('/'), "a path begins at the root");
    const auto isPrintable = [](const QByteArray &bytes) {
        return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c > ' ' && c < 0x7f; });
    };
    require(isPrintable(resource->path) && isPrintable(resource->query), "it is plain ASCII");
    const auto segments = resource->path.split('/');
    require(!segments.contains("..") && !segments.contains("."), "without dot segments");
    QString whole = front + QString::fromLatin1(resource->path);
    if (!resource->query.isEmpty())
        whole += u'?' + QString::fromLatin1(resource->query);
    whole += resource->fragment;
    const auto same = parseResource(whole, front.size());
    require(
        same && same->path == resource->path && same->query == resource->query
            && same->fragment == resource->fragment,
        "what is asked for, said again, is the same");
}

QString upper(QStringView ascii)
{
    QString text = ascii.toString();
    for (auto &c : text) {
        if (c >= u'a' && c <= u'z')
            c = c.toUpper();
    }
    return text;
}

/// Other spellings of @p text, which is one of our URLs, that a browser would ask for alike.
QStringList otherSpellings(const QString &text, qsizetype authorityEnd)
{
    const auto end = std::min(
        {text.indexOf(u'?', authorityEnd), text.indexOf(u'#', authorityEnd), text.size()},
        [](qsizetype a, qsizetype b) { return static_cast<size_t>(a) < static_cast<size_t>(b); });
    const QString front = text.first(authorityEnd);
    const QString path = text.sliced(authorityEnd, end - authorityEnd);
    const QString rest = text.sliced(end);
    QString encoded;
    for (qsizetype i = 0; i < path.size(); ++i) {
        const QChar c = path[i];
        if (c == u'%') {
            encoded += path.sliced(i, 3);
            i += 2;
        } else if (QStringView(unreserved).contains(c) && c != u'.') {
            encoded += u'%' + QString::number(c.unicode(), 16);
        } else {
            encoded += c;
        }
    }
    const QString mark = rest.contains(u'#') ? rest.first(rest.indexOf(u'#')) : rest;
    return {
        QString(upper(front) + path + rest),      QString(front + u"/x/.." + path + rest),
        QString(front + u"/%2E" + path + rest),   QString(front + encoded + rest),
        QString(front + path + mark + u"#t=1,2"),
    };
}

void checkSigning(const R2Url &object)
{
    static const QDateTime at(QDate(2026, 1, 2), QTime(3, 4, 5), utcZone);
    require(isPresigned(object.request) == object.isSigned, "who is signed is signed to all");
    require(
        !signatureTimeOf(object.request, at) || object.isSigned, "times are of signed URLs alone");

    SigV4Request request{"GET", object.request, object.origin.host.toLatin1(), {}, at};
    const auto fields = sigV4Headers(request, {"key", "secret"});
    for (const auto &[name, value] : fields)
        require(!value.contains('\n') && !value.contains("secret"), "a signature is one line");
    auto parameters = object.request.query(QUrl::FullyEncoded).split(u'&');
    std::reverse(parameters.begin(), parameters.end());
    if (object.request.hasQuery())
        request.url.setQuery(parameters.join(u'&'), QUrl::StrictMode);
    require(sigV4Headers(request, {"key", "secret"}) == fields, "parameters have no order");
}

void checkObject(const QString &text, const R2Url &object)
{
    const QUrl &request = object.request;
    require(request.isValid() && request.userInfo().isEmpty(), "what is asked for is a URL");
    require(!request.hasFragment(), "the origin is told no fragment");
    require(Origin::of(request) == object.origin, "it is asked of the origin");
    require(rules().isAllowedOrigin(request), "which is an allowed one");
    const auto &host = object.origin.host;
    require(
        host == "cdn.example.com"_L1 || host == "127.0.0.1"_L1 || host.endsWith(".r2.dev"_L1)
            || host.endsWith(".r2.cloudflarestorage.com"_L1),
        "an object's host is one of ours");
    require(host != "127.0.0.1"_L1 || object.origin.port == 9000, "with its port");
    require(object.isPrivate == host.endsWith(".r2.cloudflarestorage.com"_L1), "S3 is private");
    require(isEntryId(object.id), "an id is one");
    const auto stored = parseStoreName(object.fileName(2));
    require(
        stored.kind == StoreName::Kind::Video && stored.id == object.id && stored.version == 2
            && stored.extension == object.extension,
        "its file's name tells what it is");

    const auto query = object.canonical.toLatin1();
    const auto mark = query.indexOf('?');
    require(!object.canonical.contains(u'#'), "a name has no fragment");
    require(mark < 0 || !namesSignature(query.sliced(mark + 1)), "no signature is in a name");

    const auto renamed = rules().recognise(object.canonical);
    require(renamed && renamed->canonical == object.canonical, "a name is its own name");
    require(!renamed->isSigned && renamed->extension == object.extension, "and unsigned");
    require(
        renamed->id == object.id || (object.isSigned && !object.isPrivate),
        "an object has one id by both names");
    // As signatures are kept over a restart.
    const auto asked = rules().recognise(request.toString(QUrl::FullyEncoded));
    require(asked && asked->canonical == object.canonical, "what is asked for has the same name");
    require(asked->id == object.id && asked->isSigned == object.isSigned, "and the same id");
    require(asked->request == request, "and is asked for again");

    const auto authority = parseAuthority(text);
    for (const auto &spelling : otherSpellings(text, authority->end)) {
        const auto same = rules().recognise(spelling);
        require(same && same->canonical == object.canonical, "spellings of a URL are one object");
        require(same->id == object.id, "with one id");
    }
    QString signedText = text.first(text.size() - object.fragment.size());
    signedText += signedText.contains(u'?') ? u'&' : u'?';
    signedText += u"x-amz-%53ignature=ab&X-Amz-Date=20260101T000000Z"_s;
    const auto other = rules().recognise(signedText);
    require(other && other->isSigned, "a signature is seen");
    require(
        other->canonical == object.canonical
            || object.canonical.contains("x-id=GetObject"_L1), // of a call, once it is signed
        "and is no part of the name");
    require(redacted(other->request).contains("ignature=redacted"_L1), "and is not shown");
    checkSigning(object);
    checkSigning(*other);
}

void checkShown(const QString &text)
{
    const QUrl url(text);
    const auto shown = redacted(url);
    const QUrl again(shown);
    require(again.userInfo().isEmpty(), "no user is shown");
    const auto parameters = again.query(QUrl::FullyEncoded).toLatin1().split('&');
    for (const auto &parameter : parameters) {
        require(
            !namesSignature(parameter) || parameter.endsWith("=redacted"), "no signature is shown");
    }
    const auto diagnosis = rules().diagnose(text);
    require(
        diagnosis.issues.isEmpty() == rules().recognise(text).has_value(),
        "what is not ours has an issue");
    require(diagnosis.suggestions.size() >= diagnosis.issues.size(), "and a way out");
}

void checkLocal(const QString &text)
{
    const auto object = localVideo(text);
    if (!object)
        return;
    require(object->isLocal && isEntryId(object->id), "a local URL names an entry");
    const QUrl url(text, QUrl::StrictMode);
    require(
        QStringList({u"localhost"_s, u"127.0.0.1"_s, u"::1"_s}).contains(url.host())
            || url.port() > 65535 || !url.isValid(),
        "on a server of ours");
    const QString again = u"http://localhost:3001/video/"_s + object->fileName() + object->fragment;
    const auto same = localVideo(again);
    require(same && same->id == object->id && same->fragment == object->fragment, "said again");
}

void checkPull(const QByteArray &bytes, const QString &text)
{
    const QByteArray sent = pullPrefix + bytes;
    const auto question = bytes.indexOf('?');
    const auto asSent = question < 0
        ? pulledUrl(sent, {})
        : pulledUrl(sent.first(sent.indexOf('?')), bytes.sliced(question + 1));
    require(
        pulledUrl(pullPrefix + text.toUtf8().toPercentEncoding(), {}) == text,
        "an encoded URL is the URL");
    for (const auto &url : {asSent, text}) {
        const auto target = pullTarget(url, rules(), {3000, 3001});
        if (!target)
            continue;
        require(rules().isAllowedOrigin(target->url), "only allowed origins are asked");
        require(!target->url.hasFragment() && target->url.userInfo().isEmpty(), "for a plain URL");
        require(Origin::of(target->url) == target->origin, "of the origin that was judged");
        require(target->origin.port != 3000 && target->origin.port != 3001, "never ourselves");
        const auto object = rules().recognise(url);
        require(target->video.has_value() == object.has_value(), "a video is one to both");
        require(!object || object->request == target->url, "which ask for the same");
    }
}

/// '*' by trying every length.
bool matches(const QString &anyUrl, const QString &anyPattern)
{
    const auto url = anyUrl.toLower();
    const auto pattern = anyPattern.toLower();
    std::vector<bool> row(static_cast<size_t>(url.size()) + 1, false);
    row[0] = true;
    for (const QChar c : pattern) {
        std::vector<bool> next(row.size(), false);
        bool any = false;
        for (size_t i = 0; i < row.size(); ++i) {
            any = any || row[i];
            next[i]
                = c == u'*' ? any : i > 0 && row[i - 1] && url[static_cast<qsizetype>(i) - 1] == c;
        }
        row = std::move(next);
    }
    return row.back();
}

void checkPattern(const QString &url, const QString &pattern)
{
    if (pattern.contains(u'*')) {
        require(matchesPattern(url, pattern) == matches(url, pattern), "'*' stands for anything");
        return;
    }
    require(
        matchesPattern(url, pattern) == url.contains(pattern, Qt::CaseInsensitive),
        "a pattern without '*' is looked for");
}

void checkStoreName(const QString &text)
{
    const auto name = parseStoreName(text);
    if (name.kind == StoreName::Kind::Foreign)
        return;
    require(isEntryId(name.id) && name.version >= 1, "a name of ours is of an entry");
    require(!text.contains(u'/') && !text.contains(u".."), "and leads nowhere else");
    require(text.startsWith(storeStem(name.id, name.version) + u'.'), "and is written one way");
}

} // namespace
} // namespace r2cache

/// The first line is the URL (or a file's name), the second a pattern.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    using namespace r2cache;
    auto bytes = bytesOf(data, size);
    QString pattern;
    if (const auto end = bytes.indexOf('\n'); end >= 0) {
        pattern = QString::fromUtf8(bytes.sliced(end + 1));
        bytes.truncate(end);
    }
    const auto text = QString::fromUtf8(bytes);
    checkParts(text);
    checkShown(text);
    checkLocal(text);
    checkPull(bytes, text);
    checkPattern(text, pattern);
    checkStoreName(text);
    if (const auto object = rules().recognise(text))
        checkObject(text, *object);
    return 0;
}
