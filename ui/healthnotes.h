// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/downloadinfo.h"
#include "core/protocol/servicestatus.h"
#include "ui/widgets/notelist.h"

namespace r2cache {

// Health and failures in words, with what can be done by a click. Pure.

/// "All is well", "1 warning", "2 problems".
[[nodiscard]] QString healthText(const HealthInfo &health);

/// What the window knows beside the verdict, to say what was measured.
struct HealthFacts
{
    std::optional<ServiceStatus> status;
    QString apiAddress; ///< "localhost:3000".
    qint64 minFreeBytes = -1; ///< -1: not known.
    qint64 failedLastHour = 0;
    qint64 failed = 0; ///< All that could be retried.
    QString readThrough; ///< How reading a video through the proxy went; empty: not tried.
};

/// What the buttons of healthNotes() do: Note::key is the check's name.
namespace healthaction {
inline constexpr QStringView clearExpired = u"clearExpired";
inline constexpr QStringView enable = u"enable"; ///< Sets CACHE_ENABLED.
inline constexpr QStringView log = u"log"; ///< Opens the page.
inline constexpr QStringView downloads = u"downloads"; ///< The same.
inline constexpr QStringView optimize = u"optimize";
inline constexpr QStringView retryFailed = u"retryFailed";
inline constexpr QStringView verify = u"verify"; ///< All entries.
inline constexpr QStringView details = u"details"; ///< Of attentionNotes(): the page Health.
inline constexpr QStringView retry = u"retry"; ///< The same: the download that is the key.
/// Opens Settings at what follows, a setting's name.
inline constexpr QStringView setting = u"setting:";
} // namespace healthaction

/// All checks, the gravest first, else in the service's order.
[[nodiscard]] QList<Note> healthNotes(const HealthInfo &health, const HealthFacts &facts);

/// Downloads that have failed without anybody having cancelled them.
[[nodiscard]] QList<DownloadInfo> failuresOf(const QList<DownloadInfo> &failed);

/// What a person may want to see to: issues, the gravest first, then failed downloads, the newest
/// first, @p most of these at most.
[[nodiscard]] QList<Note>
attentionNotes(const HealthInfo &health, const QList<DownloadInfo> &failed, qsizetype most);

} // namespace r2cache
