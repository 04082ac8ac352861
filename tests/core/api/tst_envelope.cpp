// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/envelope.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

QByteArray textOf(const Response &response)
{
    return std::get<QByteArray>(response.body.at(0));
}

QJsonObject bodyOf(const Response &response)
{
    return QJsonDocument::fromJson(textOf(response)).object();
}

class tst_Envelope : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void dataIsSplicedInByteForByte()
    {
        const auto data = "{ \"n\": 18446744073709551616 }"_ba;
        const auto response = successResponse(QByteArrayView(data), 202);
        QCOMPARE(response.status, 202);
        QCOMPARE(textOf(response), "{\"success\":true,\"data\":" + data + "}");
    }

    void everyAnswerIsTypedNotStoredAndVaries()
    {
        for (const auto &response :
             {successResponse(QJsonValue(1)), errorEnvelope(404, u"No."_s),
              errorEnvelope({ErrorCode::Io, u"No."_s, {}})}) {
            QCOMPARE(response.headers.value("Content-Type"), "application/json"_ba);
            QCOMPARE(response.headers.value("Cache-Control"), "no-store"_ba);
            QCOMPARE(response.headers.value("X-Content-Type-Options"), "nosniff"_ba);
            QCOMPARE(response.headers.value("Vary"), "Origin"_ba);
        }
    }

    void anErrorIsASentenceAWordAndADetail()
    {
        const auto response
            = errorEnvelope({ErrorCode::Leased, u"A \"render\" holds it."_s, u"lease 7"_s});
        QCOMPARE(response.status, 409);
        const QJsonObject expected{
            {u"success"_s, false},
            {u"error"_s, u"A \"render\" holds it."_s},
            {u"code"_s, u"leased"_s},
            {u"message"_s, u"lease 7"_s}};
        QCOMPARE(bodyOf(response), expected);
    }

    void withoutADetailTheSentenceStandsForIt()
    {
        QCOMPARE(
            bodyOf(errorEnvelope({ErrorCode::NotFound, u"No."_s, {}})).value(u"message"),
            QJsonValue(u"No."_s));
    }

    void whatTheServerRefusesHasAWordToo_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("word");

        QTest::newRow("400") << 400 << u"invalid_argument"_s;
        QTest::newRow("401") << 401 << u"unauthorized"_s;
        QTest::newRow("404") << 404 << u"not_found"_s;
        QTest::newRow("405") << 405 << u"method_not_allowed"_s;
        QTest::newRow("408") << 408 << u"timeout"_s;
        QTest::newRow("411") << 411 << u"invalid_argument"_s;
        QTest::newRow("413") << 413 << u"payload_too_large"_s;
        QTest::newRow("431") << 431 << u"invalid_argument"_s;
        QTest::newRow("500") << 500 << u"internal_error"_s;
        QTest::newRow("503") << 503 << u"shutting_down"_s;
        QTest::newRow("505") << 505 << u"internal_error"_s;
    }
    void whatTheServerRefusesHasAWordToo()
    {
        QFETCH(const int, status);
        QFETCH(const QString, word);
        const auto response = errorEnvelope(status, u"Why."_s);
        QCOMPARE(response.status, status);
        const auto body = bodyOf(response);
        QCOMPARE(body.value(u"success"), QJsonValue(false));
        QCOMPARE(body.value(u"error"), QJsonValue(u"Why."_s));
        QCOMPARE(body.value(u"code"), QJsonValue(word));
    }

    void a401NamesTheScheme()
    {
        QCOMPARE(
            errorEnvelope({ErrorCode::Unauthorized, u"No."_s, {}})
                .headers.value("WWW-Authenticate"),
            "Bearer"_ba);
        QVERIFY(!errorEnvelope(403, u"No."_s).headers.contains("WWW-Authenticate"));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_Envelope)
#include "tst_envelope.moc"
