// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/servicefixture.h"

#include <QJsonDocument>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

const QStringList cacheMembers{
    u"currentSizeBytes"_s,
    u"entryCount"_s,
    u"hitRate"_s,
    u"missRate"_s,
    u"totalHits"_s,
    u"totalMisses"_s,
    u"bytesFromCache"_s,
    u"bytesFromOrigin"_s,
    u"avgDownloadTimeMs"_s,
    u"failedDownloads"_s,
    u"lastCleanupAt"_s,
    u"cacheDirectory"_s,
    u"availableDiskSpaceBytes"_s};
const QStringList proxyMembers{
    u"totalRequests"_s,     u"totalBytesServed"_s,  u"averageResponseTimeMs"_s,
    u"p50ResponseTimeMs"_s, u"p99ResponseTimeMs"_s, u"activeConnections"_s,
    u"cacheHits"_s,         u"cacheMisses"_s,       u"errors"_s};

class tst_StatusCalls : public QObject
{
    Q_OBJECT

    OriginThread m_origin;
    std::unique_ptr<ServiceFixture> m_service;
    QByteArray m_bytes;

    static bool has(const QJsonObject &object, const QStringList &members)
    {
        bool all = true;
        for (const auto &member : members) {
            if (!object.contains(member)) {
                qWarning() << "there is no" << member << "in" << object.keys();
                all = false;
            }
        }
        return all;
    }
    static bool isTime(const QJsonValue &value)
    {
        const auto text = value.toString();
        return text.endsWith(u'Z') && QDateTime::fromString(text, Qt::ISODateWithMs).isValid();
    }

    QJsonObject proxyJson(const QByteArray &path, const QByteArray &fields = {})
    {
        return QJsonDocument::fromJson(m_service->proxy(path, "GET", fields).body).object();
    }
    QJsonObject cacheStatistics()
    {
        return m_service->get("stats").data().value(u"cache").toObject();
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_bytes = m_origin.addVideo(u"a.mp4"_s, 50'000);
        m_origin.addVideo(u"b.mp4"_s, 1000);
    }
    void init()
    {
        m_service = std::make_unique<ServiceFixture>(m_origin);
        m_service->mustStart();
    }
    void cleanup()
    {
        QVERIFY(m_service->stop());
        m_service.reset();
    }

    void theApiDescribesItself()
    {
        const auto answer = m_service->api("GET", "/api/openapi.json");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.headers.value("Content-Type"), "application/json"_ba);
        QCOMPARE(answer.json().value(u"openapi").toString(), u"3.1.0"_s);
        const auto version = answer.json().value(u"info").toObject().value(u"version");
        QCOMPARE(version.toString(), QStringLiteral(R2CACHE_VERSION));
        QCOMPARE(m_service->api("POST", "/api/openapi.json").status, 405);
    }

    void statusHasEveryMemberOfTheContract()
    {
        const auto data = m_service->get("status").data();
        QVERIFY(
            has(data,
                {u"status"_s, u"timestamp"_s, u"cache"_s, u"proxy"_s, u"manager"_s, u"health"_s,
                 u"services"_s}));
        QCOMPARE(data.value(u"status"), QJsonValue(u"healthy"_s));
        QVERIFY(isTime(data.value(u"timestamp")));
        QVERIFY(has(data.value(u"cache").toObject(), cacheMembers));
        QVERIFY(has(data.value(u"proxy").toObject(), proxyMembers));
        QVERIFY(has(
            data.value(u"health").toObject(), {u"issues"_s, u"recommendations"_s, u"diskSpace"_s}));
        const QJsonObject services{
            {u"cacheInitialized"_s, true},
            {u"proxyRunning"_s, true},
            {u"proxyPort"_s, m_service->proxyPort()},
            {u"cacheDirectory"_s, m_service->cacheDirectory()}};
        QCOMPARE(data.value(u"services").toObject(), services);
    }

    void statsHasEveryMemberOfTheContract()
    {
        const auto data = m_service->get("stats").data();
        QVERIFY(has(data.value(u"cache").toObject(), cacheMembers));
        QVERIFY(has(data.value(u"proxy").toObject(), proxyMembers));
        QVERIFY(
            has(data.value(u"summary").toObject(),
                {u"totalCachedVideos"_s, u"totalCacheSize"_s, u"hitRate"_s, u"totalRequests"_s,
                 u"totalBytesServed"_s, u"averageResponseTime"_s, u"activeConnections"_s}));
    }

    void healthHasEveryMemberOfTheContract()
    {
        const auto data = m_service->get("health").data();
        QVERIFY(
            has(data,
                {u"status"_s, u"timestamp"_s, u"diskSpace"_s, u"metrics"_s, u"issues"_s,
                 u"recommendations"_s}));
        const auto disk = data.value(u"diskSpace").toObject();
        QVERIFY(has(disk, {u"total"_s, u"available"_s, u"used"_s, u"usagePercent"_s}));
        // Blocks that are reserved for root are neither.
        QVERIFY(
            disk.value(u"total").toInteger()
            >= disk.value(u"available").toInteger() + disk.value(u"used").toInteger());
        const auto percent = disk.value(u"usagePercent").toDouble();
        QVERIFY(percent >= 0 && percent <= 100);
    }

    void aFullDiskIsCritical()
    {
        QVERIFY(m_service->stop());
        m_service->set(u"CACHE_MIN_FREE_GB"_s, u"1000000"_s);
        m_service->mustStart();
        const auto data = m_service->get("health").data();
        QCOMPARE(data.value(u"status"), QJsonValue(u"critical"_s));
        QVERIFY(data.value(u"issues").toArray().at(0).toString().contains(u"CACHE_MIN_FREE_GB"));
        QCOMPARE(
            data.value(u"recommendations").toArray().size(),
            data.value(u"issues").toArray().size());
        // The render's URL stays, and the answer says why.
        const auto refused = m_service->process(m_origin.url(u"a.mp4"_s));
        QCOMPARE(
            refused.value(u"failed").toArray().at(0).toObject().value(u"code"),
            QJsonValue(u"disk_full"_s));
    }

    void hitsAreCountedOncePerEntryAndConnection()
    {
        const auto entry = m_service->cache(m_origin.url(u"a.mp4"_s));
        const auto path = QUrl(entry.value(u"localUrl").toString()).path().toUtf8();
        const QByteArray range
            = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nRange: bytes=0-99\r\n\r\n";
        RawClient first(m_service->proxyPort());
        for (int i = 0; i < 5; ++i)
            QCOMPARE(first.ask(range).status, 206);
        RawClient second(m_service->proxyPort());
        QCOMPARE(second.ask(range).status, 206);
        QTRY_COMPARE(cacheStatistics().value(u"totalHits").toInt(), 2);
        QTRY_COMPARE(cacheStatistics().value(u"bytesFromCache").toInt(), 600);
        QCOMPARE(cacheStatistics().value(u"bytesFromOrigin").toInt(), m_bytes.size());
        QCOMPARE(cacheStatistics().value(u"hitRate").toDouble(), 1.0);
        QCOMPARE(
            m_service->get("stats").data().value(u"summary").toObject().value(u"hitRate"),
            QJsonValue(100));
        const auto proxy = m_service->get("stats").data().value(u"proxy").toObject();
        QCOMPARE(proxy.value(u"totalRequests").toInt(), 6);
        QCOMPARE(proxy.value(u"totalBytesServed").toInt(), 600);
        QCOMPARE(proxy.value(u"activeConnections").toInt(), 2);
        QTRY_COMPARE(
            m_service->get("entry/" + entry.value(u"id").toString().toUtf8())
                .data()
                .value(u"entry")
                .toObject()
                .value(u"accessCount")
                .toInt(),
            6);
    }

    void theProxyTellsOfItself()
    {
        const auto health = proxyJson("/health");
        QVERIFY(has(health, {u"status"_s, u"uptime"_s, u"stats"_s, u"cache"_s}));
        QCOMPARE(health.value(u"status"), QJsonValue(u"healthy"_s));
        QVERIFY(health.value(u"uptime").toDouble() >= 0);
        const auto stats = proxyJson("/cache/stats");
        QVERIFY(has(stats.value(u"proxy").toObject(), proxyMembers));
        QVERIFY(has(stats.value(u"cache").toObject(), cacheMembers));
        for (const QByteArray path : {"/health", "/cache/stats", "/cache/list"}) {
            RawClient client(m_service->proxyPort());
            const auto head = client.ask("HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            QCOMPARE(head.status, 200);
            QVERIFY(head.field("Content-Length").toInt() > 0);
            QCOMPARE(head.field("Vary"), "Origin"_ba);
            QCOMPARE(m_service->proxy(path, "POST", "Content-Length: 0\r\n").status, 405);
        }
    }

    void responseTimesAreMeasured()
    {
        QVERIFY(proxyJson("/cache/stats").value(u"proxy")[u"averageResponseTimeMs"].isNull());
        const auto stats = proxyJson("/cache/stats").value(u"proxy").toObject();
        for (const auto *name :
             {u"averageResponseTimeMs", u"p50ResponseTimeMs", u"p99ResponseTimeMs"}) {
            const auto time = stats.value(QString::fromUtf16(name)).toDouble();
            QVERIFY2(time > 0 && time < 30'000, qPrintable(QString::number(time)));
        }
    }

    void metricsAreInPrometheusText()
    {
        const auto entry = m_service->cache(m_origin.url(u"a.mp4"_s));
        const auto read = m_service->read(entry.value(u"localUrl").toString());
        QCOMPARE(read.status, 200);
        QByteArray text;
        const auto says = [&](const QByteArray &line) {
            text = m_service->proxy("/metrics").body;
            return text.contains(QByteArray('\n' + line + '\n'));
        };
        QTRY_VERIFY2(
            says("r2cache_cache_served_bytes_total " + QByteArray::number(m_bytes.size())),
            text.constData());
        QVERIFY2(says("# TYPE r2cache_proxy_response_seconds histogram"), text.constData());
        QVERIFY2(says("r2cache_cache_entries 1"), text.constData());
        QVERIFY2(says("r2cache_cache_hits_total 1"), text.constData());
        QVERIFY2(says("r2cache_fills_total 1"), text.constData());
        QVERIFY2(says("r2cache_fills{state=\"queued\"} 0"), text.constData());
        QCOMPARE(
            m_service->proxy("/metrics").field("Content-Type"),
            "text/plain; version=0.0.4; charset=utf-8"_ba);
    }

    void theProxyIsTestedByARealRead()
    {
        const auto entry = m_service->cache(m_origin.url(u"a.mp4"_s));
        const auto name = entry.value(u"localUrl").toString().section(u'/', -1).toUtf8();
        const auto result = m_service->get("proxy/test/" + name).data();
        QCOMPARE(result.value(u"success"), QJsonValue(true));
        QCOMPARE(result.value(u"fileSizeBytes").toInteger(), m_bytes.size());
        QVERIFY(result.value(u"responseTimeMs").toDouble() > 0);
        QVERIFY(!result.contains(u"error"));
    }

    void whatTheProxyCannotReadIsSaid()
    {
        for (const QByteArray name : {"nothing.mp4", "%2e%2e%2fsecret", "a%00b"}) {
            const auto result = m_service->get("proxy/test/" + name).data();
            QCOMPARE(result.value(u"success"), QJsonValue(false));
            QVERIFY(result.value(u"fileSizeBytes").isNull());
            QCOMPARE(result.value(u"error").toString(), u"The proxy answered 404."_s);
        }
    }

    void theProxyListsItsEntriesAndTheirOriginsWithTheTokenOnly()
    {
        const auto older = m_service->cache(m_origin.url(u"a.mp4"_s));
        const auto newer = m_service->cache(m_origin.url(u"b.mp4"_s));
        const auto open = proxyJson("/cache/list");
        QCOMPARE(open.value(u"totalEntries").toInt(), 2);
        const auto entries = open.value(u"entries").toArray();
        QCOMPARE(entries.size(), 2);
        QCOMPARE(entries.at(0).toObject().value(u"id"), newer.value(u"id"));
        QCOMPARE(entries.at(1).toObject().value(u"localUrl"), older.value(u"localUrl"));
        // The origin by its address: the id before ".mp4" is a digest and may end in any letter.
        QVERIFY(!m_service->proxy("/cache/list").body.contains(m_origin.url({}).toUtf8()));
        QVERIFY(!entries.at(1).toObject().contains(u"originalUrl"));
        QVERIFY(!entries.at(1).toObject().contains(u"localPath"));

        const QByteArray wrong = "X-API-Key: wrong\r\n";
        QCOMPARE(proxyJson("/cache/list", wrong), open);
        const QByteArray right = "Authorization: Bearer " + m_service->token() + "\r\n";
        const auto known = proxyJson("/cache/list", right).value(u"entries").toArray();
        QCOMPARE(known.at(1).toObject().value(u"originalUrl").toString(), m_origin.url(u"a.mp4"_s));
    }

    void aVideoIsServedUnderBothNames()
    {
        const auto entry = m_service->cache(m_origin.url(u"a.mp4"_s));
        const auto byName = m_service->read(entry.value(u"localUrl").toString());
        QCOMPARE(byName.status, 200);
        QCOMPARE(byName.body, m_bytes);
        QCOMPARE(byName.field("Content-Type"), "video/mp4"_ba);
        QCOMPARE(byName.field("Accept-Ranges"), "bytes"_ba);
        const auto id = entry.value(u"id").toString().toUtf8();
        QCOMPARE(m_service->proxy("/cache/" + id).body, m_bytes);
        RawClient client(m_service->proxyPort());
        const auto head
            = client.ask("HEAD /video/" + id + ".mp4 HTTP/1.1\r\nHost: localhost\r\n\r\n");
        QCOMPARE(head.status, 200);
        QCOMPARE(head.field("Content-Length").toInt(), m_bytes.size());
        QCOMPARE(head.field("X-Cache"), "HIT"_ba);
    }

    void whatTheProxyDoesNotKnowIs404WithTheWayOut_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("sentence");

        const QByteArray id(32, 'a');
        QTest::newRow("unknown video") << "/video/" + id + ".mp4"
                                       << "run prepare again"_ba;
        QTest::newRow("unknown id") << "/cache/" + id << "run prepare again"_ba;
        QTest::newRow("no name of a video") << "/video/passwd"_ba
                                            << "run prepare again"_ba;
        QTest::newRow("a path") << "/video/..%2f..%2fetc%2fpasswd"_ba
                                << "run prepare again"_ba;
        QTest::newRow("nothing") << "/"_ba
                                 << "/health"_ba;
    }
    void whatTheProxyDoesNotKnowIs404WithTheWayOut()
    {
        QFETCH(const QByteArray, path);
        QFETCH(const QByteArray, sentence);
        const auto answer = m_service->proxy(path);
        QCOMPARE(answer.status, 404);
        QVERIFY2(answer.body.contains(sentence), answer.body.constData());
        QCOMPARE(answer.field("Vary"), "Origin"_ba);
    }

    void theProxyKeepsToItsHosts()
    {
        RawClient client(m_service->proxyPort());
        const auto answer = client.ask("GET /health HTTP/1.1\r\nHost: evil.example\r\n\r\n");
        QCOMPARE(answer.status, 403);
        QVERIFY(answer.body.contains("CACHE_ALLOWED_HOSTS"));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_StatusCalls)
#include "tst_statuscalls.moc"
