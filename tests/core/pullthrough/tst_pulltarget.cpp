// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pullthrough/pulltarget.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

R2UrlRules rules()
{
    return R2UrlRules(
        {{u"cdn.example.com"_s, u"http://127.0.0.1:8000"_s, u"http://localhost:3001"_s},
         QByteArray(32, 'k')});
}

class tst_PullTarget : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void urlsAreFoundInRequests_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QString>("expected");
        const auto row
            = [](const char *name, const char *path, const char *query, const QString &expected) {
                  QTest::newRow(name) << QByteArray(path) << QByteArray(query) << expected;
              };
        row("encoded", "/fetch/https%3A%2F%2Fh%2Fa%2Fb.mp4%3Fx%3D1", "",
            u"https://h/a/b.mp4?x=1"_s);
        row("origin encoded", "/fetch/http%3A%2F%2Fh%3A8000/a/b", "", u"http://h:8000/a/b"_s);
        row("raw", "/fetch/http://h/a/b", "", u"http://h/a/b"_s);
        row("raw query", "/fetch/http://h/a", "x=1&y", u"http://h/a?x=1&y"_s);
        row("both queries", "/fetch/http%3A%2F%2Fh%2Fa%3Fx", "y", u"http://h/a?x&y"_s);
        row("raw part stays encoded", "/fetch/http://h/a%20b%2Fc", "", u"http://h/a%20b%2Fc"_s);
        row("encoded part is decoded once", "/fetch/http%3A%2F%2Fh%2Fa%2520b", "",
            u"http://h/a%20b"_s);
        row("rest of an encoded origin stays", "/fetch/http%3A%2F%2Fh/a%2520b", "",
            u"http://h/a%2520b"_s);
        row("nothing", "/fetch/", "", u""_s);
    }
    void urlsAreFoundInRequests()
    {
        QFETCH(const QByteArray, path);
        QFETCH(const QByteArray, query);
        QTEST(pulledUrl(path, query), "expected");
    }

    void allowedTargetsAreTaken_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<bool>("isVideo");
        const auto row = [](const QString &url, const QString &expected, bool isVideo) {
            QTest::newRow(qPrintable(url)) << url << expected << isVideo;
        };
        row(u"https://pub-1.r2.dev/a.mp4"_s, u"https://pub-1.r2.dev/a.mp4"_s, true);
        row(u"https://pub-1.r2.dev/a.txt"_s, u"https://pub-1.r2.dev/a.txt"_s, false);
        row(u"https://CDN.example.com/a/../b?x=%2f#t"_s, u"https://cdn.example.com/b?x=%2F"_s,
            false);
        row(u"http://127.0.0.1:8000"_s, u"http://127.0.0.1:8000/"_s, false);
        row(u"http://127.0.0.1:8000/test/1"_s, u"http://127.0.0.1:8000/test/1"_s, false);
    }
    void allowedTargetsAreTaken()
    {
        QFETCH(const QString, url);
        QFETCH(const bool, isVideo);
        const auto target = pullTarget(url, rules(), {3000, 3001});
        QVERIFY2(target, target ? "" : qPrintable(target.error().message));
        QTEST(target->url.toString(QUrl::FullyEncoded), "expected");
        QCOMPARE(target->video.has_value(), isVideo);
    }

    void othersAreRefused_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QString>("word"); // in the sentence
        const auto row = [](const QString &url, ErrorCode code, const QString &word) {
            QTest::newRow(url.isEmpty() ? "empty" : qPrintable(url)) << url << code << word;
        };
        row(u""_s, ErrorCode::InvalidUrl, u"percent-encoded"_s);
        row(u"ftp://cdn.example.com/a"_s, ErrorCode::InvalidUrl, u"http or https"_s);
        row(u"file:///etc/passwd"_s, ErrorCode::InvalidUrl, u"http or https"_s);
        row(u"cdn.example.com/a"_s, ErrorCode::InvalidUrl, u"http or https"_s);
        row(u"https://cdn.example.com/%zz"_s, ErrorCode::InvalidUrl, u"http or https"_s);
        row(u"https://cdn.example.com/%0d%0a"_s, ErrorCode::InvalidUrl, u"http or https"_s);
        row(u"https://u:p@cdn.example.com/a"_s, ErrorCode::InvalidUrl, u"password"_s);
        row(u"https://cdn.example.com@evil.com/"_s, ErrorCode::InvalidUrl, u"password"_s);
        row(u"https://evil.com/a.mp4"_s, ErrorCode::OriginForbidden, u"CACHE_CUSTOM_DOMAINS"_s);
        row(u"http://127.0.0.1:8001/a"_s, ErrorCode::OriginForbidden, u"CACHE_CUSTOM_DOMAINS"_s);
        row(u"https://127.0.0.1:8000/a"_s, ErrorCode::OriginForbidden, u"CACHE_CUSTOM_DOMAINS"_s);
        row(u"http://169.254.169.254/"_s, ErrorCode::OriginForbidden, u"CACHE_CUSTOM_DOMAINS"_s);
        // Ourselves, although the first is configured.
        row(u"http://localhost:3001/a"_s, ErrorCode::OriginForbidden, u"back to this cache"_s);
        row(u"http://127.1.2.3:3001/a"_s, ErrorCode::OriginForbidden, u"back to this cache"_s);
        row(u"http://[::1]:3000/a"_s, ErrorCode::OriginForbidden, u"back to this cache"_s);
    }
    void othersAreRefused()
    {
        QFETCH(const QString, url);
        QFETCH(const QString, word);
        const auto target = pullTarget(url, rules(), {3000, 3001});
        QVERIFY(!target);
        QTEST(target.error().code, "code");
        QVERIFY2(target.error().message.contains(word), qPrintable(target.error().message));
    }
};

} // namespace

QTEST_APPLESS_MAIN(tst_PullTarget)
#include "tst_pulltarget.moc"
