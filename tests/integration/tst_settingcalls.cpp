// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/settingsfile.h"
#include "tests/integration/servicefixture.h"

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

class tst_SettingCalls : public QObject
{
    Q_OBJECT

    OriginThread m_origin;
    std::unique_ptr<ServiceFixture> m_service;

    ApiAnswer patch(const QByteArray &body)
    {
        return m_service->api("PATCH", "/api/cache/settings", body);
    }
    QJsonObject setting(QStringView name)
    {
        const auto all = m_service->get("settings").data().value(u"settings").toObject();
        return all.value(name).toObject();
    }
    QJsonObject manager() { return m_service->get("status").data().value(u"manager").toObject(); }

private Q_SLOTS:
    void initTestCase()
    {
        m_origin.addVideo(u"a.mp4"_s, 300'000);
        m_origin.addVideo(u"b.mp4"_s, 300'000);
    }
    void init()
    {
        m_service = std::make_unique<ServiceFixture>(
            m_origin, Variables{{u"CACHE_JWT_SECRET"_s, u"a secret of more than 32 characters"_s}});
        m_service->mustStart();
    }
    void cleanup()
    {
        QVERIFY(m_service->stop());
        m_service.reset();
    }

    void allAreListedWithValueOriginAndWhoMayChangeThem()
    {
        const auto size = setting(u"CACHE_MAX_SIZE_GB");
        QCOMPARE(size.value(u"value").toDouble(), 10.0);
        QCOMPARE(size.value(u"origin"), QJsonValue(u"default"_s));
        QCOMPARE(size.value(u"scope"), QJsonValue(u"remote"_s));
        QCOMPARE(setting(u"CACHE_PROXY_PORT").value(u"origin"), QJsonValue(u"environment"_s));
        QCOMPARE(setting(u"CACHE_JWT_SECRET").value(u"value"), QJsonValue(u"(secret)"_s));
        QVERIFY(!m_service->get("settings").text.contains("a secret of more"));
    }

    void aChangeHoldsAtOnceAndIsSaved()
    {
        QCOMPARE(m_service->cache(m_origin.url(u"a.mp4"_s)).value(u"status"), u"ready"_s);
        const auto answer = patch(R"({"CACHE_ENABLED": false, "CACHE_TTL_DAYS": 2})");
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.data().value(u"overridden").toObject().isEmpty());
        QVERIFY(answer.data().value(u"restartNeeded").toArray().isEmpty());
        QCOMPARE(setting(u"CACHE_ENABLED").value(u"value"), QJsonValue(false));
        QCOMPARE(setting(u"CACHE_ENABLED").value(u"origin"), QJsonValue(u"saved"_s));
        QCOMPARE(manager().value(u"cacheEnabled"), QJsonValue(false));

        const auto off
            = m_service->post("pre-cache", {{u"urls"_s, QJsonArray{m_origin.url(u"b.mp4"_s)}}});
        QCOMPARE(off.status, 409);
        const auto entries = m_service->get("entries").data().value(u"entries").toArray();
        QCOMPARE(entries.at(0).toObject().value(u"ttlMs").toInteger(), 2LL * 24 * 3600 * 1000);

        const SavedSettings saved{{u"CACHE_ENABLED"_s, u"false"_s}, {u"CACHE_TTL_DAYS"_s, u"2"_s}};
        QCOMPARE(*readSavedSettings(m_service->path(u"settings.json"_s)), saved);

        QCOMPARE(patch(R"({"CACHE_ENABLED": null})").status, 200);
        QCOMPARE(setting(u"CACHE_ENABLED").value(u"origin"), QJsonValue(u"default"_s));
        QCOMPARE(
            m_service->cache(m_origin.url(u"b.mp4"_s)).value(u"status"), QJsonValue(u"ready"_s));
    }

    void aLowerLimitHoldsAtOnce()
    {
        for (const auto &name : {u"a.mp4"_s, u"b.mp4"_s})
            QCOMPARE(m_service->cache(m_origin.url(name)).value(u"status"), u"ready"_s);
        QCOMPARE(patch(R"({"CACHE_MAX_ENTRIES": 1})").status, 200);
        const auto entries = [this] {
            return m_service->get("entries").data().value(u"entries").toArray();
        };
        QTRY_COMPARE(entries().size(), 1);
        QCOMPARE(
            entries().at(0).toObject().value(u"originalUrl").toString(), m_origin.url(u"b.mp4"_s));
    }

    void theDownloadRateChangesUnderARunningDownload()
    {
        // 300 kB at 20 kB/s: a quarter of a minute.
        QCOMPARE(patch(R"({"CACHE_MAX_DOWNLOAD_RATE_MBPS": 0.16})").status, 200);
        m_service->post(
            "pre-cache", {{u"urls"_s, QJsonArray{m_origin.url(u"a.mp4"_s)}}, {u"wait"_s, false}});
        const auto download = [this] {
            return m_service->get("downloads")
                .data()
                .value(u"downloads")
                .toArray()
                .at(0)
                .toObject();
        };
        QTRY_VERIFY_WITH_TIMEOUT(download().value(u"receivedBytes").toInteger() > 0, 20'000);
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(patch(R"({"CACHE_MAX_DOWNLOAD_RATE_MBPS": "none"})").status, 200);
        QTRY_VERIFY_WITH_TIMEOUT(download().isEmpty(), 20'000);
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    }

    void whatASourceOverridesIsSaidAndWhatNeedsARestart()
    {
        const auto port = m_service->proxyPort();
        const auto answer = patch(R"({"CACHE_PROXY_PORT": 4999, "CACHE_MAX_ENTRIES": 5})");
        QCOMPARE(answer.status, 200);
        QCOMPARE(
            answer.data().value(u"overridden").toObject().value(u"CACHE_PROXY_PORT"),
            QJsonValue(u"environment"_s));
        QVERIFY(answer.data().value(u"restartNeeded").toArray().isEmpty());
        QCOMPARE(setting(u"CACHE_PROXY_PORT").value(u"value").toInteger(), port);
    }

    void whatIsWrongChangesNothing_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("named");
        QTest::newRow("unknown") << "{\"CACHE_MAX_SIZE\": 5}"_ba << 400
                                 << u"Did you mean CACHE_MAX_SIZE_GB?"_s;
        QTest::newRow("value") << "{\"CACHE_MAX_ENTRIES\": 0}"_ba << 400
                               << u"a whole number from 1"_s;
        QTest::newRow("type") << "{\"CACHE_MAX_ENTRIES\": {}}"_ba << 400 << u"CACHE_MAX_ENTRIES"_s;
        QTest::newRow("half of it is right")
            << "{\"CACHE_TTL_DAYS\": 3, \"CACHE_MAX_ENTRIES\": \"many\"}"_ba << 400
            << u"CACHE_MAX_ENTRIES"_s;
        QTest::newRow("no object") << "[]"_ba << 400 << QString();
        QTest::newRow("no JSON") << "{"_ba << 400 << QString();
        QTest::newRow("a secret")
            << "{\"CACHE_API_TOKEN\": \"0123456789abcdef0123456789abcdef\"}"_ba << 403
            << u"CACHE_API_TOKEN"_s;
        QTest::newRow("a command")
            << "{\"CACHE_RENDER_COMMAND\": \"rm\"}"_ba << 403 << u"CACHE_RENDER_COMMAND"_s;
        QTest::newRow("the directory")
            << "{\"CACHE_DIRECTORY\": \"/\"}"_ba << 403 << u"CACHE_DIRECTORY"_s;
        QTest::newRow("an origin") << "{\"CACHE_CUSTOM_DOMAINS\": [\"http://127.0.0.1:1\"]}"_ba
                                   << 403 << u"CACHE_CUSTOM_DOMAINS"_s;
    }
    void whatIsWrongChangesNothing()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        QFETCH(QString, named);
        const auto before = m_service->get("settings").text;
        const auto answer = patch(body);
        QCOMPARE(answer.status, status);
        QVERIFY2(answer.error().contains(named), qPrintable(answer.error()));
        QCOMPARE(m_service->get("settings").text, before);
        QVERIFY(!QFile::exists(m_service->path(u"settings.json"_s)));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_SettingCalls)
#include "tst_settingcalls.moc"
