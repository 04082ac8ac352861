// SPDX-License-Identifier: GPL-3.0-or-later
// What /metrics says, read strictly, and that its counters move by what happened.
#include "tests/integration/servicefixture.h"

#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QStandardPaths>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

/// Prometheus' text format 0.0.4, read so strictly that what it forbids or advises against is
/// found.
struct MetricsReader
{
    QHash<QString, double> values; ///< By name and labels, as written.
    QHash<QString, QString> types;
    QString fault; ///< The first; empty: none.

    explicit MetricsReader(const QByteArray &text)
    {
        if (!text.endsWith('\n'))
            fault = u"The last line does not end."_s;
        QString metric;
        for (const auto lines = QString::fromUtf8(text).split(u'\n', Qt::SkipEmptyParts);
             const auto &line : lines) {
            if (const bool fine
                = line.startsWith(u'#') ? comment(line, metric) : sample(line, metric);
                !fine && fault.isEmpty()) {
                fault = line;
            }
        }
        checkHistograms();
    }

    bool comment(const QString &line, QString &metric)
    {
        static const QRegularExpression form(u"^# (HELP|TYPE) (r2cache(?:_[a-z0-9]+)+) (\\S.*)$"_s);
        const auto match = form.match(line);
        if (!match.hasMatch())
            return false;
        if (match.captured(1) == u"HELP") {
            metric = match.captured(2);
            return !types.contains(metric);
        }
        const auto type = match.captured(3);
        if (match.captured(2) != metric || types.contains(metric))
            return false;
        types.insert(metric, type);
        return type == u"counter" ? metric.endsWith(u"_total")
                                  : (type == u"gauge" || type == u"histogram");
    }

    bool sample(const QString &line, const QString &metric)
    {
        static const QRegularExpression form(
            uR"(^(([a-z0-9_]+)(?:\{[a-z]+="[^"\\\n]*"(?:,[a-z]+="[^"\\\n]*")*\})?) (\S+)$)"_s);
        const auto match = form.match(line);
        bool isNumber = false;
        const auto value = match.captured(3).toDouble(&isNumber);
        if (!match.hasMatch() || !isNumber || value < 0 || values.contains(match.captured(1)))
            return false;
        values.insert(match.captured(1), value);
        const auto suffix = match.captured(2).mid(metric.size());
        if (!match.captured(2).startsWith(metric) || !types.contains(metric))
            return false;
        // Buckets hold all that is below their bound.
        if (suffix == u"_bucket" && std::exchange(m_bucket, value) > value)
            return false;
        if (suffix != u"_bucket")
            m_bucket = 0;
        return types[metric] == u"histogram"
            ? QStringList{u"_bucket"_s, u"_sum"_s, u"_count"_s}.contains(suffix)
            : suffix.isEmpty();
    }

    double m_bucket = 0; ///< The one before.

    /// Each series of a histogram has its sum, and as many as its widest bucket holds.
    void checkHistograms()
    {
        static const QRegularExpression widest(uR"(^([a-z0-9_]+)_bucket\{(.*?),?le="\+Inf"\}$)"_s);
        QSet<QString> whole;
        for (auto value = values.begin(); value != values.end(); ++value) {
            const auto match = widest.match(value.key());
            if (!match.hasMatch())
                continue;
            const auto labels = match.captured(2);
            const QString series = labels.isEmpty() ? QString() : QString(u'{' + labels + u'}');
            const QString count = match.captured(1) + u"_count"_s + series;
            const QString sum = match.captured(1) + u"_sum"_s + series;
            if (!values.contains(sum) || *value != values.value(count, -2))
                fault = u"The histogram %1 is not whole."_s.arg(value.key());
            whole.insert(match.captured(1));
        }
        for (auto type = types.begin(); type != types.end(); ++type) {
            if (*type == u"histogram" && !whole.contains(type.key()))
                fault = u"The histogram %1 has no widest bucket."_s.arg(type.key());
        }
    }
};

class tst_MetricCalls : public QObject
{
    Q_OBJECT

    OriginThread m_origin;

private Q_SLOTS:
    void initTestCase()
    {
        m_origin.addVideo(u"a.mp4"_s, 50'000);
        m_origin.addVideo(u"b.mp4"_s, 60'000);
    }

    void theReaderNoticesFaults_data()
    {
        QTest::addColumn<QByteArray>("text");
        const QByteArray head = "# HELP r2cache_a_total x\n# TYPE r2cache_a_total counter\n";
        QTest::newRow("cut off") << QByteArray(head + "r2cache_a_total 1");
        QTest::newRow("twice") << QByteArray(head + "r2cache_a_total 1\nr2cache_a_total 2\n");
        QTest::newRow("no type") << QByteArray("r2cache_a_total 1\n");
        QTest::newRow("another name") << QByteArray(head + "r2cache_b_total 1\n");
        QTest::newRow("no number") << QByteArray(head + "r2cache_a_total x\n");
        QTest::newRow("described twice") << QByteArray(head + head);
        QTest::newRow("a counter without _total")
            << QByteArray("# HELP r2cache_a x\n# TYPE r2cache_a counter\nr2cache_a 1\n");
        QTest::newRow("a falling histogram") << QByteArray(
            "# HELP r2cache_a x\n# TYPE r2cache_a histogram\nr2cache_a_bucket{le=\"1\"} 2\n"
            "r2cache_a_bucket{le=\"+Inf\"} 1\nr2cache_a_sum 1\nr2cache_a_count 1\n");
        QTest::newRow("a histogram with one of two series whole")
            << QByteArray("# HELP r2cache_a x\n# TYPE r2cache_a histogram\n"
                          "r2cache_a_bucket{c=\"1\",le=\"+Inf\"} 1\nr2cache_a_sum{c=\"1\"} 1\n"
                          "r2cache_a_count{c=\"1\"} 1\nr2cache_a_bucket{c=\"2\",le=\"+Inf\"} 1\n");
        QTest::newRow("half a histogram") << QByteArray(
            "# HELP r2cache_a x\n# TYPE r2cache_a histogram\nr2cache_a_bucket{le=\"+Inf\"} 1\n");
    }
    void theReaderNoticesFaults()
    {
        QFETCH(const QByteArray, text);
        QVERIFY(!MetricsReader(text).fault.isEmpty());
    }

    void unitsAreInTheNames()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        const MetricsReader reader(service.proxy("/metrics").body);
        QCOMPARE(reader.fault, QString());
        static const QRegularExpression unit(u"_(seconds|bytes)$"_s);
        int histograms = 0;
        for (auto type = reader.types.begin(); type != reader.types.end(); ++type) {
            if (*type != u"histogram")
                continue;
            ++histograms;
            QVERIFY2(type.key().contains(unit), qPrintable(type.key()));
        }
        QCOMPARE(histograms, 6);
        QVERIFY(service.stop());
    }

    void promtoolFindsNothingToSay()
    {
        const auto promtool = QStandardPaths::findExecutable(u"promtool"_s);
        if (promtool.isEmpty())
            QSKIP("promtool (package prometheus) is not installed.");
        ServiceFixture service(m_origin);
        service.mustStart();
        service.cache(m_origin.url(u"a.mp4"_s));
        QProcess check;
        check.setProcessChannelMode(QProcess::MergedChannels);
        check.start(promtool, {u"check"_s, u"metrics"_s});
        check.write(service.proxy("/metrics").body);
        check.closeWriteChannel();
        QVERIFY(check.waitForFinished());
        QCOMPARE(check.readAll(), QByteArray());
        QCOMPARE(check.exitCode(), 0);
        QVERIFY(service.stop());
    }

    void answersFillsAndOriginsAreCounted()
    {
        ServiceFixture service(m_origin, {{u"CACHE_MAX_RETRY_ATTEMPTS"_s, u"1"_s}});
        service.mustStart();
        const auto metrics = [&] {
            MetricsReader reader(service.proxy("/metrics").body);
            if (!reader.fault.isEmpty())
                qFatal("%s", qPrintable(reader.fault));
            return reader.values;
        };
        const auto entry = service.cache(m_origin.url(u"a.mp4"_s));
        const auto broken = m_origin.url(u"fault/status=500/b.mp4"_s);
        for (const auto &url : {broken, m_origin.url(u"none.mp4"_s)})
            service.post("pre-cache", {{u"urls"_s, QJsonArray{url}}});
        QCOMPARE(service.read(entry.value(u"localUrl").toString()).status, 200);
        QTRY_COMPARE(metrics().value(u"r2cache_video_answers_total{cache=\"hit\"}"_s), 1.0);
        const auto now = metrics();
        const auto value = [&](const QString &name) {
            return now.value(name, -1);
        };
        QCOMPARE(value(u"r2cache_video_answers_total{cache=\"partial\"}"_s), 0.0);
        QCOMPARE(value(u"r2cache_video_sent_bytes_total{cache=\"hit\"}"_s), 50'000.0);
        QCOMPARE(value(u"r2cache_video_first_byte_seconds_count{cache=\"hit\"}"_s), 1.0);
        QCOMPARE(value(u"r2cache_video_answer_bytes_sum{cache=\"hit\"}"_s), 50'000.0);
        QCOMPARE(value(u"r2cache_fill_starts_total"_s), 3.0);
        QCOMPARE(value(u"r2cache_fill_errors_total{error=\"origin_rejected\"}"_s), 1.0);
        QCOMPARE(value(u"r2cache_fill_errors_total{error=\"origin_not_found\"}"_s), 1.0);
        QCOMPARE(value(u"r2cache_fill_retries_total{reason=\"origin_rejected\"}"_s), 1.0);
        QCOMPARE(value(u"r2cache_fill_bytes_sum"_s), 50'000.0);
        QCOMPARE(value(u"r2cache_fill_seconds_count"_s), 1.0);
        QCOMPARE(value(u"r2cache_origin_answers_total{status=\"2xx\"}"_s), 1.0);
        QCOMPARE(value(u"r2cache_origin_answers_total{status=\"4xx\"}"_s), 1.0);
        QCOMPARE(value(u"r2cache_origin_answers_total{status=\"5xx\"}"_s), 2.0);
        QVERIFY(service.stop());
    }

    void theQueueIsCountedByPriority()
    {
        ServiceFixture service(m_origin, {{u"CACHE_MAX_CONCURRENT_DOWNLOADS"_s, u"1"_s}});
        service.mustStart();
        const auto ask = [&](const QString &path, const QString &priority) {
            service.post(
                "pre-cache",
                {{u"urls"_s, QJsonArray{m_origin.url(path)}},
                 {u"priority"_s, priority},
                 {u"wait"_s, false}});
        };
        ask(u"fault/stall=0/a.mp4"_s, u"high"_s);
        ask(u"a.mp4"_s, u"low"_s);
        ask(u"b.mp4"_s, u"low"_s);
        const auto value = [&](const QString &name) {
            const MetricsReader reader(service.proxy("/metrics").body);
            return reader.fault.isEmpty() ? reader.values.value(name, -1) : -1;
        };
        const auto queued = [&](const QString &priority) {
            return value(u"r2cache_fill_queue{priority=\"%1\"}"_s.arg(priority));
        };
        // The answers come before the index has told that the videos are not here.
        QTRY_COMPARE(queued(u"low"_s), 2.0);
        QCOMPARE(queued(u"reader"_s), 0.0);
        QCOMPARE(queued(u"high"_s), 0.0);
        QCOMPARE(queued(u"medium"_s), 0.0);
        QCOMPARE(value(u"r2cache_fills{state=\"running\"}"_s), 1.0);
        QVERIFY(service.stop());
    }

    void countersMoveByWhatHappened()
    {
        ServiceFixture service(m_origin, {{u"CACHE_MAX_ENTRIES"_s, u"1"_s}});
        service.mustStart();
        const auto metrics = [&] {
            MetricsReader reader(service.proxy("/metrics").body);
            if (!reader.fault.isEmpty())
                qFatal("%s", qPrintable(reader.fault));
            return reader.values;
        };
        const auto before = metrics();
        QCOMPARE(before.value(u"r2cache_evicted_entries_total"_s, -1), 0.0);

        service.cache(m_origin.url(u"a.mp4"_s));
        service.cache(m_origin.url(u"b.mp4"_s)); // there is room for one
        QCOMPARE(service.get("entry/" + QByteArray(32, '0')).status, 404);
        QCOMPARE(service.get("stats").status, 200);
        QCOMPARE(service.get("stats").status, 200);
        const auto after = metrics();
        QCOMPARE(after.value(u"r2cache_evicted_entries_total"_s), 1.0);
        QCOMPARE(after.value(u"r2cache_evicted_bytes_total"_s), 50'000.0);
        QCOMPARE(after.value(u"r2cache_fills_total"_s), 2.0);
        const auto calls = [&](const QString &labels) {
            return after.value(u"r2cache_api_requests_total{"_s + labels + u'}');
        };
        QCOMPARE(calls(u"method=\"GET\",route=\"/api/cache/stats\",status=\"2xx\""_s), 2.0);
        QCOMPARE(calls(u"method=\"GET\",route=\"/api/cache/entry/<arg>\",status=\"4xx\""_s), 1.0);
        QCOMPARE(calls(u"method=\"POST\",route=\"/api/cache/pre-cache\",status=\"2xx\""_s), 2.0);

        // What the cache has done outlives a restart; what was asked of this process does not.
        QVERIFY(service.stop());
        service.mustStart();
        const auto later = metrics();
        QCOMPARE(later.value(u"r2cache_evicted_entries_total"_s), 1.0);
        QVERIFY(
            !later.contains(u"r2cache_api_requests_total{method=\"GET\",route=\"/api/cache/stats\","
                            "status=\"2xx\"}"_s));
        QVERIFY(service.stop());
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_MetricCalls)
#include "tst_metriccalls.moc"
