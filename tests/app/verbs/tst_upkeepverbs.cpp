// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/verbs/verbfixture.h"

#include <fcntl.h>
#include <unistd.h>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

class tst_UpkeepVerbs : public QObject
{
    Q_OBJECT

    VerbFixture m_fixture;

    VerbOutcome run(const QStringList &arguments, const Variables &variables = {})
    {
        return m_fixture.run(arguments, {}, variables);
    }
    QJsonObject cached(const QString &name)
    {
        m_fixture.origin.addVideo(name, 20'000);
        return m_fixture.service.cache(m_fixture.origin.url(name));
    }

private Q_SLOTS:
    void initTestCase() { m_fixture.service.mustStart(); }

    void init()
    {
        // What is still being read, by ffprobe say, stays when all is cleared.
        const auto isEmpty = [this] {
            m_fixture.service.post("clear", QJsonObject{{u"strategy"_s, u"all"_s}});
            return m_fixture.service.get("entries").data().value(u"entries").toArray().isEmpty();
        };
        QTRY_VERIFY_WITH_TIMEOUT(isEmpty(), 20'000);
    }

    void statusStatsAndHealthTellHowItStands()
    {
        cached(u"status.mp4"_s);
        const auto lease
            = m_fixture.service.process(m_fixture.origin.url(u"status.mp4"_s)).value(u"leaseId");
        const auto status = run({u"status"_s});
        QCOMPARE(status.exitCode, 0);
        QVERIFY(status.err.isEmpty());
        QVERIFY2(status.out.contains("Videos:"), status.out.constData());
        QVERIFY(status.out.contains(lease.toString().toUtf8()));
        const auto json = run({u"status"_s, u"--json"_s}).json();
        QCOMPARE(json.value(u"openLeases").toArray().size(), 1);
        QCOMPARE(json.value(u"cache").toObject().value(u"entryCount").toInt(), 1);
        m_fixture.service.remove("lease/" + lease.toString().toUtf8());

        const auto stats = run({u"stats"_s});
        QCOMPARE(stats.exitCode, 0);
        QVERIFY2(stats.out.contains("Hit rate:          -"), stats.out.constData()); // of nothing
        QVERIFY(run({u"stats"_s, u"--json"_s}).json().contains(u"summary"));

        const auto health = run({u"health"_s});
        const auto verdict = run({u"health"_s, u"--json"_s});
        const bool isCritical = verdict.json().value(u"status") == QJsonValue(u"critical"_s);
        QCOMPARE(verdict.exitCode, isCritical ? 1 : 0);
        QVERIFY(health.out.startsWith("Health is "));
        QVERIFY(health.out.contains("directory"));
    }

    void healthAdvisesByCommandsAndNotByRequests()
    {
        QStringList missing;
        for (int i = 0; i < 5; ++i)
            missing.append(m_fixture.origin.url(u"health/missing-%1.mp4"_s.arg(i)));
        QCOMPARE(run(QStringList{u"add"_s} + missing).exitCode, 1);
        QByteArray said;
        const auto isAdvised = [&] {
            said = run({u"health"_s}).out;
            return said.contains("r2cache ls --status error");
        };
        QTRY_VERIFY2_WITH_TIMEOUT(isAdvised(), said.constData(), 30'000);
        QVERIFY(!said.contains("GET /api"));
    }

    void aLostIndexIsAdvisedOnByCommandsToo()
    {
        auto &service = m_fixture.service;
        QVERIFY(service.stop());
        QFile index(service.environment().paths.index());
        QVERIFY(index.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QVERIFY(index.write(QByteArray(8192, 'x')) > 0);
        index.close();
        service.mustStart();
        QByteArray said;
        const auto isAdvised = [&] {
            said = run({u"health"_s}).out;
            return said.contains("(r2cache verify)");
        };
        QTRY_VERIFY2_WITH_TIMEOUT(isAdvised(), said.constData(), 30'000);
        QVERIFY(!said.contains("POST /api"));
    }

    void verifyFindsWhatWasAltered()
    {
        const auto good = cached(u"verify/good.mp4"_s);
        const auto begun = run({u"verify"_s, good.value(u"id").toString(), u"--json"_s});
        QCOMPARE(begun.exitCode, 0);
        QVERIFY(begun.json().contains(u"state"));
        auto outcome = run({u"verify"_s, u"--wait"_s});
        QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
        QVERIFY(outcome.err.contains("all as they should be"));

        const auto bad = cached(u"verify/bad.mp4"_s);
        QFile file(bad.value(u"localPath").toString());
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(10'000) && file.write("altered") > 0);
        file.close();
        outcome = run({u"verify"_s, bad.value(u"id").toString(), u"--wait"_s, u"--json"_s});
        QCOMPARE(outcome.exitCode, 1);
        QCOMPARE(outcome.json().value(u"badCount").toInt(), 1);
    }

    void validateSaysWhyNot()
    {
        cached(u"validate.mp4"_s);
        auto outcome = run({u"validate"_s, m_fixture.origin.url(u"validate.mp4"_s), u"--probe"_s});
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY(outcome.out.contains("can be cached") && outcome.out.contains("19.5 kB"));
        outcome = run({u"validate"_s, u"https://example.com/a.mp4"_s});
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY(outcome.out.contains("cannot") && outcome.out.contains("- "));
        outcome
            = run({u"validate"_s, m_fixture.origin.url(u"gone.mp4"_s), u"--probe"_s, u"--json"_s});
        QCOMPARE(outcome.exitCode, 1);
        QCOMPARE(outcome.json().value(u"reachable"), QJsonValue(false));
        m_fixture.origin.addFile(u"page.mp4"_s, "<!doctype html><html>no video</html>");
        outcome = run({u"validate"_s, m_fixture.origin.url(u"page.mp4"_s), u"--probe"_s});
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY2(outcome.out.startsWith("It cannot be cached."), outcome.out.constData());
        QVERIFY(outcome.out.contains("an HTML page instead of a video"));
    }

    void clearRemovesWhatItSays()
    {
        cached(u"clear/old-a.mp4"_s);
        cached(u"clear/new-b.mp4"_s);
        auto outcome = run(
            {u"clear"_s, u"--strategy"_s, u"manual"_s, u"--pattern"_s, u"old-"_s, u"--json"_s});
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.json().value(u"removedEntries").toInt(), 1);
        QCOMPARE(run({u"clear"_s, u"--strategy"_s, u"manual"_s}).exitCode, 2);
        QCOMPARE(run({u"clear"_s, u"--strategy"_s, u"some"_s}).exitCode, 2);
        outcome = run({u"clear"_s, u"--strategy"_s, u"all"_s, u"--yes"_s});
        QVERIFY2(outcome.out.contains("Removed 1 video"), outcome.out.constData());
        outcome = run({u"optimize"_s, u"--json"_s});
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY(outcome.json().contains(u"bytesFreed"));
    }

    void clearSaysWhatStays()
    {
        const auto entry = cached(u"clear/pinned.mp4"_s);
        const auto id = entry.value(u"id").toString();
        QCOMPARE(run({u"pin"_s, id}).exitCode, 0);
        const auto outcome = run({u"clear"_s, u"--strategy"_s, u"all"_s, u"--yes"_s});
        QVERIFY2(
            outcome.out.contains("Nothing was removed. 1 video stays: 1 pinned"),
            outcome.out.constData());
        const auto json = run({u"clear"_s, u"--strategy"_s, u"all"_s, u"--json"_s}).json();
        QCOMPARE(json[u"kept"_s][u"pinned"_s].toInt(), 1);
        QCOMPARE(run({u"unpin"_s, id}).exitCode, 0);
    }

    void clearAsksOnATerminal_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<int>("left");

        QTest::newRow("no") << "n\n"_ba << 1 << 1;
        QTest::newRow("nothing") << "\n"_ba << 1 << 1;
        QTest::newRow("yes") << "y\n"_ba << 0 << 0;
    }
    void clearAsksOnATerminal()
    {
        QFETCH(const QByteArray, answer);
        QFETCH(const int, exitCode);
        QFETCH(const int, left);
        cached(u"asked.mp4"_s);
        const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
        QVERIFY(terminal >= 0 && ::grantpt(terminal) == 0 && ::unlockpt(terminal) == 0);
        const auto process = m_fixture.startOnTerminal(
            {u"clear"_s, u"--strategy"_s, u"all"_s}, ::ptsname(terminal));
        QVERIFY(process->waitForStarted());
        QByteArray shown;
        const auto says = [&](const char *text) {
            std::array<char, 4096> bytes{};
            const auto count = ::read(terminal, bytes.data(), bytes.size());
            if (count > 0)
                shown += QByteArray(bytes.data(), count);
            return shown.contains(text);
        };
        QTRY_VERIFY_WITH_TIMEOUT(says("[y/N]"), 20'000);
        QVERIFY(::write(terminal, answer.constData(), static_cast<size_t>(answer.size())) > 0);
        QCOMPARE(VerbFixture::end(*process).exitCode, exitCode);
        ::close(terminal);
        QCOMPARE(m_fixture.service.get("entries").data().value(u"entries").toArray().size(), left);
    }

    void rendersAreListedAndShown()
    {
        const auto none = run({u"renders"_s});
        QVERIFY(none.exitCode == 0 && none.out.isEmpty() && !none.err.isEmpty());
        const auto added = m_fixture.service.post(
            "renders", QJsonObject{{u"success"_s, true}, {u"composition"_s, u"Main"_s}});
        const auto id = added.data().value(u"render").toObject().value(u"id").toString();
        const auto list = run({u"renders"_s});
        QVERIFY2(list.out.contains(id.toUtf8()) && list.out.contains("Main"), list.out.constData());
        QCOMPARE(run({u"renders"_s, u"--json"_s}).json().value(u"renders").toArray().size(), 1);
        const auto shown = run({u"renders"_s, id});
        QVERIFY(shown.out.contains("Composition:") && shown.out.contains("Main"));
        QCOMPARE(run({u"renders"_s, id, u"--json"_s}).json().value(u"id").toString(), id);
        QCOMPARE(run({u"renders"_s, u"none"_s}).exitCode, 1);
        QCOMPARE(run({u"renders"_s, u"--limit"_s, u"1000"_s}).exitCode, 2);
    }

    void settingsAreReadAndChanged()
    {
        const auto directory = run({u"config"_s, u"get"_s, u"CACHE_DIRECTORY"_s});
        QCOMPARE(directory.out.trimmed(), m_fixture.service.cacheDirectory().toUtf8());
        auto outcome = run({u"config"_s, u"set"_s, u"CACHE_MAX_ENTRIES=321"_s, u"--json"_s});
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.json()[u"settings"][u"CACHE_MAX_ENTRIES"][u"value"].toInt(), 321);
        QCOMPARE(
            m_fixture.service.get("settings")
                .data()[u"settings"][u"CACHE_MAX_ENTRIES"][u"value"]
                .toInt(),
            321);
        QCOMPARE(run({u"config"_s, u"unset"_s, u"CACHE_MAX_ENTRIES"_s}).exitCode, 0);
        outcome = run({u"config"_s, u"set"_s, u"CACHE_MAX_ENTRIES=none"_s});
        QCOMPARE(outcome.exitCode, 2);
        outcome = run({u"config"_s, u"unset"_s, u"CACHE_MAX_ENTRIES"_s});
        QVERIFY2(
            outcome.err.contains("CACHE_MAX_ENTRIES is 1000 (default)."), outcome.err.constData());
        outcome = run({u"config"_s, u"describe"_s, u"CACHE_MAX_ENTRIES"_s});
        QVERIFY2(outcome.out.contains("Allowed:"), outcome.out.constData());
        QVERIFY(outcome.out.contains("Takes effect:") && outcome.out.contains("--max-entries"));
        outcome = run({u"config"_s, u"describe"_s, u"CACHE_MAX_DOWNLOAD_RATE_MBPS"_s});
        for (const auto &line : {"Value:", "Default:"}) {
            const auto fact = outcome.out.mid(outcome.out.indexOf(line)).split('\n').constFirst();
            QVERIFY2(fact.endsWith(" none"), outcome.out.constData());
        }
        outcome = run({u"config"_s, u"get"_s});
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.err.contains("get takes one name"), outcome.err.constData());
        QCOMPARE(run({u"config"_s, u"set"_s, u"CACHE_MAX_ENTRIES"_s}).exitCode, 2);
        outcome = run({u"config"_s, u"get"_s, u"CACHE_MAX_ENTRYS"_s});
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY(outcome.err.contains("CACHE_MAX_ENTRIES"));
        QCOMPARE(run({u"config"_s, u"dance"_s}).exitCode, 2);
    }

    void whatAServiceDoesNotChangeForOthersIsSavedForItsNextStart()
    {
        const auto outcome = run(
            {u"config"_s, u"set"_s, u"CACHE_RENDER_COMMAND=npx {props}"_s,
             u"CACHE_MAX_ENTRIES=321"_s});
        QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
        QVERIFY2(
            outcome.err.contains("CACHE_RENDER_COMMAND takes effect when r2cache is started again"),
            outcome.err.constData());
        QCOMPARE(run({u"config"_s, u"get"_s, u"CACHE_RENDER_COMMAND"_s}).out, "npx {props}\n"_ba);
        const QJsonValue running = m_fixture.service.get("settings").data()[u"settings"_s];
        QCOMPARE(running[u"CACHE_MAX_ENTRIES"_s][u"value"_s].toInt(), 321);
        const auto refused = run(
            {u"config"_s, u"set"_s, u"CACHE_RENDER_COMMAND=x"_s, u"--connect"_s,
             u"http://localhost:%1"_s.arg(m_fixture.service.apiPort())},
            {{u"CACHE_API_TOKEN"_s, QString::fromLatin1(m_fixture.service.token())}});
        QCOMPARE(refused.exitCode, 1);
        QCOMPARE(
            run({u"config"_s, u"unset"_s, u"CACHE_RENDER_COMMAND"_s, u"CACHE_MAX_ENTRIES"_s})
                .exitCode,
            0);
    }

    void settingsThatAreWrongAreShown()
    {
        const Variables wrong{{u"CACHE_MAX_ENTRIES"_s, u"none"_s}};
        QCOMPARE(run({u"ls"_s}, wrong).exitCode, 2);
        auto outcome = run({u"config"_s}, wrong);
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY(outcome.out.contains("CACHE_PROXY_PORT"));
        QVERIFY2(outcome.err.contains("CACHE_MAX_ENTRIES=\"none\""), outcome.err.constData());
        for (const auto &what : {u"get"_s, u"describe"_s}) {
            outcome = run({u"config"_s, what, u"CACHE_MAX_ENTRIES"_s}, wrong);
            QCOMPARE(outcome.exitCode, 2);
            QCOMPARE(outcome.out, QByteArray()); // not 1000, which nobody has set
            QVERIFY2(outcome.err.contains("CACHE_MAX_ENTRIES=\"none\""), outcome.err.constData());
            outcome = run({u"config"_s, what, u"CACHE_MAX_ENTRIES"_s, u"--json"_s}, wrong);
            QCOMPARE(outcome.exitCode, 2);
            QCOMPARE(outcome.json()[u"success"_s], QJsonValue(false));
        }
        QCOMPARE(run({u"config"_s, u"get"_s, u"CACHE_MAX_SIZE_GB"_s}, wrong).exitCode, 0);
        outcome = run({u"doctor"_s, m_fixture.origin.url(u"a.mp4"_s)}, wrong);
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY2(outcome.out.contains("FAIL  settings"), outcome.out.constData());
    }

    void aDirectoryThatTheEnvFileHasMovedIsExplained()
    {
        m_fixture.write(u".env"_s, "CACHE_MAX_ENTRIES=7\n");
        const Variables noDirectory{{u"CACHE_DIRECTORY"_s, QString()}};
        const auto listed = run({u"ls"_s}, noDirectory);
        const auto config = run({u"config"_s}, noDirectory);
        QFile::remove(m_fixture.path(u".env"_s));
        QCOMPARE(listed.exitCode, 3);
        QVERIFY2(listed.err.contains("beside ./.env"), listed.err.constData());
        QVERIFY(listed.err.contains("CACHE_DIRECTORY"));
        QVERIFY2(config.out.contains("default, beside ./.env"), config.out.constData());
    }

    void withoutAServiceSettingsAreSavedHere()
    {
        const Variables elsewhere{
            {u"CACHE_DIRECTORY"_s, m_fixture.path(u"other"_s)},
            {u"XDG_CONFIG_HOME"_s, m_fixture.path(u"config"_s)}};
        auto outcome = run({u"config"_s, u"set"_s, u"CACHE_MAX_ENTRIES=5"_s}, elsewhere);
        QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
        QCOMPARE(run({u"config"_s, u"get"_s, u"CACHE_MAX_ENTRIES"_s}, elsewhere).out, "5\n"_ba);
        outcome = run({u"config"_s, u"set"_s, u"CACHE_DIRECTORY=/x"_s}, elsewhere);
        QVERIFY(outcome.err.contains("environment")); // which wins
        QCOMPARE(
            run({u"config"_s, u"unset"_s, u"CACHE_MAX_ENTRIES"_s, u"CACHE_DIRECTORY"_s}, elsewhere)
                .exitCode,
            0);
        QCOMPARE(run({u"config"_s, u"get"_s, u"CACHE_MAX_ENTRIES"_s}, elsewhere).out, "1000\n"_ba);
    }

    void aNamedServiceIsAskedInstead()
    {
        const Variables elsewhere{
            {u"CACHE_DIRECTORY"_s, m_fixture.path(u"other"_s)},
            {u"CACHE_API_TOKEN"_s, QString::fromLatin1(m_fixture.service.token())}};
        const QString api = u"http://localhost:%1"_s.arg(m_fixture.service.apiPort());
        auto outcome = run({u"--connect"_s, api, u"status"_s}, elsewhere);
        QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
        QVERIFY(outcome.out.contains(m_fixture.service.cacheDirectory().toUtf8()));
        outcome
            = run({u"config"_s, u"get"_s, u"CACHE_DIRECTORY"_s, u"--connect"_s, api}, elsewhere);
        QCOMPARE(outcome.out.trimmed(), m_fixture.service.cacheDirectory().toUtf8());
        outcome = run({u"config"_s, u"--connect"_s, api}, elsewhere);
        QVERIFY(outcome.out.contains("CACHE_PROXY_PORT"));
        outcome = run({u"status"_s, u"--connect"_s, api});
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(
            outcome.err.contains("CACHE_API_TOKEN") && outcome.err.contains("r2cache token"),
            outcome.err.constData());
        outcome = run(
            {u"status"_s, u"--connect"_s, api, u"--json"_s},
            {{u"CACHE_API_TOKEN"_s, u"wrong-token-0123456789"_s}});
        QCOMPARE(outcome.exitCode, 1);
        QCOMPARE(outcome.json().value(u"code"), QJsonValue(u"unauthorized"_s));
        QVERIFY2(outcome.err.contains("r2cache token"), outcome.err.constData());
        outcome = run({u"status"_s, u"--connect"_s, u"nowhere"_s}, elsewhere);
        QCOMPARE(outcome.exitCode, 2);
    }

    void whereNoServiceRunsItSaysWhatToDo()
    {
        const Variables elsewhere{{u"CACHE_DIRECTORY"_s, m_fixture.path(u"other"_s)}};
        for (const auto &arguments :
             {QStringList{u"status"_s},
              {u"ls"_s},
              {u"show"_s, u"abcdef"_s},
              {u"rm"_s, u"abcdef"_s},
              {u"add"_s, u"https://a.r2.dev/a.mp4"_s},
              {u"verify"_s},
              {u"clear"_s, u"--yes"_s},
              {u"optimize"_s},
              {u"stats"_s},
              {u"health"_s},
              {u"renders"_s},
              {u"token"_s},
              {u"pin"_s, u"abcdef"_s},
              {u"validate"_s, u"x"_s}}) {
            const auto outcome = run(arguments + QStringList{u"--json"_s}, elsewhere);
            QVERIFY2(outcome.exitCode == 3, qPrintable(arguments.join(u' ')));
            QVERIFY2(outcome.err.contains("r2cache --no-gui"), outcome.err.constData());
            QVERIFY(outcome.err.contains(m_fixture.path(u"other"_s).toUtf8()));
            QCOMPARE(outcome.json().value(u"code"), QJsonValue(u"service_unreachable"_s));
        }
        const auto outcome = run(
            {u"status"_s, u"--connect"_s, u"http://localhost:%1"_s.arg(freePort())},
            {{u"CACHE_API_TOKEN"_s, u"some-token-0123456789"_s}});
        QCOMPARE(outcome.exitCode, 3);
    }

    void usageErrorsAreDocumentsToo()
    {
        for (const auto &arguments :
             {QStringList{u"dance"_s, u"--json"_s},
              {u"ls"_s, u"--yaml"_s, u"--json"_s},
              {u"ls"_s, u"--json"_s, u"--limit"_s, u"x"_s},
              {u"ls"_s, u"--json"_s, u"--proxy-port"_s, u"70000"_s}}) {
            const auto outcome = run(arguments);
            QCOMPARE(outcome.exitCode, 2);
            QVERIFY2(outcome.json().value(u"success").isBool(), outcome.out.constData());
        }
    }

    void helpIsThereForEachVerb()
    {
        const auto outcome = run({u"ls"_s, u"--help"_s, u"--set"_s, u"CACHE_PROXY_PORT=none"_s});
        QCOMPARE(outcome.exitCode, 0); // whatever the settings are
        QVERIFY(outcome.out.startsWith("Usage: r2cache ls"));
        QVERIFY(run({u"help"_s, u"ls"_s}).out.startsWith("Usage: r2cache ls"));
        QVERIFY(run({u"help"_s}).out.startsWith("Usage:\n"));
        QVERIFY(run({u"completion"_s, u"bash"_s}).out.contains("complete -F"));
        QVERIFY(run({u"manual"_s}).out.contains(".TH R2CACHE 1"));
    }

    void whatIsMistypedIsGuessed()
    {
        for (const auto &[typed, meant] :
             {std::pair(u"list"_s, "ls"), std::pair(u"remove"_s, "rm"),
              std::pair(u"helth"_s, "health")}) {
            for (const auto &arguments : {QStringList{typed}, {typed, u"--help"_s}}) {
                const auto outcome = run(arguments);
                QCOMPARE(outcome.exitCode, 2);
                QVERIFY2(
                    outcome.err.contains(QByteArray(QByteArray("did you mean ") + meant + "?")),
                    outcome.err.constData());
            }
        }
        const auto idle = run({u"--exit-when-idle"_s, u"5"_s});
        QCOMPARE(idle.exitCode, 2);
        QVERIFY2(idle.err.contains("needs --no-gui"), idle.err.constData());
        const auto rm = run({u"rm"_s});
        QCOMPARE(rm.err, "r2cache rm: its argument is missing: r2cache rm ID|URL...\n"_ba);
    }

    void aFullDiskIsNoSuccess()
    {
        const int full = ::open("/dev/full", O_WRONLY);
        const auto process = m_fixture.startInto(full, {u"stats"_s});
        ::close(full);
        const auto outcome = VerbFixture::end(*process);
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY2(outcome.err.contains("Standard output"), outcome.err.constData());
    }

    void whoReadsNoFurtherHearsNothing()
    {
        std::array<int, 2> ends{};
        QVERIFY(::pipe(ends.data()) == 0);
        ::close(ends[0]); // nobody reads
        const auto process = m_fixture.startInto(ends[1], {u"stats"_s});
        ::close(ends[1]);
        const auto outcome = VerbFixture::end(*process);
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY2(outcome.err.isEmpty(), outcome.err.constData());
    }

    void tokensAreShownAndReplaced() // the last: other processes know the old one
    {
        const auto before = run({u"token"_s});
        QCOMPARE(before.exitCode, 0);
        QCOMPARE(before.out.trimmed(), m_fixture.service.token());
        const auto rotated = run({u"token"_s, u"--rotate"_s, u"--json"_s});
        QCOMPARE(rotated.exitCode, 0);
        QCOMPARE(rotated.json().value(u"token").toString().toLatin1(), m_fixture.service.token());
        QVERIFY(m_fixture.service.token() != before.out.trimmed());
        QCOMPARE(run({u"status"_s}).exitCode, 0);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_UpkeepVerbs)
#include "tst_upkeepverbs.moc"
