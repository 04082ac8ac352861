// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/pagecursor.h"
#include "tests/integration/servicefixture.h"

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

/// Sizes of v1.mp4 to v5.mp4.
constexpr std::array<int, 5> sizes{30'000, 10'000, 50'000, 20'000, 40'000};

class tst_EntryCalls : public QObject
{
    Q_OBJECT

    OriginThread m_origin;
    std::unique_ptr<ServiceFixture> m_service;

    QString urlOf(int number) const { return m_origin.url(u"v%1.mp4"_s.arg(number)); }

    /// v1 to v5, in this order, with the tags "even" or "odd" and their number.
    void cacheAll()
    {
        for (int i = 1; i <= 5; ++i) {
            const QJsonArray tags{i % 2 == 0 ? u"even"_s : u"odd"_s, QString::number(i)};
            QVERIFY(!m_service->cache(urlOf(i), {{u"tags"_s, tags}}).isEmpty());
        }
    }

    QJsonObject list(const QByteArray &query) { return m_service->get("entries?" + query).data(); }
    /// The numbers of the videos that a query lists, as "531".
    QString numbers(const QJsonObject &page)
    {
        QString text;
        for (const auto entries = page.value(u"entries").toArray(); const auto &entry : entries) {
            const auto url = entry.toObject().value(u"originalUrl").toString();
            text += url.sliced(url.size() - 5, 1);
        }
        return text;
    }
    QString here() { return numbers(list("sortBy=createdAt&sortOrder=asc")); }

    ApiAnswer clear(const QJsonObject &body) { return m_service->post("clear", body); }

private Q_SLOTS:
    void initTestCase()
    {
        for (size_t i = 0; i < sizes.size(); ++i)
            m_origin.addVideo(u"v%1.mp4"_s.arg(i + 1), sizes[i]);
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

    void entriesAreSortedFilteredAndFound_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QString>("expected");

        QTest::newRow("smallest first") << "sortBy=fileSizeBytes&sortOrder=asc"_ba << u"24153"_s;
        QTest::newRow("largest first") << "sortBy=fileSizeBytes"_ba << u"35142"_s;
        QTest::newRow("newest first") << "sortBy=createdAt"_ba << u"54321"_s;
        QTest::newRow("oldest first") << "sortBy=createdAt&sortOrder=asc"_ba << u"12345"_s;
        QTest::newRow("by part of the URL") << "q=v3.mp4"_ba << u"3"_s;
        QTest::newRow("by encoded text") << "q=%763"_ba << u"3"_s;
        QTest::newRow("nothing matches") << "q=nothing"_ba << QString();
        QTest::newRow("by tag") << "tags=even&sortBy=createdAt&sortOrder=asc"_ba << u"24"_s;
        QTest::newRow("by a tag that is a number") << "tags=4"_ba << u"4"_s;
        QTest::newRow("by all of several tags") << "tags=odd,3"_ba << u"3"_s;
        QTest::newRow("by text that is a number") << "q=5.mp4"_ba << u"5"_s;
        QTest::newRow("ready") << "status=ready&sortBy=createdAt"_ba << u"54321"_s;
        QTest::newRow("expired") << "status=expired"_ba << QString();
        QTest::newRow("failed") << "status=error"_ba << QString();
        QTest::newRow("being downloaded") << "status=downloading"_ba << QString();
        QTest::newRow("every field empty, as in a form")
            << "limit=50&skip=0&after=&status=&sortBy=createdAt&sortOrder=desc&q=&tags="_ba
            << u"54321"_s;
        QTest::newRow("unknown fields are ignored")
            << "colour=red&sortBy=createdAt"_ba << u"54321"_s;
    }
    void entriesAreSortedFilteredAndFound()
    {
        QFETCH(const QByteArray, query);
        QFETCH(const QString, expected);
        cacheAll();
        const auto page = list(query);
        QCOMPARE(numbers(page), expected);
        QCOMPARE(page.value(u"pagination").toObject().value(u"total").toInt(), expected.size());
    }

    void pagesFollowOneAnother()
    {
        cacheAll();
        const QByteArray query = "sortBy=createdAt&sortOrder=asc&limit=2";
        const auto first = list(query);
        const QJsonObject expected{
            {u"total"_s, 5},
            {u"totalIsExact"_s, true},
            {u"limit"_s, 2},
            {u"skip"_s, 0},
            {u"hasMore"_s, true},
            {u"next"_s, first.value(u"pagination").toObject().value(u"next")}};
        QCOMPARE(first.value(u"pagination").toObject(), expected);
        QString all = numbers(first);
        auto next = first.value(u"pagination").toObject().value(u"next");
        while (next.isString()) {
            const auto page = list(query + "&after=" + next.toString().toUtf8());
            all += u'|' + numbers(page);
            next = page.value(u"pagination").toObject().value(u"next");
        }
        QCOMPARE(all, u"12|34|5"_s);
        QCOMPARE(numbers(list(query + "&skip=3")), u"45"_s);
        const auto beyond = list(query + "&skip=100");
        QVERIFY(beyond.value(u"entries").toArray().isEmpty());
        QCOMPARE(beyond.value(u"pagination").toObject().value(u"hasMore"), QJsonValue(false));
    }

    void theFiltersAreRepeated()
    {
        const QJsonObject expected{
            {u"status"_s, u"ready"_s},
            {u"q"_s, u"a b"_s},
            {u"tags"_s, QJsonArray{u"x"_s, u"y"_s}},
            {u"sortBy"_s, u"accessCount"_s},
            {u"sortOrder"_s, u"asc"_s}};
        QCOMPARE(
            list("status=ready&q=a+b&tags=x,y&sortBy=accessCount&sortOrder=asc").value(u"filters"),
            QJsonValue(expected));
    }

    void aWrongQueryIsNamed_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QString>("field");

        QTest::newRow("limit of none") << "limit=0"_ba << u"limit"_s;
        QTest::newRow("limit too high") << "limit=1001"_ba << u"limit"_s;
        QTest::newRow("limit no number") << "limit=all"_ba << u"limit"_s;
        QTest::newRow("skip backwards") << "skip=-1"_ba << u"skip"_s;
        QTest::newRow("after no cursor") << "after=x"_ba << u"after"_s;
        QTest::newRow("after a number") << "after=2"_ba << u"after"_s;
        QTest::newRow("after a cursor of another order")
            << "sortOrder=asc&after="_ba + toCursor(u"lastAccessedAt desc"_s, {1, 1}).toLatin1()
            << u"after"_s;
        QTest::newRow("sort by") << "sortBy=colour"_ba << u"sortBy"_s;
        QTest::newRow("order") << "sortOrder=up"_ba << u"sortOrder"_s;
        QTest::newRow("status") << "status=fine"_ba << u"status"_s;
    }
    void aWrongQueryIsNamed()
    {
        QFETCH(const QByteArray, query);
        QFETCH(const QString, field);
        const auto answer = m_service->get("entries?" + query);
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.code(), u"invalid_argument"_s);
        QVERIFY2(answer.error().contains(field), qPrintable(answer.error()));
        QVERIFY2(!answer.error().contains(u"of ,"), qPrintable(answer.error()));
    }

    void whatFailedIsSortedFilteredAndFound()
    {
        // One by one, 3 first: so they failed, each in a millisecond of its own.
        for (const int i : {3, 1, 2}) {
            m_service->process(m_origin.url(u"fault/status=403/v%1.mp4"_s.arg(i)));
            const auto failedBy = QDateTime::currentMSecsSinceEpoch();
            QTRY_VERIFY(QDateTime::currentMSecsSinceEpoch() > failedBy);
        }
        const auto failed = [this](const QByteArray &query) {
            return numbers(list("status=error&" + query));
        };
        QCOMPARE(failed("sortBy=createdAt&sortOrder=asc"), u"312"_s);
        QCOMPARE(failed("sortBy=createdAt"), u"213"_s);
        QCOMPARE(failed({}), u"213"_s); // nobody has read them: newest first
        QCOMPARE(failed("q=V1.mp4"), u"1"_s);
        QCOMPARE(failed("tags=odd"), QString());
        const auto first = list("status=error&limit=2");
        QCOMPARE(numbers(first), u"21"_s);
        const auto pagination = first.value(u"pagination").toObject();
        QCOMPARE(pagination.value(u"total").toInt(), 3);
        QCOMPARE(pagination.value(u"totalIsExact"), QJsonValue(true));
        const auto next = pagination.value(u"next").toString().toUtf8();
        QCOMPARE(failed("limit=2&after=" + next), u"3"_s);
        QCOMPARE(m_service->get("entries?status=error&sortOrder=asc&after=" + next).status, 400);
        const auto found = list("status=error&limit=2&q=v3").value(u"pagination").toObject();
        QCOMPARE(found.value(u"total").toInt(), 1);
        QCOMPARE(found.value(u"hasMore"), QJsonValue(false));
    }

    void whatIsBeingDownloadedIsFoundByTheTagsThatItWillHave()
    {
        for (const int i : {1, 2}) {
            m_service->process(
                m_origin.url(u"fault/stall=1000/v%1.mp4"_s.arg(i)),
                {{u"wait"_s, false}, {u"tags"_s, QJsonArray{QString::number(i)}}});
        }
        QTRY_COMPARE(numbers(list("status=downloading&tags=2")), u"2"_s);
        QTRY_COMPARE(numbers(list("status=downloading&q=v1")), u"1"_s);
        QCOMPARE(numbers(list("status=downloading&tags=1,2")), QString());
    }

    void ofManyThatFailedTheTotalIsNoExactOne()
    {
        QVERIFY(m_service->stop());
        {
            const auto now = QDateTime::currentDateTimeUtc();
            const auto index = Index::open(m_service->environment().paths.index(), now).value();
            QList<ObjectRow> rows;
            for (int i = 0; i <= 1000; ++i) {
                const QString id = QString::number(i).rightJustified(32, u'0');
                rows.append({id, urlOf(i), u"mp4"_s, false, false, now, {}, {}, {}});
            }
            QVERIFY(index->rememberObjects(rows).result());
            for (const auto &row : std::as_const(rows)) {
                std::ignore
                    = index->fillFailed(row.id, {ErrorCode::OriginNotFound, u"gone"_s, {}}, now);
            }
            QVERIFY(index->written().result());
        }
        m_service->mustStart();
        const auto pagination = list("status=error").value(u"pagination").toObject();
        QCOMPARE(pagination.value(u"total").toInt(), 1000);
        QCOMPARE(pagination.value(u"totalIsExact"), QJsonValue(false));
    }

    void everyKindOfEntryIsListedAndFoundById()
    {
        const auto failing = m_origin.url(u"fault/status=403/v1.mp4"_s);
        const auto stalled = m_origin.url(u"fault/stall=1000/v1.mp4"_s);
        m_service->process(failing);
        m_service->process(stalled, {{u"wait"_s, false}});
        QVERIFY(!m_service->cache(urlOf(1), {{u"customTtlMs"_s, 1}}).isEmpty());
        QTRY_COMPARE(numbers(list("status=expired")), u"1"_s);
        const QList<std::pair<QByteArray, QString>> kinds{
            {"expired", urlOf(1)}, {"error", failing}, {"downloading", stalled}};
        for (const auto &[status, url] : kinds) {
            const auto entries = list("status=" + status).value(u"entries").toArray();
            QCOMPARE(entries.size(), 1);
            auto entry = entries.at(0).toObject();
            QCOMPARE(entry.value(u"originalUrl").toString(), url);
            QCOMPARE(entry.value(u"status").toString().toUtf8(), status);
            QCOMPARE(entry.value(u"errorMessage").isString(), status == "error");
            const auto id = entry.value(u"id").toString().toUtf8();
            const auto answer = m_service->get("entry/" + id);
            QCOMPARE(answer.status, 200);
            QCOMPARE(
                answer.data().value(u"entry").toObject().value(u"status").toString().toUtf8(),
                status);
        }
    }

    void whatIsNoEntryIsNotFound_data()
    {
        QTest::addColumn<QByteArray>("id");

        QTest::newRow("unknown") << QByteArray(32, 'a');
        QTest::newRow("too short") << "abc"_ba;
        QTest::newRow("upper case") << QByteArray(32, 'A');
        QTest::newRow("a path") << "..%2f..%2fetc%2fpasswd"_ba;
        QTest::newRow("NUL") << "%00"_ba;
    }
    void whatIsNoEntryIsNotFound()
    {
        QFETCH(const QByteArray, id);
        for (const QByteArray method : {"GET", "DELETE"}) {
            const auto answer = m_service->api(method, "/api/cache/entry/" + id);
            QCOMPARE(answer.status, 404);
            QCOMPARE(answer.code(), u"not_found"_s);
        }
    }

    void deletingRemovesThatEntryAlone()
    {
        cacheAll();
        const auto entry = m_service->cache(urlOf(3));
        const auto id = entry.value(u"id").toString().toUtf8();
        const auto answer = m_service->remove("entry/" + id);
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.data().value(u"message").isString());
        QCOMPARE(here(), u"1245"_s);
        QVERIFY(!QFile::exists(entry.value(u"localPath").toString()));
        QCOMPARE(m_service->get("entry/" + id).status, 404);
        QCOMPARE(m_service->remove("entry/" + id).status, 404);
        // Its local URL stays known: a reader brings it back.
        QCOMPARE(m_service->read(entry.value(u"localUrl").toString()).body.size(), sizes[2]);
        QTRY_COMPARE(here(), u"12453"_s); // the reader has the bytes before they are an entry
    }

    void whatARenderHoldsIsDeletedByForceOnly()
    {
        const auto data = m_service->process(urlOf(1));
        QVERIFY(data.value(u"leaseId").isString());
        const auto entry = list("").value(u"entries").toArray().at(0).toObject();
        QCOMPARE(entry.value(u"leased"), QJsonValue(true));
        const auto id = entry.value(u"id").toString().toUtf8();
        for (const QByteArray query : {"", "?force=false", "?force="}) {
            const auto refused = m_service->remove("entry/" + id + query);
            QCOMPARE(refused.status, 409);
            QCOMPARE(refused.code(), u"leased"_s);
        }
        const auto unclear = m_service->remove("entry/" + id + "?force=1");
        QCOMPARE(unclear.status, 400);
        QVERIFY(unclear.error().contains(u"force"));
        QCOMPARE(here(), u"1"_s);
        QCOMPARE(m_service->remove("entry/" + id + "?force=true").status, 200);
        QCOMPARE(here(), QString());
    }

    void clearingFollowsItsStrategy_data()
    {
        QTest::addColumn<QJsonObject>("body");
        QTest::addColumn<QString>("left");

        const auto row = [](const char *name, const QJsonObject &body, const QString &left) {
            QTest::newRow(name) << body << left;
        };
        const auto strategy = u"strategy"_s;
        const auto target = u"targetBytes"_s;
        row("least recently used, within limits", {}, u"12345"_s);
        row("least recently used, to a target", {{strategy, u"lru"_s}, {target, 60'000}}, u"45"_s);
        row("largest first", {{strategy, u"size_limit"_s}, {target, 60'000}}, u"124"_s);
        row("expired ones, of which there are none", {{strategy, u"ttl_expired"_s}}, u"12345"_s);
        row("by pattern", {{strategy, u"manual"_s}, {u"pattern"_s, u"*v3.mp4"_s}}, u"1245"_s);
        row("by part of the URL", {{strategy, u"manual"_s}, {u"pattern"_s, u"v2"_s}}, u"1345"_s);
        row("by tag", {{strategy, u"manual"_s}, {u"tags"_s, QJsonArray{u"odd"_s}}}, u"24"_s);
        row("by both",
            {{strategy, u"manual"_s}, {u"tags"_s, QJsonArray{u"odd"_s}}, {u"pattern"_s, u"v5"_s}},
            u"1234"_s);
        row("all", {{strategy, u"all"_s}}, QString());
        row("everything to nothing", {{strategy, u"lru"_s}, {target, 0}}, QString());
    }
    void clearingFollowsItsStrategy()
    {
        QFETCH(const QJsonObject, body);
        QFETCH(const QString, left);
        cacheAll();
        QJsonObject result;
        QJsonValue message;
        int removed = 0;
        qint64 bytes = 0;
        // What ffprobe still reads stays: asked again until that was in nobody's way.
        const auto isCleared = [&] {
            const auto answer = clear(body);
            result = answer.data().value(u"result").toObject();
            message = answer.data().value(u"message");
            removed += result.value(u"removedEntries").toInt();
            bytes += result.value(u"bytesFreed").toInteger();
            return answer.status == 200
                && result.value(u"kept").toObject().value(u"inUse") == QJsonValue(0);
        };
        QTRY_VERIFY(isCleared());
        QCOMPARE(here(), left);
        QCOMPARE(removed, 5 - left.size());
        qint64 freed = 0;
        for (size_t i = 0; i < sizes.size(); ++i)
            freed += left.contains(QString::number(i + 1)) ? 0 : sizes[i];
        QCOMPARE(bytes, freed);
        QCOMPARE(result.value(u"strategy").toString(), body.value(u"strategy").toString(u"lru"_s));
        QVERIFY(result.value(u"cleanupDurationMs").isDouble());
        QCOMPARE(result.value(u"errors"), QJsonValue(QJsonArray()));
        QVERIFY(message.isString());
    }

    void clearingExpiredOnesLeavesTheOthers()
    {
        QVERIFY(!m_service->cache(urlOf(1), {{u"customTtlMs"_s, 1}}).isEmpty());
        QVERIFY(!m_service->cache(urlOf(2)).isEmpty());
        QTRY_COMPARE(numbers(list("status=expired")), u"1"_s);
        QCOMPARE(clear({{u"strategy"_s, u"ttl_expired"_s}}).status, 200);
        QCOMPARE(here(), u"2"_s);
    }

    void whatIsHeldIsNotClearedAndSaysWhy()
    {
        m_service->process(urlOf(1));
        QVERIFY(!m_service->cache(urlOf(2)).isEmpty());
        const auto pinned = m_service->cache(urlOf(3)).value(u"id").toString();
        QCOMPARE(m_service->post("entry/" + pinned.toLatin1() + "/pin", QJsonObject()).status, 200);
        const auto answer = clear({{u"strategy"_s, u"all"_s}});
        QCOMPARE(answer.status, 200);
        QCOMPARE(here(), u"13"_s);
        const auto kept = answer.data().value(u"result").toObject().value(u"kept").toObject();
        QCOMPARE(kept, (QJsonObject{{u"pinned"_s, 1}, {u"leased"_s, 1}, {u"inUse"_s, 0}}));
        QCOMPARE(
            answer.data().value(u"message").toString(),
            u"1 entry was removed, 10000 bytes. 2 stay: 1 pinned, 1 held by renders, 0 in use."_s);
        // Within its limits nothing was to go, so nothing was kept from it.
        const auto within = clear({{u"strategy"_s, u"lru"_s}});
        QCOMPARE(within.data()[u"result"_s][u"kept"_s][u"pinned"_s].toInt(-1), 0);
    }

    void wrongWishesToClearAreNamed_data()
    {
        QTest::addColumn<QJsonObject>("body");
        QTest::addColumn<QString>("field");

        QTest::newRow("strategy") << QJsonObject{{u"strategy"_s, u"random"_s}} << u"strategy"_s;
        QTest::newRow("by hand without saying which")
            << QJsonObject{{u"strategy"_s, u"manual"_s}} << u"pattern"_s;
        QTest::newRow("by hand with empty wishes") << QJsonObject{
            {u"strategy"_s, u"manual"_s},
            {u"pattern"_s, u""_s},
            {u"tags"_s, QJsonArray()}} << u"pattern"_s;
        QTest::newRow("target") << QJsonObject{{u"targetBytes"_s, -1}} << u"targetBytes"_s;
        QTest::newRow("tags") << QJsonObject{{u"tags"_s, u"odd"_s}} << u"tags"_s;
    }
    void wrongWishesToClearAreNamed()
    {
        QFETCH(const QJsonObject, body);
        QFETCH(const QString, field);
        const auto answer = clear(body);
        QCOMPARE(answer.status, 400);
        QVERIFY2(answer.error().contains(field), qPrintable(answer.error()));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_EntryCalls)
#include "tst_entrycalls.moc"
