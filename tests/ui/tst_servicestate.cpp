// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/servicefixture.h"
#include "ui/servicestate.h"

#include <QSignalSpy>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Connection = ServiceState::Connection;

ServiceState::Options quick()
{
    return {50ms, 200ms, {20ms, 100ms, 10s}};
}

ServiceAddress addressOf(const ServiceFixture &service)
{
    return {
        QUrl(u"http://localhost:%1"_s.arg(service.apiPort())),
        QUrl(u"http://localhost:%1"_s.arg(service.proxyPort())), service.token()};
}

class tst_ServiceState : public QObject
{
    Q_OBJECT

    OriginThread m_origin;

private Q_SLOTS:
    void initTestCase()
    {
        m_origin.addVideo(u"a.mp4"_s, 50'000);
        m_origin.addVideo(u"slow.mp4"_s, 400'000);
    }

    void itKnowsWhatTheServiceDoes()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        ServiceState state([&] { return addressOf(service); }, quick());
        QCOMPARE(state.connection(), Connection::Starting);
        QSignalSpy resynced(&state, &ServiceState::resynced);
        QSignalSpy entries(&state, &ServiceState::entriesChanged);
        QSignalSpy jobs(&state, &ServiceState::jobChanged);
        state.start();
        QTRY_COMPARE(state.connection(), Connection::Connected);
        QCOMPARE(resynced.size(), 1);
        QTRY_VERIFY(state.status());
        QCOMPARE(state.status()->cache.entryCount, 0);
        QVERIFY(!state.health().status.isEmpty());

        const auto id = service.cache(m_origin.url(u"a.mp4"_s)).value(u"id").toString();
        QTRY_VERIFY(std::ranges::any_of(entries, [&](const QList<QVariant> &ids) {
            return ids.at(0).toStringList().contains(id);
        }));
        QVERIFY(!jobs.isEmpty());
        QTRY_COMPARE(state.status()->cache.entryCount, 1);

        const auto lease = service.process(m_origin.url(u"a.mp4"_s)).value(u"leaseId").toString();
        QTRY_COMPARE(state.leases().size(), 1);
        QCOMPARE(state.heldEntries(), 1);
        service.remove("lease/" + lease.toLatin1());
        QTRY_COMPARE(state.leases().size(), 0);
        QVERIFY(service.stop());
    }

    void downloadsAreFollowedToTheirEnd()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        ServiceState state([&] { return addressOf(service); }, quick());
        QSignalSpy failed(&state, &ServiceState::downloadFailed);
        state.start();
        QTRY_VERIFY(state.isConnected());
        service.post(
            "pre-cache",
            {{u"urls"_s,
              QJsonArray{m_origin.url(u"fault/rate=30000/slow.mp4"_s), m_origin.url(u"no.mp4"_s)}},
             {u"wait"_s, false}});
        QTRY_COMPARE(state.runningDownloads(), 1);
        QTRY_COMPARE(failed.size(), 1);
        QTRY_COMPARE(state.failedDownloads().size(), 1);
        QCOMPARE(state.failedDownloads().constFirst().errorCode, u"origin_not_found");
        QTRY_VERIFY(state.downloads().constFirst().receivedBytes > 0);
        QTRY_VERIFY(state.downloadSpeed() > 0);
        const auto id = state.downloads().constFirst().id;
        onAnswer(&state, state.client().actOnDownload(id, u"cancel"_s), [](const auto &) {});
        QTRY_COMPARE(state.downloads().size(), 0);
        QCOMPARE(state.downloadSpeed(), 0);
        QVERIFY(service.stop());
    }

    void changesAreToldInBunches()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        auto options = quick();
        options.betweenSignals = 250ms;
        options.betweenPolls = 10ms;
        ServiceState state([&] { return addressOf(service); }, options);
        QSignalSpy changes(&state, &ServiceState::statusChanged);
        state.start();
        QTRY_VERIFY(state.isConnected());
        QElapsedTimer time;
        time.start();
        QTRY_VERIFY(changes.size() >= 4);
        QVERIFY2(time.elapsed() >= 3 * 250 - 50, qPrintable(QString::number(time.elapsed())));
        QVERIFY(service.stop());
    }

    void itNoticesThatTheServiceGoesAndComesBackElsewhere()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        service.cache(m_origin.url(u"a.mp4"_s));
        ServiceState state([&] { return addressOf(service); }, quick());
        QSignalSpy resynced(&state, &ServiceState::resynced);
        state.start();
        QTRY_VERIFY(state.status());
        QVERIFY(service.stop());
        QTRY_COMPARE(state.connection(), Connection::Gone);
        QCOMPARE(state.problem().code, ErrorCode::ServiceUnreachable);
        QCOMPARE(state.status()->cache.entryCount, 1); // what was known stays readable
        service.useOtherPorts();
        service.mustStart();
        QTRY_COMPARE(state.connection(), Connection::Connected);
        QTRY_VERIFY(resynced.size() >= 2);
        QCOMPARE(state.address().apiUrl.port(), service.apiPort());
        QVERIFY(service.stop());
    }

    void aWrongTokenIsRefusedAndARightOneHelps()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        auto address = addressOf(service);
        address.token = "wrong";
        ServiceState state([&] { return address; }, quick());
        state.start();
        QTRY_COMPARE(state.connection(), Connection::Refused);
        QCOMPARE(state.problem().code, ErrorCode::Unauthorized);
        address.token = service.token();
        QTRY_COMPARE(state.connection(), Connection::Connected);
        QVERIFY(service.stop());
    }

    void aServiceThatIsNotUpYetIsNoProblem()
    {
        ServiceFixture service(m_origin);
        bool isUp = false;
        ServiceState state(
            [&]() -> Result<ServiceAddress> {
                if (isUp)
                    return addressOf(service);
                return failure(ErrorCode::NotFound, u"No service runs."_s);
            },
            quick());
        QSignalSpy changes(&state, &ServiceState::connectionChanged);
        state.start();
        QTRY_COMPARE(state.problem().code, ErrorCode::NotFound);
        QCOMPARE(state.connection(), Connection::Starting);
        QCOMPARE(changes.size(), 0);
        service.mustStart();
        isUp = true;
        QTRY_COMPARE(state.connection(), Connection::Connected);
        QVERIFY(service.stop());
    }

    void whatCannotStartFails()
    {
        ServiceState state(
            []() -> Result<ServiceAddress> {
                return failure(ErrorCode::NotFound, u"No service runs."_s);
            },
            quick());
        state.start();
        const Error why{ErrorCode::PortTaken, u"Port 3000 is taken."_s, {}};
        state.fail(why);
        QCOMPARE(state.connection(), Connection::Failed);
        QCOMPARE(state.problem(), why);
        state.retryNow();
        QCOMPARE(state.connection(), Connection::Failed);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_ServiceState)
#include "tst_servicestate.moc"
