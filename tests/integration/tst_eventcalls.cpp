// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/servicefixture.h"

#include <QJsonDocument>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

struct Event
{
    QByteArray type;
    QByteArray id;
    QJsonObject data;
};

/// Listens to the events of a service, blocking.
class Listener
{
public:
    explicit Listener(
        const ServiceFixture &service, const QByteArray &fields = {}, const QByteArray &query = {})
        : m_client(service.apiPort())
    {
        m_client.send(service.apiRequest("GET", "/api/cache/events" + query, {}, fields));
        head = m_client.readHead();
    }

    /// The next event that fits; an empty one at the end.
    Event next(const std::function<bool(const Event &)> &fits)
    {
        for (;;) {
            const auto end = m_text.indexOf("\n\n");
            if (end < 0) {
                const auto more = m_client.receive(65536);
                if (more.isEmpty())
                    return {};
                m_text += more;
                continue;
            }
            Event event;
            for (const auto &line : m_text.left(end).split('\n')) {
                if (line.startsWith("event: "))
                    event.type = line.mid(7);
                else if (line.startsWith("id: "))
                    event.id = line.mid(4);
                else if (line.startsWith("data: "))
                    event.data = QJsonDocument::fromJson(line.mid(6)).object();
            }
            m_text.remove(0, end + 2);
            if (!event.type.isEmpty() && fits(event))
                return event;
        }
    }
    Event next(const QByteArray &type)
    {
        return next([&](const Event &event) { return event.type == type; });
    }
    void close() { m_client.close(); }

    RawClient::Answer head;

private:
    RawClient m_client;
    QByteArray m_text;
};

class tst_EventCalls : public QObject
{
    Q_OBJECT

    OriginThread m_origin;

private Q_SLOTS:
    void initTestCase()
    {
        m_origin.addVideo(u"a.mp4"_s, 50'000);
        m_origin.addVideo(u"b.mp4"_s, 50'000);
    }

    void whatHappensIsToldAndWhoComesBackMissesNothing()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Listener listener(service);
        QCOMPARE(listener.head.status, 200);
        QVERIFY(listener.head.field("Content-Type").startsWith("text/event-stream"));
        QCOMPARE(listener.head.field("Cache-Control"), "no-store");
        const auto hello = listener.next("hello");
        QVERIFY(!hello.id.isEmpty());

        const auto id = service.cache(m_origin.url(u"a.mp4"_s)).value(u"id").toString();
        const auto done = listener.next([](const Event &event) {
            return event.type == "download" && event.data.value(u"status") == u"done"_s;
        });
        QCOMPARE(done.data.value(u"id").toString(), id);
        const auto job = listener.next([](const Event &event) {
            return event.type == "job" && event.data.value(u"status") == u"done"_s;
        });
        QCOMPARE(job.data.value(u"summary").toObject().value(u"done").toInteger(), 1);
        const auto entries = listener.next("entries");
        QCOMPARE(entries.data.value(u"ids").toArray(), QJsonArray{id});
        QCOMPARE(entries.data.value(u"many").toBool(true), false);
        QVERIFY(
            entries.data.value(u"revision").toInteger() > done.data.value(u"revision").toInteger());

        // From the very start, and from somewhere in between.
        Listener again(service, "Last-Event-ID: " + hello.id + "\r\n");
        QCOMPARE(again.next("entries").id, entries.id);
        Listener between(service, {}, "?lastEventId=" + entries.id);
        QCOMPARE(service.remove("entry/" + id.toLatin1()).status, 200);
        QCOMPARE(between.next("entries").data.value(u"ids").toArray(), QJsonArray{id});
        QVERIFY(listener.next("entries").id != entries.id);

        Listener stranger(service, "Last-Event-ID: of another run-7\r\n");
        QVERIFY(!stranger.next("resync").id.isEmpty());
        QVERIFY(service.stop());
        QCOMPARE(listener.next("shutdown").type, "shutdown");
    }

    void aPinIsAChangeOfItsEntry()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        const auto id = service.cache(m_origin.url(u"a.mp4"_s)).value(u"id").toString();
        Listener listener(service);
        listener.next("hello");
        QCOMPARE(service.post("entry/" + id.toLatin1() + "/pin", QJsonObject()).status, 200);
        QVERIFY(listener.next("entries").data.value(u"ids").toArray().contains(id));
        QVERIFY(service.stop());
    }

    void leasesAreTold()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Listener listener(service);
        listener.next("hello");
        const auto id = service.process(m_origin.url(u"a.mp4"_s)).value(u"leaseId").toString();
        const auto opened = listener.next("lease");
        QVERIFY(!opened.id.isEmpty()); // told again to who comes back
        QCOMPARE(opened.data.value(u"id").toString(), id);
        QCOMPARE(opened.data.value(u"status").toString(), u"opened");
        QCOMPARE(opened.data.value(u"count").toInteger(), 1);
        QVERIFY(opened.data.value(u"expiresAt").isString());
        service.post("lease/" + id.toLatin1() + "/renew", QJsonObject());
        const auto renewed = listener.next("lease");
        QCOMPARE(renewed.data.value(u"status").toString(), u"renewed");
        QCOMPARE(renewed.data.value(u"count").toInteger(), 1);
        QCOMPARE(service.remove("lease/" + id.toLatin1()).status, 200);
        const auto ended = listener.next("lease");
        QCOMPARE(ended.data.value(u"id").toString(), id);
        QCOMPARE(ended.data.value(u"status").toString(), u"ended");
        QVERIFY(ended.data.value(u"expiresAt").isNull());
        QCOMPARE(ended.data.value(u"count").toInteger(), 0);
        QVERIFY(service.stop());
    }

    void aFailureIsToldWithItsError()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Listener listener(service);
        service.post("pre-cache", {{u"urls"_s, QJsonArray{m_origin.url(u"nothere.mp4"_s)}}});
        const auto failed = listener.next([](const Event &event) {
            return event.type == "download" && event.data.value(u"status") == u"failed"_s;
        });
        QCOMPARE(failed.data.value(u"code").toString(), u"origin_not_found");
        QVERIFY(service.stop());
    }

    void noMoreThanSoManyListen()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        std::vector<std::unique_ptr<Listener>> listeners;
        for (int i = 0; i < 32; ++i) {
            listeners.push_back(std::make_unique<Listener>(service));
            QCOMPARE(listeners.back()->head.status, 200);
        }
        const auto refused = service.get("events");
        QCOMPARE(refused.status, 503);
        QCOMPARE(refused.code(), u"unavailable");
        listeners.front()->close();
        QTRY_COMPARE(Listener(service).head.status, 200);
        QVERIFY(service.stop());
    }

    void withoutATokenNobodyListens()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        RawClient client(service.apiPort());
        QCOMPARE(
            client.ask("GET /api/cache/events HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 401);
        QVERIFY(service.stop());
    }

    void healthChangesAreTold()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Listener listener(service);
        listener.next("hello");
        QCOMPARE(
            service.api("PATCH", "/api/cache/settings", R"({"CACHE_ENABLED":false})").status, 200);
        QCOMPARE(listener.next("settings").type, "settings");
        const auto told = listener.next("health"); // at the next check
        QCOMPARE(told.data.value(u"status").toString(), u"warning");
        QCOMPARE(told.data.value(u"previousStatus").toString(), u"healthy");
        const auto health = service.get("health").data();
        QCOMPARE(health.value(u"status").toString(), u"warning");
        QCOMPARE(health.value(u"checks").toArray().size(), 10);
        QVERIFY(service.stop());
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_EventCalls)
#include "tst_eventcalls.moc"
