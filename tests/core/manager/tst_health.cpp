// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/health.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

HealthReadings fine()
{
    HealthReadings readings;
    readings.disk = DiskUsage{1000, 500, 500};
    readings.limits = {1000, 100, 10};
    readings.cacheDirectory = u"/cache"_s;
    return readings;
}

using Change = void (*)(HealthReadings &);

class tst_Health : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readingsDecideTheVerdict_data()
    {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("status");
        QTest::addColumn<QString>("issue"); // a part of the first one

        const auto row = [](const char *name, Change change, const QString &status,
                            const QString &issue = {}) {
            QTest::newRow(name) << change << status << issue;
        };
        row(
            "all is well", [](HealthReadings &) {}, u"healthy"_s);
        row(
            "proxy down", [](HealthReadings &r) { r.proxyRunning = false; }, u"critical"_s,
            u"proxy"_s);
        row(
            "directory cannot be measured", [](HealthReadings &r) { r.disk.reset(); },
            u"critical"_s, u"/cache"_s);
        row(
            "disk below the limit", [](HealthReadings &r) { r.disk->available = 9; }, u"critical"_s,
            u"CACHE_MIN_FREE_GB"_s);
        row(
            "disk at the limit", [](HealthReadings &r) { r.disk->available = 10; }, u"healthy"_s);
        row(
            "an origin asks for patience",
            [](HealthReadings &r) { r.pausedHosts = {u"a.example:443"_s}; }, u"warning"_s,
            u"a.example:443"_s);
        row(
            "no room on the disk", [](HealthReadings &r) { r.lackedDisk = true; }, u"critical"_s,
            u"disk"_s);
        row(
            "no room for bytes", [](HealthReadings &r) { r.lackedBytes = true; }, u"warning"_s,
            u"CACHE_MAX_SIZE_GB"_s);
        row(
            "no room for entries", [](HealthReadings &r) { r.lackedEntries = true; }, u"warning"_s,
            u"CACHE_MAX_ENTRIES"_s);
        row(
            "off", [](HealthReadings &r) { r.cacheEnabled = false; }, u"warning"_s,
            u"CACHE_ENABLED"_s);
        row(
            "the gravest comes first",
            [](HealthReadings &r) {
                r.lackedEntries = true;
                r.cacheEnabled = false;
                r.proxyRunning = false;
            },
            u"critical"_s, u"proxy"_s);
    }
    void readingsDecideTheVerdict()
    {
        QFETCH(const Change, change);
        QFETCH(const QString, status);
        QFETCH(const QString, issue);
        auto readings = fine();
        change(readings);
        const auto verdict = judgeHealth(readings);
        QCOMPARE(verdict.status, status);
        QCOMPARE(verdict.issues.isEmpty(), status == u"healthy");
        QVERIFY2(verdict.issues.value(0).contains(issue), qPrintable(verdict.issues.join(u'\n')));
        QCOMPARE(verdict.recommendations.size(), verdict.issues.size());
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_Health)
#include "tst_health.moc"
