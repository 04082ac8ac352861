// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/partialmap.h"
#include "tests/core/download/downloadfixture.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype objectSize = 3'000'000;

/// What a fill leaves behind for another run of the program, and how that goes on with it.
class tst_FillResume : public QObject
{
    Q_OBJECT

private:
    /// Fetches into the partial file @p path and waits.
    static Result<FetchedObject>
    fetchInto(DownloadFixture &network, const QString &path, const QString &url)
    {
        auto request = network.requestFor(network.origin.url(url));
        request.partialPath = path;
        return await(network.fetcher().fetch(request));
    }

    static QByteArray contentOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    static void write(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write a test file");
    }

    static void writeMap(const QString &path, const PartialMap &map)
    {
        if (!writePartialMapAside(path, map) || !putPartialMap(path))
            qFatal("cannot write a map");
    }

    static PartialMap
    mapOf(DownloadFixture &network, const QByteArray &bytes, const QString &url, ByteRange range)
    {
        Digest md5(Digest::Algorithm::Md5);
        md5.add(bytes);
        PartialMap map;
        map.canonicalUrl = network.origin.url(url).toString();
        map.etag = '"' + md5.takeHex() + '"';
        map.contentType = "video/mp4";
        map.length = bytes.size();
        map.ranges.add(range);
        return map;
    }

private Q_SLOTS:
    void whatAStoppedProgramHadIsNotFetchedAgain()
    {
        DownloadFixture network;
        const auto bytes = network.addFile(u"a.mp4"_s, objectSize);
        const auto url = u"/fault/rate=1500000/a.mp4"_s;
        const auto request = network.requestFor(network.origin.url(url));
        const auto path = request.partialPath;
        const auto first = network.fetcher().fetch(request);
        QTRY_VERIFY(network.progress->received.load() > 1'000'000);
        network.stop();
        QCOMPARE(await(first).error().code, ErrorCode::ShuttingDown);
        const auto kept = network.progress->received.load();
        const auto map = readPartialMap(path);
        QVERIFY(map);
        QCOMPARE(map->ranges.byteCount(), kept);
        QCOMPARE(map->canonicalUrl, request.object.canonical);

        const auto second = fetchInto(network, path, url);
        QVERIFY2(second, second ? "" : qPrintable(second.error().message));
        QVERIFY(contentOf(path) == bytes);
        QCOMPARE(second->sha256, sha256Hex(bytes));
        QVERIFY(second->verified);
        QCOMPARE(second->contentType, "video/mp4");
        QCOMPARE(second->bytesFromOrigin, objectSize - kept);
        const auto &asked = network.origin.requests().back().headers;
        const QByteArray rest = "bytes=" + QByteArray::number(kept) + '-';
        QVERIFY(asked.value("range").startsWith(rest));
        QCOMPARE(asked.value("if-range"), map->etag);
    }

    void whatAKilledProgramHadIsNotFetchedAgain()
    {
        DownloadFixture network;
        const auto bytes = network.addFile(u"a.mp4"_s, objectSize);
        const auto request = network.requestFor(network.origin.url(u"/fault/rate=1000000/a.mp4"_s));
        const auto running = network.fetcher().fetch(request);
        QTRY_VERIFY(QFile::exists(partialMapPath(request.partialPath)));
        // What lies on the disk at this moment; the file may be ahead of its map.
        const auto path = network.directory.filePath(u"of-the-killed"_s);
        QVERIFY(QFile::copy(partialMapPath(request.partialPath), partialMapPath(path)));
        QVERIFY(QFile::copy(request.partialPath, path));
        network.fetcher().cancel(network.progress);
        QVERIFY(!await(running));

        const auto map = readPartialMap(path);
        QVERIFY(map);
        QVERIFY(map->ranges.byteCount() > 500'000); // a second's worth, more or less
        const auto object = fetchInto(network, path, u"/fault/rate=1000000/a.mp4"_s);
        QVERIFY(object);
        QVERIFY(contentOf(path) == bytes);
        QVERIFY(object->verified);
        QCOMPARE(object->bytesFromOrigin, objectSize - map->ranges.byteCount());
    }

    void anObjectThatChangedMeanwhileIsFetchedAnew()
    {
        DownloadFixture network;
        const auto old = network.addFile(u"a.mp4"_s, objectSize);
        const auto path = network.directory.filePath(u"kept"_s);
        write(path, old.first(2'000'000));
        writeMap(path, mapOf(network, old, u"/a.mp4"_s, {0, 2'000'000}));
        const auto bytes = network.addFile(u"a.mp4"_s, objectSize + 7);
        const auto object = fetchInto(network, path, u"/a.mp4"_s);
        QVERIFY(object);
        QVERIFY(contentOf(path) == bytes);
        QCOMPARE(object->sha256, sha256Hex(bytes));
    }

    void keptBytesAreShownOnlyOnceTheOriginHasConfirmedThem()
    {
        DownloadFixture network;
        const auto bytes = network.addFile(u"a.mp4"_s, objectSize);
        const auto url = u"/fault/ttfb=700/a.mp4"_s;
        auto request = network.requestFor(network.origin.url(url));
        write(request.partialPath, bytes.first(2'000'000));
        writeMap(request.partialPath, mapOf(network, bytes, url, {0, 2'000'000}));
        const auto future = network.fetcher().fetch(request);
        QTRY_COMPARE(network.origin.requests().size(), 1U);
        QVERIFY(!network.progress->content.current());
        QTRY_VERIFY(network.progress->content.current());
        QVERIFY(network.progress->content.current()->available(0) >= 2'000'000);
        QVERIFY(await(future));
    }

    void ofAWholeFileOnlyTheLastByteIsAskedFor()
    {
        DownloadFixture network;
        const auto bytes = network.addFile(u"a.mp4"_s, objectSize);
        const auto path = network.directory.filePath(u"kept"_s);
        write(path, bytes);
        writeMap(path, mapOf(network, bytes, u"/a.mp4"_s, {0, objectSize}));
        const auto object = fetchInto(network, path, u"/a.mp4"_s);
        QVERIFY(object);
        QVERIFY(object->verified);
        QCOMPARE(object->bytesFromOrigin, 1);
        QCOMPARE(network.requestedRanges(), QStringList{u"bytes=2999999-2999999"_s});
    }

    void holesAreFilled()
    {
        DownloadFixture network;
        auto bytes = network.addFile(u"a.mp4"_s, objectSize);
        const auto path = network.directory.filePath(u"kept"_s);
        auto withHoles = bytes;
        withHoles.replace(0, 100'000, QByteArray(100'000, 'x'));
        withHoles.replace(1'000'000, 5, "wrong");
        write(path, withHoles);
        auto map = mapOf(network, bytes, u"/a.mp4"_s, {100'000, 1'000'000});
        map.ranges.add({1'000'005, objectSize});
        writeMap(path, map);
        const auto object = fetchInto(network, path, u"/a.mp4"_s);
        QVERIFY(object);
        QVERIFY(contentOf(path) == bytes);
        QCOMPARE(object->bytesFromOrigin, 100'006); // with the last byte
    }

    void aMapThatDoesNotHoldIsLeftAlone_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("canonical");
        QTest::addColumn<qint64>("fileSize");
        QTest::newRow("garbage") << QByteArray("{") << u"/a.mp4"_s << qint64{2'000'000};
        QTest::newRow("of another object") << QByteArray() << u"/b.mp4"_s << qint64{2'000'000};
        QTest::newRow("longer than the file") << QByteArray() << u"/a.mp4"_s << qint64{1000};
        QTest::newRow("without a file") << QByteArray() << u"/a.mp4"_s << qint64{-1};
    }
    void aMapThatDoesNotHoldIsLeftAlone()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, canonical);
        QFETCH(qint64, fileSize);
        DownloadFixture network;
        const auto bytes = network.addFile(u"a.mp4"_s, objectSize);
        const auto path = network.directory.filePath(u"kept"_s);
        if (fileSize >= 0)
            write(path, QByteArray(fileSize, 'x')); // wrong bytes: must not be used
        writeMap(path, mapOf(network, bytes, canonical, {0, 2'000'000}));
        if (!json.isEmpty())
            write(partialMapPath(path), json);
        const auto object = fetchInto(network, path, u"/a.mp4"_s);
        QVERIFY(object);
        QVERIFY(contentOf(path) == bytes);
        QCOMPARE(object->bytesFromOrigin, objectSize);
        QVERIFY(!QFile::exists(partialMapPath(path)));
    }

    void wrongKeptBytesAreNoticed()
    {
        DownloadFixture network;
        const auto bytes = network.addFile(u"a.mp4"_s, objectSize);
        const auto path = network.directory.filePath(u"kept"_s);
        write(path, QByteArray(2'000'000, 'x'));
        writeMap(path, mapOf(network, bytes, u"/a.mp4"_s, {0, 2'000'000}));
        const auto object = fetchInto(network, path, u"/a.mp4"_s);
        QVERIFY(object); // the second attempt's
        QVERIFY(contentOf(path) == bytes);
    }

    void anOriginThatFailsLeavesWhatHasCome()
    {
        DownloadFixture network;
        network.options.fill.segments.firstChunk = 400'000;
        network.addFile(u"a.mp4"_s, objectSize);
        const auto path = network.directory.filePath(u"kept"_s);
        const auto object = fetchInto(network, path, u"/fault/after=1,status=500/a.mp4"_s);
        QCOMPARE(object.error().code, ErrorCode::OriginRejected);
        const auto map = readPartialMap(path);
        QVERIFY(map);
        QCOMPARE(map->ranges.ranges(), (std::vector<ByteRange>{{0, 400'000}}));
    }

    void withoutAStrongEtagNothingIsNoted()
    {
        DownloadFixture network;
        network.options.fill.retry.maxRetries = 0;
        network.addFile(u"a.mp4"_s, objectSize);
        const auto path = network.directory.filePath(u"kept"_s);
        QVERIFY(!fetchInto(network, path, u"/fault/weaketag,fin=300000,rate=5000000/a.mp4"_s));
        QVERIFY(!QFile::exists(partialMapPath(path)));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_FillResume)
#include "tst_fillresume.moc"
