// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/download/downloadfixture.h"

#include <QProcess>
#include <QSslCertificate>
#include <QSslKey>
#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

const QHostAddress loopback(QHostAddress::LocalHost);

/// A throw-away certificate authority, made by the openssl program.
class Authority
{
public:
    [[nodiscard]] bool isReady() const { return m_ready; }

    Authority()
    {
        m_ready = openssl(
            {u"req"_s, u"-x509"_s, u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s, u"-subj"_s,
             u"/CN=Test authority"_s, u"-days"_s, u"2"_s, u"-keyout"_s, u"ca.key"_s, u"-out"_s,
             u"ca.pem"_s});
    }

    /// What a server for @p name presents.
    QSslConfiguration serverFor(const QString &name)
    {
        QFile extension(m_directory.filePath(u"ext"_s));
        if (extension.open(QIODevice::WriteOnly))
            extension.write("subjectAltName=DNS:" + name.toLatin1());
        extension.close();
        m_ready = m_ready
            && openssl(
                      {u"req"_s, u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s, u"-subj"_s,
                       u"/CN=server"_s, u"-keyout"_s, u"server.key"_s, u"-out"_s, u"server.csr"_s})
            && openssl(
                      {u"x509"_s, u"-req"_s, u"-in"_s, u"server.csr"_s, u"-CA"_s, u"ca.pem"_s,
                       u"-CAkey"_s, u"ca.key"_s, u"-CAcreateserial"_s, u"-days"_s, u"2"_s,
                       u"-extfile"_s, u"ext"_s, u"-out"_s, u"server.pem"_s});
        auto configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificate(
            QSslCertificate::fromPath(m_directory.filePath(u"server.pem"_s)).value(0));
        QFile key(m_directory.filePath(u"server.key"_s));
        if (key.open(QIODevice::ReadOnly))
            configuration.setPrivateKey(QSslKey(&key, QSsl::Rsa));
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
        return configuration;
    }

    /// A client that trusts this authority alone.
    [[nodiscard]] QSslConfiguration client() const
    {
        auto configuration = QSslConfiguration::defaultConfiguration();
        configuration.setCaCertificates(
            QSslCertificate::fromPath(m_directory.filePath(u"ca.pem"_s)));
        return configuration;
    }

private:
    bool openssl(const QStringList &arguments) const
    {
        QProcess process;
        process.setWorkingDirectory(m_directory.path());
        process.start(u"openssl"_s, arguments);
        return process.waitForFinished() && process.exitCode() == 0;
    }

    QTemporaryDir m_directory;
    bool m_ready = false;
};

/// The fixture with every name below "test" at 127.0.0.1 and every origin exact.
void trustEverything(DownloadFixture &network)
{
    network.resolver->names = {{u"media.test"_s, {loopback}}, {u"other.test"_s, {loopback}}};
    network.options.origin.isExactOrigin = [](const Origin &) {
        return true;
    };
}

QUrl named(const QString &scheme, const QString &host, int port, const QString &path)
{
    return QUrl(u"%1://%2:%3%4"_s.arg(scheme, host).arg(port).arg(path));
}

QString redirectTo(const QString &target)
{
    return u"/fault/redirect=%1/a.mp4"_s.arg(QString::fromLatin1(QUrl::toPercentEncoding(target)));
}

class tst_OriginClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theOriginSeesItsNameThoughTheAddressIsConnectedTo()
    {
        DownloadFixture network;
        trustEverything(network);
        network.addFile(u"a.mp4"_s, 1000);
        const auto port = network.origin.port();
        QVERIFY(network.fetch(named(u"http"_s, u"Media.TEST"_s, port, u"/a.mp4?x=1"_s)));
        QCOMPARE(
            network.origin.requests().front().headers.value("host"),
            "media.test:" + QByteArray::number(port));
        QCOMPARE(network.origin.requests().front().path, "/a.mp4");
    }

    void anIpv6OriginIsReachedAndNamedInBrackets()
    {
        DownloadFixture network;
        trustEverything(network);
        network.addFile(u"a.mp4"_s, 1000);
        TestOrigin origin(network.directory.path());
        QVERIFY(origin.listen(0, QHostAddress(QHostAddress::LocalHostIPv6)));
        QVERIFY(network.fetch(named(u"http"_s, u"[::1]"_s, origin.port(), u"/a.mp4"_s)));
        QCOMPARE(
            origin.requests().front().headers.value("host"),
            "[::1]:" + QByteArray::number(origin.port()));
    }

    void theOriginIsAskedExactlyAsTheUrlIsEncoded()
    {
        DownloadFixture network;
        trustEverything(network);
        network.addFile(u"a b.mp4"_s, 1000);
        const QByteArray encoded
            = network.origin.url({}).toEncoded() + "/a%20b.mp4?X-Amz-Signature=a%2Fb%2B";
        QVERIFY(network.fetch(QUrl::fromEncoded(encoded)));
        QCOMPARE(network.origin.requests().front().path, "/a%20b.mp4");
    }

    void theCertificateMustCarryTheOriginsName()
    {
        Authority authority;
        DownloadFixture network;
        trustEverything(network);
        const auto bytes = network.addFile(u"a.mp4"_s, 200'000);
        TestOrigin origin(network.directory.path(), authority.serverFor(u"media.test"_s));
        QVERIFY(authority.isReady());
        QVERIFY(origin.listen());
        network.options.origin.tls = authority.client();

        const auto object
            = network.fetch(named(u"https"_s, u"media.test"_s, origin.port(), u"/a.mp4"_s));
        QVERIFY2(object, object ? "" : qPrintable(object.error().message));
        QCOMPARE(object->sha256, sha256Hex(bytes));
        QCOMPARE(
            origin.requests().front().headers.value("host"),
            "media.test:" + QByteArray::number(origin.port()));

        const auto wrong
            = network.fetch(named(u"https"_s, u"other.test"_s, origin.port(), u"/a.mp4"_s));
        QCOMPARE(wrong.error().code, ErrorCode::TlsError);
        QCOMPARE(network.progress->attempts.load(), 1);
        QVERIFY(wrong.error().message.contains(u"other.test"));
        QCOMPARE(origin.requests().size(), 1U); // nothing was sent to it

        const auto byAddress
            = network.fetch(named(u"https"_s, u"127.0.0.1"_s, origin.port(), u"/a.mp4"_s));
        QCOMPARE(byAddress.error().code, ErrorCode::TlsError);
    }

    void anUnknownAuthorityIsRefused()
    {
        Authority authority;
        DownloadFixture network;
        trustEverything(network);
        network.addFile(u"a.mp4"_s, 1000);
        TestOrigin origin(network.directory.path(), authority.serverFor(u"media.test"_s));
        QVERIFY(origin.listen());
        const auto object
            = network.fetch(named(u"https"_s, u"media.test"_s, origin.port(), u"/a.mp4"_s));
        QCOMPARE(object.error().code, ErrorCode::TlsError);
        QVERIFY(origin.requests().empty());
    }

    void aServerThatNeverShakesHandsTimesOut()
    {
        DownloadFixture network;
        trustEverything(network);
        network.options.origin.reply.connectTimeout = std::chrono::milliseconds{200};
        network.options.fill.retry.maxRetries = 1;
        QTcpServer silent;
        QVERIFY(silent.listen(loopback));
        const auto object
            = network.fetch(named(u"https"_s, u"media.test"_s, silent.serverPort(), u"/a.mp4"_s));
        QCOMPARE(object.error().code, ErrorCode::OriginTimeout);
        QCOMPARE(network.progress->attempts.load(), 2);
    }

    void aClosedPortIsUnreachable()
    {
        DownloadFixture network;
        QTcpServer closed;
        QVERIFY(closed.listen(loopback));
        const auto port = closed.serverPort();
        closed.close();
        network.options.origin.isExactOrigin = [](const Origin &) {
            return true;
        };
        const auto object = network.fetch(named(u"http"_s, u"127.0.0.1"_s, port, u"/a.mp4"_s));
        QCOMPARE(object.error().code, ErrorCode::OriginUnreachable);
        QCOMPARE(network.progress->attempts.load(), 4);
    }

    void anUnknownNameIsUnreachable()
    {
        DownloadFixture network;
        const auto object = network.fetch(QUrl(u"https://unknown.test/a.mp4"_s));
        QCOMPARE(object.error().code, ErrorCode::OriginUnreachable);
        QCOMPARE(network.progress->attempts.load(), 4);
    }

    void theNextAddressIsTriedWhereNobodyListens()
    {
        DownloadFixture network;
        trustEverything(network);
        network.resolver->names[u"media.test"_s] = {QHostAddress(u"127.0.0.2"_s), loopback};
        network.addFile(u"a.mp4"_s, 1000);
        QVERIFY(
            network.fetch(named(u"http"_s, u"media.test"_s, network.origin.port(), u"/a.mp4"_s)));
        QCOMPARE(network.progress->attempts.load(), 1);
    }

    void privateAddressesAreRefusedHoweverTheyAreWritten_data()
    {
        QTest::addColumn<QString>("host");
        const char *const hosts[]{
            "127.0.0.1",
            "127.1",
            "127.0.1",
            "2130706433",
            "0x7f000001",
            "0x7f.0.0.1",
            "0177.0.0.1",
            "017700000001",
            "127.0.0.1.",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[::127.0.0.1]",
            "0.0.0.0",
            "0",
            "[::]",
            "localhost",
            "localhost.",
            "LOCALHOST",
            "\xEF\xBC\x91\xEF\xBC\x92\xEF\xBC\x97.0.0.1",
            ("127\xE3\x80\x82"
             "0.0.1"),
            "10.0.0.1",
            "169.254.169.254",
            "[fe80::1]",
            "[fd00::1]"};
        for (const auto *host : hosts)
            QTest::newRow(host) << QString::fromUtf8(host);
    }
    void privateAddressesAreRefusedHoweverTheyAreWritten()
    {
        QFETCH(QString, host);
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, 1000);
        network.options.origin.isExactOrigin = {};
        network.options.origin.isAllowedOrigin = [](const QUrl &) {
            return true;
        };
        network.useSystemResolver = true;
        const auto object
            = network.fetch(named(u"http"_s, host, network.origin.port(), u"/a.mp4"_s));
        QCOMPARE(object.error().code, ErrorCode::AddressRefused);
        QCOMPARE(network.progress->attempts.load(), 1);
        QVERIFY(network.origin.requests().empty());
    }

    void aNameThatLeadsInsideIsRefused()
    {
        DownloadFixture network;
        network.resolver->names = {{u"evil.r2.dev"_s, {loopback}}};
        const auto object
            = network.fetch(named(u"http"_s, u"evil.r2.dev"_s, network.origin.port(), u"/a.mp4"_s));
        QCOMPARE(object.error().code, ErrorCode::AddressRefused);
        QVERIFY(network.origin.requests().empty());
    }

    void redirectsInsideAreRefused()
    {
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, 1000);
        TestOrigin inside(network.directory.path());
        QVERIFY(inside.listen());
        network.resolver->names = {{u"rebound.test"_s, {loopback}}};
        network.options.origin.isAllowedOrigin = [](const QUrl &) {
            return true;
        };
        const QStringList targets{
            inside.url(u"/a.mp4"_s).toString(),
            named(u"http"_s, u"rebound.test"_s, inside.port(), u"/a.mp4"_s).toString(),
            u"//127.0.0.1:%1/a.mp4"_s.arg(inside.port())};
        for (const auto &target : targets) {
            const auto object = network.fetch(redirectTo(target));
            QCOMPARE(object.error().code, ErrorCode::AddressRefused);
        }
        // also at the end of a chain
        const auto chained = network.fetch(redirectTo(redirectTo(targets.first())));
        QCOMPARE(chained.error().code, ErrorCode::AddressRefused);
        QVERIFY(inside.requests().empty());
    }

    void redirectsToOtherOriginsAreRefused_data()
    {
        QTest::addColumn<QString>("target");
        QTest::newRow("elsewhere") << u"https://elsewhere.example/a.mp4"_s;
        QTest::newRow("no web address") << u"file:///etc/passwd"_s;
        QTest::newRow("ftp") << u"ftp://127.0.0.1/a.mp4"_s;
        QTest::newRow("credentials") << u"http://user:secret@127.0.0.1/a.mp4"_s;
        QTest::newRow("malformed") << u"http://[/a.mp4"_s;
        QTest::newRow("none") << QString();
    }
    void redirectsToOtherOriginsAreRefused()
    {
        QFETCH(QString, target);
        DownloadFixture network;
        const auto object
            = network.fetch(target.isEmpty() ? u"/fault/status=302/a.mp4"_s : redirectTo(target));
        QCOMPARE(object.error().code, ErrorCode::RedirectRefused);
        QCOMPARE(network.progress->attempts.load(), 1);
        QVERIFY(!object.error().message.contains(u"//user"));
    }

    void tlsIsNotGivenUpByARedirect()
    {
        Authority authority;
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, 1000);
        network.resolver->names = {{u"media.test"_s, {loopback}}};
        TestOrigin origin(network.directory.path(), authority.serverFor(u"media.test"_s));
        QVERIFY(origin.listen());
        network.options.origin.tls = authority.client();
        network.options.origin.isAllowedOrigin = [](const QUrl &) {
            return true;
        };
        auto exact = [port = origin.port()](const Origin &asked) {
            return asked.port == port;
        };
        network.options.origin.isExactOrigin = exact;
        const auto start = named(
            u"https"_s, u"media.test"_s, origin.port(),
            redirectTo(network.origin.url(u"/a.mp4"_s).toString()));
        QCOMPARE(network.fetch(start).error().code, ErrorCode::RedirectRefused);
        QVERIFY(network.origin.requests().empty());

        // unless exactly that origin is configured
        network.options.origin.isExactOrigin = [](const Origin &) {
            return true;
        };
        network.fetcher().setOptions(network.options);
        QVERIFY(network.fetch(start));
    }

    void tenRedirectsAreFollowedAndNoMore()
    {
        DownloadFixture network;
        network.addFile(u"b.mp4"_s, 1000);
        QVERIFY(network.fetch(u"/fault/redirect=b.mp4,times=9/a.mp4"_s));
        QCOMPARE(network.origin.requests().size(), 11U);
        const auto object = network.fetch(u"/fault/redirect=b.mp4,times=10/a.mp4"_s);
        QCOMPARE(object.error().code, ErrorCode::RedirectRefused);
    }

    void theRangeGoesAlongWithARedirect()
    {
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, 300'000);
        QVERIFY(network.fetch(redirectTo(u"/fault/fin=100000,once,rate=2000000/a.mp4"_s)));
        const auto first = u"bytes=0-8388607"_s;
        const auto rest = u"bytes=100000-299999"_s;
        QCOMPARE(network.requestedRanges(), (QStringList{first, first, rest, rest}));
    }

    void theSystemsProxyIsNotUsed()
    {
        qputenv("http_proxy", "http://127.0.0.1:1");
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, 1000);
        const auto object = network.fetch(u"/a.mp4"_s);
        qunsetenv("http_proxy");
        QVERIFY(object);
    }

    void aProxyIsUsedWhereOneIsGivenAndMayKnowNamesThatWeDoNot()
    {
        DownloadFixture network;
        network.options.fill.retry.maxRetries = 0;
        network.options.origin.proxyFor = [port = network.origin.port()](const QUrl &url) {
            return url.host() == u"behind.test"
                ? QNetworkProxy(QNetworkProxy::HttpProxy, u"127.0.0.1"_s, port)
                : QNetworkProxy(QNetworkProxy::NoProxy);
        };
        QVERIFY(!network.fetch(QUrl(u"http://behind.test/a.mp4"_s))); // the stand-in knows no file
        QCOMPARE(network.origin.requests().size(), 1U);
        QCOMPARE(network.origin.requests().front().path, "http://behind.test/a.mp4");
        QCOMPARE(network.origin.requests().front().headers.value("host"), "behind.test");
    }

    void otherSchemesAreRefused()
    {
        DownloadFixture network;
        QCOMPARE(network.fetch(QUrl(u"file:///etc/passwd"_s)).error().code, ErrorCode::InvalidUrl);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_OriginClient)
#include "tst_originclient.moc"
