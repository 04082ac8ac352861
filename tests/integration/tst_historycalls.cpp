// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/servicefixture.h"

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

class tst_HistoryCalls : public QObject
{
    Q_OBJECT

    OriginThread m_origin;
    LogRing m_logs;

    static QJsonObject sumOf(const ApiAnswer &answer)
    {
        QHash<QString, qint64> sums;
        for (const auto points = answer.data().value(u"points").toArray();
             const auto &point : points) {
            for (const auto &name : {u"hits"_s, u"misses"_s, u"bytesFromOrigin"_s, u"downloads"_s})
                sums[name] += point.toObject().value(name).toInteger();
        }
        QJsonObject object;
        for (auto sum = sums.begin(); sum != sums.end(); ++sum)
            object.insert(sum.key(), sum.value());
        return object;
    }

private Q_SLOTS:
    void initTestCase() { m_origin.addVideo(u"a.mp4"_s, 50'000); }

    void whatHappenedIsToldAndOutlivesARestart()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        const auto entry = service.cache(m_origin.url(u"a.mp4"_s));
        QCOMPARE(service.read(entry.value(u"localUrl").toString()).status, 200);
        const QJsonObject expected{
            {u"hits"_s, 1}, {u"misses"_s, 0}, {u"bytesFromOrigin"_s, 50'000}, {u"downloads"_s, 1}};
        QTRY_COMPARE(sumOf(service.get("history")), expected);
        QCOMPARE(sumOf(service.get("history?resolution=hour")), expected);
        const auto last = service.get("history").data().value(u"points").toArray().last();
        QCOMPARE(last.toObject().value(u"currentSizeBytes").toInteger(), 50'000);
        QCOMPARE(last.toObject().value(u"entryCount").toInteger(), 1);

        QVERIFY(service.stop());
        service.mustStart();
        QCOMPARE(sumOf(service.get("history")), expected);
        const auto wrong = service.get("history?resolution=year");
        QCOMPARE(wrong.status, 400);
        QVERIFY(wrong.error().contains(u"resolution"));
    }

    void theLogIsReadAsItGrows()
    {
        const LogTap tap(m_logs);
        ServiceFixture service(m_origin);
        service.keepLogIn(m_logs);
        service.mustStart();
        const auto first = service.get("logs?limit=1000").data();
        const auto lines = first.value(u"lines").toArray();
        QVERIFY(!lines.isEmpty());
        const auto next = first.value(u"next").toInteger();
        QCOMPARE(lines.last().toObject().value(u"number").toInteger(), next);

        service.cache(m_origin.url(u"a.mp4"_s));
        const QByteArray after = "logs?after=" + QByteArray::number(next);
        const auto hasIt = [&] {
            const auto later = service.get(after).data().value(u"lines").toArray();
            return std::any_of(later.begin(), later.end(), [](const auto &line) {
                const auto object = line.toObject();
                return object.value(u"category") == u"cache.videos"_s
                    && object.value(u"message").toString().contains(u"Cached")
                    && object.value(u"level") == u"info"_s;
            });
        };
        QTRY_VERIFY(hasIt());
        for (const auto warnings
             = service.get("logs?level=warning").data().value(u"lines").toArray();
             const auto &line : warnings) {
            QVERIFY(line.toObject().value(u"level") != u"info"_s);
        }
        QCOMPARE(service.get("logs?level=loud").status, 400);
        QCOMPARE(service.get("logs?after=x").status, 400);
        QCOMPARE(service.get("logs?limit=0").status, 400);
        QVERIFY(service.stop());
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_HistoryCalls)
#include "tst_historycalls.moc"
