// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/servicefixture.h"
#include "ui/cacheactions.h"
#include "ui/closing.h"
#include "ui/helpdialogs.h"
#include "ui/mainwindow.h"
#include "ui/notifier.h"
#include "ui/tray.h"
#include "ui/widgets/settingline.h"

#include <QDialog>
#include <QDoubleSpinBox>
#include <QMessageBox>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A window over a service, with what a desktop expects of it.
struct Bench
{
    explicit Bench(const ServiceFixture &service)
        : state(
            [&service]() -> Result<ServiceAddress> {
                return ServiceAddress{
                    QUrl(u"http://localhost:%1"_s.arg(service.apiPort())),
                    QUrl(u"http://localhost:%1"_s.arg(service.proxyPort())), service.token()};
            },
            {20ms, 100ms, {20ms, 100ms, 10s}})
        , window(WindowParts(), state, theme, settings)
        , closing(
              window, state, preferences,
              {[this] { return isOwn; }, [this] { return hasTray; },
               [this] {
                   return window.unsavedSettings();
               }})
        , notifier(state, preferences, [this] { return isLookedAt; }, {20ms, 100ms, 0ms})
        , ended(&closing, &Closing::ended)
    {
        QObject::connect(&notifier, &Notifier::notice, &window, [this](const Notice &notice) {
            notices.append(notice);
        });
        window.show();
        state.start();
    }

    [[nodiscard]] QMessageBox *question() const { return window.findChild<QMessageBox *>(); }
    void answer(const QString &text) const
    {
        for (auto *button : question()->buttons()) {
            if (button->text().remove(u'&') == text)
                button->click();
        }
    }

    QTemporaryDir folder;
    QSettings settings{folder.filePath(u"window.ini"_s), QSettings::IniFormat};
    WindowPreferences preferences{settings};
    ThemeChoice theme;
    ServiceState state;
    MainWindow window;
    bool isOwn = true;
    bool hasTray = false;
    bool isLookedAt = false;
    Closing closing;
    Notifier notifier;
    QSignalSpy ended;
    QList<Notice> notices;
};

class tst_Manners : public QObject
{
    Q_OBJECT

    OriginThread m_origin;

    QString lease(ServiceFixture &service)
    {
        return service.process(m_origin.url(u"a.mp4"_s)).value(u"leaseId").toString();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale::c());
        m_origin.addVideo(u"a.mp4"_s, 50'000);
        m_origin.addVideo(u"slow.mp4"_s, 5'000'000);
    }

    void closingEndsItWhereNobodyIsHurt_data()
    {
        QTest::addColumn<bool>("isOwn");
        QTest::addColumn<bool>("isLeased");
        QTest::newRow("nothing is held") << true << false;
        QTest::newRow("the service goes on elsewhere") << false << true;
    }
    void closingEndsItWhereNobodyIsHurt()
    {
        QFETCH(bool, isOwn);
        QFETCH(bool, isLeased);
        ServiceFixture service(m_origin);
        service.mustStart();
        Bench bench(service);
        bench.isOwn = isOwn;
        if (isLeased)
            QVERIFY(!lease(service).isEmpty());
        QTRY_VERIFY(bench.state.isConnected());
        QTRY_COMPARE(!bench.state.leases().isEmpty(), isLeased);
        bench.window.close();
        QTRY_COMPARE(bench.ended.count(), 1);
        QVERIFY(!bench.window.isVisible());
        QVERIFY(bench.settings.contains("geometry"));
        QVERIFY(service.stop());
    }

    void whileRendersHoldVideosItAsks()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Bench bench(service);
        const auto id = lease(service);
        QTRY_VERIFY(!bench.state.leases().isEmpty());

        bench.window.close();
        QVERIFY(bench.question());
        QVERIFY2(
            bench.question()->text().contains(u"1 videos")
                || bench.question()->text().contains(u"1 video"),
            qPrintable(bench.question()->text()));
        QVERIFY(bench.window.isVisible());
        bench.answer(u"Cancel"_s);
        QTRY_VERIFY(!bench.question());
        QCOMPARE(bench.ended.count(), 0);

        Q_EMIT bench.window.quitWanted(); // nobody listens here but who wires it
        bench.closing.quit();
        QVERIFY(bench.question());
        bench.answer(u"Minimize instead"_s); // there is no tray
        QTRY_VERIFY(bench.window.isMinimized());
        QCOMPARE(bench.ended.count(), 0);
        bench.window.showNormal();
        QTRY_VERIFY(!bench.question());

        bench.hasTray = true;
        bench.window.close();
        bench.answer(u"Go on in the tray"_s);
        QTRY_VERIFY(!bench.window.isVisible());
        QCOMPARE(bench.ended.count(), 0);
        QCOMPARE(service.leases(), 1);
        QTRY_VERIFY(!bench.question());

        bench.closing.quit(); // from the tray: the window comes for the question
        QVERIFY(bench.window.isVisible());
        bench.answer(u"Quit anyway"_s);
        QTRY_VERIFY(bench.ended.count() > 0);
        QVERIFY(!bench.window.isVisible());
        QVERIFY(service.stop());
    }

    void whatIsNotAppliedIsNotLostUnasked()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Bench bench(service);
        QSignalSpy wanted(&bench.closing, &Closing::unsavedWanted);
        bench.window.showPage(Page::Id::Settings);
        auto *line = bench.window.findChild<SettingLine *>(u"CACHE_TTL_DAYS"_s);
        QVERIFY(line);
        auto *box = line->findChild<QDoubleSpinBox *>();
        QTRY_VERIFY(box->isEnabled());
        box->setValue(9);
        QCOMPARE(bench.window.unsavedSettings(), 1);

        bench.window.close();
        QVERIFY(bench.question());
        QVERIFY2(bench.question()->text().contains(u'1'), qPrintable(bench.question()->text()));
        bench.answer(u"Show them"_s);
        QTRY_COMPARE(wanted.count(), 1);
        QTRY_VERIFY(!bench.question());
        QVERIFY(bench.window.isVisible());
        QCOMPARE(bench.window.unsavedSettings(), 1);

        bench.closing.quit();
        QVERIFY(bench.question());
        bench.answer(u"Discard and quit"_s);
        QTRY_VERIFY(bench.ended.count() > 0);
        const auto settings = service.get("settings").data().value(u"settings").toObject();
        QCOMPARE(settings.value(u"CACHE_TTL_DAYS").toObject().value(u"value"), 7);
        QVERIFY(service.stop());
    }

    void aSignalIsNotAsked()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Bench bench(service);
        QVERIFY(!lease(service).isEmpty());
        QTRY_VERIFY(!bench.state.leases().isEmpty());
        bench.closing.quitNow();
        QTRY_VERIFY(bench.ended.count() > 0);
        QVERIFY(!bench.question());
        QVERIFY(service.stop());
    }

    void whoWantsItFindsItInTheTray()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Bench bench(service);
        QSignalSpy went(&bench.closing, &Closing::wentToTray);
        bench.preferences.setStaysInTray(true);
        bench.hasTray = true;
        bench.window.close();
        QCOMPARE(went.count(), 1);
        QVERIFY(!bench.window.isVisible());
        QCOMPARE(bench.ended.count(), 0);
        bench.window.raiseToUser();
        bench.hasTray = false; // the panel is gone: closing ends it
        bench.window.close();
        QTRY_COMPARE(bench.ended.count(), 1);
        QVERIFY(service.stop());
    }

    void theTrayTellsAndActs()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Bench bench(service);
        Tray tray(bench.state, bench.window.cacheActions(), bench.window);
        QVERIFY(!tray.isThere()); // offscreen has none
        QTRY_COMPARE(tray.shownState(), State::Good);
        QTRY_VERIFY2(tray.toolTip().contains(u"all is well"), qPrintable(tray.toolTip()));
        QTRY_VERIFY(tray.toolTip().contains(u"of 10.0"));
        const auto action = [&tray](const QString &text) -> QAction * {
            for (auto *one : tray.menu()->actions()) {
                if (one->text() == text)
                    return one;
            }
            return nullptr;
        };
        for (const auto *text : {"Show the window", "Pre-cache…", "Optimize", "Quit"})
            QVERIFY2(action(QString::fromUtf8(text)), text);
        QVERIFY(!action(u"Pause downloads"_s)->isEnabled()); // there are none
        QSignalSpy shown(&tray, &Tray::showWanted);
        action(u"Pre-cache…"_s)->trigger();
        QCOMPARE(shown.count(), 1);
        QVERIFY(bench.window.findChild<QDialog *>());

        const auto url = m_origin.url(u"fault/rate=20000/slow.mp4"_s);
        service.post("pre-cache", {{u"urls"_s, QJsonArray{url}}, {u"wait"_s, false}});
        QTRY_COMPARE(bench.state.downloads().size(), 1);
        QTRY_VERIFY(action(u"Pause downloads"_s)->isEnabled());
        action(u"Pause downloads"_s)->trigger();
        QTRY_COMPARE(bench.state.downloads().constFirst().status, u"paused");
        QTRY_VERIFY(action(u"Resume downloads"_s));
        action(u"Resume downloads"_s)->trigger();
        QTRY_VERIFY(bench.state.downloads().constFirst().status != u"paused");

        QCOMPARE(
            service.api("PATCH", "/api/cache/settings", R"({"CACHE_ENABLED":false})").status, 200);
        QTRY_COMPARE(tray.shownState(), State::Warning);
        QVERIFY(service.stop());
        QTRY_COMPARE(tray.shownState(), State::Bad);
        QVERIFY(tray.toolTip().contains(u"cannot be reached"));
    }

    void statesLookDifferentInTheTray()
    {
        QList<QImage> pictures;
        for (const auto state : {State::Good, State::Warning, State::Bad, State::Unknown}) {
            // By shape alone: in shades of grey, and of one brightness.
            auto picture
                = trayIcon(state).pixmap(22).toImage().convertToFormat(QImage::Format_Alpha8);
            QVERIFY(!pictures.contains(picture));
            pictures.append(picture);
        }
    }

    void whoLooksElsewhereIsTold()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Bench bench(service);
        QTRY_VERIFY(bench.state.status());
        const auto fail = [&](const QString &name) {
            service.post(
                "pre-cache", {{u"urls"_s, QJsonArray{m_origin.url(name)}}, {u"wait"_s, false}});
        };
        bench.isLookedAt = true;
        QSignalSpy failed(&bench.state, &ServiceState::downloadFailed);
        fail(u"missing0.mp4"_s);
        QTRY_COMPARE(failed.count(), 1);
        bench.isLookedAt = false;
        fail(u"missing1.mp4"_s);
        QTRY_VERIFY(!bench.notices.isEmpty());
        QVERIFY2(
            bench.notices.constFirst().title.contains(u"missing1.mp4"),
            qPrintable(bench.notices.constFirst().title));
        QVERIFY(!bench.notices.constFirst().text.isEmpty());
        QVERIFY(bench.notices.constFirst().isBad);
        QCOMPARE(bench.notices.constFirst().page, Page::Id::Downloads);

        // A job that is done.
        bench.notices.clear();
        service.cache(m_origin.url(u"a.mp4"_s));
        QTRY_VERIFY(std::ranges::any_of(bench.notices, [](const Notice &notice) {
            return notice.title.contains(u"ready") && !notice.isBad;
        }));

        bench.preferences.setNotifies(false);
        bench.notices.clear();
        fail(u"missing2.mp4"_s);
        QTRY_VERIFY(failed.count() >= 3);
        QVERIFY(bench.notices.isEmpty());
        QVERIFY(service.stop());
    }

    void whatComesTogetherIsOneNotice()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Bench bench(service);
        QList<Notice> notices;
        Notifier slow(bench.state, bench.preferences, [] { return false; }, {300ms, 60s, 1h});
        connect(&slow, &Notifier::notice, this, [&notices](const Notice &notice) {
            notices.append(notice);
        });
        for (int i = 0; i < 5; ++i) {
            DownloadInfo failed;
            failed.url = u"https://pub-1.r2.dev/v%1.mp4"_s.arg(i);
            failed.status = u"failed"_s;
            Q_EMIT bench.state.downloadFailed(failed);
        }
        QTRY_COMPARE(notices.size(), 1);
        QVERIFY2(
            notices.constFirst().title.startsWith(u"5 "), qPrintable(notices.constFirst().title));
        QVERIFY(notices.constFirst().text.startsWith(u"v0.mp4, v1.mp4, v2.mp4"));
        QVERIFY(service.stop());
    }

    void shortcutsAndVersionsCanBeRead()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Bench bench(service);
        QTRY_VERIFY(bench.state.isConnected());
        const auto texts = [&bench] {
            QStringList found;
            for (const auto *dialog : bench.window.findChildren<QDialog *>()) {
                for (const auto *label : dialog->findChildren<QLabel *>())
                    found.append(label->text());
            }
            return found.join(u'\n');
        };
        openShortcuts(&bench.window);
        for (const auto *text :
             {"Ctrl+Q", "Ctrl+F", "Ctrl+N", "Ctrl+S", "Refresh", "Keyboard shortcuts"})
            QVERIFY2(texts().contains(QLatin1StringView(text)), text);
        bench.window.findChild<QDialog *>()->close();
        QTRY_VERIFY(!bench.window.findChild<QDialog *>());
        openAbout(&bench.window, u"9.8.7"_s, bench.state);
        QVERIFY(texts().contains(u"R2 Video Cache 9.8.7"));
        QVERIFY(texts().contains(u"General Public License"));
        QVERIFY(service.stop());
    }
};

} // namespace

QTEST_MAIN(tst_Manners)
#include "tst_manners.moc"
