// SPDX-License-Identifier: GPL-3.0-or-later
// CACHE_PULL_THROUGH in a whole service: off, on, test, and refused beside R2 keys.
#include "tests/integration/servicefixture.h"

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

class tst_PullCalls : public QObject
{
    Q_OBJECT

    OriginThread m_origin;
    QByteArray m_video;

    QByteArray fetchPath(const QString &path) const
    {
        return "/fetch/" + QUrl::toPercentEncoding(m_origin.url(path));
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_video = m_origin.addVideo(u"a.mp4"_s, 50'000);
        m_origin.addFile(u"words.txt"_s, "some words");
        m_origin.addFile(u"large.bin"_s, QByteArray(6'000'000, 'x'));
        m_origin.addFile(u"fake.mp4"_s, "this is no video at all");
    }

    void byDefaultThereIsNoSuchRoute()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        const auto answer = service.proxy(fetchPath(u"a.mp4"_s));
        QCOMPARE(answer.status, 404);
        QVERIFY(answer.body.contains("There is nothing here"));
        QCOMPARE(m_origin.requestsOf(u"a.mp4"_s), 0);
    }

    void aVideoIsSharedWithItsLocalUrl()
    {
        ServiceFixture service(m_origin, {{u"CACHE_PULL_THROUGH"_s, u"on"_s}});
        service.mustStart();
        const auto first = service.proxy(fetchPath(u"a.mp4"_s));
        QCOMPARE(first.status, 200);
        QCOMPARE(first.body, m_video);
        QCOMPARE(first.field("X-Cache"), "MISS");
        const auto entry = service.cache(m_origin.url(u"a.mp4"_s));
        QCOMPARE(service.read(entry.value(u"localUrl").toString()).body, m_video);
        const auto part = service.proxy(fetchPath(u"a.mp4"_s), "GET", "Range: bytes=10-19\r\n");
        QCOMPARE(part.status, 206);
        QCOMPARE(part.body, m_video.sliced(10, 10));
        QCOMPARE(part.field("X-Cache"), "HIT");
        QCOMPARE(m_origin.requestsOf(u"a.mp4"_s), 1);
    }

    void otherObjectsOfAllowedOriginsAreFetched()
    {
        ServiceFixture service(m_origin, {{u"CACHE_PULL_THROUGH"_s, u"on"_s}});
        service.mustStart();
        const auto answer = service.proxy(fetchPath(u"words.txt"_s));
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, "some words");
        QCOMPARE(answer.field("Content-Security-Policy"), "sandbox");
        const auto refused = service.proxy("/fetch/https%3A%2F%2Fexample.com%2Fa");
        QCOMPARE(refused.status, 403);
        QVERIFY(refused.body.contains("CACHE_CUSTOM_DOMAINS"));
        const QByteArray own
            = "http://localhost:" + QByteArray::number(service.proxyPort()) + "/health";
        QCOMPARE(service.proxy("/fetch/" + own.toPercentEncoding()).status, 403);
        QCOMPARE(service.proxy(fetchPath(u"words.txt"_s), "POST").status, 405);
    }

    void aBodyThatBreaksOffIsCompleted()
    {
        ServiceFixture service(m_origin, {{u"CACHE_PULL_THROUGH"_s, u"on"_s}});
        service.mustStart();
        // Everybody is cut off at the fourth byte who does not start behind it.
        const auto answer = service.proxy(fetchPath(u"fault/fin=4/words.txt"_s));
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, "some words");
        QCOMPARE(answer.field("X-Cache"), "PARTIAL");
    }

    void aLargeBodyThatBreaksOffIsNeverEndedAsIfWhole()
    {
        ServiceFixture service(m_origin, {{u"CACHE_PULL_THROUGH"_s, u"on"_s}});
        service.mustStart();
        QCOMPARE(service.proxy(fetchPath(u"large.bin"_s)).body, QByteArray(6'000'000, 'x'));
        QCOMPARE(service.proxy(fetchPath(u"fault/fin=5000000/large.bin"_s)).status, 0);
    }

    void theContainerIsCheckedUnlessForTests()
    {
        for (const auto &[mode, status] : {std::pair{u"on"_s, 302}, {u"test"_s, 200}}) {
            ServiceFixture service(m_origin, {{u"CACHE_PULL_THROUGH"_s, mode}});
            service.mustStart();
            QCOMPARE(service.proxy(fetchPath(u"fake.mp4"_s)).status, status);
        }
    }

    void keysBesideItAreRefused()
    {
        for (const auto &mode : {u"on"_s, u"test"_s}) {
            ServiceFixture service(
                m_origin,
                {{u"CACHE_PULL_THROUGH"_s, mode},
                 {u"CACHE_R2_ACCESS_KEY_ID"_s, u"a"_s},
                 {u"CACHE_R2_SECRET_ACCESS_KEY"_s, u"b"_s}});
            const auto started = service.start();
            QVERIFY(!started);
            QCOMPARE(started.error().code, ErrorCode::InvalidSetting);
            for (const auto &key : {u"CACHE_PULL_THROUGH"_s, u"CACHE_R2_ACCESS_KEY_ID"_s})
                QVERIFY2(
                    started.error().message.contains(key), qPrintable(started.error().message));
        }
    }

    void stoppingEndsWhatWaits()
    {
        ServiceFixture service(
            m_origin,
            {{u"CACHE_PULL_THROUGH"_s, u"on"_s}, {u"CACHE_SHUTDOWN_TIMEOUT_MS"_s, u"1000"_s}});
        service.mustStart();
        RawClient client(service.proxyPort());
        client.send(
            "GET " + fetchPath(u"fault/stall=0/words.txt"_s)
            + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        QTRY_COMPARE(m_origin.requestsOf(u"fault/stall=0/words.txt"_s), 1);
        QVERIFY(service.stop());
        QCOMPARE(client.readAnswer().status, 503);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_PullCalls)
#include "tst_pullcalls.moc"
