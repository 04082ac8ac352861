// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/url/jsonstring.h"
#include "core/url/jsontokenizer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;
using Token = JsonTokenizer::Token;

namespace {

/// One letter a token, e.g. "{k1}" for {"a": 1}.
QByteArray shapeOf(QByteArrayView json)
{
    QByteArray shape;
    JsonTokenizer tokenizer(json);
    for (;;) {
        switch (tokenizer.next()) {
        case Token::ObjectBegin:
            shape += '{';
            break;
        case Token::ObjectEnd:
            shape += '}';
            break;
        case Token::ArrayBegin:
            shape += '[';
            break;
        case Token::ArrayEnd:
            shape += ']';
            break;
        case Token::Key:
            shape += 'k';
            break;
        case Token::String:
            shape += 's';
            break;
        case Token::Number:
            shape += '1';
            break;
        case Token::Literal:
            shape += 't';
            break;
        case Token::End:
            return shape;
        case Token::Invalid:
            return shape + '!';
        }
    }
}

/// The error of invalid JSON; fails the test by its empty message if it is valid.
struct Failure
{
    Error error;
    qsizetype offset = -1;
};

Failure failureOf(QByteArrayView json, int maximumDepth = JsonTokenizer::defaultMaximumDepth)
{
    JsonTokenizer tokenizer(json, maximumDepth);
    for (auto token = tokenizer.next(); token != Token::End; token = tokenizer.next()) {
        if (token == Token::Invalid)
            return {tokenizer.error(), tokenizer.errorOffset()};
    }
    return {};
}

QByteArray nested(int depth)
{
    QByteArray text;
    for (int i = 0; i < depth; ++i)
        text += i % 2 ? "[" : "{\"a\":";
    text += "1";
    for (int i = depth; i-- > 0;)
        text += i % 2 ? "]" : "}";
    return text;
}

class tst_JsonTokenizer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void validTextsAreRead_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("shape");
        const auto row = [](const char *json, const char *shape) {
            QTest::newRow(json) << QByteArray(json) << QByteArray(shape);
        };
        row("{}", "{}");
        row("[]", "[]");
        row(" { \"a\" : 1 , \"b\" : [ true , false , null ] } ", "{k1k[ttt]}");
        row("\"x\"", "s");
        row("\t\r\n 1 \t\r\n", "1");
        row("[0,-0,10,-1.5,1e5,1E+5,1e-5,0.0e0,9007199254740993,1e999]", "[1111111111]");
        row("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00\"]", "[s]");
        row("[\"\\ud800\",\"\\uDC00\\uD800\"]", "[ss]"); // lone surrogates are valid text
        row("[\"\x7F\"]", "[s]");
        row("[\"\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF\xF0\x90\x80\x80"
            "\xF4\x8F\xBF\xBF\"]",
            "[s]"); // the first and last of each length
        row("{\"a\":1,\"a\":2,\"\":3}", "{k1k1k1}");
        row("[[[],{}],{\"a\":{\"b\":[]}}]", "[[[]{}]{k{k[]}}]");
        row("\xEF\xBB\xBF[1]", "[1]");
        for (int length = 0; length < 20; ++length) { // around the scan's eight-byte steps
            const QByteArray text
                = "[\"" + QByteArray(length, 'x') + "\",\"" + QByteArray(length, 'y') + "\\\"\"]";
            QTest::addRow("length %d", length) << text << QByteArray("[ss]");
        }
    }
    void validTextsAreRead()
    {
        QFETCH(QByteArray, json);
        QTEST(shapeOf(json), "shape");
    }

    void errorsNameLineAndColumn_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *name, const QByteArray &json, const QString &message) {
            QTest::newRow(name) << json << message;
        };
        row("empty", "", u"Line 1, column 1: the text ends where a value is expected."_s);
        row("blanks", " \n\n ", u"Line 3, column 2: the text ends where a value is expected."_s);
        row("trailing comma in an object", "{\"a\":1,}",
            u"Line 1, column 8: a comma before '}' is not allowed."_s);
        row("trailing comma in an array", "[1,\n]",
            u"Line 2, column 1: a comma before ']' is not allowed."_s);
        row("leading comma", "[,1]", u"Line 1, column 2: a value is expected here."_s);
        row("two commas", "[1,,2]", u"Line 1, column 4: a value is expected here."_s);
        row("missing comma", "{\n  \"a\": 1\n  \"b\": 2\n}",
            u"Line 3, column 3: ',' or '}' is missing here."_s);
        row("missing comma in an array", "[1 2]",
            u"Line 1, column 4: ',' or ']' is missing here."_s);
        row("missing colon", "{\"a\" 1}",
            u"Line 1, column 6: ':' is missing behind a member's name."_s);
        row("missing value", "{\"a\":}", u"Line 1, column 6: a value is expected here."_s);
        row("missing value in the end",
            "{\"a\":", u"Line 1, column 6: the text ends where a value is expected."_s);
        row("name without quotes", "{a:1}",
            u"Line 1, column 2: a member's name in double quotes is expected here."_s);
        row("single quotes", "{'a':1}",
            u"Line 1, column 2: a member's name in double quotes is expected here."_s);
        row("single-quoted value", "['a']", u"Line 1, column 2: a value is expected here."_s);
        row("number as name", "{1:1}",
            u"Line 1, column 2: a member's name in double quotes is expected here."_s);
        row("open object", "{\"a\":1", u"Line 1, column 7: an object is not closed."_s);
        row("open array", "[1", u"Line 1, column 3: an array is not closed."_s);
        row("wrong bracket", "[1}", u"Line 1, column 3: ',' or ']' is missing here."_s);
        row("wrong brace", "{\"a\":1]", u"Line 1, column 7: ',' or '}' is missing here."_s);
        row("only a closing bracket", "]", u"Line 1, column 1: a value is expected here."_s);
        row("bracket for a value", "{\"a\":]}", u"Line 1, column 6: a value is expected here."_s);
        row("two values", "1 2",
            u"Line 1, column 3: there is more text behind the end of the JSON value."_s);
        row("garbage behind", "{} x",
            u"Line 1, column 4: there is more text behind the end of the JSON value."_s);
        row("NUL behind", QByteArray("{}\0", 3),
            u"Line 1, column 3: there is more text behind the end of the JSON value."_s);
        row("open string", "[\n \"abc\n",
            u"Line 2, column 6: a control character in a string "
            "must be escaped."_s);
        row("string to the end", "[\n \"abc", u"Line 2, column 2: a string is not closed."_s);
        row("string ends in a backslash", "\"abc\\",
            u"Line 1, column 5: a backslash begins no valid escape."_s);
        row("unknown escape", "\"a\\x41\"",
            u"Line 1, column 3: a backslash begins no valid escape."_s);
        row("escaped single quote", "\"\\'\"",
            u"Line 1, column 2: a backslash begins no valid escape."_s);
        row("short unicode escape", "\"\\u12\"",
            u"Line 1, column 2: a backslash begins no valid escape."_s);
        row("unicode escape with a sign", "\"\\u+123\"",
            u"Line 1, column 2: a backslash begins no valid escape."_s);
        row("tab in a string", "\"a\tb\"",
            u"Line 1, column 3: a control character in a string must be escaped."_s);
        row("NUL in a string", QByteArray("\"a\0\"", 4),
            u"Line 1, column 3: a control character in a string must be escaped."_s);
        row("leading zero", "[01]", u"Line 1, column 3: a number may not begin with 0."_s);
        row("minus alone", "[-]", u"Line 1, column 3: a digit is missing in a number."_s);
        row("minus infinity", "-Infinity", u"Line 1, column 2: a digit is missing in a number."_s);
        row("plus", "+1", u"Line 1, column 1: a value is expected here."_s);
        row("no digit before the point", ".5", u"Line 1, column 1: a value is expected here."_s);
        row("no digit behind the point", "[1.]",
            u"Line 1, column 4: a digit is missing in a number."_s);
        row("no exponent", "1e+", u"Line 1, column 4: a digit is missing in a number."_s);
        row("hexadecimal", "0x10",
            u"Line 1, column 2: there is more text behind the end of the JSON value."_s);
        row("half a literal", "[tru]", u"Line 1, column 2: a value is expected here."_s);
        row("literal too long", "[nullx]", u"Line 1, column 6: ',' or ']' is missing here."_s);
        row("upper case", "True", u"Line 1, column 1: a value is expected here."_s);
        row("undefined", "undefined", u"Line 1, column 1: a value is expected here."_s);
        row("NaN", "NaN", u"Line 1, column 1: a value is expected here."_s);
        row("comment", "[1, // one\n2]", u"Line 1, column 5: a value is expected here."_s);
        row("form feed", "\f1", u"Line 1, column 1: a value is expected here."_s);
        row("no-break space",
            "\xC2\xA0"
            "1",
            u"Line 1, column 1: a value is expected here."_s);
        row("second byte order mark", "\xEF\xBB\xBF\xEF\xBB\xBF{}",
            u"Line 1, column 1: a value is expected here."_s);
        row("column behind a byte order mark", "\xEF\xBB\xBF[x",
            u"Line 1, column 2: a value is expected here."_s);
        row("UTF-16", QByteArray("\xFF\xFE{\0}\0", 6),
            u"Line 1, column 1: a value is expected here."_s);
        row("columns count characters", "{\"日本😀\": x}",
            u"Line 1, column 9: a value is expected here."_s);
        row("CR LF is one line end", "[\r\n\r\n x]",
            u"Line 3, column 2: a value is expected here."_s);
        row("CR is a line end", "[\r x]", u"Line 2, column 2: a value is expected here."_s);
        const QString notUtf8 = u"Line 1, column 3: the bytes are not valid UTF-8."_s;
        row("stray continuation", "\"a\x80\"", notUtf8);
        row("overlong slash", "\"a\xC0\xAF\"", notUtf8);
        row("overlong of three", "\"a\xE0\x9F\xBF\"", notUtf8);
        row("overlong of four", "\"a\xF0\x8F\xBF\xBF\"", notUtf8);
        row("encoded surrogate", "\"a\xED\xA0\x80\"", notUtf8);
        row("beyond Unicode", "\"a\xF4\x90\x80\x80\"", notUtf8);
        row("five bytes", "\"a\xF8\x88\x80\x80\x80\"", notUtf8);
        row("cut by the quote", "\"a\xE2\x82\"", notUtf8);
        row("cut by the end", "\"a\xE2\x82", notUtf8);
        row("Latin-1", "\"a\xE9 \"", notUtf8);
    }
    void errorsNameLineAndColumn()
    {
        QFETCH(QByteArray, json);
        const Failure found = failureOf(json);
        QCOMPARE(found.error.code, ErrorCode::InvalidJson);
        QTEST(found.error.message, "message");
        QVERIFY(found.error.detail.contains(QString::number(found.offset)));
        // Qt's parser is no judge of details, but it must not take what we refuse as a document.
        if (json.trimmed().startsWith('{') && !json.contains(",}"))
            QVERIFY(QJsonDocument::fromJson(json).isNull());
    }

    void anErrorStaysAnError()
    {
        JsonTokenizer tokenizer("[x");
        QCOMPARE(tokenizer.next(), Token::ArrayBegin);
        QCOMPARE(tokenizer.next(), Token::Invalid);
        QCOMPARE(tokenizer.next(), Token::Invalid);
    }

    void theEndStaysTheEnd()
    {
        JsonTokenizer tokenizer("1");
        QCOMPARE(tokenizer.next(), Token::Number);
        QCOMPARE(tokenizer.next(), Token::End);
        QCOMPARE(tokenizer.next(), Token::End);
    }

    void aThousandLevelsAreReadAndOneMoreIsRefused()
    {
        QVERIFY(failureOf(nested(1000)).error.message.isEmpty());
        const Failure found = failureOf(nested(1001));
        QVERIFY(found.error.message.endsWith(u"arrays are nested more than 1000 deep."));
        QCOMPARE(failureOf("[[1]]", 1).offset, 1);
        // Depth is what is open, not what was.
        QVERIFY(failureOf("[[],[],[]]", 2).error.message.isEmpty());
    }

    void aMillionBracketsDoNotOverflowAnything()
    {
        const QByteArray open(1'000'000, '[');
        const QByteArray closed(1'000'000, ']');
        QVERIFY(failureOf(open).error.message.contains(u"nested more than 1000 deep"));
        QVERIFY(failureOf(open, 1'000'000).error.message.contains(u"the text ends"));
        QVERIFY(failureOf(QByteArray(open + closed), 1'000'000).error.message.isEmpty());
    }

    void everyPrefixOfAValidTextIsRefused()
    {
        const QByteArray json = "{\"a\": [1.5e3, true, \"\\u00e9\xC3\xA9\"], \"b\": {\"c\": null}}";
        QCOMPARE(shapeOf(json), "{k[1ts]k{kt}}");
        for (qsizetype length = 0; length < json.size(); ++length)
            QVERIFY(shapeOf(json.first(length)).endsWith('!'));
    }

    void tokensKnowWhereTheyStand()
    {
        const QByteArray json = "\xEF\xBB\xBF { \"a\\n\" : [ -1.5 , \"xy\" ] }";
        JsonTokenizer tokenizer(json);
        QByteArrayList tokens;
        for (auto token = tokenizer.next(); token != Token::End; token = tokenizer.next()) {
            tokens += json.sliced(tokenizer.begin(), tokenizer.end() - tokenizer.begin());
            if (token == Token::Key || token == Token::String)
                QCOMPARE(tokenizer.hasEscapes(), token == Token::Key);
        }
        QCOMPARE(tokens, QByteArrayList({"{", "\"a\\n\"", "[", "-1.5", "\"xy\"", "]", "}"}));
    }

    void stringsComeBackThroughEscaping_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << QString();
        QTest::newRow("plain") << u"http://localhost:3001/video/1.mp4"_s;
        QTest::newRow("to be escaped") << u"\"\\/\b\f\n\r\t\0\x1F\x7F"_s;
        QTest::newRow("other scripts") << u"é日本😀\uFFFF"_s;
        QTest::newRow("lone surrogates")
            << QString(QString(QChar(0xD800)) + QChar(u'x') + QChar(0xDFFF) + QChar(0xD83D));
    }
    void stringsComeBackThroughEscaping()
    {
        QFETCH(QString, text);
        for (const auto slashes : {SlashStyle::Plain, SlashStyle::Escaped}) {
            const QByteArray token = jsonStringToken(text, slashes);
            QCOMPARE(shapeOf(token), "s");
            QCOMPARE(unescapedJson(token), text);
        }
    }

    void everyEscapeMeansWhatTheRfcSays()
    {
        QCOMPARE(unescapedJson("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""), u"\"\\/\b\f\n\r\t"_s);
        QCOMPARE(unescapedJson("\"x\\u00E9\\u00e9\\uD83D\\ude00\\u0000y\""), u"xéé😀\0y"_s);
        QCOMPARE(unescapedJson("\"\\ud800\""), QString(QChar(0xD800)));
        QCOMPARE(jsonStringToken(u"a/b", SlashStyle::Escaped), "\"a\\/b\"");
        QCOMPARE(jsonStringToken(u"a/b"), "\"a/b\"");
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_JsonTokenizer)
#include "tst_jsontokenizer.moc"
