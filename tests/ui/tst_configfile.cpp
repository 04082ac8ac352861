// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/configfile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

class tst_ConfigFile : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QThreadPool m_pool;

    QString write(const QString &name, const QByteArray &bytes)
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("The test cannot write");
        return file.fileName();
    }

private Q_SLOTS:
    void whatStandsAroundTheJsonIsKept_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("plain") << QByteArray("{}") << QByteArray("{}");
        QTest::newRow("last line's end") << QByteArray("{ }\r\n") << QByteArray("{ }");
        QTest::newRow("byte order mark")
            << QByteArray("\xef\xbb\xbf\n[1.00]\n\n") << QByteArray("[1.00]");
    }

    void whatStandsAroundTheJsonIsKept()
    {
        QFETCH(const QByteArray, bytes);
        const auto config = configTextOf(u"a.json"_s, bytes);
        QVERIFY(config);
        QTEST(config->json, "json");
        QCOMPARE(config->textWith(config->json), bytes);
    }

    void whatIsNotJsonSaysWhere_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("where");
        QTest::newRow("a comma too many") << QByteArray("{\n  \"a\": 1,\n}") << u"Line 3, "_s;
        QTest::newRow("not closed") << QByteArray("{\"a\": [1, 2") << u"Line 1, "_s;
        QTest::newRow("empty") << QByteArray("") << u"Line 1, column 1: "_s;
        QTest::newRow("columns are characters")
            << QByteArray("\n\n{\"\xc3\xa4\xc3\xb6\": x}") << u"Line 3, column 8: "_s;
        // Within a request it would be read as another of its fields.
        QTest::newRow("more behind it") << QByteArray("{}, \"wait\": true") << u"Line 1, "_s;
        QTest::newRow("a web page") << QByteArray("<html></html>") << u"Line 1, "_s;
    }

    void whatIsNotJsonSaysWhere()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, where);
        const auto config = configTextOf(u"a.json"_s, bytes);
        QVERIFY(!config);
        QCOMPARE(config.error().code, ErrorCode::InvalidJson);
        QVERIFY2(
            config.error().message.startsWith(u"a.json is not JSON. "_s + where),
            qPrintable(config.error().message));
    }

    void whatIsTooLargeNamesTheCommandLine()
    {
        const auto path = write(u"big.json"_s, '"' + QByteArray(maxConfigBytes, 'x') + '"');
        auto reading = readConfig(&m_pool, path);
        reading.waitForFinished();
        const auto config = reading.result();
        QVERIFY(!config);
        QCOMPARE(config.error().code, ErrorCode::PayloadTooLarge);
        QVERIFY2(
            config.error().message.contains(u"r2cache prepare big.json -o big.local.json"),
            qPrintable(config.error().message));
        QCOMPARE(
            configTextOf(u"b.json"_s, QByteArray(maxConfigBytes + 1, ' ')).error().code,
            ErrorCode::PayloadTooLarge);
    }

    void aFileIsReadAndItsCopyIsWritten()
    {
        const auto path = write(u"promo.week.json"_s, "{\"a\": 1.10}\n");
        auto reading = readConfig(&m_pool, path);
        reading.waitForFinished();
        const auto config = reading.result();
        QVERIFY(config);
        QCOMPARE(config->name, u"promo.week.json");
        QCOMPARE(config->localPath(), m_folder.filePath(u"promo.week.local.json"_s));
        auto writing = writeConfig(&m_pool, config->localPath(), config->textWith("{\"a\": 2}"));
        writing.waitForFinished();
        QVERIFY(writing.result());
        QFile copy(config->localPath());
        QVERIFY(copy.open(QIODevice::ReadOnly));
        QCOMPARE(copy.readAll(), QByteArray("{\"a\": 2}\n"));
    }

    void whatCannotBeReadOrWrittenSaysWhy()
    {
        for (const auto &path : {m_folder.filePath(u"none.json"_s), m_folder.path()}) {
            auto reading = readConfig(&m_pool, path);
            reading.waitForFinished();
            QVERIFY(!reading.result());
            QCOMPARE(reading.result().error().code, ErrorCode::Io);
        }
        auto writing = writeConfig(&m_pool, m_folder.filePath(u"no/where.json"_s), "{}");
        writing.waitForFinished();
        QVERIFY(!writing.result());
        QVERIFY(writing.result().error().message.contains(u"where.json"));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_ConfigFile)
#include "tst_configfile.moc"
