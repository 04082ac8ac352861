// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/partialmap.h"
#include "core/cache/storename.h"
#include "tests/core/manager/managerfixture.h"

#include <QCoreApplication>
#include <QFile>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

const QByteArray bytes(1000, 'v');
const auto url = u"https://a.r2.dev/v.mp4"_s;

class tst_VideoCache : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsNotHereIsFetchedOnceForAllWhoAsk()
    {
        ManagerFixture fixture;
        const auto first = fixture.obtain(fixture.object(url), {{u"film"_s}, 5000});
        const auto second = fixture.obtain(fixture.object(url + u"#t=3,8"));
        QVERIFY(fixture.fetchBegins(0));
        fixture.deliver(0, bytes);
        const auto entry = fixture.resultOf(first);
        QVERIFY(entry);
        QCOMPARE(fixture.resultOf(second)->fileName(), entry->fileName());
        QCOMPARE(fixture.fetcher.fetches.size(), size_t(1));
        QCOMPARE(entry->sizeBytes, bytes.size());
        QCOMPARE(entry->canonicalUrl, url);
        QCOMPARE(entry->tags, QStringList(u"film"_s));
        QCOMPARE(entry->ttlMs, 5000);
        QCOMPARE(fixture.counters.downloads.load(), 1);
        QCOMPARE(fixture.counters.bytesFromOrigin.load(), bytes.size());
        QCOMPARE(fixture.counters.downloadMs.load(), 40);
    }

    void whatIsHereIsNotFetched()
    {
        ManagerFixture fixture;
        const auto object = fixture.object(url);
        QVERIFY(fixture.obtained(object, bytes));
        const auto again = fixture.resultOf(fixture.obtain(object));
        QVERIFY(again);
        QCOMPARE(again->version, 1);
        QCOMPARE(fixture.fetcher.fetches.size(), size_t(1));
    }

    /// Whoever asks the index just before the entry is there must not start a second transfer.
    void askingWhileAFillEndsFetchesNothingTwice()
    {
        ManagerFixture fixture;
        const auto object = fixture.object(url);
        const auto first = fixture.obtain(object);
        QVERIFY(fixture.fetchBegins(0));
        fixture.deliver(0, bytes);
        std::vector<QFuture<Result<EntryRecord>>> others;
        while (!first.isFinished()) {
            others.push_back(asFuture(fixture.videos.obtain(object, Priority::Medium, {})));
            QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
        }
        for (const auto &other : others) {
            const auto entry = fixture.resultOf(other);
            QVERIFY(entry);
            QCOMPARE(entry->version, 1);
        }
        QCOMPARE(fixture.fetcher.fetches.size(), size_t(1));
    }

    void aFailureIsToldCountedAndNoted()
    {
        ManagerFixture fixture;
        const auto object = fixture.object(url);
        const auto obtaining = fixture.obtain(object);
        QVERIFY(fixture.fetchBegins(0));
        fixture.fetcher.fail(0, ErrorCode::OriginNotFound);
        QCOMPARE(fixture.resultOf(obtaining).error().code, ErrorCode::OriginNotFound);
        QCOMPARE(fixture.counters.failedDownloads.load(), 1);
        QTRY_COMPARE(
            fixture.wait(fixture.index->object(object.id)).value()->lastErrorCode,
            u"origin_not_found"_s);

        const auto row = fixture.wait(fixture.index->object(object.id)).value();
        const auto info = fixture.videos.infoOf(*row);
        QCOMPARE(info.status, u"error"_s);
        QCOMPARE(info.errorMessage, u"as the test says"_s);
        QCOMPARE(info.localUrl, u"http://localhost:3001/video/"_s + object.fileName());
    }

    void aLaterSuccessEndsTheError()
    {
        ManagerFixture fixture;
        const auto object = fixture.object(url);
        const auto obtaining = fixture.obtain(object);
        QVERIFY(fixture.fetchBegins(0));
        fixture.fetcher.fail(0, ErrorCode::OriginTimeout);
        QVERIFY(!fixture.resultOf(obtaining));
        QVERIFY(fixture.obtained(object, bytes));
        QCOMPARE(fixture.wait(fixture.index->object(object.id)).value()->lastErrorCode, QString());
    }

    void theSpaceOfAFailedFillIsFreeAgain()
    {
        ManagerFixture fixture;
        const auto obtaining = fixture.obtain(fixture.object(url));
        QVERIFY(fixture.fetchBegins(0));
        const auto &request = fixture.fetcher.fetches[0]->request;
        QVERIFY(fixture.resultOf(request.reserve(request.object, 5000)));
        QCOMPARE(fixture.cache.budget().reservedBytes(), 5000);
        fixture.fetcher.fail(0, ErrorCode::OriginUnreachable);
        QVERIFY(!fixture.resultOf(obtaining));
        QTRY_COMPARE(fixture.cache.budget().reservedBytes(), 0);
    }

    void whatAFailedFillLeavesCountsUntilTheNextOneGoesOnWithIt()
    {
        ManagerFixture fixture;
        const auto object = fixture.object(url);
        const auto path = fixture.store->partialPath(object.id);
        const auto &budget = fixture.cache.budget();
        for (size_t fill : {size_t{0}, size_t{1}}) {
            const auto obtaining = fixture.obtain(object);
            QVERIFY(fixture.fetchBegins(fill));
            QCOMPARE(budget.isTaken(object.id), fill == 1);
            PartialMap map;
            map.canonicalUrl = object.canonical;
            map.etag = R"("e")";
            map.length = 2 * bytes.size();
            map.ranges.add({0, bytes.size()});
            QFile partial(path);
            QVERIFY(partial.open(QIODevice::WriteOnly));
            QCOMPARE(partial.write(bytes), bytes.size());
            partial.close();
            QVERIFY(writePartialMapAside(path, map));
            QVERIFY(putPartialMap(path));
            fixture.fetcher.fail(fill, ErrorCode::OriginUnreachable);
            QVERIFY(!fixture.resultOf(obtaining));
            QTRY_VERIFY(budget.keptBytes() > 0);
            QVERIFY(!budget.isTaken(object.id));
        }
        QVERIFY(fixture.obtained(object, bytes));
        QCOMPARE(budget.keptBytes(), 0);
        QCOMPARE(budget.storedBytes(), bytes.size());
    }

    void whatIsTooLargeToBeStoredHasNotFailed()
    {
        ManagerFixture fixture;
        const auto object = fixture.object(url);
        const auto obtaining = fixture.obtain(object);
        QVERIFY(fixture.fetchBegins(0));
        fixture.fetcher.fail(0, ErrorCode::TooLarge);
        QCOMPARE(fixture.resultOf(obtaining).error().code, ErrorCode::TooLarge);
        QTRY_COMPARE(
            fixture.wait(fixture.index->object(object.id)).value()->lastErrorCode, u"too_large"_s);
        QCOMPARE(fixture.counters.failedDownloads.load(), 0);
    }

    void theSpaceOfACancelledFillIsFreeAgain()
    {
        ManagerFixture fixture;
        const auto object = fixture.object(url);
        const auto obtaining = fixture.obtain(object);
        QVERIFY(fixture.fetchBegins(0));
        const auto &request = fixture.fetcher.fetches[0]->request;
        QVERIFY(fixture.resultOf(request.reserve(request.object, 5000)));
        QVERIFY(fixture.videos.queue().cancel(object.id));
        QCOMPARE(fixture.resultOf(obtaining).error().code, ErrorCode::Cancelled);
        fixture.fetcher.fail(0, ErrorCode::Cancelled);
        QTRY_COMPARE(fixture.cache.budget().reservedBytes(), 0);
        QCOMPARE(fixture.counters.failedDownloads.load(), 0);
    }

    /// The fetch of a cancelled fill ends without waiting for the reservation it has asked for.
    void aReservationThatComesAfterTheEndIsGivenBack_data()
    {
        QTest::addColumn<int>("turns"); // of the event loop between asking and the end

        for (int turns = 0; turns < 12; ++turns)
            QTest::addRow("after %d turns", turns) << turns;
    }
    void aReservationThatComesAfterTheEndIsGivenBack()
    {
        QFETCH(const int, turns);
        ManagerFixture fixture({2000, 100, 0});
        QVERIFY(fixture.obtained(fixture.object(u"https://a.r2.dev/old.mp4"_s), bytes));
        const auto object = fixture.object(url);
        const auto obtaining = fixture.obtain(object);
        QVERIFY(fixture.fetchBegins(1));
        const auto &request = fixture.fetcher.fetches[1]->request;
        auto reserving = request.reserve(request.object, 1500); // evicts: takes several turns
        for (int i = 0; i < turns; ++i)
            QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
        QVERIFY(fixture.videos.queue().cancel(object.id));
        fixture.fetcher.fail(1, ErrorCode::Cancelled);
        QCOMPARE(fixture.resultOf(obtaining).error().code, ErrorCode::Cancelled);
        std::ignore = fixture.resultOf(reserving);
        QTRY_VERIFY(fixture.videos.queue().snapshots().empty());
        QTRY_COMPARE(fixture.videos.running(), 0);
        QCOMPARE(fixture.cache.budget().reservedBytes(), 0);
        QVERIFY(!fixture.cache.budget().isReserved(object.id));
        QVERIFY(!QFile::exists(fixture.store->partialPath(object.id)));
        // The space is really there.
        QVERIFY(fixture.obtained(fixture.object(u"https://a.r2.dev/new.mp4"_s), bytes));
    }

    void whatDoesNotFitIsRefusedAndNothingIsLost()
    {
        ManagerFixture fixture({1500, 100, 0});
        const auto kept = fixture.object(u"https://a.r2.dev/kept.mp4"_s);
        QVERIFY(fixture.obtained(kept, bytes));
        const auto lease = fixture.cache.leases().open({kept.id}, std::chrono::hours{1});
        const auto refused = fixture.obtained(fixture.object(url), bytes);
        QCOMPARE(refused.error().code, ErrorCode::CacheFull);
        QVERIFY(fixture.resultOf(fixture.obtain(kept)));
        QCOMPARE(fixture.fetcher.fetches.size(), size_t(2));
        QTRY_COMPARE(fixture.cache.budget().reservedBytes(), 0);
    }

    void anEntryEvictedAtOnceIsAnErrorWithTheWayOut()
    {
        ManagerFixture fixture;
        const auto object = fixture.object(url);
        const auto obtaining = fixture.obtain(object);
        QVERIFY(fixture.fetchBegins(0));
        QFuture<Result<RemovalReport>> removing;
        // Removed in the very turn in which the fill succeeds, before anybody can look.
        QObject::connect(
            &fixture.videos.queue(), &FillQueue::succeeded, &fixture.videos,
            [&fixture, &removing](const QString &id) {
                removing = asFuture(fixture.cache.remove(id, true));
                fixture.wait(fixture.index->removeEntries({{id, 1}}));
            });
        fixture.deliver(0, bytes);
        const auto result = fixture.resultOf(obtaining);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::CacheFull);
        QVERIFY(result.error().message.contains(u"CACHE_MAX_SIZE_GB"));
        QTRY_VERIFY(removing.isFinished());
    }

    void offNothingIsFetchedButWhatIsHereIsFound()
    {
        ManagerFixture fixture;
        const auto here = fixture.object(u"https://a.r2.dev/here.mp4"_s);
        QVERIFY(fixture.obtained(here, bytes));
        auto options = ManagerFixture::proxyAt3001();
        options.enabled = false;
        fixture.videos.setOptions(options);

        QVERIFY(fixture.resultOf(fixture.obtain(here)));
        const auto refused = fixture.resultOf(fixture.obtain(fixture.object(url)));
        QCOMPARE(refused.error().code, ErrorCode::Conflict);
        QVERIFY(refused.error().message.contains(u"CACHE_ENABLED"));
        const auto reader = asFuture(fixture.videos.fillForReader(fixture.object(url).id));
        QCOMPARE(fixture.resultOf(reader).error().code, ErrorCode::Conflict);
        QCOMPARE(fixture.fetcher.fetches.size(), size_t(1));
    }

    void aReaderFillsWhatWasRememberedAndNothingElse()
    {
        ManagerFixture fixture;
        const auto object = fixture.object(url);
        const auto unknown = asFuture(fixture.videos.fillForReader(object.id));
        QCOMPARE(fixture.resultOf(unknown).error().code, ErrorCode::NotFound);

        fixture.require(fixture.wait(fixture.videos.remember({object})));
        const auto reading = asFuture(fixture.videos.fillForReader(object.id));
        QVERIFY(fixture.fetchBegins(0));
        QCOMPARE(fixture.videos.queue().snapshots().front().priority, Priority::Reader);
        fixture.deliver(0, bytes);
        QVERIFY(fixture.resultOf(reading));
    }

    void aReaderGetsTheBytesUnderTheVersionThatTheEntryWillHave()
    {
        ManagerFixture fixture;
        const auto object = fixture.object(url);
        // There were other bytes once: their ETag must not come back.
        QCOMPARE(fixture.obtained(object, "older")->version, 1);
        QVERIFY(fixture.resultOf(asFuture(fixture.cache.remove(object.id, false))));

        const auto reading = asFuture(fixture.videos.fillForReader(object.id));
        QVERIFY(fixture.fetchBegins(1));
        const auto &progress = fixture.fetcher.fetches[1]->request.progress;
        const auto show = [&](const QByteArray &etag) {
            FillContent::Version version;
            version.length = bytes.size();
            version.etag = etag;
            progress->content.set(std::make_shared<FillContent>(version, FillContent::Demand()));
        };
        show("\"a\"");
        const auto first = fixture.resultOf(reading);
        QVERIFY(first);
        QVERIFY(first->content);
        QCOMPARE(first->record.version, 2);
        QCOMPARE(first->record.sizeBytes, bytes.size());
        QVERIFY(!first->someWasHere);
        const auto second = fixture.resultOf(asFuture(fixture.videos.fillForReader(object.id)));
        QCOMPARE(second->record.version, 2);
        QVERIFY(second->someWasHere);
        // The object changes under way: other bytes have another ETag.
        show("\"b\"");
        const auto third = fixture.resultOf(asFuture(fixture.videos.fillForReader(object.id)));
        QCOMPARE(third->record.version, 3);

        fixture.deliver(1, bytes);
        const auto entry = fixture.resultOf(fixture.obtain(object));
        QVERIFY(entry);
        QCOMPARE(entry->version, 3);
        const auto after = fixture.resultOf(asFuture(fixture.videos.fillForReader(object.id)));
        QVERIFY(after && !after->content);
    }

    void aReaderWaitsForTheNextVersionOfAnObjectThatChanges()
    {
        ManagerFixture fixture;
        const auto object = fixture.object(url);
        fixture.require(fixture.wait(fixture.videos.remember({object})));
        const auto reading = asFuture(fixture.videos.fillForReader(object.id));
        QVERIFY(fixture.fetchBegins(0));
        auto &slot = fixture.fetcher.fetches[0]->request.progress->content;
        const auto contentOf = [](const QByteArray &etag) {
            return std::make_shared<FillContent>(
                FillContent::Version{.length = 5, .etag = etag}, FillContent::Demand());
        };
        // Shown and taken back before this thread looks.
        slot.set(contentOf("\"a\""));
        slot.set(nullptr);
        QTRY_VERIFY(slot.current() == nullptr);
        slot.set(contentOf("\"b\""));
        const auto read = fixture.resultOf(reading);
        QVERIFY(read && read->content);
        QCOMPARE(read->content->version().etag, "\"b\"");
        fixture.deliver(0, bytes);
        QTRY_VERIFY(fixture.videos.queue().snapshots().empty());
    }

    void aReaderOfASignedObjectUsesItsNewestUrl()
    {
        ManagerFixture fixture;
        const auto signedUrl = u"https://acc.r2.cloudflarestorage.com/b/v.mp4?X-Amz-Signature=%1"_s;
        const auto older = fixture.object(signedUrl.arg(u"1"));
        const auto newer = fixture.object(signedUrl.arg(u"2"));
        QCOMPARE(older.id, newer.id);
        fixture.require(fixture.wait(fixture.videos.remember({older, newer})));
        const auto reading = asFuture(fixture.videos.fillForReader(older.id));
        QVERIFY(fixture.fetchBegins(0));
        QVERIFY(fixture.fetcher.asked().constFirst().contains(u"X-Amz-Signature=2"));
        fixture.fetcher.fail(0, ErrorCode::OriginForbidden);
        QVERIFY(!fixture.resultOf(reading));
        // What is kept of it for longer than the process lives carries no signature.
        const auto row = fixture.wait(fixture.index->object(older.id)).value();
        QVERIFY(row && !row->canonicalUrl.contains(u"Amz"));
    }

    void anEntryIsDescribedInFull()
    {
        ManagerFixture fixture;
        const auto object = fixture.object(url);
        const auto entry = fixture.obtained(object, bytes);
        QVERIFY(entry);
        std::ignore = fixture.cache.leases().open({object.id}, std::chrono::hours{1});
        auto info = fixture.videos.infoOf(*entry);
        QCOMPARE(info.id, object.id);
        QCOMPARE(info.originalUrl, url);
        QCOMPARE(info.localUrl, u"http://localhost:3001/video/"_s + object.fileName());
        QVERIFY(QFile::exists(info.localPath));
        QCOMPARE(info.fileSizeBytes, bytes.size());
        QCOMPARE(info.contentType, u"video/mp4"_s);
        QCOMPARE(info.status, u"ready"_s);
        QCOMPARE(info.ttlMs, 7LL * 24 * 3600 * 1000);
        QCOMPARE(info.expiresAt, fixture.clock.nowUtc().addDays(7));
        QCOMPARE(info.sha256.size(), 64);
        QVERIFY(info.leased);
        QVERIFY(!info.beingRead);
        {
            const auto reader = QCoro::waitFor(fixture.lookup.find({object.id, 0}));
            QVERIFY(reader && *reader);
            QVERIFY(fixture.videos.infoOf(*entry).beingRead);
        }
        QVERIFY(!fixture.videos.infoOf(*entry).beingRead);

        fixture.clock.advance(std::chrono::hours{24 * 7});
        info = fixture.videos.infoOf(*entry);
        QCOMPARE(info.status, u"expired"_s);
    }

    void aFillIsAnEntryThatIsDownloading()
    {
        ManagerFixture fixture;
        const auto object = fixture.object(url);
        const auto obtaining = fixture.obtain(object);
        QVERIFY(fixture.fetchBegins(0));
        const auto info = fixture.videos.infoOf(fixture.videos.queue().snapshots().front());
        QCOMPARE(info.id, object.id);
        QCOMPARE(info.status, u"downloading"_s);
        QCOMPARE(info.originalUrl, url);
        QCOMPARE(info.localUrl, u"http://localhost:3001/video/"_s + object.fileName());
        QCOMPARE(info.fileSizeBytes, -1);
    }

    void localUrlsFollowTheProxysAddress()
    {
        ManagerFixture fixture;
        auto options = ManagerFixture::proxyAt3001();
        options.proxyUrl = u"http://localhost:43001"_s;
        fixture.videos.setOptions(options);
        QCOMPARE(fixture.videos.localUrl(u"x.mp4"_s), u"http://localhost:43001/video/x.mp4"_s);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_VideoCache)
#include "tst_videocache.moc"
