// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/response.h"

namespace r2cache {

qint64 Response::bodyLength() const
{
    qint64 length = 0;
    for (const auto &part : body) {
        if (const auto *bytes = std::get_if<QByteArray>(&part))
            length += bytes->size();
        else
            length += std::get<FileWindow>(part).length;
    }
    return length;
}

} // namespace r2cache
