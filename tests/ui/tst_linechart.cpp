// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/format.h"
#include "ui/linechart.h"
#include "ui/theme.h"
#include "ui/themechoice.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 minute = 60'000;
constexpr qint64 now = 1'700'000'000'000;

QString plain(double value)
{
    return QString::number(value);
}

QList<ChartPoint> risingPoints()
{
    QList<ChartPoint> points;
    for (int i = 0; i < 10; ++i)
        points.append({now - (10 - i) * 5 * minute, 10.0 * (i + 1)});
    return points;
}

class tst_LineChart : public QObject
{
    Q_OBJECT

    static int linePixels(const QImage &picture, const QRect &area)
    {
        int count = 0;
        const auto line = Theme::current().accentText.rgb();
        for (int x = area.left(); x <= area.right(); ++x) {
            for (int y = area.top(); y <= area.bottom(); ++y)
                count += picture.pixel(x, y) == line ? 1 : 0;
        }
        return count;
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void theScaleEndsAtARoundNumber_data()
    {
        QTest::addColumn<double>("highest");
        QTest::addColumn<double>("top");
        QTest::newRow("nothing") << 0.0 << 1.0;
        QTest::newRow("not a number") << std::nan("") << 1.0;
        QTest::newRow("round already") << 800.0 << 800.0;
        QTest::newRow("a little more") << 801.0 << 1000.0;
        QTest::newRow("between") << 512.0 << 600.0;
        QTest::newRow("ten") << 10.0 << 10.0;
        QTest::newRow("small") << 0.3 << 0.4;
        QTest::newRow("as floating point has it") << 0.1 + 0.1 + 0.2 << 0.4;
        QTest::newRow("large") << 1.2e9 << 2e9;
    }
    void theScaleEndsAtARoundNumber()
    {
        QFETCH(double, highest);
        QFETCH(double, top);
        QCOMPARE(niceTop(highest), top);
    }

    void timesAreSaidFromTheEnd()
    {
        const auto few = timeMarks(ChartSpan::Hour, false);
        QCOMPARE(few, (QList<TimeMark>{{0, u"60 min ago"_s}, {0.5, u"30"_s}, {1, u"now"_s}}));
        const auto many = timeMarks(ChartSpan::Month, true);
        QCOMPARE(many.size(), 4);
        QCOMPARE(many[0].text, u"30 days ago");
        QCOMPARE(many[1].text, u"20");
        QCOMPARE(many[2].text, u"10");
        QCOMPARE(timeMarks(ChartSpan::Day, true)[1].text, u"18");
    }

    void pointsAreWhereTheyBelong()
    {
        LineChart chart({u"Speed"_s, 0, true, plain});
        chart.resize(400, 200);
        chart.setSeries(risingPoints(), ChartSpan::Hour, now, 6 * minute);
        QCOMPARE(chart.top(), 100.0);
        const auto first = chart.placeOf(chart.points().constFirst());
        const auto last = chart.placeOf(chart.points().constLast());
        QVERIFY(first.x() < last.x());
        QVERIFY(first.y() > last.y());
        const auto end = chart.placeOf({now, 0});
        QCOMPARE(chart.placeOf({now - 60 * minute, 0}).x(), 0.0);
        QVERIFY(end.x() < chart.width());
        QVERIFY(end.y() < chart.height());
    }

    void whatIsOlderThanTheSpanIsLeftOut()
    {
        LineChart chart({u"Speed"_s, 0, true, plain});
        chart.setSeries(
            {{now - 61 * minute, 5000}, {now - minute, 3}}, ChartSpan::Hour, now, 2 * minute);
        QCOMPARE(chart.points().size(), 1);
        QCOMPARE(chart.top(), 4.0);
    }

    void aGapIsNotBridged()
    {
        ThemeChoice theme;
        theme.apply(ThemeChoice::Kind::Light);
        LineChart chart({u"Speed"_s, 100, false, plain});
        chart.resize(400, 200);
        const QList<ChartPoint> points{
            {now - 50 * minute, 50},
            {now - 40 * minute, 50},
            {now - 20 * minute, 50},
            {now - 10 * minute, 50}};
        const auto betweenThem = [&] {
            const auto from = chart.placeOf(points[1]).toPoint() + QPoint(6, -4);
            const auto to = chart.placeOf(points[2]).toPoint() + QPoint(-6, 4);
            return linePixels(chart.grab().toImage(), QRect(from, to));
        };
        chart.setSeries(points, ChartSpan::Hour, now, 15 * minute);
        QCOMPARE(betweenThem(), 0);
        chart.setSeries(points, ChartSpan::Hour, now, 25 * minute);
        QVERIFY(betweenThem() > 50);
    }

    void itTellsWhatItShows()
    {
        LineChart chart({u"Speed"_s, 0, true, plain});
        QCOMPARE(chart.accessibleName(), u"Speed");
        chart.setSeries({}, ChartSpan::Hour, now, minute);
        QCOMPARE(chart.accessibleDescription(), chart.summary());
        QVERIFY(chart.summary().contains(u"Nothing"));
        chart.setSeries(risingPoints(), ChartSpan::Hour, now, 6 * minute);
        QVERIFY2(chart.summary().contains(u"at most 100"), qPrintable(chart.summary()));
        QVERIFY2(chart.summary().contains(u"at least 10,"), qPrintable(chart.summary()));
        QCOMPARE(chart.accessibleDescription(), chart.summary());
    }

    void theMouseReadsOut()
    {
        LineChart chart({u"Speed"_s, 0, true, plain});
        chart.resize(400, 200);
        chart.setSeries(risingPoints(), ChartSpan::Hour, now, 6 * minute);
        chart.show();
        QVERIFY(QTest::qWaitForWindowExposed(&chart));
        const auto before = chart.grab().toImage();
        const auto third = chart.points()[2];
        QTest::mouseMove(&chart, QPoint(static_cast<int>(chart.placeOf(third).x()) + 1, 20));
        QTRY_COMPARE(chart.chosen(), third);
        QVERIFY(chart.grab().toImage() != before);
    }

    void theKeyboardReadsOut()
    {
        QWidget window;
        LineChart chart({u"Speed"_s, 0, true, plain}, &window);
        chart.resize(400, 200);
        chart.setSeries(risingPoints(), ChartSpan::Hour, now, 6 * minute);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        chart.clearFocus(); // the window gave it to its only child
        QVERIFY(!chart.chosen());
        chart.setFocus(Qt::TabFocusReason);
        QCOMPARE(chart.chosen(), chart.points().constLast());
        QTest::keyClick(&chart, Qt::Key_Left);
        QTest::keyClick(&chart, Qt::Key_Left);
        QCOMPARE(chart.chosen(), chart.points()[7]);
        QVERIFY(chart.accessibleDescription().endsWith(u"80"));
        QTest::keyClick(&chart, Qt::Key_Home);
        QCOMPARE(chart.chosen(), chart.points().constFirst());
        QTest::keyClick(&chart, Qt::Key_Left);
        QCOMPARE(chart.chosen(), chart.points().constFirst());
        QTest::keyClick(&chart, Qt::Key_Right);
        QCOMPARE(chart.chosen(), chart.points()[1]);

        // New points: the read-out stays at its time.
        auto points = risingPoints();
        points.removeFirst();
        points.append({now, 1});
        chart.setSeries(points, ChartSpan::Hour, now, 6 * minute);
        QCOMPARE(chart.chosen(), risingPoints().at(1));
        QTest::keyClick(&chart, Qt::Key_End);
        QCOMPARE(chart.chosen(), points.constLast());
        chart.setSeries({}, ChartSpan::Hour, now, 6 * minute);
        QVERIFY(!chart.chosen());
        QTest::keyClick(&chart, Qt::Key_Left); // nothing there
        QVERIFY(!chart.chosen());
        QTest::keyClick(&chart, Qt::Key_Escape);
        QCOMPARE(chart.accessibleDescription(), chart.summary());
    }
};

} // namespace

QTEST_MAIN(tst_LineChart)
#include "tst_linechart.moc"
