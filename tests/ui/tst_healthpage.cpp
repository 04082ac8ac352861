// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pagebench.h"
#include "ui/healthnotes.h"
#include "ui/pages/healthpage.h"
#include "ui/widgets/notelist.h"
#include "ui/widgets/statefigure.h"

#include <QDir>
#include <QMessageBox>
#include <QSignalSpy>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

/// The page over a service, and what it asks the window for.
struct Bench : PageBench<HealthPage>
{
    explicit Bench(const ServiceFixture &service)
        : PageBench(service)
        , pages(&page, &Page::pageWanted)
        , items(&page, &Page::itemWanted)
    { }

    [[nodiscard]] QPushButton *button(const QString &text) const
    {
        for (auto *button : page.findChildren<QPushButton *>()) {
            if (button->text().contains(text) && button->isVisible() && button->isEnabled())
                return button;
        }
        return nullptr;
    }
    [[nodiscard]] bool hasSaid(const QString &text) const
    {
        return std::ranges::any_of(
            said, [&text](const QString &sentence) { return sentence.contains(text); });
    }
    [[nodiscard]] const QList<Note> &notes() const { return page.findChild<NoteList *>()->notes(); }

    QSignalSpy pages;
    QSignalSpy items;
};

HealthInfo healthOf(const QList<HealthCheckInfo> &checks)
{
    HealthInfo health;
    health.status = u"healthy"_s;
    health.checks = checks;
    for (const auto &check : checks) {
        if (check.status == u"critical" || health.status == u"healthy")
            health.status = check.status == u"ok" ? health.status : check.status;
    }
    return health;
}

class tst_HealthPage : public QObject
{
    Q_OBJECT

    OriginThread m_origin;

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale::c());
        m_origin.addVideo(u"a.mp4"_s, 50'000);
        m_origin.addVideo(u"b.mp4"_s, 1'000);
        m_origin.addVideo(u"c.mp4"_s, 1'000);
    }

    void whatIsGraveComesFirst()
    {
        const auto health = healthOf(
            {{u"proxy"_s, u"ok"_s, {}, {}},
             {u"clock"_s, u"warning"_s, u"It is late."_s, u"Set it."_s},
             {u"disk"_s, u"critical"_s, u"It is full."_s, u"Free some."_s},
             {u"horoscope"_s, u"ok"_s, {}, {}}}); // of a newer service
        const auto notes = healthNotes(health, {});
        QCOMPARE(notes.size(), 4);
        QCOMPARE(notes[0].key, u"disk");
        QCOMPARE(notes[0].state, State::Bad);
        QVERIFY(notes[0].title.contains(u"It is full."));
        QVERIFY(notes[0].details.contains(u"Free some."_s));
        QVERIFY(!notes[0].word.isEmpty());
        QCOMPARE(notes[1].key, u"clock");
        QCOMPARE(notes[1].state, State::Warning);
        QCOMPARE(notes[2].key, u"proxy");
        QCOMPARE(notes[2].state, State::Good);
        QVERIFY(notes[2].actions.isEmpty());
        QCOMPARE(notes[3].title, u"horoscope");
        QVERIFY(healthText(health).contains(u"1 problem"));
        QCOMPARE(healthText(healthOf({{u"api"_s, u"ok"_s, {}, {}}})), u"All is well");
        QCOMPARE(healthText({}), u"Not known");
    }

    void whatBrokeCanBeActedOn_data()
    {
        QTest::addColumn<QString>("check");
        QTest::addColumn<QString>("action");
        QTest::newRow("proxy") << u"proxy"_s << healthaction::log.toString();
        QTest::newRow("api") << u"api"_s << healthaction::log.toString();
        QTest::newRow("directory") << u"directory"_s << u"setting:CACHE_DIRECTORY"_s;
        QTest::newRow("disk") << u"disk"_s << u"setting:CACHE_MIN_FREE_GB"_s;
        QTest::newRow("index") << u"index"_s << healthaction::verify.toString();
        QTest::newRow("limits") << u"limits"_s << u"setting:CACHE_MAX_ENTRIES"_s;
        QTest::newRow("origins") << u"origins"_s << healthaction::retryFailed.toString();
        QTest::newRow("downloads") << u"downloads"_s << healthaction::downloads.toString();
        QTest::newRow("settings") << u"settings"_s << u"setting:CACHE_ENABLED"_s;
    }
    void whatBrokeCanBeActedOn()
    {
        QFETCH(QString, check);
        QFETCH(QString, action);
        HealthFacts facts;
        facts.failed = 2;
        const auto notes
            = healthNotes(healthOf({{check, u"warning"_s, u"So it is."_s, u"Do this."_s}}), facts);
        QCOMPARE(notes.constFirst().actions.constFirst().id, action);
    }

    void whatNobodyCancelledNeedsAttention()
    {
        QList<DownloadInfo> failed(3);
        failed[0].errorCode = u"cancelled"_s;
        failed[1].url = u"https://pub.r2.dev/x/gone.mp4"_s;
        failed[1].errorCode = errorWord(ErrorCode::OriginNotFound);
        failed[2].errorCode = u"something_new"_s;
        failed[2].error = u"It broke in a new way."_s;
        QCOMPARE(failuresOf(failed).size(), 2);
        const auto notes = attentionNotes({}, failed, 5);
        QCOMPARE(notes.size(), 2);
        QVERIFY(notes[0].title.contains(u"gone.mp4"));
        QVERIFY2(
            notes[0].details[0].startsWith(u"Not at the origin (404). "),
            qPrintable(notes[0].details[0]));
        QVERIFY(notes[1].details[0].startsWith(u"It broke in a new way. "));
        QCOMPARE(attentionNotes({}, failed, 1).size(), 1);
    }

    void allTenChecksAreListedWithWhatWasMeasured()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        const auto entry = service.cache(m_origin.url(u"a.mp4"_s));
        service.read(entry.value(u"localUrl").toString());
        Bench bench(service);
        QTRY_COMPARE(bench.notes().size(), 10);
        QCOMPARE(bench.page.findChild<StateFigure *>()->state(), State::Good);
        QCOMPARE(bench.page.count(), QString());
        QVERIFY(bench.shows(u"10 checks"_s));
        QTRY_VERIFY(bench.shows(u"last checked at"_s));
        for (const auto &note : bench.notes()) {
            QCOMPARE(note.state, State::Good);
            QVERIFY2(!note.details.isEmpty(), qPrintable(note.key));
        }
        QVERIFY(bench.shows(u"Answers on port %1"_s.arg(service.proxyPort())));
        QVERIFY(bench.shows(u"localhost:%1"_s.arg(service.apiPort())));
        QVERIFY(bench.shows(service.cacheDirectory()));
        QVERIFY(bench.shows(u"48.8\u00a0kB of 10\u00a0GB, 1 of 1000 videos"_s));
        QTRY_VERIFY(bench.shows(u"stay free"_s));

        bench.button(u"Check again"_s)->click();
        QVERIFY(!bench.button(u"Check again"_s)); // one at a time
        QTRY_VERIFY(bench.shows(u"Reading a.mp4 through it took"_s));
        QTRY_VERIFY(bench.button(u"Check again"_s));
        QVERIFY(bench.hasSaid(u"All is well"_s));
        QVERIFY(service.stop());
    }

    void cachingIsTurnedOn()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        QCOMPARE(
            service.api("PATCH", "/api/cache/settings", R"({"CACHE_ENABLED":false})").status, 200);
        Bench bench(service);
        QTRY_COMPARE(bench.page.count(), u"1");
        QCOMPARE(bench.notes().constFirst().key, u"settings");
        bench.button(u"Show setting"_s)->click();
        QCOMPARE(bench.items.constLast().at(0).value<Page::Id>(), Page::Id::Settings);
        QCOMPARE(bench.items.constLast().at(1).toString(), u"CACHE_ENABLED");
        bench.button(u"Turn caching on"_s)->click();
        QTRY_COMPARE(bench.page.count(), QString());
        QVERIFY(bench.hasSaid(u"Caching is on"_s));
        QCOMPARE(
            service.get("status").data().value(u"manager").toObject().value(u"cacheEnabled"), true);
        QVERIFY(service.stop());
    }

    void expiredVideosAreClearedAfterAQuestion()
    {
        ServiceFixture service(m_origin, {{u"CACHE_MAX_ENTRIES"_s, u"2"_s}});
        service.mustStart();
        service.cache(m_origin.url(u"a.mp4"_s), {{u"customTtlMs"_s, 1}});
        service.cache(m_origin.url(u"b.mp4"_s));
        QVERIFY(service.findsNoRoom(m_origin.url(u"c.mp4"_s)));
        Bench bench(service);
        QTRY_VERIFY(bench.button(u"Clear expired"_s));
        QCOMPARE(bench.notes().constFirst().key, u"limits");
        const auto ask = [&bench]() -> QMessageBox * {
            bench.button(u"Clear expired"_s)->click();
            std::ignore
                = QTest::qWaitFor([&] { return bench.page.findChild<QMessageBox *>() != nullptr; });
            return bench.page.findChild<QMessageBox *>();
        };
        auto *question = ask();
        QVERIFY(question);
        QVERIFY2(question->text().contains(u'1'), qPrintable(question->text()));
        question->button(QMessageBox::Cancel)->click();
        QTRY_VERIFY(!bench.page.findChild<QMessageBox *>());
        QCOMPARE(service.get("entries").data().value(u"entries").toArray().size(), 2);

        question = ask();
        for (auto *button : question->buttons()) {
            if (question->buttonRole(button) == QMessageBox::DestructiveRole)
                button->click();
        }
        QTRY_COMPARE(service.get("entries").data().value(u"entries").toArray().size(), 1);
        QTRY_VERIFY(bench.hasSaid(u"removed, 48.8"_s));
        QTRY_COMPARE(bench.page.count(), QString());
        QVERIFY(service.stop());
    }

    void aLimitThatIsTooLowIsOptimizedOrRaised()
    {
        ServiceFixture service(m_origin, {{u"CACHE_MAX_ENTRIES"_s, u"1"_s}});
        service.mustStart();
        service.cache(m_origin.url(u"a.mp4"_s));
        QVERIFY(service.findsNoRoom(m_origin.url(u"b.mp4"_s)));
        Bench bench(service);
        QTRY_VERIFY(bench.button(u"Raise limit"_s));
        bench.button(u"Raise limit"_s)->click();
        QCOMPARE(bench.items.constLast().at(1).toString(), u"CACHE_MAX_ENTRIES");
        bench.button(u"Clear expired"_s)->click();
        QTRY_VERIFY(bench.hasSaid(u"No video has expired"_s));
        const auto cleanedAt = [&service] {
            return service.get("stats").data().value(u"cache").toObject().value(u"lastCleanupAt");
        };
        const auto before = cleanedAt();
        bench.button(u"Optimize"_s)->click();
        QTRY_VERIFY(bench.hasSaid(u"The cache is in order"_s));
        QVERIFY(cleanedAt() != before);
        QVERIFY(service.stop());
    }

    void aFullDiskLeadsToItsLimit()
    {
        // More than any disk has.
        ServiceFixture service(m_origin, {{u"CACHE_MIN_FREE_GB"_s, u"1000000"_s}});
        service.mustStart();
        Bench bench(service);
        QTRY_VERIFY(bench.button(u"Change limit"_s));
        QCOMPARE(bench.notes().constFirst().key, u"disk");
        QCOMPARE(bench.notes().constFirst().state, State::Bad);
        bench.button(u"Change limit"_s)->click();
        QCOMPARE(bench.items.constLast().at(0).value<Page::Id>(), Page::Id::Settings);
        QCOMPARE(bench.items.constLast().at(1).toString(), u"CACHE_MIN_FREE_GB");
        QVERIFY(service.stop());
    }

    void aServerThatFailsLeadsToTheLog()
    {
        // No test can break the service's own proxy and still ask it: the verdict is made up, the
        // button and what it does are not.
        ServiceFixture service(m_origin);
        service.mustStart();
        Bench bench(service);
        QTRY_COMPARE(bench.notes().size(), 10);
        QTRY_VERIFY(bench.button(u"Check again"_s)); // it is at rest
        bench.page.deactivate(); // the true verdict does not take the other one's place
        for (const auto &check : {u"proxy"_s, u"api"_s}) {
            const auto before = bench.pages.size();
            bench.page.findChild<NoteList *>()->setNotes(healthNotes(
                healthOf({{check, u"critical"_s, u"It does not answer."_s, u"Restart it."_s}}),
                {}));
            QTRY_VERIFY(bench.button(u"Show log"_s));
            bench.button(u"Show log"_s)->click();
            QCOMPARE(bench.pages.size(), before + 1);
            QCOMPARE(bench.pages.constLast().at(0).value<Page::Id>(), Page::Id::Log);
        }
        QVERIFY(service.stop());
    }

    void failedDownloadsAreRetried()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        const QStringList urls{
            m_origin.url(u"fault/status=404,once/b.mp4"_s),
            m_origin.url(u"fault/status=404,once/c.mp4"_s)};
        service.post(
            "pre-cache",
            QJsonObject{{u"urls"_s, QJsonArray::fromStringList(urls)}, {u"wait"_s, true}});
        Bench bench(service);
        QTRY_VERIFY(bench.button(u"Retry failed"_s));
        QTRY_VERIFY(bench.shows(u"2 failed in the last hour"_s));
        bench.button(u"Show downloads"_s)->click();
        QCOMPARE(bench.pages.constLast().at(0).value<Page::Id>(), Page::Id::Downloads);
        bench.button(u"Retry failed"_s)->click();
        QTRY_COMPARE(service.get("entries").data().value(u"entries").toArray().size(), 2);
        QTRY_VERIFY(bench.hasSaid(u"2 downloads begin again"_s));
        QTRY_VERIFY(!bench.button(u"Retry failed"_s));
        QVERIFY(service.stop());
    }

    void aDamagedIndexIsVerified()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        service.cache(m_origin.url(u"a.mp4"_s));
        const auto database = service.environment().paths.index();
        QVERIFY(service.stop());
        QFile file(database);
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.write(QByteArray(200, 'x'));
        file.close();
        service.mustStart();
        Bench bench(service);
        QTRY_VERIFY(bench.button(u"Verify all videos"_s));
        QCOMPARE(bench.notes().constFirst().key, u"index");
        bench.button(u"Verify all videos"_s)->click();
        QTRY_VERIFY(bench.hasSaid(u"are being verified"_s));
        QTRY_VERIFY(
            service.get("verify").data().value(u"verify").toObject().value(u"checked").toInt() > 0);
        QVERIFY(service.stop());
    }

    void withoutAServiceNothingCanBeClicked()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Bench bench(service);
        QTRY_VERIFY(bench.button(u"Check again"_s));
        QVERIFY(service.stop());
        QTRY_VERIFY(!bench.button(u"Check again"_s));
        QCOMPARE(bench.notes().size(), 10); // what was known stays readable
    }
};

} // namespace

QTEST_MAIN(tst_HealthPage)
#include "tst_healthpage.moc"
