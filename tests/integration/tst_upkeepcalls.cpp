// SPDX-License-Identifier: GPL-3.0-or-later
// Pins, batches, verifying and optimizing over REST.
#include "tests/integration/servicefixture.h"

#include <QFile>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

class tst_UpkeepCalls : public QObject
{
    Q_OBJECT

    OriginThread m_origin;
    QByteArray m_video;
    std::unique_ptr<ServiceFixture> m_service;

    QString urlOf(int number) const { return m_origin.url(u"v%1.mp4"_s.arg(number)); }
    QJsonObject cached(int number, const QJsonArray &tags = {})
    {
        return m_service->cache(urlOf(number), {{u"tags"_s, tags}});
    }
    static QByteArray idOf(const QJsonObject &entry)
    {
        return entry.value(u"id").toString().toUtf8();
    }
    QJsonObject entryAt(const QByteArray &id)
    {
        return m_service->get("entry/" + id).data().value(u"entry").toObject();
    }
    int count() { return m_service->get("entries").data().value(u"entries").toArray().size(); }
    ApiAnswer batch(const QJsonObject &body) { return m_service->post("entries/batch", body); }
    QJsonObject verifying() { return m_service->get("verify").data().value(u"verify").toObject(); }

    static void flipAByte(const QString &path)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(5000));
        const char byte = file.read(1).at(0);
        QVERIFY(file.seek(5000));
        QVERIFY(file.write(QByteArray(1, static_cast<char>(byte ^ 1))) == 1);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_video = m_origin.addVideo(u"v1.mp4"_s, 30'000);
        m_origin.addVideo(u"v2.mp4"_s, 10'000);
        m_origin.addVideo(u"v3.mp4"_s, 20'000);
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

    void aPinnedEntryStays()
    {
        const auto id = idOf(cached(1));
        idOf(cached(2));
        const auto answer = m_service->post("entry/" + id + "/pin", QJsonObject());
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.data().value(u"message").isString());
        QCOMPARE(answer.data().value(u"entry").toObject().value(u"pinned"), QJsonValue(true));
        QCOMPARE(entryAt(id).value(u"pinned"), QJsonValue(true));
        QCOMPARE(m_service->post("clear", QJsonObject{{u"strategy"_s, u"all"_s}}).status, 200);
        QCOMPARE(count(), 1);

        // The sidecar knows too: the index may be lost.
        QVERIFY(m_service->stop());
        const QString sidecar
            = m_service->cacheDirectory() + u'/' + QString::fromLatin1(id) + u".json"_s;
        QFile file(sidecar);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("\"pinned\": true"));
        m_service->mustStart();
        QCOMPARE(entryAt(id).value(u"pinned"), QJsonValue(true));

        const auto unpinned = m_service->remove("entry/" + id + "/pin");
        QCOMPARE(unpinned.status, 200);
        QCOMPARE(unpinned.data().value(u"entry").toObject().value(u"pinned"), QJsonValue(false));
        QCOMPARE(m_service->post("clear", QJsonObject{{u"strategy"_s, u"all"_s}}).status, 200);
        QCOMPARE(count(), 0);
    }

    void whatIsNoEntryCannotBePinned_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::newRow("unknown") << QByteArray(32, 'a');
        QTest::newRow("too short") << "abc"_ba;
        QTest::newRow("a path") << "..%2f..%2fetc"_ba;
    }
    void whatIsNoEntryCannotBePinned()
    {
        QFETCH(const QByteArray, id);
        for (const QByteArray method : {"POST", "DELETE"}) {
            const auto answer = m_service->api(method, "/api/cache/entry/" + id + "/pin");
            QCOMPARE(answer.status, 404);
            QCOMPARE(answer.code(), u"not_found"_s);
        }
    }

    void anEntryKeepsItsPolicy()
    {
        const auto id = idOf(cached(1));
        QCOMPARE(entryAt(id).value(u"policy"), QJsonValue(u"ttl"_s));
        const auto setPolicy = [&](const QJsonObject &body) {
            return m_service->post("entry/" + id + "/policy", body);
        };
        const auto never = setPolicy({{u"policy"_s, u"never"_s}});
        QCOMPARE(never.status, 200);
        QVERIFY(never.data().value(u"message").toString().contains(u"never expires"));
        const auto shown = never.data().value(u"entry").toObject();
        QCOMPARE(shown.value(u"policy"), QJsonValue(u"never"_s));
        QVERIFY(shown.value(u"expiresAt").isNull());
        QVERIFY(shown.value(u"ttlMs").isNull());
        QVERIFY(m_service->stop());
        m_service->mustStart();
        QCOMPARE(entryAt(id).value(u"policy"), QJsonValue(u"never"_s));

        const auto own = setPolicy({{u"policy"_s, u"ttl"_s}, {u"ttlMs"_s, 5000}});
        QCOMPARE(own.data().value(u"entry").toObject().value(u"ttlMs"), QJsonValue(5000));
        const auto all = batch(
            {{u"action"_s, u"policy"_s}, {u"policy"_s, u"always"_s}, {u"filter"_s, QJsonObject()}});
        QCOMPARE(all.data().value(u"result").toObject().value(u"done").toInt(), 1);
        QCOMPARE(entryAt(id).value(u"policy"), QJsonValue(u"always"_s));
        QCOMPARE(entryAt(id).value(u"status"), QJsonValue(u"ready"_s));
        QCOMPARE(setPolicy({{u"policy"_s, u"ttl"_s}}).status, 200);
        QCOMPARE(entryAt(id).value(u"ttlMs"), QJsonValue(7LL * 24 * 3600 * 1000));
    }

    void whatIsAlwaysAskedAboutIsAskedAboutForEachConfig()
    {
        const auto id = idOf(cached(1));
        const auto requests = [this] {
            return m_origin.requestsOf(u"v1.mp4"_s);
        };
        const auto before = requests();
        m_service->process(urlOf(1));
        QCOMPARE(requests(), before);
        m_service->post("entry/" + id + "/policy", {{u"policy"_s, u"always"_s}});
        m_service->process(urlOf(1));
        m_service->process(urlOf(1));
        QCOMPARE(requests(), before + 2);
    }

    void wrongPoliciesAreNamed_data()
    {
        QTest::addColumn<QJsonObject>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("field");
        QTest::newRow("none") << QJsonObject() << 400 << u"policy"_s;
        QTest::newRow("unknown") << QJsonObject{{u"policy"_s, u"x"_s}} << 400 << u"policy"_s;
        QTest::newRow("a time for never")
            << QJsonObject{{u"policy"_s, u"never"_s}, {u"ttlMs"_s, 5}} << 400 << u"ttlMs"_s;
        QTest::newRow("a negative time")
            << QJsonObject{{u"policy"_s, u"ttl"_s}, {u"ttlMs"_s, -1}} << 400 << u"ttlMs"_s;
        QTest::newRow("no entry") << QJsonObject{{u"policy"_s, u"ttl"_s}} << 404 << u"entry"_s;
    }
    void wrongPoliciesAreNamed()
    {
        QFETCH(const QJsonObject, body);
        QFETCH(const QString, field);
        const auto answer = m_service->post("entry/" + QByteArray(32, 'a') + "/policy", body);
        QTEST(answer.status, "status");
        QVERIFY2(answer.error().contains(field), qPrintable(answer.error()));
    }

    void aBatchThatIsNotWaitedForIsAJob()
    {
        cached(1);
        cached(2);
        const auto begun
            = batch({{u"action"_s, u"pin"_s}, {u"filter"_s, QJsonObject()}, {u"wait"_s, false}});
        QCOMPARE(begun.status, 202);
        const auto job = begun.data().value(u"jobId").toString().toUtf8();
        const auto state = [&] {
            return m_service->get("jobs/" + job).data();
        };
        QTRY_COMPARE(state().value(u"status"), QJsonValue(u"done"_s));
        QCOMPARE(state().value(u"kind"), QJsonValue(u"batch"_s));
        const QJsonObject summary{{u"total"_s, 2}, {u"done"_s, 2}, {u"failed"_s, 0}};
        QCOMPARE(state().value(u"summary").toObject(), summary);
        const auto result = state().value(u"result").toObject().value(u"result").toObject();
        QCOMPARE(result.value(u"matched").toInt(), 2);
        QCOMPARE(result.value(u"done").toInt(), 2);
        QCOMPARE(m_service->remove("jobs/" + job).status, 409);
    }

    void batchesActOnManyEntries_data()
    {
        QTest::addColumn<QJsonObject>("body"); // "1" in ids stands for the id of v1
        QTest::addColumn<int>("matched");
        QTest::addColumn<QString>("pinned"); // numbers of those that are, afterwards
        QTest::addColumn<QString>("tagged"); // with "red"
        QTest::addColumn<QString>("left");
        const auto row = [](const char *name, const QJsonObject &body, int matched,
                            const char16_t *pinned, const char16_t *tagged, const char16_t *left) {
            QTest::newRow(name) << body << matched << QString::fromUtf16(pinned)
                                << QString::fromUtf16(tagged) << QString::fromUtf16(left);
        };
        const auto filter = [](const QJsonObject &object) {
            return object;
        };
        row("pin by id", {{u"action"_s, u"pin"_s}, {u"ids"_s, QJsonArray{u"1"_s, u"3"_s}}}, 2,
            u"13", u"3", u"123");
        row("pin by tag",
            {{u"action"_s, u"pin"_s}, {u"filter"_s, filter({{u"tags"_s, QJsonArray{u"red"_s}}})}},
            1, u"3", u"3", u"123");
        row("pin by text",
            {{u"action"_s, u"pin"_s}, {u"filter"_s, filter({{u"q"_s, u"V2.MP4"_s}})}}, 1, u"2",
            u"3", u"123");
        row("pin all that are ready",
            {{u"action"_s, u"pin"_s}, {u"filter"_s, filter({{u"status"_s, u"ready"_s}})}}, 3,
            u"123", u"3", u"123");
        row("of the expired there are none",
            {{u"action"_s, u"delete"_s}, {u"filter"_s, filter({{u"status"_s, u"expired"_s}})}}, 0,
            u"", u"3", u"123");
        row("delete all", {{u"action"_s, u"delete"_s}, {u"filter"_s, QJsonObject()}}, 3, u"", u"",
            u"");
        row("tag",
            {{u"action"_s, u"tag"_s},
             {u"ids"_s, QJsonArray{u"1"_s, u"3"_s}},
             {u"tags"_s, QJsonArray{u"red"_s}}},
            2, u"", u"13", u"123");
        row("untag",
            {{u"action"_s, u"untag"_s},
             {u"filter"_s, QJsonObject()},
             {u"tags"_s, QJsonArray{u"red"_s}}},
            3, u"", u"", u"123");
    }
    void batchesActOnManyEntries()
    {
        QFETCH(QJsonObject, body);
        QFETCH(const int, matched);
        QList<QByteArray> ids;
        for (int i = 1; i <= 3; ++i)
            ids.append(idOf(cached(i, i == 3 ? QJsonArray{u"red"_s} : QJsonArray())));
        if (body.contains(u"ids")) {
            QJsonArray named;
            for (const auto numbers = body.value(u"ids").toArray(); const auto &number : numbers)
                named.append(QString::fromLatin1(ids.at(number.toString().toInt() - 1)));
            body.insert(u"ids"_s, named);
        }
        const auto answer = batch(body);
        QCOMPARE(answer.status, 200);
        const auto result = answer.data().value(u"result").toObject();
        QCOMPARE(result.value(u"matched").toInt(), matched);
        QCOMPARE(result.value(u"done").toInt(), matched);
        QCOMPARE(result.value(u"failed"), QJsonValue(QJsonArray()));
        QString pinned;
        QString tagged;
        QString left;
        for (int i = 1; i <= 3; ++i) {
            const auto entry = entryAt(ids.at(i - 1));
            const auto number = QString::number(i);
            left += entry.isEmpty() ? QString() : number;
            pinned += entry.value(u"pinned").toBool() ? number : QString();
            tagged += entry.value(u"tags").toArray().contains(u"red"_s) ? number : QString();
        }
        QTEST(pinned, "pinned");
        QTEST(tagged, "tagged");
        QTEST(left, "left");
    }

    void aBatchNamesWhatItCouldNotDo()
    {
        m_service->process(urlOf(1)); // leased
        const auto leased = idOf(cached(1));
        const QString unknown(32, u'a');
        const QJsonArray ids{QString::fromLatin1(leased), unknown, u"nonsense"_s};
        const auto result = batch({{u"action"_s, u"delete"_s}, {u"ids"_s, ids}})
                                .data()
                                .value(u"result")
                                .toObject();
        QCOMPARE(result.value(u"matched").toInt(), 1);
        QCOMPARE(result.value(u"done").toInt(), 0);
        const auto failed = result.value(u"failed").toArray();
        QCOMPARE(failed.size(), 3);
        QCOMPARE(failed.at(0).toObject().value(u"code").toString(), u"leased"_s);
        QCOMPARE(failed.at(1).toObject().value(u"id").toString(), unknown);
        QCOMPARE(failed.at(1).toObject().value(u"code").toString(), u"not_found"_s);
        QVERIFY(failed.at(2).toObject().value(u"error").isString());
        const auto forced
            = batch({{u"action"_s, u"delete"_s}, {u"ids"_s, ids}, {u"force"_s, true}});
        QCOMPARE(forced.data().value(u"result").toObject().value(u"done").toInt(), 1);
        QCOMPARE(count(), 0);
    }

    void wrongBatchesAreNamed_data()
    {
        QTest::addColumn<QJsonObject>("body");
        QTest::addColumn<QString>("field");
        const QJsonArray ids{QString(32, u'a')};
        QTest::newRow("no action") << QJsonObject{{u"ids"_s, ids}} << u"action"_s;
        QTest::newRow("unknown action")
            << QJsonObject{{u"action"_s, u"eat"_s}, {u"ids"_s, ids}} << u"action"_s;
        QTest::newRow("neither ids nor filter") << QJsonObject{{u"action"_s, u"pin"_s}} << u"ids"_s;
        QTest::newRow("no ids") << QJsonObject{{u"action"_s, u"pin"_s}, {u"ids"_s, QJsonArray()}}
                                << u"ids"_s;
        QTest::newRow("both")
            << QJsonObject{{u"action"_s, u"pin"_s}, {u"ids"_s, ids}, {u"filter"_s, QJsonObject()}}
            << u"ids"_s;
        QTest::newRow("filter of a wrong type")
            << QJsonObject{{u"action"_s, u"pin"_s}, {u"ids"_s, ids}, {u"filter"_s, 1}}
            << u"filter"_s;
        QTest::newRow("status") << QJsonObject{
            {u"action"_s, u"pin"_s},
            {u"filter"_s,
             QJsonObject{
                 {u"status"_s,
                  u"error"_s}}}} << u"filter.status"_s;
        QTest::newRow("no policy")
            << QJsonObject{{u"action"_s, u"policy"_s}, {u"ids"_s, ids}} << u"policy"_s;
        QTest::newRow("wrong waiting")
            << QJsonObject{{u"action"_s, u"pin"_s}, {u"ids"_s, ids}, {u"waitMs"_s, -1}}
            << u"waitMs"_s;
        QTest::newRow("tagging with nothing")
            << QJsonObject{{u"action"_s, u"tag"_s}, {u"ids"_s, ids}} << u"tags"_s;
        QTest::newRow("a tag with a comma") << QJsonObject{
            {u"action"_s, u"tag"_s},
            {u"ids"_s, ids},
            {u"tags"_s,
             QJsonArray{u"a,b"_s}}} << u"tags"_s;
    }
    void wrongBatchesAreNamed()
    {
        QFETCH(const QJsonObject, body);
        QFETCH(const QString, field);
        const auto answer = batch(body);
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.code(), u"invalid_argument"_s);
        QVERIFY2(answer.error().contains(field), qPrintable(answer.error()));
    }

    void aFlippedByteIsFoundAndFetchedAgain_data()
    {
        QTest::addColumn<QString>("by");
        for (const char *by : {"all", "ids", "batch", "no body", "no ids"})
            QTest::newRow(by) << QString::fromLatin1(by);
    }
    void aFlippedByteIsFoundAndFetchedAgain()
    {
        QFETCH(const QString, by);
        const auto entry = cached(1);
        const auto id = QString::fromLatin1(idOf(entry));
        idOf(cached(2));
        const auto localUrl = entry.value(u"localUrl").toString();
        QCOMPARE(m_service->read(localUrl).body, m_video);
        flipAByte(entry.value(u"localPath").toString());

        const QJsonArray ids{id};
        ApiAnswer asked;
        if (by == u"all")
            asked = m_service->post("verify", QJsonObject{{u"all"_s, true}});
        else if (by == u"no body")
            asked = m_service->post("verify", QByteArray());
        else if (by == u"no ids")
            asked = m_service->post("verify", QJsonObject{{u"ids"_s, QJsonValue()}});
        else if (by == u"ids")
            asked = m_service->post("verify", QJsonObject{{u"ids"_s, ids}});
        else
            asked = batch({{u"action"_s, u"verify"_s}, {u"ids"_s, ids}});
        QCOMPARE(asked.status, 200);
        if (by != u"batch")
            QVERIFY(asked.data().value(u"verify").isObject());
        QTRY_COMPARE(verifying().value(u"state").toString(), u"done"_s);
        const auto progress = verifying();
        QCOMPARE(progress.value(u"checked").toInt(), by == u"ids" || by == u"batch" ? 1 : 2);
        QCOMPARE(progress.value(u"total"), progress.value(u"checked"));
        QCOMPARE(progress.value(u"badCount").toInt(), 1);
        const auto bad = progress.value(u"bad").toArray().at(0).toObject();
        QCOMPARE(bad.value(u"id").toString(), id);
        QVERIFY(progress.value(u"startedAt").isString());
        QVERIFY(progress.value(u"finishedAt").isString());
        QVERIFY(QFile::exists(
            QString(m_service->cacheDirectory() + u"/quarantine/"_s + id + u".mp4"_s)));
        QVERIFY(entryAt(id.toLatin1()).isEmpty());

        QCOMPARE(m_service->read(localUrl).body, m_video); // never fail a render
        QTRY_COMPARE(count(), 2);
    }

    void beforeItIsAskedNothingIsVerified()
    {
        QCOMPARE(verifying().value(u"state").toString(), u"idle"_s);
        QCOMPARE(verifying().value(u"startedAt"), QJsonValue());
    }

    void wrongWishesToVerifyAreNamed_data()
    {
        QTest::addColumn<QJsonObject>("body");
        QTest::newRow("none of them") << QJsonObject{{u"ids"_s, QJsonArray()}};
        QTest::newRow("not all") << QJsonObject{{u"all"_s, false}};
        QTest::newRow("all and some")
            << QJsonObject{{u"all"_s, true}, {u"ids"_s, QJsonArray{QString(32, u'a')}}};
        QTest::newRow("no id") << QJsonObject{{u"ids"_s, QJsonArray{u"x"_s}}};
    }
    void wrongWishesToVerifyAreNamed()
    {
        QFETCH(const QJsonObject, body);
        const auto answer = m_service->post("verify", body);
        QCOMPARE(answer.status, 400);
        QVERIFY2(answer.error().contains(u"ids"), qPrintable(answer.error()));
    }

    void optimizingPutsTheCacheInOrder()
    {
        const auto entry = cached(1);
        idOf(cached(2));
        QVERIFY(QFile::remove(entry.value(u"localPath").toString()));
        const auto answer = m_service->post("optimize", QJsonObject());
        QCOMPARE(answer.status, 200);
        QCOMPARE(
            answer.data().value(u"message").toString(), u"1 entry was removed, 0 bytes freed."_s);
        const auto result = answer.data().value(u"result").toObject();
        QCOMPARE(result.value(u"strategy").toString(), u"optimize"_s);
        QCOMPARE(result.value(u"errors"), QJsonValue(QJsonArray()));
        QVERIFY(result.value(u"cleanupDurationMs").isDouble());
        QCOMPARE(result.value(u"removedEntries").toInt(), 1);
        QCOMPARE(result.value(u"bytesFreed").toInt(), 0); // there was nothing left to free
        QCOMPARE(count(), 1);
        const auto cache = m_service->get("stats").data().value(u"cache").toObject();
        QVERIFY(cache.value(u"lastCleanupAt").isString());
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_UpkeepCalls)
#include "tst_upkeepcalls.moc"
