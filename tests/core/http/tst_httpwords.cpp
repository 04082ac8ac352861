// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/cachestatus.h"
#include "core/http/httpstatus.h"
#include "core/http/mimetypes.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Outcome = CacheStatus::Outcome;

class tst_HttpWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cacheStatusSaysWhatHappened_data()
    {
        QTest::addColumn<CacheStatus>("status");
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QByteArray>("word");
        const auto row
            = [](const char *name, const CacheStatus &status, const char *field, const char *word) {
                  QTest::newRow(name) << status << QByteArray{field} << QByteArray{word};
              };
        // RFC 9211 section 2.1 hit, 2.2 fwd, 2.3 fwd-status, 2.4 ttl, 2.5 stored, 2.6 collapsed,
        // 2.8 detail
        row("hit", {Outcome::Hit, false, false, {}, {}, {}}, "r2cache; hit", "HIT");
        row("hit with ttl", {Outcome::Hit, true, true, 200, 376s, {}}, "r2cache; hit; ttl=376",
            "HIT");
        row("stale", {Outcome::Stale, false, false, {}, -412s, {}}, "r2cache; hit; ttl=-412",
            "STALE");
        row("miss", {Outcome::Miss, true, false, {}, {}, {}}, "r2cache; fwd=uri-miss; stored",
            "MISS");
        row("joined a fill", {Outcome::Miss, true, true, {}, {}, {}},
            "r2cache; fwd=uri-miss; stored; collapsed", "MISS");
        row("passed through", {Outcome::Miss, false, false, 200, {}, "too_large"},
            "r2cache; fwd=uri-miss; fwd-status=200; detail=\"too_large\"", "MISS");
        row("partly here", {Outcome::Partial, true, false, 206, {}, {}},
            "r2cache; fwd=partial; fwd-status=206; stored", "PARTIAL");
        // RFC 8941 section 3.3.3
        row("awkward detail", {Outcome::Hit, false, false, {}, {}, "a\"b\\c\r\nd\xc3"},
            "r2cache; hit; detail=\"a\\\"b\\\\c??d?\"", "HIT");
    }
    void cacheStatusSaysWhatHappened()
    {
        QFETCH(CacheStatus, status);
        QTEST(cacheStatusField(status), "field");
        QTEST(xCacheField(status), "word");
    }

    void errorsBecomeStatuses_data()
    {
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<int>("status");
        const auto row = [](ErrorCode code, int status) {
            QTest::newRow(errorWord(code).data()) << code << status;
        };
        row(ErrorCode::InvalidArgument, 400);
        row(ErrorCode::InvalidJson, 400);
        row(ErrorCode::InvalidUrl, 400);
        row(ErrorCode::InvalidSetting, 400);
        row(ErrorCode::Unauthorized, 401);
        row(ErrorCode::ForbiddenHost, 403);
        row(ErrorCode::ForbiddenOrigin, 403);
        row(ErrorCode::AddressRefused, 403);
        row(ErrorCode::NotFound, 404);
        row(ErrorCode::MethodNotAllowed, 405);
        row(ErrorCode::Conflict, 409);
        row(ErrorCode::Leased, 409);
        row(ErrorCode::AlreadyRunning, 409);
        row(ErrorCode::Cancelled, 409);
        row(ErrorCode::PayloadTooLarge, 413);
        row(ErrorCode::TooLarge, 422);
        row(ErrorCode::OriginNotFound, 502);
        row(ErrorCode::OriginForbidden, 502);
        row(ErrorCode::OriginUnreachable, 502);
        row(ErrorCode::OriginRejected, 502);
        row(ErrorCode::OriginChanged, 502);
        row(ErrorCode::RangeUnsupported, 502);
        row(ErrorCode::RangeNotSatisfiable, 502);
        row(ErrorCode::LengthMismatch, 502);
        row(ErrorCode::ChecksumMismatch, 502);
        row(ErrorCode::NotAVideo, 502);
        row(ErrorCode::RedirectRefused, 502);
        row(ErrorCode::TlsError, 502);
        row(ErrorCode::OriginThrottled, 503);
        row(ErrorCode::ShuttingDown, 503);
        row(ErrorCode::Unavailable, 503);
        row(ErrorCode::OriginTimeout, 504);
        row(ErrorCode::Timeout, 504);
        row(ErrorCode::CacheFull, 507);
        row(ErrorCode::DiskFull, 507);
        row(ErrorCode::Io, 500);
        row(ErrorCode::Database, 500);
        row(ErrorCode::SchemaTooNew, 500);
        row(ErrorCode::PortTaken, 500);
        row(ErrorCode::Internal, 500);
    }
    void errorsBecomeStatuses()
    {
        QFETCH(ErrorCode, code);
        QTEST(httpStatusOf(code), "status");
        QVERIFY(!statusText(httpStatusOf(code)).isEmpty());
    }

    void statusesHaveReasonPhrases()
    {
        // RFC 9110 section 15
        QCOMPARE(statusText(200), "OK");
        QCOMPARE(statusText(206), "Partial Content");
        QCOMPARE(statusText(416), "Range Not Satisfiable");
        QCOMPARE(statusText(299), "Successful");
        QCOMPARE(statusText(499), "Client Error");
        QCOMPARE(statusText(999), "Server Error");
    }

    void extensionsHaveContentTypes()
    {
        QCOMPARE(contentTypeOf(u"mp4"), "video/mp4");
        QCOMPARE(contentTypeOf(u"MP4"), "video/mp4");
        for (const auto *extension : {u"webm", u"mov", u"avi", u"mkv", u"flv", u"wmv", u"m4v"})
            QVERIFY(contentTypeOf(extension).startsWith("video/"));
        QCOMPARE(contentTypeOf(u"html"), "application/octet-stream");
        QCOMPARE(contentTypeOf({}), "application/octet-stream");
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_HttpWords)
#include "tst_httpwords.moc"
