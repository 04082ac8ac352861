// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/fields.h"
#include "core/api/processingfields.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

Fields fieldsOf(const QByteArray &body)
{
    const auto object = Fields::objectOf(body);
    return Fields(object ? *object : QJsonObject());
}

/// Reads one field; for tables.
using Reading = void (*)(Fields &fields);

void flag(Fields &fields)
{
    std::ignore = fields.flag(u"x"_s, false);
}
void oneToTen(Fields &fields)
{
    std::ignore = fields.integer(u"x"_s, 5, 1, 10);
}
void text(Fields &fields)
{
    std::ignore = fields.text(u"x"_s);
}
void requiredText(Fields &fields)
{
    std::ignore = fields.requiredText(u"x"_s);
}
void word(Fields &fields)
{
    std::ignore = fields.word(u"x"_s, u"a"_s, {u"a"_s, u"b"_s});
}
void wordOrNone(Fields &fields)
{
    std::ignore = fields.word(u"x"_s, u""_s, {u""_s, u"a"_s, u"b"_s});
}
void texts(Fields &fields)
{
    std::ignore = fields.texts(u"x"_s);
}
void requiredTexts(Fields &fields)
{
    std::ignore = fields.requiredTexts(u"x"_s);
}
void tags(Fields &fields)
{
    std::ignore = fields.tags(u"x"_s);
}
void object(Fields &fields)
{
    std::ignore = fields.object(u"x"_s);
}
void options(Fields &fields)
{
    std::ignore = processingOptionsOf(fields);
}

class tst_Fields : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBodyIsAnObject_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("code"); // empty: fine

        QTest::newRow("nothing") << ""_ba << QString();
        QTest::newRow("blanks") << " \r\n\t"_ba << QString();
        QTest::newRow("object") << "{}"_ba << QString();
        QTest::newRow("array") << "[]"_ba << u"invalid_argument"_s;
        QTest::newRow("text") << "abc"_ba << u"invalid_json"_s;
        QTest::newRow("cut off") << "{\"a\":"_ba << u"invalid_json"_s;
        QTest::newRow("something behind") << "{} x"_ba << u"invalid_json"_s;
    }
    void aBodyIsAnObject()
    {
        QFETCH(const QByteArray, body);
        QFETCH(const QString, code);
        const auto parsed = Fields::objectOf(body);
        QCOMPARE(parsed ? QString() : QString(errorWord(parsed.error().code)), code);
    }

    void wrongTypesAndRangesAreNamed_data()
    {
        QTest::addColumn<Reading>("read");
        QTest::addColumn<QByteArray>("value"); // of x; null: not there
        QTest::addColumn<QString>("expectation"); // empty: fine

        const auto row = [](const char *name, Reading read, const char *value,
                            const QString &expectation = {}) {
            QTest::newRow(name) << read << QByteArray(value) << expectation;
        };
        row("flag", flag, "true");
        row("no flag", flag, nullptr);
        row("null for a flag", flag, "null");
        row("text for a flag", flag, "\"true\"", u"x must be true or false"_s);
        row("number for a flag", flag, "1", u"x must be true or false"_s);

        const auto range = u"x must be a whole number from 1 to 10"_s;
        row("integer", oneToTen, "10");
        row("integer with exponent", oneToTen, "1e1");
        row("no integer", oneToTen, nullptr);
        row("null for an integer", oneToTen, "null");
        row("fraction", oneToTen, "1.5", range);
        row("too small", oneToTen, "0", range);
        row("too large", oneToTen, "11", range);
        row("beyond 64 bits", oneToTen, "1e30", range);
        row("text for an integer", oneToTen, "\"5\"", range);
        row("flag for an integer", oneToTen, "true", range);

        row("text", text, "\"a\"");
        row("empty text", text, "\"\"");
        row("no text", text, nullptr);
        row("number for a text", text, "1", u"x must be a string"_s);
        row("object for a text", text, "{}", u"x must be a string"_s);
        row("required text", requiredText, "\"a\"");
        row("missing text", requiredText, nullptr, u"x must be a string that is not empty"_s);
        row("empty required text", requiredText, "\"\"", u"x must be a string that is not empty"_s);
        row("number for a required text", requiredText, "1", u"x must be a string"_s);

        row("word", word, "\"b\"");
        row("no word", word, nullptr);
        row("other word", word, "\"c\"", u"x must be one of a, b"_s);
        row("no word, where none is as good", wordOrNone, "\"c\"", u"x must be one of a, b"_s);
        row("word in other case", word, "\"A\"", u"x must be one of a, b"_s);

        row("texts", texts, "[\"a\",\"b\"]");
        row("no texts", texts, nullptr);
        row("text for texts", texts, "\"a\"", u"x must be an array of strings"_s);
        row("number among texts", texts, "[\"a\",1]", u"x[1] must be a string"_s);
        row("null among texts", texts, "[null]", u"x[0] must be a string"_s);
        row("required texts", requiredTexts, "[\"a\"]");
        row("empty array", requiredTexts, "[]", u"x must be an array with at least one string"_s);
        row("missing array", requiredTexts, nullptr,
            u"x must be an array with at least one string"_s);

        const auto tagRule = u"x must hold tags of 1 to 100 characters without commas"_s;
        row("tags", tags, "[\"a b\",\"c\"]");
        row("empty tag", tags, "[\"\"]", tagRule);
        row("comma in a tag", tags, "[\"a,b\"]", tagRule);
        QTest::newRow("tag of 100")
            << Reading(tags) << "[\"" + QByteArray(100, 't') + "\"]" << QString();
        QTest::newRow("tag of 101")
            << Reading(tags) << "[\"" + QByteArray(101, 't') + "\"]" << tagRule;
        const QByteArray smile = "\xf0\x9f\x98\x80";
        QTest::newRow("tag of 100 beyond the first plane")
            << Reading(tags) << "[\"" + smile.repeated(100) + "\"]" << QString();
        QTest::newRow("tag of 101 beyond the first plane")
            << Reading(tags) << "[\"" + smile.repeated(101) + "\"]" << tagRule;

        row("object", object, "{}");
        row("array for an object", object, "[]", u"x must be an object"_s);
    }
    void wrongTypesAndRangesAreNamed()
    {
        QFETCH(const Reading, read);
        QFETCH(const QByteArray, value);
        QFETCH(const QString, expectation);
        auto fields = fieldsOf(value.isNull() ? "{}"_ba : "{\"x\":" + value + "}");
        read(fields);
        if (expectation.isEmpty()) {
            QVERIFY2(!fields.error(), fields.error() ? qPrintable(fields.error()->message) : "");
            return;
        }
        QVERIFY(fields.error());
        QCOMPARE(fields.error()->code, ErrorCode::InvalidArgument);
        QCOMPARE(fields.error()->message, u"The field "_s + expectation + u'.');
    }

    void valuesAreRead()
    {
        auto fields = fieldsOf(
            R"({"f":true,"i":9007199254740993,"t":"a","w":"b","l":["x","y","x"],"o":{"p":1}})");
        QVERIFY(fields.flag(u"f"_s, false));
        constexpr auto most = std::numeric_limits<qint64>::max();
        QCOMPARE(fields.integer(u"i"_s, 0, 0, most), 9'007'199'254'740'993);
        QCOMPARE(fields.text(u"t"_s), u"a"_s);
        QCOMPARE(fields.word(u"w"_s, u"a"_s, {u"a"_s, u"b"_s}), u"b"_s);
        QCOMPARE(fields.texts(u"l"_s), QStringList({u"x"_s, u"y"_s, u"x"_s}));
        QCOMPARE(fields.tags(u"l"_s), QStringList({u"x"_s, u"y"_s}));
        QCOMPARE(fields.object(u"o"_s).value(u"p"), QJsonValue(1));
        QVERIFY(!fields.error());
    }

    void whatIsNotThereHasItsDefault()
    {
        auto fields = fieldsOf("{}");
        QVERIFY(fields.flag(u"x"_s, true));
        QCOMPARE(fields.integer(u"x"_s, 5, 1, 10), 5);
        QCOMPARE(fields.optionalInteger(u"x"_s, 1, 10), std::nullopt);
        QCOMPARE(fields.text(u"x"_s, u"d"_s), u"d"_s);
        QCOMPARE(fields.word(u"x"_s, u"a"_s, {u"a"_s}), u"a"_s);
        QVERIFY(fields.texts(u"x"_s).isEmpty());
        QVERIFY(fields.object(u"x"_s).isEmpty());
        QVERIFY(!fields.error());
    }

    void theFirstErrorIsKept()
    {
        auto fields = fieldsOf(R"({"a":1,"b":1})");
        std::ignore = fields.text(u"a"_s);
        std::ignore = fields.text(u"b"_s);
        QCOMPARE(fields.error()->message, u"The field a must be a string."_s);
    }

    void optionsAreReadWithTheirPaths_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("message"); // empty: fine

        const auto row = [](const char *name, const char *value, const QString &message = {}) {
            QTest::newRow(name) << QByteArray(value) << message;
        };
        row("none", "{}");
        row("unknown ones", R"({"other":[1]})");
        row("no object", "[]", u"The field options must be an object."_s);
        row("flag", R"({"skipProblematicUrls":1})",
            u"The field options.skipProblematicUrls must be true or false."_s);
        row("size", R"({"maxFileSizeBytes":0})",
            u"The field options.maxFileSizeBytes must be a whole number from 1 to "
            "9223372036854775807."_s);
        row("quality", R"({"qualityFilter":["high","best"]})",
            u"The field options.qualityFilter must hold low, medium, high, uhd or unknown."_s);
        row("patterns", R"({"includePatterns":["a",2]})",
            u"The field options.includePatterns[1] must be a string."_s);
        row("excluded patterns", R"({"excludePatterns":"a"})",
            u"The field options.excludePatterns must be an array of strings."_s);
        row("strategy", R"({"priorityStrategy":"luck"})",
            u"The field options.priorityStrategy must be size, quality, frequency or custom."_s);
        row("priorities", R"({"priorities":{"*a*":"urgent"}})",
            u"The field options.priorities.*a* must be high, medium or low."_s);
    }
    void optionsAreReadWithTheirPaths()
    {
        QFETCH(const QByteArray, value);
        QFETCH(const QString, message);
        auto fields = fieldsOf("{\"options\":" + value + "}");
        options(fields);
        QCOMPARE(fields.error() ? fields.error()->message : QString(), message);
    }

    void everyOptionArrives()
    {
        auto fields = fieldsOf(R"({"options":{"skipProblematicUrls":true,"maxFileSizeBytes":5,
            "qualityFilter":["uhd","unknown"],"includePatterns":["a*"],"excludePatterns":["b"],
            "priorityStrategy":"custom","priorities":{"intro":"high"}}})");
        const auto read = processingOptionsOf(fields);
        QVERIFY(!fields.error());
        QVERIFY(read.skipProblematicUrls);
        QCOMPARE(read.maxFileSizeBytes, 5);
        QCOMPARE(read.qualityFilter, std::vector({Quality::Uhd, Quality::Unknown}));
        QCOMPARE(read.includePatterns, QStringList(u"a*"_s));
        QCOMPARE(read.excludePatterns, QStringList(u"b"_s));
        QCOMPARE(read.priorityStrategy, PriorityStrategy::Custom);
        QCOMPARE(read.priorities.size(), size_t(1));
        QCOMPARE(read.priorities.front().pattern, u"intro"_s);
        QCOMPARE(read.priorities.front().level, PriorityLevel::High);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_Fields)
#include "tst_fields.moc"
