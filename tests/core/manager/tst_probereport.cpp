// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/probereport.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

/// A report with one stream, of which @p members are further members.
QByteArray withStream(const QByteArray &members, const QByteArray &format = "{}")
{
    return R"({"streams": [{"codec_type": "video", "codec_name": "h264", "width": 640, )"
           R"("height": 360)"
        + (members.isEmpty() ? QByteArray() : ", " + members) + "}], \"format\": " + format + "}";
}

class tst_ProbeReport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isRead_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("expected"); // duration width height bitrate fps codec
        const auto row = [](const char *name, const QByteArray &json, const QByteArray &expected) {
            QTest::newRow(name) << json << expected;
        };
        row("all there",
            withStream(
                R"("avg_frame_rate": "30000/1001")",
                R"({"duration": "3.003000", "bit_rate": "61972"})"),
            "3.003 640 360 61972 29.97 h264");
        row("nothing but a picture", withStream({}), "- 640 360 - - h264");
        row("N/A",
            withStream(R"("avg_frame_rate": "N/A")", R"({"duration": "N/A", "bit_rate": "N/A"})"),
            "- 640 360 - - h264");
        row("the stream's own, where the file has none",
            withStream(R"("duration": "2.5", "bit_rate": "1000", "avg_frame_rate": "25/1")"),
            "2.5 640 360 1000 25 h264");
        row("no average rate",
            withStream(R"("avg_frame_rate": "0/0", "r_frame_rate": "24000/1001")"),
            "- 640 360 - 23.976 h264");
        row("a whole rate", withStream(R"("avg_frame_rate": "50")"), "- 640 360 - 50 h264");
        row("odd rates", withStream(R"("avg_frame_rate": "1/2/3", "r_frame_rate": "-5/1")"),
            "- 640 360 - - h264");
        row("too fast", withStream(R"("avg_frame_rate": "1000000/1")"), "- 640 360 - - h264");
        row("turned right", withStream(R"("side_data_list": [{"rotation": -90}])"),
            "- 360 640 - - h264");
        row("turned left", withStream(R"("side_data_list": [{}, {"rotation": 270}])"),
            "- 360 640 - - h264");
        row("upside down", withStream(R"("side_data_list": [{"rotation": 180}])"),
            "- 640 360 - - h264");
        row("impossible numbers",
            R"({"streams": [{"codec_type": "video", "width": -1, "height": 99999999}],)"
            R"( "format": {"duration": "1e300", "bit_rate": "nan"}})",
            "- - - - - -");
        row("cover art goes before the picture",
            R"({"streams": [{"codec_type": "video", "codec_name": "png", "width": 9, "height": 9,)"
            R"( "disposition": {"attached_pic": 1}}, {"codec_type": "audio"}, )"
            R"({"codec_type": "video", "codec_name": "vp9", "width": 16, "height": 8}]})",
            "- 16 8 - - vp9");
    }
    void isRead()
    {
        QFETCH(const QByteArray, json);
        QFETCH(const QByteArray, expected);
        const auto read = readProbeReport(json);
        QVERIFY(read);
        const auto text = [](const auto &value) {
            return value ? QByteArray::number(*value) : QByteArray("-");
        };
        const auto fps = read->fps ? QByteArray::number(*read->fps, 'g', 5) : QByteArray("-");
        const QByteArrayList words{
            text(read->duration),
            text(read->width),
            text(read->height),
            text(read->bitrate),
            fps,
            read->codec.isEmpty() ? QByteArray("-") : read->codec.toUtf8()};
        QCOMPARE(words.join(' '), expected);
    }

    void whatHoldsNoPictureIsRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("word");
        QTest::newRow("empty") << QByteArray() << u"io_error"_s;
        QTest::newRow("cut off") << QByteArray(R"({"streams": [)") << u"io_error"_s;
        QTest::newRow("an array") << QByteArray("[]") << u"io_error"_s;
        QTest::newRow("no streams") << QByteArray("{}") << u"not_a_video"_s;
        QTest::newRow("streams of another type")
            << QByteArray(R"({"streams": "many"})") << u"not_a_video"_s;
        QTest::newRow("sound alone")
            << QByteArray(R"({"streams": [{"codec_type": "audio"}]})") << u"not_a_video"_s;
        QTest::newRow("sound with a cover")
            << QByteArray(R"({"streams": [{"codec_type": "video", "disposition": )"
                          R"({"attached_pic": 1}}, {"codec_type": "audio"}]})")
            << u"not_a_video"_s;
    }
    void whatHoldsNoPictureIsRefused()
    {
        QFETCH(const QByteArray, json);
        QFETCH(const QString, word);
        const auto read = readProbeReport(json);
        QVERIFY(!read);
        QCOMPARE(errorWord(read.error().code), word);
    }

    void theUnknownIsShownAsNull()
    {
        MediaMetadata metadata;
        metadata.width = 640;
        const auto json = toJson(metadata);
        QCOMPARE(json.keys().join(u' '), u"bitrate codec duration fps height width"_s);
        QCOMPARE(json[u"width"].toInt(), 640);
        QVERIFY(json[u"codec"].isNull() && json[u"fps"].isNull());
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_ProbeReport)
#include "tst_probereport.moc"
