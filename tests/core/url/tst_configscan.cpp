// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/url/configscan.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

/// JSON with ' for ", to be readable. (No raw literals: moc 6.4 loses its way in them.)
QByteArray json(const char *text)
{
    return QByteArray(text).replace('\'', '"');
}

QStringList textsIn(const QByteArray &config)
{
    const auto scan = ConfigScan::of(config, R2UrlRules());
    if (!scan)
        return {scan.error().message};
    QStringList texts;
    for (const UrlOccurrence &occurrence : scan->occurrences())
        texts += scan->textOf(scan->urls()[static_cast<size_t>(occurrence.url)]);
    return texts;
}

QStringList pathsIn(const QByteArray &config)
{
    const auto scan = ConfigScan::of(config, R2UrlRules());
    if (!scan)
        return {scan.error().message};
    QStringList paths;
    for (const UrlOccurrence &occurrence : scan->occurrences())
        paths += scan->configPath(occurrence);
    return paths;
}

class tst_ConfigScan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void strangersAreNamedAsTheSettingTakesThem_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QString>("domain"); // empty: no stranger
        QTest::newRow("https") << "https://CDN.example.com/a.mp4"_ba << u"cdn.example.com"_s;
        QTest::newRow("its own port")
            << "https://cdn.example.com:443/a.mp4"_ba << u"cdn.example.com"_s;
        QTest::newRow("another port")
            << "https://cdn.example.com:8443/a.mp4"_ba << u"https://cdn.example.com:8443"_s;
        QTest::newRow("http") << "http://cdn.example.com/a.mp4"_ba << u"http://cdn.example.com"_s;
        QTest::newRow("a local store")
            << "http://127.0.0.1:9000/b/a.mp4"_ba << u"http://127.0.0.1:9000"_s;
        QTest::newRow("IPv6") << "https://[::1]/a.mp4"_ba << u"https://[::1]"_s;
        QTest::newRow("no dot") << "https://nas/a.mp4"_ba << u"https://nas"_s;
        QTest::newRow("no video") << "https://cdn.example.com/a.png"_ba << QString();
        QTest::newRow("a project's own") << "http://localhost:3000/a.mp4"_ba << QString();
        QTest::newRow("R2's, but no URL") << "https://pub-1.r2.dev/a{1}.mp4"_ba << QString();
        QTest::newRow("a user name") << "https://me@cdn.example.com/a.mp4"_ba << QString();
    }
    void strangersAreNamedAsTheSettingTakesThem()
    {
        QFETCH(const QByteArray, url);
        QFETCH(const QString, domain);
        const QByteArray config = json("['") + url + json("']");
        const auto scan = ConfigScan::of(config, R2UrlRules());
        QVERIFY(scan);
        QCOMPARE(scan->strangers().keys(), domain.isEmpty() ? QStringList() : QStringList{domain});
        // Named so, it is one no more.
        const R2UrlRules rules({{domain}, QByteArray(32, 'k')});
        QCOMPARE(ConfigScan::of(config, rules).value().urls().size(), domain.isEmpty() ? 0u : 1u);
    }

    void wholeStringValuesAreFound_data()
    {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<QStringList>("texts");
        const QStringList one{u"https://p.r2.dev/a.mp4"_s};
        const auto row = [](const char *name, const QByteArray &text, const QStringList &texts) {
            QTest::newRow(name) << text << texts;
        };
        row("nothing", "{}", {});
        row("in an object", json("{'a':'https://p.r2.dev/a.mp4'}"), one);
        row("in an array", json("[0,'https://p.r2.dev/a.mp4']"), one);
        row("the config itself", json(" 'https://p.r2.dev/a.mp4' "), one);
        row("escaped slashes", json("['https:\\/\\/p.r2.dev\\/a.mp4']"), one);
        row("escaped letters", json("['\\u0068ttps://p.r2.d\\u0065v/a.mp4']"), one);
        row("escaped ampersand", json("['https://p.r2.dev/a.mp4?a=1\\u0026b=2']"),
            {u"https://p.r2.dev/a.mp4?a=1&b=2"_s});
        row("upper case", json("['HTTPS://P.R2.DEV/a.mp4']"), {u"HTTPS://P.R2.DEV/a.mp4"_s});
        row("upper case, escaped", json("['\\u0048TTP:\\/\\/p.r2.dev\\/a.mp4']"),
            {u"HTTP://p.r2.dev/a.mp4"_s});
        row("other scripts", json("['https://p.r2.dev/日本.mp4']"),
            {u"https://p.r2.dev/日本.mp4"_s});
        row("media fragment", json("['https://p.r2.dev/a.mp4#t=3,8']"),
            {u"https://p.r2.dev/a.mp4#t=3,8"_s});
        row("member names are not values", json("{'https://p.r2.dev/a.mp4':1}"), {});
        row("part of a string", json("['see https://p.r2.dev/a.mp4','https://p.r2.dev/a.mp4!']"),
            {});
        row("with blanks", json("[' https://p.r2.dev/a.mp4','https://p.r2.dev/a.mp4\\n']"), {});
        row("embedded JSON", json("['{\\'u\\':\\'https://p.r2.dev/a.mp4\\'}']"), {});
        row("escaped NUL", json("['https://p.r2.dev/a\\u0000.mp4']"), {});
        row("escaped lone surrogate", json("['https://p.r2.dev/a\\ud800.mp4']"), {});
        row("other hosts", json("['https://r2.dev.evil.com/a.mp4','https://e.com/.r2.dev/a.mp4']"),
            {});
        row("duplicate members",
            json("{'a':'https://p.r2.dev/a.mp4','a':'https://p.r2.dev/a.mp4'}"), {one[0], one[0]});
        row("short strings",
            json("['','h','ht','http','https','http:','https:','https://','\\\\']"), {});
    }
    void wholeStringValuesAreFound()
    {
        QFETCH(QByteArray, config);
        QTEST(textsIn(config), "texts");
    }

    void pathsReadAsJavaScriptWouldWriteThem_data()
    {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<QString>("path");
        const auto row = [](const char *text, const QString &path) {
            QTest::newRow(text) << QByteArray(text).replace('U', "\"https://p.r2.dev/a.mp4\"")
                                << path;
        };
        row("U", QString());
        row("[U]", u"[0]"_s);
        row("[1,[],{},[2],U]", u"[4]"_s);
        row("{\"a\":U}", u"a"_s);
        row("{\"background\":{\"clips\":[0,1,2,{\"url\":U}]}}", u"background.clips[3].url"_s);
        row("[[1],[1,[1,2,U]]]", u"[1][1][2]"_s);
        row("{\"x\":[U],\"a\":{}}", u"x[0]"_s);
        row("{\"a b\":{\"c\":U}}", u"[\"a b\"].c"_s);
        row("{\"a\":{\"b-c\":U}}", u"a[\"b-c\"]"_s);
        row("{\"1st\":U}", u"[\"1st\"]"_s);
        row("{\"a1_$\":U}", u"a1_$"_s);
        row("{\"\":U}", u"[\"\"]"_s);
        row("{\"a.b\":U}", u"[\"a.b\"]"_s);
        row("{\"a\\\"b\":U}", u"[\"a\\\"b\"]"_s);
        row("{\"\\u0061\":U}", u"a"_s);
        row("{\"größe\":U}", u"größe"_s);
    }
    void pathsReadAsJavaScriptWouldWriteThem()
    {
        QFETCH(QByteArray, config);
        QFETCH(QString, path);
        QCOMPARE(pathsIn(config), QStringList{path});
    }

    void siblingsEachHaveTheirOwnPath()
    {
        const QByteArray config
            = json("{'a':'https://p.r2.dev/1.mp4','b':['https://p.r2.dev/2.mp4', "
                   "{'c':'https://p.r2.dev/3.mp4'},'https://p.r2.dev/4.mp4'],'d':'https://p.r2.dev/"
                   "5.mp4'}");
        QCOMPARE(pathsIn(config), QStringList({u"a"_s, u"b[0]"_s, u"b[1].c"_s, u"b[2]"_s, u"d"_s}));
    }

    void spellingsOfOneObjectShareItsIdAndRepetitionsShareTheUrl()
    {
        const auto scan = ConfigScan::of(
            json("['https://p.r2.dev/a.mp4','https://p.r2.dev/a.mp4#t=1', "
                 "'https:\\/\\/p.r2.dev\\/a.mp4','https://p.r2.dev/a.mp4','https://p.r2.dev/"
                 "b.mp4']"),
            R2UrlRules());
        QCOMPARE(scan->occurrences().size(), size_t(5));
        QCOMPARE(scan->urls().size(), size_t(4));
        QCOMPARE(scan->occurrences()[3].url, scan->occurrences()[0].url);
        QSet<QString> ids;
        for (const ConfigUrl &url : scan->urls())
            ids.insert(url.object.id);
        QCOMPARE(ids.size(), 2);
        QCOMPARE(scan->objectOf(scan->occurrences()[1]).fragment, u"#t=1"_s);
        QCOMPARE(scan->occurrences()[2].slashes, SlashStyle::Escaped);
        QCOMPARE(scan->occurrences()[0].slashes, SlashStyle::Plain);
    }

    void tokensStandWhereTheOccurrencesSay()
    {
        const QByteArray config = "\xEF\xBB\xBF{\"é\" : \"https:\\/\\/p.r2.dev\\/a.mp4\" }";
        const auto scan = ConfigScan::of(config, R2UrlRules());
        const TokenSpan token = scan->occurrences().front().token;
        QCOMPARE(
            config.sliced(token.begin, token.end - token.begin),
            "\"https:\\/\\/p.r2.dev\\/a.mp4\"");
    }

    void theResultOutlivesEverythingItWasMadeOf()
    {
        auto scan = [] {
            QByteArray config = json("{'list':['https://p.r2.dev/a.mp4']}");
            return *ConfigScan::of(std::move(config), R2UrlRules());
        }();
        const ConfigScan moved = std::move(scan);
        QCOMPARE(moved.configPath(moved.occurrences().front()), u"list[0]"_s);
        QCOMPARE(moved.textOf(moved.urls().front()), u"https://p.r2.dev/a.mp4"_s);
    }

    void invalidJsonIsAnErrorWithItsPlace()
    {
        const auto scan = ConfigScan::of("{\n \"a\": tru }", R2UrlRules());
        QVERIFY(!scan);
        QCOMPARE(scan.error().code, ErrorCode::InvalidJson);
        QCOMPARE(scan.error().message, u"Line 2, column 7: a value is expected here."_s);
    }

    void deepConfigsAreScannedToTheLimit()
    {
        const QByteArray url = "\"https://p.r2.dev/a.mp4\"";
        const auto nested = [&url](int depth) {
            return QByteArray(QByteArray(depth, '[') + url + QByteArray(depth, ']'));
        };
        const QStringList paths = pathsIn(nested(1000));
        QCOMPARE(paths.constFirst(), u"[0]"_s.repeated(1000));
        QVERIFY(!ConfigScan::of(nested(1001), R2UrlRules()));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_ConfigScan)
#include "tst_configscan.moc"
