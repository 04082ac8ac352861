// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/compat.h"
#include "core/manager/healthmonitor.h"
#include "core/manager/healthwebhook.h"
#include "tests/core/manager/managerfixture.h"

#include <QJsonDocument>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Answers each request with the status it is told, or never.
class Answering : public QTcpServer
{
public:
    explicit Answering(QByteArray answer)
        : status(std::move(answer))
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            auto *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
                auto &request = requests[socket];
                request += socket->readAll();
                if (request.contains("\r\n\r\n") && !status.isEmpty()
                    && (!request.startsWith("POST") || request.endsWith("}"))) {
                    socket->write(
                        "HTTP/1.1 " + this->status
                        + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                    socket->disconnectFromHost();
                }
            });
        });
    }
    QUrl url() const { return QUrl(u"http://127.0.0.1:%1/secret"_s.arg(serverPort())); }

    QByteArray status;
    QHash<QTcpSocket *, QByteArray> requests;
};

struct MonitorFixture : ManagerFixture
{
    MonitorFixture()
        : history({}, {cache, clock, pool})
        , monitor(
              {cache, history, clock, disk, pool,
               [this] {
                   QPromise<OriginStanding> promise;
                   promise.start();
                   promise.addResult(standing);
                   promise.finish();
                   return promise.future();
               }},
              {.requestTimeout = 500ms})
    {
        monitor.setServers(proxy.url(), api.url());
    }
    ~MonitorFixture() { monitor.stop(); }

    HealthCheck named(const QString &name) const
    {
        const auto verdict = monitor.verdict();
        return *std::ranges::find(verdict.checks, name, &HealthCheck::name);
    }
    bool isWell(const QString &name) const
    {
        return named(name).severity == HealthCheck::Severity::Ok;
    }
    void check() { QCoro::waitFor(monitor.check()); }

    Answering proxy{"200 OK"};
    Answering api{"401 Unauthorized"};
    OriginStanding standing;
    HistoryRecorder history;
    HealthMonitor monitor;
};

class tst_HealthMonitor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aChangeIsToldOnce()
    {
        MonitorFixture fixture;
        QSignalSpy changes(&fixture.monitor, &HealthMonitor::changed);
        fixture.monitor.start();
        fixture.check();
        QCOMPARE(fixture.monitor.verdict().status, u"healthy");
        QCOMPARE(changes.size(), 0);

        fixture.disk.isReadOnly = true;
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"Nothing can be written"_s));
        fixture.check();
        fixture.check();
        QCOMPARE(changes.size(), 1);
        QCOMPARE(changes[0][0].value<HealthVerdict>().status, u"critical");
        QCOMPARE(changes[0][1].toString(), u"healthy");

        fixture.disk.isReadOnly = false;
        fixture.check();
        QCOMPARE(changes.size(), 2);
        QCOMPARE(changes[1][0].value<HealthVerdict>().status, u"healthy");
        QCOMPARE(changes[1][1].toString(), u"critical");
    }

    void serversAreAskedForReal()
    {
        MonitorFixture fixture;
        fixture.monitor.start();
        fixture.clock.advance(61s);
        fixture.check();
        QCOMPARE(fixture.proxy.requests.size(), 1);
        QVERIFY(fixture.isWell(u"proxy"_s));
        QVERIFY(fixture.isWell(u"api"_s)); // a refusal is an answer

        fixture.check(); // not due
        QCOMPARE(fixture.proxy.requests.size(), 1);
        fixture.proxy.status.clear(); // accepts, and is silent
        fixture.api.close();
        fixture.clock.advance(61s);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"proxy does not answer"_s));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"API does not answer"_s));
        fixture.check();
        QCOMPARE(fixture.named(u"proxy"_s).severity, HealthCheck::Severity::Critical);
        QCOMPARE(fixture.named(u"api"_s).severity, HealthCheck::Severity::Critical);
        fixture.monitor.setServers({}, {});
        QVERIFY(fixture.named(u"proxy"_s).issue.contains(u"not running"));
    }

    void originsAndDownloadsAreWatched()
    {
        MonitorFixture fixture;
        fixture.monitor.start();
        fixture.standing.downHosts = {u"a.example:443"_s, u"b.example:443"_s};
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"a.example:443, b.example"_s));
        fixture.check();
        QCOMPARE(fixture.named(u"origins"_s).severity, HealthCheck::Severity::Warning);

        fixture.history.start();
        fixture.counters.failedDownloads += 3;
        fixture.counters.downloads += 27;
        fixture.history.record();
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"3 of 30 downloads failed"_s));
        fixture.check();
        QVERIFY(!fixture.isWell(u"downloads"_s));
        fixture.clock.advance(2h);
        fixture.check();
        QVERIFY(fixture.isWell(u"downloads"_s));
    }

    void aFullCacheIsWellUntilAVideoFindsNoRoom()
    {
        MonitorFixture fixture;
        auto options = fixture.cache.options();
        options.limits = {100'000, 1, 0};
        fixture.cache.setOptions(options);
        fixture.monitor.start();
        const auto entry = fixture.add(1, "video").value();
        QVERIFY(fixture.isWell(u"limits"_s));
        const auto lease = fixture.cache.leases().open({entry.id}, 1h);
        const auto reserve = [&](qint64 bytes) {
            return QCoro::waitFor(fixture.cache.reserve(CacheFixture::idOf(2), bytes));
        };
        QVERIFY(!reserve(10));
        QVERIFY(fixture.cache.leases().end(lease.id));
        QVERIFY(fixture.named(u"limits"_s).issue.contains(u"CACHE_MAX_ENTRIES"));
        QCOMPARE(fixture.monitor.verdict().status, u"warning");
        fixture.clock.advance(61min);
        QVERIFY(fixture.isWell(u"limits"_s));

        options.limits = {100'000, 5, 0};
        fixture.cache.setOptions(options);
        const auto again = fixture.cache.leases().open({entry.id}, 1h);
        QVERIFY(!reserve(99'999));
        QVERIFY(fixture.named(u"limits"_s).issue.contains(u"CACHE_MAX_SIZE_GB"));
        QVERIFY(fixture.cache.leases().end(again.id));
        ClearRequest everything;
        everything.strategy = ClearRequest::Strategy::All;
        const auto cleared = QCoro::waitFor(fixture.cache.clear(everything));
        QCOMPARE(cleared.value().removedEntries, 1);
        QTRY_VERIFY(fixture.isWell(u"limits"_s)); // there is room now
    }

    void aClockThatIsSetIsSeen()
    {
        MonitorFixture fixture;
        fixture.monitor.start();
        fixture.clock.advance(10s);
        fixture.check();
        QVERIFY(fixture.isWell(u"clock"_s));
        fixture.clock.setWallClock(-3h);
        QTest::ignoreMessage(QtWarningMsg, "The clock was set by -10800 s");
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"3 hours behind where it was"_s));
        fixture.check();
        QVERIFY(!fixture.isWell(u"clock"_s));
        QTest::ignoreMessage(QtWarningMsg, "The clock was set by 10800 s");
        fixture.clock.setWallClock(3h);
        fixture.check();
        QVERIFY(fixture.isWell(u"clock"_s));

        QTest::ignoreMessage(QtWarningMsg, "The clock was set by 7000 s");
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"116 minutes ahead"_s));
        fixture.clock.setWallClock(7000s);
        fixture.check();
        QVERIFY(!fixture.isWell(u"clock"_s));
        // An origin knows better: somebody has put the clock right.
        fixture.standing.clockAhead = 2s;
        fixture.standing.clockHost = u"cdn.example"_s;
        fixture.check();
        QVERIFY(fixture.isWell(u"clock"_s));
        fixture.standing.clockAhead = -86400s;
        QTest::ignoreMessage(
            QtWarningMsg, QRegularExpression(u"24 hours behind that of cdn.example"_s));
        fixture.check();
        QVERIFY(!fixture.isWell(u"clock"_s));
    }

    void aClockBehindTheLastRunIsSeen()
    {
        MonitorFixture fixture;
        fixture.history.start();
        fixture.counters.hits += 1;
        fixture.history.record();
        fixture.clock.setWallClock(-48h);
        QTest::ignoreMessage(
            QtWarningMsg, QRegularExpression(u"behind where it was when r2cache last ran"_s));
        fixture.monitor.start();
        fixture.check();
        QVERIFY(!fixture.isWell(u"clock"_s));
        fixture.clock.advance(2h);
        fixture.check();
        QVERIFY(fixture.isWell(u"clock"_s)); // told for long enough
    }

    void theIndexIsCheckedADay()
    {
        MonitorFixture fixture;
        fixture.monitor.start();
        fixture.clock.advance(61s);
        fixture.check();
        QVERIFY(fixture.isWell(u"index"_s));
        // The cache has nothing more to write meanwhile: what it read of broken pages it would
        // keep.
        QTRY_VERIFY(!fixture.wait(fixture.index->counters()).value().isEmpty());
        // What a broken disk does: pages in the middle are other ones.
        for (int i = 0; i < 200; ++i) {
            auto record = fixture.recordOf(i, "bytes");
            record.version = 1;
            record.canonicalUrl += QString(300, u'a');
            CacheFixture::require(fixture.wait(fixture.index->putEntry(record)));
        }
        {
            auto connection = CacheFixture::take(
                SqlConnection::open(fixture.root + u"/index.sqlite", SqlConnection::Mode::Writer));
            CacheFixture::require(connection->execute(u"PRAGMA wal_checkpoint(TRUNCATE)"_s));
        }
        QFile file(fixture.root + u"/index.sqlite");
        QVERIFY(file.open(QIODevice::ReadWrite));
        const auto whole = file.readAll();
        for (qint64 page = 8; page * 4096 < file.size(); page += 2) {
            QVERIFY(file.seek(page * 4096));
            QCOMPARE(file.write(QByteArray(2000, 'x')), 2000);
        }
        QVERIFY(file.flush());
        fixture.check(); // not due
        QVERIFY(fixture.isWell(u"index"_s));
        fixture.clock.advance(24h);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"The index fails"_s));
        fixture.check();
        QCOMPARE(fixture.named(u"index"_s).severity, HealthCheck::Severity::Critical);
        QVERIFY(file.seek(0)); // the fixture means to end well
        QCOMPARE(file.write(whole), whole.size());
    }

    void theWebhookHearsOfIt()
    {
        Answering hook("204 No Content");
        HealthWebhook webhook({hook.url(), u"/cache"_s});
        HealthVerdict verdict;
        verdict.status = u"critical"_s;
        verdict.issues = {u"The disk is on fire."_s};
        verdict.recommendations = {u"Water."_s};
        webhook.post(verdict, u"healthy"_s, QDateTime::fromSecsSinceEpoch(0, utcZone));
        QTRY_COMPARE(webhook.running(), 0);
        QCOMPARE(hook.requests.size(), 1);
        const auto request = hook.requests.begin().value();
        QVERIFY(request.startsWith("POST /secret HTTP/1.1"));
        const auto json
            = QJsonDocument::fromJson(request.mid(request.indexOf("\r\n\r\n") + 4)).object();
        QCOMPARE(json.value(u"status").toString(), u"critical");
        QCOMPARE(json.value(u"previousStatus").toString(), u"healthy");
        QCOMPARE(json.value(u"timestamp").toString(), u"1970-01-01T00:00:00.000Z");
        QCOMPARE(json.value(u"issues").toArray().size(), 1);
        QVERIFY(json.value(u"text").toString().contains(u"on fire"));
    }

    void aWebhookThatFailsIsTriedAgainAndNeverNamed()
    {
        Answering hook("500 Internal Server Error");
        HealthWebhook webhook({.url = hook.url(), .cacheDirectory = {}, .firstPause = 1ms});
        HealthVerdict verdict;
        verdict.status = u"warning"_s;
        QTest::ignoreMessage(
            QtWarningMsg,
            QRegularExpression(u"^CACHE_ALERT_WEBHOOK does not take .*: status 500$"_s));
        webhook.post(verdict, u"healthy"_s, QDateTime::currentDateTimeUtc());
        QTRY_COMPARE(webhook.running(), 0);
        QCOMPARE(hook.requests.size(), 3);
        hook.close();
        QTest::ignoreMessage(
            QtWarningMsg,
            QRegularExpression(u"^CACHE_ALERT_WEBHOOK does not take .*: no answer .error 1.$"_s));
        webhook.post(verdict, u"healthy"_s, QDateTime::currentDateTimeUtc());
        QTRY_COMPARE(webhook.running(), 0);
    }

    void stoppedItGivesUp()
    {
        Answering hook(""); // never answers
        HealthWebhook webhook({hook.url(), {}});
        HealthVerdict verdict;
        verdict.status = u"warning"_s;
        webhook.post(verdict, u"healthy"_s, QDateTime::currentDateTimeUtc());
        QTRY_COMPARE(hook.requests.size(), 1);
        webhook.stop();
        QTRY_COMPARE(webhook.running(), 0);
        webhook.post(verdict, u"healthy"_s, QDateTime::currentDateTimeUtc());
        QCOMPARE(webhook.running(), 0);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_HealthMonitor)
#include "tst_healthmonitor.moc"
