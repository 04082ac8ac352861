// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/download/downloadfixture.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype objectSize = 700'000;

/// Bytes so slow that they are read before the fault strikes: Qt repeats a request by itself where
/// it learns of the end before it has read anything.
const QString slowly = u",rate=5000000"_s;

/// NotAVideo for web pages, as core/http's rule has it.
Result<> refuseHtml(QByteArrayView head, QByteArrayView contentType)
{
    if (contentType.startsWith("text/html") || head.startsWith("<!DOCTYPE"))
        return failure(ErrorCode::NotAVideo, u"A web page came in place of a video."_s);
    return {};
}

QFuture<Result<>> ready(Result<> result)
{
    QPromise<Result<>> promise;
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return promise.future();
}

class tst_ObjectFetcher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aWholeObjectArrivesWithItsHashesAndFields()
    {
        DownloadFixture network;
        const auto bytes = network.addFile(u"a.mp4"_s, objectSize);
        const auto object = network.fetch(u"/a.mp4"_s);
        QVERIFY(object);
        QCOMPARE(object->length, objectSize);
        QCOMPARE(object->sha256, sha256Hex(bytes));
        QVERIFY(object->verified);
        QCOMPARE(object->etag.size(), 34);
        QCOMPARE(object->contentType, "video/mp4");
        QVERIFY(object->lastModified.endsWith("GMT"));
        QVERIFY(object->fetchedAt.isValid());
        QCOMPARE(object->bytesFromOrigin, objectSize);
        QCOMPARE(network.partialFile(), bytes);
        QCOMPARE(network.progress->received.load(), objectSize);
        QCOMPARE(network.progress->total.load(), objectSize);
        QCOMPARE(network.progress->attempts.load(), 1);
        QCOMPARE(network.progress->state.load(), FillProgress::State::Checking);
    }

    void theRequestIsForTheFirstBytesAndPlain()
    {
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, 1000);
        QVERIFY(network.fetch(u"/a.mp4"_s));
        const auto &headers = network.origin.requests().front().headers;
        QCOMPARE(headers.value("accept-encoding"), "identity");
        QCOMPARE(headers.value("user-agent"), "r2cache/test");
        QCOMPARE(headers.value("range"), "bytes=0-8388607");
        QVERIFY(!headers.contains("if-range"));
        QVERIFY(!headers.contains("cookie"));
        QVERIFY(!headers.contains("authorization"));
    }

    void aRightFileComesOutOfAMisbehavingOrigin_data()
    {
        QTest::addColumn<QString>("faults");
        QTest::addColumn<int>("requests"); // -1: any number
        QTest::addColumn<bool>("verified");
        const auto row = [](const char *faults, int requests, bool verified = true) {
            QTest::newRow(faults) << QString::fromLatin1(faults) + slowly << requests << verified;
        };
        row("ttfb=400", 1);
        row("nolength", 1); // Content-Range tells it
        row("close", 1);
        row("nolength,noetag", 1, false);
        row("nolength,norange", 1);
        row("close,norange", 1); // its MD5 shows that it is whole
        row("nolength,noetag,norange,once", 2,
            false); // the second asks for what lies behind the end
        row("close,noetag,norange,once", 2, false);
        row("close,newetag,norange,once", 2, false);
        row("noetag", 1, false);
        row("weaketag", 1, false);
        row("newetag", 1, false);
        row("rst=300000,once", 2);
        row("fin=300000,once", 2);
        row("fin=300000,times=3", 2); // the second asks for what is behind the fault
        row("stall=300000,once", 2);
        row("fin=300000,once,nolength", 2);
        row("fin=300000,once,noetag", 2);
        row("fin=300000,once,weaketag", 2);
        row("fin=300000,once,norange", 2);
        row("fin=300000,norange,times=3", 4);
        row("fin=300000,change=1", 3); // the rest of the second version is asked for
        row("fin=300000,newetag,times=2", -1);
        row("wrongrange,fin=300000,times=2", 3);
        row("flip=1000,once", 2);
        row("length=+1000,once", 2); // it contradicts Content-Range: asked for without a range
        row("length=+1000,once,norange", 3); // 416 for the bytes that never were
        row("length=-1000,once", 2);
        row("length=-1000,once,norange", 2);
        row("badmd5,once", 2);
        row("status=500,once", 2);
        row("status=503,times=3", 4);
        row("status=429,once", 2);
        row("status=408,once", 2);
        row("stall=0,once", 2);
        row("rst=0,once", -1);
        row("redirect=%2Fa.mp4,once", 2);
    }
    void aRightFileComesOutOfAMisbehavingOrigin()
    {
        QFETCH(QString, faults);
        QFETCH(int, requests);
        DownloadFixture network;
        auto bytes = network.addFile(u"a.mp4"_s, objectSize);
        const auto object = network.fetch(u"/fault/%1/a.mp4"_s.arg(faults));
        QVERIFY2(object, object ? "" : qPrintable(object.error().message));
        if (faults.contains(u"change=")) {
            for (qsizetype i = 4096; i < bytes.size(); ++i)
                bytes[i] = static_cast<char>(bytes[i] ^ 0x5A);
        }
        QVERIFY(network.partialFile() == bytes);
        QCOMPARE(object->sha256, sha256Hex(bytes));
        QCOMPARE(object->length, objectSize);
        QTEST(object->verified, "verified");
        if (requests >= 0)
            QCOMPARE(network.origin.requests().size(), static_cast<size_t>(requests));
    }

    void anOriginThatStaysBadIsTheRightError_data()
    {
        QTest::addColumn<QString>("faults");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<int>("attempts"); // -1: any number
        const auto row = [](const char *faults, ErrorCode code, int attempts) {
            QTest::newRow(faults) << QString::fromLatin1(faults) << code << attempts;
        };
        using E = ErrorCode;
        row("status=404", E::OriginNotFound, 1);
        row("status=410", E::OriginNotFound, 1);
        row("status=401", E::OriginForbidden, 1);
        row("status=403", E::OriginForbidden, 1);
        row("status=400", E::OriginRejected, 1);
        row("status=204", E::OriginRejected, 1);
        row("status=500", E::OriginRejected, 4);
        row("status=503", E::OriginThrottled, 4);
        row("status=429", E::OriginThrottled, 4);
        row("status=429,retryafter=3600", E::OriginThrottled, 1); // longer than we are patient
        row("rst=0", E::OriginUnreachable, 4);
        row("fin=0", E::OriginUnreachable, 4);
        row("stall=0", E::OriginTimeout, 4);
        row("fin=300000,norange", E::LengthMismatch, 4);
        row("rst=300000,norange", E::LengthMismatch, 4);
        row("fin=300000,noetag,nolength", E::LengthMismatch, 4);
        row("stall=300000,norange", E::OriginTimeout, 4);
        row("length=+1000,norange", E::LengthMismatch, -1);
        row("length=-1000,norange", E::ChecksumMismatch, 4);
        row("length=+1000", E::LengthMismatch, -1);
        row("length=-1000", E::ChecksumMismatch, -1);
        row("flip=1000", E::ChecksumMismatch, 4);
        row("badmd5", E::ChecksumMismatch, 4);
        row("html", E::NotAVideo, 1);
        row("gzip", E::OriginRejected, 1);
        row("close,noetag,norange", E::OriginRejected, 1); // no way to notice a cut
        row("fin=300000,close,noetag", E::LengthMismatch, 4);
        row("fin=300000,newetag", E::LengthMismatch, -1);
    }
    void anOriginThatStaysBadIsTheRightError()
    {
        QFETCH(QString, faults);
        QFETCH(int, attempts);
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, objectSize);
        network.options.fill.containerCheck = refuseHtml;
        network.options.fill.downloadTimeout = std::chrono::milliseconds{4'000};
        const auto object = network.fetch(u"/fault/%1/a.mp4?X-Amz-Signature=secret"_s.arg(faults));
        QVERIFY(!object);
        QTEST(object.error().code, "code");
        QVERIFY(!object.error().message.isEmpty());
        QVERIFY(!object.error().message.contains(u"secret"));
        QVERIFY(!object.error().detail.contains(u"secret"));
        if (attempts >= 0)
            QCOMPARE(network.progress->attempts.load(), attempts);
    }

    void theRestIsAskedForBehindWhatArrived()
    {
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, objectSize);
        QVERIFY(network.fetch(u"/fault/fin=300000,once,rate=5000000/a.mp4"_s));
        const auto &second = network.origin.requests().at(1).headers;
        QCOMPARE(second.value("range"), "bytes=300000-699999");
        QCOMPARE(second.value("if-range").size(), 34);
    }

    void withoutAStrongEtagNothingIsResumed()
    {
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, objectSize);
        QVERIFY(network.fetch(u"/fault/fin=300000,once,weaketag,rate=5000000/a.mp4"_s));
        const auto first = u"bytes=0-8388607"_s;
        QCOMPARE(network.requestedRanges(), (QStringList{first, first}));
    }

    void afterTwoChangesNoRangesAreAskedFor()
    {
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, objectSize);
        QVERIFY(network.fetch(u"/fault/fin=300000,newetag,times=3,rate=5000000/a.mp4"_s));
        QCOMPARE(
            network.requestedRanges(),
            (QStringList{
                u"bytes=0-8388607"_s, u"bytes=300000-699999"_s, u"bytes=300000-699999"_s,
                QString()}));
    }

    void retryAfterIsObeyed()
    {
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, 1000);
        QElapsedTimer timer;
        timer.start();
        QVERIFY(network.fetch(u"/fault/status=503,retryafter=1,once/a.mp4"_s));
        QVERIFY(timer.elapsed() >= 1000);
        QCOMPARE(network.origin.requests().size(), 2U);
    }

    void retriesAndAnswersAreCounted()
    {
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, 1000);
        QVERIFY(!network.fetch(u"/fault/status=500/a.mp4"_s));
        QVERIFY(!network.fetch(u"/none.mp4"_s));
        QVERIFY(network.fetch(u"/a.mp4"_s));
        const auto &fetcher = network.fetcher();
        QCOMPARE(fetcher.retries().of(ErrorCode::OriginRejected), 3);
        QCOMPARE(fetcher.retries().of(ErrorCode::OriginNotFound), 0);
        const auto &origins = fetcher.originMeters();
        QCOMPARE(origins.answers(1), 1);
        QCOMPARE(origins.answers(3), 1);
        QCOMPARE(origins.answers(4), 4);
        QCOMPARE(origins.times().total(), 6);
        QCOMPARE(origins.silent(), 0);
        QVERIFY(!network.fetch(u"/fault/rst=0/a.mp4"_s));
        QCOMPARE(fetcher.retries().of(ErrorCode::OriginUnreachable), 3);
        QCOMPARE(origins.silent(), 4);
    }

    void anEmptyObjectIsAnError_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("length 0") << u"/empty.mp4"_s;
        QTest::newRow("length 0 of a plain answer") << u"/fault/norange/empty.mp4"_s;
        QTest::newRow("chunked") << u"/fault/nolength,norange/empty.mp4"_s;
    }
    void anEmptyObjectIsAnError()
    {
        QFETCH(QString, path);
        DownloadFixture network;
        network.addFile(u"empty.mp4"_s, 0);
        QCOMPARE(network.fetch(path).error().code, ErrorCode::NotAVideo);
        QCOMPARE(network.progress->attempts.load(), 1);
    }

    void theContainerIsCheckedAtTheFirstBytes()
    {
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, objectSize);
        network.options.fill.containerCheck = [](QByteArrayView head, QByteArrayView type) {
            return head.size() == PartialFile::headBytes && type == "video/mp4"
                ? Result<>{failure(ErrorCode::NotAVideo, u"as the test says"_s)}
                : Result<>{};
        };
        const auto object = network.fetch(u"/fault/stall=100000/a.mp4"_s);
        QCOMPARE(object.error().code, ErrorCode::NotAVideo);
        QCOMPARE(network.progress->attempts.load(), 1); // not waited for the stall
    }

    void aSmallObjectIsCheckedAtItsEnd()
    {
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, 100);
        network.options.fill.containerCheck = [](QByteArrayView head, QByteArrayView) {
            return head.size() == 100
                ? Result<>{failure(ErrorCode::NotAVideo, u"as the test says"_s)}
                : Result<>{};
        };
        QCOMPARE(network.fetch(u"/a.mp4"_s).error().code, ErrorCode::NotAVideo);
    }

    void spaceIsReservedBeforeTheFirstByte()
    {
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, objectSize);
        auto request = network.requestFor(
            network.origin.url(u"/fault/fin=300000,once,rate=5000000/a.mp4"_s));
        std::vector<qint64> reserved; // read after the end only
        request.reserve = [&reserved, progress = network.progress](const R2Url &, qint64 bytes) {
            reserved.push_back(progress->received == 0 ? bytes : -1);
            return ready({});
        };
        QVERIFY(await(network.fetcher().fetch(request)));
        QCOMPARE(reserved, std::vector<qint64>{objectSize}); // once for all attempts
    }

    void unknownLengthsAreReservedInSteps()
    {
        DownloadFixture network;
        // 64 MiB under a sanitizer on a busy machine; a second attempt would know the length.
        network.options.fill.downloadTimeout = std::chrono::minutes{2};
        constexpr qint64 step = 64LL * 1024 * 1024;
        QFile file(network.directory.filePath(u"a.mp4"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(step + 1000));
        auto request = network.requestFor(network.origin.url(u"/fault/nolength,norange/a.mp4"_s));
        std::vector<qint64> reserved;
        request.reserve = [&reserved](const R2Url &, qint64 bytes) {
            reserved.push_back(bytes);
            return ready({});
        };
        const auto object = await(network.fetcher().fetch(request));
        QVERIFY(object);
        QCOMPARE(object->length, step + 1000);
        QCOMPARE(reserved, (std::vector<qint64>{step, 2 * step}));
    }

    void aFullCacheEndsTheFillAtOnce()
    {
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, objectSize);
        auto request = network.requestFor(network.origin.url(u"/a.mp4"_s));
        request.reserve = [](const R2Url &, qint64) {
            return ready(failure(ErrorCode::CacheFull, u"full"_s));
        };
        QCOMPARE(await(network.fetcher().fetch(request)).error().code, ErrorCode::CacheFull);
        QCOMPARE(network.progress->attempts.load(), 1);
        QCOMPARE(network.progress->received.load(), 0);
    }

    void aReservationThatIsDroppedEndsTheFill()
    {
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, objectSize);
        auto request = network.requestFor(network.origin.url(u"/a.mp4"_s));
        request.reserve = [](const R2Url &, qint64) {
            QPromise<Result<>> dropped;
            dropped.start();
            return dropped.future();
        };
        QCOMPARE(await(network.fetcher().fetch(request)).error().code, ErrorCode::ShuttingDown);
    }

    void objectsAboveTheLimitAreRefused_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("length known") << u"/a.mp4"_s;
        QTest::newRow("length unknown") << u"/fault/nolength,norange/a.mp4"_s;
    }
    void objectsAboveTheLimitAreRefused()
    {
        QFETCH(QString, path);
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, objectSize);
        network.options.fill.maxObjectBytes = objectSize - 1;
        QCOMPARE(network.fetch(path).error().code, ErrorCode::TooLarge);
        QCOMPARE(network.progress->attempts.load(), 1);
    }

    void optionsChangeForLaterFetches()
    {
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, objectSize);
        QVERIFY(network.fetch(u"/a.mp4"_s));
        network.options.fill.maxObjectBytes = 10;
        network.fetcher().setOptions(network.options);
        QCOMPARE(network.fetch(u"/a.mp4"_s).error().code, ErrorCode::TooLarge);
    }

    void aFullDiskIsDiskFullAndNotRetried()
    {
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, objectSize);
        auto request = network.requestFor(network.origin.url(u"/a.mp4"_s));
        request.partialPath = u"/dev/full"_s;
        QCOMPARE(await(network.fetcher().fetch(request)).error().code, ErrorCode::DiskFull);
        QCOMPARE(network.progress->attempts.load(), 1);
    }

    void aPartialFileThatCannotBeMadeIsAnError()
    {
        DownloadFixture network;
        auto request = network.requestFor(network.origin.url(u"/a.mp4"_s));
        request.partialPath = network.directory.filePath(u"missing/a.part"_s);
        const auto object = await(network.fetcher().fetch(request));
        QVERIFY(!object);
        QVERIFY(object.error().message.contains(u"missing/a.part"));
        QVERIFY(network.origin.requests().empty());
    }

    void anAttemptThatTricklesForTooLongIsRetried()
    {
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, 200'000);
        network.options.fill.downloadTimeout = std::chrono::milliseconds{1'500};
        QVERIFY(network.fetch(u"/fault/rate=80000,once/a.mp4"_s));
        QCOMPARE(network.origin.requests().size(), 2U);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_ObjectFetcher)
#include "tst_objectfetcher.moc"
