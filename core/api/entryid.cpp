// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/entryid.h"

#include "core/cache/storename.h"

namespace r2cache {

using namespace Qt::StringLiterals;

Result<QString> entryIdOf(const QString &text)
{
    if (!isEntryId(text)) {
        return failure(
            ErrorCode::NotFound,
            u"\"%1\" is no entry id: that is 32 digits 0-9 and a-f."_s.arg(text.left(64)));
    }
    return text;
}

} // namespace r2cache
