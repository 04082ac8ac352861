// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/eventlog.h"

#include <QSignalSpy>
#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

class tst_EventLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eventsAreToldAndKept()
    {
        EventLog log("run");
        const QSignalSpy told(&log, &EventLog::published);
        QCOMPARE(log.lastId(), "run-0");
        QCOMPARE(log.textSince("run-0"), "");
        log.publish("entries", {{u"many"_s, true}});
        log.publish("download", {{u"id"_s, u"a"_s}}, EventLog::Kind::Passing);
        log.publish("health", {});
        QCOMPARE(told.size(), 3);
        const QByteArray first
            = "event: entries\nid: run-1\ndata: {\"many\":true,\"revision\":1}\n\n";
        const QByteArray passing = "event: download\ndata: {\"id\":\"a\"}\n\n";
        const QByteArray last = "event: health\nid: run-2\ndata: {\"revision\":2}\n\n";
        QCOMPARE(told[0][0].toByteArray(), first);
        QCOMPARE(told[1][0].toByteArray(), passing);
        QCOMPARE(told[2][0].toByteArray(), last);
        QCOMPARE(log.lastId(), "run-2");
        QCOMPARE(log.textSince("run-0"), first + last);
        QCOMPARE(log.textSince("run-1"), last);
        QCOMPARE(log.textSince("run-2"), "");
        QCOMPARE(log.resyncText(), "event: resync\nid: run-2\ndata: {}\n\n");
    }

    void whatCannotBeKnownIsNotGuessed_data()
    {
        QTest::addColumn<QByteArray>("id");
        for (const char *id :
             {"", "-", "run", "run-", "run-x", "run--1", "run-4", "other-1", "1", "run-1 ",
              "run-99999999999999999999"}) {
            QTest::newRow(id) << QByteArray(id);
        }
    }
    void whatCannotBeKnownIsNotGuessed()
    {
        QFETCH(const QByteArray, id);
        EventLog log("run");
        for (int i = 0; i < 3; ++i)
            log.publish("x", {});
        QVERIFY(!log.textSince(id));
    }

    void onlySoManyAreKept()
    {
        EventLog log("run");
        for (std::size_t i = 0; i < EventLog::maxKept + 5; ++i)
            log.publish("x", {});
        QVERIFY(!log.textSince("run-4"));
        QCOMPARE(log.textSince("run-5")->count("event: "), EventLog::maxKept);
    }

    void onlySoMuchIsKept()
    {
        EventLog log("run");
        const QString large(EventLog::maxKeptBytes / 2, u'x');
        for (int i = 0; i < 3; ++i)
            log.publish("x", {{u"text"_s, large}});
        QVERIFY(!log.textSince("run-0"));
        QVERIFY(!log.textSince("run-1")); // two of them are more than may be kept
        QCOMPARE(log.textSince("run-2")->count("event: "), 1);
        log.publish("x", {{u"text"_s, QString(large + large + large)}});
        QCOMPARE(log.textSince("run-3")->count("event: "), 1); // the newest always is
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_EventLog)
#include "tst_eventlog.moc"
