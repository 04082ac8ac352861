// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/partialmap.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

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
        const auto read = partialMapFromJson(toJson(map));
        QVERIFY(read);
        QCOMPARE(*read, map);
    }

    void whatDoesNotHoldIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char *name, const char *text) {
            QTest::newRow(name) << QByteArray(text).replace('\'', '"').replace('~', "\\\"");
        };
        row("empty", "");
        row("cut", "{'format':1,");
        row("no object", "[]");
        row("another format", "{'format':2,'url':'u','etag':'~e~','length':9,'ranges':[[0,1]]}");
        row("no URL", "{'format':1,'etag':'~e~','length':9,'ranges':[[0,1]]}");
        row("weak ETag", "{'format':1,'url':'u','etag':'W/~e~','length':9,'ranges':[[0,1]]}");
        row("no length", "{'format':1,'url':'u','etag':'~e~','ranges':[[0,1]]}");
        row("no ranges", "{'format':1,'url':'u','etag':'~e~','length':9,'ranges':[]}");
        row("beyond the end", "{'format':1,'url':'u','etag':'~e~','length':9,'ranges':[[0,10]]}");
        row("backwards", "{'format':1,'url':'u','etag':'~e~','length':9,'ranges':[[5,1]]}");
        row("negative", "{'format':1,'url':'u','etag':'~e~','length':9,'ranges':[[-1,1]]}");
        row("half a range", "{'format':1,'url':'u','etag':'~e~','length':9,'ranges':[[1]]}");
        row("no numbers", "{'format':1,'url':'u','etag':'~e~','length':9,'ranges':[['0','1']]}");
    }
    void whatDoesNotHoldIsRefused()
    {
        QFETCH(QByteArray, text);
        const auto map = partialMapFromJson(text);
        QVERIFY(!map);
        QCOMPARE(map.error().code, ErrorCode::Io);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_PartialMap)
#include "tst_partialmap.moc"
