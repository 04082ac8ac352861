// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/signedurls.h"
#include "tests/support/manualclock.h"

#include <QCoroTask>
#include <QFile>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

#include <ctime>
#include <memory>

#include <sys/stat.h>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

class tst_SignedUrls : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory;
    ManualClock m_clock;
    QThreadPool m_pool;
    R2UrlRules m_rules{{{}, QByteArray(32, 'k')}};

    QString path() const { return m_directory.filePath(u"signed-urls.json"_s); }
    std::unique_ptr<SignedUrls> made(const QString &path) const
    {
        return std::make_unique<SignedUrls>(
            path, SignedUrls::Parts{m_clock, const_cast<QThreadPool &>(m_pool), m_rules});
    }
    /// As after a restart.
    std::unique_ptr<SignedUrls> loaded() const
    {
        auto urls = made(path());
        urls->load();
        return urls;
    }

    /// Signed @p age before now, good for @p validity.
    R2Url object(
        const QString &name, const QString &signature, std::chrono::seconds age = {},
        std::chrono::seconds validity = std::chrono::hours{1}) const
    {
        const auto date = m_clock.nowUtc().addSecs(-age.count());
        const auto text
            = u"https://acc.r2.cloudflarestorage.com/b/%1.mp4?X-Amz-Date=%2&X-Amz-Expires=%3&X-Amz-Signature=%4"_s
                  .arg(name, date.toString(u"yyyyMMdd'T'HHmmss'Z'"))
                  .arg(validity.count())
                  .arg(signature);
        return m_rules.recognise(text).value();
    }
    static QString signatureOf(const std::optional<R2Url> &object)
    {
        return object ? object->request.toString().section(u"X-Amz-Signature="_s, 1) : QString();
    }
    QByteArray fileBytes() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void init() { QFile::remove(path()); }

    void theTimesOfASignature_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("signedAt");
        QTest::addColumn<QString>("expiresAt");
        const auto given = u"2026-02-01T00:00:00Z"_s;
        const auto week = u"2026-02-08T00:00:00Z"_s;
        const auto date = u"2026-01-01T12:30:00Z"_s;
        const auto row = [](const char *name, const QString &query, const QString &signedAt,
                            const QString &expiresAt) {
            QTest::newRow(name) << query << signedAt << expiresAt;
        };
        row("both", u"X-Amz-Date=20260101T123000Z&X-Amz-Expires=60&X-Amz-Signature=s"_s, date,
            u"2026-01-01T12:31:00Z"_s);
        row("any case and order",
            u"x-amz-signature=s&x-amz-expires=60&x-amz-date=20260101T123000Z"_s, date,
            u"2026-01-01T12:31:00Z"_s);
        row("encoded", u"X-Amz-Date=20260101T123000%5A&X-Amz-Expires=%360&X-Amz-Signature=s"_s,
            date, u"2026-01-01T12:31:00Z"_s);
        row("no date", u"X-Amz-Expires=60&X-Amz-Signature=s"_s, given, u"2026-02-01T00:01:00Z"_s);
        row("no such date", u"X-Amz-Date=20261301T000000Z&X-Amz-Signature=s"_s, given, week);
        row("no such time", u"X-Amz-Date=20260101T250000Z&X-Amz-Signature=s"_s, given, week);
        row("no validity", u"X-Amz-Date=20260101T123000Z&X-Amz-Signature=s"_s, date,
            u"2026-01-08T12:30:00Z"_s);
        row("longer than allowed",
            u"X-Amz-Date=20260101T123000Z&X-Amz-Expires=604801&X-Amz-Signature=s"_s, date,
            u"2026-01-08T12:30:00Z"_s);
        row("never good", u"X-Amz-Expires=0&X-Amz-Signature=s"_s, given, week);
        row("no number", u"X-Amz-Expires=1h&X-Amz-Signature=s"_s, given, week);
        row("not signed", u"X-Amz-Date=20260101T123000Z&X-Amz-Expires=60"_s, {}, {});
        row("empty signature", u"X-Amz-Signature="_s, {}, {});
    }
    void theTimesOfASignature()
    {
        QFETCH(const QString, query);
        QFETCH(const QString, signedAt);
        QFETCH(const QString, expiresAt);
        const QUrl url(QString(u"https://acc.r2.cloudflarestorage.com/b/v.mp4?"_s + query));
        const auto given = QDateTime::fromString(u"2026-02-01T00:00:00Z"_s, Qt::ISODate);
        const auto time = signatureTimeOf(url, given);
        QCOMPARE(time.has_value(), !signedAt.isEmpty());
        if (!time)
            return;
        QCOMPARE(time->signedAt.toString(Qt::ISODate), signedAt);
        QCOMPARE(time->expiresAt.toString(Qt::ISODate), expiresAt);
    }

    void anHourThatTheTimeZoneSkipsIsReadAsUtc()
    {
        const auto before = qgetenv("TZ");
        const auto restore = qScopeGuard([before] {
            before.isNull() ? qunsetenv("TZ") : qputenv("TZ", before);
            ::tzset();
        });
        qputenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3");
        ::tzset();
        const QUrl url(
            u"https://acc.r2.cloudflarestorage.com/b/v.mp4?X-Amz-Date=20260329T023000Z&X-Amz-Signature=s"_s);
        const auto time = signatureTimeOf(url, m_clock.nowUtc());
        QVERIFY(time);
        QCOMPARE(time->signedAt.toString(Qt::ISODate), u"2026-03-29T02:30:00Z"_s);
    }

    void theNewestWins()
    {
        using namespace std::chrono_literals;
        const auto urls = made({});
        const auto id = object(u"v"_s, u"0"_s).id;
        urls->keep(object(u"v"_s, u"older"_s, 60s));
        QCOMPARE(signatureOf(urls->find(id)), u"older"_s);
        urls->keep(object(u"v"_s, u"newer"_s));
        QCOMPARE(signatureOf(urls->find(id)), u"newer"_s);
        urls->keep(object(u"v"_s, u"yesterday"_s, 30s)); // an old config is prepared once more
        QCOMPARE(signatureOf(urls->find(id)), u"newer"_s);
        urls->keep(object(u"v"_s, u"same-second"_s));
        QCOMPARE(signatureOf(urls->find(id)), u"same-second"_s);
        QCOMPARE(urls->count(), 1);
        QVERIFY(!urls->find(object(u"w"_s, u"0"_s).id));
    }

    void whatCarriesNoSignatureIsNotKept()
    {
        const auto urls = made({});
        urls->keep(m_rules.recognise(u"https://a.r2.dev/v.mp4"_s).value());
        // It was signed once, and its URL comes from the index.
        auto unsignedNow
            = m_rules.recognise(u"https://acc.r2.cloudflarestorage.com/b/v.mp4"_s).value();
        unsignedNow.isSigned = true;
        urls->keep(unsignedNow);
        QCOMPARE(urls->count(), 0);
    }

    void whatHasExpiredIsNeitherKeptNorFound()
    {
        using namespace std::chrono_literals;
        const auto urls = made({});
        urls->keep(object(u"v"_s, u"old"_s, 2h, 1h));
        QCOMPARE(urls->count(), 0);
        const auto good = object(u"v"_s, u"good"_s, 0s, 10s);
        urls->keep(good);
        m_clock.advance(9s);
        QVERIFY(urls->find(good.id));
        m_clock.advance(1s);
        QVERIFY(!urls->find(good.id));
    }

    void theyOutliveTheProcess()
    {
        const auto one = object(u"1"_s, u"s1"_s);
        const auto two = object(u"2"_s, u"s2"_s);
        {
            const auto urls = loaded();
            urls->keep(one);
            urls->keep(two);
            QCoro::waitFor(urls->flush());
        }
        struct stat status
        { };
        QCOMPARE(::stat(QFile::encodeName(path()).constData(), &status), 0);
        QCOMPARE(status.st_mode & 0777, 0600U);
        const auto urls = loaded();
        QCOMPARE(urls->count(), 2);
        const auto found = urls->find(one.id);
        QVERIFY(found);
        QCOMPARE(found->request, one.request);
        QCOMPARE(found->canonical, one.canonical);
        QVERIFY(found->isSigned);
    }

    void theExpiredLeaveTheFile()
    {
        using namespace std::chrono_literals;
        {
            const auto urls = loaded();
            urls->keep(object(u"1"_s, u"5h0rt"_s, 0s, 10s));
            urls->keep(object(u"2"_s, u"l0ng"_s));
            QCoro::waitFor(urls->flush());
            QVERIFY(fileBytes().contains("5h0rt"));
        }
        m_clock.advance(11s);
        const auto urls = loaded();
        QCOMPARE(urls->count(), 1);
        QCoro::waitFor(urls->flush());
        QVERIFY(!fileBytes().contains("5h0rt"));
        QVERIFY(fileBytes().contains("l0ng"));
    }

    void oneThatExpiresWhileRunningLeavesTheFileByItself()
    {
        using namespace std::chrono_literals;
        const auto urls = loaded();
        urls->keep(object(u"1"_s, u"5h0rt"_s, 0s, 1s));
        QTRY_VERIFY(fileBytes().contains("5h0rt"));
        m_clock.advance(2s);
        QTRY_VERIFY(!fileBytes().contains("5h0rt"));
        QCOMPARE(urls->count(), 0);
        QCoro::waitFor(urls->flush());
    }

    void aBurstIsWrittenInTwoFilesAndNotInAHundred()
    {
        const auto urls = loaded();
        QElapsedTimer time;
        time.start();
        for (int i = 0; i < 100; ++i)
            urls->keep(object(QString::number(i), u"s%1e"_s.arg(i)));
        QTRY_VERIFY(fileBytes().contains("s0e")); // at once
        QVERIFY(!fileBytes().contains("s99e"));
        QTRY_VERIFY(fileBytes().contains("s99e"));
        QVERIFY(time.elapsed() >= 900);
        QCoro::waitFor(urls->flush());
    }

    void aDamagedFileIsSetAside_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut") << QByteArray("{\"format\":1,\"urls\":[{\"url\":\"https://acc");
        QTest::newRow("another format") << QByteArray("{\"format\":9,\"urls\":[]}");
        QTest::newRow("no list") << QByteArray("{\"format\":1,\"urls\":{}}");
    }
    void aDamagedFileIsSetAside()
    {
        QFETCH(const QByteArray, bytes);
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
        file.close();
        QTest::ignoreMessage(
            QtWarningMsg,
            QRegularExpression(u"^The signed URLs of an earlier run cannot be read"_s));
        const auto urls = loaded();
        QCOMPARE(urls->count(), 0);
        QVERIFY(!QFile::exists(path()));
        QFile aside(QString(path() + u".damaged"));
        QVERIFY(aside.open(QIODevice::ReadOnly));
        QCOMPARE(aside.readAll(), bytes);
        urls->keep(object(u"v"_s, u"s"_s));
        QCoro::waitFor(urls->flush());
        QCOMPARE(loaded()->count(), 1);
    }

    void entriesThatMakeNoSenseAreLeftOut()
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            "{\"format\":1,\"urls\":[7,{\"url\":\"\"},{\"url\":\"https://evil.com/v.mp4\"}]}");
        file.close();
        const auto urls = loaded();
        QCOMPARE(urls->count(), 0);
        QCoro::waitFor(urls->flush());
    }

    void whatAKilledRunLeftIsRemoved()
    {
        QFile file(QString(path() + u".tmp"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        const auto urls = loaded();
        QVERIFY(!file.exists());
    }

    void whereNothingCanBeWrittenTheyAreKeptInMemory()
    {
        const auto urls = made(m_directory.filePath(u"no/such/directory.json"_s));
        urls->load();
        const auto one = object(u"1"_s, u"s"_s);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"no/such/directory"_s));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"no/such/directory"_s));
        urls->keep(one);
        QCoro::waitFor(urls->flush()); // tries once more
        QVERIFY(urls->find(one.id));
    }

    void theyAreBounded()
    {
        const auto urls = made({});
        using namespace std::chrono_literals;
        const auto first = object(u"first"_s, u"s"_s, 0s, 60s);
        urls->keep(first);
        for (int i = 0; i < SignedUrls::maxUrls; ++i)
            urls->keep(object(QString::number(i), u"s"_s));
        QVERIFY(urls->count() <= SignedUrls::maxUrls);
        QVERIFY(urls->count() >= SignedUrls::maxUrls * 9 / 10);
        QVERIFY(!urls->find(first.id)); // the first to expire
        QVERIFY(urls->find(object(QString::number(SignedUrls::maxUrls - 1), u"s"_s).id));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_SignedUrls)
#include "tst_signedurls.moc"
