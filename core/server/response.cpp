// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/response.h"

namespace r2cache {

std::optional<qint64> Response::bodyLength() const
{
    qint64 length = 0;
    for (const auto &part : body) {
        if (const auto *bytes = std::get_if<QByteArray>(&part))
            length += bytes->size();
        else if (const auto *window = std::get_if<FileWindow>(&part))
            length += window->length;
        else
            return std::nullopt;
    }
    return length;
}

} // namespace r2cache
