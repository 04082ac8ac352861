// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/settingtable.h"

#include <algorithm>
#include <array>

namespace r2cache {

namespace {

using Type = SettingType;

constexpr double aMillion = 1'000'000;
constexpr double dayMs = 86'400'000;

// The texts are ASCII English; the window translates them.
constexpr std::array rows{
    SettingRow{
        .key = Key::Enabled,
        .name = "CACHE_ENABLED",
        .type = Type::Flag,
        .defaultText = "true",
        .text = QT_TRANSLATE_NOOP(
            "r2cache::SettingTable",
            "Off: configs come back unchanged and nothing is downloaded; cached files are "
            "still served.")},
    SettingRow{
        .key = Key::Directory,
        .name = "CACHE_DIRECTORY",
        .type = Type::Directory,
        .text = QT_TRANSLATE_NOOP(
            "r2cache::SettingTable",
            "Where the videos are; a relative path starts at the .env file that names it, "
            "otherwise at the working directory."),
        .scope = Scope::Local,
        .applied = Applied::Restart},
    SettingRow{
        .key = Key::MaxSizeGb,
        .name = "CACHE_MAX_SIZE_GB",
        .type = Type::Real,
        .defaultText = "10",
        .minimum = 0.001,
        .maximum = aMillion,
        .unit = "GB of 1024^3 bytes",
        .text = QT_TRANSLATE_NOOP(
            "r2cache::SettingTable",
            "Hard limit of the bytes stored: finished files, partials, quarantine.")},
    SettingRow{
        .key = Key::MaxEntries,
        .name = "CACHE_MAX_ENTRIES",
        .type = Type::Integer,
        .defaultText = "1000",
        .minimum = 1,
        .maximum = 100 * aMillion,
        .text = QT_TRANSLATE_NOOP("r2cache::SettingTable", "Hard limit of finished entries.")},
    SettingRow{
        .key = Key::MinFreeGb,
        .name = "CACHE_MIN_FREE_GB",
        .type = Type::Real,
        .defaultText = "1",
        .minimum = 0,
        .maximum = aMillion,
        .unit = "GB of 1024^3 bytes",
        .text = QT_TRANSLATE_NOOP(
            "r2cache::SettingTable", "Nothing new is written below this much free disk.")},
    SettingRow{
        .key = Key::TtlDays,
        .name = "CACHE_TTL_DAYS",
        .type = Type::Real,
        .defaultText = "7",
        .minimum = 0,
        .maximum = 36500,
        .unit = "days",
        .text = QT_TRANSLATE_NOOP("r2cache::SettingTable", "An older entry is revalidated.")},
    SettingRow{
        .key = Key::ProxyPort,
        .name = "CACHE_PROXY_PORT",
        .type = Type::Integer,
        .defaultText = "3001",
        .minimum = 1,
        .maximum = 65535,
        .text = QT_TRANSLATE_NOOP(
            "r2cache::SettingTable", "Port of the range proxy on the loopback addresses."),
        .applied = Applied::Restart},
    SettingRow{
        .key = Key::ApiPort,
        .name = "CACHE_API_PORT",
        .type = Type::Integer,
        .defaultText = "3000",
        .minimum = 1,
        .maximum = 65535,
        .text = QT_TRANSLATE_NOOP(
            "r2cache::SettingTable", "Port of the REST API on the loopback addresses."),
        .applied = Applied::Restart},
    SettingRow{
        .key = Key::BackgroundCleanup,
        .name = "CACHE_BACKGROUND_CLEANUP",
        .type = Type::Flag,
        .defaultText = "true",
        .text
        = QT_TRANSLATE_NOOP("r2cache::SettingTable", "Whether limits are kept on a schedule too.")},
    SettingRow{
        .key = Key::CleanupIntervalHours,
        .name = "CACHE_CLEANUP_INTERVAL_HOURS",
        .type = Type::Real,
        .defaultText = "1",
        .minimum = 0.01,
        .maximum = 8760,
        .unit = "hours",
        .text
        = QT_TRANSLATE_NOOP("r2cache::SettingTable", "Time between two background cleanups.")},
    SettingRow{
        .key = Key::MaxConcurrentDownloads,
        .name = "CACHE_MAX_CONCURRENT_DOWNLOADS",
        .type = Type::Integer,
        .defaultText = "3",
        .minimum = 1,
        .maximum = 64,
        .text = QT_TRANSLATE_NOOP(
            "r2cache::SettingTable", "Objects downloaded at a time; more wait in a queue.")},
    SettingRow{
        .key = Key::ConnectionsPerDownload,
        .name = "CACHE_CONNECTIONS_PER_DOWNLOAD",
        .type = Type::Integer,
        .defaultText = "8",
        .minimum = 1,
        .maximum = 64,
        .text
        = QT_TRANSLATE_NOOP("r2cache::SettingTable", "Parallel ranges of one object, at most."),
        .applied = Applied::NextDownload},
    SettingRow{
        .key = Key::DownloadTimeoutMs,
        .name = "CACHE_DOWNLOAD_TIMEOUT_MS",
        .type = Type::Integer,
        .defaultText = "300000",
        .minimum = 1000,
        .maximum = dayMs,
        .unit = "ms",
        .text = QT_TRANSLATE_NOOP(
            "r2cache::SettingTable",
            "An attempt at a download that makes no progress for a tenth of it, or takes longer "
            "than it for each 100 MB, has failed and is made again."),
        .applied = Applied::NextDownload},
    SettingRow{
        .key = Key::MaxRetryAttempts,
        .name = "CACHE_MAX_RETRY_ATTEMPTS",
        .type = Type::Integer,
        .defaultText = "3",
        .minimum = 0,
        .maximum = 100,
        .text = QT_TRANSLATE_NOOP(
            "r2cache::SettingTable", "Further attempts after the first has failed."),
        .applied = Applied::NextDownload},
    SettingRow{
        .key = Key::MaxFileSizeGb,
        .name = "CACHE_MAX_FILE_SIZE_GB",
        .type = Type::RealOrNone,
        .minimum = 0,
        .maximum = aMillion,
        .unit = "GB of 1024^3 bytes",
        .text = QT_TRANSLATE_NOOP(
            "r2cache::SettingTable", "Larger objects are passed through, not stored."),
        .applied = Applied::NextDownload},
    SettingRow{
        .key = Key::MaxDownloadRateMbps,
        .name = "CACHE_MAX_DOWNLOAD_RATE_MBPS",
        .type = Type::RealOrNone,
        .minimum = 0,
        .maximum = aMillion,
        .unit = "million bits per second",
        .text = QT_TRANSLATE_NOOP(
            "r2cache::SettingTable",
            "Limit of all downloads together; 0 or none: there is no limit.")},
    SettingRow{
        .key = Key::VerifyRateMbps,
        .name = "CACHE_VERIFY_RATE_MBPS",
        .type = Type::RealOrNone,
        .defaultText = "400",
        .minimum = 0,
        .maximum = aMillion,
        .unit = "million bits per second",
        .text = QT_TRANSLATE_NOOP(
            "r2cache::SettingTable",
            "How fast verifying reads; readers do not feel it at the default.")},
    SettingRow{
        .key = Key::CustomDomains,
        .name = "CACHE_CUSTOM_DOMAINS",
        .type = Type::DomainList,
        .text = QT_TRANSLATE_NOOP(
            "r2cache::SettingTable", "Further origins; a scheme and port make an entry exact."),
        .scope = Scope::Local,
        .applied = Applied::Restart},
    SettingRow{
        .key = Key::R2AccessKeyId,
        .name = "CACHE_R2_ACCESS_KEY_ID",
        .type = Type::Token,
        .text = QT_TRANSLATE_NOOP(
            "r2cache::SettingTable",
            "Key of private buckets: requests to *.r2.cloudflarestorage.com are signed."),
        .scope = Scope::Local,
        .isSecret = true,
        .applied = Applied::Restart},
    SettingRow{
        .key = Key::R2SecretAccessKey,
        .name = "CACHE_R2_SECRET_ACCESS_KEY",
        .type = Type::Token,
        .text = QT_TRANSLATE_NOOP(
            "r2cache::SettingTable", "The secret that belongs to CACHE_R2_ACCESS_KEY_ID."),
        .scope = Scope::Local,
        .isSecret = true,
        .applied = Applied::Restart},
    SettingRow{
        .key = Key::AllowedOrigins,
        .name = "CACHE_ALLOWED_ORIGINS",
        .type = Type::OriginList,
        .text = QT_TRANSLATE_NOOP(
            "r2cache::SettingTable",
            "Web origins besides loopback ones that may read videos or call the API."),
        .scope = Scope::Local,
        .applied = Applied::Restart},
    SettingRow{
        .key = Key::AllowedHosts,
        .name = "CACHE_ALLOWED_HOSTS",
        .type = Type::HostList,
        .text = QT_TRANSLATE_NOOP(
            "r2cache::SettingTable",
            "Host names besides the loopback ones that both servers answer to."),
        .scope = Scope::Local,
        .applied = Applied::Restart},
    SettingRow{
        .key = Key::EvictionPolicy,
        .name = "CACHE_EVICTION_POLICY",
        .type = Type::Choice,
        .defaultText = "lru",
        .choices = "lru gdsf s3fifo",
        .text = QT_TRANSLATE_NOOP(
            "r2cache::SettingTable", "Which entries go first when space is needed.")},
    SettingRow{
        .key = Key::RenderCommand,
        .name = "CACHE_RENDER_COMMAND",
        .text = QT_TRANSLATE_NOOP(
            "r2cache::SettingTable",
            "The command of r2cache render where none is given; {composition}, {props} and "
            "{output} in it are replaced."),
        .scope = Scope::Local},
    SettingRow{
        .key = Key::PullThrough,
        .name = "CACHE_PULL_THROUGH",
        .type = Type::Choice,
        .defaultText = "off",
        .choices = "off on test",
        .text = QT_TRANSLATE_NOOP(
            "r2cache::SettingTable",
            "Whether the proxy also answers /fetch/<URL> for allowed origins; test is for HTTP "
            "cache test suites and leaves out the container check."),
        .scope = Scope::Local,
        .applied = Applied::Restart},
    SettingRow{
        .key = Key::ApiToken,
        .name = "CACHE_API_TOKEN",
        .type = Type::Token,
        .text = QT_TRANSLATE_NOOP(
            "r2cache::SettingTable",
            "Bearer token of the REST API; generated at first start where none is set."),
        .scope = Scope::Local,
        .isSecret = true,
        .applied = Applied::Restart},
    SettingRow{
        .key = Key::JwtSecret,
        .name = "CACHE_JWT_SECRET",
        .text = QT_TRANSLATE_NOOP(
            "r2cache::SettingTable", "HS256 tokens signed with it are accepted besides the token."),
        .scope = Scope::Local,
        .isSecret = true,
        .applied = Applied::Restart},
    SettingRow{
        .key = Key::AlertWebhook,
        .name = "CACHE_ALERT_WEBHOOK",
        .type = Type::HttpUrl,
        .text = QT_TRANSLATE_NOOP(
            "r2cache::SettingTable", "POSTed when health changes; such URLs are usually secrets."),
        .scope = Scope::Local,
        .isSecret = true},
    SettingRow{
        .key = Key::ShutdownTimeoutMs,
        .name = "CACHE_SHUTDOWN_TIMEOUT_MS",
        .type = Type::Integer,
        .defaultText = "20000",
        .minimum = 0,
        .maximum = dayMs,
        .unit = "ms",
        .text = QT_TRANSLATE_NOOP("r2cache::SettingTable", "Draining at the end takes no longer.")},
    SettingRow{
        .key = Key::DatabaseUrl,
        .name = "CACHE_DATABASE_URL",
        .type = Type::Database,
        .text = QT_TRANSLATE_NOOP(
            "r2cache::SettingTable", "Where the index is: SQLite in the state directory."),
        .scope = Scope::Local,
        .applied = Applied::Restart},
    SettingRow{
        .key = Key::Debug,
        .name = "DEBUG",
        .text = QT_TRANSLATE_NOOP(
            "r2cache::SettingTable",
            "Logging categories: cache:*, cache:download; what is not ours is ignored.")},
    SettingRow{
        .key = Key::HttpsProxy,
        .name = "HTTPS_PROXY",
        .type = Type::ProxyUrl,
        .text = QT_TRANSLATE_NOOP("r2cache::SettingTable", "Proxy for downloads over https."),
        .scope = Scope::Local,
        .applied = Applied::Restart},
    SettingRow{
        .key = Key::HttpProxy,
        .name = "HTTP_PROXY",
        .type = Type::ProxyUrl,
        .text = QT_TRANSLATE_NOOP("r2cache::SettingTable", "Proxy for downloads over http."),
        .scope = Scope::Local,
        .applied = Applied::Restart},
    SettingRow{
        .key = Key::NoProxy,
        .name = "NO_PROXY",
        .text = QT_TRANSLATE_NOOP(
            "r2cache::SettingTable", "Hosts reached without a proxy, comma-separated."),
        .scope = Scope::Local,
        .applied = Applied::Restart},
};

constexpr bool rowsAreInTheOrderOfKeys()
{
    for (size_t i = 0; i < rows.size(); ++i) {
        if (static_cast<size_t>(rows[i].key) != i)
            return false;
    }
    return true;
}
static_assert(rowsAreInTheOrderOfKeys());
static_assert(rows.size() == static_cast<size_t>(Key::NoProxy) + 1);

} // namespace

std::span<const SettingRow> settingTable()
{
    return rows;
}

const SettingRow &rowOf(Key key)
{
    return rows.at(static_cast<size_t>(key));
}

const SettingRow *rowNamed(QStringView name)
{
    const auto found = std::find_if(rows.begin(), rows.end(), [name](const SettingRow &row) {
        return name == QLatin1StringView{row.name};
    });
    return found == rows.end() ? nullptr : &*found;
}

} // namespace r2cache
