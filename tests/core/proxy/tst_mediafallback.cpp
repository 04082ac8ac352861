// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/mediafallback.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

const QString id = u"0123456789abcdef0123456789abcdef"_s;
const QString url = u"https://pub-1.r2.dev/a%20b.mp4?versionId=1"_s;

ObjectRow objectOf(bool isSigned, bool isPrivate)
{
    ObjectRow object;
    object.id = id;
    object.canonicalUrl = url;
    object.extension = u"mp4"_s;
    object.isSigned = isSigned;
    object.isPrivate = isPrivate;
    return object;
}

QByteArray textOf(const Response &response)
{
    return std::get<QByteArray>(response.body.at(0));
}

class tst_MediaFallback : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPublicObjectIsAskedOfItsOrigin_data()
    {
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("too slow") << ErrorCode::Timeout;
        QTest::newRow("origin lost it") << ErrorCode::OriginNotFound;
        QTest::newRow("no space") << ErrorCode::CacheFull;
        QTest::newRow("down") << ErrorCode::OriginUnreachable;
    }
    void aPublicObjectIsAskedOfItsOrigin()
    {
        QFETCH(ErrorCode, code);
        const auto answer = lastResort(objectOf(false, false), {code, {}, {}});
        QCOMPARE(answer.status, 302); // RFC 9110 section 15.4.3
        QCOMPARE(answer.headers.value("Location"), url.toUtf8());
        QCOMPARE(answer.headers.value("Cache-Control"), "no-store");
        QCOMPARE(answer.headers.value("X-Cache"), "MISS");
        QVERIFY(answer.headers.value("Cache-Status")->contains(errorWord(code).data()));
        QVERIFY(textOf(answer).contains(id.toLatin1()));
    }

    void otherObjectsAreNot_data()
    {
        QTest::addColumn<bool>("isSigned");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QByteArray>("wayOut");
        QTest::newRow("signed, too slow") << true << ErrorCode::Timeout << "prepare"_ba;
        QTest::newRow("private, forbidden")
            << false << ErrorCode::OriginForbidden << "CACHE_R2_ACCESS_KEY_ID"_ba;
        QTest::newRow("signed, full") << true << ErrorCode::CacheFull << "CACHE_MAX_SIZE_GB"_ba;
        QTest::newRow("signed, disk full") << true << ErrorCode::DiskFull << "CACHE_MIN_FREE_GB"_ba;
        QTest::newRow("private, too large")
            << false << ErrorCode::TooLarge << "CACHE_MAX_FILE_SIZE_GB"_ba;
    }
    void otherObjectsAreNot()
    {
        QFETCH(bool, isSigned);
        QFETCH(ErrorCode, code);
        QFETCH(QByteArray, wayOut);
        const auto answer
            = lastResort(objectOf(isSigned, !isSigned), {code, u"%1 failed."_s.arg(url), {}});
        QCOMPARE(answer.status, 504); // RFC 9110 section 15.6.5
        QVERIFY(!answer.headers.contains("Location"));
        QCOMPARE(answer.headers.value("Cache-Control"), "no-store");
        QVERIFY(textOf(answer).contains(id.toLatin1()));
        QVERIFY2(textOf(answer).contains(wayOut), textOf(answer).constData());
        QVERIFY2(!textOf(answer).contains("r2.dev"), textOf(answer).constData());
    }

    void whatIsUnknownIsToBePreparedAgain()
    {
        for (const auto &answer : {notAVideoName(), unknownVideo(id + u".mp4"_s)}) {
            QCOMPARE(answer.status, 404);
            QVERIFY(textOf(answer).contains("run prepare again"));
        }
        QVERIFY(textOf(unknownVideo(id + u".mp4"_s)).contains(QString(id + u".mp4").toLatin1()));
    }

    void aBrokenIndexIs500WithoutDetails()
    {
        const auto answer = lookupFailed({ErrorCode::Database, u"/home/me/index is gone"_s, {}});
        QCOMPARE(answer.status, 500);
        QVERIFY(textOf(answer).contains("database"));
        QVERIFY(!textOf(answer).contains("/home"));
    }
};

} // namespace

QTEST_APPLESS_MAIN(tst_MediaFallback)
#include "tst_mediafallback.moc"
