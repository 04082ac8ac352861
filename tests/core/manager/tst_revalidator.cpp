// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/freshness.h"
#include "core/manager/revalidator.h"
#include "tests/core/manager/managerfixture.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString url = u"https://a.r2.dev/v.mp4"_s;

/// A cache whose origin answers what the test says.
struct Fixture : ManagerFixture
{
    struct Question
    {
        R2Url object;
        QByteArray ifNoneMatch;
        QPromise<Result<ProbedObject>> promise;

        void answer(Result<ProbedObject> what)
        {
            promise.addResult(std::move(what));
            promise.finish();
        }
    };

    ~Fixture()
    {
        for (const auto &question : questions) {
            if (!question->promise.future().isFinished())
                question->answer(failure(ErrorCode::ShuttingDown, u"Over."_s));
        }
        if (!QTest::qWaitFor([this] { return revalidator.running() == 0 || endFetches(); }, 20'000))
            qFatal("A revalidation still runs.");
    }
    bool endFetches()
    {
        videos.queue().cancelAll();
        for (size_t i = 0; i < fetcher.fetches.size(); ++i) {
            if (!fetcher.fetches[i]->promise.future().isFinished())
                fetcher.fail(i, ErrorCode::Cancelled);
        }
        return false;
    }

    [[nodiscard]] bool isAsked(size_t count)
    {
        return QTest::qWaitFor([&] { return questions.size() >= count; }, 20'000);
    }
    EntryRecord newest(const R2Url &asked)
    {
        return wait(index->newestEntry(asked.id)).value().value();
    }
    void expire() { clock.advance(std::chrono::hours{24 * 8}); }

    std::vector<std::unique_ptr<Question>> questions;
    Revalidator revalidator{videos, [this](const R2Url &object, const QByteArray &ifNoneMatch) {
                                auto question = std::make_unique<Question>();
                                question->object = object;
                                question->ifNoneMatch = ifNoneMatch;
                                question->promise.start();
                                questions.push_back(std::move(question));
                                return questions.back()->promise.future();
                            }};
};

Result<ProbedObject> notModified()
{
    return ProbedObject{.notModified = true};
}

Result<ProbedObject> other(const QByteArray &etag)
{
    return ProbedObject{.length = 5, .etag = etag};
}

struct Answer // tl::expected as a column would have to be comparable
{
    Result<ProbedObject> result;
};

class tst_Revalidator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAnswerIsUnderstood_data()
    {
        QTest::addColumn<Answer>("answer");
        QTest::addColumn<bool>("isSigned");
        QTest::addColumn<Validity>("validity");
        const auto row = [](const char *name, Result<ProbedObject> answer, Validity validity) {
            QTest::newRow(name) << Answer{std::move(answer)} << false << validity;
        };
        const auto failed = [](ErrorCode code) -> Result<ProbedObject> {
            return failure(code, u"It failed."_s);
        };
        row("304", notModified(), Validity::Confirmed);
        row("200, same ETag", ProbedObject{.length = 4, .etag = "\"e\""}, Validity::Confirmed);
        row("200, same ETag, no length", ProbedObject{.etag = "\"e\""}, Validity::Confirmed);
        row("200, same ETag, other length", other("\"e\""), Validity::Changed);
        row("200, other ETag", ProbedObject{.length = 4, .etag = "\"f\""}, Validity::Changed);
        row("200, ETag gone", ProbedObject{.length = 4}, Validity::Changed);
        row("404", failed(ErrorCode::OriginNotFound), Validity::Gone);
        row("403", failed(ErrorCode::OriginForbidden), Validity::Unknown);
        QTest::newRow("403, signed")
            << Answer{failed(ErrorCode::OriginForbidden)} << true << Validity::Gone;
        row("503", failed(ErrorCode::OriginThrottled), Validity::Unknown);
        row("no answer", failed(ErrorCode::OriginTimeout), Validity::Unknown);
    }
    void anAnswerIsUnderstood()
    {
        QFETCH(Answer, answer);
        QFETCH(bool, isSigned);
        EntryRecord record;
        record.sizeBytes = 4;
        record.etag = "\"e\"";
        QTEST(validityOf(record, answer.result, isSigned), "validity");
    }

    void withoutETagsTheTimeDecides_data()
    {
        QTest::addColumn<QByteArray>("ours");
        QTest::addColumn<QByteArray>("theirs");
        QTest::addColumn<Validity>("validity");
        QTest::newRow("same") << "x"_ba
                              << "x"_ba << Validity::Confirmed;
        QTest::newRow("other") << "x"_ba
                               << "y"_ba << Validity::Changed;
        QTest::newRow("none") << ""_ba
                              << ""_ba << Validity::Changed;
    }
    void withoutETagsTheTimeDecides()
    {
        QFETCH(QByteArray, ours);
        QFETCH(QByteArray, theirs);
        EntryRecord record;
        record.sizeBytes = 4;
        record.lastModified = ours;
        const ProbedObject answer{.length = 4, .lastModified = theirs};
        QTEST(validityOf(record, answer, false), "validity");
    }

    void whatIsFreshIsNotAskedAbout()
    {
        Fixture fixture;
        const auto object = fixture.object(url);
        const auto entry = fixture.obtained(object, "1234");
        QVERIFY(entry);
        const auto asking = asFuture(fixture.revalidator.revalidate({*entry}, 1h));
        QTRY_VERIFY(asking.isFinished());
        QVERIFY(!asking.result());
        QVERIFY(fixture.questions.empty());
    }

    void aPolicyDecidesWhatIsAskedAboutForAConfig_data()
    {
        QTest::addColumn<FreshnessPolicy>("policy");
        QTest::addColumn<bool>("expires");
        QTest::addColumn<bool>("isAsked");
        QTest::newRow("always, just confirmed") << FreshnessPolicy::Always << false << true;
        QTest::newRow("never, a long time ago") << FreshnessPolicy::Never << true << false;
        QTest::newRow("ttl, a long time ago") << FreshnessPolicy::Ttl << true << true;
    }
    void aPolicyDecidesWhatIsAskedAboutForAConfig()
    {
        QFETCH(const FreshnessPolicy, policy);
        QFETCH(const bool, expires);
        QFETCH(const bool, isAsked);
        Fixture fixture;
        auto entry = fixture.obtained(fixture.object(url), "1234").value();
        entry.ttlMs = ttlMsOf(policy);
        if (expires)
            fixture.expire();
        const auto asking = asFuture(fixture.revalidator.revalidate({entry}, 1h));
        if (isAsked) {
            QVERIFY(fixture.isAsked(1));
            fixture.questions[0]->answer(notModified());
        }
        QTRY_VERIFY(asking.isFinished());
        QCOMPARE(asking.result(), isAsked);
        QCOMPARE(fixture.questions.size(), size_t(isAsked ? 1 : 0));
    }

    void aConfirmedEntryIsFreshAgain()
    {
        Fixture fixture;
        const auto object = fixture.object(url);
        QVERIFY(fixture.obtained(object, "1234"));
        fixture.expire();
        fixture.revalidator.revalidateSoon(object.id);
        QVERIFY(fixture.isAsked(1));
        QCOMPARE(fixture.questions[0]->ifNoneMatch, "\"e\"");
        fixture.revalidator.revalidateSoon(object.id); // one question at a time
        fixture.questions[0]->answer(notModified());
        QTRY_COMPARE(fixture.revalidator.running(), 0);
        const auto newest = fixture.newest(object);
        QCOMPARE(newest.validatedAt, fixture.clock.nowUtc());
        QCOMPARE(newest.version, 1);
        QCOMPARE(fixture.questions.size(), size_t(1));
        QCOMPARE(fixture.fetcher.fetches.size(), size_t(1));
        // so the next start knows it too
        const auto sidecar = fixture.store->readSidecar(object.id, 1);
        QCOMPARE(sidecar->validatedAt, fixture.clock.nowUtc());
    }

    void otherBytesBecomeANewVersion()
    {
        Fixture fixture;
        const auto object = fixture.object(url);
        QVERIFY(fixture.obtained(object, "1234"));
        fixture.expire();
        fixture.revalidator.revalidateSoon(object.id);
        QVERIFY(fixture.isAsked(1));
        fixture.questions[0]->answer(other("\"f\""));
        QVERIFY(fixture.fetchBegins(1));
        // Until they are here the old ones are.
        QCOMPARE(fixture.newest(object).version, 1);
        fixture.deliver(1, "56789");
        QTRY_COMPARE(fixture.revalidator.running(), 0);
        QCOMPARE(fixture.newest(object).version, 2);
        QCOMPARE(fixture.newest(object).sizeBytes, 5);
    }

    void aLeaseKeepsTheOldBytes()
    {
        Fixture fixture;
        const auto object = fixture.object(url);
        QVERIFY(fixture.obtained(object, "1234"));
        fixture.expire();
        std::ignore = fixture.cache.leases().open({object.id}, std::chrono::hours{1});
        fixture.revalidator.revalidateSoon(object.id);
        QVERIFY(fixture.isAsked(1));
        fixture.questions[0]->answer(other("\"f\""));
        QVERIFY(fixture.fetchBegins(1));
        fixture.deliver(1, "56789");
        QTRY_COMPARE(fixture.revalidator.running(), 0);
        QCOMPARE(fixture.newest(object).version, 2);
        QVERIFY(fixture.wait(fixture.index->exactEntry({object.id, 1})).value().has_value());
    }

    void whatIsGoneOrSilentStaysAsItIs_data()
    {
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("gone") << ErrorCode::OriginNotFound;
        QTest::newRow("silent") << ErrorCode::OriginUnreachable;
    }
    void whatIsGoneOrSilentStaysAsItIs()
    {
        QFETCH(ErrorCode, code);
        Fixture fixture;
        const auto object = fixture.object(url);
        QVERIFY(fixture.obtained(object, "1234"));
        const auto before = fixture.newest(object);
        fixture.expire();
        fixture.revalidator.revalidateSoon(object.id);
        QVERIFY(fixture.isAsked(1));
        fixture.questions[0]->answer(failure(code, u"It failed."_s));
        QTRY_COMPARE(fixture.revalidator.running(), 0);
        QCOMPARE(fixture.newest(object).validatedAt, before.validatedAt);
        QCOMPARE(fixture.fetcher.fetches.size(), size_t(1));
    }

    void aRenewalThatFailsLeavesTheOldBytes()
    {
        Fixture fixture;
        const auto object = fixture.object(url);
        QVERIFY(fixture.obtained(object, "1234"));
        fixture.expire();
        fixture.revalidator.revalidateSoon(object.id);
        QVERIFY(fixture.isAsked(1));
        fixture.questions[0]->answer(other("\"f\""));
        QVERIFY(fixture.fetchBegins(1));
        fixture.fetcher.fail(1, ErrorCode::OriginThrottled);
        QTRY_COMPARE(fixture.revalidator.running(), 0);
        QCOMPARE(fixture.newest(object).version, 1);
        QVERIFY(fixture.store->sizeOf(object.fileName()));
    }

    void whoAsksForAConfigWaitsSoLongAndNoLonger()
    {
        Fixture fixture;
        const auto object = fixture.object(url);
        const auto entry = fixture.obtained(object, "1234");
        QVERIFY(entry);
        fixture.expire();
        // The origin does not answer: the copy will do.
        const auto impatient = asFuture(fixture.revalidator.revalidate({*entry}, 1ms));
        QTRY_VERIFY(impatient.isFinished());
        QVERIFY(impatient.result());
        QCOMPARE(fixture.revalidator.running(), 1);
        QVERIFY(fixture.isAsked(1)); // after the millisecond, where the machine is busy
        // It answers: the waiting ends, for a second caller of the same question too.
        const auto patient = asFuture(fixture.revalidator.revalidate({*entry}, 1h));
        QCOMPARE(fixture.questions.size(), size_t(1));
        fixture.questions[0]->answer(notModified());
        QTRY_VERIFY(patient.isFinished());
        QCOMPARE(fixture.newest(object).validatedAt, fixture.clock.nowUtc());
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_Revalidator)
#include "tst_revalidator.moc"
