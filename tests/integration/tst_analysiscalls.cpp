// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/servicefixture.h"

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

class tst_AnalysisCalls : public QObject
{
    Q_OBJECT

    OriginThread m_origin;
    std::unique_ptr<ServiceFixture> m_service;

private Q_SLOTS:
    void initTestCase()
    {
        m_origin.addFile(u"page.mp4"_s, "<!doctype html><html>no video</html>");
        m_origin.addVideo(u"a.mp4"_s, 50'000);
        m_origin.addVideo(u"4k/large.mp4"_s, 3000);
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

    void anAnalysisCountsByEachMeasure()
    {
        QVERIFY(!m_service->cache(m_origin.url(u"a.mp4"_s)).isEmpty());
        const QJsonObject config{
            {u"clips"_s,
             QJsonArray{
                 m_origin.url(u"a.mp4"_s), m_origin.url(u"4k/large.mp4"_s),
                 m_origin.url(u"a.mp4#t=1"_s)}},
            {u"elsewhere"_s,
             QJsonArray{
                 u"https://cdn.example.com/b.mp4"_s, u"https://cdn.example.com/c.mp4"_s,
                 u"http://example.org:8080/d.webm"_s, u"https://example.com/page"_s}}};
        const auto answer = m_service->post("analyze-config", {{u"config"_s, config}});
        QCOMPARE(answer.status, 200);
        const auto analysis = answer.data().value(u"analysis").toObject();
        QCOMPARE(analysis.value(u"totalUrls"), QJsonValue(2));
        QCOMPARE(analysis.value(u"cached"), QJsonValue(1));
        QCOMPARE(analysis.value(u"missing"), QJsonValue(1));
        QCOMPARE(
            analysis.value(u"unknownHosts").toObject(),
            QJsonObject({{u"cdn.example.com"_s, 2}, {u"http://example.org:8080"_s, 1}}));
        QCOMPARE(analysis.value(u"potentialProblematic"), QJsonValue(1));
        QVERIFY(analysis.value(u"estimatedTotalSize").toInteger() > 50'000);
        QCOMPARE(
            analysis.value(u"byPriority").toObject().keys(),
            QStringList({u"high"_s, u"low"_s, u"medium"_s}));
        QCOMPARE(
            analysis.value(u"bySize").toObject().keys(),
            QStringList({u"large"_s, u"medium"_s, u"small"_s, u"unknown"_s}));
        QCOMPARE(
            analysis.value(u"byQuality").toObject().keys(),
            QStringList({u"high"_s, u"low"_s, u"medium"_s, u"uhd"_s, u"unknown"_s}));
        const auto url = answer.data().value(u"urls").toArray().at(0).toObject();
        QCOMPARE(url.value(u"url").toString(), m_origin.url(u"a.mp4"_s));
        QCOMPARE(url.value(u"configPath"), QJsonValue(u"clips[0]"_s));
        QCOMPARE(url.value(u"cached"), QJsonValue(true));
        QCOMPARE(url.value(u"sizeBytes").toInteger(), 50'000);
        for (const auto &name : {u"estimatedSize"_s, u"videoQuality"_s, u"priority"_s})
            QVERIFY2(url.value(name).isString(), qPrintable(name));
        QVERIFY(url.value(u"leftOut").isNull());
        QCOMPARE(m_service->leases(), 0);
    }

    void anAnalysisSaysWhatItsOptionsWouldLeaveOut()
    {
        const QJsonObject config{
            {u"a"_s, m_origin.url(u"a.mp4"_s)},
            {u"b"_s, m_origin.url(u"4k/large.mp4"_s)},
            {u"c"_s, m_origin.url(u"c.mp4"_s)}};
        const auto answer = m_service->post(
            "analyze-config",
            {{u"config"_s, config},
             {u"options"_s,
              QJsonObject{
                  {u"skipProblematicUrls"_s, true},
                  {u"excludePatterns"_s, QJsonArray{u"c.mp4"_s}}}}});
        QCOMPARE(answer.status, 200);
        const auto urls = answer.data().value(u"urls").toArray();
        QCOMPARE(urls.size(), 3);
        QVERIFY(urls.at(0).toObject().value(u"leftOut").isNull());
        QCOMPARE(urls.at(1).toObject().value(u"leftOut"), urls.at(1).toObject().value(u"problem"));
        QVERIFY(urls.at(1).toObject().value(u"leftOut").isString());
        QVERIFY(urls.at(2).toObject().value(u"leftOut").toString().contains(u"left out"));
    }

    void aUrlIsValidatedWithReasons_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("isValid");

        QTest::newRow("public bucket") << u"https://a.r2.dev/v.mp4"_s << true;
        QTest::newRow("other name") << u"https://r2.dev.evil.com/v.mp4"_s << false;
        QTest::newRow("no video") << u"https://a.r2.dev/v.txt"_s << false;
        QTest::newRow("no URL") << u"v.mp4"_s << false;
    }
    void aUrlIsValidatedWithReasons()
    {
        QFETCH(const QString, url);
        QFETCH(const bool, isValid);
        const auto answer = m_service->post("validate-url", {{u"url"_s, url}});
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.data().value(u"isValid"), QJsonValue(isValid));
        QCOMPARE(answer.data().value(u"issues").toArray().isEmpty(), isValid);
        QVERIFY(answer.data().value(u"suggestions").isArray());
    }

    void aProbeReplacesEstimatesByTrueSizes()
    {
        const QJsonArray config{
            m_origin.url(u"4k/large.mp4"_s), m_origin.url(u"none.mp4"_s),
            m_origin.url(u"4k/large.mp4#t=1"_s)};
        const auto answer
            = m_service->post("analyze-config", {{u"config"_s, config}, {u"probe"_s, true}});
        QCOMPARE(answer.status, 200);
        const auto urls = answer.data().value(u"urls").toArray();
        QCOMPARE(urls.size(), 2);
        QCOMPARE(urls.at(0).toObject().value(u"sizeBytes").toInteger(), 3000);
        QCOMPARE(urls.at(0).toObject().value(u"estimatedSize"), QJsonValue(u"small"_s));
        QVERIFY(urls.at(1).toObject().value(u"sizeBytes").isNull());
        QCOMPARE(m_origin.requestsOf(u"4k/large.mp4"_s), 1);
        QCOMPARE(m_service->leases(), 0);
    }

    void aProbedUrlIsReachableOrSaysWhyNot()
    {
        const auto probe = [this](const QString &url) {
            return m_service->post("validate-url", {{u"url"_s, url}, {u"probe"_s, true}}).data();
        };
        const auto good = probe(m_origin.url(u"a.mp4"_s));
        QCOMPARE(good.value(u"reachable"), QJsonValue(true));
        QCOMPARE(good.value(u"sizeBytes").toInteger(), 50'000);
        QCOMPARE(good.value(u"contentType"), QJsonValue(u"video/mp4"_s));
        QVERIFY(good.value(u"issues").toArray().isEmpty());

        const auto gone = probe(m_origin.url(u"none.mp4"_s));
        QCOMPARE(gone.value(u"isValid"), QJsonValue(true));
        QCOMPARE(gone.value(u"reachable"), QJsonValue(false));
        QCOMPARE(gone.value(u"issues").toArray().size(), 1);

        const auto page = probe(m_origin.url(u"page.mp4"_s));
        QCOMPARE(page.value(u"reachable"), QJsonValue(true));
        QCOMPARE(page.value(u"isVideo"), QJsonValue(false));
        QVERIFY(page.value(u"issues").toArray().at(0).toString().contains(u"an HTML page"));
        QCOMPARE(good.value(u"isVideo"), QJsonValue(true));
        QVERIFY(gone.value(u"isVideo").isNull());

        const auto foreign = probe(u"https://example.com/v.mp4"_s);
        QCOMPARE(foreign.value(u"isValid"), QJsonValue(false));
        QVERIFY(!foreign.contains(u"reachable")); // nobody is asked who may not be
    }

    void aProbeFindsWhatTheOriginDoesNotGive()
    {
        const QJsonArray config{
            m_origin.url(u"page.mp4"_s), m_origin.url(u"a.mp4"_s), m_origin.url(u"none.mp4"_s)};
        const auto answer
            = m_service->post("analyze-config", {{u"config"_s, config}, {u"probe"_s, true}});
        const auto urls = answer.data().value(u"urls").toArray();
        QVERIFY(urls.at(0)[u"problem"_s].toString().contains(u"an HTML page"));
        QVERIFY(urls.at(1)[u"problem"_s].isNull());
        QVERIFY(!urls.at(2)[u"problem"_s].toString().isEmpty());
    }

    void stoppingEndsAProbe()
    {
        RawClient client(m_service->apiPort());
        const QByteArray body = "{\"probe\":true,\"url\":\""
            + m_origin.url(u"fault/ttfb=60000/a.mp4"_s).toUtf8() + "\"}";
        QVERIFY(client.send(m_service->apiRequest("POST", "/api/cache/validate-url", body)));
        QTRY_COMPARE(m_origin.requestsOf(u"fault/ttfb=60000/a.mp4"_s), 1);
        QElapsedTimer timer;
        timer.start();
        QVERIFY(m_service->stop());
        QVERIFY(timer.elapsed() < 5000);
        QCOMPARE(client.readAnswer().status, 503);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_AnalysisCalls)
#include "tst_analysiscalls.moc"
