// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/tokenfile.h"
#include "core/protocol/jsontext.h"
#include "tests/integration/servicefixture.h"

#include <QCoreApplication>
#include <QDirIterator>
#include <QTcpServer>

#include <sys/stat.h>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

/// Far below CACHE_SHUTDOWN_TIMEOUT_MS, far above a loaded machine's hiccups.
constexpr auto quickMs = 5000;

class tst_ServiceLife : public QObject
{
    Q_OBJECT

    OriginThread m_origin;
    QByteArray m_bytes;

    QString stalled() const { return m_origin.url(u"fault/stall=1000/a.mp4"_s); }

    static Result<Endpoint> endpointOf(const ServiceFixture &service)
    {
        return EndpointFile(service.environment().endpointDirectory, service.cacheDirectory())
            .read();
    }
    static QString messageOf(const Result<> &result)
    {
        return result ? QString() : result.error().message;
    }
    /// Stops and tells how long that took, in ms.
    static qint64 stopped(ServiceFixture &service)
    {
        QElapsedTimer timer;
        timer.start();
        const auto result = service.stop();
        return result ? timer.elapsed() : std::numeric_limits<qint64>::max();
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_bytes = m_origin.addVideo(u"a.mp4"_s, 50'000);
        m_origin.addVideo(u"large.mp4"_s, 5'000'000);
    }

    void theEndpointFileIsThereWhileItRuns()
    {
        ServiceFixture service(m_origin);
        QVERIFY(!endpointOf(service));
        service.mustStart();
        const auto endpoint = endpointOf(service);
        QVERIFY(endpoint);
        QCOMPARE(endpoint->pid, QCoreApplication::applicationPid());
        QCOMPARE(endpoint->apiUrl.port(), service.apiPort());
        QCOMPARE(endpoint->proxyUrl.port(), service.proxyPort());
        QCOMPARE(endpoint->cacheDirectory, service.cacheDirectory());
        QCOMPARE(readTokenFile(endpoint->tokenFile).value_or(QByteArray()), service.token());
        QVERIFY(service.stop());
        QVERIFY(!endpointOf(service));
    }

    void aRestartKeepsEntriesAndCounters()
    {
        ServiceFixture service(m_origin, {{u"CACHE_MAX_CONCURRENT_DOWNLOADS"_s, u"1"_s}});
        service.mustStart();
        const auto entry
            = service.cache(m_origin.url(u"a.mp4"_s), {{u"tags"_s, QJsonArray{u"t"_s}}});
        const auto localUrl = entry.value(u"localUrl").toString();
        QCOMPARE(service.read(localUrl).body, m_bytes);
        QVERIFY(service.stop());
        service.mustStart();

        QCOMPARE(service.read(localUrl).body, m_bytes);
        const auto id = entry.value(u"id").toString().toUtf8();
        const auto kept = service.get("entry/" + id).data().value(u"entry").toObject();
        for (const auto &name : {u"sha256"_s, u"createdAt"_s, u"tags"_s, u"etag"_s, u"version"_s})
            QCOMPARE(kept.value(name), entry.value(name));
        const auto cache = service.get("stats").data().value(u"cache").toObject();
        QCOMPARE(cache.value(u"entryCount").toInt(), 1);
        QCOMPARE(cache.value(u"currentSizeBytes").toInt(), m_bytes.size());
        QCOMPARE(cache.value(u"totalHits").toInt(), 2);
        QCOMPARE(cache.value(u"bytesFromOrigin").toInt(), m_bytes.size());
        QCOMPARE(m_origin.requestsOf(u"a.mp4"_s), 1);
    }

    void aSignedUrlOutlivesTheServiceAndItsFillGoesOn()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        const QString path = u"fault/stall=20000,once/signed.mp4"_s;
        const auto bytes = m_origin.addVideo(u"signed.mp4"_s, 60'000);
        const auto now = QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd'T'HHmmss'Z'");
        const QString signature
            = u"X-Amz-Date=%1&X-Amz-Expires=3600&X-Amz-Signature=5ec2e7"_s.arg(now);
        const auto data
            = service.process(QString(m_origin.url(path) + u'?' + signature), {{u"wait"_s, false}});
        const auto mappings = data.value(u"urlMappings").toObject();
        QCOMPARE(mappings.size(), 1);
        QTRY_COMPARE(m_origin.requestsOf(path), 1);
        QVERIFY(service.stop());

        // One file, for its owner alone; nothing else holds the signature.
        const auto paths = service.environment().paths;
        QDirIterator files(
            service.path({}), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        int holding = 0;
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            if (!file.readAll().contains("5ec2e7"))
                continue;
            ++holding;
            QCOMPARE(file.fileName(), paths.signedUrls());
        }
        QCOMPARE(holding, 1);
        struct stat status
        { };
        QCOMPARE(::stat(QFile::encodeName(paths.signedUrls()).constData(), &status), 0);
        QCOMPARE(status.st_mode & 0777, 0600U);

        service.mustStart();
        const auto answer = service.read(mappings.constBegin()->toString());
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, bytes);
        const auto queries = m_origin.queriesOf(path);
        QVERIFY(queries.size() >= 2);
        for (const auto &query : queries)
            QCOMPARE(QString::fromLatin1(query), signature);
    }

    void whatIsExpiredIsServedAllTheSame()
    {
        ServiceFixture service(m_origin, {{u"CACHE_TTL_DAYS"_s, u"0"_s}});
        service.mustStart();
        const auto entry = service.cache(m_origin.url(u"a.mp4"_s));
        const auto answer = service.read(entry.value(u"localUrl").toString());
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, m_bytes);
        QCOMPARE(answer.field("X-Cache"), "STALE"_ba);
    }

    void theIdKeyAndTheTokenStay()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        const auto token = service.token();
        QCOMPARE(token.size(), 64);
        struct stat status
        { };
        const auto file = QFile::encodeName(service.environment().paths.token());
        QCOMPARE(::stat(file.constData(), &status), 0);
        QCOMPARE(status.st_mode & 0777, 0600u);
        QFile key(service.environment().paths.idKey());
        QVERIFY(key.open(QIODevice::ReadOnly));
        const auto idKey = key.readAll();
        key.close();
        QVERIFY(service.stop());
        service.mustStart();
        QCOMPARE(service.token(), token);
        QVERIFY(key.open(QIODevice::ReadOnly));
        QCOMPARE(key.readAll(), idKey);
    }

    void aTokenOfTheSettingsReplacesTheGeneratedOne()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        const auto generated = service.token();
        QVERIFY(service.stop());
        service.set(u"CACHE_API_TOKEN"_s, u"token-of-the-settings"_s);
        service.mustStart();
        QCOMPARE(service.token(), "token-of-the-settings"_ba); // clients find it where it was
        QCOMPARE(service.get("stats").status, 200);
        RawClient client(service.apiPort());
        const auto old = client.ask(
            "GET /api/cache/stats HTTP/1.1\r\nHost: localhost\r\nX-API-Key: " + generated
            + "\r\n\r\n");
        QCOMPARE(old.status, 401);
    }

    void aDamagedIdKeyIsNotReplacedSilently()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        QVERIFY(service.stop());
        QFile key(service.environment().paths.idKey());
        QVERIFY(key.open(QIODevice::WriteOnly | QIODevice::Truncate));
        key.write("short");
        key.close();
        const auto message = messageOf(service.start());
        QVERIFY2(message.contains(key.fileName()), qPrintable(message));
    }

    void aSecondServiceOnTheSameDirectoryIsRefused()
    {
        ServiceFixture first(m_origin);
        first.mustStart();
        ServiceFixture second(m_origin, {{u"CACHE_DIRECTORY"_s, first.cacheDirectory()}});
        const auto refused = second.start();
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::AlreadyRunning);
        QVERIFY(refused.error().message.contains(first.cacheDirectory()));
        // The first one is none the worse for it.
        QCOMPARE(first.get("stats").status, 200);
        QVERIFY(endpointOf(first));
        QVERIFY(first.stop());
        QVERIFY(second.start());
    }

    void aTakenPortIsNamedWithItsHolder_data()
    {
        QTest::addColumn<QString>("key");

        QTest::newRow("proxy") << u"CACHE_PROXY_PORT"_s;
        QTest::newRow("API") << u"CACHE_API_PORT"_s;
    }
    void aTakenPortIsNamedWithItsHolder()
    {
        QFETCH(const QString, key);
        ServiceFixture service(m_origin);
        QTcpServer holder;
        const bool isApi = key == u"CACHE_API_PORT";
        const auto port = isApi ? service.apiPort() : service.proxyPort();
        QVERIFY(holder.listen(QHostAddress::LocalHost, port));
        const auto refused = service.start();
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::PortTaken);
        const auto &message = refused.error().message;
        QVERIFY2(message.contains(QString::number(port)), qPrintable(message));
        QVERIFY2(message.contains(key), qPrintable(message));
        QVERIFY2(message.contains(u"tst_servicelife (pid "), qPrintable(message));
        QVERIFY(!endpointOf(service));

        // It can be stopped, and started once the port is free.
        QVERIFY(service.stop());
        holder.close();
        QVERIFY(service.start());
        QCOMPARE(service.get("stats").status, 200);
    }

    void stoppingWhileAVideoIsDownloadedIsQuickAndLeavesNoEntry()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        service.process(stalled(), {{u"wait"_s, false}});
        QTRY_COMPARE(service.partials().size(), 1);
        QVERIFY(stopped(service) < quickMs);
        // Bytes may be kept for the next run, but none without a map of them.
        const auto left = service.partials();
        QVERIFY(left.isEmpty() || left.size() == 2);
        // Nothing of it is taken for an entry afterwards.
        service.mustStart();
        QCOMPARE(service.get("entries").data().value(u"entries").toArray(), QJsonArray());
    }

    void stoppingAnswersTheReaderThatWaits()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        const auto data = service.process(stalled(), {{u"wait"_s, false}});
        const auto path = QUrl(data.value(u"updatedConfig").toString()).path().toUtf8();
        RawClient reader(service.proxyPort());
        QVERIFY(reader.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        QTRY_COMPARE(
            service.get("stats").data().value(u"cache").toObject().value(u"totalMisses").toInt(),
            1);
        QVERIFY(stopped(service) < quickMs);
        QCOMPARE(reader.readAnswer().status, 503);
    }

    void stoppingAnswersTheCallsThatWait()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        const auto body = toJsonText(QJsonValue(QJsonObject{{u"config"_s, stalled()}}));
        std::vector<std::unique_ptr<RawClient>> clients;
        for (int i = 0; i < 5; ++i) {
            clients.push_back(std::make_unique<RawClient>(service.apiPort()));
            QVERIFY(clients.back()->send(
                service.apiRequest("POST", "/api/cache/process-config", body)));
        }
        QTRY_COMPARE(service.leases(), 5);
        QVERIFY(stopped(service) < quickMs);
        for (const auto &client : clients) {
            const auto raw = client->readAnswer();
            QCOMPARE(raw.status, 503);
            const ApiAnswer answer{raw.status, raw.body, raw.headers};
            QCOMPARE(answer.code(), u"shutting_down"_s);
        }
    }

    void stoppingWhileMuchIsAskedIsClean()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        const auto entry = service.cache(m_origin.url(u"a.mp4"_s));
        const auto video = QUrl(entry.value(u"localUrl").toString()).path().toUtf8();
        // Pipelined: many are under way whenever the end comes.
        QByteArray proxied;
        QByteArray called;
        for (int i = 0; i < 50; ++i) {
            for (const auto &path : {"/cache/list"_ba, "/health"_ba, video})
                proxied += "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
            for (const QByteArray path : {"entries", "status", "jobs"})
                called += service.apiRequest("GET", "/api/cache/" + path);
        }
        std::vector<std::unique_ptr<RawClient>> clients;
        for (int i = 0; i < 4; ++i) {
            clients.push_back(std::make_unique<RawClient>(service.proxyPort()));
            QVERIFY(clients.back()->send(proxied));
            clients.push_back(std::make_unique<RawClient>(service.apiPort()));
            QVERIFY(clients.back()->send(called));
        }
        QVERIFY(stopped(service) < quickMs);
    }

    void aSlowReaderIsCutOffWhenTheTimeIsOver()
    {
        ServiceFixture service(m_origin, {{u"CACHE_SHUTDOWN_TIMEOUT_MS"_s, u"300"_s}});
        service.mustStart();
        const auto entry = service.cache(m_origin.url(u"large.mp4"_s));
        const auto path = QUrl(entry.value(u"localUrl").toString()).path().toUtf8();
        service.process(stalled(), {{u"wait"_s, false}});
        RawClient reader(service.proxyPort(), RawClient::Family::IPv4, 4096);
        QVERIFY(reader.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        QCOMPARE(reader.readHead().status, 200);
        QVERIFY(stopped(service) < quickMs);
        const auto left = service.partials();
        QVERIFY(left.isEmpty() || left.size() == 2); // bytes for the next run, and their map
    }

    void stoppingTwiceOrWithoutAStartIsNoError()
    {
        ServiceFixture service(m_origin);
        QVERIFY(service.stop());
        service.mustStart();
        QVERIFY(service.stop());
        QVERIFY(service.stop());
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_ServiceLife)
#include "tst_servicelife.moc"
