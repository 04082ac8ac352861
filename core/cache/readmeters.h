// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/histogram.h"
#include "core/base/sizehistogram.h"

#include <QByteArray>

namespace r2cache {

/// How the requests for videos were answered, since the start. Counted by any thread.
class ReadMeters
{
public:
    /// Where an answer came from.
    enum class Source
    {
        Hit, ///< A fresh entry.
        Stale, ///< An expired entry.
        Partial, ///< A fill that was under way already.
        Miss, ///< The origin, for this reader.
        Pass, ///< The origin, past the cache.
        None, ///< No video was answered.
    };
    static constexpr std::array<Source, 6> sources{Source::Hit,  Source::Stale, Source::Partial,
                                                   Source::Miss, Source::Pass,  Source::None};
    /// As metrics show it: "hit".
    [[nodiscard]] static QByteArray word(Source source);

    struct Of
    {
        std::atomic<qint64> answers = 0;
        std::atomic<qint64> bytes = 0; ///< Of bodies, handed to the kernel.
        Histogram firstByte; ///< From the request's head to the first byte of the body.
        SizeHistogram sizes; ///< Of bodies, as far as they were sent.
    };

    /// @param bytes      of the body that the kernel took.
    /// @param firstByte  how long the first of them took; nothing: there was none.
    void record(Source source, qint64 bytes, std::optional<std::chrono::nanoseconds> firstByte)
    {
        auto &meters = m_of.at(static_cast<size_t>(source));
        meters.answers.fetch_add(1, std::memory_order_relaxed);
        if (!firstByte)
            return;
        meters.bytes.fetch_add(bytes, std::memory_order_relaxed);
        meters.firstByte.record(*firstByte);
        meters.sizes.record(bytes);
    }
    [[nodiscard]] const Of &of(Source source) const { return m_of.at(static_cast<size_t>(source)); }

private:
    std::array<Of, sources.size()> m_of;
};

} // namespace r2cache
