// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/format.h"

#include <QTest>
#include <QTimeZone>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

/// @p text with common blanks for those that do not break.
QString plain(QString text)
{
    return text.replace(u'\u00a0', u' ').replace(u'\u202f', u' ');
}

class tst_Format : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QLocale::setDefault(QLocale::c()); }

    void bytesHaveAUnitThatFits_data()
    {
        QTest::addColumn<qint64>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("not known") << -1LL << u"–"_s;
        QTest::newRow("none") << 0LL << u"0 B"_s;
        QTest::newRow("few") << 1023LL << u"1023 B"_s;
        QTest::newRow("kilobyte") << 1024LL << u"1.0 kB"_s;
        QTest::newRow("rounded up to the next unit") << 1'048'570LL << u"1.0 MB"_s;
        QTest::newRow("megabytes") << 421'527'552LL << u"402.0 MB"_s;
        QTest::newRow("CACHE_MAX_SIZE_GB=10") << (10LL << 30) << u"10.0 GB"_s;
        QTest::newRow("largest") << std::numeric_limits<qint64>::max() << u"8192.0 PB"_s;
    }
    void bytesHaveAUnitThatFits()
    {
        QFETCH(const qint64, bytes);
        QTEST(plain(bytesText(bytes)), "text");
    }

    void numbersFollowTheLocale()
    {
        QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
        QCOMPARE(plain(bytesText(1536)), u"1,5 kB");
        QCOMPARE(countText(1204), u"1.204");
        QCOMPARE(plain(percentText(0.973)), u"97,3 %");
    }

    void speedsAreAPieceOfTime()
    {
        QCOMPARE(plain(speedText(10'276'045)), u"9.8 MB/s");
        QCOMPARE(speedText(0), u"–");
    }

    void durations_data()
    {
        QTest::addColumn<qint64>("milliseconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("not known") << -1LL << u"–"_s;
        QTest::newRow("nothing") << 0LL << u"0:00"_s;
        QTest::newRow("rounded") << 13'600LL << u"0:14"_s;
        QTest::newRow("minutes") << 400'000LL << u"6:40"_s;
        QTest::newRow("rounded up to an hour") << 3'599'500LL << u"1:00:00"_s;
        QTest::newRow("hours") << 3'723'000LL << u"1:02:03"_s;
    }
    void durations()
    {
        QFETCH(const qint64, milliseconds);
        QTEST(durationText(milliseconds), "text");
    }

    void timesAreToldByHowLongAgoTheyAre_data()
    {
        QTest::addColumn<qint64>("secondsAgo");
        QTest::addColumn<QString>("text");
        QTest::newRow("ahead") << -30LL << u"just now"_s;
        QTest::newRow("now") << 0LL << u"just now"_s;
        QTest::newRow("minute") << 60LL << u"1 min ago"_s;
        QTest::newRow("minutes") << 3599LL << u"59 min ago"_s;
        QTest::newRow("hours") << 5LL * 3600 << u"5 h ago"_s;
        QTest::newRow("the day before, but lately") << 11LL * 3600 << u"11 h ago"_s;
        QTest::newRow("yesterday") << 30LL * 3600 << u"yesterday"_s;
        QTest::newRow("days") << 6LL * 86400 << u"6 days ago"_s;
        QTest::newRow("long ago") << 40LL * 86400 << u"19 Oct 2026"_s;
    }
    void timesAreToldByHowLongAgoTheyAre()
    {
        QFETCH(const qint64, secondsAgo);
        const QDateTime now(QDate(2026, 11, 28), QTime(9, 0)); // local, as days are
        QTEST(relativeTimeText(now.addSecs(-secondsAgo).toUTC(), now.toUTC()), "text");
    }
    void aTimeThatIsNotKnownIsADash()
    {
        QCOMPARE(relativeTimeText({}, QDateTime::currentDateTimeUtc()), u"–");
        QCOMPARE(timeText({}), u"–");
    }

    void aUrlIsItsNameAndItsHost()
    {
        QCOMPARE(nameOfUrl(u"https://pub-1.r2.dev/a/intro-4k.mp4?X-Amz=1#t=3"_s), u"intro-4k.mp4");
        QCOMPARE(hostOfUrl(u"https://pub-1.r2.dev/a/intro-4k.mp4"_s), u"pub-1.r2.dev");
        QCOMPARE(hostOfUrl(u"http://127.0.0.1:9000/a.mp4"_s), u"127.0.0.1:9000");
        QCOMPARE(nameOfUrl(u"nonsense"_s), u"nonsense");
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_Format)
#include "tst_format.moc"
