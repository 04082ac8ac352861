// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace r2cache {

/// A file name of the cache directory's own forms, taken apart. r2cache touches nothing else.
struct StoreName
{
    enum class Kind
    {
        Foreign, ///< Not a name of ours.
        Video, ///< "<id>.mp4", "<id>-2.mp4"
        Sidecar, ///< "<id>.json", "<id>-2.json"
        Partial, ///< "<id>.part": a fill on its way; "<id>.part.json", "<id>.part.json.tmp": its
                 ///< map
        Temporary, ///< "<id>.json.tmp": a sidecar on its way
    };

    Kind kind = Kind::Foreign;
    QString id;
    int version = 1;
    QString extension; ///< Of a video, lower case.
};

/// Whether @p text is 32 lower-case hex digits.
[[nodiscard]] bool isEntryId(QStringView text);

/// Takes @p fileName (no directory) apart; pure.
[[nodiscard]] StoreName parseStoreName(QStringView fileName);

/// "<id>" or, from version 2 on, "<id>-2".
[[nodiscard]] QString storeStem(const QString &id, int version);

} // namespace r2cache
