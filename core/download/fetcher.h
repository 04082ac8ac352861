// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/download/fetchtypes.h"
#include "core/download/passedcontent.h"

namespace r2cache {

/// Brings objects into partial files; what FillQueue drives. Any thread.
class Fetcher
{
public:
    virtual ~Fetcher() = default;

    /// Starts at once. The future always ends with a result as long as the fetcher's thread runs.
    [[nodiscard]] virtual QFuture<Result<FetchedObject>> fetch(FetchRequest request) = 0;

    /// Ends the fetch of @p progress soon, with Cancelled; nothing if it has ended already.
    virtual void cancel(std::shared_ptr<FillProgress> progress) = 0;

    /// Brings @p object to one reader without storing it; ends when the content's last copy goes.
    /// @param offset  where the reader will probably begin.
    [[nodiscard]] virtual QFuture<Result<PassedContentPtr>> passThrough(R2Url object, qint64 offset)
        = 0;
};

} // namespace r2cache
