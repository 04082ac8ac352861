// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/server/rawclient.h"
#include "tests/core/server/testserver.h"

#include <QTemporaryFile>
#include <QTest>

#include <fcntl.h>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 fileSize = 1'000'000;

/// A file that grows when the test says so.
class Growing final : public ByteArrival
{
public:
    [[nodiscard]] qint64 available(qint64 offset) const override
    {
        const std::scoped_lock lock(m_mutex);
        return availableLocked(offset);
    }
    void notify(qint64 offset, std::function<void()> wake) override
    {
        {
            const std::scoped_lock lock(m_mutex);
            if (availableLocked(offset) == 0) {
                m_waiting.push_back(std::move(wake));
                return;
            }
        }
        wake();
    }

    void growTo(qint64 size)
    {
        change([&] { m_size = size; });
    }
    void breakOff()
    {
        change([&] { m_broken = true; });
    }
    size_t waiting() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_waiting.size();
    }

private:
    qint64 availableLocked(qint64 offset) const
    {
        if (m_broken)
            return nothingMore;
        return std::max<qint64>(m_size - offset, 0);
    }
    void change(const std::function<void()> &what)
    {
        std::vector<std::function<void()>> waiting;
        {
            const std::scoped_lock lock(m_mutex);
            what();
            waiting.swap(m_waiting);
        }
        for (const auto &wake : waiting)
            wake();
    }

    mutable std::mutex m_mutex;
    qint64 m_size = 0;
    bool m_broken = false;
    std::vector<std::function<void()>> m_waiting;
};

class tst_HttpServerArrivals : public QObject
{
    Q_OBJECT

private:
    QTemporaryFile m_temporary;
    std::shared_ptr<const OpenFile> m_file;
    QByteArray m_content;

    /// Every request is answered with the whole of a file that @p growing says is there.
    HttpServer::Parts parts(const std::shared_ptr<Growing> &growing) const
    {
        HttpServer::Parts parts;
        parts.routes = {
            {"GET", u"/file"_s, [file = m_file, growing](Request, PendingResponse response) {
                 response.send({.status = 200, .body = {FileWindow{file, 0, fileSize, growing}}});
             }}};
        return parts;
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (qint64 i = 0; i < fileSize; ++i)
            m_content.append(static_cast<char>(i * 7 + (i >> 8)));
        QVERIFY(m_temporary.open());
        QCOMPARE(m_temporary.write(m_content), fileSize);
        QVERIFY(m_temporary.flush());
        m_file = std::make_shared<OpenFile>(*OpenFile::open(m_temporary.fileName(), O_RDONLY));
    }

    void bytesLeaveAsTheyArrive_data()
    {
        QTest::addColumn<bool>("sendfile");
        QTest::addColumn<int>("workers");
        QTest::newRow("sendfile") << true << 2;
        QTest::newRow("copied") << false << 2;
        QTest::newRow("on the server's thread") << true << 0;
    }
    void bytesLeaveAsTheyArrive()
    {
        QFETCH(bool, sendfile);
        QFETCH(int, workers);
        const auto growing = std::make_shared<Growing>();
        TestServer server(parts(growing), {.workers = workers, .useSendfile = sendfile});
        RawClient client(server.port());
        client.send(get("/file"));
        // The head comes before any byte of the file.
        const auto head = client.readHead();
        QCOMPARE(head.status, 200);
        QCOMPARE(head.field("Content-Length"), QByteArray::number(fileSize));
        QByteArray received;
        for (const qint64 size : {qint64{1}, qint64{4097}, qint64{500'000}, fileSize}) {
            QTRY_COMPARE_WITH_TIMEOUT(growing->waiting(), size_t(1), 20'000);
            growing->growTo(size);
            while (received.size() < size)
                received += client.receive(size - received.size());
        }
        QVERIFY(received == m_content);
        // and the connection goes on
        QCOMPARE(client.ask(get("/file")).body, m_content);
    }

    void whatWillNotGoOnIsNeverEndedAsComplete()
    {
        const auto growing = std::make_shared<Growing>();
        TestServer server(parts(growing), {.workers = 2});
        RawClient client(server.port());
        client.send(get("/file"));
        QCOMPARE(client.readHead().status, 200);
        growing->growTo(1000);
        QCOMPARE(client.receive(1000).size() > 0, true);
        growing->breakOff();
        client.readToEnd();
        QCOMPARE(client.end(), RawClient::End::Reset);
    }

    void waitingForBytesIsNoStall()
    {
        const auto growing = std::make_shared<Growing>();
        TestServer server(
            parts(growing), {.workers = 1, .idleTimeout = 80ms, .stallTimeout = 20ms});
        RawClient client(server.port());
        client.send(get("/file"));
        QCOMPARE(client.readHead().status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(growing->waiting(), size_t(1), 20'000);
        // Somebody comes, idles, and is closed for it: four stall timeouts have passed.
        RawClient idle(server.port());
        QVERIFY(idle.isClosedByServer());
        growing->growTo(fileSize);
        QByteArray received;
        while (received.size() < fileSize)
            received += client.receive(fileSize - received.size());
        QVERIFY(received == m_content);
    }

    void aClientThatLeftIsForgotten()
    {
        const auto growing = std::make_shared<Growing>();
        TestServer server(parts(growing), {.workers = 2});
        RawClient client(server.port());
        client.send(get("/file"));
        QCOMPARE(client.readHead().status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(growing->waiting(), size_t(1), 20'000);
        client.reset();
        QTRY_COMPARE_WITH_TIMEOUT(server.metrics().activeConnections, 0, 20'000);
        growing->growTo(fileSize); // wakes nobody
        RawClient other(server.port());
        QCOMPARE(other.ask(get("/file")).body, m_content);
    }

    void bytesMayArriveAfterTheServer()
    {
        const auto growing = std::make_shared<Growing>();
        TestServer server(parts(growing), {.workers = 2});
        RawClient client(server.port());
        client.send(get("/file"));
        QCOMPARE(client.readHead().status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(growing->waiting(), size_t(1), 20'000);
        server.destroyServer();
        client.readToEnd();
        QCOMPARE(client.end(), RawClient::End::Reset);
        growing->growTo(fileSize);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_HttpServerArrivals)
#include "tst_httpserver_arrivals.moc"
