// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/compat.h"
#include "ui/pages/droppedurls.h"
#include "ui/pages/entrymodel.h"
#include "ui/pages/entryselection.h"

#include <QAbstractItemModelTester>
#include <QCoreApplication>
#include <QItemSelectionModel>
#include <QMimeData>
#include <QPromise>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

/// A service with a list of numbers: entry "7" is at row 7, until some are taken out.
struct FakeService
{
    QList<int> rows;
    qint64 counted = std::numeric_limits<qint64>::max(); ///< Where counting ends.
    QList<EntriesQuery> asked;
    bool isHeld = false; ///< Answers wait for release().
    std::optional<Error> error;
    QList<std::function<void()>> held;

    explicit FakeService(int count)
    {
        rows.reserve(count);
        for (int i = 0; i < count; ++i)
            rows.append(i);
    }

    [[nodiscard]] EntryModel::Fetch fetch()
    {
        return [this](const EntriesQuery &query) {
            asked.append(query);
            auto promise = std::make_shared<QPromise<Result<EntryList>>>();
            promise->start();
            const auto answer = [this, promise, query] {
                promise->addResult(
                    error ? Result<EntryList>(failure(*error)) : Result<EntryList>(listOf(query)));
                promise->finish();
            };
            if (isHeld)
                held.append(answer);
            else
                answer();
            return promise->future();
        };
    }
    void release()
    {
        for (const auto answers = std::exchange(held, {}); const auto &answer : answers)
            answer();
    }
    [[nodiscard]] EntryList listOf(const EntriesQuery &query) const
    {
        EntryList list;
        const qint64 begin = query.after.toLongLong() + query.skip;
        for (qint64 i = begin; i < begin + query.limit && i < rows.size(); ++i) {
            EntryInfo entry;
            entry.id = QString::number(rows[i]);
            entry.originalUrl = u"https://a.r2.dev/"_s + entry.id + u".mp4"_s;
            entry.fileSizeBytes = 1000;
            entry.status = u"ready"_s;
            list.entries.append(entry);
        }
        const qint64 end = begin + list.entries.size();
        list.total = std::min<qint64>(rows.size(), counted);
        list.totalIsExact = rows.size() <= counted;
        if (end < rows.size() && !list.entries.isEmpty())
            list.next = QString::number(end);
        return list;
    }
};

QDateTime now()
{
    return {QDate(2026, 1, 2), QTime(12, 0), utcZone};
}

struct Bench
{
    explicit Bench(int count)
        : service(count)
        , model(service.fetch(), now)
        , view(&model)
        , selection(model, view)
    {
        model.setQuery(EntriesQuery());
        // It looks at every cell of the model each time that one changes.
        if (count <= 500) {
            tester = std::make_unique<QAbstractItemModelTester>(
                &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        }
    }
    void begin()
    {
        model.refresh();
        QTRY_VERIFY(!model.isBeginning());
    }
    [[nodiscard]] QString nameAt(int row) const { return model.index(row, 0).data().toString(); }
    void select(int first, int last, QItemSelectionModel::SelectionFlags flags)
    {
        view.select(
            QItemSelection(model.index(first, 0), model.index(last, model.columnCount() - 1)),
            flags);
    }
    [[nodiscard]] QStringList selectedIds() const
    {
        QStringList ids;
        for (const auto entries = selection.entries(); const auto &entry : entries)
            ids.append(entry.id);
        return ids;
    }

    FakeService service;
    EntryModel model;
    std::unique_ptr<QAbstractItemModelTester> tester;
    QItemSelectionModel view;
    EntrySelection selection;
};

constexpr auto replace = QItemSelectionModel::ClearAndSelect;
constexpr auto toggle = QItemSelectionModel::Toggle;

class tst_EntryModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void pagesComeAsTheyAreSeen()
    {
        Bench bench(100'000);
        bench.begin();
        QCOMPARE(bench.model.rowCount(), 100'000);
        QCOMPARE(bench.nameAt(0), u"0.mp4");
        QCOMPARE(bench.nameAt(50'000), u"…");
        bench.model.setSeenRows(50'010, 50'040);
        QTRY_COMPARE(bench.nameAt(50'010), u"50010.mp4");
        // Nothing between was asked for: no more than these pages and their neighbours.
        QVERIFY2(
            bench.service.asked.size() < 10,
            qPrintable(QString::number(bench.service.asked.size())));
        // The next one down goes by the cursor.
        bench.service.asked.clear();
        bench.model.setSeenRows(50'110, 50'140);
        QTRY_COMPARE(bench.nameAt(50'110), u"50110.mp4");
        QTRY_VERIFY(!bench.service.asked.isEmpty());
        QVERIFY(!bench.service.asked.constLast().after.isEmpty());
        QVERIFY(bench.service.asked.constLast().skip <= 200);
    }

    void memoryStaysBoundedOverAMillionRows()
    {
        Bench bench(1'000'000);
        bench.begin();
        for (int row = 0; row < 1'000'000; row += 9'973) {
            bench.model.setSeenRows(row, row + 30);
            QTRY_COMPARE(bench.nameAt(row), u"%1.mp4"_s.arg(row));
            QVERIFY(bench.model.pages().pagesInMemory() <= EntryPageStore::maxPages);
        }
    }

    void whatIsScrolledPastIsNotAskedFor()
    {
        Bench bench(100'000);
        bench.begin();
        QTRY_VERIFY(bench.service.asked.size() >= 2); // the page and the one below
        bench.service.isHeld = true;
        bench.service.asked.clear();
        for (int row = 1'000; row < 90'000; row += 500) {
            bench.model.setSeenRows(row, row + 30);
            QTest::qWait(0);
        }
        bench.model.setSeenRows(90'000, 90'030);
        QTRY_VERIFY(!bench.service.held.isEmpty());
        QVERIFY(bench.service.asked.size() <= 2);
        bench.service.isHeld = false;
        bench.service.release();
        QTRY_COMPARE(bench.nameAt(90'000), u"90000.mp4");
        QVERIFY(bench.service.asked.size() < 8);
    }

    void aListOfWhichOnlyTheBeginningIsCountedGrows()
    {
        Bench bench(12'345);
        bench.service.counted = 10'000;
        bench.begin();
        QVERIFY(!bench.model.totalIsExact());
        QCOMPARE(bench.model.total(), 10'000);
        QCOMPARE(bench.model.rowCount(), 10'000);
        while (!bench.model.totalIsExact()) {
            const int last = bench.model.rowCount() - 1;
            bench.model.setSeenRows(last - 20, last);
            QTRY_VERIFY(bench.model.rowCount() > last + 1 || bench.model.totalIsExact());
        }
        QCOMPARE(bench.model.rowCount(), 12'345);
        QCOMPARE(bench.model.total(), 12'345);
        QCOMPARE(bench.nameAt(12'344), u"12344.mp4");
    }

    void aRefreshShowsTheOldUntilTheNewIsThere()
    {
        Bench bench(500);
        bench.begin();
        bench.model.setSeenRows(0, 30);
        QTRY_VERIFY(bench.model.entryAt(150));
        QSignalSpy resets(&bench.model, &EntryModel::modelReset);
        bench.service.isHeld = true;
        bench.service.rows.removeFirst();
        bench.model.refresh();
        QCOMPARE(bench.nameAt(0), u"0.mp4");
        bench.service.isHeld = false;
        bench.service.release();
        QTRY_COMPARE(bench.nameAt(0), u"1.mp4");
        QCOMPARE(bench.model.rowCount(), 499);
        QCOMPARE(resets.count(), 0);
    }

    void anAnswerToAnOlderQuestionIsDropped()
    {
        Bench bench(300);
        bench.begin();
        bench.service.isHeld = true;
        EntriesQuery other;
        other.text = u"a"_s;
        bench.model.setQuery(other);
        bench.model.refresh();
        other.text = u"ab"_s;
        bench.model.setQuery(other);
        bench.model.refresh();
        QVERIFY(bench.model.isBeginning());
        bench.service.rows = {7};
        bench.service.held.takeLast()();
        QTRY_COMPARE(bench.model.rowCount(), 1);
        bench.service.rows = {8, 9};
        bench.service.release();
        bench.service.isHeld = false;
        QCoreApplication::processEvents();
        QCOMPARE(bench.model.rowCount(), 1);
        QCOMPARE(bench.nameAt(0), u"7.mp4");
    }

    void anErrorIsToldAndTheNextRefreshTriesAgain()
    {
        Bench bench(10);
        QSignalSpy failed(&bench.model, &EntryModel::failed);
        bench.service.error = Error{ErrorCode::Timeout, u"No answer."_s, {}};
        bench.model.refresh();
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(bench.service.asked.size(), 1); // it does not hammer
        bench.service.error.reset();
        bench.begin();
        QCOMPARE(bench.model.rowCount(), 10);
    }

    void aDownloadIsSeenInItsRow()
    {
        Bench bench(3);
        bench.begin();
        bench.model.setSeenRows(0, 2);
        const auto cell = bench.model.index(1, static_cast<int>(EntryColumn::Status));
        QCOMPARE(cell.data().toString(), u"ready");
        DownloadInfo download;
        download.id = u"1"_s;
        download.status = u"downloading"_s;
        download.startedAt = now();
        download.receivedBytes = 300;
        download.totalBytes = 1000;
        QSignalSpy changes(&bench.model, &EntryModel::dataChanged);
        bench.model.setDownloads({download});
        QCOMPARE(changes.count(), 1);
        QCOMPARE(cell.data(EntryModel::FractionRole).toDouble(), 0.3);
        QVERIFY(cell.data().toString().startsWith(u"30"));
        download.startedAt = {};
        bench.model.setDownloads({download});
        QCOMPARE(cell.data().toString(), u"waits");
        bench.model.setDownloads({});
        QCOMPARE(cell.data().toString(), u"ready");
        QVERIFY(!cell.data(EntryModel::FractionRole).isValid());
    }

    void theSelectionIsOfEntriesNotOfRows()
    {
        Bench bench(500);
        bench.begin();
        bench.model.setSeenRows(0, 30);
        QTRY_VERIFY(bench.model.entryAt(150));
        bench.select(3, 4, replace);
        bench.select(9, 9, toggle);
        QCOMPARE(bench.selectedIds(), QStringList({u"3"_s, u"4"_s, u"9"_s}));
        QCOMPARE(bench.selection.bytes(), 3000);
        bench.service.rows.removeAt(0);
        bench.service.rows.removeAt(3); // entry 4
        bench.model.refresh();
        QTRY_COMPARE(bench.nameAt(0), u"1.mp4");
        QVERIFY(bench.view.isRowSelected(2, {})); // entry 3
        QVERIFY(!bench.view.isRowSelected(3, {}));
        QVERIFY(bench.view.isRowSelected(7, {})); // entry 9
        QCOMPARE(bench.view.selectedRows().size(), 2);
        bench.selection.forget({u"4"_s});
        QCOMPARE(bench.selectedIds(), QStringList({u"3"_s, u"9"_s}));
        bench.select(7, 7, toggle);
        QCOMPARE(bench.selectedIds(), QStringList({u"3"_s}));
        QCOMPARE(bench.selection.single()->id, u"3");
    }

    void theLastRowStaysSelectedWhenTheListBecomesShorter()
    {
        Bench bench(5);
        bench.begin();
        bench.select(4, 4, replace);
        bench.service.rows.removeFirst();
        bench.model.refresh();
        QTRY_COMPARE(bench.model.rowCount(), 4);
        QCOMPARE(bench.selectedIds(), QStringList({u"4"_s}));
        QVERIFY(bench.view.isRowSelected(3, {}));
    }

    void rowsThatAreNotInMemoryAreFetchedToBeSelected()
    {
        Bench bench(9'000);
        bench.begin();
        QSignalSpy changed(&bench.selection, &EntrySelection::changed);
        bench.select(0, 8'999, replace);
        QVERIFY(!bench.selection.isComplete());
        QVERIFY(!bench.selection.single());
        QTRY_VERIFY(bench.selection.isComplete());
        QCOMPARE(bench.selection.size(), 9'000);
        QVERIFY(!bench.selection.isAll());
        QCOMPARE(bench.selectedIds().constLast(), u"8999");
        bench.select(8'990, 8'990, toggle);
        QCOMPARE(bench.selection.size(), 8'999);
    }

    void aFailedFetchSelectsNothingUnseen()
    {
        Bench bench(2'000);
        bench.begin();
        bench.model.setSeenRows(0, 30);
        QTRY_VERIFY(bench.model.entryAt(150));
        QSignalSpy failed(&bench.selection, &EntrySelection::failed);
        bench.service.error = Error{ErrorCode::Timeout, u"No answer."_s, {}};
        bench.select(150, 700, replace);
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(bench.selection.isComplete());
        QCOMPARE(bench.selection.size(), 50);
        QCOMPARE(bench.view.selectedRows().size(), 50);
    }

    void moreThanCanBeKnownIsAllOrNothing()
    {
        Bench bench(100'000);
        bench.begin();
        QSignalSpy refused(&bench.selection, &EntrySelection::refused);
        bench.select(0, 99'999, replace);
        QVERIFY(bench.selection.isAll());
        QVERIFY(bench.selection.isComplete());
        QCOMPARE(refused.count(), 0);
        bench.service.rows.append(100'000);
        bench.model.refresh();
        QTRY_COMPARE(bench.model.rowCount(), 100'001);
        QVERIFY(bench.selection.isAll());
        QVERIFY(bench.view.isRowSelected(100'000, {}));
        bench.select(5, 5, toggle); // all but one cannot be said to the service
        QCOMPARE(refused.count(), 1);
        QVERIFY(bench.selection.isEmpty());
        QVERIFY(!bench.view.hasSelection());
    }

    void anotherOrderLetsTheSelectionGo()
    {
        Bench bench(50);
        bench.begin();
        bench.select(1, 5, replace);
        EntriesQuery query;
        query.descending = false;
        bench.model.setQuery(query);
        bench.begin();
        QTRY_VERIFY(bench.selection.isEmpty());
    }

    void cellsSayWhatPeopleRead_data()
    {
        QTest::addColumn<EntryColumn>("column");
        QTest::addColumn<QString>("text");
        using Column = EntryColumn;
        QTest::newRow("name") << Column::Name << u"city.mp4"_s;
        QTest::newRow("origin") << Column::Origin << u"cdn.example.com:8080"_s;
        QTest::newRow("size") << Column::Size << u"402.0\u00a0MB"_s;
        QTest::newRow("status") << Column::Status << u"ready, held"_s;
        QTest::newRow("last used") << Column::LastUsed << u"5 min ago"_s;
        QTest::newRow("uses") << Column::Uses << u"1,204"_s;
        QTest::newRow("tags") << Column::Tags << u"drone, promo"_s;
        QTest::newRow("length") << Column::Length << u"1:12"_s;
        QTest::newRow("resolution") << Column::Resolution << u"3840×2160"_s;
        QTest::newRow("verified") << Column::Verified << u"verified"_s;
    }
    void cellsSayWhatPeopleRead()
    {
        QFETCH(const EntryColumn, column);
        QFETCH(const QString, text);
        EntryInfo entry;
        entry.originalUrl = u"http://cdn.example.com:8080/a/city.mp4"_s;
        entry.fileSizeBytes = 402LL << 20;
        entry.status = u"ready"_s;
        entry.leased = true;
        entry.verified = true;
        entry.accessCount = 1204;
        entry.lastAccessedAt = now().addSecs(-300);
        entry.tags = {u"drone"_s, u"promo"_s};
        entry.metadata = {{u"duration"_s, 71.9}, {u"width"_s, 3840}, {u"height"_s, 2160}};
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        QCOMPARE(entrycolumns::textOf(entry, column, now()), text);
        QLocale::setDefault(QLocale::c());
    }

    void theVideoIsToldInAsManyWordsAsAreKnown()
    {
        QCOMPARE(entrycolumns::videoText({}), QString());
        QCOMPARE(
            entrycolumns::videoText(
                {{u"width"_s, 1920},
                 {u"height"_s, 1080},
                 {u"fps"_s, 29.97},
                 {u"codec"_s, u"h264"_s}}),
            u"1920×1080, 29.97 fps, H.264");
        QCOMPARE(entrycolumns::videoText({{u"fps"_s, 30}, {u"codec"_s, u"vp9"_s}}), u"30 fps, VP9");
    }

    void urlsAreFoundInWhatIsDropped_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("urls");
        const auto a = u"https://a.r2.dev/x.mp4"_s;
        const auto b = u"http://b.r2.dev/y.mp4?v=1"_s;
        QTest::newRow("nothing") << u"hello"_s << QStringList();
        QTest::newRow("one") << a << QStringList{a};
        QTest::newRow("lines, one twice") << a + u'\n' + b + u'\n' + a << QStringList{a, b};
        QTest::newRow("JSON") << u"{\"a\":\"%1\",\"b\":[\"%2\"]}"_s.arg(a, b) << QStringList{a, b};
        QTest::newRow("a sentence") << u"See (%1)."_s.arg(a) << QStringList{a};
        QTest::newRow("a file") << u"file:///tmp/x.mp4"_s << QStringList();
    }
    void urlsAreFoundInWhatIsDropped()
    {
        QFETCH(const QString, text);
        QFETCH(const QStringList, urls);
        QMimeData data;
        data.setText(text);
        QCOMPARE(droppedUrls(data), urls);
    }

    void aLinkOutOfABrowserIsItsUrl()
    {
        QMimeData data;
        data.setUrls({QUrl(u"https://a.r2.dev/x%20y.mp4"_s), QUrl(u"file:///tmp/a.mp4"_s)});
        data.setText(u"A title"_s);
        QCOMPARE(droppedUrls(data), QStringList{u"https://a.r2.dev/x%20y.mp4"_s});
    }
};

} // namespace

QTEST_MAIN(tst_EntryModel)
#include "tst_entrymodel.moc"
