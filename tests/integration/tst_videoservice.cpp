// SPDX-License-Identifier: GPL-3.0-or-later
// Renders through a real service: shell scripts stand in for the renderer.
#include "core/base/calltask.h"
#include "core/render/leasekeeper.h"
#include "core/render/videoservice.h"
#include "tests/integration/servicefixture.h"

#include <QFile>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <csignal>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A script that keeps the props it is given, says so, and goes on when the file "go" is there.
const QString waitingScript
    = u"cp \"$1\" seen.json && echo 'Rendered 1/2' && until [ -e go ]; do sleep 0.02; done"_s;

/// One VideoService with its client, rendering in a folder of its own.
class Renderer
{
public:
    /// @param service  null: none is found.
    Renderer(ServiceFixture *service, const OriginThread &origin)
    {
        VideoService::FindService find = [service](ServiceClient &client) -> QCoro::Task<Result<>> {
            return found(client, service);
        };
        const R2UrlRules rules(R2UrlRules::Options{{origin.address()}, QByteArray(32, 'k')});
        videos = std::make_unique<VideoService>(VideoService::Parts{
            m_client,
            std::move(find),
            m_clock,
            rules,
            {QStringLiteral(SUPERVISED), u"run"_s},
            50ms});
    }

    /// @param script  of sh; its $1 is the path of the props.
    void start(const QByteArray &config, const QString &script, int retries = 0)
    {
        VideoRequest request;
        request.type = u"Main"_s;
        request.config = config;
        request.command = {u"sh"_s, u"-c"_s, script, u"sh"_s, u"{props}"_s};
        request.retries = retries;
        request.userId = u"7"_s;
        request.workingDirectory = folder.path();
        const VideoService::OnProgress onProgress = [this](const RenderProgress &progress) {
            phases.insert(phaseWord(progress.phase));
        };
        m_result = asFuture(videos->generateVideo(request, onProgress));
    }

    Result<VideoResult> result()
    {
        if (!QTest::qWaitFor([this] { return m_result.isFinished(); }, 30'000))
            return failure(ErrorCode::Timeout, u"the render does not end"_s);
        return m_result.result();
    }

    void letGo() const { write(u"go"_s, {}); }
    [[nodiscard]] bool isAtWork() const { return QFile::exists(folder.filePath(u"seen.json"_s)); }
    [[nodiscard]] QByteArray read(const QString &name) const
    {
        QFile file(folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write");
    }

    QTemporaryDir folder;
    std::unique_ptr<VideoService> videos;
    QSet<QString> phases;

private:
    static QCoro::Task<Result<>> found(ServiceClient &client, ServiceFixture *service)
    {
        if (service == nullptr)
            co_return failure(ErrorCode::ServiceUnreachable, u"No r2cache runs."_s);
        client.setAddress(
            {QUrl(u"http://localhost:%1"_s.arg(service->apiPort())),
             QUrl(u"http://localhost:%1"_s.arg(service->proxyPort())), service->token()});
        co_return Result<>{};
    }

    SystemClock m_clock;
    ServiceClient m_client;
    QFuture<Result<VideoResult>> m_result;
};

class tst_VideoService : public QObject
{
    Q_OBJECT

    OriginThread m_origin;

    QByteArray configOf(const QStringList &names) const
    {
        QByteArray clips;
        for (const auto &name : names)
            clips += (clips.isEmpty() ? "\"" : ", \"") + m_origin.url(name).toLatin1() + '"';
        return "{ \"n\": 9007199254740993, \"e\": \"caf\\u00e9 \\/\", \"clips\": [" + clips
            + "]}\n";
    }

    static QJsonObject newestReport(ServiceFixture &service)
    {
        const auto id = service.get("renders").data()[u"renders"_s][0][u"id"_s].toString();
        return service.get("renders/" + id.toLatin1()).data()[u"render"_s].toObject();
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_origin.addVideo(u"a.mp4"_s, 50'000);
        m_origin.addVideo(u"b.mp4"_s, 60'000);
    }

    void theRendererGetsLocalUrlsUnderALeaseAndItIsReported()
    {
        // Not here by the first look at how far it is: then nothing could be told of its time.
        const QString late = u"fault/ttfb=1000/b.mp4#t=3,8"_s;
        ServiceFixture service(m_origin);
        service.mustStart();
        Renderer renderer(&service, m_origin);
        const auto config = configOf({u"a.mp4"_s, late});
        renderer.start(config, waitingScript);
        QTRY_VERIFY(renderer.isAtWork());
        QTRY_VERIFY(renderer.phases.contains(u"rendering"_s));
        QCOMPARE(service.leases(), 1);

        // Byte for byte but for the URLs.
        auto props = renderer.read(u"seen.json"_s);
        const auto clips = QJsonDocument::fromJson(props)[u"clips"_s].toArray();
        QCOMPARE(clips.size(), 2);
        auto restored = props;
        for (const int i : {0, 1}) {
            const auto local = clips[i].toString();
            QVERIFY2(
                local.startsWith(u"http://localhost:%1/video/"_s.arg(service.proxyPort())),
                qPrintable(local));
            QCOMPARE(local.endsWith(u"#t=3,8"), i == 1);
            QCOMPARE(service.read(local).status, 200);
            restored.replace(local.toLatin1(), m_origin.url(i == 0 ? u"a.mp4"_s : late).toLatin1());
        }
        QCOMPARE(restored, config);

        renderer.letGo();
        const auto result = renderer.result();
        QVERIFY2(result, qPrintable(result ? QString() : result.error().message));
        QVERIFY(result->success);
        QVERIFY2(result->notice.isEmpty(), qPrintable(result->notice));
        QCOMPARE(renderer.phases, (QSet<QString>{u"caching"_s, u"rendering"_s, u"completed"_s}));
        QCOMPARE(service.leases(), 0);
        const auto report = newestReport(service);
        QCOMPARE(report[u"composition"_s].toString(), u"Main"_s);
        QCOMPARE(report[u"cachedUrls"_s].toArray().size(), 2);
        QCOMPARE(report[u"bytesFromOrigin"_s].toInteger(), 110'000);
        QCOMPARE(report[u"hits"_s].toInteger(), 2);
        QVERIFY(report[u"slowestAsset"_s].isObject());
        const auto entries = service.get("entries?tags=user:7").data()[u"entries"_s].toArray();
        QCOMPARE(entries.size(), 2);

        // Once more: nothing comes from the origin.
        Renderer again(&service, m_origin);
        again.start(config, u"exit 0"_s);
        QVERIFY(again.result()->success);
        QCOMPARE(newestReport(service)[u"bytesFromOrigin"_s].toInteger(), 0);
        QVERIFY(newestReport(service)[u"slowestAsset"_s].isNull());
    }

    void whatCannotBeCachedStaysAsItWas()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Renderer renderer(&service, m_origin);
        renderer.start(configOf({u"a.mp4"_s, u"missing.mp4"_s}), u"cp \"$1\" seen.json"_s);
        const auto result = renderer.result();
        QVERIFY(result);
        QVERIFY(result->success);
        const auto clips = QJsonDocument::fromJson(renderer.read(u"seen.json"_s))[u"clips"_s];
        QVERIFY(clips[0].toString().startsWith(u"http://localhost:"));
        QCOMPARE(clips[1].toString(), m_origin.url(u"missing.mp4"_s));
        const auto fallbacks = newestReport(service)[u"fallbacks"_s].toArray();
        QCOMPARE(fallbacks.size(), 1);
        QCOMPARE(fallbacks[0][u"url"_s].toString(), m_origin.url(u"missing.mp4"_s));
        QVERIFY(!fallbacks[0][u"error"_s].toString().isEmpty());
    }

    void withoutAServiceItRendersAllTheSame()
    {
        Renderer renderer(nullptr, m_origin);
        const auto config = configOf({u"a.mp4"_s});
        renderer.start(config, u"cp \"$1\" seen.json; exit 3"_s);
        const auto result = renderer.result();
        QVERIFY(result);
        QCOMPARE(result->exitCode, 3);
        QVERIFY(!result->success);
        QVERIFY2(result->notice.contains(u"No r2cache runs"), qPrintable(result->notice));
        QCOMPARE(renderer.read(u"seen.json"_s), config);
        QCOMPARE(result->report[u"fallbacks"_s].toArray().size(), 1);
    }

    void thatTheCacheIsMissingIsSaidBeforeTheCommandStarts()
    {
        Renderer renderer(nullptr, m_origin);
        QStringList heard;
        connect(renderer.videos.get(), &VideoService::fellBack, this, [&](const QString &notice) {
            heard.append(renderer.isAtWork() ? u"too late"_s : notice);
        });
        renderer.start(configOf({u"a.mp4"_s}), u"cp \"$1\" seen.json"_s);
        QVERIFY(renderer.result());
        QCOMPARE(heard.size(), 1);
        QVERIFY2(heard.constFirst().contains(u"No r2cache runs"), qPrintable(heard.constFirst()));
    }

    void aServiceThatGoesAwayDisturbsNoRender()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Renderer renderer(&service, m_origin);
        renderer.start(configOf({u"a.mp4"_s}), waitingScript);
        QTRY_VERIFY(renderer.isAtWork());
        QVERIFY(service.stop());
        renderer.letGo();
        const auto result = renderer.result();
        QVERIFY(result);
        QVERIFY(result->success);
        QVERIFY2(result->notice.contains(u"report"), qPrintable(result->notice));
    }

    void aFailedRunIsTriedAgain_data()
    {
        QTest::addColumn<int>("failures");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QByteArray>("runs");
        QTest::newRow("well at once") << 0 << 0 << QByteArray("1\n");
        QTest::newRow("well at last") << 2 << 0 << QByteArray("1\n1\n1\n");
        QTest::newRow("never well") << 9 << 4 << QByteArray("1\n1\n1\n");
    }
    void aFailedRunIsTriedAgain()
    {
        QFETCH(const int, failures);
        QFETCH(const int, exitCode);
        QFETCH(const QByteArray, runs);
        ServiceFixture service(m_origin);
        service.mustStart();
        Renderer renderer(&service, m_origin);
        renderer.start(
            configOf({u"a.mp4"_s}),
            u"echo 1 >> runs; [ $(wc -l < runs) -gt %1 ] || exit 4"_s.arg(failures), 2);
        const QSignalSpy again(renderer.videos.get(), &VideoService::triesAgain);
        const auto result = renderer.result();
        QVERIFY(result);
        QCOMPARE(result->exitCode, exitCode);
        QCOMPARE(again.size(), std::min(failures, 2));
        for (qsizetype i = 0; i < again.size(); ++i)
            QCOMPARE(again.at(i), (QVariantList{static_cast<int>(i) + 1, 3, 4}));
        QCOMPARE(result->attempts, std::min(failures, 2) + 1);
        QCOMPARE(renderer.read(u"runs"_s), runs);
        QCOMPARE(newestReport(service)[u"exitCode"_s].toInt(), exitCode);
        QCOMPARE(newestReport(service)[u"success"_s].toBool(), exitCode == 0);
    }

    void aSignalGoesToTheCommandWhichIsNotTriedAgain()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Renderer renderer(&service, m_origin);
        renderer.start(
            configOf({u"a.mp4"_s}),
            u"trap 'echo bye; exit 9' TERM; echo 1 >> runs; "_s + waitingScript, 3);
        QTRY_VERIFY(renderer.isAtWork());
        renderer.videos->interrupt(SIGTERM);
        const auto result = renderer.result();
        QVERIFY(result);
        QVERIFY(result->exitCode != 0);
        QCOMPARE(renderer.read(u"runs"_s), "1\n");
        QCOMPARE(service.leases(), 0);
    }

    void whatIsInterruptedHasNotSucceededWhateverItSays()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Renderer renderer(&service, m_origin);
        renderer.start(configOf({u"a.mp4"_s}), u"trap 'exit 0' INT; "_s + waitingScript);
        QTRY_VERIFY(renderer.isAtWork());
        renderer.videos->interrupt(SIGINT);
        const auto result = renderer.result();
        QVERIFY(result);
        QVERIFY(!result->success);
        QCOMPARE(result->exitCode, 128 + SIGINT);
        QCOMPARE(newestReport(service)[u"success"_s].toBool(true), false);
    }

    void aSecondSignalEndsACommandThatHearsNone()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Renderer renderer(&service, m_origin);
        renderer.start(configOf({u"a.mp4"_s}), u"trap '' TERM INT; "_s + waitingScript);
        QTRY_VERIFY(renderer.isAtWork());
        renderer.videos->interrupt(SIGINT);
        renderer.videos->interrupt(SIGTERM);
        const auto result = renderer.result();
        QVERIFY(result);
        QVERIFY(result->isInterrupted);
        QCOMPARE(result->exitCode, 128 + SIGINT); // what was wanted, not how it was made to
        QCOMPARE(service.leases(), 0);
    }

    void interruptedWhileCachingNothingIsRun()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Renderer renderer(&service, m_origin);
        renderer.start(configOf({u"fault/stall=0/a.mp4"_s}), u"touch seen.json"_s);
        QTRY_COMPARE(service.leases(), 1);
        renderer.videos->interrupt(SIGINT);
        const auto result = renderer.result();
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::Cancelled);
        QVERIFY(!renderer.isAtWork());
        QCOMPARE(service.leases(), 0);
        QTRY_COMPARE(service.get("downloads").data()[u"downloads"_s].toArray().size(), 0);
    }

    void theLeaseIsRenewedWhileItRuns()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Renderer renderer(&service, m_origin);
        renderer.start(configOf({u"a.mp4"_s}), waitingScript);
        QTRY_VERIFY(renderer.isAtWork());
        const auto lease = [&] {
            return service.get("leases").data()[u"leases"_s][0].toObject();
        };
        QCOMPARE(lease()[u"leaseMs"_s].toInteger(), LeaseKeeper::leaseTime.count());
        QTRY_VERIFY(lease()[u"renewedAt"_s] != lease()[u"createdAt"_s]);
        renderer.letGo();
        QVERIFY(renderer.result());
    }

    void theLeaseIsRenewedWhileVideosCome()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Renderer renderer(&service, m_origin);
        renderer.start(configOf({u"fault/stall=0/a.mp4"_s}), u"touch seen.json"_s);
        QTRY_COMPARE(service.leases(), 1);
        const auto lease = [&] {
            return service.get("leases").data()[u"leases"_s][0].toObject();
        };
        QTRY_VERIFY(lease()[u"renewedAt"_s] != lease()[u"createdAt"_s]);
        QVERIFY(!renderer.isAtWork());
        renderer.videos->interrupt(SIGINT);
        QCOMPARE(renderer.result().error().code, ErrorCode::Cancelled);
        QCOMPARE(service.leases(), 0);
    }

    void whoCancelsTheDownloadsDisturbsNoRender()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Renderer renderer(&service, m_origin);
        const auto config = configOf({u"fault/stall=0/a.mp4"_s});
        renderer.start(config, u"cp \"$1\" seen.json"_s);
        QTRY_COMPARE(service.leases(), 1);
        const auto job = service.get("jobs").data()[u"jobs"_s][0][u"id"_s].toString();
        QCOMPARE(service.remove("jobs/" + job.toLatin1()).status, 200);
        const auto result = renderer.result();
        QVERIFY(result);
        QVERIFY(result->success);
        QVERIFY2(result->notice.contains(u"cancelled"), qPrintable(result->notice));
        QCOMPARE(renderer.read(u"seen.json"_s), config);
        QCOMPARE(result->report[u"fallbacks"_s].toArray().size(), 1);
        QCOMPARE(service.leases(), 0);
    }

    void aConfigWithoutVideosNeedsNoLease()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Renderer renderer(&service, m_origin);
        renderer.start("[1, 2]", waitingScript);
        QTRY_VERIFY(renderer.isAtWork());
        QCOMPARE(renderer.read(u"seen.json"_s), "[1, 2]");
        QCOMPARE(service.leases(), 0);
        renderer.letGo();
        QVERIFY(renderer.result()->success);
    }

    void whatIsWrongIsSaidBeforeAnythingRuns()
    {
        Renderer renderer(nullptr, m_origin);
        renderer.start("{\"a\": }", u"touch seen.json"_s);
        QCOMPARE(renderer.result().error().code, ErrorCode::InvalidJson);
        QVERIFY(!renderer.isAtWork());
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_VideoService)
#include "tst_videoservice.moc"
