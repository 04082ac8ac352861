// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/preconditions.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

const QDateTime now = QDateTime::fromString(u"2026-07-01T12:00:00Z"_s, Qt::ISODate);
constexpr auto modified = "Mon, 01 Jun 2026 10:00:00 GMT";
constexpr auto before = "Mon, 01 Jun 2026 09:59:59 GMT";
constexpr auto after = "Mon, 01 Jun 2026 10:00:01 GMT";

Validators current()
{
    // Half a second past: Last-Modified is sent without it.
    return {
        {"\"v1\"", false},
        QDateTime::fromString(u"2026-06-01T10:00:00Z"_s, Qt::ISODate).addMSecs(500)};
}

/// "proceed" (Range ignored), "proceed+range", "304" or "412".
QByteArray written(const PreconditionVerdict &verdict)
{
    switch (verdict.kind) {
    case PreconditionVerdict::Kind::Proceed:
        return verdict.honoursRange ? "proceed+range" : "proceed";
    case PreconditionVerdict::Kind::NotModified:
        return verdict.honoursRange ? "304+range?" : "304";
    case PreconditionVerdict::Kind::PreconditionFailed:
        break;
    }
    return verdict.honoursRange ? "412+range?" : "412";
}

class tst_Preconditions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void requestsAreDecidedInTheOrderOfTheRfc_data()
    {
        QTest::addColumn<QList<QByteArray>>("fields"); // "Name: value"
        QTest::addColumn<QByteArray>("verdict");
        const auto row
            = [](const char *name, const QList<QByteArray> &fields, const char *verdict) {
                  QTest::newRow(name) << fields << QByteArray{verdict};
              };
        const QByteArray ius = "If-Unmodified-Since: ";
        const QByteArray ims = "If-Modified-Since: ";
        const QByteArray ifRange = "If-Range: ";

        row("no conditions", {}, "proceed+range");
        // 13.1.1 If-Match: strong comparison
        row("If-Match hit", {"If-Match: \"v1\""}, "proceed+range");
        row("If-Match hit in list", {"If-Match: \"v0\", \"v1\""}, "proceed+range");
        row("If-Match any", {"If-Match: *"}, "proceed+range");
        row("If-Match miss", {"If-Match: \"v2\""}, "412");
        row("If-Match weak", {"If-Match: W/\"v1\""}, "412");
        row("If-Match malformed", {"If-Match: v1"}, "412");
        // 13.1.4 If-Unmodified-Since
        row("unmodified since then", {ius + modified}, "proceed+range");
        row("unmodified since later", {ius + after}, "proceed+range");
        row("modified after that", {ius + before}, "412");
        row("If-Unmodified-Since malformed", {ius + "yesterday"}, "proceed+range");
        // 13.2.2 step 2: only when If-Match is not present
        row("If-Match outranks If-Unmodified-Since", {"If-Match: \"v1\"", ius + before},
            "proceed+range");
        // 13.1.2 If-None-Match: weak comparison
        row("If-None-Match hit", {"If-None-Match: \"v1\""}, "304");
        row("If-None-Match weak hit", {"If-None-Match: W/\"v1\""}, "304");
        row("If-None-Match hit in list", {"If-None-Match: \"x\", W/\"v1\""}, "304");
        row("If-None-Match any", {"If-None-Match: *"}, "304");
        row("If-None-Match miss", {"If-None-Match: \"v2\""}, "proceed+range");
        row("If-None-Match malformed", {"If-None-Match: v1"}, "proceed+range");
        // 13.1.3 If-Modified-Since
        row("not modified since then", {ims + modified}, "304");
        row("not modified since later", {ims + after}, "304");
        row("modified since", {ims + before}, "proceed+range");
        row("If-Modified-Since malformed", {ims + "yesterday"}, "proceed+range");
        row("If-Modified-Since two members", {ims + modified + ", " + modified}, "proceed+range");
        row("If-Modified-Since RFC 850", {ims + "Monday, 01-Jun-26 10:00:00 GMT"}, "304");
        // 13.2.2 step 4: only when If-None-Match is not present
        row("If-None-Match outranks If-Modified-Since", {"If-None-Match: \"v2\"", ims + modified},
            "proceed+range");
        // steps 1 and 2 before 3 and 4
        row("412 before 304", {"If-Match: \"v2\"", "If-None-Match: \"v1\""}, "412");
        row("If-Match holds, then 304", {"If-Match: \"v1\"", "If-None-Match: \"v1\""}, "304");
        row("unmodified, then 304", {ius + modified, ims + modified}, "304");
        // 13.1.5 If-Range: strong comparison, exact dates
        row("If-Range hit", {ifRange + "\"v1\""}, "proceed+range");
        row("If-Range miss", {ifRange + "\"v2\""}, "proceed");
        row("If-Range weak", {ifRange + "W/\"v1\""}, "proceed");
        row("If-Range list", {ifRange + "\"v1\", \"v2\""}, "proceed");
        row("If-Range any", {ifRange + "*"}, "proceed");
        row("If-Range malformed", {ifRange + "v1"}, "proceed");
        row("If-Range exact date", {ifRange + modified}, "proceed+range");
        row("If-Range later date", {ifRange + after}, "proceed");
        row("If-Range earlier date", {ifRange + before}, "proceed");
        // 13.2.2 step 5 comes last
        row("304 before If-Range", {"If-None-Match: \"v1\"", ifRange + "\"v1\""}, "304");
        row("412 before If-Range", {"If-Match: \"v2\"", ifRange + "\"v1\""}, "412");
        // 14.2: Range means nothing on HEAD
        row("HEAD", {"HEAD"}, "proceed");
        row("HEAD with If-Range", {"HEAD", ifRange + "\"v1\""}, "proceed");
        row("HEAD not modified", {"HEAD", "If-None-Match: \"v1\""}, "304");
        row("HEAD failed", {"HEAD", "If-Match: \"v2\""}, "412");
    }
    void requestsAreDecidedInTheOrderOfTheRfc()
    {
        QFETCH(QList<QByteArray>, fields);
        RequestConditions conditions;
        conditions.method = "GET";
        for (const auto &field : fields) {
            const auto colon = field.indexOf(": ");
            const auto name = colon < 0 ? field : field.first(colon);
            const auto value = field.mid(colon + 2);
            if (name == "HEAD")
                conditions.method = name;
            else if (name == "If-Match")
                conditions.ifMatch = value;
            else if (name == "If-None-Match")
                conditions.ifNoneMatch = value;
            else if (name == "If-Modified-Since")
                conditions.ifModifiedSince = value;
            else if (name == "If-Unmodified-Since")
                conditions.ifUnmodifiedSince = value;
            else if (name == "If-Range")
                conditions.ifRange = value;
            else
                QFAIL("A row names a field that the test does not know.");
        }
        QTEST(written(evaluatePreconditions(conditions, current(), now)), "verdict");
    }

    void datesAreIgnoredWhereNoneIsKnown()
    {
        const Validators undated{{"\"v1\"", false}, {}};
        RequestConditions conditions;
        conditions.method = "GET";
        conditions.ifModifiedSince = QByteArray{after};
        QCOMPARE(written(evaluatePreconditions(conditions, undated, now)), "proceed+range");
        conditions.ifModifiedSince.reset();
        conditions.ifUnmodifiedSince = QByteArray{before};
        QCOMPARE(written(evaluatePreconditions(conditions, undated, now)), "proceed+range");
        conditions.ifUnmodifiedSince.reset();
        conditions.ifRange = QByteArray{modified};
        QCOMPARE(written(evaluatePreconditions(conditions, undated, now)), "proceed");
    }

    void aDateOfThisVerySecondIsNoStrongValidator()
    {
        RequestConditions conditions;
        conditions.method = "GET";
        conditions.ifRange = QByteArray{modified};
        const auto sameSecond = current().lastModified.addMSecs(400);
        const auto nextSecond = current().lastModified.addMSecs(500);
        QCOMPARE(written(evaluatePreconditions(conditions, current(), sameSecond)), "proceed");
        QCOMPARE(
            written(evaluatePreconditions(conditions, current(), nextSecond)), "proceed+range");
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_Preconditions)
#include "tst_preconditions.moc"
