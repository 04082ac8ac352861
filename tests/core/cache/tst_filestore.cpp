// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/partialmap.h"
#include "core/cache/storewalk.h"
#include "tests/core/cache/cachefixture.h"

#include <QDir>
#include <QFile>

#include <sys/stat.h>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

void writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

class tst_FileStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNewDirectoryIsPrivateAndMarked()
    {
        const QTemporaryDir root;
        const auto path = root.filePath(u"deep/er/cache"_s);
        const auto store = FileStore::open(path);
        QVERIFY(store);
        QVERIFY(QFile::exists(path + u"/.r2cache"));
        struct stat status
        { };
        QCOMPARE(::stat(QFile::encodeName(path).constData(), &status), 0);
        QCOMPARE(status.st_mode & 0777U, 0700U);
    }

    void aDirectoryWithOtherFilesIsRefused()
    {
        const QTemporaryDir root;
        writeFile(root.filePath(u"holiday.mp4"_s), "mine");
        const auto refused = FileStore::open(root.path());
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Conflict);
        QVERIFY(refused.error().message.contains(root.path()));
        QVERIFY(QFile::exists(root.filePath(u"holiday.mp4"_s)));
        QCOMPARE(
            QDir(root.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
            QStringList{u"holiday.mp4"_s});
    }

    void aSecondInstanceIsRefused()
    {
        const QTemporaryDir root;
        auto first = FileStore::open(root.filePath(u"cache"_s));
        QVERIFY(first);
        const auto second = FileStore::open(root.filePath(u"cache"_s));
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::AlreadyRunning);
        first->reset();
        QVERIFY(FileStore::open(root.filePath(u"cache"_s)));
    }

    void aPathThatIsAFileIsAnError()
    {
        const QTemporaryDir root;
        writeFile(root.filePath(u"file"_s), "x");
        QVERIFY(!FileStore::open(root.filePath(u"file"_s)));
        QVERIFY(!FileStore::open(root.filePath(u"file/below"_s)));
    }

    void whereNoDirectoryCanBeMadeTheSettingIsNamed()
    {
        for (const auto &path : {u"/proc/cache"_s, u"/proc/r2cache/cache"_s}) {
            const auto refused = FileStore::open(path);
            QVERIFY(!refused);
            QVERIFY2(
                refused.error().message.contains(u"CACHE_DIRECTORY="_s + path),
                qPrintable(refused.error().message));
        }
    }

    void committingMovesTheFileAndWritesItsSidecar()
    {
        CacheFixture fixture;
        const QByteArray bytes(5000, 'v');
        fixture.writePartial(1, bytes);
        const auto record = fixture.recordOf(1, bytes);
        QVERIFY(fixture.store->commit(record));
        QVERIFY(!QFile::exists(fixture.store->partialPath(record.id)));
        QCOMPARE(fixture.store->sizeOf(record.fileName()).value(), 5000);
        const auto sidecar = fixture.store->readSidecar(record.id, 1);
        QVERIFY(sidecar);
        QCOMPARE(toSidecar(*sidecar), toSidecar(record));
        QVERIFY(fixture.store->remove(record));
        QVERIFY(fixture.store->remove(record)); // twice is fine
        QCOMPARE(fixture.store->list().value(), QStringList());
    }

    void aWalkMeetsEveryNameOfOursOnce()
    {
        CacheFixture fixture;
        writeFile(fixture.store->pathOf(u"notes.txt"_s), "mine");
        QStringList expected;
        for (int i = 1; i <= 3; ++i) {
            QVERIFY(fixture.add(i, "video"));
            expected += {CacheFixture::idOf(i) + u".json", CacheFixture::idOf(i) + u".mp4"};
        }
        auto walk = StoreWalk::begin(*fixture.store);
        QVERIFY(walk);
        QStringList met;
        for (;;) {
            const auto names = walk->next(4);
            QVERIFY(names.size() <= 4);
            if (names.isEmpty())
                break;
            met += names;
        }
        met.sort();
        QCOMPARE(met, expected);
    }

    void onlyPartialsThatCanBeGoneOnWithAreKept()
    {
        const CacheFixture fixture;
        const auto partialPath = [&](int number) {
            return fixture.store->partialPath(CacheFixture::idOf(number));
        };
        PartialMap map;
        map.canonicalUrl = u"https://bucket.r2.dev/a.mp4"_s;
        map.etag = R"("e")";
        map.length = 100;
        map.ranges.add({0, 10});
        enum : int
        {
            Kept,
            Old,
            WithoutMap,
            Short,
            Broken,
            MapAlone
        };
        for (const int number : {Kept, Old, WithoutMap, Short, Broken, MapAlone}) {
            const auto path = partialPath(number);
            if (number != MapAlone)
                writeFile(path, QByteArray(number == Short ? 9 : 10, 'v'));
            if (number == WithoutMap)
                continue;
            QVERIFY(writePartialMapAside(path, map));
            QVERIFY(putPartialMap(path));
        }
        writeFile(partialMapPath(partialPath(Broken)), "{");
        writeFile(partialMapPath(partialPath(Kept)) + u".tmp"_s, "{");
        writeFile(partialPath(Kept) + u".tmp"_s, "was being removed");
        const auto setAge = [&](int number, int days, const QDateTime &now) {
            QFile file(partialMapPath(partialPath(number)));
            QVERIFY(file.open(QIODevice::ReadWrite));
            QVERIFY(file.setFileTime(now.addDays(-days), QFileDevice::FileModificationTime));
        };
        const auto now = QDateTime::currentDateTimeUtc();
        setAge(Kept, 6, now);
        setAge(Old, 8, now);

        QCOMPARE(fixture.store->removeStalePartials(now).value(), 4);
        const auto left = QDir(fixture.store->directory() + u"/partial"_s).entryList(QDir::Files);
        const QString kept = CacheFixture::idOf(Kept) + u".part"_s;
        QCOMPARE(left, (QStringList{kept, kept + u".json"_s}));
    }

    void committingAndRemovingTakeTheMapAlong()
    {
        CacheFixture fixture;
        const QByteArray bytes(50, 'v');
        PartialMap map;
        map.canonicalUrl = u"https://bucket.r2.dev/a.mp4"_s;
        map.etag = R"("e")";
        map.length = 50;
        map.ranges.add({0, 50});
        for (const int number : {1, 2}) {
            const auto path = fixture.store->partialPath(CacheFixture::idOf(number));
            fixture.writePartial(number, bytes);
            QVERIFY(writePartialMapAside(path, map));
            QVERIFY(putPartialMap(path));
            QVERIFY(readPartialMap(path));
        }
        QVERIFY(fixture.store->commit(fixture.recordOf(1, bytes)));
        QVERIFY(fixture.store->partialBytes(CacheFixture::idOf(2)) > 0);
        QCOMPARE(fixture.store->partials(), QStringList{CacheFixture::idOf(2)});
        QVERIFY(fixture.store->setPartialAside(CacheFixture::idOf(2)));
        QVERIFY(fixture.store->setPartialAside(CacheFixture::idOf(2))); // gone: fine
        QCOMPARE(fixture.store->partialBytes(CacheFixture::idOf(2)), 0);
        QVERIFY(fixture.store->removePartialAside(CacheFixture::idOf(2)));
        QVERIFY(QDir(fixture.store->directory() + u"/partial"_s).isEmpty());
    }

    void aShortPartialIsNotCommitted()
    {
        CacheFixture fixture;
        fixture.writePartial(1, "short");
        auto record = fixture.recordOf(1, "short");
        record.sizeBytes = 6;
        const auto refused = fixture.store->commit(record);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::LengthMismatch);
        QCOMPARE(fixture.store->list().value(), QStringList());
    }

    void aMissingPartialIsAnError()
    {
        CacheFixture fixture;
        QCOMPARE(fixture.store->commit(fixture.recordOf(1, "x")).error().code, ErrorCode::NotFound);
    }

    void badSidecarsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        const CacheFixture fixture;
        const auto good = toSidecar(fixture.recordOf(1, "x"));
        const auto with = [&](const char *from, const char *to) {
            auto changed = good;
            changed.replace(from, to);
            return changed;
        };
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut") << good.left(good.size() / 2);
        QTest::newRow("an array") << QByteArray("[]");
        QTest::newRow("another format") << with("\"format\": 1", "\"format\": 2");
        QTest::newRow("no length") << with("\"length\": 1", "\"length\": -1");
        QTest::newRow("a path as extension")
            << with("\"extension\": \"mp4\"", "\"extension\": \"../x\"");
        QTest::newRow("a path as id") << with("\"id\": \"0", "\"id\": \"../");
        QTest::newRow("version 0") << with("\"version\": 1", "\"version\": 0");
    }
    void badSidecarsAreRefused()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!fromSidecar(text));
    }

    void onlyNamesOfOurFormAreListedOrRemoved()
    {
        CacheFixture fixture;
        writeFile(fixture.store->pathOf(u"mine.mp4"_s), "x");
        QCOMPARE(fixture.store->list().value(), QStringList());
        QVERIFY(!fixture.store->removeStray(u"mine.mp4"_s));
        QVERIFY(!fixture.store->quarantine(u"../mine.mp4"_s));
        QVERIFY(QFile::exists(fixture.store->pathOf(u"mine.mp4"_s)));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_FileStore)
#include "tst_filestore.moc"
