// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pullthrough/storedresponse.h"

namespace r2cache {

qint64 StoredResponse::footprint() const
{
    constexpr qint64 overhead = 512; // the objects themselves, and the allocator's share
    constexpr qint64 fieldOverhead = 64;
    qint64 bytes = overhead + body.byteCount();
    for (const auto &[name, value] : headers.fields())
        bytes += fieldOverhead + name.size() + value.size();
    for (const auto &field : selecting)
        bytes += fieldOverhead + field.name.size() + field.value.value_or(QByteArray()).size();
    // Each piece of a body joined from many is an allocation of its own.
    constexpr qint64 pieceOverhead = 128;
    return bytes + body.pieceCount() * pieceOverhead;
}

} // namespace r2cache
