// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QFuture>
#include <QString>

class QThreadPool;

namespace r2cache {

/// Larger configs are not handed to the service: its limit is 16 MiB for the whole request.
inline constexpr qint64 maxConfigBytes = 16LL * 1024 * 1024 - 64LL * 1024;

/// A config as it was opened. The service gives the JSON value back byte for byte; what stands
/// around it (byte order mark, blanks, last line's end) is kept here.
struct ConfigText
{
    QString name; ///< As people call it: "promo-week-47.json".
    QString folder; ///< Where it is; empty: it came as text.
    QByteArray before;
    QByteArray json;
    QByteArray after;

    /// The whole text with @p rewritten in the place of the JSON.
    [[nodiscard]] QByteArray textWith(const QByteArray &rewritten) const
    {
        return before + rewritten + after;
    }
    /// "promo-week-47.local.json" beside it.
    [[nodiscard]] QString localPath() const;
};

/// Takes @p bytes apart. @return PayloadTooLarge naming the command line that has no limit, or
/// InvalidJson with line and column. Pure.
[[nodiscard]] Result<ConfigText> configTextOf(const QString &name, const QByteArray &bytes);

/// The same of a file, read and checked on @p pool. Io if it cannot be read.
[[nodiscard]] QFuture<Result<ConfigText>> readConfig(QThreadPool *pool, const QString &path);

/// Writes exactly @p bytes, all or nothing, on @p pool. Io if that fails.
[[nodiscard]] QFuture<Result<>>
writeConfig(QThreadPool *pool, const QString &path, const QByteArray &bytes);

} // namespace r2cache
