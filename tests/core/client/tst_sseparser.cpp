// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/sseparser.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Events = QList<SseEvent>;

class tst_SseParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theStreamIsReadAsTheStandardSays_data()
    {
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<Events>("events");
        const auto row = [](const char *name, const QByteArray &stream, const Events &events) {
            QTest::newRow(name) << stream << events;
        };
        row("nothing", "", {});
        row("type, data and id", "id: 7\nevent: job\ndata: {}\n\n", {{"job", "{}", "7"}});
        row("no type", "data: x\n\n", {{"message", "x", ""}});
        row("several lines of data", "data: a\ndata: b\ndata\n\n", {{"message", "a\nb\n", ""}});
        row("one blank after the colon goes", "data:  a\n\n", {{"message", " a", ""}});
        row("none is needed", "data:a:b\n\n", {{"message", "a:b", ""}});
        row("comments", ": hi\n:\n\ndata: a\n: there\n\n", {{"message", "a", ""}});
        row("unknown fields", "colour: red\ndata: a\nflag\n\n", {{"message", "a", ""}});
        row("a type without data is no event", "event: x\n\ndata: a\n\n", {{"message", "a", ""}});
        row("empty data is data", "data\n\n", {{"message", "", ""}});
        row("carriage returns", "data: a\r\rdata: b\r\r",
            {{"message", "a", ""}, {"message", "b", ""}});
        row("both", "event: e\r\ndata: a\r\n\r\n", {{"e", "a", ""}});
        row("a mixture", "data: a\r\ndata: b\n\r\n", {{"message", "a\nb", ""}});
        row("an id stays", "id: 1\ndata: a\n\ndata: b\n\n",
            {{"message", "a", "1"}, {"message", "b", "1"}});
        row("an id without an event counts for the next", "id: 3\n\ndata: b\n\n",
            {{"message", "b", "3"}});
        row("an empty id forgets", "id: 1\ndata: a\n\nid\ndata: b\n\n",
            {{"message", "a", "1"}, {"message", "b", ""}});
        row("an id with a NUL is none", "id: 1\nid: 2"_ba + '\0' + "\ndata: a\n\n"_ba,
            {{"message", "a", "1"}});
        row("a byte order mark",
            "\xef\xbb\xbf"
            "data: a\n\n",
            {{"message", "a", ""}});
        row("one that comes later is part of a name",
            "data: a\n\xef\xbb\xbf"
            "data: b\n\n",
            {{"message", "a", ""}});
        row("an event that does not end is none", "data: a\n\ndata: b\n", {{"message", "a", ""}});
        row("UTF-8", "data: \xc3\xa9\n\n", {{"message", "\xc3\xa9", ""}});
    }
    void theStreamIsReadAsTheStandardSays()
    {
        QFETCH(const QByteArray, stream);
        QFETCH(const Events, events);
        SseParser whole;
        QCOMPARE(whole.feed(stream), events);
        for (const qsizetype size : {1, 2, 3}) { // however it is cut
            SseParser parser;
            Events found;
            for (qsizetype at = 0; at < stream.size(); at += size)
                found += parser.feed(stream.mid(at, size));
            QCOMPARE(found, events);
        }
    }

    void retryIsANumberOfMilliseconds_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<qint64>("milliseconds"); // -1: not understood
        QTest::newRow("number") << "2000"_ba << 2000LL;
        QTest::newRow("nought") << "0"_ba << 0LL;
        QTest::newRow("nothing") << ""_ba << -1LL;
        QTest::newRow("sign") << "-5"_ba << -1LL;
        QTest::newRow("unit") << "5s"_ba << -1LL;
        QTest::newRow("too large") << "99999999999999999999"_ba << -1LL;
    }
    void retryIsANumberOfMilliseconds()
    {
        QFETCH(const QByteArray, field);
        QFETCH(const qint64, milliseconds);
        SseParser parser;
        QVERIFY(parser.feed(QByteArray("retry: " + field + '\n')).isEmpty());
        QCOMPARE(parser.retry().value_or(-1ms).count(), milliseconds);
    }

    void anEventHasItsLimit()
    {
        SseParser parser;
        const QByteArray line = "data: " + QByteArray(SseParser::maxEventBytes / 4, 'x') + '\n';
        for (int i = 0; i < 3; ++i)
            QVERIFY(parser.feed(line).isEmpty());
        QVERIFY(!parser.isOverfull());
        QVERIFY(parser.feed(line).isEmpty());
        QVERIFY(parser.feed(line).isEmpty());
        QVERIFY(parser.isOverfull());
        QVERIFY(parser.feed("\n\ndata: a\n\n").isEmpty());
    }

    void aLineHasItsLimitToo()
    {
        SseParser parser;
        QVERIFY(parser.feed(QByteArray(SseParser::maxEventBytes + 1, 'x')).isEmpty());
        QVERIFY(parser.isOverfull());
    }

    void manySmallEventsAreNoLargeOne()
    {
        SseParser parser;
        const QByteArray event = "data: " + QByteArray(SseParser::maxEventBytes / 2, 'x') + "\n\n";
        for (int i = 0; i < 5; ++i)
            QCOMPARE(parser.feed(event).size(), 1);
        QVERIFY(!parser.isOverfull());
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_SseParser)
#include "tst_sseparser.moc"
