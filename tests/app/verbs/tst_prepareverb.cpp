// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/configurls.h"
#include "tests/app/verbs/verbfixture.h"

#include <QJsonDocument>
#include <QRegularExpression>

#include <csignal>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

class tst_PrepareVerb : public QObject
{
    Q_OBJECT

    VerbFixture m_fixture;

    VerbOutcome run(const QStringList &arguments, const QByteArray &input = {})
    {
        return m_fixture.run(arguments, input);
    }
    QByteArray url(const char *path)
    {
        return m_fixture.origin.url(QString::fromLatin1(path)).toUtf8();
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_fixture.service.mustStart();
        for (const auto &name : {u"a.mp4"_s, u"b.mp4"_s, u"c.webm"_s})
            m_fixture.origin.addVideo(name, 30'000);
        m_fixture.origin.addVideo(u"slow.mp4"_s, 3'000'000);
    }

    void init()
    {
        QFile::remove(m_fixture.path(u"local.json"_s));
        QFile::remove(m_fixture.path(u"report.json"_s));
    }

    void cleanup()
    {
        for (const auto leases = m_fixture.service.get("leases").data().value(u"leases").toArray();
             const auto &lease : leases)
            m_fixture.service.remove("lease/" + lease[u"id"].toString().toUtf8());
    }

    void everyByteButTheUrlsStays()
    {
        const QByteArray before = "\xef\xbb\xbf{ \"n\": 12345678901234567890.10, \"a\":\t\"";
        const QByteArray between
            = "#t=3,8\",\r\n \"a\": [\"x\\u0041\", \"https:\\/\\/else.where\\/a.mp4\", \"";
        const QByteArray after = "\"] }\n\n";
        m_fixture.write(u"props.json"_s, before + url("a.mp4") + between + url("b.mp4") + after);
        const auto outcome = run(
            {u"prepare"_s, u"props.json"_s, u"-o"_s, u"local.json"_s, u"--report"_s,
             u"report.json"_s});
        QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
        QVERIFY(outcome.out.isEmpty());
        QVERIFY2(outcome.err.contains("2 of 2 videos"), outcome.err.constData());
        const auto local = m_fixture.read(u"local.json"_s);
        const QRegularExpression id(u"http://localhost:[0-9]+/video/[0-9a-f]{32}\\.mp4"_s);
        auto text = QString::fromUtf8(local.mid(3));
        QVERIFY(local.startsWith("\xef\xbb\xbf"));
        text.replace(id, u"LOCAL"_s);
        QCOMPARE(text.toUtf8(), before.mid(3) + "LOCAL" + between + "LOCAL" + after);

        const auto report = QJsonDocument::fromJson(m_fixture.read(u"report.json"_s)).object();
        QCOMPARE(report.value(u"cached").toArray().size(), 2);
        QCOMPARE(report.value(u"replacements").toInt(), 2);
        QCOMPARE(report.value(u"output").toString(), u"local.json"_s);
        QCOMPARE(
            report.value(u"cached").toArray().at(1).toObject().value(u"configPath").toString(),
            u"a[2]"_s);
        QCOMPARE(m_fixture.service.leases(), 1);
        const auto lease = report.value(u"leaseId").toString();
        QVERIFY(outcome.err.contains(QByteArray("--end-lease " + lease.toUtf8())));

        // What was prepared can be prepared again: local URLs are known.
        const auto again = run({u"prepare"_s, u"local.json"_s, u"-q"_s});
        QCOMPARE(again.exitCode, 0);
        QCOMPARE(again.out, local);

        const auto ended = run({u"prepare"_s, u"--end-lease"_s, lease, u"--json"_s});
        QCOMPARE(ended.exitCode, 0);
        QCOMPARE(ended.json().value(u"endedLeaseId").toString(), lease);
        QCOMPARE(m_fixture.service.leases(), 1); // that of the second one
        QCOMPARE(run({u"prepare"_s, u"--end-lease"_s, lease}).exitCode, 1);
    }

    void standardInputAndOutput()
    {
        const auto outcome
            = run({u"prepare"_s, u"-"_s, u"--lease-ms"_s, u"60000"_s}, "\"" + url("a.mp4") + '"');
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY2(outcome.out.startsWith("\"http://localhost:"), outcome.out.constData());
        QVERIFY(outcome.err.contains("1:00"));
        const auto lease = m_fixture.service.get("leases").data().value(u"leases").toArray().at(0);
        QCOMPARE(lease[u"leaseMs"].toInt(), 60'000);
    }

    void whatFailsKeepsItsUrl()
    {
        const QByteArray config
            = "[\"" + url("a.mp4") + "\", {\"deep\": \"" + url("missing.mp4") + "\"}]";
        m_fixture.write(u"props.json"_s, config);
        const auto outcome
            = run({u"prepare"_s, u"props.json"_s, u"--output=local.json"_s, u"--json"_s});
        QCOMPARE(outcome.exitCode, 0);
        const auto local = m_fixture.read(u"local.json"_s);
        QVERIFY(local.contains("/video/") && local.contains(url("missing.mp4")));
        const auto failed = outcome.json().value(u"failed").toArray().at(0).toObject();
        QCOMPARE(failed.value(u"code"), QJsonValue(u"origin_not_found"_s));
        QCOMPARE(failed.value(u"configPath"), QJsonValue(u"[1].deep"_s));
        QVERIFY(outcome.err.contains("keeps its URL") && outcome.err.contains("[1].deep"));
    }

    void strictWritesAllOrNothing()
    {
        m_fixture.write(
            u"props.json"_s, "[\"" + url("a.mp4") + "\", \"" + url("missing.mp4") + "\"]");
        m_fixture.write(u"local.json"_s, "as it was");
        const auto outcome = run(
            {u"prepare"_s, u"props.json"_s, u"-o"_s, u"local.json"_s, u"--strict"_s, u"--report"_s,
             u"report.json"_s, u"--json"_s});
        QCOMPARE(outcome.exitCode, 1);
        QCOMPARE(m_fixture.read(u"local.json"_s), "as it was"_ba);
        QCOMPARE(m_fixture.service.leases(), 0);
        QVERIFY(outcome.json().value(u"output").isNull());
        QVERIFY(outcome.json().value(u"leaseId").isNull());
        QVERIFY(m_fixture.read(u"report.json"_s).contains("origin_not_found"));
    }

    void aShortLeaseOutlivesALongDownload()
    {
        m_fixture.origin.addVideo(u"long.mp4"_s, 300'000);
        m_fixture.write(u"props.json"_s, "[\"" + url("fault/rate=100000/long.mp4") + "\"]");
        const auto outcome = run(
            {u"prepare"_s, u"props.json"_s, u"-o"_s, u"local.json"_s, u"--lease-ms"_s, u"1500"_s});
        QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
        QVERIFY(m_fixture.read(u"local.json"_s).contains("/video/"));
    }

    void withoutWaitingAllIsRewrittenAtOnce()
    {
        m_fixture.write(u"props.json"_s, "[\"" + url("fault/rate=100000/slow.mp4") + "\"]");
        const auto outcome = run(
            {u"prepare"_s, u"props.json"_s, u"-o"_s, u"local.json"_s, u"--no-wait"_s, u"--json"_s});
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY(m_fixture.read(u"local.json"_s).contains("/video/"));
        const auto job = outcome.json().value(u"jobIds").toArray().at(0).toString().toUtf8();
        QCOMPARE(
            m_fixture.service.get("jobs/" + job).data().value(u"status").toString(), u"running"_s);
        QCOMPARE(m_fixture.service.remove("jobs/" + job).status, 200);
    }

    void interruptedItLeavesNothing()
    {
        m_fixture.write(
            u"props.json"_s,
            "[\"" + url("a.mp4") + "\", \"" + url("fault/rate=50000/slow.mp4") + "\"]");
        m_fixture.write(u"local.json"_s, "as it was");
        const auto process = m_fixture.start(
            {u"prepare"_s, u"props.json"_s, u"-o"_s, u"local.json"_s, u"--json"_s});
        QTRY_COMPARE_WITH_TIMEOUT(m_fixture.service.leases(), 1, 20'000);
        ::kill(static_cast<pid_t>(process->processId()), SIGINT);
        const auto outcome = VerbFixture::end(*process);
        QCOMPARE(outcome.exitCode, 130);
        QCOMPARE(outcome.json().value(u"code"), QJsonValue(u"cancelled"_s));
        QCOMPARE(m_fixture.read(u"local.json"_s), "as it was"_ba);
        QCOMPARE(m_fixture.service.leases(), 0);
        const auto jobs = m_fixture.service.get("jobs").data().value(u"jobs").toArray();
        QCOMPARE(jobs.at(0)[u"status"].toString(), u"cancelled"_s);
        QCOMPARE(QDir(m_fixture.path(u"."_s)).entryList({u"local.json*"_s}).size(), 1);
    }

    void killedItHoldsNothingForLong()
    {
        const auto leaseMs = [this] {
            return m_fixture.service.get("leases")
                .data()
                .value(u"leases")
                .toArray()
                .at(0)[u"leaseMs"]
                .toInteger();
        };
        m_fixture.write(u"props.json"_s, "[\"" + url("fault/rate=50000/slow.mp4") + "\"]");
        const auto process
            = m_fixture.start({u"prepare"_s, u"props.json"_s, u"-o"_s, u"local.json"_s});
        QTRY_COMPARE_WITH_TIMEOUT(m_fixture.service.leases(), 1, 20'000);
        process->kill();
        std::ignore = VerbFixture::end(*process);
        QCOMPARE(leaseMs(), 120'000);
        cleanup();

        m_fixture.write(u"props.json"_s, "[\"" + url("a.mp4") + "\"]");
        QCOMPARE(run({u"prepare"_s, u"props.json"_s, u"-o"_s, u"local.json"_s}).exitCode, 0);
        QCOMPARE(leaseMs(), 6 * 3600 * 1000);
    }

    void whatIsMadeOfAPrivateConfigIsPrivate()
    {
        using File = QFileDevice;
        const auto mode = [this](const QString &name) {
            return QFile::permissions(m_fixture.path(name))
                & (File::ReadOwner | File::WriteOwner | File::ReadGroup | File::WriteGroup
                   | File::ReadOther | File::WriteOther);
        };
        m_fixture.write(u"private.json"_s, "[\"" + url("a.mp4") + "\"]");
        QVERIFY(QFile::setPermissions(
            m_fixture.path(u"private.json"_s), File::ReadOwner | File::WriteOwner));
        QCOMPARE(run({u"prepare"_s, u"private.json"_s, u"-o"_s, u"local.json"_s}).exitCode, 0);
        QCOMPARE(mode(u"local.json"_s), File::ReadOwner | File::WriteOwner);

        // One that is there keeps its own.
        const auto shared = File::ReadOwner | File::WriteOwner | File::ReadGroup;
        QVERIFY(QFile::setPermissions(m_fixture.path(u"local.json"_s), shared));
        QCOMPARE(run({u"prepare"_s, u"private.json"_s, u"-o"_s, u"local.json"_s}).exitCode, 0);
        QCOMPARE(mode(u"local.json"_s), shared);
    }

    void optionsLeaveOut()
    {
        m_fixture.write(u"props.json"_s, "[\"" + url("a.mp4") + "\", \"" + url("c.webm") + "\"]");
        const auto outcome = run(
            {u"prepare"_s, u"props.json"_s, u"-o"_s, u"local.json"_s, u"--exclude"_s, u"*.webm"_s,
             u"--tag"_s, u"film"_s, u"--json"_s});
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.json().value(u"skipped").toArray().size(), 1);
        QVERIFY(m_fixture.read(u"local.json"_s).contains(url("c.webm")));
    }

    void whatIsNotTriedSaysWhy()
    {
        const QByteArray foreign = "http://localhost:3001/video/" + QByteArray(32, '0') + ".mp4";
        const QByteArray config = "[\"" + url("a.mp4") + "\", \"" + foreign + "\"]";
        auto outcome = run({u"prepare"_s, u"-"_s}, config);
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY(outcome.out.contains(foreign) && !outcome.out.contains(url("a.mp4")));
        QVERIFY2(outcome.err.contains("of another cache"), outcome.err.constData());

        const auto enable = [this](bool enabled) {
            const QByteArray body
                = enabled ? R"({"CACHE_ENABLED": null})" : R"({"CACHE_ENABLED": false})";
            return m_fixture.service.api("PATCH", "/api/cache/settings", body).status;
        };
        QCOMPARE(enable(false), 200);
        outcome = run({u"prepare"_s, u"-"_s}, config);
        QCOMPARE(enable(true), 200);
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.out, config);
        QVERIFY2(outcome.err.contains("CACHE_ENABLED"), outcome.err.constData());
    }

    void aConfigMayBeLargerThanARequest()
    {
        const QByteArray before = "{\"pad\": \"" + QByteArray(17 << 20, 'x') + "\", \"a\": \"";
        const auto outcome = run({u"prepare"_s, u"-"_s, u"-q"_s}, before + url("a.mp4") + "\"}");
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY(outcome.out.startsWith(QByteArray(before + "http://localhost:")));
    }

    void manyUrlsAreAskedAboutInParts()
    {
        R2UrlRules::Options options;
        options.customDomains = {u"http://a.b"_s};
        const auto quoted = [](const char *name) {
            return QByteArray("\"http://a.b/" + QByteArray(name) + ".mp4\"");
        };
        const QByteArray text = '['
            + QList<QByteArray>{quoted("1"), quoted("2"), "3", quoted("3"), quoted("1")}.join(',')
            + ']';
        const auto scan = ConfigScan::of(text, R2UrlRules(options));
        QVERIFY(scan);
        const QByteArray first = '[' + quoted("1") + ',' + quoted("2") + ']';
        const QByteArray second = '[' + quoted("3") + ']';
        QCOMPARE(urlLists(*scan, 42), (QList<QByteArray>{first, second}));
        QCOMPARE(urlLists(*scan, 1'000).size(), 1);
        QCOMPARE(urlLists(*scan, 1).size(), 3);
        QCOMPARE(pathsByText(*scan).value(u"http://a.b/3.mp4"_s), u"[3]"_s);
    }

    void withoutVideosItComesBackUnchanged()
    {
        const QByteArray config = "{ \"a\" : 1e400 }";
        const auto outcome = run({u"prepare"_s, u"-"_s}, config);
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.out, config);
        QVERIFY(outcome.err.contains("nothing was changed"));
        QCOMPARE(m_fixture.service.leases(), 0);
    }

    void aDeviceIsWrittenToAndNotReplaced()
    {
        const auto outcome = run({u"prepare"_s, u"-"_s, u"-o"_s, u"/dev/stdout"_s, u"-q"_s}, "{}");
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.out, "{}"_ba);
    }

    void badInputIsNamed()
    {
        m_fixture.write(u"broken.json"_s, "{\n \"a\": tru }");
        auto outcome = run({u"prepare"_s, u"broken.json"_s});
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY2(
            outcome.err.contains("broken.json") && outcome.err.contains("Line 2"),
            outcome.err.constData());
        outcome = run({u"prepare"_s, u"none.json"_s});
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY(outcome.err.contains("none.json"));
        outcome = run({u"prepare"_s, u"."_s});
        QCOMPARE(outcome.exitCode, 1);
        m_fixture.write(u"props.json"_s, "[\"" + url("a.mp4") + "\"]");
        outcome = run({u"prepare"_s, u"props.json"_s, u"-o"_s, u"no/such/folder.json"_s});
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY(outcome.err.contains("no/such/folder.json"));
        QCOMPARE(m_fixture.service.leases(), 0);
    }

    void contradictionsAreUsageErrors_data()
    {
        QTest::addColumn<QStringList>("arguments");

        QTest::newRow("no config") << QStringList{u"-o"_s, u"x"_s};
        QTest::newRow("two configs") << QStringList{u"a"_s, u"b"_s};
        QTest::newRow("wait or not") << QStringList{u"a"_s, u"--wait"_s, u"--no-wait"_s};
        QTest::newRow("strict without waiting")
            << QStringList{u"a"_s, u"--strict"_s, u"--no-wait"_s};
        QTest::newRow("both on standard output") << QStringList{u"a"_s, u"--json"_s};
        QTest::newRow("two reports")
            << QStringList{u"a"_s, u"-o"_s, u"b"_s, u"--json"_s, u"--report"_s, u"-"_s};
        QTest::newRow("report and config on standard output")
            << QStringList{u"a"_s, u"--report"_s, u"-"_s};
        QTest::newRow("report and config in one file")
            << QStringList{u"a"_s, u"-o"_s, u"x"_s, u"--report"_s, u"./x"_s};
        QTest::newRow("lease too long") << QStringList{u"a"_s, u"--lease-ms"_s, u"99999999"_s};
        QTest::newRow("no size") << QStringList{u"a"_s, u"--max-file-size"_s, u"big"_s};
        QTest::newRow("lease and config") << QStringList{u"a"_s, u"--end-lease"_s, u"x"_s};
    }
    void contradictionsAreUsageErrors()
    {
        QFETCH(const QStringList, arguments);
        const auto outcome = run(QStringList{u"prepare"_s} + arguments);
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY(outcome.err.startsWith("r2cache prepare: "));
    }

    void quietlyWhatFailedAndTheLeaseAreSaid()
    {
        m_fixture.write(
            u"props.json"_s, "[\"" + url("a.mp4") + "\", \"" + url("missing.mp4") + "\"]");
        const auto outcome
            = run({u"prepare"_s, u"-q"_s, u"props.json"_s, u"-o"_s, u"local.json"_s});
        QCOMPARE(outcome.exitCode, 0);
        const auto lease = m_fixture.service.get("leases").data()[u"leases"_s][0][u"id"_s];
        QVERIFY2(outcome.err.contains("missing.mp4"), outcome.err.constData());
        QVERIFY2(outcome.err.contains(lease.toString().toUtf8()), outcome.err.constData());
        QCOMPARE(outcome.err.count('\n'), 2);
    }

    void itSaysWhereItWrote()
    {
        m_fixture.write(u"props.json"_s, "[\"" + url("a.mp4") + "\"]");
        const auto outcome = run({u"prepare"_s, u"props.json"_s, u"-o"_s, u"local.json"_s});
        QVERIFY2(outcome.err.contains("Written to local.json."), outcome.err.constData());
        const auto report
            = run({u"prepare"_s, u"props.json"_s, u"-o"_s, u"local.json"_s, u"--report"_s, u"-"_s});
        QCOMPARE(report.json()[u"output"_s].toString(), u"local.json"_s);
    }

    void aLeaseIsEndedByItsFirstDigits()
    {
        m_fixture.write(u"props.json"_s, "[\"" + url("a.mp4") + "\"]");
        const auto lease
            = run({u"prepare"_s, u"props.json"_s, u"-o"_s, u"local.json"_s, u"--json"_s})
                  .json()[u"leaseId"_s]
                  .toString();
        for (const auto &unknown : {u"zzzz"_s, QString(32, u'0')}) {
            const auto outcome = run({u"prepare"_s, u"--end-lease"_s, unknown});
            QCOMPARE(outcome.exitCode, 1);
            QVERIFY2(!outcome.err.contains("already"), outcome.err.constData());
        }
        const auto ended = run({u"prepare"_s, u"--end-lease"_s, lease.first(6), u"--json"_s});
        QCOMPARE(ended.exitCode, 0);
        QCOMPARE(ended.json()[u"endedLeaseId"_s].toString(), lease);
        QCOMPARE(m_fixture.service.leases(), 0);
    }

    void whatIsHereAlreadyIsTaggedToo()
    {
        m_fixture.write(u"props.json"_s, "[\"" + url("a.mp4") + "\"]");
        const QStringList prepare{u"prepare"_s, u"props.json"_s, u"-o"_s, u"local.json"_s};
        QCOMPARE(run(prepare).exitCode, 0);
        QCOMPARE(run(prepare + QStringList{u"--tag"_s, u"late"_s}).exitCode, 0);
        QVERIFY(run({u"ls"_s, u"--tag"_s, u"late"_s}).out.contains("a.mp4"));
    }

    void analyzeSaysWhatPrepareWouldDo()
    {
        const QByteArray config = "{\"hero\": \"" + url("a.mp4") + "\", \"list\": [\""
            + url("a.mp4") + "\", \"" + url("film_4k.mp4") + "\"]}";
        const auto outcome = run({u"analyze"_s, u"-"_s, u"--json"_s}, config);
        QCOMPARE(outcome.exitCode, 0);
        const auto urls = outcome.json().value(u"urls").toArray();
        QCOMPARE(urls.size(), 2);
        QCOMPARE(urls.at(0)[u"configPath"].toString(), u"hero"_s);
        QCOMPARE(urls.at(0)[u"occurrences"].toInt(), 2);
        QCOMPARE(urls.at(1)[u"configPath"].toString(), u"list[1]"_s);
        QCOMPARE(urls.at(1)[u"estimatedSize"].toString(), u"large"_s);
        const auto text = run({u"analyze"_s, u"-"_s, u"--probe"_s}, config);
        QCOMPARE(text.exitCode, 0);
        QVERIFY2(
            text.out.contains("Videos:") && text.out.contains("list[1]"), text.out.constData());
        QCOMPARE(run({u"analyze"_s, u"-"_s}, "[").exitCode, 1);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_PrepareVerb)
#include "tst_prepareverb.moc"
