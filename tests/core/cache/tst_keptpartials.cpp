// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept of fills that broke off: it counts, it goes first, and never under a fill.
#include "core/cache/partialmap.h"
#include "tests/core/cache/cachefixture.h"

#include <QDir>
#include <QFile>

using namespace r2cache;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const QByteArray video(40'000, 'v');
constexpr SpaceBudget::Limits limits{100'000, 100, 0};

/// A fill of @p number that reserved, received all of video, and was broken off by its origin.
void breakOff(CacheFixture &fixture, int number)
{
    const auto id = CacheFixture::idOf(number);
    QVERIFY(QCoro::waitFor(fixture.cache.reserve(id, video.size())));
    fixture.writePartial(number, video);
    const Error error{ErrorCode::OriginUnreachable, {}, {}};
    QVERIFY(QCoro::waitFor(fixture.cache.fillFailed(id, error)));
}

bool isOnDisk(const CacheFixture &fixture, int number)
{
    return QFile::exists(fixture.store->partialPath(CacheFixture::idOf(number)));
}

Result<> reserve(CacheFixture &fixture, int number, qint64 bytes)
{
    return QCoro::waitFor(fixture.cache.reserve(CacheFixture::idOf(number), bytes));
}

class tst_KeptPartials : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsKeptCountsAndGoesBeforeAnyEntry()
    {
        CacheFixture fixture(limits);
        QVERIFY(fixture.add(1, video));
        breakOff(fixture, 2);
        const auto &budget = fixture.cache.budget();
        QCOMPARE(budget.reservedBytes(), 0);
        QCOMPARE(budget.keptBytes(), fixture.store->partialBytes(CacheFixture::idOf(2)));
        QVERIFY(budget.keptBytes() >= video.size());

        QVERIFY(reserve(fixture, 3, 10'000)); // there is room for all three
        QVERIFY(isOnDisk(fixture, 2));
        QVERIFY(reserve(fixture, 3, 50'000));
        QVERIFY(!isOnDisk(fixture, 2));
        QVERIFY(fixture.has(1));
        QCOMPARE(budget.keptBytes(), 0);
        QCOMPARE(budget.storedBytes(), video.size());
        QVERIFY(QDir(fixture.store->directory() + u"/partial"_s).isEmpty());
    }

    void onlyAsManyGoAsRoomIsNeeded()
    {
        CacheFixture fixture(limits);
        breakOff(fixture, 1);
        breakOff(fixture, 2);
        QVERIFY(reserve(fixture, 3, 50'000));
        QVERIFY(!isOnDisk(fixture, 1)); // the oldest
        QVERIFY(isOnDisk(fixture, 2));
    }

    void aFillThatGoesOnKeepsItsFile()
    {
        CacheFixture fixture(limits);
        QVERIFY(fixture.add(1, video));
        breakOff(fixture, 2);
        fixture.cache.fillStarts(CacheFixture::idOf(2));
        QVERIFY(reserve(fixture, 3, 50'000));
        QVERIFY(isOnDisk(fixture, 2));
        QVERIFY(!fixture.has(1)); // rather a whole one than one that is being filled
        // Its own bytes are in what it asks for.
        QVERIFY(reserve(fixture, 2, 50'000));
        QCOMPARE(fixture.cache.budget().keptBytes(), 0);
        QCOMPARE(fixture.cache.budget().reservedBytes(), 100'000);
        const Error error{ErrorCode::OriginUnreachable, {}, {}};
        QVERIFY(QCoro::waitFor(fixture.cache.fillFailed(CacheFixture::idOf(2), error)));
        QVERIFY(reserve(fixture, 3, 90'000)); // nobody's again
        QVERIFY(!isOnDisk(fixture, 2));
    }

    void whatAnEarlierRunLeftCounts()
    {
        const QTemporaryDir folder;
        {
            const CacheFixture before(limits, folder.path());
            before.writePartial(7, video);
            PartialMap map;
            map.canonicalUrl = u"https://a.r2.dev/7.mp4"_s;
            map.etag = R"("e")";
            map.length = 2 * video.size();
            map.ranges.add({0, video.size()});
            const auto path = before.store->partialPath(CacheFixture::idOf(7));
            QVERIFY(writePartialMapAside(path, map));
            QVERIFY(putPartialMap(path));
        }
        CacheFixture fixture(limits, folder.path());
        QVERIFY(fixture.cache.budget().keptBytes() >= video.size());
        QVERIFY(reserve(fixture, 1, 90'000));
        QVERIFY(!isOnDisk(fixture, 7));
        QVERIFY(QDir(fixture.store->directory() + u"/partial"_s).isEmpty());
    }

    void aLoweredLimitTakesItBeforeEntries()
    {
        CacheFixture fixture(limits);
        QVERIFY(fixture.add(1, video));
        breakOff(fixture, 2);
        auto options = fixture.cache.options();
        options.limits.maxBytes = 50'000;
        fixture.cache.setOptions(options);
        QVERIFY(QCoro::waitFor(fixture.cache.keepLimits()));
        QVERIFY(!isOnDisk(fixture, 2));
        QVERIFY(fixture.has(1));
    }

    void aFullDiskTakesItBeforeEntries()
    {
        CacheFixture fixture({1'000'000, 100, 10'000});
        QVERIFY(fixture.add(1, video));
        breakOff(fixture, 2);
        fixture.disk.available = 20'000;
        fixture.disk.onUsage = [&] {
            if (!isOnDisk(fixture, 2))
                fixture.disk.available = 60'000;
        };
        QVERIFY(reserve(fixture, 3, 50'000));
        QVERIFY(!isOnDisk(fixture, 2));
        QVERIFY(fixture.has(1));
    }

    void whatIsKnownToBeWrongMakesRoomFirst()
    {
        CacheFixture fixture(limits);
        const auto wrong = fixture.add(1, video).value();
        QVERIFY(fixture.add(2, video));
        QVERIFY(QCoro::waitFor(fixture.cache.discard(wrong, true)));
        const auto &budget = fixture.cache.budget();
        QCOMPARE(budget.quarantinedBytes(), video.size());
        QVERIFY(reserve(fixture, 3, 10'000)); // there is room for all of it
        QCOMPARE(budget.quarantinedBytes(), video.size());
        breakOff(fixture, 3);
        QCOMPARE(budget.quarantinedBytes(), 0);
        QVERIFY(QDir(fixture.store->directory() + u"/quarantine"_s).isEmpty());
        QVERIFY(isOnDisk(fixture, 3));
        QVERIFY(fixture.has(2));
    }

    void aQuarantineEmptiedByHandMakesRoomToo()
    {
        CacheFixture fixture(limits);
        const auto wrong = fixture.add(1, video).value();
        QVERIFY(QCoro::waitFor(fixture.cache.discard(wrong, true)));
        const QString folder = fixture.store->directory() + u"/quarantine/"_s;
        for (const auto names = QDir(folder).entryList(QDir::Files); const auto &name : names)
            QVERIFY(QFile::remove(folder + name));
        QVERIFY(reserve(fixture, 2, limits.maxBytes));
        QCOMPARE(fixture.cache.budget().storedBytes(), 0);
    }

    void clearingEverythingTakesItAlong()
    {
        CacheFixture fixture(limits);
        QVERIFY(fixture.add(1, video));
        const auto wrong = fixture.add(3, video).value();
        QVERIFY(QCoro::waitFor(fixture.cache.discard(wrong, true)));
        breakOff(fixture, 2);
        ClearRequest request;
        request.strategy = ClearRequest::Strategy::All;
        request.tags = {u"none"_s};
        QCOMPARE(QCoro::waitFor(fixture.cache.clear(request))->bytesFreed, 0);
        QVERIFY(isOnDisk(fixture, 2)); // it has no tags
        request.tags.clear();
        const auto cleared = QCoro::waitFor(fixture.cache.clear(request));
        QVERIFY(cleared->bytesFreed >= 2 * video.size());
        QVERIFY(!isOnDisk(fixture, 2));
        QVERIFY(QDir(fixture.store->directory() + u"/quarantine"_s).isEmpty());
        QCOMPARE(fixture.cache.budget().keptBytes(), 0);
    }

    void whatCannotBeRemovedStillCounts()
    {
        CacheFixture fixture(limits);
        QVERIFY(fixture.add(1, video));
        breakOff(fixture, 2);
        const QString inTheWay = fixture.store->partialPath(CacheFixture::idOf(2)) + u".tmp"_s;
        QVERIFY(QDir().mkpath(inTheWay + u"/folder"_s));
        const auto refused = reserve(fixture, 3, 50'000);
        QVERIFY(!refused);
        QVERIFY(refused.error().message.contains(CacheFixture::idOf(2)));
        QVERIFY(fixture.cache.budget().keptBytes() >= video.size());
        QVERIFY(fixture.has(1));
        QVERIFY(QDir(inTheWay).removeRecursively());
        QVERIFY(reserve(fixture, 3, 50'000));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_KeptPartials)
#include "tst_keptpartials.moc"
