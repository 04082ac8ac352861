// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/configjob.h"
#include "tests/core/manager/managerfixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

const QByteArray bytes(1000, 'v');

QString urlOf(const QString &name)
{
    return u"https://a.r2.dev/"_s + name;
}

/// JSON written with ' for ".
QByteArray json(QByteArray text)
{
    return text.replace('\'', '"');
}

QJsonObject objectOf(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

struct ConfigFixture : ManagerFixture
{
    using ManagerFixture::ManagerFixture;

    Result<StartedConfig> start(ConfigRequest request)
    {
        return resultOf(asFuture(startConfig(std::move(request), videos, jobs, pool)));
    }
    Result<StartedConfig> start(const QByteArray &config) { return start(requestOf(config)); }

    static ConfigRequest requestOf(const QByteArray &config)
    {
        ConfigRequest request;
        request.config = config;
        request.optimistic = true;
        return request;
    }

    /// "http://localhost:3001/video/<id>.mp4" of a name.
    QString localUrlOf(const QString &name) const
    {
        return videos.localUrl(object(urlOf(name)).fileName());
    }

    Result<EntryRecord> cached(const QString &name) { return obtained(object(urlOf(name)), bytes); }

    /// Lets the job's fetches bring or fail what is told, in the order of being asked.
    QJsonObject finish(const JobPtr &job)
    {
        if (!QTest::qWaitFor([&] { return job->status != Job::Status::Running; }))
            return {};
        return objectOf(job->result);
    }
};

class tst_ConfigJob : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aConfigIsAnsweredWhenItsVideosAreHere()
    {
        ConfigFixture fixture;
        const auto started = fixture.start(
            json("{'clips': [ {'src':'https://a.r2.dev/1.mp4'} ], 'n': 18446744073709551617}"));
        QVERIFY(started);
        QVERIFY(fixture.fetchBegins(0));
        QCOMPARE(started->job->status, Job::Status::Running);
        fixture.deliver(0, bytes);
        const auto answer = fixture.finish(started->job);
        QCOMPARE(answer.value(u"hasR2Urls"), QJsonValue(true));
        QCOMPARE(answer.value(u"r2Urls"), QJsonValue(QJsonArray{urlOf(u"1.mp4"_s)}));
        QCOMPARE(
            answer.value(u"urlMappings"),
            QJsonValue(QJsonObject{{urlOf(u"1.mp4"_s), fixture.localUrlOf(u"1.mp4"_s)}}));
        QCOMPARE(answer.value(u"failed"), QJsonValue(QJsonArray()));
        QCOMPARE(answer.value(u"leaseId").toString(), started->job->leaseId);
        QCOMPARE(answer.value(u"jobId").toString(), started->job->id);
        QVERIFY(answer.value(u"processingTimeMs").isDouble());
        const QByteArray rewritten = "\"updatedConfig\":{\"clips\": [ {\"src\":\""
            + fixture.localUrlOf(u"1.mp4"_s).toUtf8() + "\"} ], \"n\": 18446744073709551617}";
        QVERIFY(started->job->result.contains(rewritten));
    }

    void whatIsHereNeedsNoFetch()
    {
        ConfigFixture fixture;
        QVERIFY(fixture.cached(u"1.mp4"_s));
        const auto started = fixture.start(json("['https://a.r2.dev/1.mp4']"));
        QVERIFY(started);
        QCOMPARE(started->job->status, Job::Status::Done);
        QCOMPARE(fixture.fetcher.fetches.size(), size_t(1));
        QCOMPARE(
            objectOf(started->job->result).value(u"updatedConfig"),
            QJsonValue(QJsonArray{fixture.localUrlOf(u"1.mp4"_s)}));
    }

    void whatCouldNotBeCachedKeepsItsUrl()
    {
        ConfigFixture fixture;
        const auto started
            = fixture.start(json("['https://a.r2.dev/1.mp4', 'https:\\/\\/a.r2.dev\\/2.mp4']"));
        QVERIFY(started);
        QVERIFY(fixture.fetchBegins(1));
        fixture.deliver(0, bytes);
        fixture.fetcher.fail(1, ErrorCode::OriginNotFound);
        const auto answer = fixture.finish(started->job);
        const QByteArray rewritten = "\"updatedConfig\":[\""
            + fixture.localUrlOf(u"1.mp4"_s).toUtf8() + "\", \"https:\\/\\/a.r2.dev\\/2.mp4\"]";
        QVERIFY(started->job->result.contains(rewritten));
        const QJsonArray failed{QJsonObject{
            {u"url"_s, urlOf(u"2.mp4"_s)},
            {u"error"_s, u"as the test says"_s},
            {u"code"_s, u"origin_not_found"_s}}};
        QCOMPARE(answer.value(u"failed"), QJsonValue(failed));
        QVERIFY(!answer.value(u"urlMappings").toObject().contains(urlOf(u"2.mp4"_s)));
    }

    void theOptimisticAnswerRewritesEverythingChosen()
    {
        ConfigFixture fixture;
        const auto started
            = fixture.start(json("['https://a.r2.dev/1.mp4','https://a.r2.dev/2.mp4']"));
        QVERIFY(started);
        const auto answer = objectOf(started->optimistic);
        const QJsonArray expected{fixture.localUrlOf(u"1.mp4"_s), fixture.localUrlOf(u"2.mp4"_s)};
        QCOMPARE(answer.value(u"updatedConfig"), QJsonValue(expected));
        QCOMPARE(answer.value(u"jobId").toString(), started->job->id);
        QCOMPARE(answer.value(u"failed"), QJsonValue(QJsonArray()));
        // They can be read from now on, whether a fill succeeds or not.
        const auto id = fixture.object(urlOf(u"1.mp4"_s)).id;
        QVERIFY(fixture.wait(fixture.index->object(id)).value());
    }

    void aKnownVersionIsRewrittenAsSuch()
    {
        ConfigFixture fixture;
        const auto entry = fixture.cached(u"1.mp4"_s);
        QVERIFY(entry);
        const auto lease = fixture.cache.leases().open({entry->id}, std::chrono::hours{1});
        QVERIFY(fixture.resultOf(asFuture(fixture.cache.reserve(entry->id, bytes.size()))));
        const auto partial = fixture.take(
            OpenFile::open(fixture.store->partialPath(entry->id), O_WRONLY | O_CREAT | O_TRUNC));
        fixture.require(partial.writeAt(0, bytes));
        auto changed = *entry;
        changed.sha256 = QByteArray(64, 'f'); // other bytes: version 2
        QVERIFY(fixture.resultOf(asFuture(fixture.cache.commit(changed))));
        const auto started = fixture.start(json("'https://a.r2.dev/1.mp4'"));
        QVERIFY(started);
        const auto local = fixture.videos.localUrl(entry->id + u"-2.mp4"_s);
        QCOMPARE(objectOf(started->job->result).value(u"updatedConfig").toString(), local);
        QCOMPARE(objectOf(started->optimistic).value(u"updatedConfig").toString(), local);
    }

    void everySpellingIsMappedAndKeepsItsFragment()
    {
        ConfigFixture fixture;
        QVERIFY(fixture.cached(u"1.mp4"_s));
        const auto started = fixture.start(
            json("{'a':'https://a.r2.dev/1.mp4','b':'https://a.r2.dev/1.mp4#t=3,8',"
                 "'c':'https:\\/\\/a.r2.dev\\/1.mp4','d':'https://a.r2.dev/1.mp4'}"));
        QVERIFY(started);
        const auto answer = objectOf(started->job->result);
        const auto local = fixture.localUrlOf(u"1.mp4"_s);
        const QJsonObject mappings{
            {urlOf(u"1.mp4"_s), local}, {urlOf(u"1.mp4#t=3,8"_s), QString(local + u"#t=3,8")}};
        QCOMPARE(answer.value(u"urlMappings"), QJsonValue(mappings));
        const auto config = answer.value(u"updatedConfig").toObject();
        QCOMPARE(config.value(u"a").toString(), local);
        QCOMPARE(config.value(u"b").toString(), QString(local + u"#t=3,8"));
        QCOMPARE(config.value(u"c").toString(), local);
        QCOMPARE(config.value(u"d").toString(), local);
    }

    void oneObjectIsFetchedOnceHoweverOftenItIsNamed()
    {
        ConfigFixture fixture;
        const auto started = fixture.start(json(
            "['https://a.r2.dev/1.mp4','https://a.r2.dev/1.mp4#t=1','https://a.r2.dev/1.mp4']"));
        QVERIFY(started);
        QCOMPARE(started->job->urls.size(), size_t(1));
        QVERIFY(fixture.fetchBegins(0));
        fixture.deliver(0, bytes);
        QVERIFY(!fixture.finish(started->job).isEmpty());
        QCOMPARE(fixture.fetcher.fetches.size(), size_t(1));
    }

    void theLeaseHoldsWhatWasChosenForAsLongAsWasAsked()
    {
        ConfigFixture fixture;
        auto request = ConfigFixture::requestOf(
            json("['https://a.r2.dev/1.mp4','https://a.r2.dev/skip.mp4']"));
        request.options.excludePatterns = {u"skip"_s};
        request.leaseDuration = std::chrono::minutes{5};
        const auto started = fixture.start(request);
        QVERIFY(started);
        const auto leases = fixture.cache.leases().list();
        QCOMPARE(leases.size(), 1);
        QCOMPARE(leases.front().id, started->job->leaseId);
        QCOMPARE(leases.front().objects, QSet({fixture.object(urlOf(u"1.mp4"_s)).id}));
        QCOMPARE(leases.front().expiresAt(fixture.clock), fixture.clock.nowUtc().addSecs(300));
    }

    /// What the answer says is here must not be evicted between the look into the index and the
    /// lease.
    void whatIsFoundIsHeldFromThenOn()
    {
        ConfigFixture fixture;
        QVERIFY(fixture.cached(u"1.mp4"_s));
        const auto starting = asFuture(startConfig(
            ConfigFixture::requestOf(json("'https://a.r2.dev/1.mp4'")), fixture.videos,
            fixture.jobs, fixture.pool));
        ClearRequest everything;
        everything.strategy = ClearRequest::Strategy::All;
        const auto clearing = asFuture(fixture.cache.clear(everything));
        QVERIFY(fixture.resultOf(starting));
        QCOMPARE(fixture.resultOf(clearing)->removedEntries, 0);
        QCOMPARE(fixture.cache.leases().count(), 1);
    }

    void withoutUrlsThereIsNothingToHold()
    {
        ConfigFixture fixture;
        const auto started = fixture.start(json("{'a': 'https://example.com/v.mp4'}"));
        QVERIFY(started);
        const auto answer = objectOf(started->job->result);
        QCOMPARE(answer.value(u"hasR2Urls"), QJsonValue(false));
        QVERIFY(answer.value(u"leaseId").isNull());
        QCOMPARE(fixture.cache.leases().count(), 0);
    }

    void offTheConfigComesBackUnchanged()
    {
        ConfigFixture fixture;
        QVERIFY(fixture.cached(u"1.mp4"_s));
        auto request = ConfigFixture::requestOf(json("{ 'a':'https://a.r2.dev/1.mp4' }"));
        request.enabled = false;
        const auto started = fixture.start(request);
        QVERIFY(started);
        QCOMPARE(started->job->status, Job::Status::Done);
        const QByteArray unchanged = "\"updatedConfig\":" + request.config + ',';
        for (const auto &text : {started->job->result, started->optimistic})
            QVERIFY(text.contains(unchanged));
        const auto answer = objectOf(started->job->result);
        QCOMPARE(answer.value(u"hasR2Urls"), QJsonValue(true));
        QCOMPARE(answer.value(u"urlMappings"), QJsonValue(QJsonObject()));
        QCOMPARE(fixture.cache.leases().count(), 0);
        QCOMPARE(fixture.fetcher.fetches.size(), size_t(1));
    }

    void optionsLeaveOutWithAReason()
    {
        ConfigFixture fixture;
        auto request = ConfigFixture::requestOf(
            json("['https://a.r2.dev/1080p/large.mp4','https://a.r2.dev/small.mp4']"));
        request.options.skipProblematicUrls = true;
        const auto started = fixture.start(request);
        QVERIFY(started);
        QCOMPARE(started->job->urls.size(), size_t(1));
        QCOMPARE(started->job->urls[0].url, urlOf(u"small.mp4"_s));
        const auto skipped = objectOf(started->optimistic).value(u"skipped").toArray();
        QCOMPARE(skipped.size(), 1);
        QCOMPARE(skipped[0].toObject().value(u"url").toString(), urlOf(u"1080p/large.mp4"_s));
        QVERIFY(!skipped[0].toObject().value(u"reason").toString().isEmpty());
    }

    void smallOnesAreFetchedFirst()
    {
        auto options = ManagerFixture::proxyAt3001();
        options.queue.maxConcurrent = 1;
        ConfigFixture fixture({1'000'000, 100, 0}, options);
        const auto started
            = fixture.start(json("['https://a.r2.dev/first.mp4','https://a.r2.dev/large.mp4',"
                                 "'https://a.r2.dev/thumb.mp4']"));
        QVERIFY(started);
        for (size_t i = 0; i < 3; ++i) {
            QVERIFY(fixture.fetchBegins(i));
            fixture.deliver(i, bytes);
        }
        QVERIFY(!fixture.finish(started->job).isEmpty());
        QCOMPARE(fixture.fetcher.asked().last(), u"/large.mp4"_s);
        QVERIFY(fixture.fetcher.asked().indexOf(u"/thumb.mp4"_s) < 2);
    }

    void tagsArriveAtTheEntry()
    {
        ConfigFixture fixture;
        auto request = ConfigFixture::requestOf(json("'https://a.r2.dev/1.mp4'"));
        request.tags = {u"trailer"_s};
        const auto started = fixture.start(request);
        QVERIFY(started);
        QVERIFY(fixture.fetchBegins(0));
        fixture.deliver(0, bytes);
        QVERIFY(!fixture.finish(started->job).isEmpty());
        QCOMPARE(started->job->urls[0].entry->tags, QStringList(u"trailer"_s));
    }

    void whatIsNoJsonIsAnsweredWithItsPlace()
    {
        ConfigFixture fixture;
        const auto started = fixture.start("{\n \"a\": tru }");
        QVERIFY(!started);
        QCOMPARE(started.error().code, ErrorCode::InvalidJson);
        QVERIFY(started.error().message.contains(u"Line 2"));
        QCOMPARE(fixture.cache.leases().count(), 0);
    }

    void aLargeConfigIsScannedOnThePool()
    {
        ConfigFixture fixture;
        QVERIFY(fixture.cached(u"1.mp4"_s));
        const QByteArray padding = '"' + QByteArray(600'000, 'p') + '"';
        const auto started
            = fixture.start("[" + padding + ",\"https://a.r2.dev/1.mp4\"," + padding + "]");
        QVERIFY(started);
        QCOMPARE(
            objectOf(started->job->result).value(u"updatedConfig").toArray().at(1).toString(),
            fixture.localUrlOf(u"1.mp4"_s));
        QVERIFY(!fixture.start("[" + padding));
    }

    void anAnalysisKnowsWhatIsHere()
    {
        ConfigFixture fixture;
        QVERIFY(fixture.cached(u"1.mp4"_s));
        const auto analysed = fixture.resultOf(asFuture(analyseConfig(
            json("{'a':'https://a.r2.dev/1.mp4','b':['https://a.r2.dev/4k/2.mp4']}"), {},
            fixture.videos, fixture.pool, {})));
        QVERIFY(analysed);
        QCOMPARE(analysed->analysis.objects.size(), size_t(2));
        QCOMPARE(analysed->analysis.cached, 1);
        QCOMPARE(analysed->analysis.missing, 1);
        QCOMPARE(analysed->analysis.objects[0].facts.sizeBytes, bytes.size());
        QCOMPARE(analysed->analysis.objects[1].configPath, u"b[0]"_s);
        QCOMPARE(fixture.fetcher.fetches.size(), size_t(1));
        QCOMPARE(fixture.cache.leases().count(), 0);
    }

    void anObjectThatKeepsFailingIsProblematic()
    {
        ConfigFixture fixture;
        for (size_t i = 0; i < 3; ++i) {
            const auto started = fixture.start(json("'https://a.r2.dev/1.mp4'"));
            QVERIFY(started);
            QVERIFY(fixture.fetchBegins(i));
            fixture.fetcher.fail(i, ErrorCode::OriginTimeout);
            QVERIFY(!fixture.finish(started->job).isEmpty());
        }
        const auto analysed = fixture.resultOf(asFuture(
            analyseConfig(json("'https://a.r2.dev/1.mp4'"), {}, fixture.videos, fixture.pool, {})));
        QVERIFY(analysed);
        QCOMPARE(analysed->analysis.potentialProblematic, 1);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_ConfigJob)
#include "tst_configjob.moc"
