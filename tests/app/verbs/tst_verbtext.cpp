// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/humantext.h"
#include "app/verbs/progress.h"
#include "app/verbs/texttable.h"

#include <QJsonArray>
#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

class tst_VerbText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersAreReadable()
    {
        QCOMPARE(sizeText(-1), u"-"_s);
        QCOMPARE(sizeText(1023), u"1023 B"_s);
        QCOMPARE(sizeText(1024), u"1.0 kB"_s);
        QCOMPARE(sizeText(402LL * 1024 * 1024), u"402.0 MB"_s);
        QCOMPARE(sizeText((1LL << 30) - 1), u"1.0 GB"_s);
        QCOMPARE(rateText(0), u"-"_s);
        QCOMPARE(rateText(2048), u"2.0 kB/s"_s);
        QCOMPARE(lengthText(-1), u"-"_s);
        QCOMPARE(lengthText(14'400), u"0:14"_s);
        QCOMPARE(lengthText(3'723'000), u"1:02:03"_s);
        QCOMPARE(countedText(1204), u"1,204"_s);
        QCOMPARE(countedText(1, u"video"_s, u"videos"_s), u"1 video"_s);
        QCOMPARE(shareText(0.973), u"97.3 %"_s);
        QCOMPARE(whenText({}), u"-"_s);
    }

    void whatATerminalWouldObeyIsTakenOut()
    {
        QCOMPARE(harmless(u"a\x1b[31mb\tc\n"_s), u"a?[31mb?c?"_s);
        const auto table = textTable({{u"TAG"_s}}, {{u"\x1b]0;owned\x07"_s}}, 0);
        QVERIFY(!table.contains(u'\x1b') && !table.contains(u'\x07'));
    }

    void columnsLineUp()
    {
        const auto table = textTable(
            {{u"NAME"_s}, {u"SIZE"_s, true}}, {{u"a"_s, u"1"_s}, {u"long name"_s, u"20"_s}}, 0);
        QCOMPARE(table, u"NAME       SIZE\na             1\nlong name    20\n"_s);
    }

    void whatMayShrinkDoesSoInItsMiddle()
    {
        const auto url = u"https://pub-1234.r2.dev/folder/another/intro-4k.mp4"_s;
        const auto table = textTable({{u"ID"_s}, {u"URL"_s, false, true}}, {{u"ab"_s, url}}, 30);
        const auto line = table.split(u'\n').at(1);
        QCOMPARE(line.size(), 30);
        QVERIFY(line.contains(u'…') && line.endsWith(u"intro-4k.mp4"));
        QVERIFY(textTable({{u"URL"_s, false, true}}, {{url}}, 0).contains(url));
        QCOMPARE(shortened(u"abc"_s, 3), u"abc"_s);
        QCOMPARE(shortened(u"abcdefghij"_s, 5), u"a…hij"_s);
    }

    void columnsGoForThoseThatTellMore()
    {
        const std::vector<TextColumn> columns{
            {u"ID"_s},
            {u"READS"_s, true, false, 6, 1, true},
            {u"WHEN"_s, false, false, 16, 2},
            {u"URL"_s, false, true}};
        const QList<QStringList> rows{
            {u"3fa4c1"_s, u"0"_s, u"2026-01-31 14:05"_s,
             u"https://pub-1234.r2.dev/folder/another/intro-4k.mp4"_s}};
        QCOMPARE(superfluousColumns(columns, rows, 0), QStringList{u"READS"_s});
        QCOMPARE(superfluousColumns(columns, rows, 50), QStringList{u"READS"_s});
        QCOMPARE(superfluousColumns(columns, rows, 40), (QStringList{u"READS"_s, u"WHEN"_s}));
        for (int width = 4; width < 100; ++width) {
            const auto table
                = textTable(columns, rows, width, true, superfluousColumns(columns, rows, width));
            for (const auto lines = table.split(u'\n'); const auto &line : lines)
                QVERIFY2(line.size() <= width, qPrintable(line));
        }
        QCOMPARE(shortened(rows[0][3], 20), u"https:…/intro-4k.mp4"_s);
        QCOMPARE(shortened(u"https://a.b/a-long-name-4k.mp4"_s, 22), u"ht…/a-long-name-4k.mp4"_s);
    }

    void pagesLineUp()
    {
        const std::vector<TextColumn> columns{{u"A"_s, false, false, 5}, {u"B"_s}};
        const auto first = textTable(columns, {{u"x"_s, u"y"_s}}, 0);
        const auto second = textTable(columns, {{u"xyz"_s, u"y"_s}}, 0, false);
        QCOMPARE(first.split(u'\n').at(1).indexOf(u'y'), second.lastIndexOf(u'y'));
    }

    void factsAreAlignedAndEmptyOnesLeftOut()
    {
        QCOMPARE(
            factLines({{u"Id"_s, u"1"_s}, {u"Longest name"_s, {}}, {u"Size"_s, u"2"_s}}),
            u"Id:    1\nSize:  2\n"_s);
    }

    void textIsWrappedAtBlanks()
    {
        QCOMPARE(wrapped(u"one two three"_s, 8), u"one two\nthree"_s);
        QCOMPARE(wrapped(u"one two"_s, 0), u"one two"_s);
        QCOMPARE(wrapped(u"longword a"_s, 4, u"  "_s), u"  longword\n  a"_s);
    }

    void progressIsOfBytesWhereAllSizesAreKnown()
    {
        const auto url = [](const QString &status, qint64 received, const QJsonValue &total) {
            return QJsonObject{
                {u"url"_s, u"u"_s},
                {u"status"_s, status},
                {u"receivedBytes"_s, received},
                {u"totalBytes"_s, total},
                {u"bytesPerSecond"_s, status == u"downloading" ? 100 : 0}};
        };
        auto progress = transferProgressOf(
            {{u"urls"_s,
              QJsonArray{
                  url(u"done"_s, 100, 100), url(u"downloading"_s, 50, 300),
                  url(u"failed"_s, 0, QJsonValue())}}});
        QCOMPARE(progress.videos, 3);
        QCOMPARE(progress.ended, 2);
        QCOMPARE(progress.failed, 1);
        QCOMPARE(progress.fraction(), 0.375);
        QCOMPARE(progress.timeLeftMs(), 2'500);
        QCOMPARE(
            progressText(progress, 200),
            u"[#########---------------]   37 %  150 B of 400 B  100 B/s  0:03 left  2 of 3  "
            "1 failed"_s);

        progress = transferProgressOf(
            {{u"urls"_s, QJsonArray{url(u"done"_s, 100, 100), url(u"queued"_s, 0, QJsonValue())}}});
        QCOMPARE(progress.fraction(), 0.5);
        QCOMPARE(progress.timeLeftMs(), -1);
        QVERIFY(!progressText(progress, 200).contains(u"left"));
        QVERIFY(!progressText(progress, 200).contains(u"again"));

        progress = transferProgressOf(
            {{u"urls"_s, QJsonArray{url(u"waiting_to_retry"_s, 0, QJsonValue())}}});
        QVERIFY(progressText(progress, 200).endsWith(u"0 of 1  1 waiting to try again"));
    }

    void progressFitsAnyWidth()
    {
        TransferProgress progress;
        progress.videos = 10;
        progress.bytesPerSecond = 1;
        for (int width = 1; width < 120; ++width)
            QVERIFY(progressText(progress, width).size() <= width);
        QVERIFY(!progressText(progress, 20).contains(u'['));
        // Whole parts, those that matter most the longest.
        progress.failed = 2;
        QCOMPARE(progressText(progress, 40), u"  0 %  0 B of 0 B  0 of 10  2 failed"_s);
        QCOMPARE(progressText(progress, 26), u"  0 %  0 of 10  2 failed"_s);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_VerbText)
#include "tst_verbtext.moc"
