// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/url/r2url.h"

#include "core/base/digest.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

const QByteArray idKey(32, 'k');

R2UrlRules rules()
{
    return R2UrlRules(
        {{u"cdn.example.com"_s, u"http://127.0.0.1:9000"_s, u"https://[::1]:9443"_s,
          u"media.example.org:8443"_s, u"bücher.example"_s},
         idKey});
}

QString signedUrl(const QString &signature)
{
    return u"https://acc.r2.cloudflarestorage.com/b/a.mp4?versionId=7&X-Amz-Algorithm=AWS4-HMAC-"
           "SHA256&X-Amz-Credential=AK%2F20260131%2Fauto%2Fs3%2Faws4_request&X-Amz-Date="
           "20260131T000000Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature="_s
        + signature + u"&response-content-type=video%2Fmp4&x-id=GetObject"_s;
}

class tst_R2Url : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void urlsAreRecognisedInTheirCanonicalForm_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("canonical");
        const auto same = [](const char *name, const QString &text) {
            QTest::newRow(name) << text << text;
        };
        const auto row = [](const char *name, const QString &text, const QString &canonical) {
            QTest::newRow(name) << text << canonical;
        };
        same("public bucket", u"https://pub-1a2b.r2.dev/a.mp4"_s);
        same("http", u"http://pub-1a2b.r2.dev/a.mp4"_s);
        same("bucket of an account", u"https://videos.acc.r2.dev/a.mp4"_s);
        same("S3 endpoint", u"https://acc.r2.cloudflarestorage.com/bucket/a.mp4"_s);
        same("S3 endpoint, virtual host", u"https://bucket.acc.r2.cloudflarestorage.com/a.mp4"_s);
        same("S3 endpoint, jurisdiction", u"https://acc.eu.r2.cloudflarestorage.com/b/a.mp4"_s);
        same("custom domain", u"https://cdn.example.com/a.mp4"_s);
        same("custom domain over http", u"http://cdn.example.com/a.mp4"_s);
        same("exact custom origin", u"http://127.0.0.1:9000/bucket/a.mp4"_s);
        same("exact IPv6 origin", u"https://[::1]:9443/a.mp4"_s);
        same("custom domain with a port, any scheme", u"http://media.example.org:8443/a.mp4"_s);
        row("custom domain in another script", u"https://BÜCHER.example/a.mp4"_s,
            u"https://xn--bcher-kva.example/a.mp4"_s);
        row("full-width letters (UTS 46)", u"https://p.ｒ２.ｄｅｖ/a.mp4"_s,
            u"https://p.r2.dev/a.mp4"_s);
        row("upper case", u"HTTPS://PUB-1A2B.R2.DEV/Clips/A.MP4"_s,
            u"https://pub-1a2b.r2.dev/Clips/A.MP4"_s);
        row("default port", u"https://p.r2.dev:443/a.mp4"_s, u"https://p.r2.dev/a.mp4"_s);
        row("default port of http", u"http://p.r2.dev:080/a.mp4"_s, u"http://p.r2.dev/a.mp4"_s);
        row("empty port", u"https://p.r2.dev:/a.mp4"_s, u"https://p.r2.dev/a.mp4"_s);
        row("trailing dot", u"https://p.r2.dev./a.mp4"_s, u"https://p.r2.dev/a.mp4"_s);
        row("other name of the same address", u"http://127.1:9000/a.mp4"_s,
            u"http://127.0.0.1:9000/a.mp4"_s);
        row("long form of the same address", u"https://[0:0::0:1]:9443/a.mp4"_s,
            u"https://[::1]:9443/a.mp4"_s);
        row("fragment", u"https://p.r2.dev/a.mp4#t=3,8"_s, u"https://p.r2.dev/a.mp4"_s);
        same("query", u"https://p.r2.dev/a.mp4?v=2&b=1"_s);
        row("empty query", u"https://p.r2.dev/a.mp4?"_s, u"https://p.r2.dev/a.mp4"_s);
        same("slash in the query", u"https://p.r2.dev/a.mp4?from=/x/b.txt"_s);
        row("unreserved characters encoded", u"https://p.r2.dev/%61%2D%7e%2Emp4?%61=%62"_s,
            u"https://p.r2.dev/a-~.mp4?a=b"_s);
        row("encoded extension", u"https://p.r2.dev/a%2e%4dp4"_s, u"https://p.r2.dev/a.Mp4"_s);
        row("lower-case hex", u"https://p.r2.dev/a%c3%a9.mp4"_s, u"https://p.r2.dev/a%C3%A9.mp4"_s);
        row("other scripts", u"https://p.r2.dev/é/日本😀.mp4?q=ü"_s,
            u"https://p.r2.dev/%C3%A9/%E6%97%A5%E6%9C%AC%F0%9F%98%80.mp4?q=%C3%BC"_s);
        same("bytes that are not UTF-8", u"https://p.r2.dev/%FF%FE.mp4"_s);
        same("encoded delimiters stay", u"https://p.r2.dev/a%2Fb%3F%23%25%5C.mp4"_s);
        same("encoded percent stays", u"https://p.r2.dev/%252e%252e/a.mp4"_s);
        same("delimiters stay", u"https://p.r2.dev/a;b=c:@!$&'()*+,.mp4?x=(1)+'2',!*;/?:@"_s);
        row("brackets in a name", u"https://p.r2.dev/a[1].mp4"_s,
            u"https://p.r2.dev/a%5B1%5D.mp4"_s);
        same("brackets in the query", u"https://p.r2.dev/a.mp4?a[]=1"_s);
        same("doubled slashes", u"https://p.r2.dev//a//b.mp4"_s);
        row("dot segments", u"https://p.r2.dev/x/./y/../b.mp4"_s, u"https://p.r2.dev/x/b.mp4"_s);
        row("encoded dot segments", u"https://p.r2.dev/x/%2e%2E/%2e/b.mp4"_s,
            u"https://p.r2.dev/b.mp4"_s);
        row("more dot segments than folders", u"https://p.r2.dev/../../etc/b.mp4"_s,
            u"https://p.r2.dev/etc/b.mp4"_s);
        same("dots in names", u"https://p.r2.dev/...a/.b/c..mp4"_s);
        row("mixed-case extension", u"https://p.r2.dev/a.WebM"_s, u"https://p.r2.dev/a.WebM"_s);
        for (const QString &extension : videoExtensions()) {
            const QString url = u"https://p.r2.dev/a."_s + extension;
            QTest::newRow(qPrintable(extension)) << url << url;
        }
    }
    void urlsAreRecognisedInTheirCanonicalForm()
    {
        QFETCH(QString, text);
        const auto url = rules().recognise(text);
        QVERIFY(url);
        QTEST(url->canonical, "canonical");
        QCOMPARE(rules().issuesOf(text), QStringList());
        // What is sent is what was named, and a canonical URL is its own canonical form.
        QVERIFY(url->request.isValid());
        QCOMPARE(QString::fromLatin1(url->request.toEncoded()), url->canonical);
        QCOMPARE(rules().recognise(url->canonical)->canonical, url->canonical);
        QCOMPARE(Origin::of(url->request), url->origin);
        QVERIFY(rules().isAllowedOrigin(url->request));
        QVERIFY(url->canonical.startsWith(url->origin.toString()));
    }

    void everythingElseIsRefusedWithAReason_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("reason"); // part of the first issue
        const auto row = [](const char *name, const QString &text, const QString &reason) {
            QTest::newRow(name) << text << reason;
        };
        const QString notR2 = u"is not an R2 host"_s;
        const QString notAVideo = u"does not end in a video extension"_s;
        const QString blanks = u"white space around"_s;
        const QString character = u"may not stand in a URL"_s;
        row("empty", QString(), u"empty"_s);
        row("null", QString(u"\0"_s), u"http://"_s);
        row("words", u"hello"_s, u"Only URLs that begin with"_s);
        row("relative", u"//p.r2.dev/a.mp4"_s, u"Only URLs"_s);
        row("one slash", u"https:/p.r2.dev/a.mp4"_s, u"Only URLs"_s);
        row("no slash", u"https:p.r2.dev/a.mp4"_s, u"Only URLs"_s);
        row("backslashes", u"https:\\\\p.r2.dev\\a.mp4"_s, u"Only URLs"_s);
        row("ftp", u"ftp://p.r2.dev/a.mp4"_s, u"Only URLs"_s);
        row("s3", u"s3://bucket/a.mp4"_s, u"Only URLs"_s);
        row("javascript", u"javascript:https://p.r2.dev/a.mp4"_s, u"Only URLs"_s);
        row("three slashes", u"https:///p.r2.dev/a.mp4"_s, u"host name is missing"_s);
        row("no host", u"https://"_s, u"host name is missing"_s);
        row("only a dot", u"https://./a.mp4"_s, u"host name is missing"_s);
        row("only a port", u"https://:443/a.mp4"_s, u"host name is missing"_s);
        row("prefix attack", u"https://r2.dev.evil.com/a.mp4"_s, notR2);
        row("prefix attack with a name", u"https://p.r2.dev.evil.com/a.mp4"_s, notR2);
        row("suffix without a dot", u"https://evilr2.dev/a.mp4"_s, notR2);
        row("hyphen", u"https://p-r2.dev/a.mp4"_s, notR2);
        row("in the path", u"https://evil.com/x.r2.dev/a.mp4"_s, notR2);
        row("in the query", u"https://evil.com/a.mp4?https://p.r2.dev/a.mp4"_s, notR2);
        row("in the fragment", u"https://evil.com/a.mp4#.r2.dev/a.mp4"_s, notR2);
        row("domain itself", u"https://r2.dev/a.mp4"_s, u"no bucket"_s);
        row("domain itself with a dot", u"https://r2.dev./a.mp4"_s, u"no bucket"_s);
        row("S3 domain itself", u"https://r2.cloudflarestorage.com/a.mp4"_s, u"no bucket"_s);
        row("other Cloudflare storage", u"https://x.cloudflarestorage.com/a.mp4"_s, notR2);
        row("empty label", u"https://.r2.dev/a.mp4"_s, u"host name is missing"_s);
        row("two dots", u"https://p..r2.dev/a.mp4"_s, u"host name is missing"_s);
        row("two trailing dots", u"https://p.r2.dev../a.mp4"_s, u"host name is missing"_s);
        row("user", u"https://p.r2.dev@evil.com/a.mp4"_s, u"user name"_s);
        row("user on our host", u"https://me@p.r2.dev/a.mp4"_s, u"user name"_s);
        row("password", u"https://a:b@p.r2.dev/a.mp4"_s, u"user name"_s);
        row("empty user", u"https://@p.r2.dev/a.mp4"_s, u"user name"_s);
        row("encoded at sign", u"https://p.r2.dev%40evil.com/a.mp4"_s, u"host name"_s);
        row("encoded dot in the host", u"https://p.r2%2edev/a.mp4"_s, u"host name"_s);
        row("encoded slash in the host", u"https://evil.com%2f.r2.dev/a.mp4"_s, u"host name"_s);
        row("backslash before an at sign", u"https://evil.com\\@p.r2.dev/a.mp4"_s, u"user name"_s);
        row("backslash in the host", u"https://evil.com\\.r2.dev/a.mp4"_s, u"host name"_s);
        row("backslash in the path", u"https://p.r2.dev/a\\b.mp4"_s, character);
        row("hash ends the host", u"https://evil.com#@p.r2.dev/a.mp4"_s, notR2);
        row("question mark ends the host", u"https://evil.com?.r2.dev/a.mp4"_s, notR2);
        row("blank in the host", u"https://p .r2.dev/a.mp4"_s, u"host name"_s);
        row("tab in the host", u"https://p.r2\t.dev/a.mp4"_s, u"host name"_s);
        row("newline in the scheme", u"ht\ntps://p.r2.dev/a.mp4"_s, u"Only URLs"_s);
        row("underscore tricks", u"https://p.r2_dev/a.mp4"_s, QString());
        row("strange port", u"https://p.r2.dev:8443/a.mp4"_s, u"standard ports"_s);
        row("port of the other scheme", u"https://p.r2.dev:80/a.mp4"_s, u"standard ports"_s);
        row("port 0", u"https://p.r2.dev:0/a.mp4"_s, u"port"_s);
        row("port too large", u"https://p.r2.dev:65979/a.mp4"_s, u"port"_s); // 443 + 65536
        row("port with a sign", u"https://p.r2.dev:+443/a.mp4"_s, u"port"_s);
        row("port of other digits", u"https://p.r2.dev:٤٤٣/a.mp4"_s, u"port"_s);
        row("custom domain, other port", u"https://cdn.example.com:9000/a.mp4"_s, notR2);
        row("below a custom domain", u"https://x.cdn.example.com/a.mp4"_s, notR2);
        row("exact origin, other scheme", u"https://127.0.0.1:9000/a.mp4"_s, notR2);
        row("exact origin, other port", u"http://127.0.0.1:9001/a.mp4"_s, notR2);
        row("exact origin, other name", u"http://localhost:9000/a.mp4"_s, notR2);
        row("broken IPv6", u"https://[::1/a.mp4"_s, u"host name"_s);
        row("IPv6 with a zone", u"https://[fe80::1%25eth0]/a.mp4"_s, u"host name"_s);
        row("no path", u"https://p.r2.dev"_s, notAVideo);
        row("folder", u"https://p.r2.dev/a.mp4/"_s, notAVideo);
        row("folder by dots", u"https://p.r2.dev/a.mp4/.."_s, notAVideo);
        row("extension in the query", u"https://p.r2.dev/get?f=a.mp4"_s, notAVideo);
        row("extension in the fragment", u"https://p.r2.dev/a#.mp4"_s, notAVideo);
        row("encoded question mark", u"https://p.r2.dev/a%3F.mp4%3Fx"_s, notAVideo);
        row("encoded slash at the end", u"https://p.r2.dev/a.mp4%2F"_s, notAVideo);
        row("other extension", u"https://p.r2.dev/a.mp3"_s, notAVideo);
        row("longer extension", u"https://p.r2.dev/a.mp4x"_s, notAVideo);
        row("no dot", u"https://p.r2.dev/mp4"_s, notAVideo);
        row("path parameter", u"https://p.r2.dev/a.mp4;v=1"_s, notAVideo);
        row("look-alike extension", u"https://p.r2.dev/a.ｍp4"_s, notAVideo);
        row("encoded NUL", u"https://p.r2.dev/a.txt%00.mp4"_s, u"control character"_s);
        row("encoded newline", u"https://p.r2.dev/a%0d%0aX:y.mp4"_s, u"control character"_s);
        row("encoded DEL", u"https://p.r2.dev/a%7F.mp4"_s, u"control character"_s);
        row("percent alone", u"https://p.r2.dev/100%.mp4"_s, u"not followed by two"_s);
        row("percent at the end", u"https://p.r2.dev/a.mp4?%4"_s, u"not followed by two"_s);
        row("percent and no hex", u"https://p.r2.dev/%zz.mp4"_s, u"not followed by two"_s);
        row("blank before", u" https://p.r2.dev/a.mp4"_s, blanks);
        row("blank behind", u"https://p.r2.dev/a.mp4 "_s, blanks);
        row("newline behind", u"https://p.r2.dev/a.mp4\n"_s, blanks);
        row("no-break space behind", u"https://p.r2.dev/a.mp4\u00A0"_s, blanks);
        row("a sentence", u"https://p.r2.dev/a.mp4 or rather b.mp4"_s, character);
        row("tab within", u"https://p.r2.dev/a\tb.mp4"_s, character);
        row("newline within", u"https://p.r2.dev/a\nb.mp4"_s, character);
        row("NUL within", u"https://p.r2.dev/a\0b.mp4"_s, character);
        row("C1 control", u"https://p.r2.dev/a\u0085b.mp4"_s, character);
        row("line separator", u"https://p.r2.dev/a\u2028b.mp4"_s, character);
        row("byte order mark", u"https://p.r2.dev/a\uFEFFb.mp4"_s, character);
        row("lone high surrogate", u"https://p.r2.dev/a"_s + QChar(0xD800) + u".mp4"_s, character);
        row("lone low surrogate", u"https://p.r2.dev/a"_s + QChar(0xDC00) + u".mp4"_s, character);
        row("template", u"https://p.r2.dev/{name}.mp4"_s, character);
        row("quote", u"https://p.r2.dev/a\".mp4"_s, character);
        row("angle", u"<https://p.r2.dev/a.mp4>"_s, u"Only URLs"_s);
        row("bad fragment", u"https://p.r2.dev/a.mp4#t=3 8"_s, character);
        row("too long", u"https://p.r2.dev/"_s + QString(8200, u'a') + u".mp4"_s, u"longer than"_s);
    }
    void everythingElseIsRefusedWithAReason()
    {
        QFETCH(QString, text);
        QFETCH(QString, reason);
        QVERIFY(!rules().recognise(text));
        const UrlDiagnosis diagnosis = rules().diagnose(text);
        QVERIFY(!diagnosis.issues.isEmpty());
        QCOMPARE(diagnosis.suggestions.size(), diagnosis.issues.size());
        QVERIFY2(
            diagnosis.issues.constFirst().contains(reason),
            qPrintable(diagnosis.issues.constFirst()));
    }

    void validateUrlSaysWhatToDo()
    {
        QCOMPARE(
            rules().issuesOf(u"https://r2.dev.evil.com/a.mp4"),
            QStringList(u"r2.dev.evil.com is not an R2 host; r2.dev must be the end of the host "
                        "name, behind a dot. Add r2.dev.evil.com to CACHE_CUSTOM_DOMAINS if it is "
                        "yours, and start r2cache again."_s));
        QCOMPARE(rules().issuesOf(u"http://10.0.0.1:81/a.txt").size(), 2);
        QVERIFY(rules()
                    .issuesOf(u"http://10.0.0.1:81/a.txt")
                    .constFirst()
                    .contains(u"Add http://10.0.0.1:81 to CACHE_CUSTOM_DOMAINS"_s));
        QVERIFY(rules()
                    .issuesOf(u"https://p.r2.dev/a b.mp4")
                    .constFirst()
                    .startsWith(u"U+0020 (character 19) may not stand in a URL."_s));
        const auto privateOne = rules().diagnose(u"https://acc.r2.cloudflarestorage.com/b/a.mp4");
        QVERIFY(privateOne.issues.isEmpty());
        QVERIFY(privateOne.suggestions.constFirst().contains(u"CACHE_R2_ACCESS_KEY_ID"_s));
    }

    void noAsciiCharacterMakesRequestAndCanonicalDiffer()
    {
        for (char16_t c = 0; c < 0x80; ++c) {
            for (const QString &form :
                 {u"https://p.r2.dev/a%1b.mp4"_s, u"https://p.r2.dev/a.mp4?a%1b"_s,
                  u"https://p%1q.r2.dev/a.mp4"_s}) {
                const QString raw = QString(form).replace(u"%1"_s, QChar(c));
                const QString hex = QString::number(c, 16).rightJustified(2, u'0');
                const QString encoded = QString(form).replace(u"%1"_s, u"%"_s + hex);
                for (const QString &text : {raw, encoded}) {
                    const auto url = rules().recognise(text);
                    QCOMPARE(rules().issuesOf(text).isEmpty(), url.has_value());
                    if (url)
                        QCOMPARE(QString::fromLatin1(url->request.toEncoded()), url->canonical);
                }
            }
        }
    }

    void theIdIsTheHashOfTheCanonicalUrl()
    {
        const auto url = rules().recognise(u"HTTPS://P.r2.dev:443/%61.mp4#t=1"_s);
        QCOMPARE(url->id.toLatin1(), sha256Hex("https://p.r2.dev/a.mp4").first(32));
        QCOMPARE(url->id.size(), 32);
        QCOMPARE(url->fragment, u"#t=1"_s);
        QCOMPARE(url->fileName(), QString(url->id + u".mp4"_s));
        QCOMPARE(url->fileName(2), QString(url->id + u"-2.mp4"_s));
        QCOMPARE(rules().recognise(u"https://p.r2.dev/A.MP4")->extension, u"mp4"_s);
        QVERIFY(!url->isSigned);
        QVERIFY(!url->isPrivate);
    }

    void aSignatureIsNoPartOfTheName()
    {
        const auto one = rules().recognise(signedUrl(u"aaaa"_s));
        const auto other = rules().recognise(signedUrl(u"bbbb"_s));
        QVERIFY(one->isSigned);
        QVERIFY(one->isPrivate);
        QCOMPARE(
            one->canonical,
            u"https://acc.r2.cloudflarestorage.com/b/a.mp4?versionId=7&response-content-type="
            "video%2Fmp4"_s);
        QCOMPARE(one->id, other->id);
        QCOMPARE(one->id.toLatin1(), hmacSha256Hex(idKey, one->canonical.toLatin1()).first(32));
        QCOMPARE(QString::fromLatin1(one->request.toEncoded()), signedUrl(u"aaaa"_s));
        QVERIFY(R2UrlRules({{}, "another key"}).recognise(signedUrl(u"aaaa"_s))->id != one->id);
    }

    void signaturesAreSeenInEverySpelling_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<bool>("isSigned");
        QTest::newRow("plain") << u"X-Amz-Signature=1"_s << true;
        QTest::newRow("lower case") << u"x-amz-signature=1"_s << true;
        QTest::newRow("encoded name") << u"X%2DAmz-Sign%61ture=1"_s << true;
        QTest::newRow("only a date") << u"X-Amz-Date=1"_s << false;
        QTest::newRow("name without value") << u"X-Amz-Security-Token"_s << false;
    }
    void signaturesAreSeenInEverySpelling()
    {
        QFETCH(QString, query);
        const QString text = u"https://cdn.example.com/a.mp4?"_s + query;
        const auto url = rules().recognise(text);
        QTEST(url->isSigned, "isSigned");
        QCOMPARE(url->canonical, u"https://cdn.example.com/a.mp4"_s);
        QVERIFY(!url->isPrivate);
    }

    void otherParametersThatLookSimilarStay()
    {
        const QString text = u"https://p.r2.dev/a.mp4?X-Amzn=1&aX-Amz-Date=2&&x-id=GetObject"_s;
        QCOMPARE(rules().recognise(text)->canonical, text);
    }

    void aPrivateObjectsIdCannotBeGuessed()
    {
        const auto url = rules().recognise(u"https://b.acc.r2.cloudflarestorage.com/a.mp4");
        QVERIFY(url->isPrivate);
        QVERIFY(!url->isSigned);
        QCOMPARE(url->id.toLatin1(), hmacSha256Hex(idKey, url->canonical.toLatin1()).first(32));
    }

    void redirectsMayLeadToKnownOriginsOnly_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("R2, any path") << u"https://p.r2.dev/anything?x"_s << true;
        QTest::newRow("upper case, dot") << u"HTTPS://P.R2.DEV./"_s << true;
        QTest::newRow("custom") << u"http://cdn.example.com/x"_s << true;
        QTest::newRow("exact") << u"http://127.0.0.1:9000/"_s << true;
        QTest::newRow("exact, other port") << u"http://127.0.0.1/"_s << false;
        QTest::newRow("metadata service") << u"http://169.254.169.254/latest"_s << false;
        QTest::newRow("user") << u"https://u@p.r2.dev/"_s << false;
        QTest::newRow("other port") << u"https://p.r2.dev:22/"_s << false;
        QTest::newRow("ftp") << u"ftp://p.r2.dev/"_s << false;
        QTest::newRow("file") << u"file:///etc/passwd"_s << false;
        QTest::newRow("relative") << u"/x"_s << false;
        QTest::newRow("invalid") << u"https://p.r2.dev:99999/"_s << false;
        QTest::newRow("empty") << QString() << false;
    }
    void redirectsMayLeadToKnownOriginsOnly()
    {
        QFETCH(QString, url);
        QTEST(rules().isAllowedOrigin(QUrl(url)), "allowed");
    }

    void onlyAnOriginGivenWithItsSchemeIsExact()
    {
        QVERIFY(rules().isExactCustomOrigin({u"http"_s, u"127.0.0.1"_s, 9000}));
        QVERIFY(rules().isExactCustomOrigin(Origin::of(QUrl(u"https://[::1]:9443/x"_s))));
        QVERIFY(!rules().isExactCustomOrigin({u"http"_s, u"127.0.0.1"_s, 80}));
        QVERIFY(!rules().isExactCustomOrigin({u"https"_s, u"cdn.example.com"_s, 443}));
        QVERIFY(!rules().isExactCustomOrigin({u"https"_s, u"p.r2.dev"_s, 443}));
    }

    void originsAreWrittenWithThePortOnlyWhereItIsNeeded()
    {
        QCOMPARE(Origin::of(QUrl(u"https://P.r2.dev/"_s)).toString(), u"https://p.r2.dev"_s);
        QCOMPARE(Origin::of(QUrl(u"http://h:9000/"_s)).toString(), u"http://h:9000"_s);
        QCOMPARE(Origin::of(QUrl(u"http://[::1]/"_s)).toString(), u"http://[::1]"_s);
        QCOMPARE(Origin::of(QUrl(u"http://h/"_s)).port, 80);
    }

    void secretsAreRedacted_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("shown");
        QTest::newRow("signed")
            << u"https://h/a.mp4?v=1&X-Amz-Credential=AK%2F1&X-Amz-Signature=ab&w#t=1"_s
            << u"https://h/a.mp4?v=1&X-Amz-Credential=redacted&X-Amz-Signature=redacted&w#t=1"_s;
        QTest::newRow("odd spelling") << u"https://h/a?x%2Damz-security%2Dtoken=ab"_s
                                      << u"https://h/a?x-amz-security-token=redacted"_s;
        QTest::newRow("password") << u"https://me:secret@h/a"_s << u"https://h/a"_s;
        QTest::newRow("nothing secret") << u"https://h/a%20b?x=1"_s << u"https://h/a%20b?x=1"_s;
    }
    void secretsAreRedacted()
    {
        QFETCH(QString, url);
        QTEST(redacted(QUrl(url)), "shown");
    }

    void diagnosesNeverRepeatSecrets()
    {
        const QString issues
            = rules()
                  .issuesOf(u"https://user:hunter2@p.r2.dev/a.mp4?X-Amz-Signature=s3cr3t")
                  .join(u' ')
            + rules().issuesOf(u"https://evil.com/a.txt?X-Amz-Signature=s3cr3t").join(u' ');
        QVERIFY(!issues.contains(u"hunter2"_s));
        QVERIFY(!issues.contains(u"s3cr3t"_s));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_R2Url)
#include "tst_r2url.moc"
