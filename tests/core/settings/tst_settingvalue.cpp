// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/settingvalue.h"

#include <QSet>
#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

class tst_SettingValue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesAreReadByTheTypeOfTheirRow_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QVariant>("value"); // invalid: refused
        const auto good = [](const char *name, const QString &text, const QVariant &value) {
            QTest::addRow("%s=%s", name, qPrintable(text))
                << QString::fromLatin1(name) << text << value;
        };
        const auto bad = [](const char *name, const QString &text) {
            QTest::addRow("%s=%s", name, qPrintable(text))
                << QString::fromLatin1(name) << text << QVariant{};
        };
        for (const auto &word : {u"true"_s, u"1"_s, u"yes"_s, u"on"_s, u"TRUE"_s, u" On "_s})
            good("CACHE_ENABLED", word, true);
        for (const auto &word : {u"false"_s, u"0"_s, u"no"_s, u"off"_s, u"False"_s})
            good("CACHE_ENABLED", word, false);
        bad("CACHE_ENABLED", u"maybe"_s);
        bad("CACHE_ENABLED", u"2"_s);

        good("CACHE_PROXY_PORT", u"1"_s, 1);
        good("CACHE_PROXY_PORT", u"65535"_s, 65535);
        good("CACHE_PROXY_PORT", u"03001"_s, 3001);
        for (const auto &word :
             {u"0"_s, u"65536"_s, u"-1"_s, u"+1"_s, u"abc"_s, u"3001.5"_s, u"3e3"_s, u"0x10"_s,
              u"3 001"_s, u"3,001"_s, u"99999999999999999999999"_s, u""_s})
            bad("CACHE_PROXY_PORT", word);

        good("CACHE_MAX_SIZE_GB", u"10"_s, 10.0);
        good("CACHE_MAX_SIZE_GB", u"0.5"_s, 0.5);
        for (const auto &word :
             {u"0"_s, u"-5"_s, u"10GB"_s, u"inf"_s, u"nan"_s, u"1e3"_s, u"0,5"_s, u"1000001"_s,
              u"."_s})
            bad("CACHE_MAX_SIZE_GB", word);

        good("CACHE_MAX_FILE_SIZE_GB", u""_s, 0.0);
        good("CACHE_MAX_FILE_SIZE_GB", u"none"_s, 0.0);
        good("CACHE_MAX_FILE_SIZE_GB", u"None"_s, 0.0);
        good("CACHE_MAX_FILE_SIZE_GB", u"0.25"_s, 0.25);
        bad("CACHE_MAX_FILE_SIZE_GB", u"all"_s);

        good("CACHE_EVICTION_POLICY", u"s3fifo"_s, u"s3fifo"_s);
        bad("CACHE_EVICTION_POLICY", u"LRU"_s);
        bad("CACHE_EVICTION_POLICY", u"lru gdsf"_s);
        bad("CACHE_EVICTION_POLICY", u""_s);

        good("CACHE_CUSTOM_DOMAINS", u"cdn.example.com"_s, QStringList{u"cdn.example.com"_s});
        good(
            "CACHE_CUSTOM_DOMAINS", u" a.example.com , ,http://127.0.0.1:9000 "_s,
            QStringList{u"a.example.com"_s, u"http://127.0.0.1:9000"_s});
        good("CACHE_CUSTOM_DOMAINS", u"https://[::1]:9000"_s, QStringList{u"https://[::1]:9000"_s});
        good("CACHE_CUSTOM_DOMAINS", u"http://minio:9000"_s, QStringList{u"http://minio:9000"_s});
        good("CACHE_CUSTOM_DOMAINS", u""_s, QStringList{});
        for (const auto &word :
             {u"cdn.example.com:8443"_s, u"https://cdn.example.com/videos"_s,
              u"https://cdn.example.com/"_s, u"user@cdn.example.com"_s,
              u"https://user:pw@cdn.example.com"_s, u"*.example.com"_s, u"ftp://cdn.example.com"_s,
              u"cdn example.com"_s, u"https://"_s, u"://x.com"_s, u"none"_s,
              u"https://cdn.example.com:0"_s, u"https://cdn.example.com:99999"_s,
              u"https://cdn.example.com:"_s, u"https://cdn.example.com?x"_s,
              u"https://cdn.example.com#x"_s, u"good.example.com,bad/"_s})
            bad("CACHE_CUSTOM_DOMAINS", word);

        good(
            "CACHE_ALLOWED_HOSTS", u"render.lan,farm:3001,[fd00::1]:3001"_s,
            QStringList{u"render.lan"_s, u"farm:3001"_s, u"[fd00::1]:3001"_s});
        bad("CACHE_ALLOWED_HOSTS", u"http://render.lan"_s);
        bad("CACHE_ALLOWED_HOSTS", u"render.lan/x"_s);
        bad("CACHE_ALLOWED_HOSTS", u"*"_s);
        bad("CACHE_ALLOWED_HOSTS", u"render.lan:x"_s);

        good(
            "CACHE_ALLOWED_ORIGINS", u"https://studio.example.com,http://tool.lan:8080"_s,
            QStringList{u"https://studio.example.com"_s, u"http://tool.lan:8080"_s});
        bad("CACHE_ALLOWED_ORIGINS", u"studio.example.com"_s);
        bad("CACHE_ALLOWED_ORIGINS", u"https://studio.example.com/"_s);
        bad("CACHE_ALLOWED_ORIGINS", u"null"_s);
        bad("CACHE_ALLOWED_ORIGINS", u"*"_s);

        good("CACHE_API_TOKEN", u"a1B2-_."_s, u"a1B2-_."_s);
        bad("CACHE_API_TOKEN", u"a b"_s);
        bad("CACHE_API_TOKEN", u"a\nb"_s);
        bad("CACHE_API_TOKEN", u"ä"_s);

        good(
            "CACHE_ALERT_WEBHOOK", u"https://hooks.example.com/x?y=z"_s,
            u"https://hooks.example.com/x?y=z"_s);
        bad("CACHE_ALERT_WEBHOOK", u"hooks.example.com"_s);
        bad("CACHE_ALERT_WEBHOOK", u"file:///etc/passwd"_s);

        good("HTTPS_PROXY", u"http://proxy:3128"_s, u"http://proxy:3128"_s);
        good("HTTPS_PROXY", u"proxy:3128"_s, u"proxy:3128"_s);
        good("HTTPS_PROXY", u"socks5://u:p@proxy:1080"_s, u"socks5://u:p@proxy:1080"_s);
        bad("HTTPS_PROXY", u"https://proxy:3128"_s);
        bad("HTTPS_PROXY", u"not a proxy"_s);

        good("CACHE_DATABASE_URL", u""_s, u""_s);
        good("CACHE_DATABASE_URL", u"sqlite"_s, u"sqlite"_s);
        bad("CACHE_DATABASE_URL", u"postgresql://db/r2cache"_s);

        good(
            "CACHE_RENDER_COMMAND", u"npx remotion render {composition} {output}"_s,
            u"npx remotion render {composition} {output}"_s);
    }
    void valuesAreReadByTheTypeOfTheirRow()
    {
        QFETCH(QString, name);
        QFETCH(QString, text);
        QFETCH(QVariant, value);
        const auto *row = rowNamed(name);
        QVERIFY(row);
        const auto result = parseSettingValue(*row, text);
        QCOMPARE(result.has_value(), value.isValid());
        if (!result) {
            QCOMPARE(result.error().code, ErrorCode::InvalidSetting);
            QCOMPARE(result.error().message, row->allowedValues());
            return;
        }
        const auto found
            = std::visit([](const auto &one) { return QVariant::fromValue(one); }, *result);
        QCOMPARE(found, value);
    }

    void everyDefaultIsValidAndEveryRowIsComplete()
    {
        QSet<QString> options;
        for (const auto &row : settingTable()) {
            QCOMPARE(&rowOf(row.key), &row);
            QCOMPARE(rowNamed(row.nameText()), &row);
            QVERIFY2(*row.text, row.name);
            QVERIFY2(!row.allowedValues().isEmpty(), row.name);
            QVERIFY2(!row.isSecret || row.scope == Scope::Local, row.name);
            if (row.type != SettingType::Directory) // its default is a rule, not a text
                QVERIFY2(parseSettingValue(row, QString::fromLatin1(row.defaultText)), row.name);
            options += row.option();
        }
        QCOMPARE(options.size(), static_cast<qsizetype>(settingTable().size()));
        QCOMPARE(rowOf(Key::ProxyPort).option(), u"--proxy-port"_s);
        QCOMPARE(rowOf(Key::HttpsProxy).option(), u"--https-proxy"_s);
    }

    void whatMayNotBeChangedFromAfarIsMarkedLocal()
    {
        for (const auto key :
             {Key::Directory, Key::DatabaseUrl, Key::CustomDomains, Key::AllowedHosts,
              Key::AllowedOrigins, Key::R2AccessKeyId, Key::R2SecretAccessKey, Key::ApiToken,
              Key::JwtSecret, Key::RenderCommand, Key::PullThrough, Key::HttpsProxy})
            QCOMPARE(rowOf(key).scope, Scope::Local);
        for (const auto key :
             {Key::R2AccessKeyId, Key::R2SecretAccessKey, Key::ApiToken, Key::JwtSecret,
              Key::AlertWebhook})
            QVERIFY(rowOf(key).isSecret);
    }

    void aMisspeltNameIsGuessed()
    {
        QCOMPARE(didYouMean(u"CACHE_PROXYPORT"_s), u" Did you mean CACHE_PROXY_PORT?"_s);
        QCOMPARE(didYouMean(u"CACHE_MAX_SIZE"_s), u" Did you mean CACHE_MAX_SIZE_GB?"_s);
        QCOMPARE(didYouMean(u"cache_enabled"_s), u" Did you mean CACHE_ENABLED?"_s);
        QCOMPARE(didYouMean(u"CACHE_ZZZZZZZZZZZZZZZZZZZZ"_s), QString{});
        QCOMPARE(didYouMean(QString{}), QString{});
    }

    void unknownNamesHaveNoRow()
    {
        QVERIFY(!rowNamed(u"CACHE_NONSENSE"));
        QVERIFY(!rowNamed(u"cache_enabled"));
        QVERIFY(!rowNamed(u""));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_SettingValue)
#include "tst_settingvalue.moc"
