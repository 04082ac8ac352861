// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/clientsocket.h"
#include "core/server/outputqueue.h"

#include <QTemporaryFile>
#include <QTest>

#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace r2cache;
using namespace Qt::StringLiterals;

using FileSending = OutputQueue::FileSending;
using Outcome = OutputQueue::Outcome;

Q_DECLARE_METATYPE(r2cache::OutputQueue::FileSending)

namespace {

constexpr qint64 plenty = 1LL << 40;

/// Two ends of one connection, the first non-blocking.
struct Pair
{
    Pair()
    {
        std::array<int, 2> ends{};
        if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0) {
            sender = OpenFile(ends[0]);
            receiver = OpenFile(ends[1]);
            ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
            ::fcntl(ends[1], F_SETFL, O_NONBLOCK);
        }
    }
    QByteArray received() const
    {
        QByteArray all;
        std::array<char, 65536> buffer;
        ssize_t got = 0;
        while ((got = ::read(receiver.descriptor(), buffer.data(), buffer.size())) > 0)
            all.append(buffer.data(), got);
        return all;
    }
    OpenFile sender;
    OpenFile receiver;
};

/// The same of a TCP connection over loopback.
struct TcpPair : Pair
{
    TcpPair()
    {
        const OpenFile listener(::socket(AF_INET, SOCK_STREAM, 0));
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto *const any = reinterpret_cast<sockaddr *>(&address);
        receiver = OpenFile(::socket(AF_INET, SOCK_STREAM, 0));
        if (::bind(listener.descriptor(), any, size) != 0 || ::listen(listener.descriptor(), 1) != 0
            || ::getsockname(listener.descriptor(), any, &size) != 0
            || ::connect(receiver.descriptor(), any, size) != 0)
            qFatal("no connection over loopback: %s", ::strerror(errno));
        sender = OpenFile(::accept4(listener.descriptor(), nullptr, nullptr, SOCK_NONBLOCK));
        ::fcntl(receiver.descriptor(), F_SETFL, O_NONBLOCK);
    }
    bool hasNoDelay() const
    {
        int value = -1;
        socklen_t size = sizeof value;
        ::getsockopt(sender.descriptor(), IPPROTO_TCP, TCP_NODELAY, &value, &size);
        return value == 1;
    }
};

class tst_OutputQueue : public QObject
{
    Q_OBJECT

private:
    QByteArray m_content;
    QTemporaryFile m_file;

    std::shared_ptr<const OpenFile> file(const QString &path) const
    {
        return std::make_shared<OpenFile>(*OpenFile::open(path, O_RDONLY));
    }

    static void bothWays()
    {
        QTest::addColumn<FileSending>("sending");
        QTest::newRow("sendfile") << FileSending::Sendfile;
        QTest::newRow("copy") << FileSending::Copy;
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (int i = 0; i < 1'000'000; ++i)
            m_content.append(static_cast<char>(i * 7 + (i >> 8)));
        QVERIFY(m_file.open());
        QCOMPARE(m_file.write(m_content), m_content.size());
        QVERIFY(m_file.flush());
    }

    void bytesAndFilesLeaveInOrder_data() { bothWays(); }
    void bytesAndFilesLeaveInOrder()
    {
        QFETCH(FileSending, sending);
        const Pair pair;
        OutputQueue queue(sending);
        const auto source = file(m_file.fileName());
        queue.append("head"_ba);
        queue.append(FileWindow{source, 500'000, 300'000});
        queue.append(QByteArray());
        queue.append(FileWindow{source, 5, 0});
        queue.append("a"_ba);
        queue.append("b"_ba);
        queue.append(FileWindow{source, 0, 10});
        QByteArray received;
        OutputQueue::Written written;
        qint64 sent = 0;
        do {
            written = queue.writeTo(pair.sender.descriptor(), 10'000);
            sent += written.bytes;
            received += pair.received();
        } while (written.outcome == Outcome::Blocked || written.outcome == Outcome::BudgetSent);
        QCOMPARE(written.outcome, Outcome::Drained);
        QVERIFY(queue.isEmpty());
        QCOMPARE(
            received, "head" + m_content.sliced(500'000, 300'000) + "ab" + m_content.first(10));
        QCOMPARE(sent, received.size());
    }

    void aReaderThatDoesNotReadBlocksTheQueue_data() { bothWays(); }
    void aReaderThatDoesNotReadBlocksTheQueue()
    {
        QFETCH(FileSending, sending);
        const Pair pair;
        OutputQueue queue(sending);
        const auto source = file(m_file.fileName());
        for (int i = 0; i < 20; ++i)
            queue.append(FileWindow{source, 0, m_content.size()});
        QCOMPARE(queue.writeTo(pair.sender.descriptor(), plenty).outcome, Outcome::Blocked);
        QCOMPARE(queue.writeTo(pair.sender.descriptor(), plenty).bytes, 0);
        QVERIFY(!pair.received().isEmpty());
        QVERIFY(queue.writeTo(pair.sender.descriptor(), plenty).bytes > 0);
    }

    void aBudgetEndsTheTurn_data() { bothWays(); }
    void aBudgetEndsTheTurn()
    {
        QFETCH(FileSending, sending);
        const Pair pair;
        OutputQueue queue(sending);
        queue.append(FileWindow{file(m_file.fileName()), 100, m_content.size() - 100});
        const auto written = queue.writeTo(pair.sender.descriptor(), 1000);
        QCOMPARE(written.outcome, Outcome::BudgetSent);
        QCOMPARE(written.bytes, 4096 - 100); // to the end of the page
    }

    void aShortFileIsNoticed_data() { bothWays(); }
    void aShortFileIsNoticed()
    {
        QFETCH(FileSending, sending);
        const Pair pair;
        OutputQueue queue(sending);
        queue.append(FileWindow{file(m_file.fileName()), m_content.size() - 10, 11});
        const auto written = queue.writeTo(pair.sender.descriptor(), plenty);
        QCOMPARE(written.outcome, Outcome::FileFailed);
        QCOMPARE(written.bytes, 10);
        QVERIFY(!queue.isEmpty());
    }

    void aFileThatSendfileDoesNotTakeIsCopied()
    {
        const auto path = u"/proc/version"_s;
        const auto content = file(path)->readAt(0, 10'000);
        QVERIFY(content && !content->isEmpty());
        const Pair pair;
        OutputQueue queue(FileSending::Sendfile);
        queue.append(FileWindow{file(path), 0, content->size()});
        queue.append(FileWindow{file(m_file.fileName()), 0, 3});
        QCOMPARE(queue.writeTo(pair.sender.descriptor(), plenty).outcome, Outcome::Drained);
        QCOMPARE(pair.received(), *content + m_content.first(3));
    }

    void aLongWindowFillsSegmentsUntilItsEnd_data()
    {
        QTest::addColumn<qint64>("length");
        QTest::addColumn<bool>("fills");
        QTest::newRow("long") << 1024LL * 1024 << true;
        QTest::newRow("shorter") << 1024LL * 1024 - 1 << false;
    }
    void aLongWindowFillsSegmentsUntilItsEnd()
    {
        QFETCH(qint64, length);
        QFETCH(bool, fills);
        QTemporaryFile video;
        QVERIFY(video.open() && video.resize(length));
        const TcpPair pair;
        setNoDelay(pair.sender.descriptor(), true); // as the server does
        OutputQueue queue(FileSending::Sendfile);
        queue.append("head"_ba);
        queue.append(FileWindow{file(video.fileName()), 0, length});
        auto written = queue.writeTo(pair.sender.descriptor(), 100'000);
        QCOMPARE(written.outcome, Outcome::BudgetSent);
        QCOMPARE(pair.hasNoDelay(), !fills);
        while (written.outcome != Outcome::Drained) {
            written = queue.writeTo(pair.sender.descriptor(), plenty);
            QVERIFY(written.outcome == Outcome::Drained || written.outcome == Outcome::Blocked);
            std::ignore = pair.received();
        }
        QVERIFY(pair.hasNoDelay());
    }

    void aClientThatLeftIsNoticed_data() { bothWays(); }
    void aClientThatLeftIsNoticed()
    {
        QFETCH(FileSending, sending);
        Pair pair;
        pair.receiver = OpenFile();
        ::signal(SIGPIPE, SIG_IGN); // as the server does
        OutputQueue queue(sending);
        queue.append(FileWindow{file(m_file.fileName()), 0, 10});
        QCOMPARE(queue.writeTo(pair.sender.descriptor(), plenty).outcome, Outcome::Broken);
        queue.clear();
        queue.append("bytes"_ba);
        QCOMPARE(queue.writeTo(pair.sender.descriptor(), plenty).outcome, Outcome::Broken);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_OutputQueue)
#include "tst_outputqueue.moc"
