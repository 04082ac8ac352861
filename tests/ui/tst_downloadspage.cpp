// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/compat.h"
#include "tests/ui/pagebench.h"
#include "ui/downloadsmodel.h"
#include "ui/pages/downloadspage.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/statecell.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMap>
#include <QMenu>
#include <QMessageBox>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>

#include <ctime>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

DownloadInfo downloadOf(const QString &id, const QString &status = u"downloading"_s)
{
    DownloadInfo download;
    download.id = id;
    download.url = u"https://a.r2.dev/"_s + id + u".mp4"_s;
    download.status = status;
    download.priority = u"medium"_s;
    if (status == u"downloading")
        download.startedAt = QDateTime(QDate(2026, 1, 1), QTime(0, 0), utcZone);
    return download;
}

QStringList idsOf(const QAbstractItemModel &model)
{
    QStringList ids;
    for (int row = 0; row < model.rowCount(); ++row)
        ids.append(model.index(row, 0).data(DownloadsModel::IdRole).toString());
    return ids;
}

struct Bench : PageBench<DownloadsPage>
{
    using PageBench::PageBench;

    [[nodiscard]] QTableView *table() const { return page.findChild<QTableView *>(); }
    [[nodiscard]] QString cell(int row, int column) const
    {
        return table()->model()->index(row, column).data().toString();
    }
    [[nodiscard]] QString stateOfRow(int row) const
    {
        return cell(row, DownloadsModel::DownloadState);
    }
    [[nodiscard]] int rows() const { return table()->model()->rowCount(); }
};

/// That this thread has used so far.
double processorMs()
{
    timespec used{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e3 + static_cast<double>(used.tv_nsec) / 1e6;
}

class tst_DownloadsPage : public QObject
{
    Q_OBJECT

    OriginThread m_origin;
    std::unique_ptr<ServiceFixture> m_service;

    QString slow(int number) const
    {
        return m_origin.url(u"fault/rate=40000/%1.mp4"_s.arg(number));
    }
    void preCache(const QStringList &urls)
    {
        m_service->post(
            "pre-cache", {{u"urls"_s, QJsonArray::fromStringList(urls)}, {u"wait"_s, false}});
    }
    QStringList statuses()
    {
        QStringList words;
        const auto list = m_service->get("downloads").data().value(u"downloads").toArray();
        for (const auto &one : list)
            words.append(one.toObject().value(u"status").toString());
        return words;
    }
    qsizetype failed() const
    {
        return m_service->get("downloads").data().value(u"failed").toArray().size();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale::c());
        for (int number = 0; number < 8; ++number)
            m_origin.addVideo(u"%1.mp4"_s.arg(number), 400'000);
    }
    void init()
    {
        m_service = std::make_unique<ServiceFixture>(
            m_origin, Variables{{u"CACHE_MAX_CONCURRENT_DOWNLOADS"_s, u"2"_s}});
        m_service->mustStart();
    }
    void cleanup()
    {
        QVERIFY(m_service->stop());
        m_service.reset();
    }

    void rowsChangeInPlace()
    {
        DownloadsModel model;
        QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto a = downloadOf(u"a"_s);
        const auto b = downloadOf(u"b"_s, u"queued"_s);
        const auto c = downloadOf(u"c"_s, u"queued"_s);
        const auto d = downloadOf(u"d"_s, u"paused"_s);
        auto e = downloadOf(u"e"_s, u"failed"_s);
        e.error = u"The origin has lost it."_s;
        model.set({a, b, c, d}, {e});
        QCOMPARE(idsOf(model), QStringList({u"a"_s, u"b"_s, u"c"_s, u"d"_s, u"e"_s}));
        const QPersistentModelIndex held(model.index(2, 0));
        const auto stateText = [&](int row) {
            return model.index(row, DownloadsModel::DownloadState).data().toString();
        };
        QCOMPARE(stateText(1), u"waits");
        QCOMPARE(stateText(2), u"waits, 1 before it");
        QCOMPARE(stateText(4), u"The origin has lost it.");

        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        auto running = a;
        running.totalBytes = 2'000'000;
        running.receivedBytes = 500'000;
        running.bytesPerSecond = 100'000;
        running.timeLeftMs = 15'000;
        model.set({running, b, c, d}, {e});
        QCOMPARE(changes.size(), 1);
        QCOMPARE(
            model.index(0, DownloadsModel::Progress).data(StateCell::ShareRole), QVariant(0.25));
        QCOMPARE(model.index(0, DownloadsModel::Left).data(), QVariant(u"0:15"_s));
        model.set({running, b, c, d}, {e});
        QCOMPARE(changes.size(), 1); // nothing is new

        // One ends, one that waited runs, one is new, one is tried again.
        model.set({downloadOf(u"c"_s), downloadOf(u"e"_s), b, downloadOf(u"f"_s, u"queued"_s)}, {});
        QCOMPARE(idsOf(model), QStringList({u"c"_s, u"e"_s, u"b"_s, u"f"_s}));
        QCOMPARE(held.data(DownloadsModel::IdRole), QVariant(u"c"_s));
        QCOMPARE(resets.size(), 0);
        model.set({}, {});
        QCOMPARE(model.rowCount(), 0);
    }

    void thousandsThatWaitCostNoMoreThanTheirNumber()
    {
        // The processor's own time, the least of three: others may be at work on this machine.
        const auto costOf = [](int count) {
            DownloadsModel model;
            QList<DownloadInfo> all;
            for (int number = 0; number < count; ++number)
                all.append(downloadOf(QString::number(number), u"queued"_s));
            model.set(all, {});
            auto least = std::numeric_limits<double>::max();
            for (int round = 0; round < 3; ++round) {
                std::ranges::reverse(all);
                const auto before = processorMs();
                model.set(all, {});
                least = std::min(least, processorMs() - before);
            }
            all.removeFirst();
            model.set(all, {});
            return model.rowCount() == count - 1 ? least : -1.0;
        };
        const auto few = costOf(1'000);
        const auto many = costOf(10'000);
        QVERIFY(few > 0 && many > 0);
        // Ten times as many: ten times the cost, a hundred if each looked for its place.
        QVERIFY2(many < 40 * few, qPrintable(u"%1 and %2 ms"_s.arg(few).arg(many)));
    }

    void withoutDownloadsItSaysWhatToDo()
    {
        Bench bench(*m_service);
        auto *empty = bench.page.findChild<EmptyState *>();
        QTRY_COMPARE(empty->text(), u"Nothing is being downloaded");
        QVERIFY(bench.page.count().isEmpty());
        QSignalSpy wanted(&bench.page, &Page::preCacheWanted);
        bench.button(u"Pre-cache…"_s)->click();
        QCOMPARE(wanted.size(), 1);
    }

    void whatRunsAndWhatWaitsIsShown()
    {
        preCache({slow(0), slow(1), slow(2), slow(3)});
        Bench bench(*m_service);
        QTRY_COMPARE(bench.rows(), 4);
        QTRY_COMPARE(bench.page.count(), u"4"_s);
        QTRY_COMPARE(bench.stateOfRow(0), u"downloading"_s);
        QCOMPARE(bench.stateOfRow(2), u"waits"_s);
        QCOMPARE(bench.stateOfRow(3), u"waits, 1 before it"_s);
        QCOMPARE(bench.cell(0, DownloadsModel::Origin), hostOfOrigin());
        QTRY_VERIFY(bench.cell(0, DownloadsModel::Progress).contains(u'%'));
        QTRY_VERIFY(bench.cell(0, DownloadsModel::Size).contains(u" of "));
        QTRY_VERIFY(bench.cell(0, DownloadsModel::Speed).contains(u"/s"));
        QTRY_VERIFY(bench.shows(u"2 running"_s));
        QVERIFY(bench.shows(u"2 wait"_s));
        const auto tip = bench.table()->model()->index(0, 0).data(Qt::ToolTipRole).toString();
        QVERIFY(tip.contains(m_origin.address()));
    }

    void aSelectionIsPausedAndResumed()
    {
        preCache({slow(0), slow(1), slow(2)});
        Bench bench(*m_service);
        QTRY_COMPARE(bench.rows(), 3);
        QVERIFY(!bench.canClick(u"Pause"_s));
        bench.table()->selectAll();
        QVERIFY(bench.shows(u"3 selected"_s));
        QTRY_VERIFY(bench.canClick(u"Pause"_s));
        QVERIFY(!bench.canClick(u"Resume"_s));
        bench.button(u"Pause"_s)->click();
        QTRY_COMPARE(statuses(), QStringList({u"paused"_s, u"paused"_s, u"paused"_s}));
        QTRY_COMPARE(bench.stateOfRow(2), u"paused"_s);
        QTRY_VERIFY(bench.said.contains(u"3 downloads are paused."_s));
        QTRY_VERIFY(bench.page.count().isEmpty());
        // The selection is still there.
        QCOMPARE(bench.table()->selectionModel()->selectedRows().size(), 3);
        QVERIFY(!bench.canClick(u"Pause"_s));

        QTRY_VERIFY(bench.canClick(u"Resume"_s));
        bench.button(u"Resume"_s)->click();
        QTRY_VERIFY(!statuses().contains(u"paused"_s));
        QTRY_VERIFY(bench.said.contains(u"3 downloads go on."_s));
    }

    void allArePausedAndResumedByOneButton()
    {
        preCache({slow(0), slow(1), slow(2)});
        Bench bench(*m_service);
        QTRY_VERIFY(bench.canClick(u"Pause all"_s));
        bench.button(u"Pause all"_s)->click();
        QTRY_COMPARE(statuses(), QStringList({u"paused"_s, u"paused"_s, u"paused"_s}));
        QTRY_VERIFY(bench.canClick(u"Resume all"_s));
        bench.button(u"Resume all"_s)->click();
        QTRY_VERIFY(!statuses().contains(u"paused"_s));
    }

    void cancellingAsksWhatWouldBeLost()
    {
        preCache({slow(0)});
        Bench bench(*m_service);
        QTRY_COMPARE(bench.stateOfRow(0), u"downloading"_s);
        QTRY_VERIFY(bench.state.downloads().value(0).receivedBytes > 0);
        QVERIFY(QTest::qWaitForWindowActive(&bench.page));
        bench.table()->setFocus();
        bench.table()->selectRow(0);
        QTest::keyClick(bench.table(), Qt::Key_Delete);
        auto *question = bench.page.findChild<QMessageBox *>();
        QVERIFY(question);
        QVERIFY2(question->text().contains(u"kB"), qPrintable(question->text()));
        question->defaultButton()->click();
        QCOMPARE(statuses().size(), 1);

        QTRY_VERIFY(!bench.page.findChild<QMessageBox *>());
        bench.button(u"Cancel"_s)->click();
        question = bench.page.findChild<QMessageBox *>();
        QVERIFY(question);
        for (auto *button : question->buttons()) {
            if (question->buttonRole(button) == QMessageBox::DestructiveRole)
                button->click();
        }
        QTRY_COMPARE(statuses().size(), 0);
        QTRY_COMPARE(bench.stateOfRow(0), u"cancelled"_s);
    }

    void whatHasFailedSaysWhyAndIsTriedAgain()
    {
        const auto one = m_origin.url(u"fault/status=404,times=1/6.mp4"_s);
        const auto two = m_origin.url(u"fault/status=403,times=1/7.mp4"_s);
        m_service->post("pre-cache", {{u"urls"_s, QJsonArray{one, two}}});
        Bench bench(*m_service);
        QTRY_COMPARE(bench.rows(), 2);
        const QStringList states{bench.stateOfRow(0), bench.stateOfRow(1)};
        QVERIFY2(states.contains(u"not at the origin (404)"_s), qPrintable(states.join(u';')));
        QVERIFY(states.contains(u"origin refuses access"_s));
        QVERIFY(bench.page.count().isEmpty());
        QTRY_VERIFY(bench.canClick(u"Retry all failed"_s));
        bench.button(u"Retry all failed"_s)->click();
        QTRY_COMPARE_WITH_TIMEOUT(failed(), 0, 20'000);
        QTRY_COMPARE(m_service->get("entries").data().value(u"entries").toArray().size(), 2);
        QTRY_VERIFY(bench.shows(u"2 finished since the window opened"_s));
        QTRY_COMPARE(bench.rows(), 0);
    }

    void oneThatIsThrottledSaysSo()
    {
        QVERIFY(m_service->stop());
        m_service->set(u"CACHE_MAX_RETRY_ATTEMPTS"_s, u"2"_s);
        m_service->mustStart();
        preCache({m_origin.url(u"fault/status=429,retryafter=20/5.mp4"_s)});
        Bench bench(*m_service);
        QTRY_COMPARE(bench.rows(), 1);
        QTRY_COMPARE(bench.stateOfRow(0), u"origin is throttling, tries again"_s);
    }

    void keysAndMenuDoWhatTheButtonsDo()
    {
        preCache({slow(0)});
        Bench bench(*m_service);
        QTRY_COMPARE(bench.stateOfRow(0), u"downloading"_s);
        QVERIFY(QTest::qWaitForWindowActive(&bench.page));
        bench.table()->setFocus();
        bench.table()->selectRow(0);
        QTest::keyClick(bench.table(), Qt::Key_P, Qt::ControlModifier);
        QTRY_COMPARE(statuses(), QStringList(u"paused"_s));
        QTRY_COMPARE(bench.stateOfRow(0), u"paused"_s);
        QTest::keyClick(bench.table(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), slow(0));

        Q_EMIT bench.table()->customContextMenuRequested({10, 10});
        auto *menu = bench.page.findChild<QMenu *>();
        QVERIFY(menu);
        QStringList usable;
        for (auto *action : menu->actions()) {
            if (action->isEnabled() && !action->isSeparator())
                usable.append(action->text());
        }
        QCOMPARE(usable, QStringList({u"Resume"_s, u"Cancel"_s, u"Copy URL"_s}));
        menu->actions().at(1)->trigger();
        menu->close();
        QTRY_VERIFY(!statuses().contains(u"paused"_s));
    }

    void whatCannotBeDoneIsSaid()
    {
        Bench bench(*m_service);
        QTRY_VERIFY(bench.state.isConnected());
        DownloadCommands commands(bench.state);
        QSignalSpy said(&commands, &DownloadCommands::said);
        commands.run(DownloadCommands::Action::Pause, QStringList(8, QString(32, u'0')));
        QTRY_COMPARE(said.size(), 1);
        const auto sentence = said.at(0).at(0).toString();
        QVERIFY2(sentence.contains(u"Nothing is being downloaded under"), qPrintable(sentence));
        QVERIFY2(sentence.contains(u"7 more"), qPrintable(sentence));
    }

    void withTheServiceGoneNothingCanBeClicked()
    {
        preCache({slow(0)});
        Bench bench(*m_service);
        QTRY_VERIFY(bench.canClick(u"Pause all"_s));
        bench.table()->selectRow(0);
        QTRY_VERIFY(bench.canClick(u"Cancel"_s));
        QVERIFY(m_service->stop());
        QTRY_VERIFY(!bench.state.isConnected());
        QCOMPARE(bench.rows(), 1); // stays readable
        QVERIFY(!bench.canClick(u"Cancel"_s));
        QTRY_VERIFY(!bench.canClick(u"Pause all"_s));
        m_service->mustStart();
        QTRY_VERIFY(bench.state.isConnected());
    }

    void aDoubleClickPausesResumesAndRetries()
    {
        preCache({slow(0), m_origin.url(u"fault/status=404/1.mp4"_s)});
        Bench bench(*m_service);
        QTRY_COMPARE(failed(), 1);
        QTRY_COMPARE(bench.rows(), 2);
        const auto doubleClick = [&bench](int row) {
            const auto at = bench.table()->visualRect(bench.table()->model()->index(row, 0));
            QTest::mouseClick(bench.table()->viewport(), Qt::LeftButton, {}, at.center());
            QTest::mouseDClick(bench.table()->viewport(), Qt::LeftButton, {}, at.center());
        };
        QTRY_VERIFY(bench.stateOfRow(0) == u"downloading");
        doubleClick(0);
        QTRY_COMPARE(statuses(), QStringList(u"paused"_s));
        QTRY_COMPARE(bench.stateOfRow(0), u"paused"_s);
        doubleClick(0);
        QTRY_COMPARE(statuses(), QStringList(u"downloading"_s));

        const auto asked = m_origin.requestsOf(u"fault/status=404/1.mp4"_s);
        doubleClick(1);
        QTRY_VERIFY(m_origin.requestsOf(u"fault/status=404/1.mp4"_s) > asked);
    }

    void columnsAreChosenByTheHeadersMenu()
    {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(u"a.ini"_s), QSettings::IniFormat);
        const auto menuOf = [](const Bench &bench) {
            Q_EMIT bench.table()->horizontalHeader()->customContextMenuRequested({10, 10});
            auto *menu = bench.table()->findChild<QMenu *>();
            QMap<QString, QAction *> actions;
            for (auto *action : menu->actions())
                actions.insert(action->text(), action);
            return std::pair(menu, actions);
        };
        Bench bench(*m_service);
        auto [menu, actions] = menuOf(bench);
        QVERIFY(!actions.contains(u"Video"_s)); // the name stays
        QVERIFY(actions[u"Speed"_s]->isChecked());
        actions[u"Speed"_s]->trigger();
        QVERIFY(bench.table()->isColumnHidden(DownloadsModel::Speed));
        delete menu;
        bench.page.saveView(settings);

        Bench again(*m_service);
        again.page.restoreView(settings);
        QVERIFY(again.table()->isColumnHidden(DownloadsModel::Speed));
        // Folding for want of room, and back, leaves the choice as it is.
        again.page.resize(676, 520);
        QTRY_VERIFY(again.table()->isColumnHidden(DownloadsModel::Left));
        again.page.resize(1084, 720);
        QTRY_VERIFY(!again.table()->isColumnHidden(DownloadsModel::Left));
        QVERIFY(again.table()->isColumnHidden(DownloadsModel::Speed));
        auto [second, offered] = menuOf(again);
        offered[u"Columns as at first"_s]->trigger();
        QVERIFY(!again.table()->isColumnHidden(DownloadsModel::Speed));
        delete second;
    }

    void columnsAreRemembered()
    {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(u"a.ini"_s), QSettings::IniFormat);
        Bench bench(*m_service);
        bench.table()->setColumnWidth(DownloadsModel::Size, 201);
        bench.page.saveView(settings);
        Bench again(*m_service);
        again.page.restoreView(settings);
        QCOMPARE(again.table()->columnWidth(DownloadsModel::Size), 201);
        again.page.resize(676, 520);
        QCoreApplication::processEvents();
        QVERIFY(again.table()->isColumnHidden(DownloadsModel::Origin));
    }

private:
    QString hostOfOrigin() const { return QUrl(m_origin.address()).authority(); }
};

} // namespace

QTEST_MAIN(tst_DownloadsPage)
#include "tst_downloadspage.moc"
