// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/download/downloadfixture.h"

#include <QCoroFuture>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

/// Answers what it is asked for, on a connection that stays open; or closes it unanswered where
/// the path begins with /broken.
class Origin : public QTcpServer
{
public:
    Origin()
    {
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (auto *socket = nextPendingConnection())
                connect(socket, &QTcpSocket::readyRead, socket, [socket] { answer(*socket); });
        });
    }

    [[nodiscard]] QUrl url(const QString &path) const
    {
        return QUrl(u"http://127.0.0.1:%1%2"_s.arg(serverPort()).arg(path));
    }

private:
    static void answer(QTcpSocket &socket)
    {
        while (socket.canReadLine()) {
            const auto line = socket.readLine();
            if (line.startsWith("GET /broken")) {
                socket.abort();
                return;
            }
            if (line == "\r\n")
                socket.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine");
        }
    }
};

class tst_OriginConnections : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Qt's managers fail whatever waits in their queue when one of their connections breaks.
    void aConnectionThatBreaksFailsNobodyElse()
    {
        constexpr int wanted = 4000;
        Origin origin;
        QVERIFY(origin.listen(QHostAddress::LocalHost));
        SystemClock clock;
        FakeResolver resolver;
        OriginClient::Options options;
        options.isExactOrigin = [](const r2cache::Origin &) {
            return true;
        };
        options.hosts.breaker.failuresToOpen = std::numeric_limits<int>::max();
        OriginClient client(options, resolver, clock);

        int asked = 0;
        int answered = 0;
        int lanes = 0;
        QStringList failures;
        const auto ask = [&](QString path, bool isBroken) -> QCoro::Task<> {
            ++lanes;
            while (asked < wanted && failures.isEmpty()) {
                asked += isBroken ? 0 : 1;
                OriginClient::Request request;
                request.url = origin.url(path);
                auto opening = client.open(std::move(request), Wakeup::create());
                const auto answer = co_await opening;
                if (isBroken) {
                    if (answer)
                        failures.append(u"a broken one was answered"_s);
                    continue;
                }
                if (!answer) {
                    failures.append(answer.error().error.message);
                    continue;
                }
                auto reading = answer->body->next(QDeadlineTimer(10'000));
                const auto piece = co_await reading;
                answered += piece && *piece == "fine" ? 1 : 0;
            }
            --lanes;
        };
        for (int i = 0; i < 4; ++i)
            std::ignore = ask(u"/broken"_s, true);
        for (int i = 0; i < 8; ++i)
            std::ignore = ask(u"/whole"_s, false);
        QTRY_COMPARE_WITH_TIMEOUT(lanes, 0, 60'000);
        QCOMPARE(failures, QStringList());
        QCOMPARE(answered, wanted);
        client.closeConnections();
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_OriginConnections)
#include "tst_originconnections.moc"
