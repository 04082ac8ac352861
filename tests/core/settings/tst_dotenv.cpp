// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/dotenv.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

class tst_DotEnv : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLineIsReadAsNodeReadsIt_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("value"); // of A
        const auto row = [](const char *name, const char *text, const QString &value) {
            QTest::newRow(name) << QByteArray{text} << value;
        };
        row("plain", "A=b", u"b"_s);
        row("empty", "A=", u""_s);
        row("blanks around", "  A = b c  ", u"b c"_s);
        row("export", "export A=b", u"b"_s);
        row("export with tabs", "\texport\t A=b", u"b"_s);
        row("= in the value", "A=b=c==", u"b=c=="_s);
        row("inline comment", "A=b # c", u"b"_s);
        row("inline comment after a tab", "A=b\t#c", u"b"_s);
        row("# inside a word", "A=b#c", u"b#c"_s);
        row("nothing but a comment", "A=# c", u""_s);
        row("nothing but a comment, spaced", "A= # c", u""_s);
        row("quotation mark inside", "A=it's", u"it's"_s);
        row("double quotes", "A=\"b # c\"", u"b # c"_s);
        row("single quotes", "A='b # c'", u"b # c"_s);
        row("back quotes", "A=`it's \"b\"`", u"it's \"b\""_s);
        row("empty quotes", "A=\"\"", u""_s);
        row("blanks kept in quotes", "A=\" b \"", u" b "_s);
        row("comment after quotes", "A=\"b\" # c", u"b"_s);
        row("comment right after quotes", "A='b'#c", u"b"_s);
        row("escapes in double quotes", "A=\"a\\nb\\tc\\rd\\\\e\\\"f\"", u"a\nb\tc\rd\\e\"f"_s);
        row("unknown escape stays", "A=\"C:\\dir\\$x\"", u"C:\\dir\\$x"_s);
        row("no escapes in single quotes", "A='a\\nb\\'", u"a\\nb\\"_s);
        row("no escapes unquoted", "A=a\\nb", u"a\\nb"_s);
        row("no expansion", "A=$HOME ${HOME}", u"$HOME ${HOME}"_s);
        row("quotes over lines", "A=\"b\nc\"\nB=1", u"b\nc"_s);
        row("CRLF", "A=b\r\nB=c\r\n", u"b"_s);
        row("CRLF after quotes", "A=\"b\"\r\nB=c\r\n", u"b"_s);
        row("BOM",
            "\xef\xbb\xbf"
            "A=b",
            u"b"_s);
        row("comments and blank lines", "# A=x\n\n   # y\n\nA=b\n", u"b"_s);
        row("the last one counts", "A=b\nA=c", u"c"_s);
        row("UTF-8", "A=\xc3\xa4", u"ä"_s);
        row("no line end at the end", "B=1\nA=b", u"b"_s);
    }
    void aLineIsReadAsNodeReadsIt()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, value);
        const auto entries = parseDotEnv(text, u".env"_s);
        QVERIFY2(entries, entries ? "" : qPrintable(entries.error().message));
        QString found = u"(not there)"_s;
        for (const auto &entry : *entries) {
            if (entry.name == u"A")
                found = entry.value;
        }
        QCOMPARE(found, value);
    }

    void linesAreCountedAlsoBehindQuotesThatSpanThem()
    {
        const auto entries = parseDotEnv("\nA=1\nKEY=\"x\ny\nz\"\n\nB=2\n", u".env"_s);
        QVERIFY(entries);
        QCOMPARE(entries->size(), 3U);
        QCOMPARE(entries->at(0).line, 2);
        QCOMPARE(entries->at(1).line, 3);
        QCOMPARE(entries->at(2).name, u"B"_s);
        QCOMPARE(entries->at(2).line, 7);
    }

    void everyMistakeNamesFileAndLine()
    {
        const auto entries = parseDotEnv(
            "A=1\njust words\n1X=2\nB=\"b\" c\n=3\nC='never\nD=4\nexport\n", u"conf/.env"_s);
        QVERIFY(!entries);
        QCOMPARE(entries.error().code, ErrorCode::InvalidSetting);
        QCOMPARE(
            entries.error().message,
            u"conf/.env:2: expected NAME=value.\n"
            "conf/.env:3: expected NAME=value.\n"
            "conf/.env:4: unexpected text after the closing quotation mark.\n"
            "conf/.env:5: expected NAME=value.\n"
            "conf/.env:6: the quotation mark ' is never closed.\n"
            "conf/.env:8: expected NAME=value."_s);
    }

    void whatIsNotTextIsRefused()
    {
        const auto entries = parseDotEnv("A=\xff\xfe", u".env"_s);
        QVERIFY(!entries);
        QVERIFY(entries.error().message.contains(u".env"));
    }

    void anEmptyFileHasNoEntries()
    {
        QVERIFY(parseDotEnv("", u".env"_s)->empty());
        QVERIFY(parseDotEnv("\n\n# nothing\n", u".env"_s)->empty());
    }

    void aFileCutAnywhereIsReadOrRefusedButNeverOverrun()
    {
        const QByteArray text = "export A=\"x\\\"y\\\\\"\r\nB='z' # c\r\nC=`q`\r\n";
        for (qsizetype length = 0; length <= text.size(); ++length)
            (void)parseDotEnv(QByteArray{text.constData(), length}, u".env"_s);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_DotEnv)
#include "tst_dotenv.moc"
