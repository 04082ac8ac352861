// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/proxy/mediafixture.h"

#include <QFile>
#include <QRandomGenerator>
#include <QSqlDatabase>
#include <QSqlQuery>

#include <thread>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

QByteArray randomBytes(qsizetype size, quint32 seed)
{
    QByteArray bytes(size, Qt::Uninitialized);
    QRandomGenerator(seed).fillRange(reinterpret_cast<quint32 *>(bytes.data()), size / 4);
    return bytes;
}

QByteArray request(const QByteArray &method, const QByteArray &path, const QByteArray &fields = {})
{
    return method + ' ' + path + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}

class tst_MediaHandler : public QObject
{
    Q_OBJECT

private:
    const QByteArray m_content = randomBytes(20'000'000, 1);

private Q_SLOTS:
    void wholeFilesArriveUnchanged()
    {
        MediaFixture media;
        media.add(1, m_content);
        for (const auto family : {RawClient::Family::IPv4, RawClient::Family::IPv6}) {
            RawClient client(media.port(), family);
            if (!client.isConnected())
                continue; // a machine without IPv6
            const auto answer = client.ask(get(media.pathOf(1)));
            QCOMPARE(answer.status, 200);
            QCOMPARE(answer.field("Content-Type"), "video/mp4");
            QCOMPARE(answer.field("X-Cache"), "HIT");
            QCOMPARE(sha256Hex(answer.body), sha256Hex(m_content));
        }
        QCOMPARE(media.fetchCount(), 0);
    }

    void randomRangesArriveUnchanged()
    {
        MediaFixture media;
        media.add(1, m_content);
        RawClient client(media.port());
        auto random = QRandomGenerator(2);
        for (int i = 0; i < 200; ++i) {
            const qint64 begin = random.bounded(m_content.size());
            const qint64 length
                = random.bounded(std::min<qint64>(100'000, m_content.size() - begin)) + 1;
            const QByteArray range
                = QByteArray::number(begin) + '-' + QByteArray::number(begin + length - 1);
            const auto answer = client.ask(get(media.pathOf(1), "Range: bytes=" + range + "\r\n"));
            QCOMPARE(answer.status, 206);
            QCOMPARE(
                answer.field("Content-Range"),
                "bytes " + range + '/' + QByteArray::number(m_content.size()));
            QVERIFY(answer.body == QByteArrayView(m_content).sliced(begin, length));
        }
    }

    void severalRangesArriveAsMultipart()
    {
        MediaFixture media;
        media.add(1, m_content);
        RawClient client(media.port());
        const auto answer = client.ask(get(media.pathOf(1), "Range: bytes=0-9,-10\r\n"));
        QCOMPARE(answer.status, 206);
        QVERIFY(answer.field("Content-Type").startsWith("multipart/byteranges"));
        QVERIFY(answer.body.contains(QByteArray(m_content.first(10) + "\r\n--")));
        QVERIFY(answer.body.contains(QByteArray(m_content.last(10) + "\r\n--")));
        QCOMPARE(client.ask(get(media.pathOf(1))).status, 200); // the length was right
    }

    void headHasTheLengthAndNoBody() // RFC 9110 section 9.3.2
    {
        MediaFixture media;
        media.add(1, "0123456789");
        RawClient client(media.port());
        const auto answer = client.ask(request("HEAD", media.pathOf(1), "Range: bytes=0-1\r\n"));
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.field("Content-Length"), "10");
        QCOMPARE(client.ask(get(media.pathOf(1))).body, "0123456789");
    }

    void bothDoorsAnswerAlike_data()
    {
        QTest::addColumn<QByteArray>("sent");
        const auto row = [](const char *name, const QByteArray &sent) {
            QTest::newRow(name) << sent;
        };
        const auto path = MediaFixture::pathOf(1);
        row("whole", request("GET", path));
        row("range", request("GET", path, "Range: bytes=2-4\r\n"));
        row("unsatisfiable", request("GET", path, "Range: bytes=20-\r\n"));
        row("head", request("HEAD", path));
        row("not modified", request("GET", path, "If-None-Match: *\r\n"));
        row("failed condition", request("GET", path, "If-Match: \"a\"\r\n"));
        row("web page", request("GET", path, "Origin: http://localhost:3000\r\n"));
        row("options", request("OPTIONS", path));
        row("preflight",
            request(
                "OPTIONS", path,
                "Origin: http://localhost:3000\r\nAccess-Control-Request-Method: GET\r\n"));
        row("query", request("GET", path + "?t=1"));
        row("percent-encoded", request("GET", "/video/%30" + path.sliced(8)));
        row("unknown", request("GET", MediaFixture::pathOf(2)));
        row("no name", request("GET", "/video/a.mp4"));
        row("method", request("DELETE", path));
        row("foreign host", "GET " + path + " HTTP/1.1\r\nHost: evil.example.com\r\n\r\n");
    }
    void bothDoorsAnswerAlike()
    {
        QFETCH(QByteArray, sent);
        MediaFixture media;
        media.add(1, "0123456789");
        auto parts = media.parts();
        parts.fastPath = nullptr;
        TestServer routed(std::move(parts), {.workers = 2});
        const auto ask = [&](quint16 port) -> QByteArray {
            auto answer = RawClient(port).ask(sent);
            const auto date = answer.head.indexOf("\r\nDate: ");
            return answer.head.remove(date, answer.head.indexOf('\r', date + 1) - date)
                + answer.body;
        };
        // Opened by the first: what is compared is what both say of an open file.
        ask(media.port());
        const auto fast = ask(media.port());
        QVERIFY(fast.startsWith("HTTP/1.1 "));
        QCOMPARE(ask(routed.port()), fast);
    }

    void otherMethodsAreRefused() // RFC 9110 section 15.5.6
    {
        MediaFixture media;
        RawClient client(media.port());
        const auto answer = client.ask(request("POST", media.pathOf(1)));
        QCOMPARE(answer.status, 405);
        QCOMPARE(answer.field("Allow"), "GET, HEAD, OPTIONS");
        QCOMPARE(answer.field("Vary"), "Origin");
    }

    void whatIsNotKnownIs404_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<bool>("isName");
        const auto row = [](const char *name, const QByteArray &path, bool isName = false) {
            QTest::newRow(name) << path << isName;
        };
        const auto id = CacheFixture::idOf(1).toLatin1();
        row("unknown id", MediaFixture::pathOf(2), true);
        row("unknown id in /cache", "/cache/" + CacheFixture::idOf(2).toLatin1(), true);
        row("other extension", "/video/" + id + ".webm", true);
        row("foreign extension", "/video/" + id + ".txt");
        row("no extension", "/video/" + id);
        row("upper case", "/video/" + id.toUpper().replace('0', 'A') + ".mp4");
        row("sidecar", "/video/" + id + ".json");
        row("partial file", "/video/" + id + ".part");
        row("version 1 by name", "/video/" + id + "-1.mp4");
        row("path", "/video/..%2f" + id + ".mp4");
        row("line feed", "/video/" + id + ".mp4%0a");
        row("NUL", "/video/" + id + ".mp4%00");
        row("empty", "/video/");
        row("extension in /cache", "/cache/" + id + ".mp4");
        row("word in /cache", "/cache/stats");
    }
    void whatIsNotKnownIs404()
    {
        QFETCH(QByteArray, path);
        QFETCH(bool, isName);
        MediaFixture media;
        media.add(1, "0123456789");
        RawClient client(media.port());
        for (int i = 0; i < 2; ++i) { // before the file is open, and after
            const auto answer = client.ask(get(path, "Origin: http://localhost:3000\r\n"));
            QCOMPARE(answer.status, 404);
            QVERIFY2(answer.body.contains("run prepare again"), answer.body.constData());
            // Nothing is repeated but a name of our own form.
            QCOMPARE(answer.body.contains("is not known"), isName);
            QCOMPARE(answer.field("Content-Type"), "text/plain; charset=utf-8");
            QCOMPARE(answer.field("Access-Control-Allow-Origin"), "http://localhost:3000");
            QCOMPARE(client.ask(get(media.pathOf(1))).status, 200);
        }
        QCOMPARE(media.fetchCount(), 0);
        QCOMPARE(media.cache.counters.hits.load(), 1);
        QCOMPARE(media.cache.counters.misses.load(), 0);
    }

    void anIdAloneIsTheNewestVersion()
    {
        MediaFixture media;
        media.add(1, "first");
        media.add(1, "second");
        const auto id = CacheFixture::idOf(1).toLatin1();
        RawClient client(media.port());
        const auto answer = client.ask(get("/cache/" + id));
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, "second");
        QCOMPARE(answer.field("ETag"), '"' + id + "-2\"");
    }

    void aVersionThatIsGoneIsAnsweredWithTheNewest_data()
    {
        QTest::addColumn<QByteArray>("ending");
        QTest::newRow("older") << ".mp4"_ba;
        QTest::newRow("this") << "-2.mp4"_ba;
        QTest::newRow("never was") << "-7.mp4"_ba;
    }
    void aVersionThatIsGoneIsAnsweredWithTheNewest()
    {
        QFETCH(QByteArray, ending);
        MediaFixture media;
        media.add(1, "first");
        media.add(1, "second");
        RawClient client(media.port());
        for (int i = 0; i < 2; ++i) {
            const auto answer = client.ask(get(media.pathOf(1, ending)));
            QCOMPARE(answer.status, 200);
            QCOMPARE(answer.body, "second");
            QVERIFY(answer.field("ETag").endsWith("-2\""));
        }
    }

    void aVersionThatIsGoneIsAnsweredWithTheNextThatIsHeld()
    {
        MediaFixture media;
        media.add(1, "first");
        media.add(1, "second");
        // A config made now, without waiting, has the name without a version; what it holds stays.
        const auto id = CacheFixture::idOf(1);
        const auto lease = media.cache.cache.leases().open({id}, std::chrono::hours{1});
        RawClient client(media.port());
        QCOMPARE(client.ask(get(media.pathOf(1))).body, "second");
        media.add(1, "third");
        for (int i = 0; i < 2; ++i)
            QCOMPARE(client.ask(get(media.pathOf(1))).body, "second");
        QCOMPARE(client.ask(get("/cache/" + id.toLatin1())).body, "third");
        QCOMPARE(client.ask(get(media.pathOf(1, "-3.mp4"))).body, "third");
        // The newest is looked up again once it has gone.
        const auto third = CacheFixture::wait(media.cache.index->newestEntry(id)).value().value();
        QVERIFY(QCoro::waitFor(media.cache.cache.discard(third, false)));
        QCOMPARE(client.ask(get("/cache/" + id.toLatin1())).body, "second");
    }

    void anExpiredEntryIsServedAsStale()
    {
        MediaFixture media;
        media.add(1, "0123456789");
        media.cache.clock.advance(std::chrono::hours{24 * 8});
        RawClient client(media.port());
        const auto answer = client.ask(get(media.pathOf(1)));
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.field("X-Cache"), "STALE");
        QCOMPARE(answer.body, "0123456789");
    }

    void aHitCountsOncePerEntryAndConnection()
    {
        MediaFixture media;
        media.add(1, "0123456789");
        media.add(2, "0123456789");
        auto &counters = media.cache.counters;
        RawClient first(media.port());
        QCOMPARE(first.ask(get(media.pathOf(1))).status, 200);
        QCOMPARE(first.ask(get(media.pathOf(1), "Range: bytes=0-1\r\n")).status, 206);
        QCOMPARE(first.ask(request("HEAD", media.pathOf(1))).status, 200);
        QCOMPARE(counters.hits.load(), 1);
        QCOMPARE(first.ask(get(media.pathOf(2))).status, 200);
        QCOMPARE(counters.hits.load(), 2);
        RawClient second(media.port());
        QCOMPARE(second.ask(get(media.pathOf(1))).status, 200);
        QCOMPARE(counters.hits.load(), 3);
        QCOMPARE(counters.misses.load(), 0);
        QTRY_COMPARE_WITH_TIMEOUT(counters.bytesFromCache.load(), 32, 20'000);
    }

    void everyRequestIsAnAccess()
    {
        MediaFixture media;
        media.add(1, "0123456789");
        RawClient client(media.port());
        for (int i = 0; i < 3; ++i)
            QCOMPARE(client.ask(get(media.pathOf(1))).status, 200);
        const auto file = media.cache.lookup.atHand({CacheFixture::idOf(1), 1});
        QVERIFY(file);
        QCOMPARE(file->accesses.load(), 3);
    }

    void whatIsReadArrivesWholeThoughItIsEvicted()
    {
        MediaFixture media;
        media.add(1, m_content);
        RawClient client(media.port(), RawClient::Family::IPv4, 4096);
        client.send(get(media.pathOf(1)));
        QCOMPARE(client.readHead().status, 200);
        const auto removed = QCoro::waitFor(media.cache.cache.remove(CacheFixture::idOf(1), true));
        QVERIFY(removed);
        QByteArray body;
        while (body.size() < m_content.size()) {
            const auto bytes = client.receive(m_content.size());
            QVERIFY(!bytes.isEmpty());
            body += bytes;
        }
        QCOMPARE(sha256Hex(body), sha256Hex(m_content));
        QCOMPARE(client.ask(get(media.pathOf(1))).status, 404);
    }

    void aBrokenIndexIs500()
    {
        MediaFixture media;
        media.know(1);
        {
            auto database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"breaker"_s);
            database.setDatabaseName(media.cache.root + u"/index.sqlite");
            QVERIFY(database.open());
            QSqlQuery query(database);
            QVERIFY(query.exec(u"DROP VIEW live_entries"_s));
        }
        QSqlDatabase::removeDatabase(u"breaker"_s);
        RawClient client(media.port());
        const auto answer = client.ask(get(media.pathOf(1)));
        QCOMPARE(answer.status, 500);
        QVERIFY2(answer.body.contains("could not look the video up"), answer.body.constData());
        QCOMPARE(media.fetchCount(), 0);
    }

    void optionsChangeWhileRequestsRun()
    {
        MediaFixture media;
        media.add(1, "0123456789");
        std::atomic<bool> done = false;
        std::jthread changing([&] {
            for (int i = 0; !done; ++i) {
                MediaHandler::Options options;
                if (i % 2 == 1)
                    options.hosts = HostRules({}, {"https://studio.example.com"});
                media.handler.setOptions(std::move(options));
            }
        });
        RawClient client(media.port());
        for (int i = 0; i < 200; ++i) {
            const auto answer
                = client.ask(get(media.pathOf(1), "Origin: https://studio.example.com\r\n"));
            QCOMPARE(answer.body, "0123456789");
        }
        done = true;
        changing.join();
        MediaHandler::Options options;
        options.hosts = HostRules({}, {"https://studio.example.com"});
        media.handler.setOptions(std::move(options));
        const auto answer
            = client.ask(get(media.pathOf(1), "Origin: https://studio.example.com\r\n"));
        QCOMPARE(answer.field("Access-Control-Allow-Origin"), "https://studio.example.com");
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_MediaHandler)
#include "tst_mediahandler.moc"
