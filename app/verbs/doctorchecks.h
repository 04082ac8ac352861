// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diskspace.h"
#include "core/client/endpoint.h"
#include "core/settings/settings.h"

namespace r2cache {

/// One thing that doctor has looked at.
struct DoctorCheck
{
    enum class Verdict
    {
        Ok,
        Warning, ///< It works, but not all of it or not as well as it could.
        Failed,
    };

    QString name; ///< One word or two: "api port".
    Verdict verdict = Verdict::Ok;
    QString finding; ///< A sentence.
    QString advice; ///< What to do; empty when there is nothing to do.
};

/// The two ports, each @p key. @param running  the service of this place, which may hold it.
[[nodiscard]] DoctorCheck
checkPort(const Settings &settings, Key key, const std::optional<Endpoint> &running);

/// Whether CACHE_DIRECTORY can be made or is one of ours, private and writable.
[[nodiscard]] DoctorCheck checkDirectory(const QString &directory, const DiskSpace &disks);

/// Whether there is room for what CACHE_MAX_SIZE_GB allows above CACHE_MIN_FREE_GB.
[[nodiscard]] DoctorCheck checkDisk(const Settings &settings, const DiskSpace &disks);

/// Whether the directory of endpoint files is this user's alone.
[[nodiscard]] DoctorCheck checkRuntimeDirectory(const QString &directory);

/// Whether TLS and trusted authorities are there.
[[nodiscard]] DoctorCheck checkTls();

/// Whether ffprobe and ffmpeg are there, which tell what a video is.
[[nodiscard]] DoctorCheck checkMediaTools();

/// Whether this clock agrees with an origin's. @param aheadSeconds  of it; nothing: none has told.
[[nodiscard]] DoctorCheck checkClock(std::optional<qint64> aheadSeconds);

} // namespace r2cache
