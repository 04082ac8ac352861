// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protocol/entryinfo.h"
#include "core/protocol/jsontext.h"
#include "core/protocol/times.h"

#include <QJsonArray>
#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

QDateTime utc(const QString &text)
{
    return QDateTime::fromString(text, Qt::ISODateWithMs);
}

/// One in which everything that can be told is told.
EntryInfo fullEntry()
{
    EntryInfo entry;
    entry.id = u"0123456789abcdef0123456789abcdef"_s;
    entry.originalUrl = u"https://a.r2.dev/v.mp4"_s;
    entry.localPath = u"/cache/0123456789abcdef0123456789abcdef.mp4"_s;
    entry.localUrl = u"http://localhost:3001/video/0123456789abcdef0123456789abcdef.mp4"_s;
    entry.fileSizeBytes = 9'007'199'254'740'993; // 2^53 + 1: no double
    entry.createdAt = utc(u"2026-01-02T03:04:05.006Z"_s);
    entry.lastAccessedAt = utc(u"2026-01-03T03:04:05.006Z"_s);
    entry.accessCount = 7;
    entry.contentType = u"video/mp4"_s;
    entry.status = u"ready"_s;
    entry.ttlMs = 1000;
    entry.expiresAt = utc(u"2026-01-02T03:04:06.006Z"_s);
    entry.tags = {u"a"_s, u"b"_s};
    entry.pinned = true;
    entry.leased = true;
    entry.beingRead = true;
    entry.etag = u"\"e\""_s;
    entry.sha256 = u"00ff"_s;
    entry.verified = true;
    entry.version = 2;
    return entry;
}

class tst_Protocol : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anyValueBecomesCompactText_data()
    {
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QByteArray>("text");

        QTest::newRow("null") << QJsonValue() << "null"_ba;
        QTest::newRow("undefined") << QJsonValue(QJsonValue::Undefined) << "null"_ba;
        QTest::newRow("true") << QJsonValue(true) << "true"_ba;
        QTest::newRow("number") << QJsonValue(1.5) << "1.5"_ba;
        QTest::newRow("64-bit integer")
            << QJsonValue(std::numeric_limits<qint64>::max()) << "9223372036854775807"_ba;
        QTest::newRow("empty text") << QJsonValue(u""_s) << "\"\""_ba;
        QTest::newRow("quotes, escapes and more than ASCII")
            << QJsonValue(u"a\"\\\n\u00e9"_s) << QByteArray("\"a\\\"\\\\\\n\xc3\xa9\"");
        QTest::newRow("empty array") << QJsonValue(QJsonArray()) << "[]"_ba;
        QTest::newRow("array") << QJsonValue(QJsonArray{1, u"a"_s}) << "[1,\"a\"]"_ba;
        QTest::newRow("object") << QJsonValue(QJsonObject{{u"a"_s, 1}}) << "{\"a\":1}"_ba;
    }
    void anyValueBecomesCompactText()
    {
        QFETCH(const QJsonValue, value);
        QFETCH(const QByteArray, text);
        QCOMPARE(toJsonText(value), text);
    }

    void anObjectWithoutMembersIsEmpty() { QCOMPARE(JsonObjectText().take(), "{}"_ba); }

    void rawTextStaysByteForByte()
    {
        const auto raw
            = "{ \"n\" : 12345678901234567890.0e+1,\n\t\"n\":1, \"u\": \"\\/\\u0026\" }"_ba;
        const auto text = JsonObjectText().add("a", 1).addRaw("raw", raw).add("z", true).take();
        QCOMPARE(text, "{\"a\":1,\"raw\":" + raw + ",\"z\":true}");
    }

    void aBuilderBeginsAnewAfterTaking()
    {
        JsonObjectText builder;
        builder.add("a", u"first"_s);
        QCOMPARE(builder.take(), "{\"a\":\"first\"}"_ba);
        builder.add("b", 2);
        QCOMPARE(builder.take(), "{\"b\":2}"_ba);
    }

    void timesAreIsoUtcWithMilliseconds()
    {
        QCOMPARE(timeToJson({}), QJsonValue());
        const auto berlin = QDateTime::fromString(u"2026-01-02T03:04:05.006+01:00"_s, Qt::ISODate);
        QCOMPARE(berlin.offsetFromUtc(), 3600);
        QCOMPARE(timeToJson(berlin), QJsonValue(u"2026-01-02T02:04:05.006Z"_s));
    }

    void anEntryShowsEveryMemberOfTheContract()
    {
        const auto json = toJson(fullEntry());
        const QJsonObject expected{
            {u"id"_s, u"0123456789abcdef0123456789abcdef"_s},
            {u"originalUrl"_s, u"https://a.r2.dev/v.mp4"_s},
            {u"localPath"_s, u"/cache/0123456789abcdef0123456789abcdef.mp4"_s},
            {u"localUrl"_s, u"http://localhost:3001/video/0123456789abcdef0123456789abcdef.mp4"_s},
            {u"fileSizeBytes"_s, qint64{9'007'199'254'740'993}},
            {u"createdAt"_s, u"2026-01-02T03:04:05.006Z"_s},
            {u"lastAccessedAt"_s, u"2026-01-03T03:04:05.006Z"_s},
            {u"accessCount"_s, 7},
            {u"contentType"_s, u"video/mp4"_s},
            {u"metadata"_s, QJsonValue()},
            {u"status"_s, u"ready"_s},
            {u"errorMessage"_s, QJsonValue()},
            {u"policy"_s, u"ttl"_s},
            {u"ttlMs"_s, 1000},
            {u"expiresAt"_s, u"2026-01-02T03:04:06.006Z"_s},
            {u"tags"_s, QJsonArray{u"a"_s, u"b"_s}},
            {u"pinned"_s, true},
            {u"leased"_s, true},
            {u"beingRead"_s, true},
            {u"etag"_s, u"\"e\""_s},
            {u"sha256"_s, u"00ff"_s},
            {u"verified"_s, true},
            {u"version"_s, 2}};
        QCOMPARE(json, expected);
        QVERIFY(toJsonText(QJsonValue(json)).contains("\"fileSizeBytes\":9007199254740993"));
    }

    void whatIsNotKnownIsNull()
    {
        const auto json = toJson(EntryInfo());
        for (const auto &name :
             {u"localPath"_s, u"fileSizeBytes"_s, u"createdAt"_s, u"lastAccessedAt"_s,
              u"errorMessage"_s, u"expiresAt"_s, u"etag"_s, u"sha256"_s}) {
            QVERIFY2(json.contains(name) && json.value(name).isNull(), qPrintable(name));
        }
        QCOMPARE(json.value(u"tags"), QJsonValue(QJsonArray()));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_Protocol)
#include "tst_protocol.moc"
