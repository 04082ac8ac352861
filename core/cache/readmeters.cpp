// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/readmeters.h"

namespace r2cache {

QByteArray ReadMeters::word(Source source)
{
    switch (source) {
    case Source::Hit:
        return "hit";
    case Source::Stale:
        return "stale";
    case Source::Partial:
        return "partial";
    case Source::Miss:
        return "miss";
    case Source::Pass:
        return "pass";
    case Source::None:
        break;
    }
    return "none";
}

} // namespace r2cache
