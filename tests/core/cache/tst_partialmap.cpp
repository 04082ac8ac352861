// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/partialmap.h"

#include "core/base/digest.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

QByteArray signedText(const QByteArray &json)
{
    return json + '\n' + sha256Hex(json) + '\n';
}

PartialMap aMap()
{
    PartialMap map;
    map.canonicalUrl = u"https://bucket.r2.dev/1.mp4"_s;
    map.etag = "\"abc\"";
    map.length = 5'000'000;
    map.ranges.add({0, 1'000'000});
    map.ranges.add({2'000'000, 3'000'000});
    return map;
}

class tst_PartialMap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMapComesBackAsItWas()
    {
        PartialMap map;
        map.canonicalUrl = u"https://bucket.r2.dev/ä.mp4"_s;
        map.etag = "\"abc\"";
        map.lastModified = "Sun, 06 Nov 1994 08:49:37 GMT";
        map.contentType = "video/mp4";
        map.length = qint64{1} << 40;
        map.ranges.add({0, 100});
        map.ranges.add({200, map.length});
        const auto read = partialMapFromText(toText(map));
        QVERIFY(read);
        QCOMPARE(*read, map);
    }

    void whatDoesNotHoldIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        const auto row
            = [](const char *name, const char *text) {
                  QTest::newRow(name)
                      << signedText(QByteArray(text).replace('\'', '"').replace('~', "\\\""));
              };
        row("empty", "");
        row("cut", "{'format':2,");
        row("no object", "[]");
        row("another format", "{'format':1,'url':'u','etag':'~e~','length':9,'ranges':[[0,1]]}");
        row("no URL", "{'format':2,'etag':'~e~','length':9,'ranges':[[0,1]]}");
        row("weak ETag", "{'format':2,'url':'u','etag':'W/~e~','length':9,'ranges':[[0,1]]}");
        row("no length", "{'format':2,'url':'u','etag':'~e~','ranges':[[0,1]]}");
        row("no ranges", "{'format':2,'url':'u','etag':'~e~','length':9,'ranges':[]}");
        row("beyond the end", "{'format':2,'url':'u','etag':'~e~','length':9,'ranges':[[0,10]]}");
        row("backwards", "{'format':2,'url':'u','etag':'~e~','length':9,'ranges':[[5,1]]}");
        row("negative", "{'format':2,'url':'u','etag':'~e~','length':9,'ranges':[[-1,1]]}");
        row("half a range", "{'format':2,'url':'u','etag':'~e~','length':9,'ranges':[[1]]}");
        row("no numbers", "{'format':2,'url':'u','etag':'~e~','length':9,'ranges':[['0','1']]}");
    }
    void whatDoesNotHoldIsRefused()
    {
        QFETCH(QByteArray, text);
        const auto map = partialMapFromText(text);
        QVERIFY(!map);
        QCOMPARE(map.error().code, ErrorCode::Io);
    }

    void aMapThatWasAlteredAnywhereIsRefused()
    {
        const auto good = toText(aMap());
        QVERIFY(partialMapFromText(good));
        for (qsizetype at = 0; at < good.size(); ++at) {
            auto bad = good;
            // One digit into another: JSON of the right form that promises other bytes.
            bad[at] = bad[at] == '1' ? '9' : '1';
            QVERIFY2(!partialMapFromText(bad), bad.constData());
            QVERIFY2(!partialMapFromText(good.first(at)), "cut");
        }
        QVERIFY(!partialMapFromText(good + good));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_PartialMap)
#include "tst_partialmap.moc"
