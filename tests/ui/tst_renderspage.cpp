// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pagebench.h"
#include "ui/pages/renderdetails.h"
#include "ui/pages/rendersmodel.h"
#include "ui/pages/renderspage.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/phasebar.h"
#include "ui/widgets/statelight.h"

#include <QAbstractItemModelTester>
#include <QJsonDocument>
#include <QSignalSpy>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

QJsonObject report(const QString &name, bool success)
{
    QJsonObject report{
        {u"success"_s, success},
        {u"composition"_s, name},
        {u"renderTimeMs"_s, 75'000},
        {u"cacheProcessingTimeMs"_s, 4'000},
        {u"hits"_s, 96},
        {u"misses"_s, 2},
        {u"bytesFromCache"_s, 421'527'552},
        {u"bytesFromOrigin"_s, 1'048'576},
        {u"exitCode"_s, success ? 0 : 1},
        {u"cachedUrls"_s, QJsonArray{u"https://pub-1.r2.dev/a.mp4"_s}},
        {u"slowestAsset"_s,
         QJsonObject{{u"url"_s, u"https://pub-1.r2.dev/slow.mp4"_s}, {u"timeMs"_s, 9'000}}},
        {u"phases"_s,
         QJsonArray{
             QJsonObject{{u"name"_s, u"caching"_s}, {u"timeMs"_s, 4'000}},
             QJsonObject{{u"name"_s, u"rendering"_s}, {u"timeMs"_s, 61'000}},
             QJsonObject{{u"name"_s, u"completed"_s}, {u"timeMs"_s, 0}}}}};
    if (!success) {
        report.insert(u"error"_s, u"The command ended with 1."_s);
        report.insert(
            u"fallbacks"_s,
            QJsonArray{QJsonObject{
                {u"url"_s, u"https://pub-1.r2.dev/gone.mp4"_s},
                {u"error"_s, u"404 at the origin."_s}}});
    }
    return report;
}

class tst_RendersPage : public QObject
{
    Q_OBJECT

    OriginThread m_origin;

    static QTableView *table(const RendersPage &page) { return page.findChild<QTableView *>(); }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void newReportsComeOnTop()
    {
        const auto item = [](const QString &id) {
            return QJsonObject{{u"id"_s, id}, {u"success"_s, true}};
        };
        RendersModel model;
        model.setNewest({item(u"b"_s), item(u"a"_s)}, 3);
        QVERIFY(model.canFetchMore({}));
        QSignalSpy wanted(&model, &RendersModel::moreWanted);
        model.fetchMore({});
        model.fetchMore({}); // once is enough
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted.constFirst().constFirst().toInt(), 2);
        QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.append({item(u"z"_s)}, 3);
        QVERIFY(!model.canFetchMore({}));
        model.setNewest({item(u"c"_s), item(u"b"_s)}, 4);
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(model.rowOf(u"c"_s), 0);
        QCOMPARE(model.rowOf(u"z"_s), 3);
        model.setNewest({item(u"y"_s)}, 1); // another service
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.rowOf(u"a"_s), -1);
    }

    void anEmptyPageSaysHowToRenderWithIt()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        PageBench<RendersPage> bench(service);
        auto *empty = bench.page.findChild<EmptyState *>();
        QTRY_COMPARE(empty->text(), u"No renders yet");
        QVERIFY(empty->hint().contains(u"r2cache render"));
        bench.button(u"Copy the command"_s)->click();
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(u"r2cache render --props"));
        QVERIFY(service.stop());
    }

    void aReportIsShownWhole()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        QCOMPARE(service.post("renders", report(u"Promo"_s, true)).status, 201);
        QCOMPARE(service.post("renders", report(u"Intro"_s, false)).status, 201);
        PageBench<RendersPage> bench(service);
        auto *rows = table(bench.page)->model();
        QTRY_COMPARE(rows->rowCount(), 2);
        QCOMPARE(bench.page.count(), u"2");
        const auto cell = [rows](int row, int column) {
            return rows->index(row, column).data().toString();
        };
        QCOMPARE(cell(0, RendersModel::Composition), u"Intro");
        QCOMPARE(cell(0, RendersModel::Result), u"failed");
        QCOMPARE(cell(0, RendersModel::Fallbacks), u"1");
        QCOMPARE(cell(1, RendersModel::Result), u"done");
        QCOMPARE(cell(1, RendersModel::Duration), u"1:15");
        QCOMPARE(cell(1, RendersModel::FromCache), u"402.0\u00a0MB");

        auto *details = bench.page.findChild<RenderDetails *>();
        QTRY_COMPARE(details->report().value(u"composition").toString(), u"Intro"); // the newest
        QVERIFY(bench.shows(u"The command ended with 1."_s));
        QTRY_VERIFY(bench.shows(u"gone.mp4"_s));
        QVERIFY(bench.shows(u"404 at the origin."_s));
        table(bench.page)->selectRow(1);
        QTRY_COMPARE(details->report().value(u"composition").toString(), u"Promo");
        QTRY_VERIFY(!bench.shows(u"gone.mp4"_s));
        QTRY_VERIFY(bench.shows(u"slow.mp4, 0:09"_s));
        QVERIFY(bench.shows(u"96, 2"_s));
        QCOMPARE(details->findChild<PhaseBar *>()->phases().size(), 2); // the end is no phase
        QVERIFY(details->findChild<PhaseBar *>()->accessibleName().contains(u"rendering 1:01"));
        QCOMPARE(details->findChild<StateLight *>()->word(), u"done");

        bench.button(u"Copy report"_s)->click();
        const auto copied
            = QJsonDocument::fromJson(QGuiApplication::clipboard()->text().toUtf8()).object();
        QCOMPARE(copied.value(u"hits").toInt(), 96);
        QVERIFY(service.stop());
    }

    void reportsBeyondTheFirstPageCome()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        for (int i = 0; i < 130; ++i)
            QCOMPARE(service.post("renders", report(QString::number(i), true)).status, 201);
        PageBench<RendersPage> bench(service);
        auto *rows = table(bench.page)->model();
        QTRY_COMPARE(rows->rowCount(), 100);
        table(bench.page)->scrollToBottom();
        QTRY_COMPARE(rows->rowCount(), 130);
        QCOMPARE(rows->index(129, RendersModel::Composition).data().toString(), u"0");
        QVERIFY(service.stop());
    }

    void inANarrowWindowTheDetailsGoBelow()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        QCOMPARE(service.post("renders", report(u"Promo"_s, true)).status, 201);
        PageBench<RendersPage> bench(service);
        QTRY_COMPARE(table(bench.page)->model()->rowCount(), 1);
        auto *splitter = bench.page.findChild<QSplitter *>();
        QCOMPARE(splitter->orientation(), Qt::Horizontal);
        bench.page.resize(700, 520);
        QCOMPARE(splitter->orientation(), Qt::Vertical);
        QTRY_VERIFY(table(bench.page)->isColumnHidden(RendersModel::Hits));
        QVERIFY(table(bench.page)->columnWidth(RendersModel::Composition) >= 100);
        bench.page.resize(1084, 720);
        QCOMPARE(splitter->orientation(), Qt::Horizontal);
        QVERIFY(service.stop());
    }
};

} // namespace

QTEST_MAIN(tst_RendersPage)
#include "tst_renderspage.moc"
