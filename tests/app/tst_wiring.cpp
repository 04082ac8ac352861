// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wiring.h"
#include "core/settings/settingsloader.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Settings settingsOf(const QHash<QString, QString> &environment)
{
    SettingSources sources;
    sources.environment = environment;
    sources.homeDirectory = u"/home/ada"_s;
    sources.workingDirectory = u"/home/ada/film"_s;
    auto loaded = loadSettings(sources);
    if (!loaded)
        qFatal("%s", qPrintable(loaded.error().message));
    return std::move(loaded->settings);
}

class tst_Wiring : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theEvictionPolicyIsChosenByItsName()
    {
        const auto policyOf = [](const QString &name) {
            return cacheOptionsOf(settingsOf({{u"CACHE_EVICTION_POLICY"_s, name}})).policy;
        };
        QCOMPARE(cacheOptionsOf(settingsOf({})).policy, PolicyKind::Lru);
        QCOMPARE(policyOf(u"lru"_s), PolicyKind::Lru);
        QCOMPARE(policyOf(u"gdsf"_s), PolicyKind::Gdsf);
        QCOMPARE(policyOf(u"s3fifo"_s), PolicyKind::S3Fifo);
    }

    void theScheduleOfCleaningIsAskedFor()
    {
        const auto usual = cleanerOptionsOf(settingsOf({}));
        QVERIFY(usual.isScheduled);
        QCOMPARE(usual.interval, 1h);
        const auto other = cleanerOptionsOf(settingsOf(
            {{u"CACHE_BACKGROUND_CLEANUP"_s, u"false"_s},
             {u"CACHE_CLEANUP_INTERVAL_HOURS"_s, u"0.5"_s}}));
        QVERIFY(!other.isScheduled);
        QCOMPARE(other.interval, 30min);
    }

    void gigabytesAndDaysBecomeBytesAndMilliseconds()
    {
        const auto options = cacheOptionsOf(settingsOf(
            {{u"CACHE_MAX_SIZE_GB"_s, u"1.5"_s},
             {u"CACHE_MIN_FREE_GB"_s, u"0.25"_s},
             {u"CACHE_MAX_ENTRIES"_s, u"42"_s},
             {u"CACHE_TTL_DAYS"_s, u"0.5"_s}}));
        QCOMPARE(options.limits.maxBytes, 1'610'612'736);
        QCOMPARE(options.limits.minFreeBytes, 268'435'456);
        QCOMPARE(options.limits.maxEntries, 42);
        QCOMPARE(options.defaultTtl, 12h);
    }

    void defaultsAreThoseOfTheContract()
    {
        const auto cache = cacheOptionsOf(settingsOf({}));
        QCOMPARE(cache.limits.maxBytes, 10'737'418'240);
        QCOMPARE(cache.limits.maxEntries, 1000);
        QCOMPARE(cache.limits.minFreeBytes, 1'073'741'824);
        QCOMPARE(cache.defaultTtl, 7 * 24h);
        const auto fetcher = fetcherOptionsOf(settingsOf({}), {});
        QCOMPARE(fetcher.fill.retry.maxRetries, 3);
        QCOMPARE(fetcher.fill.maxObjectBytes, 0);
        QCOMPARE(fetcher.origin.maxBytesPerSecond, 0);
        QCOMPARE(fetcher.fill.downloadTimeout, 300s);
        QVERIFY(fetcher.origin.userAgent.startsWith("r2cache/"));
    }

    void downloadsFollowTheirSettings()
    {
        const auto options = fetcherOptionsOf(
            settingsOf(
                {{u"CACHE_MAX_RETRY_ATTEMPTS"_s, u"5"_s},
                 {u"CACHE_MAX_FILE_SIZE_GB"_s, u"2"_s},
                 {u"CACHE_MAX_DOWNLOAD_RATE_MBPS"_s, u"2.5"_s},
                 {u"CACHE_DOWNLOAD_TIMEOUT_MS"_s, u"1500"_s}}),
            {});
        QCOMPARE(options.fill.retry.maxRetries, 5);
        QCOMPARE(options.fill.maxObjectBytes, 2'147'483'648);
        QCOMPARE(options.fill.downloadTimeout, 1500ms);
        QCOMPARE(options.origin.maxBytesPerSecond, 312'500);
    }

    void verifyingFollowsItsRate()
    {
        QCOMPARE(verifierOptionsOf(settingsOf({})).bytesPerSecond, 50'000'000);
        const auto rate = [](const QString &mbps) {
            return verifierOptionsOf(settingsOf({{u"CACHE_VERIFY_RATE_MBPS"_s, mbps}}))
                .bytesPerSecond;
        };
        QCOMPARE(rate(u"8"_s), 1'000'000);
        QCOMPARE(rate(u"none"_s), 0);
        QCOMPARE(rate(u"0.000001"_s), 1);
    }

    void r2KeysSignWhatIsPrivateAndNothingElse()
    {
        const auto without = fetcherOptionsOf(settingsOf({}), {});
        QVERIFY(!without.origin.signingKeys);
        const auto settings = settingsOf(
            {{u"CACHE_R2_ACCESS_KEY_ID"_s, u"the-id"_s},
             {u"CACHE_R2_SECRET_ACCESS_KEY"_s, u"the-secret"_s}});
        const auto options = fetcherOptionsOf(settings, {});
        QCOMPARE(options.origin.signingKeys->accessKeyId, "the-id");
        QCOMPARE(options.origin.signingKeys->secretAccessKey, "the-secret");
        const auto &isPrivate = options.origin.needsSignature;
        QVERIFY(isPrivate({u"https"_s, u"account.r2.cloudflarestorage.com"_s, 443}));
        QVERIFY(isPrivate({u"https"_s, u"bucket.account.eu.r2.cloudflarestorage.com"_s, 443}));
        QVERIFY(!isPrivate({u"https"_s, u"pub-1.r2.dev"_s, 443}));
        QVERIFY(!isPrivate({u"https"_s, u"r2.cloudflarestorage.com.evil.example"_s, 443}));
        for (const auto key : {Key::R2AccessKeyId, Key::R2SecretAccessKey}) {
            QVERIFY(rowOf(key).isSecret);
            QVERIFY(!settings.display(key).contains(u"the-"));
        }
    }

    void onlyContainersPassTheCheck()
    {
        const auto options = fetcherOptionsOf(settingsOf({}), {});
        QVERIFY(options.fill.containerCheck(
            QByteArrayView(
                "\0\0\0\x18"
                "ftypmp42\0\0\0\0mp42isom",
                24),
            "text/plain"));
        const auto page = options.fill.containerCheck("<!doctype html><html>", "video/mp4");
        QCOMPARE(page.error().code, ErrorCode::NotAVideo);
    }

    void customDomainsAreAllowedAndExactOnesTrusted()
    {
        const auto settings = settingsOf(
            {{u"CACHE_CUSTOM_DOMAINS"_s, u"cdn.example.com, http://127.0.0.1:9000"_s}});
        const auto rules = urlRulesOf(settings, QByteArray(32, 'k'));
        const auto options = fetcherOptionsOf(settings, rules);
        QVERIFY(rules.recognise(u"https://cdn.example.com/v.mp4"));
        QVERIFY(rules.recognise(u"http://127.0.0.1:9000/v.mp4"));
        QVERIFY(!rules.recognise(u"http://127.0.0.1:9001/v.mp4"));
        QVERIFY(options.origin.isAllowedOrigin(QUrl(u"https://cdn.example.com/elsewhere"_s)));
        QVERIFY(!options.origin.isAllowedOrigin(QUrl(u"https://example.com/"_s)));
        QVERIFY(options.origin.isExactOrigin({u"http"_s, u"127.0.0.1"_s, 9000}));
        QVERIFY(!options.origin.isExactOrigin({u"https"_s, u"cdn.example.com"_s, 443}));
    }

    void idsOfPrivateObjectsDependOnTheKey()
    {
        const auto settings = settingsOf({});
        const auto url = u"https://acc.r2.cloudflarestorage.com/b/v.mp4?X-Amz-Signature=1"_s;
        const auto one = urlRulesOf(settings, QByteArray(32, 'a')).recognise(url);
        const auto other = urlRulesOf(settings, QByteArray(32, 'b')).recognise(url);
        QVERIFY(one && other);
        QVERIFY(one->id != other->id);
    }

    void hostsAndOriginsAreThoseOfTheSettings()
    {
        const auto rules = hostRulesOf(settingsOf(
            {{u"CACHE_ALLOWED_HOSTS"_s, u"render.example, farm.example:3001"_s},
             {u"CACHE_ALLOWED_ORIGINS"_s, u"https://studio.example"_s}}));
        QVERIFY(rules.isHostAllowed("render.example:3000"));
        QVERIFY(rules.isHostAllowed("farm.example:3001"));
        QVERIFY(!rules.isHostAllowed("farm.example:3002"));
        QVERIFY(rules.isOriginAllowed("https://studio.example"));
        QVERIFY(!rules.isOriginAllowed("https://other.example"));
        QVERIFY(hostRulesOf(settingsOf({})).isHostAllowed("localhost"));
    }

    void downloadsGoThroughTheProxyOfTheirScheme_data()
    {
        QTest::addColumn<QString>("https");
        QTest::addColumn<QString>("http");
        QTest::addColumn<QString>("exempt");
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("proxy"); // type host:port, empty: none

        const auto row = [](const char *name, const QString &https, const QString &http,
                            const QString &exempt, const QString &url, const QString &proxy) {
            QTest::newRow(name) << https << http << exempt << url << proxy;
        };
        const auto a = u"http://proxy.example:8080"_s;
        const auto url = u"https://a.r2.dev/v.mp4"_s;
        row("none", {}, {}, {}, url, {});
        row("https", a, {}, {}, url, u"http proxy.example:8080"_s);
        row("https is not for http", a, {}, {}, u"http://a.r2.dev/v.mp4"_s, {});
        row("http", {}, a, {}, u"http://a.r2.dev/v.mp4"_s, u"http proxy.example:8080"_s);
        row("without scheme", u"proxy.example:8080"_s, {}, {}, url, u"http proxy.example:8080"_s);
        row("without port", u"http://proxy.example"_s, {}, {}, url, u"http proxy.example:80"_s);
        row("socks", u"socks5://proxy.example"_s, {}, {}, url, u"socks proxy.example:1080"_s);

        row("exempt host", a, {}, u"localhost,a.r2.dev"_s, url, {});
        row("exempt domain", a, {}, u"r2.dev"_s, url, {});
        row("exempt domain with a dot", a, {}, u".r2.dev"_s, url, {});
        row("blanks and case", a, {}, u"  R2.DEV , x"_s, u"https://A.r2.dev/v.mp4"_s, {});
        row("everything exempt", a, {}, u"*"_s, url, {});
        row("only a part of the name", a, {}, u"2.dev"_s, url, u"http proxy.example:8080"_s);
        row("a longer name", a, {}, u"b.a.r2.dev"_s, url, u"http proxy.example:8080"_s);
        row("empty items", a, {}, u",, ,"_s, url, u"http proxy.example:8080"_s);
        row("a dot alone", a, {}, u"."_s, url, u"http proxy.example:8080"_s);
    }
    void downloadsGoThroughTheProxyOfTheirScheme()
    {
        QFETCH(const QString, https);
        QFETCH(const QString, http);
        QFETCH(const QString, exempt);
        QFETCH(const QString, url);
        QFETCH(const QString, proxy);
        const auto settings = settingsOf(
            {{u"HTTPS_PROXY"_s, https}, {u"HTTP_PROXY"_s, http}, {u"NO_PROXY"_s, exempt}});
        const auto chosen = downloadProxyFor(settings, QUrl(url));
        QString text;
        if (chosen.type() != QNetworkProxy::NoProxy) {
            text = u"%1 %2:%3"_s
                       .arg(
                           chosen.type() == QNetworkProxy::Socks5Proxy ? u"socks"_s : u"http"_s,
                           chosen.hostName())
                       .arg(chosen.port());
        }
        QCOMPARE(text, proxy);
    }

    void aProxysUserAndPasswordAreUsed()
    {
        const auto settings
            = settingsOf({{u"HTTPS_PROXY"_s, u"http://ada:p%40ss@proxy.example:8080"_s}});
        const auto proxy = downloadProxyFor(settings, QUrl(u"https://a.r2.dev/v.mp4"_s));
        QCOMPARE(proxy.user(), u"ada"_s);
        QCOMPARE(proxy.password(), u"p@ss"_s);
    }

    void pullThroughNeverSignsAndTrustsOnlyForTests()
    {
        const auto optionsOf = [](const QString &mode) {
            const auto settings = settingsOf({{u"CACHE_PULL_THROUGH"_s, mode}});
            return pullOptionsOf(settings, {});
        };
        const auto on = optionsOf(u"on"_s);
        QVERIFY(!on.origin.signingKeys);
        QVERIFY(!on.origin.needsSignature);
        QVERIFY(on.fetch.trust == Trust::Foreign);
        QVERIFY(on.reading == Reading::Strict);
        const auto test = optionsOf(u"test"_s);
        QVERIFY(test.fetch.trust == Trust::Transparent);
        QVERIFY(test.reading == Reading::AsTestSuites);
    }

    void testSuitesMayServeAnythingAsAVideo()
    {
        const auto isTaken = [](const QString &mode) {
            const auto settings = settingsOf({{u"CACHE_PULL_THROUGH"_s, mode}});
            return fetcherOptionsOf(settings, {}).fill.containerCheck("no video", {}).has_value();
        };
        QVERIFY(!isTaken(u"off"_s));
        QVERIFY(!isTaken(u"on"_s));
        QVERIFY(isTaken(u"test"_s));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_Wiring)
#include "tst_wiring.moc"
