// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/manager/managerfixture.h"

#include <QSignalSpy>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

const QByteArray bytes(1000, 'v');

QString urlOf(int number)
{
    return u"https://a.r2.dev/%1.mp4"_s.arg(number);
}

/// A job for videos 1 to @p count whose answer says how many came.
JobPtr jobOf(ManagerFixture &fixture, int count)
{
    auto job = std::make_shared<Job>();
    job->kind = u"pre-cache"_s;
    std::vector<R2Url> objects;
    for (int i = 1; i <= count; ++i) {
        JobUrl url;
        url.url = urlOf(i);
        url.object = fixture.object(url.url);
        objects.push_back(url.object);
        job->urls.push_back(std::move(url));
    }
    job->describe = [](const Job &finished) {
        const auto done
            = std::count_if(finished.urls.begin(), finished.urls.end(), [](const JobUrl &url) {
                  return url.entry.has_value();
              });
        return QByteArray::number(static_cast<qint64>(done));
    };
    fixture.require(fixture.wait(fixture.videos.remember(objects)));
    return job;
}

class tst_Jobs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aJobIsDoneWhenItsLastUrlHasEnded()
    {
        ManagerFixture fixture;
        const auto job = fixture.jobs.start(jobOf(fixture, 2));
        QCOMPARE(job->id.size(), 32);
        QCOMPARE(job->status, Job::Status::Running);
        QVERIFY(fixture.fetchBegins(1));
        // The index may answer for the second one first.
        const auto first = fixture.fetcher.asked().indexOf(u"/1.mp4"_s);
        QVERIFY(first >= 0);
        fixture.deliver(static_cast<size_t>(first), bytes);
        QTRY_COMPARE(job->pending, size_t(1));
        QCOMPARE(job->status, Job::Status::Running);
        QVERIFY(job->result.isEmpty());
        fixture.clock.advance(std::chrono::seconds{3});
        fixture.fetcher.fail(static_cast<size_t>(1 - first), ErrorCode::OriginNotFound);
        QTRY_COMPARE(job->status, Job::Status::Done);
        QCOMPARE(job->result, "1"_ba);
        QCOMPARE(job->createdAt.secsTo(job->finishedAt), 3);
        QVERIFY(job->finished.future().isFinished());
        QCOMPARE(job->urls[0].state, JobUrl::State::Done);
        QCOMPARE(job->urls[1].state, JobUrl::State::Failed);
        QCOMPARE(job->urls[1].error->code, ErrorCode::OriginNotFound);
        QVERIFY(!job->describe);
    }

    void aJobAboutEntriesIsDrivenByItsMaker()
    {
        ManagerFixture fixture;
        QSignalSpy changed(&fixture.jobs, &Jobs::changed);
        const auto begun = [&fixture] {
            auto job = std::make_shared<Job>();
            job->kind = u"batch"_s;
            job->tally = JobTally{3, 0, 0};
            job->describe = [](const Job &done) {
                return QByteArray::number(done.tally->done);
            };
            return fixture.jobs.begin(job);
        };
        const auto job = begun();
        QCOMPARE(fixture.jobs.find(job->id), job);
        QCOMPARE(job->status, Job::Status::Running);
        job->tally->done = 2;
        fixture.jobs.advanced(job);
        fixture.jobs.end(job);
        QCOMPARE(job->status, Job::Status::Done);
        QCOMPARE(job->result, "2"_ba);
        QVERIFY(job->finished.future().isFinished());
        QCOMPARE(changed.size(), 3);

        const auto other = begun();
        QVERIFY(fixture.jobs.cancel(other->id));
        fixture.jobs.end(other); // its maker comes to its end later
        QCOMPARE(other->status, Job::Status::Cancelled);
        QCOMPARE(other->result, "0"_ba);
    }

    void nothingPendingIsDoneAtOnce()
    {
        ManagerFixture fixture;
        const auto empty = fixture.jobs.start(jobOf(fixture, 0));
        QCOMPARE(empty->status, Job::Status::Done);
        QCOMPARE(empty->result, "0"_ba);

        auto settled = jobOf(fixture, 1);
        settled->urls[0].state = JobUrl::State::Failed;
        settled->urls[0].error = Error{ErrorCode::InvalidUrl, u"No."_s, {}};
        fixture.jobs.start(settled);
        QCOMPARE(settled->status, Job::Status::Done);
        QVERIFY(fixture.fetcher.fetches.empty());
    }

    void jobsAreFoundAndListedNewestFirst()
    {
        ManagerFixture fixture;
        const auto first = fixture.jobs.start(jobOf(fixture, 0));
        const auto second = fixture.jobs.start(jobOf(fixture, 0));
        QCOMPARE(fixture.jobs.find(first->id), first);
        QCOMPARE(fixture.jobs.find(u"none"_s), nullptr);
        QCOMPARE(fixture.jobs.list(), std::vector({second, first}));
    }

    void cancellingEndsTheFillsOfTheJob()
    {
        ManagerFixture fixture;
        const auto job = fixture.jobs.start(jobOf(fixture, 2));
        QVERIFY(fixture.fetchBegins(1));
        // The index is asked about both at once and may answer about the second first.
        const auto isSecond
            = fixture.fetcher.fetches[0]->request.object.id != job->urls[0].object.id;
        const size_t done = isSecond ? 1 : 0;
        fixture.deliver(0, bytes);
        QTRY_COMPARE(job->pending, size_t(1));
        QVERIFY(fixture.jobs.cancel(job->id));
        QCOMPARE(job->status, Job::Status::Cancelled);
        QCOMPARE(job->result, "1"_ba);
        QVERIFY(!job->urls[done].error);
        QCOMPARE(job->urls[1 - done].error->code, ErrorCode::Cancelled);
        QVERIFY(fixture.fetcher.fetches[1]->request.progress->cancelled);
    }

    void aJobIsCancelledOnlyWhileItRuns()
    {
        ManagerFixture fixture;
        QCOMPARE(fixture.jobs.cancel(u"none"_s).error().code, ErrorCode::NotFound);
        const auto job = fixture.jobs.start(jobOf(fixture, 1));
        QVERIFY(fixture.jobs.cancel(job->id));
        QCOMPARE(fixture.jobs.cancel(job->id).error().code, ErrorCode::Conflict);
    }

    /// The index is asked before a fill begins: a cancellation in between must not be missed. An
    /// index thread that is quick may have answered for some of the URLs before start() returns;
    /// their fetches have begun and are cancelled.
    void aJobCancelledAtOnceBeginsNothingAfterwards()
    {
        ManagerFixture fixture;
        const auto job = fixture.jobs.start(jobOf(fixture, 3));
        const auto begun = fixture.fetcher.fetches.size();
        QVERIFY(fixture.jobs.cancel(job->id));
        for (size_t i = 0; i < begun; ++i) {
            QVERIFY(fixture.fetcher.fetches[i]->request.progress->cancelled);
            fixture.fetcher.fail(i, ErrorCode::Cancelled);
        }
        QTRY_COMPARE(fixture.videos.running(), 0);
        QCOMPARE(fixture.fetcher.fetches.size(), begun);
        QCOMPARE(job->status, Job::Status::Cancelled);
    }

    void whatAnotherJobWaitsForIsNotCancelled()
    {
        ManagerFixture fixture;
        const auto first = fixture.jobs.start(jobOf(fixture, 1));
        const auto second = fixture.jobs.start(jobOf(fixture, 2));
        QVERIFY(fixture.fetchBegins(1));
        QVERIFY(fixture.jobs.cancel(second->id));
        QVERIFY(!fixture.fetcher.fetches[0]->request.progress->cancelled);
        QVERIFY(fixture.fetcher.fetches[1]->request.progress->cancelled);
        fixture.deliver(0, bytes);
        QTRY_COMPARE(first->status, Job::Status::Done);
        QCOMPARE(first->result, "1"_ba);
        QCOMPARE(second->urls[0].error->code, ErrorCode::Cancelled);
    }

    void whatAReaderWaitsForIsNotCancelled()
    {
        ManagerFixture fixture;
        const auto job = fixture.jobs.start(jobOf(fixture, 1));
        QVERIFY(fixture.fetchBegins(0));
        const auto reading = asFuture(fixture.videos.fillForReader(fixture.object(urlOf(1)).id));
        QTRY_COMPARE(fixture.videos.queue().snapshots().front().priority, Priority::Reader);
        QVERIFY(fixture.jobs.cancel(job->id));
        QVERIFY(!fixture.fetcher.fetches[0]->request.progress->cancelled);
        fixture.deliver(0, bytes);
        QVERIFY(fixture.resultOf(reading));
    }

    void aCancelledUrlIsFetchedAnewByTheNextJob()
    {
        ManagerFixture fixture;
        const auto first = fixture.jobs.start(jobOf(fixture, 1));
        QVERIFY(fixture.fetchBegins(0));
        QVERIFY(fixture.jobs.cancel(first->id));
        const auto second = fixture.jobs.start(jobOf(fixture, 1));
        QTRY_COMPARE(fixture.videos.queue().snapshots().size(), size_t(1));
        fixture.fetcher.fail(0, ErrorCode::Cancelled);
        QVERIFY(fixture.fetchBegins(1));
        fixture.deliver(1, bytes);
        QTRY_COMPARE(second->status, Job::Status::Done);
        QCOMPARE(second->result, "1"_ba);
    }

    void theOldestFinishedJobsAreForgotten()
    {
        ManagerFixture fixture;
        const auto running = fixture.jobs.start(jobOf(fixture, 1));
        const auto oldest = fixture.jobs.start(jobOf(fixture, 0));
        const auto next = fixture.jobs.start(jobOf(fixture, 0));
        for (int i = 0; i < 999; ++i)
            fixture.jobs.start(jobOf(fixture, 0));
        QCOMPARE(fixture.jobs.find(oldest->id), nullptr);
        QVERIFY(fixture.jobs.find(next->id));
        QVERIFY(fixture.jobs.find(running->id));
    }

    void largeResultsOfOldJobsAreDropped()
    {
        ManagerFixture fixture;
        const auto large = [&fixture] {
            auto job = jobOf(fixture, 0);
            job->describe = [](const Job &) {
                return QByteArray(40 * 1024 * 1024, 'r');
            };
            return fixture.jobs.start(job);
        };
        const auto older = large();
        QCOMPARE(older->result.size(), 40 * 1024 * 1024);
        const auto newer = large();
        QVERIFY(older->result.isEmpty());
        QCOMPARE(newer->result.size(), 40 * 1024 * 1024);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_Jobs)
#include "tst_jobs.moc"
