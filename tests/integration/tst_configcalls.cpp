// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/url/rawmembers.h"
#include "tests/integration/servicefixture.h"

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

QByteArray updatedConfigOf(const QByteArray &data)
{
    const auto cut = cutMember(data, u"updatedConfig");
    return cut && cut->member ? *cut->member : QByteArray();
}

class tst_ConfigCalls : public QObject
{
    Q_OBJECT

    OriginThread m_origin;
    std::unique_ptr<ServiceFixture> m_service;
    QByteArray m_bytes;

private Q_SLOTS:
    void initTestCase()
    {
        m_bytes = m_origin.addVideo(u"a.mp4"_s, 50'000);
        m_origin.addVideo(u"b.mp4"_s, 60'000);
        m_origin.addVideo(u"small/c.mp4"_s, 1000);
        m_origin.addFile(u"page.mp4"_s, "<!doctype html><html>no video</html>");
    }
    void init()
    {
        m_service = std::make_unique<ServiceFixture>(m_origin);
        m_service->mustStart();
    }
    void cleanup()
    {
        QVERIFY(m_service->stop());
        // Nothing is left but what the next fill of the object can go on with.
        const auto left = m_service->partials();
        for (const auto &name : left)
            QVERIFY2(
                name.endsWith(u".part.json") || left.contains(name + u".json"_s), qPrintable(name));
        m_service.reset();
    }

    void everythingButTheUrlsSurvivesByteForByte()
    {
        const auto url = m_origin.url(u"a.mp4"_s).toUtf8();
        const QByteArray before
            = "{ \"big\" : 18446744073709551617,\t\"n\": 1.0e+5,\r\n \"n\": -0.00,"
              " \"esc\": \"\\u0041\\/\\ud83d\\ude00\", \"\\u0061\":[ ] , \"v\":\"";
        const QByteArray after = "\" ,\"deep\":[[[{}]]],\"text\":\"see " + url + "\"\n}";
        const auto answer = m_service->post(
            "process-config", "{\"config\": " + before + url + after + " , \"tags\":[\"t\"]}");
        QCOMPARE(answer.status, 200);
        const auto local
            = answer.data().value(u"urlMappings").toObject().value(QString::fromUtf8(url));
        QVERIFY(local.isString());
        QCOMPARE(
            updatedConfigOf(answer.rawData()),
            QByteArray(before + local.toString().toUtf8() + after));
        const auto prefix = u"http://localhost:%1/video/"_s.arg(m_service->proxyPort());
        QVERIFY(local.toString().startsWith(prefix));
        QCOMPARE(m_service->read(local.toString()).body, m_bytes);
    }

    void escapedUrlsAreFoundAndFragmentsStay()
    {
        const auto url = m_origin.url(u"a.mp4"_s);
        auto escaped = url.toUtf8();
        escaped.replace('/', "\\/");
        const auto answer = m_service->post(
            "process-config", "{\"config\":[\"" + escaped + "\",\"" + url.toUtf8() + "#t=3,8\"]}");
        QCOMPARE(answer.status, 200);
        const auto config = answer.data().value(u"updatedConfig").toArray();
        QCOMPARE(config.at(1).toString(), QString(config.at(0).toString() + u"#t=3,8"));
        const auto mappings = answer.data().value(u"urlMappings").toObject();
        QCOMPARE(mappings.size(), 2);
        QVERIFY(mappings.contains(url + u"#t=3,8"_s));
    }

    void anAnswerHasEveryMemberOfTheContract()
    {
        const auto data = m_service->process(m_origin.url(u"a.mp4"_s));
        for (const auto &name :
             {u"hasR2Urls"_s, u"r2Urls"_s, u"updatedConfig"_s, u"urlMappings"_s, u"failed"_s,
              u"processingTimeMs"_s, u"leaseId"_s, u"jobId"_s})
            QVERIFY2(data.contains(name), qPrintable(name));
    }

    void whatCannotBeCachedKeepsItsUrlAndSaysWhy_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("code");

        QTest::newRow("not there") << u"none.mp4"_s << u"origin_not_found"_s;
        QTest::newRow("a web page") << u"page.mp4"_s << u"not_a_video"_s;
        QTest::newRow("forbidden") << u"fault/status=403/a.mp4"_s << u"origin_forbidden"_s;
        QTest::newRow("broken off") << u"fault/rst=1000/a.mp4"_s << u"length_mismatch"_s;
        QTest::newRow("lying length") << u"fault/length=-10,norange/a.mp4"_s << QString();
    }
    void whatCannotBeCachedKeepsItsUrlAndSaysWhy()
    {
        QFETCH(const QString, path);
        QFETCH(const QString, code);
        const auto url = m_origin.url(path);
        const auto data = m_service->process(url);
        QCOMPARE(data.value(u"updatedConfig").toString(), url);
        const auto failed = data.value(u"failed").toArray();
        QCOMPARE(failed.size(), 1);
        QCOMPARE(failed.at(0).toObject().value(u"url").toString(), url);
        QVERIFY(!failed.at(0).toObject().value(u"error").toString().isEmpty());
        if (!code.isEmpty())
            QCOMPARE(failed.at(0).toObject().value(u"code").toString(), code);
    }

    void aConfigWithGoodAndBadUrlsIsRewrittenWhereItCan()
    {
        const auto good = m_origin.url(u"a.mp4"_s);
        const auto bad = m_origin.url(u"none.mp4"_s);
        const auto answer
            = m_service->post("process-config", {{u"config"_s, QJsonArray{good, bad, good}}});
        const auto config = answer.data().value(u"updatedConfig").toArray();
        QVERIFY(config.at(0).toString().contains(u"/video/"));
        QCOMPARE(config.at(1).toString(), bad);
        QCOMPARE(config.at(2), config.at(0));
    }

    void withoutWaitingEverythingIsRewrittenAndReadLater()
    {
        const auto slow = m_origin.url(u"fault/ttfb=200/a.mp4"_s);
        const auto data = m_service->process(slow, {{u"wait"_s, false}});
        const auto local = data.value(u"updatedConfig").toString();
        QVERIFY(local.contains(u"/video/"));
        QCOMPARE(m_service->read(local).body, m_bytes);
        QVERIFY(!data.value(u"leaseId").toString().isEmpty());
    }

    void whatIsNotReadyInTimeBecomesAJob_data()
    {
        QTest::addColumn<int>("waitMs");

        QTest::newRow("not at all") << 0;
        QTest::newRow("shortly") << 50;
    }
    void whatIsNotReadyInTimeBecomesAJob()
    {
        QFETCH(const int, waitMs);
        const auto url = m_origin.url(u"fault/ttfb=400/b.mp4"_s).toUtf8();
        const QByteArray config = "{ \"n\": 9007199254740993, \"v\":\"";
        const auto answer = m_service->post(
            "process-config",
            "{\"waitMs\":" + QByteArray::number(waitMs) + ",\"config\":" + config + url + "\"}}");
        QCOMPARE(answer.status, 202);
        const auto jobId = answer.data().value(u"jobId").toString().toUtf8();
        QVERIFY(!answer.data().value(u"leaseId").toString().isEmpty());

        QTRY_COMPARE_WITH_TIMEOUT(
            m_service->get("jobs/" + jobId).data().value(u"status").toString(), u"done"_s, 20'000);
        const auto job = m_service->get("jobs/" + jobId);
        const auto cut = cutMember(job.rawData(), u"result");
        QVERIFY(cut && cut->member);
        const auto result = job.data().value(u"result").toObject();
        const auto local = result.value(u"urlMappings").toObject().value(QString::fromUtf8(url));
        QCOMPARE(
            updatedConfigOf(*cut->member), QByteArray(config + local.toString().toUtf8() + "\"}"));
        QCOMPARE(result.value(u"leaseId"), answer.data().value(u"leaseId"));
    }

    void whatIsHereIsAnsweredAtOnceWhateverTheWait()
    {
        const auto url = m_origin.url(u"a.mp4"_s);
        QVERIFY(!m_service->cache(url).isEmpty());
        for (int i = 0; i < 10; ++i) {
            const auto answer
                = m_service->post("process-config", {{u"config"_s, url}, {u"waitMs"_s, 0}});
            QCOMPARE(answer.status, 200);
        }
    }

    void aLargeConfigComesBackWhole()
    {
        const auto url = m_origin.url(u"a.mp4"_s).toUtf8();
        QByteArray config = "[";
        for (int i = 0; i < 20'000; ++i)
            config += "{\"i\": " + QByteArray::number(i) + ", \"text\": \"scene\"},\n";
        config += '"' + url + "\"]";
        QVERIFY(config.size() > 512 * 1024);
        const auto answer = m_service->post("process-config", "{\"config\":" + config + '}');
        QCOMPARE(answer.status, 200);
        const auto local
            = answer.data().value(u"urlMappings").toObject().value(QString::fromUtf8(url));
        config.replace(url, local.toString().toUtf8());
        QCOMPARE(updatedConfigOf(answer.rawData()), config);
    }

    void offNothingIsRewrittenOrDownloaded()
    {
        const auto kept = m_service->cache(m_origin.url(u"b.mp4"_s));
        const auto remembered
            = m_service->process(m_origin.url(u"fault/status=503,once/small/c.mp4"_s));
        QCOMPARE(remembered.value(u"failed").toArray().size(), 1);
        const auto id = m_service->get("entries?status=error")
                            .data()
                            .value(u"entries")
                            .toArray()
                            .at(0)
                            .toObject()
                            .value(u"id")
                            .toString();
        QVERIFY(m_service->stop());
        m_service->set(u"CACHE_ENABLED"_s, u"false"_s);
        m_service->mustStart();

        const auto url = m_origin.url(u"a.mp4"_s);
        const auto asked = m_origin.requestsOf(u"a.mp4"_s);
        const auto data = m_service->process(url);
        QCOMPARE(data.value(u"updatedConfig").toString(), url);
        QCOMPARE(data.value(u"r2Urls").toArray(), QJsonArray{url});
        const auto refused = m_service->post("pre-cache", {{u"urls"_s, QJsonArray{url}}});
        QCOMPARE(refused.status, 409);
        QVERIFY(refused.error().contains(u"CACHE_ENABLED"));
        QCOMPARE(m_origin.requestsOf(u"a.mp4"_s), asked);
        // What is here is served, what is not is left to its origin.
        QCOMPARE(m_service->read(kept.value(u"localUrl").toString()).status, 200);
        const auto elsewhere = m_service->proxy("/video/" + id.toUtf8() + ".mp4");
        QCOMPARE(elsewhere.status, 302);
        QCOMPARE(m_origin.requestsOf(u"fault/status=503,once/small/c.mp4"_s), 1);
        QCOMPARE(m_service->get("health").data().value(u"status"), QJsonValue(u"warning"_s));
    }

    void wrongRequestsAreNamed_data()
    {
        QTest::addColumn<QByteArray>("route");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("named");

        const auto argument = u"invalid_argument"_s;
        const auto json = u"invalid_json"_s;
        const auto row = [](const char *name, const char *route, const char *body,
                            const QString &code, const QString &named) {
            QTest::newRow(name) << QByteArray(route) << QByteArray(body) << code << named;
        };
        row("no JSON", "process-config", "{\"config\": tru}", json, u"1"_s);
        row("cut off", "process-config", "{\"config\": {\"a\":\n 1", json, u"2"_s);
        row("no object", "process-config", "[]", argument, u"object"_s);
        row("empty", "process-config", "", json, {});
        row("no config", "process-config", "{}", argument, u"config"_s);
        row("options of another type", "process-config", "{\"config\":1,\"options\":1}", argument,
            u"options"_s);
        row("option of another type", "process-config",
            "{\"config\":1,\"options\":{\"includePatterns\":[7]}}", argument,
            u"options.includePatterns[0]"_s);
        row("lease too long", "process-config", "{\"config\":1,\"leaseMs\":86400001}", argument,
            u"leaseMs"_s);
        row("lease no number", "process-config", "{\"config\":1,\"leaseMs\":\"1\"}", argument,
            u"leaseMs"_s);
        row("wait too long", "process-config", "{\"config\":1,\"waitMs\":240001}", argument,
            u"waitMs"_s);
        row("wait no flag", "process-config", "{\"config\":1,\"wait\":\"no\"}", argument,
            u"wait"_s);
        row("tag with a comma", "process-config", "{\"config\":1,\"tags\":[\"a,b\"]}", argument,
            u"tags"_s);
        row("no URLs", "pre-cache", "{}", argument, u"urls"_s);
        row("URLs no array", "pre-cache", "{\"urls\":\"x\"}", argument, u"urls"_s);
        row("URL no string", "pre-cache", "{\"urls\":[1]}", argument, u"urls[0]"_s);
        row("priority", "pre-cache", "{\"urls\":[\"x\"],\"priority\":\"soon\"}", argument,
            u"priority"_s);
        row("time to live", "pre-cache", "{\"urls\":[\"x\"],\"customTtlMs\":-1}", argument,
            u"customTtlMs"_s);
        row("nothing to analyse", "analyze-config", "{}", argument, u"config"_s);
        row("no URL to validate", "validate-url", "{}", argument, u"url"_s);
        row("URL to validate no string", "validate-url", "{\"url\":1}", argument, u"url"_s);
    }
    void wrongRequestsAreNamed()
    {
        QFETCH(const QByteArray, route);
        QFETCH(const QByteArray, body);
        QFETCH(const QString, code);
        QFETCH(const QString, named);
        const auto answer = m_service->post(route, body);
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.code(), code);
        QVERIFY2(answer.error().contains(named), qPrintable(answer.error()));
        QCOMPARE(m_service->leases(), 0);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_ConfigCalls)
#include "tst_configcalls.moc"
