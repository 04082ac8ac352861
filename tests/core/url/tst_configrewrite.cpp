// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/url/configrewrite.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <random>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

QHash<QString, QString> localUrls(const ConfigScan &scan)
{
    QHash<QString, QString> urls;
    for (const ConfigUrl &url : scan.urls())
        urls.insert(url.object.id, u"http://localhost:3001/video/"_s + url.object.fileName());
    return urls;
}

QByteArray rewritten(const QByteArray &config)
{
    const auto scan = ConfigScan::of(config, R2UrlRules());
    return scan ? rewrittenConfig(*scan, localUrls(*scan)) : scan.error().message.toUtf8();
}

/// The local URLs of @p rewrittenText, found as if their server were a custom domain, replaced by
/// the original tokens of @p scan in their order.
QByteArray putBack(const ConfigScan &scan, const QByteArray &rewrittenText)
{
    const R2UrlRules localOnly({{u"http://localhost:3001"_s}, {}});
    const auto local = ConfigScan::of(rewrittenText, localOnly);
    if (!local || local->occurrences().size() != scan.occurrences().size())
        return "the local URLs are not where the R2 URLs were";
    QByteArray text;
    qsizetype copied = 0;
    for (size_t i = 0; i < scan.occurrences().size(); ++i) {
        const TokenSpan now = local->occurrences()[i].token;
        const TokenSpan before = scan.occurrences()[i].token;
        text += rewrittenText.sliced(copied, now.begin - copied);
        text += scan.text().sliced(before.begin, before.end - before.begin);
        copied = now.end;
    }
    return text + rewrittenText.sliced(copied);
}

/// Writes random JSON texts with all that a printer would not preserve. The same seed, the same
/// text.
class ConfigWriter
{
public:
    explicit ConfigWriter(unsigned seed)
        : m_random(seed)
    { }

    QByteArray text()
    {
        m_text = oneOf({"", "\xEF\xBB\xBF", " \n"});
        writeValue(7);
        writeBlanks();
        return m_text;
    }

    [[nodiscard]] int urls() const { return m_urls; }

private:
    int upTo(int last) { return std::uniform_int_distribution<int>(0, last)(m_random); }

    QByteArray oneOf(std::initializer_list<const char *> choices)
    {
        return *(choices.begin() + upTo(static_cast<int>(choices.size()) - 1));
    }

    void writeBlanks() { m_text += oneOf({"", "", " ", "\n  ", "\t", "\r\n", " \r "}); }

    void writeValue(int depth)
    {
        writeBlanks();
        switch (upTo(depth > 0 ? 9 : 4)) {
        case 0:
            m_text += oneOf(
                {"0", "-0", "9007199254740993", "18446744073709551615", "1.0", "1E400", "-1.50e-07",
                 "0.1000000000000000055511151231257827"});
            break;
        case 1:
            m_text += oneOf({"true", "false", "null"});
            break;
        case 2:
            writeString();
            break;
        case 3:
        case 4:
            writeUrl();
            break;
        case 5:
        case 6:
            writeArray(depth - 1);
            break;
        default:
            writeObject(depth - 1);
        }
        writeBlanks();
    }

    void writeString()
    {
        m_text += oneOf(
            {"\"\"", "\"plain\"", "\"\\u00e9 \xC3\xA9 \xF0\x9F\x98\x80 \\ud83d\\ude00\"",
             "\"\\ud800\"", "\"\\\"https://p.r2.dev/a.mp4\\\"\"", "\"\\/\\b\\f\\n\\r\\t\\\\\"",
             "\"see https://p.r2.dev/a.mp4\"", "\"https://r2.dev.evil.com/a.mp4\"",
             "\"http://localhost:3002/video/a.mp4\"", "\"https:\\/\\/p.r2.dev\\/a.txt\""});
    }

    void writeUrl()
    {
        ++m_urls;
        QByteArray url = "https://pub-" + QByteArray::number(upTo(3)) + ".r2.dev/clips/"
            + oneOf({"", "caf\xC3\xA9/", "%E2%82%AC/"}) + QByteArray::number(upTo(50))
            + oneOf({".mp4", ".MOV"}) + oneOf({"", "", "?a=1&b=2"}) + oneOf({"", "", "#t=3,8"});
        const int manner = upTo(3);
        if (manner == 1)
            url.replace("/", "\\/");
        else if (manner == 2)
            url.replace("&", "\\u0026").replace("p", "\\u0070");
        m_text += "\"" + url + "\"";
    }

    void writeArray(int depth)
    {
        m_text += "[";
        const int count = upTo(4);
        for (int i = 0; i < count; ++i) {
            if (i > 0)
                m_text += ",";
            writeValue(depth);
        }
        writeBlanks();
        m_text += "]";
    }

    void writeObject(int depth)
    {
        m_text += "{";
        const int count = upTo(4);
        for (int i = 0; i < count; ++i) {
            if (i > 0)
                m_text += ",";
            writeBlanks();
            m_text += oneOf(
                {"\"z\"", "\"a\"", "\"a\"", "\"\"", "\"\\u0061\"", "\"a b\"",
                 "\"https://p.r2.dev/key.mp4\""});
            writeBlanks();
            m_text += ":";
            writeValue(depth);
        }
        writeBlanks();
        m_text += "}";
    }

    std::mt19937 m_random;
    QByteArray m_text;
    int m_urls = 0;
};

class tst_ConfigRewrite : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyTheTokensOfUrlsChange_data()
    {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<QByteArray>("result");
        const QByteArray id = R2UrlRules().recognise(u"https://p.r2.dev/a.mp4")->id.toLatin1();
        const QByteArray local = "http://localhost:3001/video/" + id + ".mp4";
        const auto row = [&local](const char *name, QByteArray before, QByteArray after) {
            QTest::newRow(name) << before.replace('\'', '"')
                                << after.replace('\'', '"').replace("LOCAL", local);
        };
        row("no URL", " {'a':1.0,\n'a':1e5 } ", " {'a':1.0,\n'a':1e5 } ");
        row("one", "{'a': 'https://p.r2.dev/a.mp4' }", "{'a': 'LOCAL' }");
        row("the config itself", "'https://p.r2.dev/a.mp4'", "'LOCAL'");
        row("several", "['https://p.r2.dev/a.mp4',2,'https://p.r2.dev/a.mp4']",
            "['LOCAL',2,'LOCAL']");
        row("media fragment", "['https://p.r2.dev/a.mp4#t=3,8']", "['LOCAL#t=3,8']");
        row("fragment to be escaped", "['https://p.r2.dev/a.mp4#\\u00e9\\/']",
            "['" + QByteArray(local).replace("/", "\\/") + "#\xC3\xA9\\/']");
        row("escaped slashes", "['https:\\/\\/p.r2.dev\\/a.mp4']",
            "['" + QByteArray(local).replace("/", "\\/") + "']");
        row("64-bit integers", "[9007199254740993,'https://p.r2.dev/a.mp4',18446744073709551615]",
            "[9007199254740993,'LOCAL',18446744073709551615]");
        row("duplicate members", "{'a':'https://p.r2.dev/a.mp4','a':'x','a':1}",
            "{'a':'LOCAL','a':'x','a':1}");
        row("names stay", "{'https://p.r2.dev/a.mp4':'https://p.r2.dev/a.mp4'}",
            "{'https://p.r2.dev/a.mp4':'LOCAL'}");
        row("byte order mark", "\xEF\xBB\xBF['https://p.r2.dev/a.mp4']", "\xEF\xBB\xBF['LOCAL']");
    }
    void onlyTheTokensOfUrlsChange()
    {
        QFETCH(QByteArray, config);
        QTEST(rewritten(config), "result");
    }

    void objectsThatAreNotInTheTableKeepTheirUrl()
    {
        const QByteArray config = "[\"https://p.r2.dev/a.mp4\", \"https:\\/\\/p.r2.dev/b.mp4\"]";
        const auto scan = ConfigScan::of(config, R2UrlRules());
        QCOMPARE(rewrittenConfig(*scan, {}), config);
        const QString first = scan->urls().front().object.id;
        QCOMPARE(
            rewrittenConfig(*scan, {{first, u"L"_s}}), "[\"L\", \"https:\\/\\/p.r2.dev/b.mp4\"]");
    }

    void aReplacementIsEscaped()
    {
        const auto scan = ConfigScan::of("[\"https://p.r2.dev/a.mp4\"]", R2UrlRules());
        const QString id = scan->urls().front().object.id;
        QCOMPARE(
            rewrittenConfig(*scan, {{id, u"\"\\\n😀"_s}}), "[\"\\\"\\\\\\u000a\xF0\x9F\x98\x80\"]");
    }

    void generatedConfigsComeBackByteForByte()
    {
        int urls = 0;
        for (unsigned seed = 1; seed <= 3000; ++seed) {
            ConfigWriter writer(seed);
            const QByteArray config = writer.text();
            const auto scan = ConfigScan::of(config, R2UrlRules());
            QVERIFY2(scan, qPrintable(u"seed %1"_s.arg(seed)));
            QCOMPARE(static_cast<int>(scan->occurrences().size()), writer.urls());
            const QByteArray changed = rewrittenConfig(*scan, localUrls(*scan));
            QVERIFY2(putBack(*scan, changed) == config, qPrintable(u"seed %1"_s.arg(seed)));
            if (writer.urls() == 0)
                QCOMPARE(changed, config);
            urls += writer.urls();
        }
        QVERIFY(urls > 3000); // the generator does its work
    }

    void tenMegabytesWithTenThousandUrlsAreRewrittenCorrectly()
    {
        QByteArray config = "{\"clips\":[\n";
        for (int i = 0; i < 10'000; ++i) {
            const QByteArray n = QByteArray::number(i);
            config += (i ? ",\n" : "") + QByteArray("  {\"id\": 90071992547409930") + n
                + ", \"url\": \"https://pub-1.r2.dev/clips/" + n + ".mp4#t=" + n
                + "\", \"text\": \"" + QByteArray(900, 'x') + "\\u00e9\"}";
        }
        config += "\n]}";
        QVERIFY(config.size() > 10'000'000);

        const auto scan = ConfigScan::of(config, R2UrlRules());
        QCOMPARE(scan->occurrences().size(), size_t(10'000));
        QCOMPARE(scan->urls().size(), size_t(10'000));
        QCOMPARE(scan->configPath(scan->occurrences()[9'999]), u"clips[9999].url"_s);
        const QByteArray changed = rewrittenConfig(*scan, localUrls(*scan));
        QVERIFY(!changed.contains("r2.dev"));
        QVERIFY(putBack(*scan, changed) == config);

        const auto clips = QJsonDocument::fromJson(changed).object().value("clips"_L1).toArray();
        const auto fifth = clips.at(5).toObject().value("url"_L1).toString();
        const auto object = R2UrlRules().recognise(u"https://pub-1.r2.dev/clips/5.mp4");
        QCOMPARE(
            fifth, QString(u"http://localhost:3001/video/"_s + object->fileName() + u"#t=5"_s));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_ConfigRewrite)
#include "tst_configrewrite.moc"
