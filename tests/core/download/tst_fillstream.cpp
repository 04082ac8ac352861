// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/download/contentreader.h"
#include "tests/core/download/downloadfixture.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype objectSize = 700'000;

using Reader = ContentReader<FillContent>;

/// What readers see of fills while they run (FillProgress::content).
class tst_FillStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aReaderHasBytesLongBeforeTheEnd()
    {
        DownloadFixture network;
        const auto bytes = network.addFile(u"a.mp4"_s, objectSize);
        const auto future = network.fetcher().fetch(
            network.requestFor(network.origin.url(u"/fault/rate=700000/a.mp4"_s)));
        QTRY_VERIFY(network.progress->content.current());
        const auto content = network.progress->content.current();
        const auto version = content->version();
        QVERIFY(!future.isFinished());
        QCOMPARE(version.length, objectSize);
        QCOMPARE(version.etag.size(), 34);
        QCOMPARE(version.contentType, "video/mp4");
        QVERIFY(version.lastModified.endsWith("GMT"));
        const auto early = content->available(0);
        QVERIFY(early > 0 && early < objectSize);
        QCOMPARE(*version.file->readAt(0, early), bytes.first(early));

        const Reader reader(content);
        QVERIFY(await(future));
        QTRY_VERIFY(reader.isAtEnd);
        QVERIFY(reader.bytes == bytes);
        QCOMPARE(content->available(0), objectSize);
    }

    void theFileStaysReadableAfterItWasRenamed()
    {
        DownloadFixture network;
        const auto bytes = network.addFile(u"a.mp4"_s, objectSize);
        auto request = network.requestFor(network.origin.url(u"/a.mp4"_s));
        QVERIFY(await(network.fetcher().fetch(request)));
        QVERIFY(QFile::rename(request.partialPath, request.partialPath + u"-renamed"_s));
        const auto content = network.progress->content.current();
        QVERIFY(content);
        QVERIFY(*content->version().file->readAt(0, objectSize) == bytes);
    }

    void aTinyObjectIsShownWhenItIsWhole()
    {
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, 100);
        QVERIFY(network.fetch(u"/a.mp4"_s));
        QVERIFY(network.progress->content.current());
        QCOMPARE(network.progress->content.current()->available(0), 100);
    }

    void someAreNeverShown_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("no ETag") << u"/fault/noetag/a.mp4"_s;
        QTest::newRow("weak ETag") << u"/fault/weaketag/a.mp4"_s;
        QTest::newRow("no length") << u"/fault/nolength,norange/a.mp4"_s;
    }
    void someAreNeverShown()
    {
        QFETCH(QString, path);
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, objectSize);
        QVERIFY(network.fetch(path));
        QVERIFY(!network.progress->content.current());
        QVERIFY(network.progress->content.isRefused());
        bool isTold = false;
        network.progress->content.whenSet(
            [&isTold](const FillContentPtr &content) { isTold = content == nullptr; });
        QVERIFY(isTold);
    }

    void whatIsNoVideoIsNeverShown()
    {
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, objectSize);
        network.options.fill.containerCheck = [](QByteArrayView, QByteArrayView) {
            return Result<>{failure(ErrorCode::NotAVideo, u"as the test says"_s)};
        };
        QVERIFY(!network.fetch(u"/a.mp4"_s));
        QVERIFY(!network.progress->content.current());
    }

    void aReaderGoesOnWhereTheOriginBrokeOff_data()
    {
        QTest::addColumn<QString>("faults");
        QTest::newRow("resumed") << u"fin=300000,once,rate=5000000"_s;
        QTest::newRow("stalled") << u"stall=300000,once,rate=5000000"_s;
        QTest::newRow("from its beginning") << u"fin=300000,times=2,norange,rate=5000000"_s;
    }
    void aReaderGoesOnWhereTheOriginBrokeOff()
    {
        QFETCH(QString, faults);
        DownloadFixture network;
        const auto bytes = network.addFile(u"a.mp4"_s, objectSize);
        const auto future = network.fetcher().fetch(
            network.requestFor(network.origin.url(u"/fault/%1/a.mp4"_s.arg(faults))));
        QTRY_VERIFY(network.progress->content.current());
        const Reader reader(network.progress->content.current());
        QVERIFY(await(future));
        QTRY_VERIFY(reader.isAtEnd);
        QVERIFY(reader.bytes == bytes);
    }

    void anotherVersionIsAnotherFile()
    {
        DownloadFixture network;
        const auto bytes = network.addFile(u"a.mp4"_s, objectSize);
        const auto future = network.fetcher().fetch(network.requestFor(
            network.origin.url(u"/fault/fin=300000,change=1,rate=1000000/a.mp4"_s)));
        QTRY_VERIFY(network.progress->content.current());
        const auto old = network.progress->content.current();
        const Reader reader(old);
        QVERIFY(await(future));
        QTRY_VERIFY(reader.isAtEnd);
        QVERIFY(reader.bytes.size() < objectSize); // never ended as if whole
        QVERIFY(bytes.startsWith(reader.bytes)); // and never mixed
        QCOMPARE(old->available(0), FillContent::nothingMore);
        const auto kept = *old->version().file->readAt(0, objectSize);
        QVERIFY(bytes.startsWith(kept));

        const auto current = network.progress->content.current();
        QVERIFY(current && current != old);
        QVERIFY(current->version().etag != old->version().etag);
        QVERIFY(*current->version().file->readAt(0, objectSize) == network.partialFile());
    }

    void wrongBytesAreTakenBack()
    {
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, objectSize);
        const auto future = network.fetcher().fetch(
            network.requestFor(network.origin.url(u"/fault/flip=5000,rate=2000000/a.mp4"_s)));
        QTRY_VERIFY(network.progress->content.current());
        const auto content = network.progress->content.current();
        QCOMPARE(await(future).error().code, ErrorCode::ChecksumMismatch);
        QCOMPARE(content->available(0), FillContent::nothingMore);
        QVERIFY(!network.progress->content.current());
    }

    void anOriginThatIsGoneForGoodEndsTheReader()
    {
        DownloadFixture network;
        network.options.fill.readerPatience = {};
        network.addFile(u"a.mp4"_s, objectSize);
        const auto future = network.fetcher().fetch(network.requestFor(
            network.origin.url(u"/fault/fin=300000,norange,rate=2000000/a.mp4"_s)));
        QTRY_VERIFY(network.progress->content.current());
        const Reader reader(network.progress->content.current());
        QVERIFY(!await(future));
        QTRY_VERIFY(reader.isAtEnd);
        QCOMPARE(reader.bytes.size(), 300'000);
    }

    void aCancelledFillEndsTheReader()
    {
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, objectSize);
        const auto future = network.fetcher().fetch(
            network.requestFor(network.origin.url(u"/fault/rate=200000/a.mp4"_s)));
        QTRY_VERIFY(network.progress->content.current());
        const Reader reader(network.progress->content.current());
        network.fetcher().cancel(network.progress);
        QCOMPARE(await(future).error().code, ErrorCode::Cancelled);
        QTRY_VERIFY(reader.isAtEnd);
        // A demand that comes after the fill is gone reaches nobody.
        network.progress->content.current()->notify(objectSize - 1, [] {});
    }

    void aWaitingReaderMakesTheFillPatient()
    {
        DownloadFixture network;
        network.options.fill.retry.maxRetries = 1;
        const auto bytes = network.addFile(u"a.mp4"_s, objectSize);
        // The first attempt brings 300000 bytes; five more bring nothing new.
        const auto future = network.fetcher().fetch(network.requestFor(
            network.origin.url(u"/fault/fin=300000,times=6,norange,rate=1000000/a.mp4"_s)));
        QTRY_VERIFY(network.progress->content.current());
        const Reader reader(network.progress->content.current());
        QVERIFY(await(future));
        QCOMPARE(network.progress->attempts.load(), 7);
        QTRY_VERIFY(reader.isAtEnd);
        QVERIFY(reader.bytes == bytes);
    }

    void patienceEndsWithoutProgress()
    {
        DownloadFixture network;
        network.options.fill.retry.maxRetries = 0;
        network.options.fill.readerPatience = std::chrono::milliseconds{600};
        network.addFile(u"a.mp4"_s, objectSize);
        const auto future = network.fetcher().fetch(network.requestFor(
            network.origin.url(u"/fault/fin=300000,norange,rate=1000000/a.mp4"_s)));
        QTRY_VERIFY(network.progress->content.current());
        const Reader reader(network.progress->content.current());
        QCOMPARE(await(future).error().code, ErrorCode::LengthMismatch);
        QVERIFY(network.progress->attempts.load() > 1);
        QTRY_VERIFY(reader.isAtEnd);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_FillStream)
#include "tst_fillstream.moc"
