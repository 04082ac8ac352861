// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/servicefixture.h"
#include "ui/mainwindow.h"
#include "ui/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/navigation.h"
#include "ui/widgets/settingline.h"
#include "ui/widgets/statelight.h"

#include <QAbstractItemModelTester>
#include <QCoreApplication>
#include <QDoubleSpinBox>
#include <QDropEvent>
#include <QMimeData>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A window over a service, or over none.
struct Bench
{
    explicit Bench(ServiceState::FindService find, const WindowParts &parts = {})
        : settings(folder.filePath(u"window.ini"_s), QSettings::IniFormat)
        , state(std::move(find), {50ms, 200ms, {20ms, 100ms, 10s}})
        , window(std::make_unique<MainWindow>(parts, state, theme, settings))
    {
        window->show();
        state.start();
    }

    [[nodiscard]] QPushButton *button(const QString &text) const
    {
        for (auto *button : window->findChildren<QPushButton *>()) {
            if (button->text() == text && button->isVisible())
                return button;
        }
        return nullptr;
    }
    /// As if it were dropped on @p target. @return whether somebody takes it.
    [[nodiscard]] static bool drop(QWidget *target, const QMimeData &data)
    {
        const QPoint middle = target->rect().center();
        QDragEnterEvent enter(middle, Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(target, &enter);
        if (!enter.isAccepted())
            return false;
        QDropEvent event(middle, Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(target, &event);
        return true;
    }
    [[nodiscard]] Banner *banner() const { return window->findChild<Banner *>(); }
    [[nodiscard]] bool shows(const QString &text) const
    {
        return std::ranges::any_of(window->findChildren<QLabel *>(), [&text](const QLabel *label) {
            return label->isVisible() && label->text().contains(text);
        });
    }

    QTemporaryDir folder;
    QSettings settings;
    ThemeChoice theme;
    ServiceState state;
    std::unique_ptr<MainWindow> window;
};

class tst_MainWindow : public QObject
{
    Q_OBJECT

    OriginThread m_origin;

    static ServiceState::FindService finding(const ServiceFixture &service)
    {
        return [&service]() -> Result<ServiceAddress> {
            return ServiceAddress{
                QUrl(u"http://localhost:%1"_s.arg(service.apiPort())),
                QUrl(u"http://localhost:%1"_s.arg(service.proxyPort())), service.token()};
        };
    }

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale::c());
        m_origin.addVideo(u"a.mp4"_s, 50'000);
        m_origin.addVideo(u"b.mp4"_s, 1'000);
    }

    void addressesAreShownAndCopied()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Bench bench(finding(service));
        const auto proxy = u"localhost:%1"_s.arg(service.proxyPort());
        QTRY_VERIFY(bench.shows(u"Proxy "_s + proxy));
        QVERIFY(bench.shows(u"API localhost:%1"_s.arg(service.apiPort())));
        for (auto *copy : bench.window->findChildren<QToolButton *>()) {
            if (copy->accessibleName().contains(u"proxy"))
                copy->click();
        }
        QCOMPARE(QGuiApplication::clipboard()->text(), QString(u"http://"_s + proxy));
        QVERIFY(bench.shows(u"is in the clipboard"_s));
        QVERIFY(service.stop());
    }

    void pagesAreReachedByListAndByKey()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Bench bench(finding(service));
        auto *navigation = bench.window->findChild<Navigation *>();
        QAbstractItemModelTester tester(
            navigation->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(navigation->model()->rowCount(), 8);
        QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
        for (int row = 0; row < 8; ++row) {
            QTest::keyClick(bench.window.get(), Qt::Key(Qt::Key_1 + row), Qt::ControlModifier);
            QCOMPARE(static_cast<int>(bench.window->currentPage()->id()), row);
            QCOMPARE(navigation->currentIndex().row(), row);
            QVERIFY(bench.window->currentPage()->isVisible());
            QTRY_VERIFY(bench.window->currentPage()->findChild<QWidget *>() != nullptr);
        }
        const auto entries = navigation->model()->index(1, 0);
        QTest::mouseClick(
            navigation->viewport(), Qt::LeftButton, {}, navigation->visualRect(entries).center());
        QCOMPARE(bench.window->currentPage()->id(), Page::Id::Entries);
        QVERIFY(service.stop());
    }

    void theServiceGoesAndComesBackUnderIt()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Bench bench(finding(service));
        QTRY_VERIFY(bench.state.status());
        QTRY_VERIFY(bench.button(u"Optimize"_s)->isEnabled());
        QVERIFY(bench.banner()->isHidden());
        QVERIFY(service.stop());
        QTRY_VERIFY(bench.banner()->isVisible());
        QVERIFY2(bench.banner()->text().contains(u"gone"), qPrintable(bench.banner()->text()));
        QVERIFY(!bench.button(u"Optimize"_s)->isEnabled());
        QVERIFY(!bench.button(u"Clear…"_s)->isEnabled());
        service.mustStart();
        QTRY_VERIFY(bench.banner()->isHidden());
        QVERIFY(bench.button(u"Optimize"_s)->isEnabled());
        QVERIFY(service.stop());
    }

    void aServiceThatCannotStartSaysWhy()
    {
        Bench bench([]() -> Result<ServiceAddress> {
            return failure(ErrorCode::NotFound, u"No service runs."_s);
        });
        bench.state.fail({ErrorCode::PortTaken, u"Port 3000 is taken by node."_s, {}});
        QCOMPARE(bench.banner()->text(), u"Port 3000 is taken by node.");
        QCOMPARE(
            bench.window->currentPage()->findChild<EmptyState *>()->hint(),
            u"Port 3000 is taken by node.");
    }

    void aWrongTokenIsExplained()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Bench bench([&]() -> Result<ServiceAddress> {
            return ServiceAddress{QUrl(u"http://localhost:%1"_s.arg(service.apiPort())), {}, "no"};
        });
        QTRY_VERIFY(bench.banner()->isVisible());
        QVERIFY(bench.banner()->text().contains(u"CACHE_API_TOKEN"));
        QVERIFY(service.stop());
    }

    void noticesAreReadOneAfterTheOther()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        WindowParts parts;
        parts.takenPorts = {{false, 3001, {}, 43001}, {true, 3000, u"node (pid 7)"_s, 43002}};
        Bench bench(finding(service), parts);
        QTRY_VERIFY(bench.banner()->isVisible());
        auto *close = bench.banner()->findChild<QToolButton *>();
        const QStringList notices{
            u"Port 3001 is taken. The video proxy listens on port 43001 instead."_s,
            u"Port 3000 is taken by node (pid 7). The REST API listens on port 43002 instead."_s};
        for (const auto &notice : notices) {
            QCOMPARE(bench.banner()->text(), notice);
            close->click();
        }
        QVERIFY(bench.banner()->isHidden());
        QVERIFY(service.stop());
    }

    void whatIsAlwaysAtHandDoesWhatItSays()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Bench bench(finding(service));
        QTRY_VERIFY(bench.state.status());
        bench.button(u"Pre-cache…"_s)->click();
        auto *dialog = bench.window->findChild<QDialog *>();
        QVERIFY(dialog);
        auto *accept = qobject_cast<QPushButton *>(
            dialog->findChild<QDialogButtonBox *>()->buttons().constLast());
        for (auto *button : dialog->findChildren<QPushButton *>()) {
            if (button->text() == u"Pre-cache")
                accept = button;
        }
        QVERIFY(!accept->isEnabled());
        dialog->findChild<QPlainTextEdit *>()->setPlainText(
            u"\n  "_s + m_origin.url(u"a.mp4"_s) + u"  \n\n"_s);
        QVERIFY(accept->isEnabled());
        accept->click();
        QTRY_COMPARE(bench.state.status()->cache.entryCount, 1);

        bench.button(u"Optimize"_s)->click();
        QVERIFY(!bench.button(u"Optimize"_s)->isEnabled());
        QTRY_VERIFY(bench.shows(u"The cache is in order"_s));

        bench.button(u"Clear…"_s)->click();
        auto *question = bench.window->findChild<QMessageBox *>();
        QVERIFY(question);
        QVERIFY2(question->text().contains(u"48.8"), qPrintable(question->text())); // kB
        QCOMPARE(question->defaultButton()->text().remove(u'&'), u"Cancel");
        for (auto *button : question->buttons()) {
            if (question->buttonRole(button) == QMessageBox::DestructiveRole)
                button->click();
        }
        QTRY_COMPARE(service.get("entries").data().value(u"entries").toArray().size(), 0);
        QVERIFY(service.stop());
    }

    void whatIsDroppedAnywhereGoesWhereItBelongs()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Bench bench(finding(service));
        QTRY_VERIFY(bench.state.isConnected());
        bench.window->showPage(Page::Id::Health);
        QMimeData config;
        config.setText(u"{\"clip\": \""_s + m_origin.url(u"a.mp4"_s) + u"\"}"_s);
        QVERIFY(bench.drop(bench.window.get(), config));
        QCOMPARE(bench.window->currentPage()->id(), Page::Id::Prepare);
        QTRY_VERIFY(bench.shows(u"pasted.json"_s));
        QTRY_VERIFY(bench.button(u"Prepare"_s)->isEnabled());

        bench.window->showPage(Page::Id::Health);
        QMimeData urls;
        urls.setText(m_origin.url(u"a.mp4"_s));
        QVERIFY(bench.drop(bench.window.get(), urls));
        QCOMPARE(bench.window->currentPage()->id(), Page::Id::Health);
        auto *dialog = bench.window->findChild<QDialog *>();
        QVERIFY(dialog);
        QCOMPARE(dialog->findChild<QPlainTextEdit *>()->toPlainText(), m_origin.url(u"a.mp4"_s));
        dialog->accept();
        QTRY_COMPARE(bench.state.status()->cache.entryCount, 1);

        QMimeData words;
        words.setText(u"just words"_s);
        QVERIFY(!bench.drop(bench.window.get(), words));
        QVERIFY(service.stop());
        QTRY_VERIFY(!bench.state.isConnected());
        QVERIFY(!bench.drop(bench.window.get(), urls)); // nobody is there to take it
    }

    void theKeyboardFollowsToThePagesTable()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        service.cache(m_origin.url(u"a.mp4"_s));
        QVERIFY(service.post("renders", {{u"success"_s, true}}).status < 300);
        Bench bench(finding(service));
        QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
        auto *navigation = bench.window->findChild<Navigation *>();
        QCOMPARE(bench.window->focusWidget(), navigation);
        QTRY_VERIFY(bench.state.status());
        bench.window->showPage(Page::Id::Renders);
        auto *renders = bench.window->page(Page::Id::Renders)->mainView();
        QTRY_VERIFY(renders->isVisible());
        QCOMPARE(bench.window->focusWidget(), navigation); // it stays while it is there
        bench.window->showPage(Page::Id::Entries);
        auto *entries = bench.window->page(Page::Id::Entries)->mainView();
        QTRY_VERIFY(entries->isVisible());
        entries->setFocus();
        bench.window->showPage(Page::Id::Renders);
        QCOMPARE(bench.window->focusWidget(), renders);
        bench.window->showPage(Page::Id::Overview); // has none
        QCOMPARE(bench.window->focusWidget(), navigation);
        QVERIFY(service.stop());
    }

    void aLimitIsRaisedFromHealth()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        service.cache(m_origin.url(u"a.mp4"_s));
        const auto limit = [&service] {
            const auto all = service.get("settings").data().value(u"settings").toObject();
            return all.value(u"CACHE_MAX_ENTRIES").toObject().value(u"value").toInt();
        };
        QCOMPARE(
            service.api("PATCH", "/api/cache/settings", R"({"CACHE_MAX_ENTRIES":1})").status, 200);
        QVERIFY(service.findsNoRoom(m_origin.url(u"b.mp4"_s)));
        Bench bench(finding(service));
        bench.window->showPage(Page::Id::Health);
        QTRY_VERIFY(bench.button(u"Raise limit"_s));
        bench.button(u"Raise limit"_s)->click();
        QCOMPARE(bench.window->currentPage()->id(), Page::Id::Settings);
        auto *line = bench.window->findChild<SettingLine *>(u"CACHE_MAX_ENTRIES"_s);
        QVERIFY(line);
        QTRY_VERIFY(line->isVisible());
        auto *other = bench.window->findChild<SettingLine *>(u"CACHE_TTL_DAYS"_s);
        QVERIFY(!other->isVisible()); // the search has led there
        auto *box = line->findChild<QDoubleSpinBox *>();
        QTRY_COMPARE(box->value(), 1.0);
        box->setValue(50);
        QTRY_VERIFY(bench.button(u"Apply"_s)->isEnabled());
        bench.button(u"Apply"_s)->click();
        QTRY_COMPARE(limit(), 50);
        bench.window->showPage(Page::Id::Health);
        QTRY_VERIFY(!bench.button(u"Raise limit"_s));
        QVERIFY(service.stop());
    }

    void healthIsALightWithItsReasons()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Bench bench(finding(service));
        QTRY_VERIFY(bench.state.status());
        QCOMPARE(
            service.api("PATCH", "/api/cache/settings", R"({"CACHE_ENABLED":false})").status, 200);
        QTRY_VERIFY(!bench.state.health().issues.isEmpty());
        auto *light = bench.window->findChild<StateLight *>();
        QTRY_COMPARE(light->state(), State::Warning);
        QCOMPARE(light->word(), bench.state.health().issues.join(u'\n'));
        QVERIFY(service.stop());
    }

    void theThemeChangesAtOnce()
    {
        Bench bench([]() -> Result<ServiceAddress> {
            return failure(ErrorCode::NotFound, u"No service runs."_s);
        });
        bench.theme.apply(ThemeChoice::Kind::Light);
        QCoreApplication::processEvents();
        const auto light = bench.window->styleSheet();
        const auto picture = bench.window->grab().toImage();
        bench.theme.apply(ThemeChoice::Kind::Dark);
        QCoreApplication::processEvents();
        QVERIFY(bench.window->styleSheet() != light);
        QVERIFY(bench.window->grab().toImage().pixelColor(600, 700).lightness() < 80);
        bench.theme.apply(ThemeChoice::Kind::Light);
        QCoreApplication::processEvents();
        QCOMPARE(bench.window->styleSheet(), light);
        QCOMPARE(bench.window->grab().toImage(), picture);
    }

    void itOpensAsItWasClosed()
    {
        const auto none = []() -> Result<ServiceAddress> {
            return failure(ErrorCode::NotFound, u"No service runs."_s);
        };
        Bench bench(none);
        QCOMPARE(bench.window->size(), QSize(1280, 800));
        bench.window->resize(1000, 650);
        bench.window->showPage(Page::Id::Log);
        bench.window->close();
        MainWindow again({}, bench.state, bench.theme, bench.settings);
        QCOMPARE(again.size(), QSize(1000, 650));
        QCOMPARE(again.currentPage()->id(), Page::Id::Log);
    }

    void everythingThatCanBeUsedHasANameAndNothingIsCutOff()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Bench bench(finding(service));
        QTRY_VERIFY(bench.state.status());
        bench.window->resize(900, 600);
        QCoreApplication::processEvents();
        QCOMPARE(bench.window->size(), QSize(900, 600));
        for (const auto *button : bench.window->findChildren<QAbstractButton *>()) {
            if (!button->isVisible())
                continue;
            QVERIFY(!button->text().isEmpty() || !button->accessibleName().isEmpty());
            QVERIFY2(
                button->width() >= button->minimumSizeHint().width(), qPrintable(button->text()));
            const auto corner = button->mapTo(bench.window.get(), button->rect().bottomRight());
            QVERIFY2(bench.window->rect().contains(corner), qPrintable(button->text()));
        }
        QVERIFY(service.stop());
    }
};

} // namespace

QTEST_MAIN(tst_MainWindow)
#include "tst_mainwindow.moc"
