// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/url/configrewrite.h"
#include "core/url/localurl.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

const QString id = u"0123456789abcdef0123456789abcdef"_s;

class tst_LocalUrl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void urlsOfOurOwnProxyAreRecognised_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("isOurs");
        QTest::addColumn<QString>("fragment");
        const auto row
            = [](const char *name, const QString &url, bool isOurs, const QString &fragment = {}) {
                  QTest::newRow(name) << url << isOurs << fragment;
              };
        row("usual", QString(u"http://localhost:3001/video/"_s + id + u".mp4"_s), true);
        row("IPv6", QString(u"http://[::1]:43001/video/"_s + id + u".webm"_s), true);
        row("later version", QString(u"http://127.0.0.1:3001/video/"_s + id + u"-2.mp4"_s), true);
        row("fragment", QString(u"http://localhost:3001/video/"_s + id + u".mp4#t=3,8"_s), true,
            u"#t=3,8"_s);
        row("another host", QString(u"http://localhost.evil.com/video/"_s + id + u".mp4"_s), false);
        row("user", QString(u"http://localhost@evil.com/video/"_s + id + u".mp4"_s), false);
        row("https", QString(u"https://localhost:3001/video/"_s + id + u".mp4"_s), false);
        row("a longer path", QString(u"http://localhost:3001/video/x/"_s + id + u".mp4"_s), false);
        row("a query", QString(u"http://localhost:3001/video/"_s + id + u".mp4?a=b"_s), false);
        row("not a video", QString(u"http://localhost:3001/video/"_s + id + u".txt"_s), false);
        row("a name", u"http://localhost:3001/video/holiday.mp4"_s, false);
        row("a line behind it", QString(u"http://localhost:3001/video/"_s + id + u".mp4\n"_s),
            false);
    }
    void urlsOfOurOwnProxyAreRecognised()
    {
        QFETCH(QString, url);
        const auto object = localVideo(url);
        QTEST(object.has_value(), "isOurs");
        if (object) {
            QCOMPARE(object->id, id);
            QVERIFY(object->isLocal);
            QTEST(object->fragment, "fragment");
        }
    }

    void knownOnesAreCorrectedAndOthersStay()
    {
        const QByteArray other = "http://localhost:3001/video/ffffffffffffffffffffffffffffffff.mp4";
        const QByteArray config = "{\"a\":\"" + other + "\",\"b\":[\"http://127.0.0.1:9/video/"
            + id.toLatin1() + ".mp4#t=1\"],\"c\":\"https://x.r2.dev/c.mp4\"}";
        auto scan = ConfigScan::of(config, R2UrlRules{});
        QVERIFY(scan);
        QCOMPARE(scan->urls().size(), 3U);
        R2Url object;
        object.id = id;
        object.canonical = u"https://x.r2.dev/b.mp4"_s;
        scan->settleLocals({{id, object}});
        QCOMPARE(scan->urls().size(), 2U);
        QCOMPARE(scan->occurrences().size(), 2U);
        QCOMPARE(scan->configPath(scan->occurrences()[0]), u"b[0]"_s);

        const auto rewritten = rewrittenConfig(*scan, {{id, u"http://localhost:5/v.mp4"_s}});
        QCOMPARE(
            rewritten,
            "{\"a\":\"" + other
                + "\",\"b\":[\"http://localhost:5/v.mp4#t=1\"],\"c\":\"https://x.r2.dev/c.mp4\"}");
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_LocalUrl)
#include "tst_localurl.moc"
