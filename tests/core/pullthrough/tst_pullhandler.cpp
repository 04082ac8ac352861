// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/pullthrough/pullfixture.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

Response plain(const Request &)
{
    return originAnswer(
        "a",
        "Cache-Control: max-age=60\nSet-Cookie: a=b\nAccess-Control-Allow-Origin: *\nVary: Foo");
}

class tst_PullHandler : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void videosAreRememberedAndAnsweredAsVideos()
    {
        PullFixture proxy(plain);
        const auto answer = proxy.fetch("/a.mp4");
        QCOMPARE(proxy.remembered().size(), 1U);
        QCOMPARE(answer.body, "video " + proxy.remembered().front().fileName().toLatin1());
        QCOMPARE(
            proxy.remembered().front().canonical,
            QString::fromLatin1(proxy.originUrl() + "/a.mp4"));
        QCOMPARE(proxy.askedCount(), 0);
    }

    void foreignOriginsAreRefusedWithTheWayOut()
    {
        PullFixture proxy(plain);
        const auto refused = proxy.fetchUrl("http%3A%2F%2Fevil.example%2Fa");
        QCOMPARE(refused.status, 403);
        QVERIFY(refused.body.contains("CACHE_CUSTOM_DOMAINS"));
        QCOMPARE(proxy.fetchUrl("nonsense").status, 400);
        QCOMPARE(proxy.fetchUrl("http%3A%2F%2Fu%40127.0.0.1%2F").status, 400);
    }

    void ourselvesAreRefused()
    {
        PullFixture proxy(plain, [](PullThrough::Options &, PullHandler::Options &handler) {
            handler.ownPorts = {3001};
        });
        const auto refused = proxy.fetchUrl("http%3A%2F%2Flocalhost%3A3001%2Fa");
        QCOMPARE(refused.status, 403);
        QVERIFY(refused.body.contains("back to this cache"));
    }

    void aRequestThatHasBeenHereIsALoop()
    {
        PullFixture proxy(plain);
        QCOMPARE(proxy.fetch("/a", "Via: 1.0 x, 1.1 r2cache\r\n").status, 508);
        QCOMPARE(proxy.askedCount(), 0);
        QCOMPARE(proxy.fetch("/a", "Via: 1.1 r2cache-other\r\n").status, 200);
    }

    void otherMethodsAreNotAllowed()
    {
        PullFixture proxy(plain);
        for (const auto *method : {"POST", "PUT", "DELETE", "M-SEARCH"}) {
            const auto answer = proxy.fetch("/a", "Content-Length: 0\r\n", method);
            QCOMPARE(answer.status, 405);
            QCOMPARE(answer.field("Allow"), "GET, HEAD, OPTIONS");
        }
        QCOMPARE(proxy.fetch("/a", {}, "OPTIONS").status, 204);
        QCOMPARE(proxy.askedCount(), 0);
    }

    void foreignHostNamesAreRefused()
    {
        PullFixture proxy(plain);
        RawClient client(proxy.port());
        const auto request = proxy.requestFor("/a").replace("Host: localhost", "Host: evil");
        QCOMPARE(client.ask(request).status, 403);
        QCOMPARE(proxy.askedCount(), 0);
    }

    void theOriginDoesNotSpeakForUs()
    {
        PullFixture proxy(plain);
        const auto answer = proxy.fetch("/a", "Origin: http://evil.example\r\nCookie: c\r\n");
        QCOMPARE(answer.status, 200);
        QVERIFY(!answer.headers.contains("Set-Cookie"));
        QVERIFY(!answer.headers.contains("Access-Control-Allow-Origin"));
        QCOMPARE(answer.field("Vary"), "Foo, Origin");
        QCOMPARE(answer.field("Content-Security-Policy"), "sandbox");
        QVERIFY(!proxy.asked().front().headers.contains("Cookie"));
        const auto ours = proxy.fetch("/a", "Origin: http://localhost:3000\r\n");
        QCOMPARE(ours.field("Access-Control-Allow-Origin"), "http://localhost:3000");
    }

    void forTestSuitesEverythingGoesThrough()
    {
        PullFixture proxy(plain, [](PullThrough::Options &pull, PullHandler::Options &) {
            pull.fetch.trust = Trust::Transparent;
        });
        const auto answer = proxy.fetch("/a", "Cookie: c\r\n");
        QCOMPARE(answer.field("Set-Cookie"), "a=b");
        QCOMPARE(answer.field("Vary"), "Foo");
        QCOMPARE(proxy.asked().front().headers.value("Cookie").value_or(""), "c");
    }

    void answersThatNobodyTakesAreBounded()
    {
        const QByteArray body(3'000'000, 'x');
        PullFixture proxy(
            [&](const Request &) { return originAnswer(body, "Cache-Control: max-age=60"); },
            [](PullThrough::Options &, PullHandler::Options &handler) {
                handler.maxUnsent = 4'000'000;
            });
        {
            RawClient slow(proxy.port(), RawClient::Family::IPv4, 4096);
            slow.send(proxy.requestFor("/a"));
            QCOMPARE(slow.readHead().status, 200);
            const auto refused = proxy.fetch("/a");
            QCOMPARE(refused.status, 503);
            QVERIFY(refused.body.contains("slow"));
            slow.reset();
        }
        QTRY_COMPARE(proxy.fetch("/a").status, 200);
    }

    void moreThanMayWaitAreRefused()
    {
        PullFixture proxy(plain, [](PullThrough::Options &, PullHandler::Options &handler) {
            handler.maxWaiting = 1;
        });
        proxy.holdAnswers();
        RawClient client(proxy.port());
        client.send(proxy.requestFor("/a"));
        QTRY_COMPARE(proxy.waiting(), 1);
        QCOMPARE(proxy.fetch("/b").status, 503);
        proxy.releaseAnswers();
        QCOMPARE(client.readAnswer().status, 200);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_PullHandler)
#include "tst_pullhandler.moc"
