// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <array>
#include <mutex>

namespace r2cache {

/// Tells the first request of a connection for an entry from those that follow: a player that
/// seeks asks for one video many times, and that is one hit.
///
/// Remembers the last 2,048 pairs or so in 16 KB, whatever clients do; a pair that was forgotten is
/// counted again. Thread-safe; a call takes one short lock that few others want.
class OncePerConnection
{
public:
    /// True at the first call for the pair.
    [[nodiscard]] bool isFirst(quint64 connection, const QString &id);

private:
    struct Bucket
    {
        std::mutex mutex;
        std::array<size_t, 32> pairs{}; ///< Hashes, in a ring.
        size_t next = 0;
    };

    std::array<Bucket, 64> m_buckets;
};

} // namespace r2cache
