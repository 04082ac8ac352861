// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/digest.h"
#include "tests/core/server/rawclient.h"
#include "tests/core/server/testserver.h"

#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryFile>
#include <QTest>

#include <fcntl.h>
#include <unistd.h>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 fileSize = 50'000'000;

/// Resident memory of this process, in bytes.
qint64 residentBytes()
{
    QFile statm(u"/proc/self/statm"_s);
    if (!statm.open(QIODevice::ReadOnly))
        return 0;
    return statm.readAll().split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

class tst_HttpServerFiles : public QObject
{
    Q_OBJECT

private:
    QTemporaryFile m_temporary;
    std::shared_ptr<const OpenFile> m_file;
    QByteArray m_content;

    /// "/file/<offset>/<length>" answers with that window, in two parts with bytes between them.
    HttpServer::Parts parts()
    {
        HttpServer::Parts parts;
        parts.routes
            = {{"GET", u"/file/<arg>/<arg>"_s,
                [file = m_file](Request request, PendingResponse response) {
                    const auto offset = request.arguments.at(0).toLongLong();
                    const auto length = request.arguments.at(1).toLongLong();
                    response.send(
                        {.status = 206,
                         .body
                         = {FileWindow{file, offset, length / 2}, QByteArray(),
                            FileWindow{file, offset + length / 2, length - length / 2}}});
                }}};
        return parts;
    }
    static QByteArray fileRequest(qint64 offset, qint64 length)
    {
        return get("/file/" + QByteArray::number(offset) + '/' + QByteArray::number(length));
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_content.resize(fileSize);
        QRandomGenerator(1).fillRange(
            reinterpret_cast<quint32 *>(m_content.data()), m_content.size() / 4);
        QVERIFY(m_temporary.open());
        QCOMPARE(m_temporary.write(m_content), fileSize);
        QVERIFY(m_temporary.flush());
        m_file = std::make_shared<OpenFile>(*OpenFile::open(m_temporary.fileName(), O_RDONLY));
    }

    void filesArriveUnchanged_data()
    {
        QTest::addColumn<bool>("sendfile");
        QTest::newRow("sendfile") << true;
        QTest::newRow("copied") << false;
    }
    void filesArriveUnchanged()
    {
        QFETCH(bool, sendfile);
        TestServer server(parts(), {.workers = 2, .useSendfile = sendfile});
        RawClient client(server.port());
        const auto whole = client.ask(fileRequest(0, fileSize));
        QCOMPARE(sha256Hex(whole.body), sha256Hex(m_content));
        auto random = QRandomGenerator(2);
        for (int i = 0; i < 100; ++i) {
            const qint64 offset = random.bounded(fileSize);
            const qint64 length = random.bounded(std::min<qint64>(200'000, fileSize - offset)) + 1;
            const auto part = client.ask(fileRequest(offset, length));
            QCOMPARE(part.body.size(), length);
            QVERIFY(part.body == QByteArrayView(m_content).sliced(offset, length));
        }
        const auto head = client.ask("HEAD /file/0/1000 HTTP/1.1\r\nHost: a\r\n\r\n");
        QCOMPARE(head.field("Content-Length"), "1000");
        QCOMPARE(client.ask(fileRequest(0, 10)).body, m_content.first(10));
    }

    void aFileThatEndsEarlyNeverLooksComplete_data() { filesArriveUnchanged_data(); }
    void aFileThatEndsEarlyNeverLooksComplete()
    {
        QFETCH(bool, sendfile);
        TestServer server(parts(), {.useSendfile = sendfile});
        RawClient client(server.port());
        client.send(fileRequest(fileSize - 1000, 2000));
        const auto head = client.readHead();
        QCOMPARE(head.field("Content-Length"), "2000");
        client.readToEnd();
        QCOMPARE(client.end(), RawClient::End::Reset);
    }

    void aFileThatIsNotOpenIs500()
    {
        HttpServer::Parts broken;
        broken.routes = {{"GET", u"/<arg>"_s, [](Request request, PendingResponse response) {
                              const auto file = std::make_shared<OpenFile>();
                              if (request.path == "/null")
                                  response.send({.body = {FileWindow{nullptr, 0, 1}}});
                              else
                                  response.send({.body = {FileWindow{file, 0, 1}}});
                          }}};
        TestServer server(std::move(broken));
        RawClient client(server.port());
        QCOMPARE(client.ask(get("/null")).status, 500);
        QCOMPARE(client.ask(get("/closed")).status, 500);
    }

    void whatWasDeliveredIsTold()
    {
        Deliveries deliveries;
        HttpServer::Parts told;
        told.routes = {{"GET", u"/"_s, [&](Request, PendingResponse response) {
                            response.send(
                                {.body = {FileWindow{m_file, 0, fileSize}},
                                 .delivered = deliveries.recorder()});
                        }}};
        TestServer server(std::move(told), {.workers = 2});
        RawClient client(server.port());
        QCOMPARE(client.ask(get("/")).body.size(), fileSize);
        QVERIFY(client.ask("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").status == 200);
        client.send(get("/"));
        QCOMPARE(client.readHead().status, 200);
        QVERIFY(!client.receive(1).isEmpty());
        client.reset();
        QTRY_COMPARE_WITH_TIMEOUT(deliveries.count(), std::size_t(3), 20'000);
        QVERIFY(deliveries.seen[0].complete);
        QCOMPARE(deliveries.seen[0].bodyBytesSent, fileSize);
        QVERIFY(deliveries.seen[1].complete);
        QCOMPARE(deliveries.seen[1].bodyBytesSent, 0);
        QVERIFY(deliveries.seen[0].firstByteAfter);
        QVERIFY(*deliveries.seen[0].firstByteAfter > std::chrono::nanoseconds{0});
        QVERIFY(*deliveries.seen[0].firstByteAfter < std::chrono::seconds{20});
        QVERIFY(!deliveries.seen[1].firstByteAfter); // HEAD
        QVERIFY(deliveries.seen[2].firstByteAfter);
        QVERIFY(!deliveries.seen[2].complete);
        QVERIFY(deliveries.seen[2].bodyBytesSent > 0);
        QVERIFY(deliveries.seen[2].bodyBytesSent < fileSize);
        QCOMPARE(server.metrics().bodyBytesSent, fileSize + deliveries.seen[2].bodyBytesSent);
    }

    void readersThatStopReadingCostNoMemory_data() { filesArriveUnchanged_data(); }
    void readersThatStopReadingCostNoMemory()
    {
        QFETCH(bool, sendfile);
        TestServer server(parts(), {.workers = 2, .useSendfile = sendfile});
        std::vector<RawClient> slow;
        const auto before = residentBytes();
        for (int i = 0; i < 100; ++i) {
            slow.emplace_back(server.port(), RawClient::Family::IPv4, 4096);
            slow.back().send(fileRequest(0, fileSize));
        }
        for (auto &client : slow)
            QCOMPARE(client.readHead().status, 206);
        QVERIFY2(residentBytes() - before < 40'000'000, "5 GB are asked for");
        // and somebody who reads is served as ever
        RawClient healthy(server.port());
        QCOMPARE(healthy.ask(fileRequest(0, 1'000'000)).body, m_content.first(1'000'000));
    }

    void aReaderThatStallsIsDropped()
    {
        TestServer server(parts(), {.stallTimeout = 100ms});
        RawClient stalled(server.port(), RawClient::Family::IPv4, 4096);
        stalled.send(fileRequest(0, fileSize));
        QCOMPARE(stalled.readHead().status, 206);
        QTRY_COMPARE_WITH_TIMEOUT(server.metrics().activeConnections, 0, 20'000);
        stalled.readToEnd();
        QCOMPARE(stalled.end(), RawClient::End::Reset);
    }

    void inACrowdAReaderThatNeverReadsHoldsLittleOfTheKernel()
    {
        TestServer server(parts(), {.stallTimeout = 100ms});
        std::vector<RawClient> company;
        for (int i = 0; i < 32; ++i)
            company.emplace_back(server.port());
        QTRY_COMPARE_WITH_TIMEOUT(server.metrics().activeConnections, 32, 20'000);
        RawClient client(server.port());
        client.send(fileRequest(0, fileSize));
        QTRY_COMPARE_WITH_TIMEOUT(server.metrics().totalRequests, 1, 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(server.metrics().activeConnections, 32, 20'000);
        // Half a megabyte that is not sent, and what the client's side takes unasked.
        const auto taken = server.metrics().bodyBytesSent;
        QVERIFY2(taken < 1'500'000, QByteArray::number(taken).constData());
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_HttpServerFiles)
#include "tst_httpserver_files.moc"
