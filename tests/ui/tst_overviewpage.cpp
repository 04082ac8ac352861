// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pagebench.h"
#include "ui/linechart.h"
#include "ui/pages/attentioncard.h"
#include "ui/pages/fillingcard.h"
#include "ui/pages/greetingcard.h"
#include "ui/pages/overviewcharts.h"
#include "ui/pages/overviewpage.h"
#include "ui/pages/savedcard.h"
#include "ui/widgets/amountbar.h"
#include "ui/widgets/cardlayout.h"
#include "ui/widgets/statefigure.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QCoreApplication>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QToolButton>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

/// The page over a service, and what it asks the window for.
struct Bench : PageBench<OverviewPage>
{
    explicit Bench(const ServiceFixture &service)
        : PageBench(service)
        , pages(&page, &Page::pageWanted)
    { }

    template<typename T>
    [[nodiscard]] T *part() const
    {
        return page.findChild<T *>();
    }
    [[nodiscard]] QPushButton *button(const QString &text) const
    {
        for (auto *button : page.findChildren<QPushButton *>()) {
            if (button->text().contains(text) && button->isVisible())
                return button;
        }
        return nullptr;
    }
    [[nodiscard]] LineChart *chart(const QString &name) const
    {
        for (auto *chart : page.findChildren<LineChart *>()) {
            if (chart->accessibleName().contains(name))
                return chart;
        }
        return nullptr;
    }

    QSignalSpy pages;
};

class tst_OverviewPage : public QObject
{
    Q_OBJECT

    OriginThread m_origin;

    static void preCache(ServiceFixture &service, const QStringList &urls)
    {
        const auto answer = service.post(
            "pre-cache",
            QJsonObject{{u"urls"_s, QJsonArray::fromStringList(urls)}, {u"wait"_s, false}});
        QVERIFY2(answer.status < 300, answer.text.constData());
    }

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale::c());
        m_origin.addVideo(u"a.mp4"_s, 50'000);
        m_origin.addVideo(u"slow.mp4"_s, 5'000'000);
        m_origin.addVideo(u"slow2.mp4"_s, 5'000'000);
        m_origin.addVideo(u"late.mp4"_s, 1'000);
    }

    void anEmptyCacheSaysWhatToDoFirst()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Bench bench(service);
        QTRY_VERIFY(bench.part<GreetingCard>()->isVisible());
        QVERIFY(!bench.part<OverviewCharts>()->isVisible());
        QVERIFY(!bench.part<SavedCard>()->isVisible());
        QVERIFY(!bench.part<AttentionCard>()->isVisible());
        const QString proxy = u"http://localhost:%1"_s.arg(service.proxyPort());
        QTRY_VERIFY(bench.shows(proxy + u"/video/"_s));

        QSignalSpy preCacheWanted(&bench.page, &Page::preCacheWanted);
        bench.button(u"Pre-cache"_s)->click();
        QCOMPARE(preCacheWanted.size(), 1);
        bench.button(u"Prepare a config"_s)->click();
        QCOMPARE(bench.pages.constLast().at(0).value<Page::Id>(), Page::Id::Prepare);
        bench.button(u"Copy proxy address"_s)->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), proxy);
        QVERIFY(bench.said.constLast().contains(proxy));

        service.cache(m_origin.url(u"a.mp4"_s));
        QTRY_VERIFY(!bench.part<GreetingCard>()->isVisible());
        QVERIFY(bench.part<OverviewCharts>()->isVisible());
        QVERIFY(service.stop());
    }

    void figuresAndChartsSayWhatHappened()
    {
        // What falls between two minutes is told by the history, when it is fetched again.
        constexpr int overAMinute = 80'000;
        ServiceFixture service(m_origin, {{u"CACHE_MIN_FREE_GB"_s, u"0.5"_s}});
        service.mustStart();
        const auto entry = service.cache(m_origin.url(u"a.mp4"_s));
        for (int i = 0; i < 3; ++i)
            QCOMPARE(service.read(entry.value(u"localUrl").toString()).status, 200);
        Bench bench(service);
        QTRY_VERIFY(bench.shows(u"1 of 1000 entries"_s));
        QTRY_VERIFY(bench.shows(u"keeps at least 512\u00a0MB free"_s));
        QTRY_VERIFY_WITH_TIMEOUT(
            bench.shows(u"146.5\u00a0kB served, 48.8\u00a0kB fetched"_s), overAMinute);
        QTRY_VERIFY(bench.shows(u"100.0"_s));
        QVERIFY(bench.shows(u"kB of 10\u00a0GB"_s));
        QTRY_COMPARE(bench.part<StateFigure>()->state(), State::Good);
        // Of 150,000 bytes that were read 100,000 did not come from the origin.
        QTRY_VERIFY(bench.shows(u"97.7"_s));
        QVERIFY(bench.shows(u"146.5\u00a0kB were read"_s));

        QTRY_VERIFY(!bench.chart(u"Throughput"_s)->points().isEmpty());
        QTRY_COMPARE(bench.chart(u"Hit rate"_s)->points().size(), 1);
        QCOMPARE(bench.chart(u"Hit rate"_s)->points().constFirst().value, 100.0);
        QCOMPARE(bench.chart(u"Hit rate"_s)->top(), 100.0);

        // What is read from now on is seen at once.
        QTRY_VERIFY(bench.shows(u"now 0.0 MB/s"_s));
        service.read(entry.value(u"localUrl").toString());
        QTRY_VERIFY_WITH_TIMEOUT(bench.shows(u"195.3\u00a0kB served"_s), overAMinute);
        QTRY_VERIFY(std::ranges::any_of(
            bench.chart(u"Throughput"_s)->points(),
            [](const ChartPoint &point) { return point.value > 0; }));
        QVERIFY(service.stop());
    }

    void theChartsGoBackAsFarAsIsChosen()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        const auto entry = service.cache(m_origin.url(u"a.mp4"_s));
        service.read(entry.value(u"localUrl").toString());
        Bench bench(service);
        auto *charts = bench.part<OverviewCharts>();
        QTRY_VERIFY(charts->isVisible());
        for (const auto span : {ChartSpan::Day, ChartSpan::Month, ChartSpan::Hour}) {
            const auto buttons = charts->findChildren<QToolButton *>();
            QVERIFY(!buttons.at(static_cast<int>(span))->accessibleName().isEmpty());
            buttons.at(static_cast<int>(span))->click();
            QCOMPARE(charts->span(), span);
            QTRY_VERIFY(!bench.chart(u"Throughput"_s)->points().isEmpty());
        }
        charts->findChildren<QToolButton *>().at(1)->click();
        QTemporaryDir folder;
        QSettings settings(folder.filePath(u"window.ini"_s), QSettings::IniFormat);
        bench.page.saveView(settings);
        OverviewPage again(bench.state);
        again.restoreView(settings);
        QCOMPARE(again.findChild<OverviewCharts *>()->span(), ChartSpan::Day);
        QVERIFY(service.stop());
    }

    void whatIsBeingFilledIsListed()
    {
        ServiceFixture service(m_origin, {{u"CACHE_MAX_CONCURRENT_DOWNLOADS"_s, u"1"_s}});
        service.mustStart();
        Bench bench(service);
        auto *table = bench.part<QTableView>();
        QAbstractItemModelTester tester(
            table->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        preCache(
            service,
            {m_origin.url(u"fault/rate=200000/slow.mp4"_s),
             m_origin.url(u"fault/rate=200000/slow2.mp4"_s)});
        QTRY_COMPARE(table->model()->rowCount(), 1);
        QVERIFY(table->isVisible());
        const auto cell = [table](int column) {
            return table->model()->index(0, column).data().toString();
        };
        QCOMPARE(cell(FillingModel::Video), u"slow.mp4");
        QTRY_VERIFY(cell(FillingModel::Speed).endsWith(u"/s"));
        QTRY_VERIFY(cell(FillingModel::Progress).endsWith(u'%'));
        QTRY_VERIFY(cell(FillingModel::Left).contains(u':'));
        QTRY_VERIFY(bench.button(u"wait in the queue"_s));
        bench.button(u"wait in the queue"_s)->click();
        QCOMPARE(bench.pages.constLast().at(0).value<Page::Id>(), Page::Id::Downloads);
        QTRY_VERIFY(bench.shows(u"filling"_s)); // the reserved part
        bench.page.grab(); // paints its cells

        const auto ids = bench.state.downloads();
        for (const auto &download : ids)
            service.post("downloads/" + download.id.toLatin1() + "/cancel", QByteArray());
        QTRY_COMPARE(table->model()->rowCount(), 0);
        QVERIFY(service.stop());
    }

    void failedDownloadsAreRetried()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Bench bench(service);
        preCache(service, {m_origin.url(u"fault/status=404,once/late.mp4"_s)});
        auto *notes = bench.part<AttentionCard>()->notes();
        QTRY_COMPARE(notes->notes().size(), 1);
        QTRY_VERIFY(bench.shows(u"late.mp4 could not be downloaded"_s));
        QTRY_VERIFY(bench.shows(u"Renders keep the original URL"_s));
        bench.button(u"Retry"_s)->click();
        QTRY_COMPARE(service.get("entries").data().value(u"entries").toArray().size(), 1);
        QTRY_VERIFY(notes->notes().isEmpty());
        QTRY_VERIFY(bench.shows(u"All is well"_s));
        QVERIFY(service.stop());
    }

    void issuesLeadToHealth()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        service.cache(m_origin.url(u"a.mp4"_s));
        Bench bench(service);
        QTRY_VERIFY(bench.part<OverviewCharts>()->isVisible());
        QCOMPARE(
            service.api("PATCH", "/api/cache/settings", R"({"CACHE_ENABLED":false})").status, 200);
        QTRY_COMPARE(bench.part<StateFigure>()->state(), State::Warning);
        QVERIFY(bench.part<StateFigure>()->word().contains(u"1 warning"));
        QVERIFY(bench.shows(u"CACHE_ENABLED is false"_s));
        QTRY_VERIFY(bench.button(u"Details"_s));
        bench.button(u"Details"_s)->click();
        QCOMPARE(bench.pages.constLast().at(0).value<Page::Id>(), Page::Id::Health);
        bench.button(u"All checks"_s)->click();
        QCOMPARE(bench.pages.size(), 2);
        QVERIFY(service.stop());
    }

    void cardsWrapAndGrow()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        service.cache(m_origin.url(u"a.mp4"_s));
        Bench bench(service);
        auto *charts = bench.part<OverviewCharts>();
        QTRY_VERIFY(charts->isVisible());
        auto *throughput = bench.chart(u"Throughput"_s);
        const auto bars = bench.page.findChildren<AmountBar *>();
        const auto topOf = [&bench](const QWidget *widget) {
            return widget->mapTo(&bench.page, QPoint()).y();
        };
        QCoreApplication::processEvents();
        QCOMPARE(topOf(bars.at(0)), topOf(bars.at(1))); // all in one row
        const int height = throughput->height();
        bench.page.resize(1800, 1300);
        QCoreApplication::processEvents();
        QVERIFY(throughput->height() > height + 300);
        bench.page.resize(704, 528); // what 900 x 600 leaves
        QCoreApplication::processEvents();
        QVERIFY(topOf(bars.at(1)) > topOf(bars.at(0)) + 50);
        for (const auto *widget : bench.page.findChildren<QWidget *>()) {
            if (!widget->isVisible() || widget->parentWidget() == nullptr)
                continue;
            const auto right = widget->mapTo(&bench.page, widget->rect().topRight()).x();
            QVERIFY2(right <= bench.page.width(), widget->metaObject()->className());
        }
        QVERIFY(service.stop());
    }

    void aHiddenPageAsksForNothing()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Bench bench(service);
        QTRY_VERIFY(bench.part<GreetingCard>()->isVisible());
        bench.page.deactivate();
        service.cache(m_origin.url(u"a.mp4"_s));
        QTRY_COMPARE(bench.state.status()->cache.entryCount, 1);
        QVERIFY(bench.part<GreetingCard>()->isVisible()); // as it was left
        bench.page.activate();
        QVERIFY(!bench.part<GreetingCard>()->isVisible());
        QVERIFY(service.stop());
    }
};

} // namespace

QTEST_MAIN(tst_OverviewPage)
#include "tst_overviewpage.moc"
