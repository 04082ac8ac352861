// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pullthrough/storagerules.h"
#include "tests/core/pullthrough/pullsamples.h"

#include <QTest>

using namespace r2cache;

namespace {

class tst_StorageRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatMayBeStoredIsDecided_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("response");
        QTest::addColumn<bool>("expected");
        const auto row = [](const char *name, const QByteArray &request, int status,
                            const QByteArray &response, bool expected) {
            QTest::newRow(name) << request << status << response << expected;
        };
        const QByteArray fresh = "Cache-Control: max-age=60";
        row("plain 200", "", 200, "", true);
        row("206", "", 206, "", true);
        row("304 belongs to another", "", 304, fresh, false);
        row("416", "", 416, fresh, false);
        row("503 alone", "", 503, "", false);
        row("503 with a lifetime", "", 503, fresh, true);
        row("599 with Expires", "", 599, "Expires: x", true);
        row("599 public", "", 599, "Cache-Control: public", true);
        row("599 that must be understood", "", 599, "Cache-Control: max-age=60, must-understand",
            false);
        row("200 that must be understood", "", 200, "Cache-Control: no-store, must-understand",
            true);
        row("no-store", "", 200, "Cache-Control: max-age=60, No-Store", false);
        row("the request's no-store", "Cache-Control: no-store", 200, fresh, false);
        row("private", "", 200, "Cache-Control: max-age=60, private", false);
        row("private fields", "", 200, "Cache-Control: max-age=60, private=\"a\"", true);
        row("Authorization", "Authorization: a", 200, fresh, false);
        row("Authorization and public", "Authorization: a", 200, "Cache-Control: public", true);
        row("Authorization and s-maxage", "Authorization: a", 200, "Cache-Control: s-maxage=1",
            true);
        row("Authorization and must-revalidate", "Authorization: a", 200,
            "Cache-Control: max-age=9, must-revalidate", true);
    }
    void whatMayBeStoredIsDecided()
    {
        QFETCH(const QByteArray, request);
        QFETCH(const int, status);
        QFETCH(const QByteArray, response);
        QFETCH(const bool, expected);
        QCOMPARE(mayStore(requestOf(request), status, headersOf(response)), expected);
        QVERIFY(!mayStore(requestOf(request, "HEAD"), status, headersOf(response)));
    }

    void partsAreLocated_data()
    {
        QTest::addColumn<QByteArray>("contentRange");
        QTest::addColumn<qint64>("bodyLength");
        QTest::addColumn<QByteArray>("strictly"); // "begin-end/complete", empty: not used
        QTest::addColumn<QByteArray>("asSuites");
        const auto row = [](const char *name, const char *contentRange, qint64 bodyLength,
                            const char *strictly, const char *asSuites) {
            QTest::newRow(name) << QByteArray(contentRange) << bodyLength << QByteArray(strictly)
                                << QByteArray(asSuites);
        };
        row("as it says", "bytes 2-4/10", 3, "2-5/10", "2-5/10");
        row("none", "", 3, "", "");
        row("unknown length", "bytes 2-4/*", 3, "", "");
        row("unsatisfied", "bytes */10", 3, "", "");
        row("another unit", "lines 2-4/10", 3, "", "");
        row("fewer bytes in the middle", "bytes 2-4/10", 2, "", "");
        row("more bytes", "bytes 4-9/10", 7, "", "");
        row("fewer bytes at the end", "bytes 4-9/10", 5, "", "4-9/9");
        row("no bytes", "bytes 4-9/10", 0, "", "");
    }
    void partsAreLocated()
    {
        QFETCH(const QByteArray, contentRange);
        QFETCH(const qint64, bodyLength);
        const auto located = [&](Reading reading) -> QByteArray {
            const auto headers
                = contentRange.isEmpty() ? Headers() : headersOf("Content-Range: " + contentRange);
            const auto part = partOf(headers, bodyLength, reading);
            if (!part)
                return "";
            return QByteArray::number(part->range.begin) + '-' + QByteArray::number(part->range.end)
                + '/' + QByteArray::number(part->completeLength);
        };
        QTEST(located(Reading::Strict), "strictly");
        QTEST(located(Reading::AsTestSuites), "asSuites");
    }

    void onlyOneStrongValidatorJoins_data()
    {
        QTest::addColumn<QByteArray>("one");
        QTest::addColumn<QByteArray>("other");
        QTest::addColumn<bool>("expected");
        QTest::newRow("same") << QByteArray("ETag: \"a\"") << QByteArray("ETag: \"a\"") << true;
        QTest::newRow("other") << QByteArray("ETag: \"a\"") << QByteArray("ETag: \"b\"") << false;
        QTest::newRow("weak") << QByteArray("ETag: W/\"a\"") << QByteArray("ETag: W/\"a\"")
                              << false;
        QTest::newRow("none") << QByteArray() << QByteArray() << false;
        QTest::newRow("dates") << QByteArray("Last-Modified: x") << QByteArray("Last-Modified: x")
                               << false;
    }
    void onlyOneStrongValidatorJoins()
    {
        QFETCH(const QByteArray, one);
        QFETCH(const QByteArray, other);
        QTEST(mayCombine(headersOf(one), headersOf(other)), "expected");
    }

    void a304ConfirmsWhatItNames()
    {
        const auto stored = headersOf("ETag: \"a\"\nLast-Modified: x");
        const auto isConfirmed = [&](const QByteArray &notModified) {
            return confirms(headersOf(notModified), stored, Reading::Strict);
        };
        QVERIFY(isConfirmed("ETag: \"a\""));
        QVERIFY(isConfirmed("ETag: W/\"a\""));
        QVERIFY(isConfirmed("Date: now"));
        QVERIFY(isConfirmed("Last-Modified: x"));
        QVERIFY(!isConfirmed("Last-Modified: y"));
        QVERIFY(!isConfirmed("ETag: \"b\""));
        QVERIFY(confirms(headersOf("ETag: \"b\""), stored, Reading::AsTestSuites));
        // An ETag that is none by the grammar is compared as it is.
        QVERIFY(confirms(headersOf("ETag: a"), headersOf("ETag: a"), Reading::Strict));
        QVERIFY(!confirms(headersOf("ETag: a"), headersOf("ETag: b"), Reading::Strict));
    }

    void headDescribesTheSameOrNot()
    {
        const auto stored = sampleResponse("ETag: \"a\"\nLast-Modified: x");
        QVERIFY(describesSame(headersOf("ETag: \"a\"\nContent-Length: 10"), stored));
        QVERIFY(describesSame(headersOf("X: y"), stored));
        QVERIFY(!describesSame(headersOf("ETag: \"b\""), stored));
        QVERIFY(!describesSame(headersOf("Last-Modified: y"), stored));
        QVERIFY(!describesSame(headersOf("Content-Length: 11"), stored));
    }
};

} // namespace

QTEST_APPLESS_MAIN(tst_StorageRules)
#include "tst_storagerules.moc"
