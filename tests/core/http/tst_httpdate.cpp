// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/httpdate.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

const QDateTime now = QDateTime::fromString(u"2026-07-01T12:00:00Z"_s, Qt::ISODate);

class tst_HttpDate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTimeIsWrittenInGmt()
    {
        const auto time = QDateTime::fromString(u"1994-11-06T08:49:37Z"_s, Qt::ISODate);
        QCOMPARE(formatHttpDate(time), "Sun, 06 Nov 1994 08:49:37 GMT");
        QCOMPARE(formatHttpDate(time.toOffsetFromUtc(7200)), "Sun, 06 Nov 1994 08:49:37 GMT");
        QCOMPARE(formatHttpDate(time.addMSecs(999)), "Sun, 06 Nov 1994 08:49:37 GMT");
        QCOMPARE(formatHttpDate(now), "Wed, 01 Jul 2026 12:00:00 GMT");
    }

    void secondsSince1970AreWrittenToo()
    {
        const auto written = [](qint64 seconds) {
            return formatHttpDate(std::chrono::sys_seconds{std::chrono::seconds{seconds}});
        };
        QCOMPARE(written(0), "Thu, 01 Jan 1970 00:00:00 GMT");
        QCOMPARE(written(-1), "Wed, 31 Dec 1969 23:59:59 GMT");
        QCOMPARE(written(1709210096), "Thu, 29 Feb 2024 12:34:56 GMT");
        QCOMPARE(written(253402300799), "Fri, 31 Dec 9999 23:59:59 GMT");
    }

    void theThreeFormsAreRead_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("time"); // ISO; empty: malformed
        const auto row = [](const char *text, const char *time) {
            QTest::newRow(*text ? text : "empty") << QByteArray{text} << QString::fromLatin1(time);
        };
        // RFC 9110 section 5.6.7, its examples
        row("Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z");
        row("Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37Z");
        row("Sun Nov  6 08:49:37 1994", "1994-11-06T08:49:37Z");
        row("Wed Nov 16 08:49:37 1994", "1994-11-16T08:49:37Z");
        row(" Sun, 06 Nov 1994 08:49:37 GMT ", "1994-11-06T08:49:37Z");
        // two-digit years: at most 50 years ahead of now, 2026-07-01
        row("Tuesday, 30-Jun-76 12:00:00 GMT", "2076-06-30T12:00:00Z");
        row("Wednesday, 01-Jul-76 12:00:00 GMT", "2076-07-01T12:00:00Z");
        row("Wednesday, 01-Jul-76 12:00:01 GMT", "1976-07-01T12:00:01Z");
        row("Friday, 31-Dec-99 23:59:59 GMT", "1999-12-31T23:59:59Z");
        row("Saturday, 01-Jan-00 00:00:00 GMT", "2000-01-01T00:00:00Z");
        row("Sat, 31 Dec 2016 23:59:60 GMT", "2016-12-31T23:59:59Z"); // leap second
        row("Thu, 29 Feb 2024 00:00:00 GMT", "2024-02-29T00:00:00Z");
        row("Sat, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z"); // wrong day: tolerated
        row("Sun, 06 nov 1994 08:49:37 GMT", ""); // case-sensitive
        row("Sun, 06 Nov 1994 08:49:37 UTC", "");
        row("Sun, 06 Nov 1994 08:49:37 +0000", "");
        row("Sun, 06 Nov 1994 08:49:37", "");
        row("Sun, 06 Nov 1994 08:49:37 GMT, x", "");
        row("Sun, 6 Nov 1994 08:49:37 GMT", "");
        row("Sun, 06 Nov 94 08:49:37 GMT", "");
        row("Sun,06 Nov 1994 08:49:37 GMT", "");
        row("Xyz, 06 Nov 1994 08:49:37 GMT", "");
        row("Thu, 30 Feb 2024 00:00:00 GMT", "");
        row("Thu, 29 Feb 2023 00:00:00 GMT", "");
        row("Sun, 06 Nov 1994 24:00:00 GMT", "");
        row("Sun, 06 Nov 1994 08:60:00 GMT", "");
        row("Sun, 06 Nov 1994 08:49:61 GMT", "");
        row("Sun, 06 Nov 1994 8:49:37 GMT", "");
        row("Sun, -6 Nov 1994 08:49:37 GMT", "");
        row("Sun, 06 Nov", "");
        row("Sun", "");
        row("784111777", "");
        row("1994-11-06T08:49:37Z", "");
        row("", "");
    }
    void theThreeFormsAreRead()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, time);
        const auto result = parseHttpDate(text, now);
        QCOMPARE(result ? result->toString(Qt::ISODate) : QString{}, time);
    }

    void everyDayOfAYearReadsBack()
    {
        for (int day = 0; day < 366; ++day) {
            const auto time = now.addDays(day).addSecs(day * 61);
            QCOMPARE(parseHttpDate(formatHttpDate(time), now), time);
        }
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_HttpDate)
#include "tst_httpdate.moc"
