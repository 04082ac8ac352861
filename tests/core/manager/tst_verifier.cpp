// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/verifier.h"
#include "tests/core/cache/cachefixture.h"

#include <QFile>
#include <QPromise>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(r2cache::VerifyProgress::State)

namespace {

using State = VerifyProgress::State;

/// A cache and a verifier whose pauses take no time but are counted.
struct Fixture : CacheFixture
{
    explicit Fixture(const Verifier::Options &options = {})
        : verifier(cache, clock, options, [this](std::chrono::milliseconds time) {
            ++pauses;
            paused += time;
            clock.advance(time);
            if (atPause)
                atPause();
            QPromise<void> promise;
            promise.start();
            promise.finish();
            return promise.future();
        })
    { }
    ~Fixture()
    {
        verifier.stop();
        if (!QTest::qWaitFor([this] { return verifier.running() == 0; }, 20'000))
            qFatal("The verifier still runs.");
    }

    [[nodiscard]] bool ends()
    {
        return QTest::qWaitFor([this] { return verifier.running() == 0; }, 20'000);
    }
    [[nodiscard]] QString pathOf(int number) const
    {
        return store->pathOf(idOf(number) + u".mp4"_s);
    }
    void overwrite(int number, const QByteArray &bytes) const
    {
        const auto file = take(OpenFile::open(pathOf(number), O_WRONLY | O_TRUNC));
        require(file.writeAt(0, bytes));
    }
    [[nodiscard]] bool isQuarantined(int number) const
    {
        return QFile::exists(store->directory() + u"/quarantine/"_s + idOf(number) + u".mp4"_s);
    }

    int pauses = 0;
    std::chrono::milliseconds paused{0};
    std::function<void()> atPause;
    Verifier verifier;
};

class tst_Verifier : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingRunsUnasked()
    {
        Fixture fixture;
        QCOMPARE(fixture.verifier.progress().state, State::Idle);
        QVERIFY(!fixture.verifier.progress().startedAt.isValid());
    }

    void whatIsWholeStays()
    {
        Fixture fixture;
        for (int i = 1; i <= 3; ++i)
            QVERIFY(fixture.add(i, QByteArray(1000 * i, 'x')));
        fixture.verifier.verifyAll();
        QCOMPARE(fixture.verifier.progress().state, State::Running);
        QVERIFY(fixture.ends());
        const auto &progress = fixture.verifier.progress();
        QCOMPARE(progress.state, State::Done);
        QCOMPARE(progress.total, 3);
        QCOMPARE(progress.checked, 3);
        QCOMPARE(progress.bytes, 6000);
        QCOMPARE(progress.badCount, 0);
        QVERIFY(progress.startedAt.isValid() && progress.finishedAt.isValid());
        QVERIFY(fixture.has(1) && fixture.has(2) && fixture.has(3));
    }

    void whatIsWrongGoesToQuarantine_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("a flipped byte") << QByteArray("bytes of a vidfo");
        QTest::newRow("too short") << QByteArray("bytes of");
        QTest::newRow("too long") << QByteArray("bytes of a video and more");
        QTest::newRow("empty") << QByteArray();
    }
    void whatIsWrongGoesToQuarantine()
    {
        QFETCH(const QByteArray, bytes);
        Fixture fixture;
        QVERIFY(fixture.add(1, "bytes of a video"));
        QVERIFY(fixture.add(2, "bytes of a video"));
        const auto reader = fixture.find(1).value(); // its file stays open
        fixture.overwrite(1, bytes);
        fixture.verifier.verifyAll();
        QVERIFY(fixture.ends());
        const auto &progress = fixture.verifier.progress();
        QCOMPARE(progress.state, State::Done);
        QCOMPARE(progress.checked, 2);
        QCOMPARE(progress.badCount, 1);
        QCOMPARE(progress.bad.constFirst().id, CacheFixture::idOf(1));
        QVERIFY(!progress.bad.constFirst().error.isEmpty());
        QVERIFY(!fixture.has(1));
        QVERIFY(fixture.isQuarantined(1));
        QVERIFY(fixture.has(2));
        QCOMPARE(fixture.cache.budget().entries(), 1);
    }

    void whatPeopleSaidOfAnEntryOutlivesItsQuarantine()
    {
        Fixture fixture;
        QVERIFY(fixture.add(1, "bytes of a video"));
        const EntryChange change = [](EntryRecord &record) {
            record.pinned = true;
            record.tags = {u"intro"_s};
        };
        QVERIFY(QCoro::waitFor(fixture.cache.change(CacheFixture::idOf(1), change)));
        fixture.overwrite(1, "other words here");
        fixture.verifier.verify({CacheFixture::idOf(1)});
        QVERIFY(fixture.ends());
        QVERIFY(fixture.isQuarantined(1));
        const auto again = fixture.add(1, "bytes of a video");
        QVERIFY(again);
        QVERIFY(again->pinned);
        QCOMPARE(again->tags, QStringList{u"intro"_s});
        QCOMPARE(again->version, 1); // the same bytes
    }

    void aVanishedFileIsForgotten()
    {
        Fixture fixture;
        QVERIFY(fixture.add(1, "bytes of a video"));
        QVERIFY(QFile::remove(fixture.pathOf(1)));
        fixture.verifier.verifyAll();
        QVERIFY(fixture.ends());
        QCOMPARE(fixture.verifier.progress().badCount, 1);
        QCOMPARE(fixture.cache.budget().entries(), 0);
    }

    void whatCannotBeReadIsQuarantined()
    {
        Fixture fixture;
        QVERIFY(fixture.add(1, "bytes of a video"));
        QVERIFY(QFile::remove(fixture.pathOf(1)));
        QVERIFY(QDir().mkdir(fixture.pathOf(1))); // opens, but read(2) fails
        fixture.verifier.verifyAll();
        QVERIFY(fixture.ends());
        QCOMPARE(fixture.verifier.progress().badCount, 1);
        QVERIFY(!fixture.has(1));
    }

    void someAreVerifiedById()
    {
        Fixture fixture;
        for (int i = 1; i <= 3; ++i) {
            QVERIFY(fixture.add(i, "bytes of a video"));
            fixture.overwrite(i, "other words here");
        }
        fixture.verifier.verify({CacheFixture::idOf(2)});
        fixture.verifier.verify({CacheFixture::idOf(3), CacheFixture::idOf(99)});
        QCOMPARE(fixture.verifier.progress().total, 3);
        QVERIFY(fixture.ends());
        QCOMPARE(fixture.verifier.progress().checked, 3);
        QCOMPARE(fixture.verifier.progress().badCount, 2);
        QVERIFY(fixture.has(1));
    }

    void oneRunAtATime()
    {
        Fixture fixture;
        QVERIFY(fixture.add(1, "bytes of a video"));
        fixture.verifier.verifyAll();
        fixture.verifier.verifyAll();
        fixture.verifier.verify({CacheFixture::idOf(1)});
        QCOMPARE(fixture.verifier.running(), 1);
        QVERIFY(fixture.ends());
        QCOMPARE(fixture.verifier.progress().checked, 2); // by id, and among all
        fixture.verifier.verifyAll();
        QVERIFY(fixture.ends());
        QCOMPARE(fixture.verifier.progress().checked, 1); // a run of its own
    }

    void theRateIsKept()
    {
        Fixture fixture({100'000, 1000});
        QVERIFY(fixture.add(1, QByteArray(200'500, 'x')));
        fixture.verifier.verifyAll();
        QVERIFY(fixture.ends());
        QCOMPARE(fixture.verifier.progress().bytes, 200'500);
        QCOMPARE(fixture.pauses, 200); // after each whole slice
        QCOMPARE(fixture.paused, 2000ms);
        QVERIFY(fixture.has(1));
    }

    void stoppingEndsItBetweenSlices()
    {
        Fixture fixture({100'000, 1000});
        QVERIFY(fixture.add(1, QByteArray(50'000, 'x')));
        fixture.atPause = [&] {
            if (fixture.pauses == 3)
                fixture.verifier.stop();
        };
        fixture.verifier.verifyAll();
        QVERIFY(fixture.ends());
        QCOMPARE(fixture.verifier.progress().state, State::Stopped);
        QCOMPARE(fixture.verifier.progress().bytes, 3000);
        QVERIFY(fixture.has(1));
        fixture.verifier.verifyAll();
        QCOMPARE(fixture.verifier.running(), 0); // nothing begins any more
    }

    void whatIsBeingNotedOfAnEntryExcusesItNot()
    {
        Fixture fixture;
        QVERIFY(fixture.add(1, "bytes of a video"));
        fixture.overwrite(1, "other words here");
        SlowNote note(fixture, 1);
        QTRY_VERIFY(note.isBeingWritten());
        fixture.verifier.verifyAll();
        QTRY_COMPARE(fixture.verifier.progress().bytes, 16);
        note.release();
        QTRY_VERIFY(note.isWritten());
        QVERIFY(fixture.ends());
        QCOMPARE(fixture.verifier.progress().badCount, 1);
        QVERIFY(fixture.isQuarantined(1));
    }

    void whatWasReplacedMeanwhileIsLeftAlone()
    {
        Fixture fixture({100'000, 1000});
        QVERIFY(fixture.add(1, QByteArray(5000, 'x')));
        bool replaced = false;
        fixture.atPause = [&] {
            if (std::exchange(replaced, true))
                return;
            // Removed and fetched again, while the verifier reads the old file.
            const QList<EntryKey> keys{{CacheFixture::idOf(1), 1}};
            QVERIFY(fixture.wait(fixture.index->removeEntries(keys)));
            auto record = fixture.recordOf(1, QByteArray(3000, 'y'));
            fixture.overwrite(1, QByteArray(3000, 'y'));
            QVERIFY(fixture.wait(fixture.index->putEntry(record)));
        };
        fixture.verifier.verifyAll();
        QVERIFY(fixture.ends());
        QCOMPARE(fixture.verifier.progress().badCount, 0);
        QVERIFY(fixture.has(1));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_Verifier)
#include "tst_verifier.moc"
