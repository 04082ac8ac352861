// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/compat.h"
#include "core/download/originhead.h"
#include "core/download/retrypolicy.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace {

const QDateTime now(QDate(2026, 1, 1), QTime(12, 0), utcZone);

OriginFailure failureWith(ErrorCode code, int status = 0)
{
    return {{code, {}, {}}, status, std::nullopt};
}

class tst_RetryPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyWhatMayEndBetterIsRetried_data()
    {
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("retried");
        QTest::newRow("reset") << ErrorCode::OriginUnreachable << 0 << true;
        QTest::newRow("timeout") << ErrorCode::OriginTimeout << 0 << true;
        QTest::newRow("429") << ErrorCode::OriginThrottled << 429 << true;
        QTest::newRow("500") << ErrorCode::OriginRejected << 500 << true;
        QTest::newRow("502") << ErrorCode::OriginRejected << 502 << true;
        QTest::newRow("short body") << ErrorCode::LengthMismatch << 0 << true;
        QTest::newRow("wrong MD5") << ErrorCode::ChecksumMismatch << 0 << true;
        QTest::newRow("changed") << ErrorCode::OriginChanged << 0 << true;
        QTest::newRow("404") << ErrorCode::OriginNotFound << 404 << false;
        QTest::newRow("403") << ErrorCode::OriginForbidden << 403 << false;
        QTest::newRow("400") << ErrorCode::OriginRejected << 400 << false;
        QTest::newRow("204") << ErrorCode::OriginRejected << 204 << false;
        QTest::newRow("gzip") << ErrorCode::OriginRejected << 0 << false;
        QTest::newRow("TLS") << ErrorCode::TlsError << 0 << false;
        QTest::newRow("private address") << ErrorCode::AddressRefused << 0 << false;
        QTest::newRow("redirect") << ErrorCode::RedirectRefused << 0 << false;
        QTest::newRow("HTML") << ErrorCode::NotAVideo << 0 << false;
        QTest::newRow("cache full") << ErrorCode::CacheFull << 0 << false;
        QTest::newRow("disk full") << ErrorCode::DiskFull << 0 << false;
        QTest::newRow("too large") << ErrorCode::TooLarge << 0 << false;
        QTest::newRow("cancelled") << ErrorCode::Cancelled << 0 << false;
    }
    void onlyWhatMayEndBetterIsRetried()
    {
        QFETCH(ErrorCode, code);
        QFETCH(int, status);
        const RetryPolicy policy{{}};
        const auto delay = policy.delayBeforeRetry(0, failureWith(code, status), 0);
        QTEST(delay.has_value(), "retried");
    }

    void theDelayDoublesUpToItsLimitAndHalfOfItIsJitter()
    {
        const RetryPolicy policy{
            {.maxRetries = 100,
             .baseDelay = milliseconds{1000},
             .maxDelay = milliseconds{10'000},
             .maxRetryAfter = milliseconds{60'000}}};
        const auto reset = failureWith(ErrorCode::OriginUnreachable);
        QCOMPARE(policy.delayBeforeRetry(0, reset, 0.0), milliseconds{500});
        QCOMPARE(policy.delayBeforeRetry(0, reset, 0.5), milliseconds{750});
        QCOMPARE(policy.delayBeforeRetry(2, reset, 0.0), milliseconds{2000});
        QCOMPARE(policy.delayBeforeRetry(5, reset, 0.0), milliseconds{5000});
        QCOMPARE(policy.delayBeforeRetry(99, reset, 0.5), milliseconds{7500});
    }

    void itGivesUpAfterTheRetriesAllowed()
    {
        const RetryPolicy policy{{.maxRetries = 2}};
        const auto reset = failureWith(ErrorCode::OriginUnreachable);
        QVERIFY(policy.delayBeforeRetry(1, reset, 0));
        QVERIFY(!policy.delayBeforeRetry(2, reset, 0));
        QVERIFY(!RetryPolicy({.maxRetries = 0}).delayBeforeRetry(0, reset, 0));
    }

    void retryAfterIsObeyedOrTheOriginGivenUp()
    {
        const RetryPolicy policy{{}};
        auto throttled = failureWith(ErrorCode::OriginThrottled, 429);
        throttled.retryAfter = milliseconds{7000};
        QCOMPARE(policy.delayBeforeRetry(0, throttled, 0.5), milliseconds{7000});
        throttled.retryAfter = milliseconds{0};
        QCOMPARE(policy.delayBeforeRetry(0, throttled, 0), milliseconds{250});
        throttled.retryAfter = milliseconds{3600'000};
        QVERIFY(!policy.delayBeforeRetry(0, throttled, 0));
    }

    void retryAfterIsSecondsOrADate_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<qint64>("expected"); // milliseconds; -1: none
        QTest::newRow("seconds") << QByteArray("120") << qint64{120'000};
        QTest::newRow("spaces") << QByteArray(" 5 ") << qint64{5'000};
        QTest::newRow("zero") << QByteArray("0") << qint64{0};
        QTest::newRow("enormous") << QByteArray("999999999999") << qint64{604'800'000};
        QTest::newRow("IMF-fixdate")
            << QByteArray("Thu, 01 Jan 2026 12:00:30 GMT") << qint64{30'000};
        QTest::newRow("RFC 850") << QByteArray("Thursday, 01-Jan-26 12:01:00 GMT")
                                 << qint64{60'000};
        QTest::newRow("asctime") << QByteArray("Thu Jan  1 12:00:10 2026") << qint64{10'000};
        QTest::newRow("past date") << QByteArray("Thu, 01 Jan 2026 11:00:00 GMT") << qint64{0};
        QTest::newRow("empty") << QByteArray() << qint64{-1};
        QTest::newRow("negative") << QByteArray("-5") << qint64{-1};
        QTest::newRow("fraction") << QByteArray("1.5") << qint64{-1};
        QTest::newRow("words") << QByteArray("soon") << qint64{-1};
    }
    void retryAfterIsSecondsOrADate()
    {
        QFETCH(QByteArray, field);
        const auto parsed = parseRetryAfter(field, now);
        QTEST(parsed ? qint64{parsed->count()} : qint64{-1}, "expected");
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_RetryPolicy)
#include "tst_retrypolicy.moc"
