// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/serviceclient.h"
#include "core/protocol/jsontext.h"
#include "core/protocol/rawmember.h"
#include "tests/integration/servicefixture.h"

#include <QCoreApplication>
#include <QCoroFuture>
#include <QTcpServer>
#include <QTcpSocket>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

ServiceAddress addressOf(const ServiceFixture &service)
{
    return {
        QUrl(u"http://localhost:%1"_s.arg(service.apiPort())),
        QUrl(u"http://localhost:%1"_s.arg(service.proxyPort())), service.token()};
}

/// The answer, while this thread's event loop runs.
template<typename T>
Result<T> wait(const QFuture<Result<T>> &answer)
{
    const bool came = QTest::qWaitFor([&] { return answer.isFinished(); }, 30'000);
    if (!came || answer.resultCount() == 0)
        return failure(ErrorCode::Internal, u"no answer came"_s);
    return answer.result();
}

class tst_ServiceClient : public QObject
{
    Q_OBJECT

    OriginThread m_origin;

private Q_SLOTS:
    void initTestCase()
    {
        m_origin.addVideo(u"a.mp4"_s, 50'000);
        m_origin.addVideo(u"b+c.mp4"_s, 60'000);
        m_origin.addVideo(u"d.mp4"_s, 70'000);
    }

    void everyQuestionOfTheDashboardIsAnswered()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        ServiceClient client;
        client.setAddress(addressOf(service));
        const auto id = service.cache(m_origin.url(u"a.mp4"_s)).value(u"id").toString();
        const auto other = service.cache(m_origin.url(u"b+c.mp4"_s)).value(u"id").toString();

        const auto status = wait(client.status());
        QVERIFY(status);
        QCOMPARE(status->cache.entryCount, 2);
        QCOMPARE(status->cache.currentSizeBytes, 110'000);
        QCOMPARE(status->cache.maxEntries, 1000);
        QCOMPARE(status->proxyPort, service.proxyPort());
        QVERIFY(!status->health.status.isEmpty());
        QCOMPARE(status->health.checks.size(), 10);
        QVERIFY(status->health.disk->total > 0);
        QVERIFY(wait(client.stats())->contains(u"summary"));
        QCOMPARE(wait(client.health())->checks, status->health.checks);
        QVERIFY(wait(client.history(u"minute"_s))->value(u"points").isArray());
        QVERIFY(wait(client.logs(u"info"_s, -1, 10))->value(u"lines").isArray());

        EntriesQuery query;
        query.limit = 1;
        query.sortBy = u"fileSizeBytes"_s;
        const auto first = wait(client.entries(query));
        QVERIFY(first);
        QCOMPARE(first->total, 2);
        QCOMPARE(first->entries.size(), 1);
        QCOMPARE(first->entries.constFirst().id, other);
        QCOMPARE(first->entries.constFirst().fileSizeBytes, 60'000);
        QVERIFY(first->entries.constFirst().createdAt.isValid());
        query.after = first->next;
        const auto second = wait(client.entries(query));
        QVERIFY(second);
        QCOMPARE(second->entries.constFirst().id, id);
        QVERIFY(second->next.isEmpty());
        EntriesQuery search;
        search.text = u"B+C"_s;
        QCOMPARE(wait(client.entries(search))->entries.constFirst().id, other);
        search.text = u"nothing & like = this % #"_s;
        QCOMPARE(wait(client.entries(search))->total, 0);

        QCOMPARE(wait(client.entry(id))->originalUrl, m_origin.url(u"a.mp4"_s));
        QVERIFY(wait(client.setPinned(id, true))->pinned);
        QVERIFY(!wait(client.setPinned(id, false))->pinned);
        const auto tagged
            = wait(client.batch(u"tag"_s, {id, other}, {{u"tags"_s, QJsonArray{u"x"_s}}}));
        QCOMPARE(tagged->done, 2);
        EntriesQuery withTag;
        withTag.tags = {u"x"_s};
        QCOMPARE(wait(client.entries(withTag))->total, 2);
        QCOMPARE(wait(client.batchOfAll(u"pin"_s, withTag))->done, 2);
        const auto missing = wait(client.batch(u"pin"_s, {QString(32, u'0')}));
        QCOMPARE(missing->failed.constFirst().code, u"not_found");

        QVERIFY(wait(client.verify({id}))->contains(u"verify"));
        QVERIFY(wait(client.verifyProgress())->contains(u"verify"));
        QVERIFY(!wait(client.optimize())->message.isEmpty());
        const auto fileName = QUrl(wait(client.entry(id))->localUrl).fileName();
        QVERIFY(wait(client.testProxy(fileName))->value(u"success").toBool());
        QVERIFY(
            wait(client.validateUrl(m_origin.url(u"a.mp4"_s), true))->value(u"reachable").toBool());
        QVERIFY(wait(client.removeEntry(id)));
        QCOMPARE(wait(client.removeEntry(id)).error().code, ErrorCode::NotFound);
        QVERIFY(wait(client.setPinned(other, false)));
        QCOMPARE(wait(client.clear({{u"strategy"_s, u"all"_s}}))->removedEntries, 1);
        QVERIFY(service.stop());
    }

    void aConfigComesBackByteForByte()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        ServiceClient client;
        client.setAddress(addressOf(service));
        const QByteArray before = "{ \"n\" : 1.50e400,  \"n\":12345678901234567890,\"u\":\"";
        const QByteArray after = "\",\"e\":\"\\u00e9\\/\" }";
        const QByteArray config = before + m_origin.url(u"d.mp4"_s).toUtf8() + after;

        const auto analysis = wait(client.analyzeConfig(config, {}, true));
        QVERIFY(analysis);
        const auto url = analysis->value(u"urls").toArray().at(0).toObject();
        QCOMPARE(url.value(u"sizeBytes").toInteger(), 70'000);

        const auto answer = wait(client.processConfig(config, {{u"leaseMs"_s, 60'000}}));
        QVERIFY(answer);
        QVERIFY(answer->updatedConfig.startsWith(QByteArray(before + "http://localhost:")));
        QVERIFY(answer->updatedConfig.endsWith(after));
        QVERIFY(answer->data.value(u"updatedConfig").isNull());
        const auto lease = answer->data.value(u"leaseId").toString();
        const auto jobId = answer->data.value(u"jobId").toString();
        QTRY_COMPARE(wait(client.job(jobId))->job.value(u"status").toString(), u"done");
        const auto job = wait(client.job(jobId));
        QCOMPARE(job->updatedConfig, answer->updatedConfig);
        QCOMPARE(job->job.value(u"urls").toArray().size(), 1);
        QVERIFY(job->job.value(u"result").toObject().value(u"hasR2Urls").toBool());
        QCOMPARE(wait(client.jobs())->size(), 1);

        const auto leases = wait(client.leases());
        QCOMPARE(leases->size(), 1);
        QCOMPARE(leases->constFirst().id, lease);
        QCOMPARE(leases->constFirst().entries.size(), 1);
        QCOMPARE(leases->constFirst().leaseMs, 60'000);
        QCOMPARE(wait(client.renewLease(lease))->id, lease);
        const auto held = leases->constFirst().entries.constFirst();
        QCOMPARE(wait(client.removeEntry(held)).error().code, ErrorCode::Leased);
        QVERIFY(wait(client.endLease(lease)));
        QCOMPARE(wait(client.endLease(lease)).error().code, ErrorCode::NotFound);
        QVERIFY(service.stop());
    }

    void downloadsAreSeenAndActedOn()
    {
        m_origin.addVideo(u"slow.mp4"_s, 400'000);
        ServiceFixture service(m_origin);
        service.mustStart();
        ServiceClient client;
        client.setAddress(addressOf(service));
        const auto begun = wait(client.preCache(
            {m_origin.url(u"fault/rate=20000/slow.mp4"_s), m_origin.url(u"none.mp4"_s)},
            {{u"priority"_s, u"high"_s}}));
        QVERIFY(begun);
        QTRY_VERIFY([&] {
            const auto list = wait(client.downloads());
            return list && list->downloads.size() == 1 && list->failed.size() == 1
                && list->downloads.constFirst().receivedBytes > 0;
        }());
        const auto list = wait(client.downloads());
        const auto running = list->downloads.constFirst();
        QVERIFY(running.isRunning());
        QCOMPARE(running.totalBytes, 400'000);
        QVERIFY(running.fraction() > 0 && running.fraction() < 1);
        QCOMPARE(list->failed.constFirst().errorCode, u"origin_not_found");
        QVERIFY(list->failed.constFirst().isFailed());
        QVERIFY(wait(client.actOnDownload(running.id, u"pause"_s)));
        QTRY_COMPARE(wait(client.downloads())->downloads.constFirst().status, u"paused");
        QCOMPARE(
            wait(client.actOnDownload(running.id, u"frobnicate"_s)).error().code,
            ErrorCode::NotFound);
        QVERIFY(wait(client.actOnDownload(running.id, u"cancel"_s)));
        const auto job = begun->value(u"jobId").toString();
        QTRY_COMPARE(wait(client.job(job))->job.value(u"status").toString(), u"done");
        QCOMPARE(wait(client.cancelJob(u"none"_s)).error().code, ErrorCode::NotFound);
        QVERIFY(service.stop());
    }

    void settingsReportsAndTheToken()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        ServiceClient client;
        client.setAddress(addressOf(service));
        QVERIFY(wait(client.settings())->contains(u"CACHE_MAX_ENTRIES"));
        const auto changed = wait(client.changeSettings({{u"CACHE_MAX_ENTRIES"_s, 12}}));
        QVERIFY(changed);
        QCOMPARE(
            changed->value(u"settings")
                .toObject()
                .value(u"CACHE_MAX_ENTRIES")
                .toObject()
                .value(u"value")
                .toInt(),
            12);
        const auto bad = wait(client.changeSettings({{u"CACHE_MAX_ENTRIES"_s, -1}}));
        QCOMPARE(bad.error().code, ErrorCode::InvalidSetting);
        QVERIFY(bad.error().message.contains(u"CACHE_MAX_ENTRIES"));
        QCOMPARE(
            wait(client.changeSettings({{u"CACHE_DIRECTORY"_s, u"/x"_s}})).error().code,
            ErrorCode::Forbidden);
        QCOMPARE(wait(client.renders(10, 0))->value(u"renders").toArray().size(), 0);
        QCOMPARE(wait(client.render(u"none"_s)).error().code, ErrorCode::NotFound);

        const auto old = addressOf(service);
        const auto token = wait(client.rotateToken());
        QVERIFY(token);
        QVERIFY(*token != old.token);
        QVERIFY(wait(client.status())); // it uses the new one
        client.setAddress(old);
        const auto refused = wait(client.status());
        QCOMPARE(refused.error().code, ErrorCode::Unauthorized);
        QVERIFY(!refused.error().message.isEmpty());
        QVERIFY(service.stop());
    }

    void aServiceThatIsGoneIsUnreachable()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        ServiceClient client;
        client.setAddress(addressOf(service));
        QVERIFY(wait(client.status()));
        QVERIFY(service.stop());
        const auto gone = wait(client.status());
        QCOMPARE(gone.error().code, ErrorCode::ServiceUnreachable);
        QVERIFY2(
            gone.error().message.contains(QString::number(service.apiPort())),
            qPrintable(gone.error().message));
        service.mustStart();
        QVERIFY(wait(client.status()));
        QVERIFY(service.stop());
    }

    void whatIsNotR2cacheIsToldApart_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("a page") << "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n"
                                   "Content-Length: 2\r\n\r\nhi"_ba;
        QTest::newRow("other JSON") << "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                       "Content-Length: 2\r\n\r\n{}"_ba;
        QTest::newRow("a redirect") << "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\n"
                                       "Content-Length: 0\r\n\r\n"_ba;
        QTest::newRow("cut short") << "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                      "Content-Length: 200\r\n\r\n{"_ba;
        QTest::newRow("no HTTP") << "220 mail ready\r\n"_ba;
    }
    void whatIsNotR2cacheIsToldApart()
    {
        QFETCH(const QByteArray, answer);
        QTcpServer stranger;
        QVERIFY(stranger.listen(QHostAddress::LocalHost));
        connect(&stranger, &QTcpServer::newConnection, &stranger, [&] {
            auto *socket = stranger.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket, answer] {
                socket->write(answer);
                socket->disconnectFromHost();
            });
        });
        ServiceClient client;
        client.setAddress({QUrl(u"http://127.0.0.1:%1"_s.arg(stranger.serverPort())), {}, "token"});
        const auto status = wait(client.status());
        QVERIFY(!status);
        QCOMPARE(status.error().code, ErrorCode::ServiceUnreachable);
    }

    void aServiceThatIsSilentTimesOut()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        ApiTransport transport;
        transport.setAddress(
            {QUrl(u"http://127.0.0.1:%1"_s.arg(silent.serverPort())), {}, "token"});
        std::optional<Result<QByteArray>> answer;
        ApiRequest request{"GET", u"status"_s};
        request.patience = 100ms;
        transport.send(request, [&](Result<QByteArray> what) { answer = std::move(what); });
        QTRY_VERIFY(answer);
        QCOMPARE(answer->error().code, ErrorCode::Timeout);
    }

    void whoGoesIsNotToldAndWhatGoesCancels()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        auto client = std::make_unique<ServiceClient>();
        client->setAddress({QUrl(u"http://127.0.0.1:%1"_s.arg(silent.serverPort())), {}, "token"});
        bool wasTold = false;
        auto widget = std::make_unique<QObject>();
        const auto answer = client->status();
        onAnswer(widget.get(), answer, [&](const Result<ServiceStatus> &) { wasTold = true; });
        widget.reset();
        client.reset();
        QVERIFY(answer.isFinished());
        QCOMPARE(answer.result().error().code, ErrorCode::Cancelled);
        QCoreApplication::processEvents();
        QVERIFY(!wasTold);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_ServiceClient)
#include "tst_serviceclient.moc"
