// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace r2cache {

/// What a render goes through (the seed's phases).
enum class RenderPhase
{
    Caching, ///< Its videos come into the cache.
    Bundling,
    Rendering,
    Encoding,
    Completed,
};

/// "caching", "bundling", …: as reports name it.
[[nodiscard]] QLatin1StringView phaseWord(RenderPhase phase);

/// How far a render is.
struct RenderProgress
{
    RenderPhase phase = RenderPhase::Caching;
    qint64 done = 0; ///< Videos, percent (bundling) or frames.
    qint64 total = 0; ///< The same; 0: not known yet.
    qint64 bytes = 0; ///< While caching: received.
    qint64 totalBytes = 0; ///< While caching: of all whose length is known.

    friend bool operator==(const RenderProgress &, const RenderProgress &) = default;
};

} // namespace r2cache
