// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/hostrules.h"

#include <QTest>

using namespace r2cache;

namespace {

class tst_HostRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hostFieldsAreTakenApart_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("host"); // empty: malformed
        QTest::addColumn<int>("port");
        const auto row = [](const char *text, const char *host, int port = -1) {
            QTest::newRow(*text ? text : "empty") << QByteArray{text} << QByteArray{host} << port;
        };
        // RFC 9110 section 7.2, RFC 3986 section 3.2
        row("localhost", "localhost");
        row("localhost:3001", "localhost", 3001);
        row("LocalHost:3001", "localhost", 3001);
        row("localhost.:3001", "localhost", 3001);
        row("127.0.0.1:65535", "127.0.0.1", 65535);
        row("[::1]", "::1");
        row("[::1]:3001", "::1", 3001);
        row("[FE80::1]:1", "fe80::1", 1);
        row("my_render-box.example.com", "my_render-box.example.com");
        row("example.com:0080", "example.com", 80);
        row("", "");
        row(":3001", "");
        row("localhost:", "");
        row("localhost:0", "");
        row("localhost:65536", "");
        row("localhost:99999999999999999999", "");
        row("localhost:-1", "");
        row("localhost:3001:3001", "");
        row("localhost:3001/", "");
        row("user@localhost", "");
        row("localhost@evil.com", "");
        row("localhost#.evil.com", "");
        row("localhost?", "");
        row("localhost\\evil", "");
        row("local host", "");
        row(" localhost", "");
        row("local%68ost", "");
        row("localhost,evil.com", "");
        row("localhost..", "");
        row("..", "");
        row(".", "");
        row("::1", "");
        row("[::1", "");
        row("::1]", "");
        row("[]", "");
        row("[::1]x", "");
        row("[::1%lo]", "");
        row("[127.0.0.1]", "");
        row("[localhost]", "");
        row("[:::]", "");
    }
    void hostFieldsAreTakenApart()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, host);
        QFETCH(int, port);
        const auto authority = parseAuthority(text);
        QCOMPARE(authority.has_value(), !host.isEmpty());
        if (!authority)
            return;
        QCOMPARE(authority->host, host);
        QCOMPARE(authority->port, port);
    }

    void aByteThatNoHostHoldsIsMalformed()
    {
        QVERIFY(!parseAuthority(QByteArray("localhost\0.evil.com", 19)));
        QVERIFY(!parseAuthority("localh\xc3\xb6st"));
        QVERIFY(!parseAuthority(QByteArray(254, 'a')));
    }

    void onlyLoopbackNamesAreAnsweredUnasked_data()
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<bool>("isAllowed");
        const auto row = [](const char *host, bool isAllowed) {
            QTest::newRow(host) << QByteArray{host} << isAllowed;
        };
        row("localhost:3001", true);
        row("localhost.", true);
        row("127.0.0.1", true);
        row("127.0.0.1.:3001", true);
        row("127.255.255.254:3001", true);
        row("[::1]:3001", true);
        row("[0:0:0:0:0:0:0:1]", true);
        row("video.localhost", false);
        row("localhost.evil.com", false);
        row("127.0.0.1.evil.com", false);
        row("127.0.0.1.nip.io", false);
        row("notlocalhost", false);
        row("127.1", false);
        row("127.0.0.01", false);
        row("127.0.0.256", false);
        row("127.0.0.1.1", false);
        row("127.0.0", false);
        row("0.0.0.0", false);
        row("2130706433", false);
        row("0x7f.0.0.1", false);
        row("10.0.0.1", false);
        row("128.0.0.1", false);
        row("[::]", false);
        row("[::2]", false);
        row("[::ffff:127.0.0.1]", false);
        row("evil.com", false);
    }
    void onlyLoopbackNamesAreAnsweredUnasked()
    {
        QFETCH(QByteArray, host);
        QTEST(HostRules{}.isHostAllowed(host), "isAllowed");
    }

    void configuredHostsMatchWithTheirPortIfTheyNameOne()
    {
        const HostRules rules{{"render.lan", "Farm.lan:3001", "bad host", "[fd00::1]"}, {}};
        QVERIFY(rules.isHostAllowed("render.lan"));
        QVERIFY(rules.isHostAllowed("RENDER.lan:9"));
        QVERIFY(rules.isHostAllowed("farm.lan:3001"));
        QVERIFY(rules.isHostAllowed("[fd00::1]:3001"));
        QVERIFY(rules.isHostAllowed("localhost"));
        QVERIFY(!rules.isHostAllowed("farm.lan"));
        QVERIFY(!rules.isHostAllowed("farm.lan:3000"));
        QVERIFY(!rules.isHostAllowed("x.render.lan"));
        QVERIFY(!rules.isHostAllowed("bad host"));
    }

    void foreignOriginsAreTold_data()
    {
        QTest::addColumn<QByteArray>("origin");
        QTest::addColumn<bool>("isAllowed");
        const auto row = [](const char *origin, bool isAllowed) {
            QTest::newRow(*origin ? origin : "empty") << QByteArray{origin} << isAllowed;
        };
        row("http://localhost:3000", true);
        row("http://localhost", true);
        row("https://localhost:3000", true);
        row("http://127.0.0.1:3000", true);
        row("http://127.9.9.9", true);
        row("http://[::1]:3000", true);
        row("https://studio.example.com", true);
        row("https://studio.example.com:443", true); // the default port is the same origin
        row("HTTPS://Studio.Example.com", true);
        row("http://tool.example.com:8080", true);
        row("http://studio.example.com", false);
        row("https://studio.example.com:444", false);
        row("https://studio.example.com/", false);
        row("https://studio.example.com.evil.com", false);
        row("https://evil.studio.example.com", false);
        row("https://tool.example.com:8080", false);
        row("http://localhost.evil.com", false);
        row("http://localhost:3000@evil.com", false);
        row("http://app.localhost:3000", false);
        row("http://localhost:3000/x", false);
        row("http://localhost:3000 https://evil.com", false);
        row("ftp://localhost", false);
        row("file://", false);
        row("file://localhost", false);
        row("chrome-extension://localhost", false);
        row("localhost:3000", false);
        row("//localhost", false);
        row("null", false); // RFC 6454 section 7.3: an opaque origin, of sandboxed frames and files
        row("https://evil.com", false);
        row("*", false);
        row("", false);
    }
    void foreignOriginsAreTold()
    {
        QFETCH(QByteArray, origin);
        const HostRules rules{
            {}, {"https://studio.example.com", "http://tool.example.com:8080", "null", "*"}};
        QTEST(rules.isOriginAllowed(origin), "isAllowed");
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_HostRules)
#include "tst_hostrules.moc"
