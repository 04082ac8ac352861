// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/responsehead.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

const QByteArray date = "Sun, 06 Nov 1994 08:49:37 GMT";

class tst_ResponseHead : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theDateOfAnAnswerMadeElsewhereStays()
    {
        Response response;
        response.date = "Sat, 05 Nov 1994 00:00:00 GMT";
        const auto head = serializeHead(response, {.date = date});
        QVERIFY(head);
        QVERIFY(head->contains("\r\nDate: Sat, 05 Nov 1994 00:00:00 GMT\r\n"));
        QCOMPARE(head->count("Date:"), 1);
        response.date = "x\r\nX: y";
        QVERIFY(!serializeHead(response, {.date = date}));
    }

    void addsWhatIsTheServers()
    {
        const Response response{
            .status = 206,
            .headers = {{"ETag", "\"a\""}, {"date", "x"}},
            .body = {"abc"_ba, "de"_ba}};
        const auto head = serializeHead(response, {.date = date});
        QVERIFY(head);
        QCOMPARE(
            *head,
            "HTTP/1.1 206 Partial Content\r\nETag: \"a\"\r\nDate: " + date
                + "\r\nContent-Length: 5\r\n\r\n");
    }

    void saysWhatBecomesOfTheConnection() // RFC 9112 section 9.3
    {
        const Response response;
        QVERIFY(serializeHead(response, {.keepAlive = false, .date = date})
                    ->contains("\r\nConnection: close\r\n"));
        QVERIFY(serializeHead(response, {.minorVersion = 0, .date = date})
                    ->contains("Connection: keep-alive"));
        QVERIFY(!serializeHead(response, {})->contains("Connection"));
    }

    void givesTheLengthWhereItBelongs_data() // RFC 9110 section 8.6
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("toHead");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("given");
        QTest::addColumn<QByteArray>("length");
        const auto row = [](const char *name, int status, bool toHead, const QByteArray &body,
                            const QByteArray &given, const QByteArray &length) {
            QTest::newRow(name) << status << toHead << body << given << length;
        };
        row("plain", 200, false, "abc", "", "3");
        row("empty", 200, false, "", "", "0");
        row("a wrong one is replaced", 200, false, "abc", "9", "3");
        row("HEAD says what GET would", 200, true, "abc", "", "3");
        row("HEAD without a body to measure", 200, true, "", "9", "9");
        row("204 has none", 204, false, "", "0", "");
        row("304 of unknown length", 304, false, "", "", "");
        row("304 says what 200 would", 304, false, "abc", "", "3");
    }
    void givesTheLengthWhereItBelongs()
    {
        QFETCH(int, status);
        QFETCH(bool, toHead);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, given);
        QFETCH(QByteArray, length);
        Response response{.status = status};
        if (!body.isEmpty())
            response.body.emplace_back(body);
        if (!given.isEmpty())
            response.headers.set("Content-Length", given);
        const auto head = serializeHead(response, {.toHead = toHead, .date = date});
        QVERIFY(head);
        QCOMPARE(head->count("Content-Length"), length.isEmpty() ? 0 : 1);
        if (!length.isEmpty())
            QVERIFY(head->contains(QByteArray("Content-Length: " + length + "\r\n")));
    }

    void refusesWhatWouldSplitTheResponse_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("CR LF") << "Location"_ba
                               << "a\r\nSet-Cookie: b"_ba;
        QTest::newRow("LF") << "Location"_ba
                            << "a\nb"_ba;
        QTest::newRow("CR") << "Location"_ba
                            << "a\rb"_ba;
        QTest::newRow("NUL") << "Location"_ba << QByteArray("a\0b", 3);
        QTest::newRow("name") << "Loca\r\ntion"_ba
                              << "a"_ba;
        QTest::newRow("colon") << "Location:"_ba
                               << "a"_ba;
        QTest::newRow("empty name") << ""_ba
                                    << "a"_ba;
        QTest::newRow("in a field of ours") << "Connection"_ba
                                            << "a\r\nb"_ba;
    }
    void refusesWhatWouldSplitTheResponse()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        QVERIFY(!serializeHead({.headers = {{name, value}}}, {}));
    }

    void refusesAStatusThatIsNone()
    {
        for (const int status : {0, 100, 199, 600, -1})
            QVERIFY(!serializeHead({.status = status}, {}));
        QVERIFY(serializeHead({.status = 299}, {})->startsWith("HTTP/1.1 299 Successful\r\n"));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_ResponseHead)
#include "tst_responsehead.moc"
