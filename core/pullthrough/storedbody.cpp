// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pullthrough/storedbody.h"

namespace r2cache {

StoredBody::StoredBody(const QByteArray &whole)
    : m_completeLength(whole.size())
{
    add(0, whole);
}

void StoredBody::add(qint64 offset, const QByteArray &bytes)
{
    const ByteRange added{offset, std::min(offset + bytes.size(), m_completeLength)};
    for (const auto &gap : m_present.gaps(added))
        m_pieces.emplace(gap.begin, bytes.sliced(gap.begin - offset, gap.length()));
    m_present.add(added);
}

std::vector<QByteArray> StoredBody::read(ByteRange range) const
{
    std::vector<QByteArray> pieces;
    auto piece = m_pieces.upper_bound(range.begin);
    if (piece != m_pieces.begin())
        --piece;
    for (qint64 at = range.begin; at < range.end && piece != m_pieces.end(); ++piece) {
        const auto &[offset, bytes] = *piece;
        const auto length = std::min(offset + bytes.size(), range.end) - at;
        if (length <= 0)
            continue;
        const bool isWhole = at == offset && length == bytes.size();
        pieces.push_back(isWhole ? bytes : bytes.sliced(at - offset, length));
        at += length;
    }
    return pieces;
}

} // namespace r2cache
