// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settingtexts.h"

#include <QCoreApplication>
#include <QLocale>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

class Texts
{
    Q_DECLARE_TR_FUNCTIONS(r2cache::Settings)
};

bool isPort(Key key)
{
    return key == Key::ApiPort || key == Key::ProxyPort;
}

QString numberText(double number)
{
    return QLocale().toString(number, 'f', QLocale::FloatingPointShortest);
}

} // namespace

QList<SettingGroup> settingGroups()
{
    return {
        {Texts::tr("Storage"),
         {Key::Enabled, Key::Directory, Key::MaxSizeGb, Key::MaxEntries, Key::MinFreeGb,
          Key::MaxFileSizeGb, Key::EvictionPolicy}},
        {Texts::tr("Freshness and cleaning"),
         {Key::TtlDays, Key::BackgroundCleanup, Key::CleanupIntervalHours, Key::VerifyRateMbps}},
        {Texts::tr("Downloads"),
         {Key::MaxConcurrentDownloads, Key::ConnectionsPerDownload, Key::MaxDownloadRateMbps,
          Key::DownloadTimeoutMs, Key::MaxRetryAttempts, Key::HttpsProxy, Key::HttpProxy,
          Key::NoProxy}},
        {Texts::tr("Origins"),
         {Key::CustomDomains, Key::R2AccessKeyId, Key::R2SecretAccessKey, Key::PullThrough}},
        {Texts::tr("Access"),
         {Key::ApiToken, Key::JwtSecret, Key::AllowedOrigins, Key::AllowedHosts}},
        {Texts::tr("Service"),
         {Key::ProxyPort, Key::ApiPort, Key::RenderCommand, Key::AlertWebhook,
          Key::ShutdownTimeoutMs, Key::DatabaseUrl, Key::Debug}}};
}

QString settingTitle(Key key)
{
    switch (key) {
    case Key::Enabled:
        return Texts::tr("Cache videos");
    case Key::Directory:
        return Texts::tr("Directory");
    case Key::MaxSizeGb:
        return Texts::tr("Size limit");
    case Key::MaxEntries:
        return Texts::tr("Entry limit");
    case Key::MinFreeGb:
        return Texts::tr("Keep free on the disk");
    case Key::TtlDays:
        return Texts::tr("Fresh for");
    case Key::ProxyPort:
        return Texts::tr("Port of the proxy");
    case Key::ApiPort:
        return Texts::tr("Port of the API");
    case Key::BackgroundCleanup:
        return Texts::tr("Clean in the background");
    case Key::CleanupIntervalHours:
        return Texts::tr("Time between cleanups");
    case Key::MaxConcurrentDownloads:
        return Texts::tr("Downloads at a time");
    case Key::ConnectionsPerDownload:
        return Texts::tr("Connections per download");
    case Key::DownloadTimeoutMs:
        return Texts::tr("Timeout");
    case Key::MaxRetryAttempts:
        return Texts::tr("Retries");
    case Key::MaxFileSizeGb:
        return Texts::tr("Largest video");
    case Key::VerifyRateMbps:
        return Texts::tr("Verify rate");
    case Key::MaxDownloadRateMbps:
        return Texts::tr("Rate limit");
    case Key::CustomDomains:
        return Texts::tr("Custom domains");
    case Key::R2AccessKeyId:
        return Texts::tr("R2 access key ID");
    case Key::R2SecretAccessKey:
        return Texts::tr("R2 secret access key");
    case Key::AllowedOrigins:
        return Texts::tr("Allowed web origins");
    case Key::AllowedHosts:
        return Texts::tr("Allowed host names");
    case Key::EvictionPolicy:
        return Texts::tr("What goes first");
    case Key::RenderCommand:
        return Texts::tr("Render command");
    case Key::PullThrough:
        return Texts::tr("Pull-through");
    case Key::ApiToken:
        return Texts::tr("API token");
    case Key::JwtSecret:
        return Texts::tr("JWT secret");
    case Key::AlertWebhook:
        return Texts::tr("Alert webhook");
    case Key::ShutdownTimeoutMs:
        return Texts::tr("Time to shut down");
    case Key::DatabaseUrl:
        return Texts::tr("Database");
    case Key::Debug:
        return Texts::tr("Logging");
    case Key::HttpsProxy:
        return Texts::tr("Proxy for https");
    case Key::HttpProxy:
        return Texts::tr("Proxy for http");
    case Key::NoProxy:
        return Texts::tr("No proxy for");
    }
    return rowOf(key).nameText();
}

QString settingHelp(const SettingRow &row)
{
    return QCoreApplication::translate("r2cache::SettingTable", row.text);
}

QString settingLimits(const SettingRow &row)
{
    switch (row.type) {
    case SettingType::Integer:
    case SettingType::Real:
    case SettingType::RealOrNone: {
        const auto number = [&row](double value) {
            return isPort(row.key) ? QString::number(value, 'f', 0) : numberText(value);
        };
        const auto fallback = QString::fromLatin1(row.defaultText).toDouble();
        const auto standard = row.type == SettingType::RealOrNone && fallback == 0
            ? Texts::tr("no limit")
            : number(fallback);
        return Texts::tr("%1 to %2, default %3.")
            .arg(number(row.minimum), number(row.maximum), standard);
    }
    case SettingType::Flag:
        return QLatin1StringView(row.defaultText) == "true"_L1 ? Texts::tr("Default on.")
                                                               : Texts::tr("Default off.");
    case SettingType::Choice:
        return Texts::tr("Default %1.").arg(QLatin1StringView(row.defaultText));
    case SettingType::DomainList:
    case SettingType::HostList:
    case SettingType::OriginList:
        return Texts::tr("Several are separated by commas.");
    default:
        return {};
    }
}

QString settingUnit(const SettingRow &row)
{
    const QLatin1StringView unit(row.unit);
    if (unit.startsWith("GB"_L1))
        return Texts::tr("GB");
    if (unit == "million bits per second"_L1)
        return Texts::tr("Mbit/s");
    if (unit == "days"_L1)
        return Texts::tr("days");
    if (unit == "hours"_L1)
        return Texts::tr("hours");
    if (unit == "ms"_L1)
        return Texts::tr("ms");
    return unit;
}

QString appliedText(Applied applied)
{
    switch (applied) {
    case Applied::Live:
        return Texts::tr("at once");
    case Applied::NextDownload:
        return Texts::tr("next download");
    case Applied::Restart:
        break;
    }
    return Texts::tr("after a restart");
}

OriginText originText(const SettingRow &row, const QString &origin)
{
    if (origin == u"default" || origin.isEmpty())
        return {Texts::tr("default"), {}, false, false};
    if (origin == u"saved")
        return {Texts::tr("saved"), {}, true, false};
    if (origin == u"environment") {
        return {
            Texts::tr("set by the environment"),
            Texts::tr("%1 is set in the environment of r2cache, which counts more than what is "
                      "saved here: change it there and restart r2cache.")
                .arg(row.nameText()),
            false, true};
    }
    if (origin == u"option") {
        return {
            Texts::tr("set by %1").arg(row.option()),
            Texts::tr("r2cache was started with %1, which counts more than what is saved here: "
                      "start it without.")
                .arg(row.option()),
            false, true};
    }
    return {
        Texts::tr("set in %1").arg(origin),
        Texts::tr("%1 sets %2, which counts more than what is saved here: change it there.")
            .arg(origin, row.nameText()),
        false, true};
}

} // namespace r2cache
