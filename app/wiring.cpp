// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wiring.h"

#include "core/http/containersniff.h"
#include "core/url/r2names.h"

#include <cmath>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

std::vector<QByteArray> latin1(const QStringList &texts)
{
    std::vector<QByteArray> bytes;
    for (const auto &text : texts)
        bytes.push_back(text.toLatin1());
    return bytes;
}

/// Of a rate in million bits per second; never 0 (no limit) for a tiny one.
qint64 bytesPerSecond(const Settings &settings, Key key)
{
    constexpr double bytesPerMegabit = 1e6 / 8;
    return static_cast<qint64>(std::ceil(settings.real(key) * bytesPerMegabit));
}

/// Whether NO_PROXY names @p host: exactly, by a domain above it, or by "*".
bool isExempt(const QString &noProxy, const QString &host)
{
    const auto names = noProxy.split(u',', Qt::SkipEmptyParts);
    return std::any_of(names.begin(), names.end(), [&](QString name) {
        name = name.trimmed().toLower();
        if (name == u"*")
            return true;
        if (name.startsWith(u'.'))
            name.remove(0, 1);
        return !name.isEmpty() && (host == name || host.endsWith(QString(u'.' + name)));
    });
}

} // namespace

R2UrlRules urlRulesOf(const Settings &settings, const QByteArray &idKey)
{
    return R2UrlRules({settings.list(Key::CustomDomains), idKey});
}

HostRules hostRulesOf(const Settings &settings)
{
    return {latin1(settings.list(Key::AllowedHosts)), latin1(settings.list(Key::AllowedOrigins))};
}

DiskCache::Options cacheOptionsOf(const Settings &settings)
{
    constexpr double day = 24.0 * 3600 * 1000;
    DiskCache::Options options;
    options.limits
        = {settings.bytes(Key::MaxSizeGb), settings.integer(Key::MaxEntries),
           settings.bytes(Key::MinFreeGb)};
    options.defaultTtl
        = std::chrono::milliseconds{static_cast<qint64>(settings.real(Key::TtlDays) * day)};
    const auto policy = settings.text(Key::EvictionPolicy);
    if (policy == u"gdsf")
        options.policy = PolicyKind::Gdsf;
    else if (policy == u"s3fifo")
        options.policy = PolicyKind::S3Fifo;
    return options;
}

Cleaner::Options cleanerOptionsOf(const Settings &settings)
{
    constexpr double hour = 3600.0 * 1000;
    Cleaner::Options options;
    options.isScheduled = settings.flag(Key::BackgroundCleanup);
    options.interval = std::chrono::milliseconds{
        static_cast<qint64>(settings.real(Key::CleanupIntervalHours) * hour)};
    return options;
}

QString localhost(quint16 port)
{
    return u"http://localhost:%1"_s.arg(port);
}

VideoCache::Options videoOptionsOf(const Settings &settings, quint16 proxyPort)
{
    return {
        localhost(proxyPort),
        {static_cast<int>(settings.integer(Key::MaxConcurrentDownloads))},
        settings.flag(Key::Enabled)};
}

MediaHandler::Options mediaOptionsOf(const Settings &settings, HostRules hosts)
{
    MediaHandler::Options options;
    options.hosts = std::move(hosts);
    options.defaultTtl = cacheOptionsOf(settings).defaultTtl;
    return options;
}

Verifier::Options verifierOptionsOf(const Settings &settings)
{
    Verifier::Options options;
    options.bytesPerSecond = bytesPerSecond(settings, Key::VerifyRateMbps);
    return options;
}

ObjectFetcher::Options fetcherOptionsOf(const Settings &settings, const R2UrlRules &rules)
{
    ObjectFetcher::Options options;
    options.origin.userAgent = "r2cache/" R2CACHE_VERSION;
    options.origin.isAllowedOrigin = [rules](const QUrl &url) {
        return rules.isAllowedOrigin(url);
    };
    options.origin.isExactOrigin = [rules](const Origin &origin) {
        return rules.isExactCustomOrigin(origin);
    };
    options.origin.proxyFor = [settings](const QUrl &url) {
        return downloadProxyFor(settings, url);
    };
    options.origin.maxBytesPerSecond = bytesPerSecond(settings, Key::MaxDownloadRateMbps);
    options.origin.needsSignature = [](const Origin &origin) {
        return isPrivateR2Host(origin.host);
    };
    // Both or neither: settings sees to it.
    if (settings.hasValue(Key::R2AccessKeyId) && settings.hasValue(Key::R2SecretAccessKey))
        options.origin.signingKeys = SigV4Credentials{
            settings.text(Key::R2AccessKeyId).toLatin1(),
            settings.text(Key::R2SecretAccessKey).toLatin1()};
    options.fill.retry.maxRetries = static_cast<int>(settings.integer(Key::MaxRetryAttempts));
    options.fill.segments.maxConnections
        = static_cast<int>(settings.integer(Key::ConnectionsPerDownload));
    options.fill.maxObjectBytes = settings.bytes(Key::MaxFileSizeGb);
    options.fill.downloadTimeout
        = std::chrono::milliseconds{settings.integer(Key::DownloadTimeoutMs)};
    // What a test suite serves under a video's name is no video.
    const bool isForTests = settings.text(Key::PullThrough) == u"test";
    options.fill.containerCheck = [isForTests](QByteArrayView head, QByteArrayView) -> Result<> {
        if (isForTests)
            return {};
        const auto container = sniffContainer(head);
        if (!container)
            return failure(container.error());
        return {};
    };
    return options;
}

PullThrough::Options pullOptionsOf(const Settings &settings, const R2UrlRules &rules)
{
    PullThrough::Options options;
    options.origin = fetcherOptionsOf(settings, rules).origin;
    // Never signing: settings refuse keys beside it, and this holds if they did not.
    options.origin.signingKeys.reset();
    options.origin.needsSignature = {};
    if (settings.text(Key::PullThrough) == u"test") {
        options.fetch.trust = Trust::Transparent;
        options.reading = Reading::AsTestSuites;
        // A suite's origin fails and closes on purpose: its next answer is wanted all the same.
        options.origin.hosts.breaker.failuresToOpen = std::numeric_limits<int>::max();
        options.origin.hosts.longestPause = std::chrono::milliseconds{0};
    }
    return options;
}

QNetworkProxy downloadProxyFor(const Settings &settings, const QUrl &url)
{
    const auto text = settings.text(url.scheme() == u"https" ? Key::HttpsProxy : Key::HttpProxy);
    if (text.isEmpty() || isExempt(settings.text(Key::NoProxy), url.host().toLower()))
        return QNetworkProxy::NoProxy;
    const QUrl proxy(text.contains(u"://") ? text : QString(u"http://"_s + text));
    const bool socks = proxy.scheme().startsWith(u"socks");
    return {
        socks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy, proxy.host(),
        static_cast<quint16>(proxy.port(socks ? 1080 : 80)), proxy.userName(), proxy.password()};
}

} // namespace r2cache
