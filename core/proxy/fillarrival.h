// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/download/fillcontent.h"
#include "core/server/response.h"

namespace r2cache {

/// A fill's content as the server waits for its bytes.
class FillArrival final : public ByteArrival
{
public:
    explicit FillArrival(FillContentPtr content)
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
    static_assert(ByteArrival::nothingMore == FillContent::nothingMore);

    FillContentPtr m_content;
};

} // namespace r2cache
