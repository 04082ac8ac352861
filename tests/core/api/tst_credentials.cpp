// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/credentials.h"
#include "core/base/compat.h"
#include "core/base/digest.h"
#include "tests/support/manualclock.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

const auto secret = "a secret of more than thirty-two characters"_ba;
constexpr qint64 now = 1'800'000'000; // seconds since 1970

QByteArray base64Url(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

/// A token in compact form (RFC 7515 section 3.1), signed with HMAC-SHA-256.
QByteArray signedToken(
    const QByteArray &claims, const QByteArray &key = secret,
    const QByteArray &header = R"({"alg":"HS256","typ":"JWT"})")
{
    const QByteArray content = base64Url(header) + '.' + base64Url(claims);
    return content + '.' + base64Url(QByteArray::fromHex(hmacSha256Hex(key, content)));
}

QByteArray claims(const QByteArray &more)
{
    return R"({"sub":"render-7")" + more + '}';
}

RequestHead bearing(const QByteArray &credential)
{
    RequestHead head;
    head.headers = {{"Authorization", "Bearer " + credential}};
    return head;
}

class tst_Credentials : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aJwtIsHeldAgainstEveryRule_data()
    {
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<QString>("refusal"); // empty: accepted

        const auto good = R"(,"aud":"r2cache","exp":1800000060)"_ba;
        QTest::newRow("good") << signedToken(claims(good)) << QString();
        QTest::newRow("one of several audiences")
            << signedToken(claims(R"(,"aud":["other","r2cache"],"exp":1800000060)")) << QString();
        QTest::newRow("valid since")
            << signedToken(claims(good + R"(,"nbf":1800000000)")) << QString();
        QTest::newRow("no type in the header")
            << signedToken(claims(good), secret, R"({"alg":"HS256"})") << QString();

        QTest::newRow("expires now")
            << signedToken(claims(R"(,"aud":"r2cache","exp":1800000000)")) << u"expired"_s;
        QTest::newRow("no exp") << signedToken(claims(R"(,"aud":"r2cache")")) << u"\"exp\""_s;
        QTest::newRow("exp is a text")
            << signedToken(claims(R"(,"aud":"r2cache","exp":"1800000060")")) << u"\"exp\""_s;
        QTest::newRow("not yet") << signedToken(claims(good + R"(,"nbf":1800000001)"))
                                 << u"\"nbf\""_s;
        QTest::newRow("for others")
            << signedToken(claims(R"(,"aud":"r2cache2","exp":1800000060)")) << u"\"aud\""_s;
        QTest::newRow("for others only")
            << signedToken(claims(R"(,"aud":["a","b"],"exp":1800000060)")) << u"\"aud\""_s;
        QTest::newRow("for nobody") << signedToken(claims(R"(,"exp":1800000060)")) << u"\"aud\""_s;
        QTest::newRow("other secret")
            << signedToken(claims(good), "another secret") << u"not signed"_s;
        QTest::newRow("other claims under the signature")
            << base64Url(R"({"alg":"HS256","typ":"JWT"})") + '.' + base64Url(claims(good)) + '.'
                + signedToken(claims(R"(,"aud":"r2cache","exp":1)")).split('.').at(2)
            << u"not signed"_s;
        QTest::newRow("alg none") << base64Url(R"({"alg":"none"})") + '.' + base64Url(claims(good))
                + '.' << u"not signed"_s;
        QTest::newRow("alg none, signed")
            << signedToken(claims(good), secret, R"({"alg":"none"})") << u"not signed"_s;
        QTest::newRow("alg of another kind")
            << signedToken(claims(good), secret, R"({"alg":"HS512"})") << u"not signed"_s;
        QTest::newRow("no claims") << base64Url("{}") + ".e30." << u"malformed"_s;
        QTest::newRow("two points") << ".."_ba << u"malformed"_s;
        QTest::newRow("no JSON") << "a.b.c"_ba << u"malformed"_s;
        QTest::newRow("large") << QByteArray(20'000, 'e') + ".e30.x" << u"malformed"_s;
    }
    void aJwtIsHeldAgainstEveryRule()
    {
        QFETCH(QByteArray, token);
        QFETCH(QString, refusal);
        const auto at = QDateTime::fromSecsSinceEpoch(now, utcZone);
        const auto checked = checkJwt(token, secret, at);
        QCOMPARE(checked.has_value(), refusal.isEmpty());
        if (!checked) {
            QCOMPARE(checked.error().code, ErrorCode::Unauthorized);
            QVERIFY2(
                checked.error().message.contains(refusal), qPrintable(checked.error().message));
        }
    }

    void aJwtCountsOnlyWhereThereIsASecret()
    {
        ManualClock clock;
        const auto end = QByteArray::number(clock.nowUtc().toSecsSinceEpoch() + 60);
        const auto jwt = signedToken(claims(R"(,"aud":"r2cache","exp":)" + end));
        const Credentials with("token", secret, clock);
        const Credentials without("token", {}, clock);
        QVERIFY(with.check(bearing(jwt)));
        QVERIFY(with.check(bearing("token")));
        const auto refused = without.check(bearing(jwt));
        QVERIFY(refused.error().message.contains(u"API token is wrong"));
        clock.advance(std::chrono::seconds{60});
        QVERIFY(with.check(bearing(jwt)).error().message.contains(u"expired"));
    }

    void aTokenMayHavePointsToo()
    {
        ManualClock clock;
        const Credentials credentials("my.own.token", secret, clock);
        QVERIFY(credentials.check(bearing("my.own.token")));
        QVERIFY(!credentials.check(bearing("my.own.other")));
    }

    void aNewTokenClosesTheDoorToTheOldOne()
    {
        ManualClock clock;
        Credentials credentials("old", {}, clock);
        credentials.setToken("new");
        QVERIFY(!credentials.check(bearing("old")));
        QVERIFY(credentials.check(bearing("new")));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_Credentials)
#include "tst_credentials.moc"
