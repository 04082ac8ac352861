// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/servicethread.h"
#include "core/client/serviceaddress.h"
#include "tests/ui/pagebench.h"
#include "ui/pages/settingspage.h"
#include "ui/settingtexts.h"
#include "ui/widgets/settingeditor.h"
#include "ui/widgets/settingline.h"
#include "ui/widgets/tokenline.h"

#include <QCoreApplication>
#include <QSettings>
#include <QTemporaryDir>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Bench = PageBench<SettingsPage>;

/// Window settings of the test's own.
struct Preferences
{
    QTemporaryDir folder;
    QSettings settings{folder.filePath(u"window.ini"_s), QSettings::IniFormat};
    WindowPreferences preferences{settings};
};

template<typename Field>
Field *field(const SettingsPage &page, Key key)
{
    return page.line(key)->editor()->findChild<Field *>();
}

/// What a user types; setText() would be no edit.
void type(QLineEdit *field, const QString &text)
{
    field->selectAll();
    field->insert(text);
    Q_EMIT field->textEdited(field->text());
}

class tst_SettingsPage : public QObject
{
    Q_OBJECT

    OriginThread m_origin;

    static QJsonObject setting(ServiceFixture &service, const QString &name)
    {
        return service.get("settings").data().value(u"settings").toObject().value(name).toObject();
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void everySettingHasItsPlaceAndItsWords()
    {
        QList<Key> grouped;
        for (const auto groups = settingGroups(); const auto &group : groups)
            grouped += group.keys;
        for (const auto &row : settingTable()) {
            QVERIFY2(grouped.count(row.key) == 1, row.name);
            QVERIFY2(settingTitle(row.key) != row.nameText(), row.name);
            QVERIFY2(!settingHelp(row).isEmpty(), row.name);
        }
        QCOMPARE(grouped.size(), static_cast<qsizetype>(settingTable().size()));
    }

    void originsAreWords_data()
    {
        QTest::addColumn<QString>("origin");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isSaved");
        QTest::addColumn<bool>("isOverridden");
        QTest::newRow("default") << u"default"_s << u"default"_s << false << false;
        QTest::newRow("saved") << u"saved"_s << u"saved"_s << true << false;
        QTest::newRow("environment")
            << u"environment"_s << u"set by the environment"_s << false << true;
        QTest::newRow("option") << u"option"_s << u"set by --max-size-gb"_s << false << true;
        QTest::newRow("file") << u".env:12"_s << u"set in .env:12"_s << false << true;
    }
    void originsAreWords()
    {
        QFETCH(QString, origin);
        const auto words = originText(rowOf(Key::MaxSizeGb), origin);
        QTEST(words.text, "text");
        QTEST(words.isSaved, "isSaved");
        QTEST(words.isOverridden, "isOverridden");
        QCOMPARE(words.way.isEmpty(), !words.isOverridden);
    }

    void changesAreAppliedTogetherAndForgotten()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Preferences own;
        Bench bench(service, WindowParts(), own.preferences);
        auto *size = bench.page.line(Key::MaxSizeGb);
        auto *box = field<QDoubleSpinBox>(bench.page, Key::MaxSizeGb);
        QTRY_COMPARE(box->text(), u"10 GB");
        QVERIFY(!bench.button(u"Apply"_s)->isEnabled());
        box->setValue(12.5);
        QVERIFY(size->isChanged());
        QCOMPARE(size->originShown(), u"not applied yet");
        field<QComboBox>(bench.page, Key::EvictionPolicy)->setCurrentIndex(1);
        field<QCheckBox>(bench.page, Key::BackgroundCleanup)->click();
        field<QDoubleSpinBox>(bench.page, Key::ConnectionsPerDownload)->setValue(4);
        QCOMPARE(bench.page.count(), u"4 new");
        QCOMPARE(setting(service, u"CACHE_MAX_SIZE_GB"_s).value(u"value").toDouble(), 10.0);

        bench.button(u"Apply"_s)->click();
        QTRY_COMPARE(setting(service, u"CACHE_MAX_SIZE_GB"_s).value(u"value").toDouble(), 12.5);
        QCOMPARE(setting(service, u"CACHE_EVICTION_POLICY"_s).value(u"value").toString(), u"gdsf");
        QCOMPARE(setting(service, u"CACHE_BACKGROUND_CLEANUP"_s).value(u"value").toBool(), false);
        QCOMPARE(setting(service, u"CACHE_CONNECTIONS_PER_DOWNLOAD"_s).value(u"value").toInt(), 4);
        QTRY_COMPARE(size->originShown(), u"saved · at once");
        QCOMPARE(
            bench.page.line(Key::ConnectionsPerDownload)->originShown(), u"saved · next download");
        QVERIFY(!size->isChanged());

        size->findChild<QToolButton *>()->click();
        QCOMPARE(box->text(), u"10 GB");
        QCOMPARE(size->change(), std::nullopt);
        bench.button(u"Apply"_s)->click();
        QTRY_COMPARE(
            setting(service, u"CACHE_MAX_SIZE_GB"_s).value(u"origin").toString(), u"default");
        QTRY_COMPARE(size->originShown(), u"default · at once");
        QVERIFY(service.stop());
    }

    void aChangeCanBeDiscardedAndOutlivesARefresh()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Preferences own;
        Bench bench(service, WindowParts(), own.preferences);
        auto *box = field<QDoubleSpinBox>(bench.page, Key::MaxEntries);
        QTRY_COMPARE(box->text(), u"1000"); // in the C locale
        box->setValue(2000);
        // Another client changes something else meanwhile.
        QCOMPARE(
            service.api("PATCH", "/api/cache/settings", R"({"CACHE_TTL_DAYS":3})").status, 200);
        QTRY_COMPARE(field<QDoubleSpinBox>(bench.page, Key::TtlDays)->text(), u"3 days");
        QCOMPARE(box->value(), 2000.0);
        bench.button(u"Discard"_s)->click();
        QCOMPARE(box->value(), 1000.0);
        QVERIFY(!bench.button(u"Apply"_s)->isEnabled());
        QVERIFY(service.stop());
    }

    void whatIsSetElsewhereOrOnlyThereCannotBeEdited()
    {
        ServiceFixture service(
            m_origin, {{u"CACHE_JWT_SECRET"_s, u"0123456789abcdef0123456789abcdef"_s}});
        service.mustStart();
        Preferences own;
        Bench bench(service, WindowParts(), own.preferences);
        auto *ports = bench.page.line(Key::ApiPort);
        QTRY_COMPARE(ports->originShown(), u"set by the environment");
        QVERIFY(!ports->isEditable());
        QVERIFY(!field<QDoubleSpinBox>(bench.page, Key::ApiPort)->isEnabled());
        auto *command = bench.page.line(Key::RenderCommand);
        QVERIFY(!command->isEditable());
        QCOMPARE(command->originShown(), u"default · changed only where it runs");
        QVERIFY(command->editor()->toolTip().contains(u"set it in .env"));
        auto *secret = field<QLineEdit>(bench.page, Key::JwtSecret);
        QVERIFY(secret->text().isEmpty()); // never seen
        QCOMPARE(secret->placeholderText(), u"set, never shown");
        QVERIFY(service.stop());
    }

    void aSearchLeavesWhatMatches()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Preferences own;
        Bench bench(service, WindowParts(), own.preferences);
        QTRY_VERIFY(bench.page.line(Key::MaxSizeGb)->isVisible());
        QVERIFY(bench.page.focusSearch());
        auto *search = bench.page.findChild<QLineEdit *>();
        search->setText(u"size limit"_s);
        QVERIFY(bench.page.line(Key::MaxSizeGb)->isVisible());
        QVERIFY(!bench.page.line(Key::ApiPort)->isVisible());
        search->setText(u"CACHE_API_PORT"_s);
        QVERIFY(bench.page.line(Key::ApiPort)->isVisible());
        search->setText(u"no such thing"_s);
        QVERIFY(bench.shows(u"No setting matches."_s));
        search->clear();
        for (auto *box : bench.page.findChildren<QCheckBox *>()) {
            if (box->text() == u"Only what is not default")
                box->click();
        }
        QVERIFY(bench.page.line(Key::ApiPort)->isVisible());
        QVERIFY(!bench.page.line(Key::MaxSizeGb)->isVisible());
        bench.page.reveal(u"CACHE_MAX_SIZE_GB"_s); // another page's link
        QVERIFY(bench.page.line(Key::MaxSizeGb)->isVisible());
        QVERIFY(!bench.page.line(Key::ApiPort)->isVisible());
        QVERIFY(service.stop());
    }

    void theTokenIsHiddenShownCopiedAndReplaced()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Preferences own;
        Bench bench(service, WindowParts(), own.preferences);
        auto *line = bench.page.findChild<TokenLine *>();
        auto *text = line->findChild<QLineEdit *>();
        QTRY_VERIFY(bench.canClick(u"Replace…"_s));
        const auto token = QString::fromUtf8(service.token());
        QCOMPARE(text->echoMode(), QLineEdit::Password);
        bench.button(u"Show"_s)->click();
        QCOMPARE(text->echoMode(), QLineEdit::Normal);
        QCOMPARE(text->text(), token);
        bench.button(u"Copy"_s)->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), token);

        bench.button(u"Replace…"_s)->click();
        auto *question = bench.page.findChild<QMessageBox *>();
        QVERIFY(question);
        QCOMPARE(question->defaultButton()->text().remove(u'&'), u"Cancel");
        for (auto *button : question->buttons()) {
            if (question->buttonRole(button) == QMessageBox::DestructiveRole)
                button->click();
        }
        QTRY_VERIFY(text->text() != token);
        QCOMPARE(text->text(), QString::fromUtf8(service.token()));
        QVERIFY(bench.said.contains(u"The token was replaced."_s));
        QVERIFY(service.stop());
    }

    void inANarrowWindowNothingIsCutOff()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Preferences own;
        Bench bench(service, WindowParts(), own.preferences);
        QTRY_VERIFY(bench.page.line(Key::MaxSizeGb)->isEditable());
        bench.page.resize(704, 540); // of a window of 900 x 600
        QCoreApplication::processEvents();
        auto *list = bench.page.findChild<SettingsList *>();
        QTRY_VERIFY(list->widget()->width() <= list->viewport()->width());
        for (const auto &row : settingTable()) {
            const auto *line = bench.page.line(row.key);
            if (line == nullptr)
                continue; // the token has a line of its own
            const auto right
                = line->editor()->mapTo(&bench.page, line->editor()->rect().topRight());
            QVERIFY2(right.x() < bench.page.width() - 16, row.name);
        }
        QVERIFY(service.stop());
    }

    void preferencesOfTheWindowCountAtOnce()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Preferences own;
        Bench bench(service, WindowParts(), own.preferences);
        QVERIFY(own.preferences.notifies());
        QVERIFY(!own.preferences.staysInTray());
        for (auto *box : bench.page.findChildren<QCheckBox *>()) {
            if (box->text() == u"Notifications"
                || box->text().startsWith(u"Keep running in the tray"))
                box->click();
        }
        QVERIFY(!own.preferences.notifies());
        QVERIFY(own.preferences.staysInTray());
        QVERIFY(service.stop());
    }

    void ofTheServiceInThisProcessLocalOnesAreChangedToo()
    {
        QTemporaryDir folder;
        qputenv("XDG_STATE_HOME", folder.filePath(u"state"_s).toUtf8());
        qputenv("XDG_RUNTIME_DIR", folder.path().toUtf8());
        SettingSources sources;
        sources.environment
            = {{u"CACHE_DIRECTORY"_s, folder.filePath(u"cache"_s)},
               {u"CACHE_API_PORT"_s, QString::number(freePort())},
               {u"CACHE_PROXY_PORT"_s, QString::number(freePort())}};
        sources.homeDirectory = sources.workingDirectory = folder.path();
        auto store = SettingsStore::create(sources, folder.filePath(u"settings.json"_s));
        QVERIFY(store);
        LogRing ring;
        ServiceThread thread(ring);
        auto starting = thread.start(std::move(*store));
        const auto started = starting.result();
        QVERIFY2(started, started ? "" : qPrintable(started.error().message));
        QVERIFY(thread.isRunning());

        WindowParts parts;
        parts.ownsService = [&thread] {
            return thread.isRunning();
        };
        parts.changeSettings = [&thread](WindowParts::SettingChanges changes) {
            return thread.change(std::move(changes));
        };
        const EndpointFile file(
            endpointDirectory(qEnvironmentVariable("XDG_RUNTIME_DIR")),
            folder.filePath(u"cache"_s));
        ServiceState state([&file] { return addressOf(file); }, {20ms, 200ms, {20ms, 100ms, 10s}});
        Preferences own;
        SettingsPage page(state, parts, own.preferences);
        page.resize(1084, 720);
        page.show();
        page.activate();
        state.start();
        auto *id = page.line(Key::R2AccessKeyId);
        QTRY_VERIFY(id->isEditable());
        QVERIFY(!page.line(Key::Directory)->isEditable()); // the environment says otherwise
        const auto click = [&page](const QString &text) {
            for (auto *button : page.findChildren<QPushButton *>()) {
                if (button->text() == text)
                    button->click();
            }
        };

        // In the words of the service, beside the field.
        type(field<QLineEdit>(page, Key::AllowedHosts), u"no host/"_s);
        QVERIFY(page.line(Key::AllowedHosts)->problem().startsWith(u"Allowed: "));
        type(field<QLineEdit>(page, Key::AllowedHosts), u"render-node:3001"_s);
        QVERIFY(page.line(Key::AllowedHosts)->problem().isEmpty());

        // Right only together with its secret; none is saved then.
        type(field<QLineEdit>(page, Key::R2AccessKeyId), u"an-id"_s);
        click(u"Apply"_s);
        QTRY_VERIFY2(
            id->problem().contains(u"both CACHE_R2_ACCESS_KEY_ID"), qPrintable(id->problem()));
        QCOMPARE(page.line(Key::AllowedHosts)->originShown(), u"not applied yet");
        type(field<QLineEdit>(page, Key::R2SecretAccessKey), u"a-secret"_s);
        QVERIFY(id->problem().isEmpty());
        click(u"Apply"_s);
        QTRY_COMPARE(id->originShown(), u"saved · waits for a restart");
        QCOMPARE(
            field<QLineEdit>(page, Key::R2AccessKeyId)->placeholderText(), u"set, never shown");
        QCOMPARE(field<QLineEdit>(page, Key::AllowedHosts)->text(), u"render-node:3001");
        QFile saved(folder.filePath(u"settings.json"_s));
        QVERIFY(saved.open(QIODevice::ReadOnly));
        QVERIFY(saved.readAll().contains("a-secret"));

        state.stop();
        auto stopping = thread.stop();
        QVERIFY(stopping.result());
        QVERIFY(!thread.isRunning());
        auto refused = thread.change({});
        QCOMPARE(refused.result().error().code, ErrorCode::Unavailable);
    }
};

} // namespace

QTEST_MAIN(tst_SettingsPage)
#include "tst_settingspage.moc"
