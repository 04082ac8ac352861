// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protocol/jsontext.h"
#include "tests/integration/servicefixture.h"

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

class tst_JobCalls : public QObject
{
    Q_OBJECT

    OriginThread m_origin;
    std::unique_ptr<ServiceFixture> m_service;

    QString stalled() const { return m_origin.url(u"fault/stall=1000/a.mp4"_s); }

    QJsonObject job(const QString &id) { return m_service->get("jobs/" + id.toUtf8()).data(); }

private Q_SLOTS:
    void initTestCase()
    {
        m_origin.addVideo(u"a.mp4"_s, 50'000);
        m_origin.addVideo(u"b.mp4"_s, 60'000);
    }
    void init()
    {
        m_service = std::make_unique<ServiceFixture>(m_origin);
        m_service->mustStart();
    }
    void cleanup()
    {
        QVERIFY(m_service->stop());
        // Nothing is left but what the next run can go on with.
        const auto left = m_service->partials();
        for (const auto &name : left)
            QVERIFY2(
                name.endsWith(u".part.json") || left.contains(name + u".json"_s), qPrintable(name));
        m_service.reset();
    }

    void whatIsHereAlreadyGetsItsTagsToo_data()
    {
        QTest::addColumn<bool>("isPreCache");

        QTest::newRow("pre-cache") << true;
        QTest::newRow("process-config") << false;
    }
    void whatIsHereAlreadyGetsItsTagsToo()
    {
        QFETCH(const bool, isPreCache);
        const QString name = isPreCache ? u"tagged.mp4"_s : u"tagged-too.mp4"_s;
        m_origin.addVideo(name, 20'000);
        const auto url = m_origin.url(name);
        const auto tagsNow = [&] {
            return m_service->cache(url).value(u"tags").toArray();
        };
        QVERIFY(!m_service->cache(url, {{u"tags"_s, QJsonArray{u"one"_s}}}).isEmpty());
        const QJsonArray more{u"two"_s, u"one"_s};
        const auto answer = isPreCache
            ? m_service->post("pre-cache", {{u"urls"_s, QJsonArray{url}}, {u"tags"_s, more}})
            : m_service->post("process-config", {{u"config"_s, url}, {u"tags"_s, more}});
        QCOMPARE(answer.status, 200);
        QCOMPARE(tagsNow(), (QJsonArray{u"one"_s, u"two"_s}));
        if (!isPreCache) {
            const auto local = answer.data().value(u"urlMappings").toObject().value(url);
            QVERIFY(local.toString().startsWith(u"http://localhost:"));
        }
        QCOMPARE(m_origin.requestsOf(name), 1);
        // Not waited for: it is rewritten at once, and tagged soon.
        const auto later = m_service->post(
            "process-config",
            {{u"config"_s, url}, {u"tags"_s, QJsonArray{u"three"_s}}, {u"wait"_s, false}});
        QVERIFY(later.data().value(u"urlMappings").toObject().contains(url));
        QTRY_COMPARE(tagsNow(), (QJsonArray{u"one"_s, u"two"_s, u"three"_s}));
    }

    void twoWhoWaitForOneVideoBothGetTheirTags()
    {
        m_origin.addVideo(u"both.mp4"_s, 60'000);
        const auto url = m_origin.url(u"fault/rate=100000/both.mp4"_s);
        for (const auto &tag : {u"one"_s, u"two"_s}) {
            const auto begun = m_service->post(
                "pre-cache",
                {{u"urls"_s, QJsonArray{url}}, {u"tags"_s, QJsonArray{tag}}, {u"wait"_s, false}});
            QCOMPARE(begun.status, 200);
            // The first comes first: by then its fill runs, and knows of its tag.
            QTRY_COMPARE(m_origin.requestsOf(u"fault/rate=100000/both.mp4"_s), 1);
        }
        const auto entry = m_service->cache(url);
        QCOMPARE(entry.value(u"tags").toArray(), (QJsonArray{u"one"_s, u"two"_s}));
        QCOMPARE(m_origin.requestsOf(u"fault/rate=100000/both.mp4"_s), 1);
    }

    void preCachingTellsOfEachUrlWhatBecameOfIt()
    {
        const QJsonArray urls{
            m_origin.url(u"a.mp4"_s), m_origin.url(u"none.mp4"_s), u"https://example.com/v.mp4"_s,
            u"no URL"_s, m_origin.url(u"a.mp4"_s)};
        const auto answer = m_service->post(
            "pre-cache",
            {{u"urls"_s, urls},
             {u"priority"_s, u"high"_s},
             {u"tags"_s, QJsonArray{u"trailer"_s}},
             {u"customTtlMs"_s, 60'000}});
        QCOMPARE(answer.status, 200);
        const auto results = answer.data().value(u"results").toArray();
        QCOMPARE(results.size(), 5);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(results.at(i).toObject().value(u"url"), urls.at(i));
        const auto entry = results.at(0).toObject().value(u"cacheEntry").toObject();
        QCOMPARE(results.at(0).toObject().value(u"success"), QJsonValue(true));
        QCOMPARE(entry.value(u"tags").toArray(), QJsonArray{u"trailer"_s});
        QCOMPARE(entry.value(u"ttlMs").toInteger(), 60'000);
        QCOMPARE(entry.value(u"verified"), QJsonValue(true));
        QCOMPARE(results.at(4).toObject().value(u"cacheEntry").toObject(), entry);
        QCOMPARE(results.at(1).toObject().value(u"code"), QJsonValue(u"origin_not_found"_s));
        for (const auto i : {2, 3}) {
            const auto result = results.at(i).toObject();
            QCOMPARE(result.value(u"success"), QJsonValue(false));
            QCOMPARE(result.value(u"code"), QJsonValue(u"invalid_url"_s));
            QVERIFY(!result.value(u"error").toString().isEmpty());
        }
        const QJsonObject summary{{u"total"_s, 5}, {u"successful"_s, 2}, {u"failed"_s, 3}};
        QCOMPARE(answer.data().value(u"summary").toObject(), summary);
        QCOMPARE(m_origin.requestsOf(u"a.mp4"_s), 1);
        QCOMPARE(m_service->leases(), 0);
    }

    void preCachingWithoutWaitingIsAJob()
    {
        const auto url = m_origin.url(u"fault/ttfb=200/b.mp4"_s);
        const auto answer
            = m_service->post("pre-cache", {{u"urls"_s, QJsonArray{url}}, {u"wait"_s, false}});
        QCOMPARE(answer.status, 200);
        const auto id = answer.data().value(u"jobId").toString();
        QTRY_COMPARE_WITH_TIMEOUT(job(id).value(u"status").toString(), u"done"_s, 20'000);
        const auto result = job(id).value(u"result").toObject();
        QCOMPARE(result.value(u"summary").toObject().value(u"successful"), QJsonValue(1));
    }

    void aRunningJobTellsHowFarItIs()
    {
        const auto answer = m_service->post(
            "pre-cache", {{u"urls"_s, QJsonArray{stalled(), u"no URL"_s}}, {u"waitMs"_s, 0}});
        QCOMPARE(answer.status, 202);
        const auto id = answer.data().value(u"jobId").toString();
        QTRY_VERIFY_WITH_TIMEOUT(
            job(id).value(u"urls").toArray().at(0).toObject().value(u"receivedBytes").toInteger()
                > 0,
            20'000);
        const auto running = job(id);
        QCOMPARE(running.value(u"kind"), QJsonValue(u"pre-cache"_s));
        QCOMPARE(running.value(u"status"), QJsonValue(u"running"_s));
        QVERIFY(running.value(u"finishedAt").isNull());
        QVERIFY(running.value(u"result").isNull());
        const QJsonObject summary{{u"total"_s, 2}, {u"done"_s, 0}, {u"failed"_s, 1}};
        QCOMPARE(running.value(u"summary").toObject(), summary);
        const auto url = running.value(u"urls").toArray().at(0).toObject();
        QCOMPARE(url.value(u"status"), QJsonValue(u"downloading"_s));
        QCOMPARE(url.value(u"totalBytes").toInteger(), 50'000);
        QVERIFY(url.value(u"receivedBytes").toInteger() <= 1000);

        const auto listed = m_service->get("jobs").data().value(u"jobs").toArray();
        QCOMPARE(listed.size(), 1);
        QCOMPARE(listed.at(0).toObject().value(u"id").toString(), id);
        QVERIFY(!listed.at(0).toObject().contains(u"urls"));
    }

    void aCancelledJobIsOver()
    {
        const auto answer
            = m_service->post("process-config", {{u"config"_s, stalled()}, {u"waitMs"_s, 0}});
        QCOMPARE(answer.status, 202);
        const auto id = answer.data().value(u"jobId").toString();
        QCOMPARE(m_service->remove("jobs/" + id.toUtf8()).status, 200);
        QCOMPARE(job(id).value(u"status"), QJsonValue(u"cancelled"_s));
        const auto result = job(id).value(u"result").toObject();
        QCOMPARE(result.value(u"updatedConfig").toString(), stalled());
        const auto again = m_service->remove("jobs/" + id.toUtf8());
        QCOMPARE(again.status, 409);
        QCOMPARE(again.code(), u"conflict"_s);
        QTRY_COMPARE(
            m_service->get("entries?status=downloading")
                .data()
                .value(u"pagination")
                .toObject()
                .value(u"total")
                .toInt(),
            0);
        QTRY_COMPARE(
            m_service->get("status")
                .data()
                .value(u"manager")
                .toObject()
                .value(u"reservedBytes")
                .toInt(),
            0);
    }

    void cancellingAnswersTheCallThatWaits()
    {
        RawClient waiting(m_service->apiPort());
        const QJsonObject body{{u"config"_s, stalled()}};
        QVERIFY(waiting.send(m_service->apiRequest(
            "POST", "/api/cache/process-config", toJsonText(QJsonValue(body)))));
        QTRY_COMPARE(m_service->get("jobs").data().value(u"jobs").toArray().size(), 1);
        const auto id = m_service->get("jobs")
                            .data()
                            .value(u"jobs")
                            .toArray()
                            .at(0)
                            .toObject()
                            .value(u"id")
                            .toString();
        QCOMPARE(m_service->remove("jobs/" + id.toUtf8()).status, 200);
        const auto raw = waiting.readAnswer();
        const ApiAnswer answer{raw.status, raw.body, raw.headers};
        QCOMPARE(answer.status, 200);
        QCOMPARE(
            answer.data().value(u"failed").toArray().at(0).toObject().value(u"code"),
            QJsonValue(u"cancelled"_s));
    }

    void unknownJobsAreNotFound()
    {
        QCOMPARE(m_service->get("jobs/none").status, 404);
        QCOMPARE(m_service->remove("jobs/none").status, 404);
        QCOMPARE(m_service->remove("jobs/none").code(), u"not_found"_s);
    }

    void aLeaseIsListedRenewedAndEnded()
    {
        const auto data = m_service->process(m_origin.url(u"a.mp4"_s), {{u"leaseMs"_s, 5000}});
        const auto id = data.value(u"leaseId").toString().toUtf8();
        const auto lease
            = m_service->get("leases").data().value(u"leases").toArray().at(0).toObject();
        QCOMPARE(lease.value(u"id").toString().toUtf8(), id);
        QCOMPARE(lease.value(u"leaseMs").toInteger(), 5000);
        QCOMPARE(lease.value(u"entries").toArray().size(), 1);
        const auto timeOf = [](const QJsonObject &object, const QString &name) {
            return QDateTime::fromString(object.value(name).toString(), Qt::ISODateWithMs);
        };
        QCOMPARE(timeOf(lease, u"renewedAt"_s).msecsTo(timeOf(lease, u"expiresAt"_s)), 5000);

        const auto renewed = m_service->post("lease/" + id + "/renew", QByteArray());
        QCOMPARE(renewed.status, 200);
        QVERIFY(
            timeOf(renewed.data().value(u"lease").toObject(), u"expiresAt"_s)
            >= timeOf(lease, u"expiresAt"_s));
        const auto prolonged
            = m_service->post("lease/" + id + "/renew", QJsonObject{{u"leaseMs"_s, 60'000}})
                  .data()
                  .value(u"lease")
                  .toObject();
        QCOMPARE(prolonged.value(u"leaseMs").toInteger(), 60'000);
        QCOMPARE(
            timeOf(prolonged, u"renewedAt"_s).msecsTo(timeOf(prolonged, u"expiresAt"_s)), 60'000);
        for (const qint64 wrong : {999LL, 24LL * 3600 * 1000 + 1}) {
            const auto refused
                = m_service->post("lease/" + id + "/renew", QJsonObject{{u"leaseMs"_s, wrong}});
            QCOMPARE(refused.status, 400);
        }

        QCOMPARE(m_service->remove("lease/" + id).status, 200);
        QCOMPARE(m_service->leases(), 0);
        QCOMPARE(m_service->remove("lease/" + id).status, 404);
        QCOMPARE(m_service->post("lease/" + id + "/renew", QByteArray()).status, 404);
    }

    void aLeaseEndsByItself()
    {
        m_service->process(m_origin.url(u"a.mp4"_s), {{u"leaseMs"_s, 1000}});
        QCOMPARE(m_service->leases(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(m_service->leases(), 0, 20'000);
    }

    /// Nobody would know the id of a lease whose creator did not live to read it.
    void aClientThatLeavesBeforeTheAnswerEndsItsLease()
    {
        RawClient leaving(m_service->apiPort());
        const QJsonObject body{{u"config"_s, stalled()}};
        QVERIFY(leaving.send(m_service->apiRequest(
            "POST", "/api/cache/process-config", toJsonText(QJsonValue(body)))));
        QTRY_COMPARE(m_service->leases(), 1);
        leaving.close();
        QTRY_COMPARE(m_service->leases(), 0);
        // The transfer goes on: others may want it.
        QCOMPARE(
            m_service->get("jobs").data().value(u"jobs").toArray().at(0).toObject().value(
                u"status"),
            QJsonValue(u"running"_s));
    }

    void aClientThatHasItsJobMayLeave()
    {
        m_service->post("process-config", {{u"config"_s, stalled()}, {u"waitMs"_s, 0}});
        m_service->process(stalled(), {{u"wait"_s, false}});
        QCOMPARE(m_service->leases(), 2);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_JobCalls)
#include "tst_jobcalls.moc"
