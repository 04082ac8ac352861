// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/rangeset.h"

#include <QByteArray>

#include <map>

namespace r2cache {

/// What is held of one representation's bytes: all of them or some ranges (RFC 9111 section 3.3).
/// A value; copies share the bytes.
class StoredBody
{
public:
    StoredBody() = default;
    /// All of it.
    explicit StoredBody(const QByteArray &whole);
    /// Nothing yet of @p completeLength bytes.
    explicit StoredBody(qint64 completeLength)
        : m_completeLength(completeLength)
    { }

    /// Adds @p bytes at @p offset, inside the representation. Bytes that are here already stay.
    void add(qint64 offset, const QByteArray &bytes);

    [[nodiscard]] qint64 completeLength() const { return m_completeLength; }
    [[nodiscard]] bool isComplete() const { return contains({0, m_completeLength}); }
    [[nodiscard]] bool contains(ByteRange range) const { return m_present.contains(range); }
    [[nodiscard]] const RangeSet &present() const { return m_present; }

    /// The bytes of @p range as pieces in order; @p range must be here.
    [[nodiscard]] std::vector<QByteArray> read(ByteRange range) const;

    /// Bytes held.
    [[nodiscard]] qint64 byteCount() const { return m_present.byteCount(); }
    /// Allocations that they lie in.
    [[nodiscard]] qint64 pieceCount() const { return std::ssize(m_pieces); }

private:
    qint64 m_completeLength = 0;
    RangeSet m_present;
    std::map<qint64, QByteArray> m_pieces; ///< By offset; disjoint.
};

} // namespace r2cache
