// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace r2cache {

// Numbers in the sentences of answers: "1 entry was removed", "2 entries were removed", "0 bytes".

[[nodiscard]] inline QString entriesRemoved(qint64 count)
{
    using namespace Qt::StringLiterals;
    return count == 1 ? u"1 entry was removed"_s : u"%1 entries were removed"_s.arg(count);
}

[[nodiscard]] inline QString exactBytes(qint64 bytes)
{
    using namespace Qt::StringLiterals;
    return bytes == 1 ? u"1 byte"_s : u"%1 bytes"_s.arg(bytes);
}

} // namespace r2cache
