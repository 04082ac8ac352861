// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/verbarguments.h"
#include "app/verbs/verbhelp.h"
#include "app/verbs/verbs.h"
#include "core/settings/settingtable.h"

#include <QSet>
#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

class tst_VerbTable : public QObject
{
    Q_OBJECT

    static QString text(const char *ascii) { return QString::fromLatin1(ascii); }

    static Result<VerbArguments> parse(const char *verb, const QStringList &arguments)
    {
        return VerbArguments::parse(*verbNamed(text(verb)), arguments);
    }

private Q_SLOTS:
    void everyVerbHasOneRow()
    {
        QSet<QString> names;
        QSet<int> verbs;
        for (const auto &row : verbTable()) {
            QVERIFY2(!names.contains(text(row.name)), row.name);
            names.insert(text(row.name));
            verbs.insert(static_cast<int>(row.verb));
            QCOMPARE(verbNamed(text(row.name)), &row);
        }
        QCOMPARE(verbs.size(), static_cast<int>(Verb::Manual) + 1);
        QVERIFY(verbNamed(u"lss") == nullptr);
    }

    void optionsAreToldApart()
    {
        QSet<QString> settings{u"set"_s, u"env-file"_s}; // taken before verbs see them
        for (const auto &row : settingTable())
            settings.insert(row.option().mid(2));
        for (const auto &row : verbTable()) {
            QSet<QString> names;
            for (const auto options = optionsOf(row); const auto &option : options) {
                const auto name = text(option.name);
                QVERIFY2(!settings.contains(name), option.name);
                QVERIFY2(!names.contains(name), option.name);
                names.insert(name);
                if (option.letter == 0)
                    continue;
                const QString letter{QLatin1Char(option.letter)};
                QVERIFY2(!names.contains(letter), option.name);
                names.insert(letter);
            }
        }
    }

    void rowsKeepTheirForm()
    {
        for (const auto &row : verbTable()) {
            QVERIFY2(row.summary[0] != '\0' && !text(row.summary).endsWith(u'.'), row.name);
            for (const auto &option : row.options) {
                QVERIFY2(!text(option.help).isEmpty(), option.name);
                QVERIFY2(!text(option.help).endsWith(u'.'), option.name);
                QCOMPARE(option.kind == ValueKind::Choice, option.choices[0] != '\0');
            }
        }
    }

    void whatIsGivenIsFound()
    {
        const auto arguments = parse(
            "ls", {u"--tag"_s, u"a"_s, u"--tag=b"_s, u"--sort"_s, u"size"_s, u"--reverse"_s});
        QVERIFY(arguments);
        QCOMPARE(arguments->values("tag"), (QStringList{u"a"_s, u"b"_s}));
        QCOMPARE(arguments->value("tag"), u"b"_s);
        QCOMPARE(arguments->value("sort"), u"size"_s);
        QVERIFY(arguments->has("reverse"));
        QVERIFY(!arguments->has("all"));
        QVERIFY(arguments->value("search").isNull());
        const auto prepare = parse("prepare", {u"-"_s, u"-o"_s, u"-"_s});
        QVERIFY(prepare);
        QCOMPARE(prepare->positional(), QStringList{u"-"_s});
        QCOMPARE(prepare->value("output"), u"-"_s);
        const auto after = parse("rm", {u"--"_s, u"--force"_s});
        QVERIFY(after);
        QCOMPARE(after->positional(), QStringList{u"--force"_s});
        QVERIFY(!after->has("force"));
    }

    void whatIsWrongIsNamed_data()
    {
        QTest::addColumn<QByteArray>("verb");
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("named");

        QTest::newRow("unknown option") << "ls"_ba << QStringList{u"--yaml"_s} << u"\"--yaml\""_s;
        QTest::newRow("unknown letter") << "ls"_ba << QStringList{u"-z"_s} << u"\"-z\""_s;
        QTest::newRow("no value") << "ls"_ba << QStringList{u"--limit"_s} << u"--limit"_s;
        QTest::newRow("no choice")
            << "ls"_ba << QStringList{u"--sort"_s, u"age"_s} << u"created, size or reads"_s;
        QTest::newRow("too few") << "show"_ba << QStringList{} << u"show ID|URL"_s;
        QTest::newRow("too many") << "stats"_ba << QStringList{u"x"_s} << u"\"x\""_s;
        QTest::newRow("what only this machine can answer")
            << "doctor"_ba << QStringList{u"--connect"_s, u"http://x"_s} << u"this machine alone"_s;
        QTest::newRow("argument's choice")
            << "completion"_ba << QStringList{u"csh"_s} << u"zsh or fish"_s;
    }
    void whatIsWrongIsNamed()
    {
        QFETCH(const QByteArray, verb);
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, named);
        const auto parsed = parse(verb.constData(), arguments);
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(parsed.error().message.contains(named), qPrintable(parsed.error().message));
    }

    void numbersAndSizesAreChecked()
    {
        const auto arguments = parse("ls", {u"--limit"_s, u"7"_s});
        QCOMPARE(arguments->number("limit", 50, 1, 100).value(), 7);
        QCOMPARE(parse("ls", {})->number("limit", 50, 1, 100).value(), 50);
        for (const auto &bad : {u"0"_s, u"101"_s, u"7x"_s, u"-1"_s, QString()}) {
            const auto wrong = parse("ls", {u"--limit="_s + bad});
            QVERIFY2(!wrong || !wrong->number("limit", 50, 1, 100), qPrintable(bad));
        }
        QVERIFY(!parse("clear", {u"--target-size"_s, u"much"_s})->size("target-size"));
        QCOMPARE(
            parse("clear", {u"--target-size"_s, u"2GB"_s})->size("target-size").value(),
            std::optional<qint64>(2LL << 30));
    }

    void sizesAreRead_data()
    {
        QTest::addColumn<QString>("written");
        QTest::addColumn<qint64>("bytes"); // -1: none

        QTest::newRow("bytes") << u"1024"_s << qint64(1024);
        QTest::newRow("unit") << u"1 B"_s << qint64(1);
        QTest::newRow("customary") << u"500MB"_s << qint64(500) * 1024 * 1024;
        QTest::newRow("exact") << u"1.5 GiB"_s << (qint64(3) << 29);
        QTest::newRow("letter") << u"2k"_s << qint64(2048);
        QTest::newRow("negative") << u"-1"_s << qint64(-1);
        QTest::newRow("empty") << QString() << qint64(-1);
        QTest::newRow("unit alone") << u"MB"_s << qint64(-1);
        QTest::newRow("two") << u"1MB 2MB"_s << qint64(-1);
        QTest::newRow("beyond all") << u"99999999TB"_s << qint64(-1);
    }
    void sizesAreRead()
    {
        QFETCH(const QString, written);
        QFETCH(const qint64, bytes);
        QCOMPARE(bytesFromText(written).value_or(-1), bytes);
    }

    void theVerbIsTheFirstWord_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("name"); // empty: none
        QTest::addColumn<QStringList>("rest");

        QTest::newRow("alone") << QStringList{u"ls"_s} << u"ls"_s << QStringList{};
        QTest::newRow("options behind")
            << QStringList{u"ls"_s, u"--all"_s} << u"ls"_s << QStringList{u"--all"_s};
        QTest::newRow("options before")
            << QStringList{u"--connect"_s, u"http://x"_s, u"--json"_s, u"ls"_s} << u"ls"_s
            << QStringList{u"--connect"_s, u"http://x"_s, u"--json"_s};
        QTest::newRow("unknown") << QStringList{u"dance"_s} << u"dance"_s << QStringList{};
        QTest::newRow("window") << QStringList{u"--theme"_s, u"dark"_s} << QString()
                                << QStringList{};
        QTest::newRow("behind --") << QStringList{u"--"_s, u"ls"_s} << QString() << QStringList{};
    }
    void theVerbIsTheFirstWord()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, name);
        QFETCH(const QStringList, rest);
        const auto call = verbCallIn(arguments);
        QCOMPARE(call.has_value(), !name.isEmpty());
        if (!call)
            return;
        QCOMPARE(call->name, name);
        QCOMPARE(call->row, verbNamed(name));
        QCOMPARE(call->arguments, rest);
    }

    void helpNamesEverything()
    {
        const auto overview = overviewHelp(0);
        for (const auto &row : verbTable()) {
            QCOMPARE(overview.contains(u"\n  "_s + text(row.name) + u' '), !row.isHidden);
            const auto help = verbHelp(row, 0);
            QVERIFY(help.startsWith(u"Usage: r2cache "_s + text(row.name)));
            for (const auto options = optionsOf(row); const auto &option : options)
                QVERIFY2(help.contains(optionForm(option)), option.name);
        }
        const auto doctor = verbHelp(*verbNamed(u"doctor"), 0);
        QVERIFY(!doctor.contains(u"--connect URL") && !doctor.contains(u"\n  3 "));
        QVERIFY(verbHelp(*verbNamed(u"health"), 0).contains(u"--connect URL"));
        for (const auto &option : programOptions())
            QVERIFY2(overview.contains(optionForm(option)), option.name);
        for (const auto &row : exitCodeTable())
            QVERIFY(overview.contains(u"\n  %1 "_s.arg(row.code)));
        for (const int code : {0, 2, 125, 126, 127, 130})
            QVERIFY(verbHelp(*verbNamed(u"render"), 0).contains(u"\n  %1 "_s.arg(code)));
        for (const auto &name : {u"add"_s, u"prepare"_s})
            QVERIFY(verbHelp(*verbNamed(name), 0).contains(u"\n  130 "_s));
        QVERIFY(overview.contains(u"r2cache config describe"));
    }

    void namesThatAreNearAreGuessed()
    {
        QCOMPARE(verbLike(u"list"_s), u" (did you mean ls?)"_s);
        QCOMPARE(verbLike(u"Remove"_s), u" (did you mean rm?)"_s);
        QCOMPARE(verbLike(u"analyse"_s), u" (did you mean analyze?)"_s);
        QVERIFY(verbLike(u"dance"_s).isEmpty());
    }

    void helpKeepsToTheWidth()
    {
        for (const int width : {60, 80, 100}) {
            for (const auto lines = overviewHelp(width).split(u'\n'); const auto &line : lines) {
                if (!line.contains(u"--"_s))
                    QVERIFY2(line.size() <= width, qPrintable(line));
            }
            for (const auto &row : verbTable()) {
                auto text = verbHelp(row, width);
                text.truncate(text.indexOf(u"\nExamples:"_s)); // to be copied, so never broken
                for (const auto lines = text.split(u'\n').mid(1); const auto &line : lines) {
                    if (!line.contains(u"--"_s))
                        QVERIFY2(line.size() <= width, qPrintable(line));
                }
            }
        }
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_VerbTable)
#include "tst_verbtable.moc"
