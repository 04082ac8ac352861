// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/servicefixture.h"

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

class tst_DownloadCalls : public QObject
{
    Q_OBJECT

    OriginThread m_origin;
    std::unique_ptr<ServiceFixture> m_service;

    QJsonArray listed(QStringView what)
    {
        return m_service->get("downloads").data().value(what).toArray();
    }

    QString statusOf(const QString &id)
    {
        for (const auto downloads = listed(u"downloads"); const auto &download : downloads) {
            if (download.toObject().value(u"id") == id)
                return download.toObject().value(u"status").toString();
        }
        return {};
    }

    /// Begins to download @p path. @return its id, once its first bytes are here.
    QString begin(const QString &path)
    {
        m_service->post(
            "pre-cache", {{u"urls"_s, QJsonArray{m_origin.url(path)}}, {u"wait"_s, false}});
        QString id;
        const auto hasBegun = [&] {
            const auto first = listed(u"downloads").at(0).toObject();
            id = first.value(u"id").toString();
            return first.value(u"receivedBytes").toInteger() > 0;
        };
        [&] {
            QTRY_VERIFY_WITH_TIMEOUT(hasBegun(), 20'000);
        }();
        return id;
    }

    ApiAnswer act(const QString &id, const QByteArray &action)
    {
        return m_service->post("downloads/" + id.toLatin1() + '/' + action, QByteArray());
    }

private Q_SLOTS:
    void initTestCase() { m_origin.addVideo(u"a.mp4"_s, 400'000); }
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

    void aDownloadTellsHowFarItIsAndHowLongItTakes()
    {
        const auto id = begin(u"fault/rate=50000/a.mp4"_s);
        const auto download = listed(u"downloads").at(0).toObject();
        QCOMPARE(download.value(u"url").toString(), m_origin.url(u"fault/rate=50000/a.mp4"_s));
        QCOMPARE(download.value(u"status"), QJsonValue(u"downloading"_s));
        QCOMPARE(download.value(u"priority"), QJsonValue(u"medium"_s));
        QCOMPARE(download.value(u"totalBytes").toInteger(), 400'000);
        QCOMPARE(download.value(u"attempts").toInteger(), 1);
        QVERIFY(download.value(u"percent").toDouble() > 0);
        QVERIFY(download.value(u"percent").toDouble() < 100);
        QVERIFY(!download.value(u"startedAt").toString().isEmpty());
        QTRY_VERIFY(listed(u"downloads").at(0).toObject().value(u"timeLeftMs").toInteger() > 0);
        QVERIFY(listed(u"failed").isEmpty());
        QCOMPARE(act(id, "cancel").status, 200);
    }

    void aDownloadThatWaitsToRetrySaysWhy()
    {
        QVERIFY(m_service->stop());
        m_service->set(u"CACHE_MAX_RETRY_ATTEMPTS"_s, u"2"_s);
        m_service->mustStart();
        const auto url = m_origin.url(u"fault/status=429,retryafter=20/a.mp4"_s);
        m_service->post("pre-cache", {{u"urls"_s, QJsonArray{url}}, {u"wait"_s, false}});
        const auto first = [&] {
            return listed(u"downloads").at(0).toObject();
        };
        QTRY_COMPARE(first().value(u"status"), QJsonValue(u"waiting_to_retry"_s));
        QCOMPARE(first().value(u"code"), QJsonValue(u"origin_throttled"_s));
        // So does one that was never refused itself: its host has asked for patience.
        m_service->post(
            "pre-cache", {{u"urls"_s, QJsonArray{m_origin.url(u"a.mp4"_s)}}, {u"wait"_s, false}});
        const auto waiting = [&] {
            int count = 0;
            for (const auto all = listed(u"downloads"); const auto &one : all) {
                const auto download = one.toObject();
                count += download.value(u"status") == QJsonValue(u"waiting_to_retry"_s)
                    && download.value(u"code") == QJsonValue(u"origin_throttled"_s);
            }
            return count;
        };
        QTRY_COMPARE(waiting(), 2);
        for (const auto all = listed(u"downloads"); const auto &one : all)
            QCOMPARE(act(one.toObject().value(u"id").toString(), "cancel").status, 200);
    }

    void aPausedDownloadKeepsWhatItHasAndGoesOn()
    {
        const auto path = u"fault/rate=200000,times=1/a.mp4"_s;
        const auto id = begin(path);
        QCOMPARE(act(id, "pause").status, 200);
        QTRY_COMPARE(statusOf(id), u"paused"_s);
        const auto paused = listed(u"downloads").at(0).toObject();
        QVERIFY(paused.value(u"startedAt").isNull());
        QVERIFY(paused.value(u"receivedBytes").toInteger() > 0);

        QCOMPARE(act(id, "resume").status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(statusOf(id), QString(), 20'000);
        const auto entry = m_service->get("entry/" + id.toLatin1()).data().value(u"entry");
        QCOMPARE(entry.toObject().value(u"status"), QJsonValue(u"ready"_s));
        QCOMPARE(entry.toObject().value(u"verified"), QJsonValue(true));
    }

    void aCancelledDownloadIsGoneAndMayBeTriedAgain()
    {
        const auto id = begin(u"fault/stall=1000,times=2/a.mp4"_s);
        QCOMPARE(act(id, "cancel").status, 200);
        QTRY_COMPARE(statusOf(id), QString());
        QTRY_COMPARE(listed(u"failed").size(), 1);
        QCOMPARE(listed(u"failed").at(0).toObject().value(u"code"), QJsonValue(u"cancelled"_s));

        QCOMPARE(act(id, "retry").status, 200);
        QTRY_VERIFY(listed(u"failed").isEmpty());
        QTRY_COMPARE(m_service->get("entry/" + id.toLatin1()).status, 200);
    }

    void whatHasFailedSaysWhyAndIsTriedAgain()
    {
        const auto url = m_origin.url(u"fault/status=403,once/a.mp4"_s);
        m_service->post("pre-cache", {{u"urls"_s, QJsonArray{url}}});
        const auto failed = listed(u"failed").at(0).toObject();
        QCOMPARE(failed.value(u"url").toString(), url);
        QCOMPARE(failed.value(u"status"), QJsonValue(u"failed"_s));
        QCOMPARE(failed.value(u"code"), QJsonValue(u"origin_forbidden"_s));
        QVERIFY(!failed.value(u"error").toString().isEmpty());
        QVERIFY(!failed.value(u"failedAt").toString().isEmpty());

        const auto id = failed.value(u"id").toString();
        QCOMPARE(act(id, "retry").status, 200);
        const auto statusOfEntry = [&] {
            const auto entry = m_service->get("entry/" + id.toLatin1()).data().value(u"entry");
            return entry.toObject().value(u"status").toString();
        };
        QTRY_COMPARE_WITH_TIMEOUT(statusOfEntry(), u"ready"_s, 20'000);
        QVERIFY(listed(u"failed").isEmpty());
        const auto again = act(id, "retry");
        QCOMPARE(again.status, 409);
        QVERIFY(again.error().contains(u"in the cache already"));
    }

    void whatCannotBeDoneIsSaid()
    {
        const QString unknown(32, u'0');
        for (const auto *action : {"pause", "resume", "cancel", "retry"}) {
            const auto answer = act(unknown, action);
            QCOMPARE(answer.status, 404);
            QCOMPARE(answer.code(), u"not_found"_s);
        }
        const auto id = begin(u"fault/rate=20000/a.mp4"_s);
        QCOMPARE(act(id, "resume").status, 409);
        QCOMPARE(act(id, "retry").status, 409);
        const auto answer = act(id, "explode");
        QCOMPARE(answer.status, 404);
        QVERIFY(answer.error().contains(u"explode"));
    }

    void nothingIsTriedAgainWhileTheCacheIsOff()
    {
        m_service->post(
            "pre-cache",
            {{u"urls"_s, QJsonArray{m_origin.url(u"fault/status=403,times=2/a.mp4"_s)}}});
        const auto id = listed(u"failed").at(0).toObject().value(u"id").toString();
        QCOMPARE(
            m_service->api("PATCH", "/api/cache/settings", "{\"CACHE_ENABLED\": false}").status,
            200);
        const auto answer = act(id, "retry");
        QCOMPARE(answer.status, 409);
        QVERIFY(answer.error().contains(u"CACHE_ENABLED"));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_DownloadCalls)
#include "tst_downloadcalls.moc"
