// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/servicefixture.h"

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

/// Videos that the cache must not or cannot store are read through it all the same.
class tst_PassedVideos : public QObject
{
    Q_OBJECT

private:
    static constexpr qsizetype videoSize = 3'000'000;

    OriginThread m_origin;
    QByteArray m_bytes;

    /// The local URL of the video, not waited for.
    QString prepared(ServiceFixture &service, const QString &path)
    {
        const auto url = m_origin.url(path);
        return service.process(url, {{u"wait"_s, false}}).value(u"updatedConfig").toString();
    }

private Q_SLOTS:
    void initTestCase() { m_bytes = m_origin.addVideo(u"a.mp4"_s, videoSize); }

    void everyByteArrivesAndNothingIsKept_data()
    {
        QTest::addColumn<QString>("setting");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QByteArray>("detail");
        QTest::newRow("larger than allowed")
            << u"CACHE_MAX_FILE_SIZE_GB"_s << u"0.001"_s << "too_large"_ba;
        QTest::newRow("larger than the cache")
            << u"CACHE_MAX_SIZE_GB"_s << u"0.001"_s << "cache_full"_ba;
        QTest::newRow("disk too full") << u"CACHE_MIN_FREE_GB"_s << u"1000000"_s << "disk_full"_ba;
    }
    void everyByteArrivesAndNothingIsKept()
    {
        QFETCH(QString, setting);
        QFETCH(QString, value);
        QFETCH(QByteArray, detail);
        ServiceFixture service(m_origin, {{setting, value}});
        service.mustStart();
        const auto local = prepared(service, u"a.mp4"_s);
        QVERIFY(local.startsWith(u"http://localhost:"_s));
        const auto path = QUrl(local).path().toLatin1();

        const auto whole = service.proxy(path);
        QCOMPARE(whole.status, 200);
        QVERIFY(whole.body == m_bytes);
        QCOMPARE(whole.field("Cache-Status"), "r2cache; fwd=uri-miss; detail=\"" + detail + '"');

        const auto range = service.proxy(path, "GET", "Range: bytes=2000000-2000099\r\n");
        QCOMPARE(range.status, 206);
        QCOMPARE(range.field("Content-Range"), "bytes 2000000-2000099/3000000");
        QCOMPARE(range.body, m_bytes.mid(2'000'000, 100));

        const auto end = service.proxy(path, "GET", "Range: bytes=-100\r\n");
        QCOMPARE(end.body, m_bytes.last(100));

        const auto head = service.proxy(path, "HEAD");
        QCOMPARE(head.field("Content-Length"), "3000000");

        QVERIFY(service.partials().isEmpty());
        QCOMPARE(service.get("entries").data().value(u"entries").toArray().size(), 0);
        QVERIFY(service.stop());
    }

    void whatCannotBeReadBeforeItIsWholeNeedNotBeWaitedFor()
    {
        // 3 s until it is whole; a reader who came later than the first byte has it in pieces.
        ServiceFixture service(m_origin);
        service.mustStart();
        const auto local = prepared(service, u"fault/noetag,rate=1000000/a.mp4"_s);
        const auto answer = service.read(local);
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.body == m_bytes);
        QCOMPARE(answer.field("ETag"), "");
        // Meanwhile it was stored.
        QTRY_COMPARE_WITH_TIMEOUT(service.read(local).field("X-Cache"), "HIT", 20'000);
        QVERIFY(service.stop());
    }

    void whatNeverIsWhatItsEtagSaysIsReadButNotKept()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        const auto local = prepared(service, u"fault/badmd5/a.mp4"_s);
        const auto path = QUrl(local).path().toLatin1();
        // Who reads while it is being found out may be cut off, and asks again.
        QTRY_COMPARE_WITH_TIMEOUT(
            service.get("downloads").data().value(u"failed").toArray().size(), 1, 20'000);
        const auto answer = service.proxy(path);
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.body == m_bytes);
        QCOMPARE(
            answer.field("Cache-Status"), "r2cache; fwd=uri-miss; detail=\"checksum_mismatch\"");
        QCOMPARE(service.get("entries").data().value(u"entries").toArray().size(), 0);
        // A config is prepared as ever: the URL stays as it was.
        const auto url = m_origin.url(u"fault/badmd5/a.mp4"_s);
        const auto again = service.process(url);
        QCOMPARE(again.value(u"updatedConfig").toString(), url);
        const auto failed = again.value(u"failed").toArray().at(0).toObject();
        QCOMPARE(failed.value(u"code"), QJsonValue(u"checksum_mismatch"_s));
        QVERIFY(service.stop());
    }

    void aReaderThatIsUnderWayDoesNotHoldTheEndUp()
    {
        ServiceFixture service(m_origin, {{u"CACHE_MAX_FILE_SIZE_GB"_s, u"0.001"_s}});
        service.set(u"CACHE_SHUTDOWN_TIMEOUT_MS"_s, u"300"_s);
        service.mustStart();
        const auto local = prepared(service, u"fault/rate=50000/a.mp4"_s);
        RawClient client(service.proxyPort());
        client.send(
            "GET " + QUrl(local).path().toLatin1() + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        QCOMPARE(client.readHead().status, 200);
        QVERIFY(service.stop());
        QVERIFY(client.readToEnd().size() < videoSize);
        QCOMPARE(client.end(), RawClient::End::Reset);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_PassedVideos)
#include "tst_passedvideos.moc"
