// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/verbs/verbfixture.h"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

class tst_EntryVerbs : public QObject
{
    Q_OBJECT

    VerbFixture m_fixture;

    VerbOutcome run(const QStringList &arguments, const QByteArray &input = {})
    {
        return m_fixture.run(arguments, input);
    }
    /// Caches a video of its own and says its id.
    QString cached(const QString &name)
    {
        m_fixture.origin.addVideo(name, 20'000);
        return m_fixture.service.cache(m_fixture.origin.url(name)).value(u"id").toString();
    }

private Q_SLOTS:
    void initTestCase() { m_fixture.service.mustStart(); }

    void init()
    {
        // Again and again: what is being looked at just then (its metadata) stays.
        const auto isEmpty = [this] {
            m_fixture.service.post("clear", QJsonObject{{u"strategy"_s, u"all"_s}});
            return m_fixture.service.get("entries").data().value(u"entries").toArray().isEmpty();
        };
        QTRY_VERIFY(isEmpty());
    }

    void addWaitsAndTellsWhereItIs()
    {
        m_fixture.origin.addVideo(u"add/a.mp4"_s, 50'000);
        const auto url = m_fixture.origin.url(u"add/a.mp4"_s);
        const auto outcome = run({u"add"_s, url, u"--tag"_s, u"brand"_s, u"--pin"_s});
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY2(outcome.err.isEmpty(), outcome.err.constData()); // quiet in pipes
        QVERIFY(outcome.out.contains("/video/") && outcome.out.contains(url.toUtf8()));
        const auto entry = m_fixture.service.cache(url);
        QCOMPARE(entry.value(u"pinned"), QJsonValue(true));
        QCOMPARE(entry.value(u"tags"), QJsonValue(QJsonArray{u"brand"_s}));
        run({u"unpin"_s, url});
    }

    void addSaysWhatFailed()
    {
        m_fixture.origin.addVideo(u"add/b.mp4"_s, 1'000);
        const auto good = m_fixture.origin.url(u"add/b.mp4"_s);
        const auto missing = m_fixture.origin.url(u"add/missing.mp4"_s);
        const auto outcome = run(
            {u"add"_s, u"-"_s, u"--json"_s}, (good + u"\n\n" + missing + u"\nno-url\n").toUtf8());
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY(outcome.err.contains("missing.mp4") && outcome.err.contains("no-url"));
        const auto summary = outcome.json().value(u"summary").toObject();
        QCOMPARE(summary.value(u"successful").toInt(), 1);
        QCOMPARE(summary.value(u"failed").toInt(), 2);
    }

    void aUrlThatFailsIsNamedOnceAndListedWithItsReason()
    {
        const auto missing = m_fixture.origin.url(u"add/missing-too.mp4"_s);
        const auto added = run({u"add"_s, missing});
        QCOMPARE(added.exitCode, 1);
        QCOMPARE(added.err.count(missing.toUtf8()), 1);
        const auto listed = run({u"ls"_s, u"--status"_s, u"error"_s});
        QVERIFY2(listed.out.contains("404"), listed.out.constData());
        QVERIFY(listed.out.startsWith("ID ") && listed.out.contains("WHY"));
        const auto json = run({u"ls"_s, u"--status"_s, u"error"_s, u"--json"_s}).json();
        QString id;
        for (const auto entries = json[u"entries"_s].toArray(); const auto &entry : entries) {
            if (entry[u"originalUrl"_s].toString() == missing)
                id = entry[u"id"_s].toString();
        }
        for (const auto &name : {missing, id, id.first(10)}) {
            const auto shown = run({u"show"_s, name});
            QVERIFY2(shown.exitCode == 0, shown.err.constData());
            QVERIFY(shown.out.contains("Error:"));
        }
    }

    void valuesThatTheServiceRefusesAreCalledByTheirOptions()
    {
        const auto outcome = run({u"add"_s, u"https://a.r2.dev/a.mp4"_s, u"--tag"_s, u"a,b"_s});
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.err.contains("--tag must hold tags"), outcome.err.constData());
        QVERIFY(!outcome.err.contains("field"));
    }

    void addNeedNotWait()
    {
        m_fixture.origin.addVideo(u"add/slow.mp4"_s, 2'000'000);
        const auto url = m_fixture.origin.url(u"fault/rate=100000/add/slow.mp4"_s);
        const auto outcome = run({u"add"_s, url, u"--no-wait"_s, u"--json"_s});
        QCOMPARE(outcome.exitCode, 0);
        const auto job = outcome.json().value(u"jobId").toString();
        QVERIFY(!job.isEmpty());
        const auto listed = run({u"ls"_s, u"--status"_s, u"downloading"_s});
        QVERIFY2(listed.out.contains("slow.mp4"), listed.out.constData());
        QCOMPARE(m_fixture.service.remove("jobs/" + job.toUtf8()).status, 200);
        QCOMPARE(run({u"add"_s, url, u"--no-wait"_s, u"--pin"_s}).exitCode, 2);
    }

    void interruptedAddCancels()
    {
        m_fixture.origin.addVideo(u"add/endless.mp4"_s, 3'000'000);
        const auto url = m_fixture.origin.url(u"fault/rate=50000/add/endless.mp4"_s);
        const auto process = m_fixture.start({u"add"_s, url});
        const auto jobs = [this] {
            return m_fixture.service.get("jobs").data().value(u"jobs").toArray();
        };
        const auto status = [&] {
            return jobs().at(0).toObject().value(u"status").toString();
        };
        const auto before = jobs().size();
        QTRY_VERIFY_WITH_TIMEOUT(jobs().size() > before || status() == u"running", 20'000);
        ::kill(static_cast<pid_t>(process->processId()), SIGINT);
        const auto outcome = VerbFixture::end(*process);
        QCOMPARE(outcome.exitCode, 130);
        QCOMPARE(status(), u"cancelled"_s);
    }

    void progressIsShownOnATerminalAlone()
    {
        m_fixture.origin.addVideo(u"add/shown.mp4"_s, 300'000);
        const auto url = m_fixture.origin.url(u"fault/rate=200000/add/shown.mp4"_s);
        const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
        QVERIFY(terminal >= 0 && ::grantpt(terminal) == 0 && ::unlockpt(terminal) == 0);
        const auto process = m_fixture.startOnTerminal({u"add"_s, url}, ::ptsname(terminal));
        const auto outcome = VerbFixture::end(*process);
        QCOMPARE(outcome.exitCode, 0);
        QByteArray shown(100'000, '\0');
        shown.truncate(std::max<qsizetype>(::read(terminal, shown.data(), 100'000), 0));
        ::close(terminal);
        QVERIFY2(shown.contains("] ") && shown.contains(" %"), shown.constData());
        QVERIFY2(shown.contains("of 293.0 kB"), shown.constData());
        QVERIFY2(shown.endsWith("\r\x1b[K"), shown.constData()); // and is gone in the end
    }

    void lsListsSortsAndFilters()
    {
        for (const auto &[name, size] :
             {std::pair(u"ls/one.mp4"_s, 3'000), std::pair(u"ls/two.mp4"_s, 9'000),
              std::pair(u"ls/three.mp4"_s, 6'000)}) {
            m_fixture.origin.addVideo(name, size);
            m_fixture.service.cache(
                m_fixture.origin.url(name), {{u"tags"_s, QJsonArray{name.mid(3, 3)}}});
        }
        const auto names = [](const VerbOutcome &outcome) {
            QStringList found;
            for (const auto lines = outcome.out.split('\n'); const auto &line : lines) {
                if (line.contains(".mp4"))
                    found.append(QString::fromUtf8(line.mid(line.lastIndexOf('/') + 1)));
            }
            return found;
        };
        const auto all = run({u"ls"_s, u"--sort"_s, u"size"_s});
        QCOMPARE(all.exitCode, 0);
        QVERIFY(all.out.startsWith("ID "));
        QCOMPARE(names(all), (QStringList{u"two.mp4"_s, u"three.mp4"_s, u"one.mp4"_s}));
        QCOMPARE(
            names(run({u"ls"_s, u"--sort"_s, u"size"_s, u"--reverse"_s, u"--limit"_s, u"2"_s})),
            (QStringList{u"one.mp4"_s, u"three.mp4"_s}));
        QCOMPARE(names(run({u"ls"_s, u"--tag"_s, u"two"_s})), QStringList{u"two.mp4"_s});
        QCOMPARE(names(run({u"ls"_s, u"--search"_s, u"three"_s})), QStringList{u"three.mp4"_s});
        const auto none = run({u"ls"_s, u"--status"_s, u"expired"_s});
        QVERIFY(none.out.isEmpty() && none.err.contains("No video matches"));

        QVERIFY(!all.out.contains("HELD") && !all.out.contains("READS")); // nothing in them

        const auto limited = run({u"ls"_s, u"--limit"_s, u"1"_s});
        QVERIFY2(limited.err.contains("1 of 3"), limited.err.constData());
        const auto json = run({u"ls"_s, u"--all"_s, u"--json"_s}).json();
        QCOMPARE(json.value(u"entries").toArray().size(), 3);
        QCOMPARE(json.value(u"total").toInt(), 3);
        QCOMPARE(json.value(u"hasMore"), QJsonValue(false));
        for (const int width : {90, 80, 60, 40}) {
            const auto narrow
                = m_fixture.run({u"ls"_s}, {}, {{u"COLUMNS"_s, QString::number(width)}});
            const auto lines = QString::fromUtf8(narrow.out).split(u'\n', Qt::SkipEmptyParts);
            for (const auto &line : lines)
                QVERIFY2(line.size() <= width, qPrintable(line));
            QVERIFY2(lines.at(1).contains(u".mp4"), qPrintable(lines.at(1)));
        }
        QCOMPARE(run({u"ls"_s, u"--all"_s, u"--limit"_s, u"3"_s}).exitCode, 2);
        QCOMPARE(run({u"ls"_s, u"--limit"_s, u"0"_s}).exitCode, 2);
    }

    void anEmptyCacheSaysHowToFillIt()
    {
        const auto outcome = run({u"ls"_s});
        QVERIFY2(outcome.err.contains("r2cache add URL"), outcome.err.constData());
    }

    void anEntryHasManyNames()
    {
        const auto id = cached(u"names/a.mp4"_s);
        const auto url = m_fixture.origin.url(u"names/a.mp4"_s);
        const QString local
            = u"http://localhost:%1/video/%2.mp4"_s.arg(m_fixture.service.proxyPort()).arg(id);
        for (const auto &name : {id, id.first(8), id.first(8).toUpper(), url, local}) {
            const auto shown = run({u"show"_s, name});
            QCOMPARE(shown.exitCode, 0);
            QVERIFY2(shown.out.contains(id.toUtf8()), shown.out.constData());
            QVERIFY(shown.out.contains("Local URL:") && shown.out.contains("19.5 kB"));
        }
        QCOMPARE(run({u"show"_s, id, u"--json"_s}).json().value(u"id").toString(), id);
        for (const auto &name :
             {u"0000000000"_s, u"abc"_s, u"nothing"_s, QString(url + u"x.mp4"_s)}) {
            const auto shown = run({u"show"_s, name, u"--json"_s});
            QCOMPARE(shown.exitCode, 1);
            QCOMPARE(shown.json().value(u"success"), QJsonValue(false));
            QCOMPARE(shown.json().value(u"code"), QJsonValue(u"not_found"_s));
            QVERIFY2(shown.err.contains(name.toUtf8()), shown.err.constData());
        }
    }

    void aPresignedUrlNamesItsEntry()
    {
        m_fixture.origin.addVideo(u"signed.mp4"_s, 1'000);
        const auto url = m_fixture.origin.url(
            u"signed.mp4?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=x&X-Amz-Date="
            "20300101T000000Z&X-Amz-Expires=600&X-Amz-SignedHeaders=host&X-Amz-Signature=hush"_s);
        const auto id = m_fixture.service.cache(url).value(u"id").toString();
        QVERIFY(!id.isEmpty());
        const auto shown = run({u"show"_s, url, u"--json"_s});
        QCOMPARE(shown.json().value(u"id").toString(), id);
        QVERIFY(!shown.out.contains("hush") && !shown.err.contains("hush"));
        const auto added = run({u"add"_s, url});
        QVERIFY2(added.out.contains("signed.mp4"), added.out.constData());
        QVERIFY(!added.out.contains("hush") && !added.err.contains("hush"));
        const auto failed = run(
            {u"add"_s, m_fixture.origin.url(u"gone.mp4?X-Amz-Expires=60&X-Amz-Signature=hush"_s)});
        QVERIFY2(failed.err.contains("gone.mp4"), failed.err.constData());
        QVERIFY(!failed.err.contains("hush"));
    }

    void rmRemovesWhatNobodyHolds()
    {
        const auto first = cached(u"rm/a.mp4"_s);
        const auto held = cached(u"rm/b.mp4"_s);
        const auto lease = m_fixture.service.process(m_fixture.origin.url(u"rm/b.mp4"_s))
                               .value(u"leaseId")
                               .toString();
        const auto outcome = run({u"rm"_s, first, held, u"ffff"_s, u"--json"_s});
        QCOMPARE(outcome.exitCode, 1);
        const auto results = outcome.json().value(u"results").toArray();
        QCOMPARE(results.at(0).toObject().value(u"success"), QJsonValue(true));
        QCOMPARE(results.at(1).toObject().value(u"code"), QJsonValue(u"leased"_s));
        QCOMPARE(results.at(2).toObject().value(u"code"), QJsonValue(u"not_found"_s));
        QVERIFY(outcome.err.contains("--force") && !outcome.err.contains("force=true"));
        const auto forced = run({u"rm"_s, held.first(10), u"--force"_s});
        QCOMPARE(forced.exitCode, 0);
        QVERIFY(forced.out.isEmpty() && forced.err.contains("removed"));
        QVERIFY(run({u"ls"_s, u"-q"_s}).out.isEmpty());
        m_fixture.service.remove("lease/" + lease.toUtf8());
    }

    void pinsComeAndGo()
    {
        const auto id = cached(u"pin/a.mp4"_s);
        QCOMPARE(run({u"pin"_s, id}).exitCode, 0);
        QVERIFY(run({u"ls"_s}).out.contains("pinned"));
        const auto unpinned = run({u"unpin"_s, id, u"--json"_s});
        QCOMPARE(
            unpinned.json().value(u"results").toArray().at(0).toObject().value(u"pinned"),
            QJsonValue(false));
        QVERIFY(!run({u"ls"_s}).out.contains("pinned"));
        QCOMPARE(run({u"pin"_s}).exitCode, 2);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_EntryVerbs)
#include "tst_entryverbs.moc"
