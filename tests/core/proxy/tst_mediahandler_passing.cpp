// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/proxy/mediafixture.h"

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

/// Videos that cannot be stored, or not be read before they are: the origin's bytes go through.
class tst_MediaHandlerPassing : public QObject
{
    Q_OBJECT

private:
    /// Of ten bytes, all there.
    static PassedContentPtr content(const QByteArray &etag = "\"origins\"")
    {
        FillContent::Version version;
        version.length = 10;
        version.etag = etag;
        version.lastModified = "Mon, 02 Feb 2026 10:00:00 GMT";
        version.contentType = "video/mp4";
        auto created = PassedContent::create(std::move(version), [](PassedContent::Step) {});
        if (!created || !(*created)->add("0123456789"))
            qFatal("The content could not be made.");
        return *created;
    }

private Q_SLOTS:
    void whatCannotBeStoredIsPassedThrough_data()
    {
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<bool>("isPrivate");
        QTest::newRow("too large") << ErrorCode::TooLarge << false;
        QTest::newRow("too large, private") << ErrorCode::TooLarge << true;
        QTest::newRow("cache full") << ErrorCode::CacheFull << false;
        QTest::newRow("disk full") << ErrorCode::DiskFull << false;
        QTest::newRow("disk broken") << ErrorCode::Io << false;
    }
    void whatCannotBeStoredIsPassedThrough()
    {
        QFETCH(ErrorCode, code);
        QFETCH(bool, isPrivate);
        MediaFixture media;
        media.know(1, isPrivate);
        media.passThrough(content());
        RawClient client(media.port());
        client.send(get(media.pathOf(1), "Origin: http://localhost:3000\r\n"));
        media.fetch(1)->answer(failure(code, u"It failed."_s));
        const auto answer = client.readAnswer();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, "0123456789");
        QCOMPARE(answer.field("Content-Type"), "video/mp4");
        QCOMPARE(answer.field("ETag"), "\"origins\"");
        QCOMPARE(answer.field("Last-Modified"), "Mon, 02 Feb 2026 10:00:00 GMT");
        QCOMPARE(answer.field("Access-Control-Allow-Origin"), "http://localhost:3000");
        QCOMPARE(answer.field("X-Cache"), "MISS");
        const QByteArray word = errorWord(code).data();
        QCOMPARE(answer.field("Cache-Status"), "r2cache; fwd=uri-miss; detail=\"" + word + '"');
    }

    void whatCannotBeReadBeforeItIsWholeIsPassedThrough()
    {
        MediaFixture media;
        media.know(1);
        media.passThrough(content(""));
        RawClient client(media.port());
        client.send(get(media.pathOf(1)));
        FillReading opaque;
        opaque.isOpaque = true;
        media.fetch(1)->answer(opaque);
        const auto answer = client.readAnswer();
        QCOMPARE(answer.body, "0123456789");
        QCOMPARE(answer.field("ETag"), "");
    }

    void rangesAreAnswered_data()
    {
        QTest::addColumn<QByteArray>("range");
        QTest::addColumn<qint64>("guess");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("from") << "bytes=4-"_ba << qint64{4} << 206 << "456789"_ba;
        QTest::newRow("between") << "bytes=4-5"_ba << qint64{4} << 206 << "45"_ba;
        QTest::newRow("suffix") << "bytes=-3"_ba << qint64{0} << 206 << "789"_ba;
        QTest::newRow("beyond") << "bytes=10-"_ba << qint64{10} << 416 << ""_ba;
        QTest::newRow("malformed") << "bytes=x"_ba << qint64{0} << 200 << "0123456789"_ba;
    }
    void rangesAreAnswered()
    {
        QFETCH(QByteArray, range);
        QFETCH(qint64, guess);
        QFETCH(QByteArray, body);
        MediaFixture media;
        media.know(1);
        media.passThrough(content());
        RawClient client(media.port());
        client.send(get(media.pathOf(1), "Range: " + range + "\r\n"));
        media.fetch(1)->answer(failure(ErrorCode::TooLarge, u"It is too large."_s));
        const auto answer = client.readAnswer();
        QTEST(answer.status, "status");
        if (!body.isEmpty())
            QCOMPARE(answer.body, body);
        QCOMPARE(media.passed(), std::vector<qint64>{guess});
    }

    void theOriginsOwnTagIsCompared()
    {
        MediaFixture media;
        media.know(1);
        media.passThrough(content());
        RawClient client(media.port());
        client.send(get(media.pathOf(1), "If-None-Match: \"origins\"\r\n"));
        media.fetch(1)->answer(failure(ErrorCode::TooLarge, u"It is too large."_s));
        QCOMPARE(client.readAnswer(true).status, 304);
    }

    void whatTheOriginRefusesIsNotAskedForAgain()
    {
        MediaFixture media;
        media.know(1);
        media.passThrough(content());
        RawClient client(media.port());
        client.send(get(media.pathOf(1)));
        media.fetch(1)->answer(failure(ErrorCode::OriginNotFound, u"It is gone."_s));
        QCOMPARE(client.readAnswer().status, 302);
        QVERIFY(media.passed().empty());
    }

    void whatCannotBePassedEitherIsTheLastResort()
    {
        MediaFixture media;
        media.know(1);
        RawClient client(media.port());
        client.send(get(media.pathOf(1)));
        media.fetch(1)->answer(failure(ErrorCode::TooLarge, u"It is too large."_s));
        const auto answer = client.readAnswer();
        QCOMPARE(answer.status, 302);
        QVERIFY(answer.field("Cache-Status").contains("origin_unreachable"));
    }

    void aClientThatLeavesLetsGoOfIt()
    {
        MediaFixture media;
        media.know(1);
        FillContent::Version version;
        version.length = 10;
        std::atomic<bool> hasLeft = false;
        auto created = PassedContent::create(std::move(version), [](PassedContent::Step) {});
        QVERIFY(created);
        media.passThrough(PassedContentPtr(
            created->get(), [&hasLeft, content = *created](PassedContent *) { hasLeft = true; }));
        {
            RawClient client(media.port());
            client.send(get(media.pathOf(1)));
            media.fetch(1)->answer(failure(ErrorCode::TooLarge, u"It is too large."_s));
            QCOMPARE(client.readHead().status, 200);
            media.passThrough(failure(ErrorCode::Conflict, u"none"_s)); // the fixture's copy goes
            QVERIFY(!hasLeft);
            client.reset();
        }
        QTRY_VERIFY_WITH_TIMEOUT(hasLeft, 20'000);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_MediaHandlerPassing)
#include "tst_mediahandler_passing.moc"
