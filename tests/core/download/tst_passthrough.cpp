// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/download/contentreader.h"
#include "tests/core/download/downloadfixture.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype objectSize = 6'000'000; // several windows
using Reader = ContentReader<PassedContent>;

/// An object on its way from the origin to one reader.
class Passing
{
public:
    explicit Passing(const QString &faults = {}, qint64 offset = 0)
        : bytes(network.addFile(u"a.mp4"_s, objectSize))
        , m_path(faults.isEmpty() ? u"/a.mp4"_s : QString(u"/fault/"_s + faults + u"/a.mp4"_s))
        , m_offset(offset)
    { }

    Result<PassedContentPtr> begin()
    {
        return await(network.fetcher().passThrough(objectAt(network.origin.url(m_path)), m_offset));
    }
    /// All that a reader gets from @p offset on.
    QByteArray readFrom(qint64 offset)
    {
        const auto content = begin();
        if (!content)
            return content.error().message.toUtf8();
        Reader reader(*content, offset);
        if (!QTest::qWaitFor([&] { return reader.isAtEnd; }, 60'000))
            return "the reader waits for ever";
        return reader.bytes;
    }

    DownloadFixture network;
    QByteArray bytes;

private:
    QString m_path;
    qint64 m_offset;
};

class tst_PassThrough : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyByteArrives_data()
    {
        QTest::addColumn<QString>("faults");
        QTest::addColumn<qint64>("guess");
        QTest::addColumn<qint64>("offset");
        QTest::addColumn<int>("requests");
        const qint64 far = 5'000'000;
        QTest::newRow("whole") << u""_s << qint64{0} << qint64{0} << 1;
        QTest::newRow("range") << u""_s << far << far << 1;
        QTest::newRow("elsewhere than guessed") << u""_s << qint64{0} << far << 2;
        QTest::newRow("guessed beyond the end") << u""_s << qint64{9'000'000} << far << 3;
        QTest::newRow("no ranges") << u"norange"_s << far << far << 1;
        QTest::newRow("no ETag") << u"noetag"_s << far << far << 1;
        QTest::newRow("no ETag, elsewhere") << u"noetag"_s << qint64{0} << far << 2;
        QTest::newRow("weak ETag") << u"weaketag"_s << qint64{0} << qint64{0} << 1;
        QTest::newRow("broken off") << u"rst=3000000,once"_s << qint64{0} << qint64{0} << 2;
        QTest::newRow("broken off, no ranges")
            << u"norange,rst=3000000,once"_s << qint64{0} << qint64{0} << 2;
        QTest::newRow("closed") << u"fin=3000000,once"_s << qint64{0} << qint64{0} << 2;
        QTest::newRow("silent") << u"stall=3000000,once"_s << qint64{0} << qint64{0} << 2;
        QTest::newRow("503 first") << u"status=503,once"_s << qint64{0} << qint64{0} << 2;
    }
    void everyByteArrives()
    {
        QFETCH(QString, faults);
        QFETCH(qint64, guess);
        QFETCH(qint64, offset);
        Passing passing(faults, guess);
        QVERIFY(passing.readFrom(offset) == passing.bytes.sliced(offset));
        QTEST(static_cast<int>(passing.network.origin.requests().size()), "requests");
    }

    void whatCannotBeJoinedIsCutOff_data()
    {
        QTest::addColumn<QString>("faults");
        QTest::newRow("no ETag") << u"noetag,rst=3000000,once"_s;
        QTest::newRow("weak ETag") << u"weaketag,rst=3000000,once"_s;
        QTest::newRow("changed") << u"rst=3000000,once,change=1"_s;
        QTest::newRow("broken off every time") << u"norange,rst=3000000"_s;
    }
    void whatCannotBeJoinedIsCutOff()
    {
        QFETCH(QString, faults);
        Passing passing(faults);
        const auto read = passing.readFrom(0);
        QVERIFY(!read.isEmpty());
        QVERIFY(read.size() <= 3'000'000);
        QVERIFY(passing.bytes.startsWith(read));
    }

    void whatCannotBePassedIsRefused_data()
    {
        QTest::addColumn<QString>("faults");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("gone") << u"status=404"_s << ErrorCode::OriginNotFound;
        QTest::newRow("throttled") << u"status=429"_s << ErrorCode::OriginThrottled;
        QTest::newRow("no length") << u"nolength"_s << ErrorCode::OriginRejected;
        QTest::newRow("coded") << u"gzip"_s << ErrorCode::OriginRejected;
    }
    void whatCannotBePassedIsRefused()
    {
        QFETCH(QString, faults);
        Passing passing(faults);
        const auto content = passing.begin();
        QVERIFY(!content);
        QTEST(content.error().code, "code");
    }

    void aReaderThatLeavesEndsIt()
    {
        Passing passing(u"rate=700000"_s);
        {
            const auto content = passing.begin();
            QVERIFY(content);
            Reader reader(*content);
            QTRY_VERIFY(!reader.bytes.isEmpty());
        }
        QTRY_COMPARE(passing.network.origin.openConnections(), 0);
    }

    void aReaderThatNeverComesEndsItToo()
    {
        Passing passing;
        QVERIFY(passing.begin()); // and let go
        QTRY_COMPARE(passing.network.origin.openConnections(), 0);
    }

    void nobodyIsServedBeyondTheLimit()
    {
        Passing passing(u"rate=50000"_s); // the origin runs on this thread: no great bodies
        passing.network.options.origin.hosts.maxPerHost = 100;
        std::vector<PassedContentPtr> readers;
        for (size_t i = 0; i < PassThroughs::maxReaders; ++i) {
            auto content = passing.begin();
            QVERIFY(content);
            readers.push_back(*content);
        }
        const auto refused = passing.begin();
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Conflict);
        readers.pop_back();
        // QTRY_VERIFY asks again after a success, when the place may be taken by the one before.
        bool isServed = false;
        QTRY_VERIFY_WITH_TIMEOUT(isServed || (isServed = passing.begin().has_value()), 20'000);
    }

    void aShutdownCutsReadersOff()
    {
        Passing passing(u"stall=3000000"_s);
        const auto content = passing.begin();
        QVERIFY(content);
        Reader reader(*content);
        QTRY_COMPARE(reader.bytes.size(), 3'000'000);
        passing.network.stop();
        QTRY_VERIFY(reader.isAtEnd);
        QVERIFY(passing.bytes.startsWith(reader.bytes));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_PassThrough)
#include "tst_passthrough.moc"
