// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/verbs/doctorchecks.h"
#include "app/verbs/verbcontext.h"

namespace r2cache {

struct OriginChecks
{
    QList<DoctorCheck> checks; ///< One for each URL.
    std::optional<qint64> clockAheadSeconds; ///< Of the first origin that told its time.
};

/// What to ask when the user names nothing: R2 itself and each of CACHE_CUSTOM_DOMAINS.
[[nodiscard]] QList<QUrl> usualOrigins(const Settings &settings);

/// Asks each of @p urls for one byte, through the proxy that downloads take; 10 s each at most.
/// @param areVideos  whether an error status is a failure, as of a video that should be there;
/// otherwise any answer shows that the origin can be reached, and R2 itself may be out of reach
/// where other domains are named.
[[nodiscard]] OriginChecks
checkOrigins(VerbContext &context, const QList<QUrl> &urls, bool areVideos);

} // namespace r2cache
