// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pagebench.h"
#include "ui/pages/logmodel.h"
#include "ui/pages/logpage.h"
#include "ui/widgets/emptystate.h"

#include <QAbstractItemModelTester>
#include <QTemporaryDir>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

QJsonObject line(
    qint64 number, const QString &level, const QString &category, const QString &text,
    int second = 0)
{
    return {
        {u"number"_s, number},
        {u"time"_s, u"2026-01-31T12:00:%1.000Z"_s.arg(second, 2, 10, QChar(u'0'))},
        {u"level"_s, level},
        {u"category"_s, category},
        {u"message"_s, text}};
}

class tst_LogPage : public QObject
{
    Q_OBJECT

    OriginThread m_origin;

    static void log(LogRing &ring, int count, QtMsgType level = QtInfoMsg)
    {
        for (int i = 0; i < count; ++i)
            ring.add(QDateTime::currentDateTimeUtc(), level, u"cache.test"_s, u"line %1"_s.arg(i));
    }
    static QTableView *table(const LogPage &page) { return page.findChild<QTableView *>(); }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void linesFollowEachOtherOnce()
    {
        LogModel model;
        QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.take(
            {line(1, u"info"_s, u"cache.a"_s, u"one"_s),
             line(2, u"error"_s, u"cache.b"_s, u"two"_s)});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.last(), 2);
        model.take(
            {line(2, u"error"_s, u"cache.b"_s, u"two"_s),
             line(3, u"info"_s, u"cache.a"_s, u"three"_s)});
        QCOMPARE(model.rowCount(), 3);
        model.take({});
        QCOMPARE(model.last(), 3);
        QCOMPARE(model.categories(), QStringList({u"cache.a"_s, u"cache.b"_s}));
        QCOMPARE(
            model.index(1, 0).data(LogModel::LineRole).toString(),
            u"2026-01-31T12:00:00.000Z error cache.b: two");
    }

    void aServiceThatCountsAnewBeginsANewLog()
    {
        LogModel model;
        QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.take({line(1, u"info"_s, u"a"_s, u"old"_s), line(2, u"info"_s, u"a"_s, u"old"_s)});
        model.take(
            {line(1, u"info"_s, u"a"_s, u"new"_s, 30), line(2, u"info"_s, u"a"_s, u"new"_s, 30),
             line(3, u"info"_s, u"a"_s, u"new"_s, 30)});
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.index(0, LogModel::Message).data().toString(), u"new");
        model.take({line(1, u"info"_s, u"a"_s, u"newest"_s, 50)});
        QCOMPARE(model.rowCount(), 1);
    }

    void theOldestGiveWay()
    {
        LogModel model;
        QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        for (int block = 0; block < 3; ++block) {
            QJsonArray lines;
            for (int i = 1; i <= 2000; ++i)
                lines.append(line(block * 2000 + i, u"info"_s, u"a"_s, QString::number(i)));
            model.take(lines);
        }
        QCOMPARE(model.rowCount(), LogModel::maxLines);
        QCOMPARE(model.last(), 6000);
    }

    void filters_data()
    {
        QTest::addColumn<int>("rank");
        QTest::addColumn<QString>("category");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("shown");
        QTest::newRow("all") << 0 << QString() << QString() << 4;
        QTest::newRow("info") << 1 << QString() << QString() << 3;
        QTest::newRow("warnings and errors") << 2 << QString() << QString() << 2;
        QTest::newRow("errors, and words of tomorrow") << 3 << QString() << QString() << 1;
        QTest::newRow("a part and what is below it") << 0 << u"cache.download"_s << QString() << 2;
        QTest::newRow("not what only begins alike") << 0 << u"cache.down"_s << QString() << 0;
        QTest::newRow("text in any case") << 0 << QString() << u"TIMED"_s << 1;
        QTest::newRow("text of the part") << 0 << QString() << u"fetch"_s << 1;
        QTest::newRow("all of them") << 2 << u"cache.download"_s << u"timed"_s << 1;
    }
    void filters()
    {
        QFETCH(int, rank);
        QFETCH(QString, category);
        QFETCH(QString, text);
        LogModel model;
        LogFilter filter;
        filter.setSourceModel(&model);
        QAbstractItemModelTester tester(
            &filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.take(
            {line(1, u"debug"_s, u"cache.http"_s, u"GET /"_s),
             line(2, u"info"_s, u"cache.download"_s, u"done"_s),
             line(3, u"warning"_s, u"cache.download.fetch"_s, u"timed out"_s),
             line(4, u"fatal"_s, u"cache.index"_s, u"gone"_s)});
        filter.setLowestRank(rank);
        filter.setCategory(category);
        filter.setText(text);
        QTEST(filter.rowCount(), "shown");
    }

    void itFollowsTheService()
    {
        LogRing ring;
        ServiceFixture service(m_origin);
        service.keepLogIn(ring);
        service.mustStart();
        PageBench<LogPage> bench(service);
        QTRY_COMPARE(bench.page.findChild<EmptyState *>()->text(), u"Nothing is logged yet");
        log(ring, 300);
        bench.page.refresh();
        auto *rows = table(bench.page)->model();
        QTRY_COMPARE(rows->rowCount(), 300);
        auto *bar = table(bench.page)->verticalScrollBar();
        QTRY_VERIFY(bar->maximum() > 0);
        QCOMPARE(bar->value(), bar->maximum());
        log(ring, 5);
        QTRY_COMPARE(rows->rowCount(), 305);
        QCOMPARE(bar->value(), bar->maximum()); // followed

        bar->setValue(10);
        log(ring, 7);
        QTRY_COMPARE(rows->rowCount(), 312);
        QCOMPARE(bar->value(), 10); // scrolled up it stays
        QTRY_VERIFY(bench.button(u"7 new below"_s));
        bench.button(u"7 new below"_s)->click();
        QCOMPARE(bar->value(), bar->maximum());
        QVERIFY(service.stop());
    }

    void pausedItTakesNothing()
    {
        LogRing ring;
        log(ring, 3);
        ServiceFixture service(m_origin);
        service.keepLogIn(ring);
        service.mustStart();
        PageBench<LogPage> bench(service);
        auto *rows = table(bench.page)->model();
        QTRY_COMPARE(rows->rowCount(), 3);
        bench.button(u"Pause"_s)->click();
        QVERIFY(bench.shows(u"paused"_s));
        log(ring, 4);
        const auto answered = std::make_shared<bool>(false);
        onAnswer(
            &bench.page, bench.state.client().logs(u"debug"_s, 3, 10),
            [answered](const Result<QJsonObject> &) { *answered = true; });
        QTRY_VERIFY(*answered);
        QCOMPARE(rows->rowCount(), 3);
        bench.button(u"Go on"_s)->click();
        QTRY_COMPARE(rows->rowCount(), 7);
        QVERIFY(service.stop());
    }

    void whatIsShownIsCopiedAndSaved()
    {
        LogRing ring;
        log(ring, 3);
        log(ring, 2, QtCriticalMsg);
        ServiceFixture service(m_origin);
        service.keepLogIn(ring);
        service.mustStart();
        PageBench<LogPage> bench(service);
        auto *rows = table(bench.page)->model();
        QTRY_COMPARE(rows->rowCount(), 5);
        for (auto *box : bench.page.findChildren<QComboBox *>()) {
            if (box->findText(u"Errors"_s) >= 0)
                box->setCurrentText(u"Errors"_s);
        }
        QCOMPARE(rows->rowCount(), 2);
        bench.button(u"Copy"_s)->click();
        const auto copied = QGuiApplication::clipboard()->text();
        QCOMPARE(copied.count(u'\n'), 2);
        QVERIFY2(copied.contains(u"error cache.test: line 1"), qPrintable(copied));

        table(bench.page)->selectRow(1);
        QVERIFY(bench.shows(u"line 1"_s)); // whole, below the table
        table(bench.page)->setFocus();
        QTest::keyClick(table(bench.page), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text().count(u'\n'), 1);

        QTemporaryDir folder;
        QVERIFY(bench.page.saveTo(folder.filePath(u"a.log"_s)));
        QFile file(folder.filePath(u"a.log"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(file.readAll()), bench.page.shownText());
        const auto refused = bench.page.saveTo(folder.filePath(u"none/a.log"_s));
        QVERIFY(!refused);
        QVERIFY(refused.error().message.contains(u"none/a.log"));

        QVERIFY(bench.page.focusSearch());
        bench.page.findChild<QLineEdit *>()->setText(u"nothing like it"_s);
        QVERIFY(bench.shows(u"None of 5 lines matches"_s));
        QVERIFY(service.stop());
    }
};

} // namespace

QTEST_MAIN(tst_LogPage)
#include "tst_logpage.moc"
