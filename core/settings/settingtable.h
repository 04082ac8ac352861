// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <span>

namespace r2cache {

/// Every setting there is (product section 2); the rows of settingTable() are in this order.
enum class Key
{
    Enabled,
    Directory,
    MaxSizeGb,
    MaxEntries,
    MinFreeGb,
    TtlDays,
    ProxyPort,
    ApiPort,
    BackgroundCleanup,
    CleanupIntervalHours,
    MaxConcurrentDownloads,
    ConnectionsPerDownload,
    DownloadTimeoutMs,
    MaxRetryAttempts,
    MaxFileSizeGb,
    MaxDownloadRateMbps,
    VerifyRateMbps,
    CustomDomains,
    R2AccessKeyId,
    R2SecretAccessKey,
    AllowedOrigins,
    AllowedHosts,
    EvictionPolicy,
    RenderCommand,
    PullThrough,
    ApiToken,
    JwtSecret,
    AlertWebhook,
    ShutdownTimeoutMs,
    DatabaseUrl,
    Debug,
    HttpsProxy,
    HttpProxy,
    NoProxy,
};

enum class SettingType
{
    Flag, ///< true, false, 1, 0, yes, no, on, off.
    Integer, ///< minimum to maximum.
    Real, ///< minimum to maximum, with a decimal point.
    RealOrNone, ///< The same; "none" and nothing mean 0, which is "no limit".
    Choice, ///< One of choices.
    Text,
    Directory, ///< Becomes an absolute path.
    DomainList, ///< Comma-separated `host` or `scheme://host[:port]`.
    HostList, ///< Comma-separated `host[:port]`.
    OriginList, ///< Comma-separated `scheme://host[:port]`.
    Token, ///< Printable ASCII without blanks: it travels in a header field.
    HttpUrl,
    ProxyUrl, ///< `http://host:port`, `socks5://host:port` or `host:port`.
    Database, ///< Nothing or "sqlite".
};

/// Who may change a setting.
enum class Scope
{
    Remote, ///< Also a REST client.
    Local, ///< Only who can edit a file, the environment or the dashboard of the same process.
};

/// When a change takes effect.
enum class Applied
{
    Live,
    NextDownload,
    Restart,
};

/// All that is known of one setting. The texts are ASCII.
struct SettingRow
{
    Key key = Key::Enabled;
    const char *name = ""; ///< In the environment, in `.env` and over REST.
    SettingType type = SettingType::Text;
    const char *defaultText = "";
    double minimum = 0;
    double maximum = 0;
    const char *choices = ""; ///< Of a Choice: words separated by a blank.
    const char *unit = "";
    const char *text = ""; ///< What it means, one sentence.
    Scope scope = Scope::Remote;
    bool isSecret = false; ///< Its value is never shown.
    Applied applied = Applied::Live;

    [[nodiscard]] QString nameText() const { return QString::fromLatin1(name); }
    /// The long command-line option: "--proxy-port" for CACHE_PROXY_PORT.
    [[nodiscard]] QString option() const;
    /// What values are allowed, to end a sentence: "a whole number from 1 to 65535".
    [[nodiscard]] QString allowedValues() const;
    /// The default as people read it: "none" of a limit that there is not; empty where it is no
    /// fixed text, or nothing.
    [[nodiscard]] QString defaultWords() const;
};

/// THE table.
[[nodiscard]] std::span<const SettingRow> settingTable();
[[nodiscard]] const SettingRow &rowOf(Key key);

/// The row of a name such as "CACHE_PROXY_PORT" (case-sensitive), or null.
[[nodiscard]] const SettingRow *rowNamed(QStringView name);

/// " Did you mean CACHE_PROXY_PORT?" for a name near a known one, otherwise empty: to end a
/// message.
[[nodiscard]] QString didYouMean(const QString &name);

} // namespace r2cache
