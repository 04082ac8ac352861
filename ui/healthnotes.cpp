// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/healthnotes.h"

#include "core/base/error.h"
#include "ui/downloadwords.h"
#include "ui/format.h"

#include <QCoreApplication>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

class Health
{
    Q_DECLARE_TR_FUNCTIONS(r2cache::Health)
};

QString titleOf(const QString &check)
{
    constexpr std::pair<QStringView, const char *> titles[]{
        {u"proxy", QT_TRANSLATE_NOOP("r2cache::Health", "Range proxy")},
        {u"api", QT_TRANSLATE_NOOP("r2cache::Health", "REST API")},
        {u"directory", QT_TRANSLATE_NOOP("r2cache::Health", "Cache directory")},
        {u"disk", QT_TRANSLATE_NOOP("r2cache::Health", "Disk space")},
        {u"index", QT_TRANSLATE_NOOP("r2cache::Health", "Index")},
        {u"limits", QT_TRANSLATE_NOOP("r2cache::Health", "Limits of the cache")},
        {u"origins", QT_TRANSLATE_NOOP("r2cache::Health", "Origins")},
        {u"downloads", QT_TRANSLATE_NOOP("r2cache::Health", "Downloads")},
        {u"clock", QT_TRANSLATE_NOOP("r2cache::Health", "Clock")},
        {u"settings", QT_TRANSLATE_NOOP("r2cache::Health", "Caching")}};
    for (const auto &[name, title] : titles) {
        if (check == name)
            return Health::tr(title);
    }
    return check; // of a newer service
}

QString wordOf(const QString &status)
{
    if (status == u"ok")
        return Health::tr("good");
    return status == u"warning" ? Health::tr("warning") : Health::tr("problem");
}

QString millisecondsText(double milliseconds)
{
    return Health::tr("%1 ms").arg(QLocale().toString(milliseconds, 'g', 2));
}

QString proxyText(const HealthFacts &facts)
{
    const auto &proxy = facts.status->proxy;
    QString text = Health::tr("Answers on port %1.").arg(facts.status->proxyPort);
    if (proxy.averageResponseTimeMs && proxy.p99ResponseTimeMs) {
        text += u' '
            + Health::tr("An answer begins after %1 on average, 99 of 100 within %2.")
                  .arg(
                      millisecondsText(*proxy.averageResponseTimeMs),
                      millisecondsText(*proxy.p99ResponseTimeMs));
    }
    return facts.readThrough.isEmpty() ? text : QString(text + u'\n' + facts.readThrough);
}

QString diskText(const HealthInfo &health, const HealthFacts &facts)
{
    if (!health.disk)
        return {};
    QString text
        = Health::tr("%1 of %2 are free.")
              .arg(bytesText(health.disk->available), roundBytesFigure(health.disk->total).text());
    if (facts.minFreeBytes < 0)
        return text;
    return QString(
        text + u' '
        + Health::tr("At least %1 stay free.").arg(roundBytesFigure(facts.minFreeBytes).text()));
}

/// What was found, or how it is; empty: nothing more to say than that it is well.
QString measuredText(const QString &check, const HealthInfo &health, const HealthFacts &facts)
{
    if (!facts.status)
        return {};
    const auto &cache = facts.status->cache;
    if (check == u"proxy")
        return proxyText(facts);
    if (check == u"api")
        return Health::tr("Answers at %1.").arg(facts.apiAddress);
    if (check == u"directory")
        return Health::tr("Can be written: %1").arg(cache.cacheDirectory);
    if (check == u"disk")
        return diskText(health, facts);
    if (check == u"index")
        return Health::tr("It knows %Ln videos.", nullptr, static_cast<int>(cache.entryCount));
    if (check == u"limits") {
        return Health::tr("%1 of %2, %3 of %4 videos.")
            .arg(
                bytesText(cache.currentSizeBytes), roundBytesFigure(cache.maxSizeBytes).text(),
                countText(cache.entryCount), countText(cache.maxEntries));
    }
    if (check == u"origins")
        return Health::tr("None fails again and again.");
    if (check == u"downloads") {
        return facts.failedLastHour > 0 ? Health::tr(
                   "%Ln failed in the last hour.", nullptr, static_cast<int>(facts.failedLastHour))
                                        : Health::tr("None failed in the last hour.");
    }
    if (check == u"clock")
        return Health::tr("Not wrong by more than five minutes, as far as origins tell.");
    if (check == u"settings")
        return Health::tr("Caching is on.");
    return {};
}

NoteAction settingAction(const QString &text, const QString &name)
{
    return {QString(healthaction::setting + name), text};
}

QList<NoteAction> actionsOf(const HealthCheckInfo &check, const HealthFacts &facts)
{
    const auto &name = check.name;
    const auto action = [](QStringView id, const QString &text) {
        return NoteAction{id.toString(), text};
    };
    const auto optimize = action(healthaction::optimize, Health::tr("Optimize"));
    const auto clearExpired = action(healthaction::clearExpired, Health::tr("Clear expired…"));
    if (name == u"downloads" && facts.failed > 0) { // also where few have failed
        return {
            action(healthaction::downloads, Health::tr("Show downloads")),
            action(healthaction::retryFailed, Health::tr("Retry failed"))};
    }
    if (check.status == u"ok")
        return {};
    if (name == u"directory")
        return {settingAction(Health::tr("Show setting"), u"CACHE_DIRECTORY"_s)};
    if (name == u"disk")
        return {settingAction(Health::tr("Change limit"), u"CACHE_MIN_FREE_GB"_s), clearExpired};
    if (name == u"index")
        return {action(healthaction::verify, Health::tr("Verify all videos"))};
    if (name == u"limits") {
        const bool isSize = check.issue.contains(u"CACHE_MAX_SIZE_GB");
        return {
            settingAction(
                Health::tr("Raise limit"),
                isSize ? u"CACHE_MAX_SIZE_GB"_s : u"CACHE_MAX_ENTRIES"_s),
            clearExpired, optimize};
    }
    if (name == u"origins" && facts.failed > 0)
        return {action(healthaction::retryFailed, Health::tr("Retry failed"))};
    if (name == u"settings") {
        return {
            settingAction(Health::tr("Show setting"), u"CACHE_ENABLED"_s),
            action(healthaction::enable, Health::tr("Turn caching on"))};
    }
    if (name == u"proxy" || name == u"api")
        return {action(healthaction::log, Health::tr("Show log"))};
    return {};
}

int graveness(const QString &status)
{
    return status == u"ok" ? 2 : status == u"warning" ? 1 : 0;
}

QList<HealthCheckInfo> gravestFirst(QList<HealthCheckInfo> checks)
{
    std::ranges::stable_sort(
        checks, {}, [](const HealthCheckInfo &check) { return graveness(check.status); });
    return checks;
}

QString adviceOn(ErrorCode code)
{
    switch (code) {
    case ErrorCode::OriginNotFound:
        return Health::tr("Upload it, or correct the URL in the project.");
    case ErrorCode::OriginForbidden:
        return Health::tr("Make the bucket public, or prepare again with a fresh signed URL.");
    case ErrorCode::OriginUnreachable:
    case ErrorCode::OriginTimeout:
        return Health::tr("Look after the network, then retry.");
    case ErrorCode::OriginThrottled:
        return Health::tr("Retry later; a custom domain would not be throttled.");
    case ErrorCode::NotAVideo:
        return Health::tr("The URL must lead to the video itself, not to a web page.");
    case ErrorCode::CacheFull:
    case ErrorCode::TooLarge:
        return Health::tr("Raise the limit in Settings, or clear videos.");
    case ErrorCode::DiskFull:
        return Health::tr("Free some disk space, then retry.");
    default:
        return Health::tr("Retry; if it fails again, the log says more.");
    }
}

/// A short cause as a sentence.
QString sentenceOf(const QString &cause)
{
    if (cause.isEmpty())
        return cause;
    const QString text = cause.endsWith(u'.') ? cause : QString(cause + u'.');
    return QString(text.first(1).toUpper() + text.sliced(1));
}

} // namespace

QString healthText(const HealthInfo &health)
{
    const auto count = [&health](QStringView status) {
        return static_cast<int>(
            std::ranges::count(health.checks, status, &HealthCheckInfo::status));
    };
    if (const int problems = count(u"critical"); problems > 0)
        return Health::tr("%Ln problems", nullptr, problems);
    if (const int warnings = count(u"warning"); warnings > 0)
        return Health::tr("%Ln warnings", nullptr, warnings);
    return health.status.isEmpty() ? Health::tr("Not known") : Health::tr("All is well");
}

QList<Note> healthNotes(const HealthInfo &health, const HealthFacts &facts)
{
    QList<Note> notes;
    for (const auto checks = gravestFirst(health.checks); const auto &check : checks) {
        const auto title = titleOf(check.name);
        Note note{check.name, stateOfWord(check.status), wordOf(check.status), title, {}};
        const bool isWell = check.status == u"ok";
        if (!isWell) {
            note.title = Health::tr("%1: %2").arg(title, check.issue);
            note.details.append(check.recommendation);
        }
        const bool isMeasuredAnyway = check.name == u"disk" || check.name == u"limits";
        if (const auto measured = measuredText(check.name, health, facts);
            !measured.isEmpty() && (isWell || isMeasuredAnyway))
            note.details.append(measured);
        note.actions = actionsOf(check, facts);
        notes.append(note);
    }
    return notes;
}

QList<DownloadInfo> failuresOf(const QList<DownloadInfo> &failed)
{
    QList<DownloadInfo> failures;
    std::ranges::copy_if(failed, std::back_inserter(failures), [](const DownloadInfo &download) {
        return errorCodeOf(download.errorCode) != ErrorCode::Cancelled;
    });
    return failures;
}

QList<Note>
attentionNotes(const HealthInfo &health, const QList<DownloadInfo> &failed, qsizetype most)
{
    QList<Note> notes;
    for (const auto checks = gravestFirst(health.checks); const auto &check : checks) {
        if (check.status == u"ok")
            continue;
        notes.append(
            {check.name,
             stateOfWord(check.status),
             wordOf(check.status),
             check.issue,
             {check.recommendation},
             {{healthaction::details.toString(), Health::tr("Details")}}});
    }
    const auto failures = failuresOf(failed);
    for (const auto &download : failures.first(std::min(most, failures.size()))) {
        const auto cause = sentenceOf(causeText(download.errorCode, download.error));
        notes.append(
            {download.id,
             State::Bad,
             Health::tr("failed"),
             Health::tr("%1 could not be downloaded").arg(nameOfUrl(download.url)),
             {QString(cause + u' ' + Health::tr("Renders keep the original URL.")),
              adviceOn(errorCodeOf(download.errorCode))},
             {{healthaction::retry.toString(), Health::tr("Retry")}}});
    }
    return notes;
}

} // namespace r2cache
