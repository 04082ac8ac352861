// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/proxy/mediafixture.h"
#include "tests/core/proxy/rangequestion.h"

#include <thread>

using namespace r2cache;
using namespace std::chrono_literals;

namespace {

constexpr int connections = 64;
constexpr int videosAtFirst = 72; ///< More than EntryMap keeps open: files are reopened all along.
constexpr int videosAddedLater = 20;

/// From R2CACHE_TEST_SEED or new; printed, so that a failure can be repeated. Which answers meet
/// which is up to the threads, what each connection asks is not.
quint32 announcedSeed()
{
    bool given = false;
    auto seed = qEnvironmentVariable("R2CACHE_TEST_SEED").toUInt(&given);
    if (!given)
        seed = QRandomGenerator::system()->generate();
    qInfo("R2CACHE_TEST_SEED=%u", seed);
    return seed;
}

/// What the clients share.
struct Load
{
    quint16 port = 0;
    const std::vector<PatternVideo> &videos;
    int wanted = 0;
    std::atomic<int> right = 0; ///< Answers read to their end, every byte compared.
    std::atomic<int> aborted = 0;
    std::atomic<int> faulty = 0;
    std::mutex mutex{};
    QByteArray firstFault{};

    void note(const QByteArray &fault)
    {
        const std::scoped_lock lock(mutex);
        if (faulty++ == 0)
            firstFault = fault;
    }
    bool isOver() const { return right >= wanted || faulty > 0; }
};

/// One client: a connection after the other, each with a few batches of pipelined requests.
class RangeClient
{
public:
    RangeClient(Load &load, quint32 seed)
        : m_load(load)
        , m_random(seed)
    { }

    void run()
    {
        while (!m_load.isOver()) {
            m_isSlow = m_random.bounded(8) == 0;
            // A small receive buffer makes the server wait for this client again and again.
            RawClient client(m_load.port, RawClient::Family::IPv4, m_isSlow ? 4096 : 0);
            client.setTimeout(60s);
            if (!client.isConnected()) {
                m_load.note("no connection");
                return;
            }
            for (int batch = m_random.bounded(1, 8); batch > 0 && askSome(client); --batch) { }
        }
    }

private:
    RangeQuestion anyQuestion()
    {
        const auto count = static_cast<quint32>(m_load.videos.size());
        const auto &video = m_load.videos[m_random.bounded(count)];
        // Most reads are small; one in eight takes up to all of the largest video.
        const qint64 most = m_isSlow ? 20'000 : m_random.bounded(8) == 0 ? 4'000'000 : 64'000;
        // By id it goes through QHttpServer, by name past it.
        const auto path = m_random.bounded(8) == 0
            ? QByteArray("/cache/" + CacheFixture::idOf(video.number).toLatin1())
            : MediaFixture::pathOf(video.number);
        return RangeQuestion::random(video, path, most, m_random);
    }

    /// False when the connection is of no further use.
    bool askSome(RawClient &client)
    {
        std::vector<RangeQuestion> questions;
        QByteArray requests;
        for (int count = m_random.bounded(1, 7); count > 0; --count) {
            questions.push_back(anyQuestion());
            requests += questions.back().request();
        }
        if (!client.send(requests)) {
            m_load.note("requests were not taken");
            return false;
        }
        // A half-closed connection is owed all its answers.
        const bool halfClosed = m_random.bounded(16) == 0;
        if (halfClosed)
            client.shutdownSending();
        const auto abortedAt = m_random.bounded(6) == 0
            ? m_random.bounded(static_cast<quint32>(questions.size()))
            : questions.size();
        for (std::size_t i = 0; i < questions.size(); ++i) {
            const qint64 upTo = i == abortedAt ? m_random.bounded(20'000) : LLONG_MAX;
            const auto fault
                = faultOfAnswer(client, questions[i], m_isSlow ? 1024 : 256 * 1024, upTo);
            if (!fault.isEmpty()) {
                m_load.note(fault);
                return false;
            }
            if (i == abortedAt) {
                ++m_load.aborted;
                if (m_random.bounded(2) == 0)
                    client.reset();
                return false;
            }
            ++m_load.right;
        }
        if (halfClosed && !client.isClosedByServer())
            m_load.note("a half-closed connection was not closed after its answers");
        return !halfClosed;
    }

    Load &m_load;
    QRandomGenerator m_random;
    bool m_isSlow = false;
};

class tst_MediaHandlerLoad : public QObject
{
    Q_OBJECT

private:
    std::vector<PatternVideo> m_videos;

private Q_SLOTS:
    void initTestCase()
    {
        auto random = QRandomGenerator(3);
        m_videos.emplace_back(1, 1);
        m_videos.emplace_back(2, 4'000'037);
        for (int number = 3; number <= videosAtFirst; ++number)
            m_videos.emplace_back(number, random.bounded(2, 300'000));
    }

    void noByteIsWrongUnderLoad_data()
    {
        QTest::addColumn<bool>("useSendfile");
        QTest::addColumn<int>("wanted");
        QTest::newRow("sendfile") << true << 10'000;
        QTest::newRow("copied") << false << 2'000;
    }
    void noByteIsWrongUnderLoad()
    {
        QFETCH(bool, useSendfile);
        QFETCH(int, wanted);
        MediaFixture media;
        for (const auto &video : m_videos)
            media.add(video.number, video.bytes);
        TestServer server(media.parts(), {.workers = 4, .useSendfile = useSendfile});

        const auto seed = announcedSeed();
        Load load{.port = server.port(), .videos = m_videos, .wanted = wanted};
        std::vector<std::thread> clients;
        for (quint32 i = 0; i < connections; ++i)
            clients.emplace_back([&load, i, seed] { RangeClient(load, seed + i).run(); });
        // Meanwhile the cache goes on living: videos come, rows and maps change.
        for (int i = 0; i < videosAddedLater && !load.isOver(); ++i)
            media.add(1000 + i, PatternVideo(1000 + i, 100'000).bytes);
        for (auto &client : clients)
            client.join();

        QVERIFY2(load.faulty == 0, load.firstFault.constData());
        QVERIFY(load.right >= wanted);
        QVERIFY(load.aborted > 0);
        qInfo("%d answers compared, %d aborted", load.right.load(), load.aborted.load());
        // Nobody is left over, whatever the manner of leaving was.
        QTRY_COMPARE_WITH_TIMEOUT(server.metrics().activeConnections, 0, 20'000);
        QCOMPARE(server.metrics().errors, 0);
        QCOMPARE(media.fetchCount(), 0U);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_MediaHandlerLoad)
#include "tst_mediahandler_load.moc"
