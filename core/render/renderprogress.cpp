// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/renderprogress.h"

namespace r2cache {

using namespace Qt::StringLiterals;

QLatin1StringView phaseWord(RenderPhase phase)
{
    switch (phase) {
    case RenderPhase::Caching:
        return "caching"_L1;
    case RenderPhase::Bundling:
        return "bundling"_L1;
    case RenderPhase::Rendering:
        return "rendering"_L1;
    case RenderPhase::Encoding:
        return "encoding"_L1;
    case RenderPhase::Completed:
        break;
    }
    return "completed"_L1;
}

} // namespace r2cache
