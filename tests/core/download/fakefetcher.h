// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/download/fetcher.h"

#include <QPromise>

#include <vector>

namespace r2cache {

/// A Fetcher that does what the test says, when it says so. One thread.
class FakeFetcher final : public Fetcher
{
public:
    struct Fetch
    {
        FetchRequest request;
        QPromise<Result<FetchedObject>> promise;
    };

    [[nodiscard]] QFuture<Result<FetchedObject>> fetch(FetchRequest request) override;
    /// Only marks it, as the real one answers later: end it with fail().
    void cancel(std::shared_ptr<FillProgress> progress) override;
    /// Fails with Conflict.
    [[nodiscard]] QFuture<Result<PassedContentPtr>>
    passThrough(R2Url object, qint64 offset) override;

    void succeed(size_t index, FetchedObject object = {});
    void fail(size_t index, ErrorCode code);
    /// Paths of the URLs asked for, in order: "/a.mp4?X-Amz-Signature=1".
    [[nodiscard]] QStringList asked() const;

    std::vector<std::unique_ptr<Fetch>> fetches;
};

} // namespace r2cache
