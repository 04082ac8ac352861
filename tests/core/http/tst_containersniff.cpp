// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/containersniff.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

QByteArray box(const char *type, int size = 24)
{
    QByteArray bytes = QByteArray::fromHex(QByteArray::number(size, 16).rightJustified(8, '0'));
    return bytes + type + QByteArray(16, '\0');
}

QByteArray ebml(const char *docType)
{
    return QByteArray::fromHex("1a45dfa39f4286810142f7810142f2810442f381084282") + '\x84' + docType;
}

class tst_ContainerSniff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void videosAreRecognised_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<Container>("container");
        const auto iso = Container::IsoMedia; // ISO/IEC 14496-12 section 4.2
        QTest::newRow("mp4") << box("ftyp") + "isom" << iso;
        QTest::newRow("QuickTime, moov first") << box("moov", 5000) << iso;
        QTest::newRow("QuickTime, mdat first") << box("mdat", 1) << iso;
        QTest::newRow("mdat to the end") << box("mdat", 0) << iso;
        QTest::newRow("wide first") << box("wide", 8) << iso;
        QTest::newRow("fragment") << box("styp") << iso;
        QTest::newRow("Matroska") << ebml("matroska") << Container::Matroska; // RFC 9559
        QTest::newRow("WebM") << ebml("webm") << Container::WebM;
        QTest::newRow("AVI") << QByteArray("RIFF\x10\0\0\0AVI LIST", 16) << Container::Avi;
        QTest::newRow("FLV") << QByteArray("FLV\x01\x05\0\0\0\x09", 9) << Container::Flv;
        QTest::newRow("ASF") << QByteArray::fromHex("3026b2758e66cf11a6d900aa0062ce6c00")
                             << Container::Asf;
        QTest::newRow("long head") << box("ftyp") + QByteArray(100'000, '<') << iso;
    }
    void videosAreRecognised()
    {
        QFETCH(QByteArray, head);
        QFETCH(Container, container);
        const auto result = sniffContainer(head);
        QVERIFY(result);
        QCOMPARE(*result, container);
    }

    void whatIsNoVideoIsNamed_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<QString>("name");
        const auto row = [](const char *name, const QByteArray &head, const QString &word) {
            QTest::newRow(name) << head << word;
        };
        row("empty", {}, u"empty"_s);
        row("r2.dev page", "<!DOCTYPE html>\n<html lang=\"en\">", u"HTML page"_s);
        row("html after blanks", "\r\n  <HTML><head>", u"HTML page"_s);
        row("html with BOM", "\xef\xbb\xbf<html>", u"HTML page"_s);
        row("html in another encoding", "<html>\x80\x01", u"HTML page"_s);
        row("S3 error", "<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code></Error>",
            u"XML document"_s);
        row("S3 error, bare", "<Error><Code>AccessDenied</Code></Error>", u"XML document"_s);
        row("other markup", "<svg xmlns=\"\"/>", u"HTML or XML document"_s);
        row("JSON object", "{\"error\": 1}", u"JSON document"_s);
        row("JSON list", " [1]", u"JSON document"_s);
        row("text", "Not found\n", u"plain text"_s);
        row("only blanks", "   \n", u"plain text"_s);
        row("UTF-8 text", "Zugriff verweigert: \xc3\xa4", u"plain text"_s);
        row("zeros", QByteArray(4096, '\0'), u"no video container"_s);
        row("PNG", QByteArray::fromHex("89504e470d0a1a0a0000000d49484452"),
            u"no video container"_s);
        row("gzip", QByteArray::fromHex("1f8b0800000000000003"), u"no video container"_s);
        row("WAV", QByteArray("RIFF\x10\0\0\0WAVEfmt ", 16), u"no video container"_s);
        row("box too small", box("ftyp", 7), u"no video container"_s);
        row("box cut short", QByteArray("\0\0\0\x18", 4) + "fty", u"no video container"_s);
        row("unknown box", box("abcd"), u"no video container"_s);
        row("RIFF cut short", "RIFF", u"plain text"_s);
    }
    void whatIsNoVideoIsNamed()
    {
        QFETCH(QByteArray, head);
        QFETCH(QString, name);
        const auto result = sniffContainer(head);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::NotAVideo);
        QVERIFY2(result.error().message.contains(name), qPrintable(result.error().message));
    }

    void cuttingAFileAnywhereIsSafe()
    {
        for (const auto &head : {box("ftyp"), ebml("webm"), QByteArray("RIFF\x10\0\0\0AVI ", 12)}) {
            for (qsizetype length = 0; length < head.size(); ++length)
                (void)sniffContainer(QByteArray{head.constData(), length});
        }
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_ContainerSniff)
#include "tst_containersniff.moc"
