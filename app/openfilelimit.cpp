// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/openfilelimit.h"

#include "core/base/openfile.h"

#include <cerrno>
#include <sys/resource.h>

namespace r2cache {

using namespace Qt::StringLiterals;

Result<quint64> raiseOpenFileLimit()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return failure(systemError(u"ask how many files may be open"_s, errno));
    if (limit.rlim_cur != limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        if (::setrlimit(RLIMIT_NOFILE, &limit) != 0)
            return failure(systemError(u"raise how many files may be open"_s, errno));
    }
    return quint64{limit.rlim_cur};
}

} // namespace r2cache
