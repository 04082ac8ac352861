// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/requestreader.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

constexpr RequestReader::Limits limits{.headBytes = 1024, .bodyBytes = 100};

/// Feeds @p bytes in pieces; each request becomes "method path body", a refusal its status.
QByteArrayList readAll(QByteArrayView bytes, qsizetype piece)
{
    RequestReader reader(limits, 7);
    QByteArrayList seen;
    for (;;) {
        switch (reader.next()) {
        case RequestReader::Step::NeedMore: {
            if (bytes.isEmpty())
                return seen;
            const auto size = std::min({piece, bytes.size(), reader.wanted()});
            if (size <= 0)
                return seen << "stuck";
            reader.append(bytes.first(size));
            bytes = bytes.sliced(size);
            break;
        }
        case RequestReader::Step::HeadComplete:
            break;
        case RequestReader::Step::RequestComplete: {
            const auto request = reader.takeRequest();
            seen << request.method + ' ' + request.path + ' ' + request.body;
            break;
        }
        case RequestReader::Step::Refused:
            return seen << QByteArray::number(reader.refusal().status);
        }
    }
}

class tst_RequestReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheSameInPiecesOfAnySize_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArrayList>("seen");
        const auto row = [](const char *name, const QByteArray &bytes, const QByteArrayList &seen) {
            QTest::newRow(name) << bytes << seen;
        };
        const QByteArray get = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";
        const auto post = [](const QByteArray &length, const QByteArray &body) -> QByteArray {
            return "POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n" + body;
        };
        const auto chunked = [](const QByteArray &body) -> QByteArray {
            return "POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body;
        };
        row("one", get, {"GET /a "});
        row("empty lines first", "\r\n\r\n" + get, {"GET /a "});
        row("only empty lines", "\r\n\r\n\r", {});
        row("LF first", "\n" + get, {"400"});
        row("pipelined", get + post("3", "xyz") + get, {"GET /a ", "POST /b xyz", "GET /a "});
        row("a second one that is wrong", get + "???", {"GET /a ", "400"});
        row("no body", post("0", "") + get, {"POST /b ", "GET /a "});
        row("largest body", post("100", QByteArray(100, 'x')), {"POST /b " + QByteArray(100, 'x')});
        row("too large", post("101", ""), {"413"});
        row("much too large", post(QByteArray(40, '9'), ""), {"413"});
        row("incomplete body", post("3", "xy"), {});

        // RFC 9112 section 7.1
        row("chunks", chunked("3\r\nabc\r\n0A\r\n0123456789\r\n0\r\n\r\n") + get,
            {"POST /c abc0123456789", "GET /a "});
        row("empty chunked body", chunked("0\r\n\r\n") + get, {"POST /c ", "GET /a "});
        row("extension", chunked("1;a=\"b\"\r\nx\r\n0 ; c\r\n\r\n"), {"POST /c x"});
        row("trailers", chunked("1\r\nx\r\n0\r\nA: b\r\nC: d\r\n\r\n") + get,
            {"POST /c x", "GET /a "});
        row("no size", chunked("\r\nx\r\n"), {"400"});
        row("size with sign", chunked("+1\r\nx\r\n"), {"400"});
        row("size with 0x", chunked("0x1\r\nx\r\n"), {"400"});
        row("size with space", chunked("1 \r\nx\r\n"), {"400"});
        row("space before the size", chunked(" 1\r\nx\r\n"), {"400"});
        row("bare LF", chunked("1\nx\r\n0\r\n\r\n"), {"400"});
        row("bare LF after data", chunked("1\r\nx\n0\r\n\r\n"), {"400"});
        row("CR in the extension", chunked("1;\r\r\nx\r\n0\r\n\r\n"), {"400"});
        row("longer than its size", chunked("1\r\nxy\r\n0\r\n\r\n"), {"400"});
        row("chunk too large", chunked("65\r\n"), {"413"});
        row("sum too large", chunked("40\r\n" + QByteArray(64, 'x') + "\r\n40\r\n"), {"413"});
        row("size overflows", chunked("ffffffffffffffffff\r\n"), {"413"});
        row("endless size line", chunked("1;" + QByteArray(5000, 'x')), {"400"});
        row("endless trailers", chunked("0\r\n" + QByteArray("A: b\r\n").repeated(3000)), {"431"});
    }
    void readsTheSameInPiecesOfAnySize()
    {
        QFETCH(QByteArray, bytes);
        for (const auto piece : {qsizetype(1), qsizetype(7), bytes.size()})
            QTEST(readAll(bytes, piece), "seen");
    }

    void neverWantsMoreThanItsLimits()
    {
        RequestReader reader(limits, 1);
        qsizetype taken = 0;
        while (reader.next() == RequestReader::Step::NeedMore) {
            QVERIFY(reader.wanted() > 0);
            taken += reader.wanted();
            reader.append(QByteArray(reader.wanted(), 'a'));
        }
        QCOMPARE(reader.refusal().status, 431);
        QVERIFY(taken <= limits.headBytes + 1);
    }

    void aBodyIsReadNoFurtherThanItsEnd()
    {
        RequestReader reader(limits, 1);
        reader.append("POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
        QCOMPARE(reader.next(), RequestReader::Step::HeadComplete);
        QCOMPARE(reader.next(), RequestReader::Step::NeedMore);
        QCOMPARE(reader.wanted(), qsizetype(7));
        QCOMPARE(reader.head().head.connection, quint64(1));
    }

    void aRefusedReaderCanBeEmptied()
    {
        RequestReader reader(limits, 7);
        reader.append("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                      "5\r\nhello\r\nfff\r\n");
        QCOMPARE(reader.next(), RequestReader::Step::HeadComplete);
        QCOMPARE(reader.next(), RequestReader::Step::Refused);
        QCOMPARE(reader.bodyBytesHeld(), 5);
        reader.discard();
        QCOMPARE(reader.bodyBytesHeld(), 0);
        QVERIFY(!reader.hasInput());
        QCOMPARE(reader.refusal().status, 413);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_RequestReader)
#include "tst_requestreader.moc"
