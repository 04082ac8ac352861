// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/download/passedcontent.h"
#include "core/server/response.h"

namespace r2cache {

/// Bytes that are passed through, as the server waits for them.
class PassArrival final : public ByteArrival
{
public:
    explicit PassArrival(PassedContentPtr content)
        : m_content(std::move(content))
    { }

    [[nodiscard]] qint64 available(qint64 offset) const override
    {
        return m_content->available(offset);
    }
    void notify(qint64 offset, std::function<void()> wake) override
    {
        m_content->notify(offset, std::move(wake));
    }

private:
    static_assert(ByteArrival::nothingMore == PassedContent::nothingMore);

    PassedContentPtr m_content;
};

} // namespace r2cache
