// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/downloadinfo.h"
#include "ui/widgets/statelight.h"

#include <QString>

namespace r2cache {

// Downloads in words, the same on every page. Pure.

/// Why something failed or waits, in a few words: "origin is throttling".
/// @param code  of the API.
/// @param sentence  the API's own: for codes that have no shorter words.
[[nodiscard]] QString causeText(const QString &code, const QString &sentence = {});

/// "waits, 3 before it", "paused", "origin is throttling, tries again", …
/// @param before  how many come before a queued one.
[[nodiscard]] QString stateText(const DownloadInfo &download, qsizetype before = 0);

/// Its light.
[[nodiscard]] State stateOf(const DownloadInfo &download);

/// How many queued downloads of @p all come before each, by position in @p all; 0 for what is not
/// queued. The service's rule: highest priority first, else as listed.
[[nodiscard]] QList<qsizetype> placesInQueue(const QList<DownloadInfo> &all);

} // namespace r2cache
