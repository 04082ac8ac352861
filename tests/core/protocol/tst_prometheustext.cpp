// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/protocol/prometheustext.h"

#include <QTest>

using namespace r2cache;
using namespace std::chrono_literals;
using Type = PrometheusText::Type;

namespace {

class tst_PrometheusText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void samplesFollowTheirHead()
    {
        PrometheusText text;
        text.begin("a_total", Type::Counter, "Some.");
        text.sample(qint64{1} << 60);
        text.begin("b", Type::Gauge, "Others.");
        text.sample(0.25, {{"kind", "x"}, {"place", "y"}});
        QCOMPARE(
            text.text(),
            QByteArray("# HELP a_total Some.\n# TYPE a_total counter\na_total 1152921504606846976\n"
                       "# HELP b Others.\n# TYPE b gauge\nb{kind=\"x\",place=\"y\"} 0.25\n"));
    }

    void labelsAreEscaped()
    {
        PrometheusText text;
        text.begin("a", Type::Gauge, "A.");
        text.sample(qint64{1}, {{"path", "C:\\\"x\"\n"}});
        QVERIFY(text.text().endsWith("a{path=\"C:\\\\\\\"x\\\"\\n\"} 1\n"));
    }

    void histogramsAreCumulative()
    {
        Histogram histogram;
        for (const auto duration : {10us, 100us, 100us, 1'000'000us, 100'000'000us})
            histogram.record(duration);
        PrometheusText text;
        text.begin("t_seconds", Type::Histogram, "Time.");
        text.histogram(histogram.counts());
        const auto lines = text.text().split('\n');
        QCOMPARE(lines.at(2), QByteArray("t_seconds_bucket{le=\"6.4e-05\"} 1"));
        QCOMPARE(lines.at(3), QByteArray("t_seconds_bucket{le=\"0.000128\"} 3"));
        QVERIFY(lines.contains("t_seconds_bucket{le=\"1.048576\"} 4"));
        QVERIFY(lines.contains("t_seconds_bucket{le=\"67.108864\"} 4"));
        QVERIFY(lines.contains("t_seconds_bucket{le=\"+Inf\"} 5"));
        QVERIFY(lines.contains("t_seconds_sum 101.00021"));
        QVERIFY(lines.contains("t_seconds_count 5"));
    }

    void histogramsOfBytesHaveLabels()
    {
        SizeHistogram histogram;
        for (const qint64 bytes : {1024, 1025, 5'000'000})
            histogram.record(bytes);
        PrometheusText text;
        text.begin("s_bytes", Type::Histogram, "Size.");
        text.histogram(histogram.counts(), {{"cache", "hit"}});
        const auto lines = text.text().split('\n');
        QCOMPARE(lines.at(2), QByteArray("s_bytes_bucket{cache=\"hit\",le=\"1024\"} 1"));
        QCOMPARE(lines.at(3), QByteArray("s_bytes_bucket{cache=\"hit\",le=\"4096\"} 2"));
        QVERIFY(lines.contains("s_bytes_bucket{cache=\"hit\",le=\"68719476736\"} 3"));
        QVERIFY(lines.contains("s_bytes_bucket{cache=\"hit\",le=\"+Inf\"} 3"));
        QVERIFY(lines.contains("s_bytes_sum{cache=\"hit\"} 5002049"));
        QVERIFY(lines.contains("s_bytes_count{cache=\"hit\"} 3"));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_PrometheusText)
#include "tst_prometheustext.moc"
