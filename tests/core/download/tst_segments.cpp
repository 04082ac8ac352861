// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/download/downloadfixture.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype objectSize = 4'000'000;

/// Chunks and times so small that an object of a few megabytes shows all of it.
void useSmallSegments(DownloadFixture &network)
{
    auto &options = network.options.fill.segments;
    options.firstChunk = 400'000;
    options.minChunk = 200'000;
    options.perChunk = 300ms;
    options.growthWindow = 200ms;
    options.firstConnections = 1;
    options.worthwhile = 200ms;
    options.silence = 300ms;
    network.options.fill.downloadTimeout = 100s; // an origin may be silent for 10 s
}

class tst_Segments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSlowOriginIsAskedOverSeveralConnections()
    {
        DownloadFixture network;
        useSmallSegments(network);
        const auto bytes = network.addFile(u"a.mp4"_s, objectSize);
        const auto future = network.fetcher().fetch(
            network.requestFor(network.origin.url(u"/fault/rate=800000/a.mp4"_s)));
        int connections = 0;
        QTRY_VERIFY_WITH_TIMEOUT(
            (connections = std::max(connections, network.origin.openConnections()),
             future.isFinished()),
            30'000);
        const auto object = await(future);
        QVERIFY2(object, object ? "" : qPrintable(object.error().message));
        QVERIFY(network.partialFile() == bytes);
        QCOMPARE(object->sha256, sha256Hex(bytes));
        QVERIFY(object->verified);
        QCOMPARE(object->bytesFromOrigin, objectSize); // each byte once
        QCOMPARE(network.progress->received.load(), objectSize);
        QCOMPARE(network.progress->attempts.load(), 1);
        QVERIFY2(connections >= 3, qPrintable(QString::number(connections)));
        for (const auto &request : network.origin.requests()) {
            const auto range = request.headers.value("range");
            QVERIFY(range.startsWith("bytes=") && !range.endsWith('-'));
        }
    }

    void aLargeObjectBeginsWithSeveralConnections()
    {
        DownloadFixture network;
        const auto bytes = network.addFile(u"a.mp4"_s, 20'000'000);
        const auto object = network.fetch(u"/a.mp4"_s);
        QVERIFY(object);
        QVERIFY(network.partialFile() == bytes);
        QCOMPARE(network.origin.openConnections(), 2); // one for each 8 MiB
        QCOMPARE(object->bytesFromOrigin, bytes.size());
    }

    void aFastOriginNeedsOneConnection()
    {
        DownloadFixture network;
        network.options.fill.segments.firstConnections = 1;
        const auto bytes = network.addFile(u"a.mp4"_s, 20'000'000);
        const auto object = network.fetch(u"/a.mp4"_s);
        QVERIFY(object);
        QVERIFY(network.partialFile() == bytes);
        QCOMPARE(network.origin.openConnections(), 1);
        QCOMPARE(object->bytesFromOrigin, bytes.size());
        QVERIFY(network.origin.requests().size() <= 3);
        QCOMPARE(network.origin.requests().at(1).headers.value("if-range").size(), 34);
    }

    void aReaderAheadOfTheFillIsServedAtOnce()
    {
        DownloadFixture network;
        useSmallSegments(network);
        network.options.fill.segments.maxConnections = 1;
        const auto bytes = network.addFile(u"a.mp4"_s, objectSize);
        const auto future = network.fetcher().fetch(
            network.requestFor(network.origin.url(u"/fault/rate=400000/a.mp4"_s)));
        QTRY_VERIFY(network.progress->content.current());
        const auto content = network.progress->content.current();
        constexpr qint64 ahead = 3'500'000;
        QCOMPARE(content->available(ahead), 0);
        std::atomic<bool> isHere = false;
        content->notify(ahead, [&isHere] { isHere = true; });
        QTRY_VERIFY(isHere);
        QVERIFY(content->available(0) < ahead); // long before the fill got there
        QVERIFY(content->available(ahead) > 0);
        QCOMPARE(*content->version().file->readAt(ahead, 100), bytes.mid(ahead, 100));
        network.fetcher().cancel(network.progress);
        QCOMPARE(await(future).error().code, ErrorCode::Cancelled);
    }

    void aSilentConnectionIsDoubledForAReader()
    {
        DownloadFixture network;
        useSmallSegments(network);
        network.options.fill.segments.firstChunk = 8'000'000;
        const auto bytes = network.addFile(u"a.mp4"_s, objectSize);
        const auto future = network.fetcher().fetch(network.requestFor(
            network.origin.url(u"/fault/stall=1000000,once,rate=2000000/a.mp4"_s)));
        QTRY_VERIFY(network.progress->content.current());
        QTRY_COMPARE(network.progress->received.load(), 1'000'000);
        QElapsedTimer timer;
        timer.start();
        network.progress->content.current()->notify(1'000'000, [] {});
        QVERIFY(await(future));
        QVERIFY(timer.elapsed() < 5000); // the stall itself would have taken 10 s
        QVERIFY(network.partialFile() == bytes);
        QVERIFY(network.requestedRanges().at(1).startsWith(u"bytes=1000000-"_s));
        QCOMPARE(network.progress->attempts.load(), 1);
    }

    void connectionsThatFailLeaveTheOthers_data()
    {
        QTest::addColumn<QString>("faults");
        QTest::newRow("busy") << u"status=503"_s;
        QTest::newRow("too many") << u"status=429,retryafter=1"_s;
        QTest::newRow("error") << u"status=500"_s;
        QTest::newRow("reset") << u"rst=0"_s;
    }
    void connectionsThatFailLeaveTheOthers()
    {
        QFETCH(QString, faults);
        DownloadFixture network;
        useSmallSegments(network);
        // One request goes well and is slow; those beside it and two after it fail.
        network.options.fill.segments.firstChunk = 2'000'000;
        const auto bytes = network.addFile(u"a.mp4"_s, objectSize);
        const auto object
            = network.fetch(u"/fault/%1,after=1,times=2,rate=1500000/a.mp4"_s.arg(faults));
        QVERIFY2(object, object ? "" : qPrintable(object.error().message));
        QVERIFY(network.partialFile() == bytes);
        QCOMPARE(object->bytesFromOrigin, objectSize);
        QCOMPARE(network.progress->attempts.load(), 1);
        QVERIFY(network.origin.requests().size() > 2);
    }

    void aChangeUnderWayStartsAnew_data()
    {
        QTest::addColumn<QString>("faults");
        QTest::newRow("seen by the second connection") << u"change=1,rate=800000"_s;
        QTest::newRow("seen later") << u"change=3,rate=800000"_s;
    }
    void aChangeUnderWayStartsAnew()
    {
        QFETCH(QString, faults);
        DownloadFixture network;
        useSmallSegments(network);
        auto bytes = network.addFile(u"a.mp4"_s, objectSize);
        const auto object = network.fetch(u"/fault/%1/a.mp4"_s.arg(faults));
        QVERIFY2(object, object ? "" : qPrintable(object.error().message));
        for (qsizetype i = 4096; i < bytes.size(); ++i)
            bytes[i] = static_cast<char>(bytes[i] ^ 0x5A);
        QVERIFY(network.partialFile() == bytes);
        QCOMPARE(object->sha256, sha256Hex(bytes));
    }

    void rangesThatCannotBePutTogetherEndInAPlainGet_data()
    {
        QTest::addColumn<QString>("faults");
        QTest::newRow("wrong ranges") << u"after=1,wrongrange"_s;
        QTest::newRow("ranges ignored") << u"after=1,norange"_s;
        QTest::newRow("no ETag") << u"noetag"_s;
        QTest::newRow("weak ETag") << u"weaketag"_s;
        QTest::newRow("another ETag each time") << u"newetag"_s;
    }
    void rangesThatCannotBePutTogetherEndInAPlainGet()
    {
        QFETCH(QString, faults);
        DownloadFixture network;
        useSmallSegments(network);
        const auto bytes = network.addFile(u"a.mp4"_s, objectSize);
        const auto object = network.fetch(u"/fault/%1,rate=20000000/a.mp4"_s.arg(faults));
        QVERIFY2(object, object ? "" : qPrintable(object.error().message));
        QVERIFY(network.partialFile() == bytes);
        QCOMPARE(object->sha256, sha256Hex(bytes));
        QCOMPARE(object->length, objectSize);
    }

    void everyConnectionEndsWhenTheFillIsCancelled()
    {
        DownloadFixture network;
        useSmallSegments(network);
        network.addFile(u"a.mp4"_s, objectSize);
        const auto future = network.fetcher().fetch(
            network.requestFor(network.origin.url(u"/fault/rate=200000/a.mp4"_s)));
        QTRY_VERIFY(network.origin.openConnections() >= 2);
        network.fetcher().cancel(network.progress);
        QCOMPARE(await(future).error().code, ErrorCode::Cancelled);
        QTRY_COMPARE(network.origin.openConnections(), 0);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_Segments)
#include "tst_segments.moc"
