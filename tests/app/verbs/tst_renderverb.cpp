// SPDX-License-Identifier: GPL-3.0-or-later
// `r2cache render` as its users have it; shell scripts stand in for the renderer.
#include "tests/app/verbs/verbfixture.h"

#include <QJsonDocument>
#include <QTest>

#include <csignal>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

class tst_RenderVerb : public QObject
{
    Q_OBJECT

    VerbFixture m_fixture;

    /// A render of props.json by @p script, whose $1 is the path of the props.
    static QStringList render(const QString &script, const QStringList &options = {})
    {
        return QStringList{u"render"_s, u"--props"_s, u"props.json"_s} + options
            + QStringList{u"--"_s, u"sh"_s, u"-c"_s, script, u"sh"_s, u"{props}"_s};
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_fixture.service.mustStart();
        m_fixture.origin.addVideo(u"a.mp4"_s, 30'000);
        m_fixture.origin.addVideo(u"b.mp4"_s, 40'000);
        m_fixture.write(
            u"props.json"_s,
            "[\"" + m_fixture.origin.url(u"a.mp4"_s).toUtf8() + "\", \""
                + m_fixture.origin.url(u"b.mp4"_s).toUtf8() + "\"]\n");
    }

    void init() { QFile::remove(m_fixture.path(u"report.json"_s)); }

    void whatTheRendererWritesComesThroughAndTheRestIsSaidBeside()
    {
        const auto outcome = m_fixture.run(render(
            u"echo 'Composition  Main'; echo err >&2; cat \"$1\""_s,
            {u"--report"_s, u"report.json"_s}));
        QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
        const auto lines = outcome.out.split('\n');
        QCOMPARE(lines.constFirst(), "Composition  Main");
        const auto props = QJsonDocument::fromJson(lines.value(1)).array();
        QCOMPARE(props.size(), 2);
        for (const auto &url : props)
            QVERIFY2(url.toString().startsWith(u"http://localhost:"), outcome.out.constData());
        QVERIFY(outcome.err.contains("err\n"));
        QVERIFY2(outcome.err.contains("2 videos from the cache"), outcome.err.constData());
        const auto report = QJsonDocument::fromJson(m_fixture.read(u"report.json"_s)).object();
        QCOMPARE(report[u"composition"_s].toString(), u"Main"_s);
        QCOMPARE(report[u"cachedUrls"_s].toArray().size(), 2);
        QCOMPARE(m_fixture.service.leases(), 0);
        const auto kept = m_fixture.service.get("renders").data()[u"renders"_s][0].toObject();
        QCOMPARE(kept[u"composition"_s].toString(), u"Main"_s);
    }

    void urlsOfUnknownDomainsThatLookLikeVideosAreNamed()
    {
        m_fixture.write(
            u"strange.json"_s,
            "[\"https://cdn.example.com/a.mp4\", \"https://cdn.example.com/b.webm?x=1\", "
            "\"https://cdn.example.com/page\", \"http://localhost:3000/c.mp4\", "
            "\"http://127.0.0.1:9/b/d.mp4\"]");
        const QStringList command{u"render"_s, u"--props"_s, u"strange.json"_s,
                                  u"--"_s,     u"true"_s,    u"{props}"_s};
        const auto rendered = m_fixture.run(command);
        QCOMPARE(rendered.exitCode, 0);
        const auto hint = "2 URLs of cdn.example.com look like videos, but that is no R2 host: if "
                          "it is yours, add cdn.example.com to CACHE_CUSTOM_DOMAINS, and start "
                          "r2cache again"_ba;
        QVERIFY2(rendered.err.contains(hint), rendered.err.constData());
        QVERIFY2(!rendered.err.contains("localhost:3000"), rendered.err.constData());
        QVERIFY2(
            rendered.err.contains(
                "1 URL of http://127.0.0.1:9 looks like a video, but that is no R2 "
                "host: if it is yours, add http://127.0.0.1:9 to"),
            rendered.err.constData());
        const auto prepared = m_fixture.run({u"prepare"_s, u"strange.json"_s});
        QVERIFY2(prepared.err.contains(hint), prepared.err.constData());
        const auto analysed = m_fixture.run({u"analyze"_s, u"strange.json"_s, u"--json"_s});
        QVERIFY2(analysed.err.contains(hint), analysed.err.constData());
        QCOMPARE(
            analysed.json()[u"analysis"_s][u"unknownHosts"_s].toObject(),
            QJsonObject({{u"cdn.example.com"_s, 2}, {u"http://127.0.0.1:9"_s, 1}}));
        QVERIFY(!m_fixture.run(render(u"true"_s)).err.contains("CACHE_CUSTOM_DOMAINS"));
    }

    void itExitsAsTheCommandDoes_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("exitCode");
        const QStringList begin{u"render"_s, u"--props"_s, u"props.json"_s, u"--"_s};
        QTest::newRow("a code") << render(u"exit 7"_s) << 7;
        QTest::newRow("a signal") << render(u"kill -9 $$"_s) << 137;
        QTest::newRow("no program") << begin + QStringList{u"/etc/passwd"_s, u"{props}"_s} << 126;
    }
    void itExitsAsTheCommandDoes()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const int, exitCode);
        const auto outcome = m_fixture.run(arguments);
        QVERIFY2(outcome.exitCode == exitCode, outcome.err.constData());
        QVERIFY(outcome.err.contains("The render failed"));
        QVERIFY2(
            outcome.err.contains(QByteArray("exit code " + QByteArray::number(exitCode))),
            outcome.err.constData());
    }

    void aCommandThatIsNotThereIsNoticedBeforeAnythingIsCached()
    {
        m_fixture.origin.addVideo(u"never.mp4"_s, 30'000);
        m_fixture.write(
            u"never.json"_s, "[\"" + m_fixture.origin.url(u"never.mp4"_s).toUtf8() + "\"]");
        for (const auto &program : {u"no-such-program"_s, u"./no-such-program"_s}) {
            const auto outcome = m_fixture.run(
                {u"render"_s, u"--props"_s, u"never.json"_s, u"--"_s, program, u"{props}"_s});
            QCOMPARE(outcome.exitCode, 127);
            QVERIFY2(outcome.err.contains("no such program"), outcome.err.constData());
        }
        QCOMPARE(m_fixture.origin.requestsOf(u"never.mp4"_s), 0);
    }

    void attemptsAreCounted()
    {
        const auto outcome = m_fixture.run(render(u"exit 7"_s, {u"--retries"_s, u"1"_s}));
        QCOMPARE(outcome.exitCode, 7);
        QVERIFY2(
            outcome.err.contains("Attempt 1 of 2 failed (exit code 7), trying again."),
            outcome.err.constData());
        QVERIFY2(outcome.err.contains("the last of 2 attempts"), outcome.err.constData());
    }

    void quietlyWhatWentWrongIsSaid()
    {
        m_fixture.write(
            u"missing.json"_s, "[\"" + m_fixture.origin.url(u"missing.mp4"_s).toUtf8() + "\"]");
        const auto outcome = m_fixture.run(
            {u"render"_s, u"-q"_s, u"--props"_s, u"missing.json"_s, u"--"_s, u"cat"_s,
             u"{props}"_s});
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY2(outcome.err.contains("missing.mp4"), outcome.err.constData());
        QVERIFY(!outcome.err.contains("Rendered in"));
        const auto failed = m_fixture.run(render(u"exit 3"_s, {u"-q"_s}));
        QVERIFY2(failed.err.contains("The render failed"), failed.err.constData());
    }

    void theReportMayGoToStandardOutput()
    {
        const auto outcome = m_fixture.run(render(u"echo frame"_s, {u"--report"_s, u"-"_s}));
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.json()[u"success"_s].toBool(), true);
        QVERIFY(outcome.err.contains("frame\n"));
    }

    void whatIsWrongBeforeTheCommandIsSaid_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QByteArray>("sentence");
        const QStringList command{u"--"_s, u"touch"_s, u"ran"_s, u"{props}"_s};
        const auto row = [&command](
                             const char *name, const QStringList &options, int exitCode,
                             const QByteArray &sentence) {
            QTest::newRow(name) << QStringList{u"render"_s} + options + command << exitCode
                                << sentence;
        };
        row("no props", {}, 2, "--props is missing");
        row("no file", {u"--props"_s, u"none.json"_s}, 125, "none.json");
        row("no JSON", {u"--props"_s, u"broken.json"_s}, 125, "broken.json: Line 1");
        row("a report that cannot be written",
            {u"--props"_s, u"props.json"_s, u"--report"_s, u"none/report.json"_s}, 125,
            "none/report.json cannot be written");
        row("two reports on one output",
            {u"--props"_s, u"props.json"_s, u"--report"_s, u"-"_s, u"--json"_s}, 2, "--report -");
        row("a report over the props",
            {u"--props"_s, u"props.json"_s, u"--report"_s, u"./props.json"_s}, 2, "overwrite");
        row("no token", {u"--props"_s, u"props.json"_s, u"--connect"_s, u"http://localhost:1"_s}, 2,
            "r2cache token");
        QTest::newRow("no composition")
            << QStringList{u"render"_s, u"--props"_s, u"props.json"_s, u"--"_s,
                           u"touch"_s,  u"ran"_s,     u"{props}"_s,    u"{composition}"_s}
            << 2 << QByteArray("--composition");
        QTest::newRow("no output")
            << QStringList{u"render"_s, u"--props"_s, u"props.json"_s, u"--"_s,
                           u"touch"_s,  u"ran"_s,     u"{props}"_s,    u"{output}"_s}
            << 2 << QByteArray("--output");
        row("no number", {u"--props"_s, u"props.json"_s, u"--retries"_s, u"x"_s}, 2, "--retries");
        QTest::newRow("no {props}") << QStringList{u"render"_s, u"--props"_s, u"props.json"_s,
                                                   u"--"_s,     u"touch"_s,   u"ran"_s}
                                    << 2 << QByteArray("{props}");
        QTest::newRow("no command") << QStringList{u"render"_s, u"--props"_s, u"props.json"_s} << 2
                                    << QByteArray("CACHE_RENDER_COMMAND");
    }
    void whatIsWrongBeforeTheCommandIsSaid()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const int, exitCode);
        QFETCH(const QByteArray, sentence);
        m_fixture.write(u"broken.json"_s, "{\"a\": }");
        const auto outcome = m_fixture.run(arguments);
        QCOMPARE(outcome.exitCode, exitCode);
        QVERIFY2(outcome.err.contains(sentence), outcome.err.constData());
        QVERIFY(!QFile::exists(m_fixture.path(u"ran"_s)));
        QCOMPARE(m_fixture.service.leases(), 0);
    }

    void theTemplateOfTheSettingsIsUsedWithoutACommand()
    {
        const auto outcome = m_fixture.run(
            {u"render"_s, u"--props"_s, u"props.json"_s, u"--composition"_s, u"My Video"_s, u"-o"_s,
             u"out.mp4"_s},
            {}, {{u"CACHE_RENDER_COMMAND"_s, u"printf %s| \"{composition}\" {output} {props}"_s}});
        QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
        const auto words = outcome.out.split('|');
        QCOMPARE(words.value(0), "My Video");
        QCOMPARE(words.value(1), "out.mp4");
        QVERIFY(words.value(2).endsWith("/props.json"));
    }

    void asJsonThereIsOneDocument()
    {
        const auto outcome = m_fixture.run(render(u"echo hello"_s, {u"--json"_s}));
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.json()[u"success"_s].toBool(), true);
        QCOMPARE(outcome.json()[u"exitCode"_s].toInt(), 0);
        QVERIFY(outcome.err.contains("hello\n"));
        const auto failed = m_fixture.run(
            {u"render"_s, u"--props"_s, u"none.json"_s, u"--json"_s, u"--"_s, u"true"_s,
             u"{props}"_s});
        QCOMPARE(failed.exitCode, 125);
        QCOMPARE(failed.json()[u"success"_s].toBool(true), false);
    }

    void withoutAServiceTheOriginalUrlsAreRendered()
    {
        const Variables elsewhere{{u"CACHE_DIRECTORY"_s, m_fixture.path(u"elsewhere"_s)}};
        const auto outcome = m_fixture.run(
            render(u"cat \"$1\"; echo begun >&2"_s, {u"--no-start"_s}), {}, elsewhere);
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.out, m_fixture.read(u"props.json"_s));
        const auto said = outcome.err.indexOf("without the cache");
        QVERIFY2(said >= 0 && said < outcome.err.indexOf("begun"), outcome.err.constData());
        QCOMPARE(outcome.err.count("without the cache"), 1);
        const auto strict = m_fixture.run(
            render(u"touch ran"_s, {u"--no-start"_s, u"--strict"_s}), {}, elsewhere);
        QCOMPARE(strict.exitCode, 125);
        QVERIFY(!QFile::exists(m_fixture.path(u"ran"_s)));
    }

    void aNamedServiceThatDoesNotAnswerIsNoReasonNotToRender()
    {
        const Variables token{{u"CACHE_API_TOKEN"_s, u"some-token-0123456789"_s}};
        const QStringList connect{u"--connect"_s, u"http://localhost:%1"_s.arg(freePort())};
        const auto outcome = m_fixture.run(render(u"cat \"$1\""_s, connect), {}, token);
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.out, m_fixture.read(u"props.json"_s));
        QVERIFY2(outcome.err.contains("without the cache"), outcome.err.constData());
        const auto strict = m_fixture.run(
            render(u"touch ran"_s, connect + QStringList{u"--strict"_s}), {}, token);
        QCOMPARE(strict.exitCode, 125);
    }

    void aServiceThatCannotStartIsSaidAndTheRenderGoesOn()
    {
        const Variables taken{
            {u"CACHE_DIRECTORY"_s, m_fixture.path(u"elsewhere"_s)},
            {u"CACHE_API_PORT"_s, QString::number(m_fixture.service.apiPort())}};
        const auto outcome = m_fixture.run(render(u"cat \"$1\""_s), {}, taken);
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.out, m_fixture.read(u"props.json"_s));
        QVERIFY2(
            outcome.err.contains("CACHE_API_PORT") || outcome.err.contains("is taken"),
            outcome.err.constData());
    }

    void aSignalReachesTheCommandAndNothingIsLeft()
    {
        auto process = m_fixture.start(
            render(u"trap 'echo bye; exit 9' INT; touch begun; while :; do sleep 0.05; done"_s));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_fixture.path(u"begun"_s)), 20'000);
        QCOMPARE(m_fixture.service.leases(), 1);
        ::kill(static_cast<pid_t>(process->processId()), SIGINT);
        const auto outcome = VerbFixture::end(*process);
        QCOMPARE(outcome.exitCode, 9);
        QVERIFY(outcome.out.contains("bye"));
        QVERIFY2(outcome.err.contains("The render was interrupted"), outcome.err.constData());
        QCOMPARE(m_fixture.service.leases(), 0);
    }

    void interruptedWhileCachingItSaysSo()
    {
        m_fixture.write(
            u"stalled.json"_s,
            "[\"" + m_fixture.origin.url(u"fault/stall=0/a.mp4"_s).toUtf8() + "\"]");
        auto process = m_fixture.start(
            {u"render"_s, u"--props"_s, u"stalled.json"_s, u"--"_s, u"touch"_s, u"ran"_s,
             u"{props}"_s});
        QTRY_COMPARE_WITH_TIMEOUT(m_fixture.service.leases(), 1, 20'000);
        ::kill(static_cast<pid_t>(process->processId()), SIGINT);
        const auto outcome = VerbFixture::end(*process);
        QCOMPARE(outcome.exitCode, 130);
        QVERIFY2(outcome.err.contains("Interrupted."), outcome.err.constData());
        QVERIFY(!QFile::exists(m_fixture.path(u"ran"_s)));
        QCOMPARE(m_fixture.service.leases(), 0);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_RenderVerb)
#include "tst_renderverb.moc"
