// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/byterange.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

/// "200", "416" or "206 0-99 200-299" (last bytes counted in).
QByteArray written(const RangeDecision &decision)
{
    if (decision.kind == RangeDecision::Kind::Whole)
        return "200";
    if (decision.kind == RangeDecision::Kind::Unsatisfiable)
        return "416";
    QByteArray text = "206";
    for (const auto &range : decision.ranges)
        text += ' ' + QByteArray::number(range.begin) + '-' + QByteArray::number(range.end - 1);
    return text;
}

class tst_ByteRange : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRangeFieldIsDecidedAsTheRfcSays_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<qint64>("length");
        QTest::addColumn<QByteArray>("answer");
        const auto row
            = [](const char *name, const char *field, qint64 length, const char *answer) {
                  QTest::newRow(name) << QByteArray{field} << length << QByteArray{answer};
              };
        // RFC 9110 section 14.1.2, its own examples of 10,000 bytes
        row("first 500", "bytes=0-499", 10000, "206 0-499");
        row("second 500", "bytes=500-999", 10000, "206 500-999");
        row("final 500 as suffix", "bytes=-500", 10000, "206 9500-9999");
        row("final 500 open-ended", "bytes=9500-", 10000, "206 9500-9999");
        row("first and last byte", "bytes=0-0,-1", 10000, "206 0-0 9999-9999");
        row("first, middle and last 1000", "bytes= 0-999, 4500-5499, -1000", 10000,
            "206 0-999 4500-5499 9000-9999");
        row("neighbours become one", "bytes=500-600,601-999", 10000, "206 500-999");
        row("overlapping become one", "bytes=500-700,601-999", 10000, "206 500-999");
        // 14.1.2: int-range
        row("whole as range", "bytes=0-", 10000, "206 0-9999");
        row("one byte", "bytes=0-0", 1, "206 0-0");
        row("end is clamped", "bytes=9990-20000", 10000, "206 9990-9999");
        row("end at the length is clamped", "bytes=0-10000", 10000, "206 0-9999");
        row("last byte", "bytes=9999-9999", 10000, "206 9999-9999");
        row("begin at the end", "bytes=10000-", 10000, "416");
        row("begin at the end, bounded", "bytes=10000-10001", 10000, "416");
        row("end before begin is invalid", "bytes=10-9", 10000, "200");
        row("end before begin beyond the end", "bytes=20000-19999", 10000, "200");
        // 14.1.2: suffix-range
        row("suffix longer than all", "bytes=-20000", 10000, "206 0-9999");
        row("suffix of all", "bytes=-10000", 10000, "206 0-9999");
        row("suffix of nothing", "bytes=-0", 10000, "416");
        row("suffix alone", "bytes=-", 10000, "200");
        // 14.2: satisfiable ones count, the rest is left out
        row("one of two satisfiable", "bytes=20000-,0-1", 10000, "206 0-1");
        row("none of two satisfiable", "bytes=20000-,-0", 10000, "416");
        row("one invalid spoils the set", "bytes=0-1,x", 10000, "200");
        // an empty representation
        row("int-range of nothing", "bytes=0-", 0, "416");
        row("suffix-range of nothing", "bytes=-5", 0, "200");
        row("empty suffix of nothing", "bytes=-0", 0, "416");
        // 64 bits and more
        row("end of 2^63-1", "bytes=0-9223372036854775807", 100, "206 0-99");
        row("end of 2^64", "bytes=0-18446744073709551616", 100, "206 0-99");
        row("end of 40 digits", "bytes=5-9999999999999999999999999999999999999999", 100,
            "206 5-99");
        row("begin of 2^64", "bytes=18446744073709551616-", 100, "416");
        row("begin and end of 2^64", "bytes=18446744073709551616-18446744073709551617", 100, "416");
        row("suffix of 2^64", "bytes=-18446744073709551616", 100, "206 0-99");
        row("leading zeros", "bytes=000000000000000000000000-0000000000000000000000009", 100,
            "206 0-9");
        row("5 TB", "bytes=4999999999999-", 5000000000000, "206 4999999999999-4999999999999");
        // 14.2: what is not understood is ignored
        row("unknown unit", "items=0-1", 100, "200");
        row("unit in capitals (14.1: case-insensitive)", "BYTES=0-1", 100, "206 0-1");
        row("no unit", "0-1", 100, "200");
        row("empty", "", 100, "200");
        row("no set", "bytes=", 100, "200");
        row("only commas", "bytes=,,", 100, "200");
        row("empty elements (5.6.1.2)", "bytes=,0-1,, 5-6,", 100, "206 0-1 5-6");
        row("space before =", "bytes =0-1", 100, "200");
        row("space inside", "bytes=0 -1", 100, "200");
        row("plus sign", "bytes=+0-1", 100, "200");
        row("two dashes", "bytes=0--1", 100, "200");
        row("three numbers", "bytes=0-1-2", 100, "200");
        row("hexadecimal", "bytes=0x0-0x1", 100, "200");
        row("two fields joined", "bytes=0-1, bytes=3-4", 100, "200");
        row("a tab between", "bytes=0-1,\t3-4", 100, "206 0-1 3-4");
        // 15.3.7.2: order is the client's; what was joined stands where its first part stood
        row("descending", "bytes=50-59,0-9", 100, "206 50-59 0-9");
        row("the same twice", "bytes=0-9,0-9", 100, "206 0-9");
        row("one inside another", "bytes=0-99,10-19", 100, "206 0-99");
        row("joined out of order", "bytes=90-99,10-19,0-9,20-29", 100, "206 90-99 0-29");
        row("bridged by a later one", "bytes=0-9,20-29,10-19", 100, "206 0-29");
        // 14.2: many ranges may be ignored
        row("16 ranges",
            "bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14,16-16,18-18,20-20,22-22,"
            "24-24,26-26,28-28,30-30",
            100,
            "206 0-0 2-2 4-4 6-6 8-8 10-10 12-12 14-14 16-16 18-18 20-20 22-22 24-24 26-26 28-28 "
            "30-30");
        row("17 ranges",
            "bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14,16-16,18-18,20-20,22-22,"
            "24-24,26-26,28-28,30-30,32-32",
            100, "200");
        row("17 that would be one", "bytes=0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-", 100,
            "200");
    }
    void aRangeFieldIsDecidedAsTheRfcSays()
    {
        QFETCH(QByteArray, field);
        QFETCH(qint64, length);
        QTEST(written(decideRange(field, length)), "answer");
    }

    void aRangeIsAskedForWithItsLastByte()
    {
        QCOMPARE((ByteRange{0, 100}.toRequestHeader()), "bytes=0-99");
        QCOMPARE((ByteRange{7, 8}.toRequestHeader()), "bytes=7-7");
    }

    void emptyAndBackwardRangesAreEmpty()
    {
        QVERIFY((ByteRange{5, 5}.isEmpty()));
        QVERIFY((ByteRange{5, 4}.isEmpty()));
        QVERIFY(!(ByteRange{5, 6}.isEmpty()));
        QCOMPARE((ByteRange{5, 15}.length()), 10);
    }

    void theFirstByteIsGuessed_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<qint64>("first");
        QTest::newRow("open") << "bytes=5-"_ba << qint64{5};
        QTest::newRow("closed") << "bytes=5-9"_ba << qint64{5};
        QTest::newRow("several") << "bytes=700-799, 5-9"_ba << qint64{700};
        QTest::newRow("suffix") << "bytes=-5"_ba << qint64{0};
        QTest::newRow("malformed") << "bytes=9-5"_ba << qint64{0};
        QTest::newRow("other unit") << "lines=5-"_ba << qint64{0};
    }
    void theFirstByteIsGuessed()
    {
        QFETCH(QByteArray, field);
        QTEST(firstByteOf(field), "first");
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_ByteRange)
#include "tst_byterange.moc"
