// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QString>

namespace r2cache {

/// A download as REST shows it: one that is under way, or one that has failed.
struct DownloadInfo
{
    QString id;
    QString url; ///< Without signature.
    QString status; ///< queued, paused, connecting, downloading, waiting_to_retry, checking, done,
                    ///< failed
    QString priority; ///< low, medium, high, reader
    qint64 receivedBytes = 0;
    qint64 totalBytes = -1; ///< -1: not known yet.
    qint64 bytesPerSecond = 0;
    qint64 timeLeftMs = -1; ///< -1: not known.
    int attempts = 0;
    QDateTime startedAt; ///< UTC; invalid until it has begun.
    QString error; ///< Of a failed one: a sentence.
    QString errorCode; ///< The same, and why another waits to retry: errorWord().
    QDateTime failedAt; ///< UTC.

    [[nodiscard]] bool isFailed() const { return status == u"failed"; }
    /// Neither waiting in the queue nor paused nor ended.
    [[nodiscard]] bool isRunning() const { return startedAt.isValid() && !isFailed(); }
    /// Received of total, 0 to 1; negative when the total is not known.
    [[nodiscard]] double fraction() const
    {
        return totalBytes > 0 ? static_cast<double>(receivedBytes) / static_cast<double>(totalBytes)
                              : -1;
    }

    friend bool operator==(const DownloadInfo &, const DownloadInfo &) = default;
};

/// Of GET /api/cache/downloads and of `download` events. What an event leaves out is as if it were
/// not known.
[[nodiscard]] DownloadInfo downloadFromJson(const QJsonObject &json);

} // namespace r2cache
