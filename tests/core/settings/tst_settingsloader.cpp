// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/settingarguments.h"
#include "core/settings/settingsloader.h"
#include "core/settings/settingsprint.h"

#include <QJsonArray>
#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

SettingSources bareSources()
{
    SettingSources sources;
    sources.homeDirectory = u"/home/ada"_s;
    sources.workingDirectory = u"/home/ada/film"_s;
    return sources;
}

SettingSources withDotEnv(const char *text, const QString &path = u".env"_s)
{
    auto sources = bareSources();
    sources.dotEnv = DotEnvFile{path, text};
    return sources;
}

class tst_SettingsLoader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theDefaultsAreThoseOfTheProduct()
    {
        const auto loaded = loadSettings(bareSources());
        QVERIFY(loaded);
        const auto &settings = loaded->settings;
        QVERIFY(loaded->warnings.isEmpty());
        QCOMPARE(settings.flag(Key::Enabled), true);
        QCOMPARE(settings.text(Key::Directory), u"/home/ada/.cache/r2cache/video-cache"_s);
        QCOMPARE(settings.real(Key::MaxSizeGb), 10.0);
        QCOMPARE(settings.bytes(Key::MaxSizeGb), 10'737'418'240);
        QCOMPARE(settings.integer(Key::MaxEntries), 1000);
        QCOMPARE(settings.bytes(Key::MinFreeGb), 1'073'741'824);
        QCOMPARE(settings.real(Key::TtlDays), 7.0);
        QCOMPARE(settings.integer(Key::ProxyPort), 3001);
        QCOMPARE(settings.integer(Key::ApiPort), 3000);
        QCOMPARE(settings.flag(Key::BackgroundCleanup), true);
        QCOMPARE(settings.real(Key::CleanupIntervalHours), 1.0);
        QCOMPARE(settings.integer(Key::MaxConcurrentDownloads), 3);
        QCOMPARE(settings.integer(Key::ConnectionsPerDownload), 8);
        QCOMPARE(settings.integer(Key::DownloadTimeoutMs), 300'000);
        QCOMPARE(settings.integer(Key::MaxRetryAttempts), 3);
        QCOMPARE(settings.bytes(Key::MaxFileSizeGb), 0);
        QVERIFY(!settings.hasValue(Key::MaxFileSizeGb));
        QCOMPARE(settings.real(Key::MaxDownloadRateMbps), 0.0);
        QCOMPARE(settings.list(Key::CustomDomains), QStringList{});
        QCOMPARE(settings.text(Key::EvictionPolicy), u"lru"_s);
        QCOMPARE(settings.text(Key::PullThrough), u"off"_s);
        QCOMPARE(settings.integer(Key::ShutdownTimeoutMs), 20'000);
        for (const auto &row : settingTable()) {
            QCOMPARE(settings.originOf(row.key).text, u"default"_s);
            QVERIFY(!settings.isSetByUser(row.key));
        }
    }

    void theStrongestSourceWins()
    {
        auto sources = bareSources();
        const auto port = [&sources] {
            const auto loaded = loadSettings(sources);
            return loaded ? QString::number(loaded->settings.integer(Key::ProxyPort)) + u' '
                    + loaded->settings.originOf(Key::ProxyPort).text
                          : loaded.error().message;
        };
        QCOMPARE(port(), u"3001 default"_s);
        sources.saved[u"CACHE_PROXY_PORT"_s] = u"4001"_s;
        QCOMPARE(port(), u"4001 saved"_s);
        sources.dotEnv = DotEnvFile{u".env"_s, "# ports\nCACHE_PROXY_PORT=4002\n"};
        QCOMPARE(port(), u"4002 .env:2"_s);
        sources.environment[u"CACHE_PROXY_PORT"_s] = u"4003"_s;
        QCOMPARE(port(), u"4003 environment"_s);
        sources.options[Key::ProxyPort] = u"4004"_s;
        QCOMPARE(port(), u"4004 option"_s);
        QVERIFY(loadSettings(sources)->settings.isSetByUser(Key::ProxyPort));
    }

    void anEmptyValueCountsOnlyWhereItMeansSomething()
    {
        auto sources = withDotEnv("CACHE_PROXY_PORT=4002\nCACHE_CUSTOM_DOMAINS=cdn.example.com\n");
        sources.environment[u"CACHE_PROXY_PORT"_s] = u" "_s;
        sources.environment[u"CACHE_CUSTOM_DOMAINS"_s] = u""_s;
        const auto loaded = loadSettings(sources);
        QVERIFY(loaded);
        QCOMPARE(loaded->settings.integer(Key::ProxyPort), 4002);
        QCOMPARE(loaded->settings.list(Key::CustomDomains), QStringList{});
    }

    void theDirectoryIsFoundByTheRule_data()
    {
        QTest::addColumn<SettingSources>("sources");
        QTest::addColumn<QString>("directory");
        auto sources = bareSources();
        QTest::newRow("nothing") << sources << u"/home/ada/.cache/r2cache/video-cache"_s;
        sources.environment[u"XDG_CACHE_HOME"_s] = u"/big/cache"_s;
        QTest::newRow("XDG_CACHE_HOME") << sources << u"/big/cache/r2cache/video-cache"_s;
        sources.environment[u"XDG_CACHE_HOME"_s] = u"relative"_s;
        QTest::newRow("a relative XDG_CACHE_HOME is ignored")
            << sources << u"/home/ada/.cache/r2cache/video-cache"_s;
        QTest::newRow("beside .env") << withDotEnv("") << u"/home/ada/film/temp/video-cache"_s;
        QTest::newRow("beside --env-file")
            << withDotEnv("", u"../conf/dev.env"_s) << u"/home/ada/conf/temp/video-cache"_s;
        QTest::newRow("beside an absolute --env-file")
            << withDotEnv("", u"/etc/r2.env"_s) << u"/etc/temp/video-cache"_s;
        QTest::newRow("relative in .env")
            << withDotEnv("CACHE_DIRECTORY=./v", u"../conf/.env"_s) << u"/home/ada/conf/v"_s;
        QTest::newRow("absolute in .env") << withDotEnv("CACHE_DIRECTORY=/v/") << u"/v"_s;
        QTest::newRow("home in .env") << withDotEnv("CACHE_DIRECTORY=~/v") << u"/home/ada/v"_s;
        sources = withDotEnv("", u"../conf/.env"_s);
        sources.environment[u"CACHE_DIRECTORY"_s] = u"v"_s;
        QTest::newRow("relative elsewhere") << sources << u"/home/ada/film/v"_s;
    }
    void theDirectoryIsFoundByTheRule()
    {
        QFETCH(SettingSources, sources);
        const auto loaded = loadSettings(sources);
        QVERIFY(loaded);
        QTEST(loaded->settings.text(Key::Directory), "directory");
    }

    void allErrorsAreReportedAtOnceWithKeyValueOriginAndWhatIsAllowed()
    {
        auto sources = withDotEnv("CACHE_ENABLED=perhaps\n\nCACHE_MAX_SIZE_GB=10GB\n");
        sources.environment[u"CACHE_PROXY_PORT"_s] = u"70000"_s;
        sources.options[Key::EvictionPolicy] = u"fifo"_s;
        sources.saved[u"CACHE_MAX_ENTRIES"_s] = u"0"_s;
        const auto loaded = loadSettings(sources);
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, ErrorCode::InvalidSetting);
        QCOMPARE(
            loaded.error().message,
            u"CACHE_ENABLED=\"perhaps\" (.env:1) is not valid. Allowed: true or false (also 1, 0, "
            "yes, no, on, off).\n"
            "CACHE_MAX_SIZE_GB=\"10GB\" (.env:3) is not valid. Allowed: a number from 0.001 to "
            "1000000 (GB of 1024^3 bytes).\n"
            "CACHE_MAX_ENTRIES=\"0\" (saved) is not valid. Allowed: a whole number from 1 to "
            "100000000.\n"
            "CACHE_PROXY_PORT=\"70000\" (environment) is not valid. Allowed: a whole number from 1 "
            "to 65535.\n"
            "CACHE_EVICTION_POLICY=\"fifo\" (option) is not valid. Allowed: one of lru, gdsf, "
            "s3fifo."_s);
    }

    void mistakesInTheFileAreErrorsToo()
    {
        const auto loaded = loadSettings(withDotEnv("CACHE_ENABLED=\"true\nDEBUG=x\n"));
        QVERIFY(!loaded);
        QVERIFY(loaded.error().message.startsWith(u".env:1: "));
    }

    void settingsThatContradictEachOtherAreRefused_data()
    {
        QTest::addColumn<QByteArray>("dotEnv");
        QTest::addColumn<QString>("start"); // of the message
        const auto row = [](const char *name, const char *dotEnv, const QString &start) {
            QTest::newRow(name) << QByteArray{dotEnv} << start;
        };
        row("the same port", "CACHE_PROXY_PORT=3000",
            u"CACHE_PROXY_PORT=\"3000\" (.env:1) is not valid together with "
            "CACHE_API_PORT=\"3000\" (default)."_s);
        row("half a key", "CACHE_R2_ACCESS_KEY_ID=abc",
            u"CACHE_R2_ACCESS_KEY_ID=\"(secret)\" (.env:1) is not valid by itself."_s);
        row("the other half", "CACHE_R2_SECRET_ACCESS_KEY=abc",
            u"CACHE_R2_SECRET_ACCESS_KEY=\"(secret)\" (.env:1) is not valid by itself."_s);
        row("pull-through with keys",
            "CACHE_PULL_THROUGH=on\nCACHE_R2_ACCESS_KEY_ID=a\nCACHE_R2_SECRET_ACCESS_KEY=b",
            u"CACHE_PULL_THROUGH=\"on\" (.env:1) is not valid while CACHE_R2_ACCESS_KEY_ID is set."_s);
        row("another database", "CACHE_DATABASE_URL=postgresql://ada:hunter2@db/r2",
            u"CACHE_DATABASE_URL=\"postgresql://***@db/r2\" (.env:1) is not valid. Allowed: "
            "nothing or sqlite; other databases are not available yet."_s);
    }
    void settingsThatContradictEachOtherAreRefused()
    {
        QFETCH(QByteArray, dotEnv);
        QFETCH(QString, start);
        const auto loaded = loadSettings(withDotEnv(dotEnv.constData()));
        QVERIFY(!loaded);
        QVERIFY2(loaded.error().message.startsWith(start), qPrintable(loaded.error().message));
        QVERIFY(!loaded.error().message.contains(u"hunter2"));
    }

    void secretsNeverStandInErrors()
    {
        const auto loaded = loadSettings(withDotEnv("CACHE_API_TOKEN=\"hunter 2\"\n"
                                                    "CACHE_ALERT_WEBHOOK=hunter2\n"
                                                    "HTTPS_PROXY=ftp://ada:hunter2@proxy\n"));
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().message.count(u'\n'), 2);
        QVERIFY2(!loaded.error().message.contains(u"hunter"), qPrintable(loaded.error().message));
    }

    void unknownNamesAreWarnedOf()
    {
        auto sources = withDotEnv("CACHE_PROXYPORT=1\nREDIS_URL=x\nAWS_KEY=y\n");
        sources.environment[u"CACHE_QQQQQQQQQQQQQQQ"_s] = u"1"_s;
        sources.environment[u"PATH"_s] = u"/bin"_s;
        sources.saved[u"CACHE_MAXENTRIES"_s] = u"5"_s;
        const auto loaded = loadSettings(sources);
        QVERIFY(loaded);
        const QStringList expected{
            u"CACHE_MAXENTRIES (saved) is not a setting. Did you mean CACHE_MAX_ENTRIES?"_s,
            u"CACHE_PROXYPORT (.env:1) is not a setting. Did you mean CACHE_PROXY_PORT?"_s,
            u"CACHE_QQQQQQQQQQQQQQQ (environment) is not a setting."_s,
        };
        QCOMPARE(loaded->warnings, expected);
    }

    void aShortJwtSecretIsWarnedOf()
    {
        QCOMPARE(loadSettings(withDotEnv("CACHE_JWT_SECRET=short"))->warnings.size(), 1);
        QVERIFY(loadSettings(withDotEnv("CACHE_JWT_SECRET=0123456789abcdef0123456789abcdef"))
                    ->warnings.isEmpty());
    }

    void proxyVariablesAreAlsoReadInLowerCase()
    {
        auto sources = bareSources();
        sources.environment[u"https_proxy"_s] = u"http://proxy:3128"_s;
        sources.environment[u"cache_enabled"_s] = u"false"_s; // but ours are not
        const auto loaded = loadSettings(sources);
        QVERIFY(loaded);
        QCOMPARE(loaded->settings.text(Key::HttpsProxy), u"http://proxy:3128"_s);
        QVERIFY(loaded->settings.flag(Key::Enabled));
    }

    void optionsAreTakenOutOfTheCommandLine()
    {
        const auto taken = takeSettingArguments(
            {u"r2cache"_s, u"--no-gui"_s, u"--proxy-port"_s, u"3002"_s, u"--api-port=3003"_s,
             u"--set"_s, u"CACHE_ENABLED=no"_s, u"--set=CACHE_RENDER_COMMAND=a=b"_s,
             u"--env-file"_s, u"x.env"_s, u"render"_s, u"--props"_s, u"p.json"_s, u"--"_s, u"npx"_s,
             u"--proxy-port"_s, u"1"_s});
        QVERIFY(taken);
        QCOMPARE(taken->values.value(Key::ProxyPort), u"3002"_s);
        QCOMPARE(taken->values.value(Key::ApiPort), u"3003"_s);
        QCOMPARE(taken->values.value(Key::Enabled), u"no"_s);
        QCOMPARE(taken->values.value(Key::RenderCommand), u"a=b"_s);
        QCOMPARE(taken->values.size(), 4);
        QCOMPARE(taken->envFile, u"x.env"_s);
        const QStringList rest{u"r2cache"_s, u"--no-gui"_s,     u"render"_s,
                               u"--props"_s, u"p.json"_s,       u"--"_s,
                               u"npx"_s,     u"--proxy-port"_s, u"1"_s};
        QCOMPARE(taken->rest, rest);
    }

    void anOptionGivenTwiceCountsLastAndMayBeEmpty()
    {
        const auto taken = takeSettingArguments(
            {u"--max-entries=5"_s, u"--set"_s, u"CACHE_MAX_ENTRIES=6"_s, u"--custom-domains="_s});
        QVERIFY(taken);
        QCOMPARE(taken->values.value(Key::MaxEntries), u"6"_s);
        QCOMPARE(taken->values.value(Key::CustomDomains, u"unset"_s), u""_s);
    }

    void incompleteOptionsAreRefused_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("message");
        QTest::newRow("no value") << QStringList{u"--proxy-port"_s}
                                  << u"--proxy-port needs a value."_s;
        QTest::newRow("another option instead")
            << QStringList{u"--proxy-port"_s, u"--no-gui"_s} << u"--proxy-port needs a value."_s;
        QTest::newRow("no file") << QStringList{u"--env-file"_s} << u"--env-file needs a value."_s;
        QTest::newRow("no =") << QStringList{u"--set"_s, u"CACHE_ENABLED"_s}
                              << u"--set needs NAME=VALUE, for example --set "
                                 "CACHE_PROXY_PORT=3002."_s;
        QTest::newRow("unknown name")
            << QStringList{u"--set=CACHE_PROXY_PRT=1"_s}
            << u"--set: CACHE_PROXY_PRT is not a setting. Did you mean CACHE_PROXY_PORT?"_s;
    }
    void incompleteOptionsAreRefused()
    {
        QFETCH(QStringList, arguments);
        const auto taken = takeSettingArguments(arguments);
        QVERIFY(!taken);
        QTEST(taken.error().message, "message");
    }

    void aPrintedTableShowsEveryOriginAndNoSecret()
    {
        auto sources = withDotEnv("CACHE_API_TOKEN=hunter2\nHTTP_PROXY=http://ada:hunter2@p:1\n");
        sources.options[Key::MaxSizeGb] = u"0.5"_s;
        const auto text = settingsAsText(loadSettings(sources)->settings);
        const auto lines = text.split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), static_cast<qsizetype>(settingTable().size()));
        QVERIFY(!text.contains(u"hunter2"));
        const auto lineOf = [&lines](QStringView name) {
            for (const auto &line : lines) {
                if (line.startsWith(name + u' '))
                    return line.simplified();
            }
            return QString{};
        };
        QCOMPARE(lineOf(u"CACHE_API_TOKEN"), u"CACHE_API_TOKEN (secret) .env:1"_s);
        QCOMPARE(lineOf(u"CACHE_JWT_SECRET"), u"CACHE_JWT_SECRET default"_s);
        QCOMPARE(lineOf(u"HTTP_PROXY"), u"HTTP_PROXY http://***@p:1 .env:2"_s);
        QCOMPARE(lineOf(u"CACHE_MAX_SIZE_GB"), u"CACHE_MAX_SIZE_GB 0.5 option"_s);
        QCOMPARE(lineOf(u"CACHE_MAX_FILE_SIZE_GB"), u"CACHE_MAX_FILE_SIZE_GB none default"_s);
        // aligned: every origin begins in the same column
        QCOMPARE(lines.at(0).indexOf(u"default"), lines.at(3).indexOf(u"default"));
    }

    void aDirectoryThatTheEnvFileHasMovedSaysSo()
    {
        const auto text = settingsAsText(loadSettings(withDotEnv(""))->settings);
        QVERIFY2(text.contains(u"/temp/video-cache  default, beside ./.env\n"), qPrintable(text));
        const auto plain = settingsAsText(loadSettings(bareSources())->settings);
        QVERIFY(!plain.contains(u"beside"));
        const auto set = withDotEnv("CACHE_DIRECTORY=/v\n");
        QVERIFY(!settingsAsText(loadSettings(set)->settings).contains(u"beside"));
    }

    void aPrintedObjectHasTypesAndNoSecret()
    {
        auto sources = withDotEnv("CACHE_API_TOKEN=hunter2\nCACHE_CUSTOM_DOMAINS=a.b,c.d\n");
        const auto object = settingsAsJson(loadSettings(sources)->settings);
        const auto value = [&object](const QString &name) {
            return object[name][u"value"];
        };
        QCOMPARE(object.size(), static_cast<qsizetype>(settingTable().size()));
        QCOMPARE(value(u"CACHE_PROXY_PORT"_s), QJsonValue{3001});
        QCOMPARE(value(u"CACHE_ENABLED"_s), QJsonValue{true});
        QCOMPARE(value(u"CACHE_CUSTOM_DOMAINS"_s), (QJsonArray{u"a.b"_s, u"c.d"_s}));
        QCOMPARE(value(u"CACHE_ALLOWED_HOSTS"_s), QJsonArray{});
        QCOMPARE(value(u"CACHE_API_TOKEN"_s), QJsonValue{u"(secret)"_s});
        QCOMPARE(value(u"CACHE_JWT_SECRET"_s), QJsonValue{QJsonValue::Null});
        QCOMPARE(value(u"CACHE_MAX_FILE_SIZE_GB"_s), QJsonValue{QJsonValue::Null});
        QCOMPARE(value(u"CACHE_MIN_FREE_GB"_s), QJsonValue{1});
        QCOMPARE(object[u"CACHE_API_TOKEN"][u"scope"], QJsonValue{u"local"_s});
        QCOMPARE(object[u"CACHE_PROXY_PORT"][u"applied"], QJsonValue{u"restart"_s});
        QCOMPARE(object[u"CACHE_API_TOKEN"][u"origin"], QJsonValue{u".env:1"_s});
    }

    void everyDisplayHidesWhatIsSecret()
    {
        const auto &proxy = rowOf(Key::HttpsProxy);
        QCOMPARE(displayedText(proxy, u"http://u:p/w@x@h:1"_s), u"http://***@h:1"_s);
        QCOMPARE(displayedText(proxy, u"u:p@h:1"_s), u"***@h:1"_s);
        QCOMPARE(displayedText(proxy, u"http://h:1"_s), u"http://h:1"_s);
        QCOMPARE(
            displayedText(rowOf(Key::CustomDomains), u"a.b,https://u:p@c.d"_s),
            u"a.b,https://***@c.d"_s);
        QCOMPARE(
            displayedText(rowOf(Key::RenderCommand), u"npx remotion@4 render"_s),
            u"npx remotion@4 render"_s);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_SettingsLoader)
#include "tst_settingsloader.moc"
