// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pullthrough/fieldrules.h"
#include "tests/core/pullthrough/pullsamples.h"

#include <QTest>

using namespace r2cache;

namespace {

QList<QPair<QByteArray, QByteArray>> pairsOf(const QByteArray &lines)
{
    QList<QPair<QByteArray, QByteArray>> pairs;
    const auto headers = headersOf(lines);
    for (const auto &[name, value] : headers.fields())
        pairs.append({name, value});
    return pairs;
}

class tst_FieldRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fieldsOfTheHopAreNotSentOn()
    {
        const auto request = requestOf(
            "Host: localhost\nConnection: close, X-Hop\nX-Hop: 1\nKeep-Alive: 5\nTE: trailers\n"
            "Upgrade: h2c\nProxy-Authorization: a\nAccept-Encoding: gzip\nAccept: a\nAccept: b\n"
            "Range: bytes=0-1");
        QCOMPARE(
            linesOf(forwardedFields(request, Trust::Foreign, "1.1 us")),
            "Accept: a, b\nRange: bytes=0-1\nVia: 1.1 us");
    }

    void viaIsAddedToWhatIsThere()
    {
        QCOMPARE(
            linesOf(forwardedFields(requestOf("Via: 1.0 a"), Trust::Foreign, "1.1 us")),
            "Via: 1.0 a, 1.1 us");
    }

    void credentialsGoOnOnlyForTestSuites()
    {
        const auto request = requestOf("Authorization: a\nCookie: b\nX-API-Key: c");
        QCOMPARE(linesOf(forwardedFields(request, Trust::Foreign, "v")), "Via: v");
        QCOMPARE(
            linesOf(forwardedFields(request, Trust::Transparent, "v")),
            "Authorization: a\nCookie: b\nX-API-Key: c\nVia: v");
    }

    void fieldsOfTheOriginsHopAreNotKept()
    {
        QCOMPARE(
            linesOf(endToEndFields(
                pairsOf("Connection: a, B\na: 1\nb: 2\nc: 3\nTransfer-Encoding: chunked\n"
                        "Proxy-Authenticate: x\nETag: \"e\""),
                Trust::Transparent)),
            "c: 3\nETag: \"e\"");
    }

    void aForeignOriginDoesNotSpeakForLocalhost()
    {
        const auto fields = pairsOf(
            "Set-Cookie: a=b\nClear-Site-Data: \"*\"\nStrict-Transport-Security: max-age=1\n"
            "Access-Control-Allow-Origin: *\nService-Worker-Allowed: /\nX-Frame-Options: deny");
        QCOMPARE(linesOf(endToEndFields(fields, Trust::Foreign)), "X-Frame-Options: deny");
        QCOMPARE(endToEndFields(fields, Trust::Transparent).fields().size(), 6U);
    }

    void joinedCookiesAreTakenApart()
    {
        QCOMPARE(
            linesOf(endToEndFields({{"Set-Cookie", "a=1; Expires=x, y\nb=2"}}, Trust::Transparent)),
            "Set-Cookie: a=1; Expires=x, y\nSet-Cookie: b=2");
    }

    void fieldsThatNoCacheNamesAreNotKept()
    {
        QCOMPARE(
            linesOf(keptFields(headersOf(
                "Cache-Control: no-cache=\"a, B\", private=\"c\"\na: 1\nb: 2\nc: 3\nd: 4\n"
                "Content-Length: 5"))),
            "Cache-Control: no-cache=\"a, B\", private=\"c\"\nd: 4");
    }

    void aNewerHeadReplacesWhatItNames()
    {
        const auto stored = headersOf(
            "Date: old\nAge: 9\nA: 1\nB: 2\nETag: \"e\"\nContent-Type: a/b\nContent-Encoding: x");
        const auto newer = headersOf(
            "Date: new\nA: 3\nA: 4\nContent-Type: c/d\nContent-Encoding: y\nContent-Length: 1\n"
            "ETag: \"f\"\nContent-MD5: z");
        QCOMPARE(
            linesOf(updatedFields(stored, newer)),
            "B: 2\nETag: \"e\"\nContent-Encoding: x\nDate: new\nA: 3\nA: 4\nContent-Type: c/d");
        QCOMPARE(linesOf(updatedFields(stored, headersOf("Age: 2"))).count("Age: 2"), 1);
    }

    void varySelects_data()
    {
        QTest::addColumn<QByteArray>("vary");
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("second");
        QTest::addColumn<bool>("expected");
        const auto row = [](const char *name, const QByteArray &vary, const QByteArray &first,
                            const QByteArray &second, bool expected) {
            QTest::newRow(name) << vary << first << second << expected;
        };
        row("no Vary", "", "Foo: 1", "Foo: 2", true);
        row("the same", "Foo", "Foo: 1\nBar: 1", "foo: 1\nBar: 2", true);
        row("another", "Foo", "Foo: 1", "Foo: 2", false);
        row("missing now", "Foo", "Foo: 1", "", false);
        row("missing then", "Foo", "", "Foo: 1", false);
        row("missing both times", "Foo, Bar", "Foo: 1", "Foo: 1", true);
        row("empty is not missing", "Foo", "Foo: ", "", false);
        row("one of several", "Foo, Bar", "Foo: 1\nBar: 2", "Foo: 1\nBar: 3", false);
        row("star", "*", "", "", false);
        row("star in a list", "Foo, *", "Foo: 1", "Foo: 1", false);
        row("star after nothing", ", *", "", "", false);
        row("lines are joined", "Foo", "Foo: 1, 2", "Foo: 1\nFoo: 2", true);
        row("white space says nothing", "Foo", "Foo: 1,2", "Foo:  1 , 2 ", true);
        row("case does", "Foo", "Foo: a", "Foo: A", false);
        row("order of languages", "Accept-Language", "Accept-Language: en, de",
            "Accept-Language: De,EN", true);
        row("other languages", "Accept-Language", "Accept-Language: en", "Accept-Language: de",
            false);
        row("codings are never asked for", "Accept-Encoding", "Accept-Encoding: gzip", "", true);
    }
    void varySelects()
    {
        QFETCH(const QByteArray, vary);
        QFETCH(const QByteArray, first);
        QFETCH(const QByteArray, second);
        QFETCH(const bool, expected);
        const auto field = vary.isEmpty() ? std::nullopt : std::optional(vary);
        const auto selecting = selectingFields(field, requestOf(first));
        QCOMPARE(selecting && isSelected(*selecting, requestOf(second)), expected);
    }
};

} // namespace

QTEST_APPLESS_MAIN(tst_FieldRules)
#include "tst_fieldrules.moc"
