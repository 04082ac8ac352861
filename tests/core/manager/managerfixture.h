// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/calltask.h"
#include "core/manager/jobs.h"
#include "tests/core/cache/cachefixture.h"
#include "tests/core/download/fakefetcher.h"

namespace r2cache {

/// A real cache with a fetcher that does what the test says.
struct ManagerFixture : CacheFixture
{
    explicit ManagerFixture(
        SpaceBudget::Limits limits = {1'000'000, 100, 0},
        VideoCache::Options options = proxyAt3001())
        : CacheFixture(limits)
        , rules({{}, QByteArray(32, 'k')})
        , signedUrls({}, {clock, pool, rules})
        , videos(std::move(options), {cache, fetcher, clock, rules, signedUrls})
        , jobs(videos)
    { }
    ~ManagerFixture()
    {
        // What the test left running ends as in the service: cancelled, then awaited.
        if (!QTest::qWaitFor([this] { return endsAfterCancelling(); }))
            qFatal("something still runs on the cache");
    }

    static VideoCache::Options proxyAt3001()
    {
        VideoCache::Options options;
        options.proxyUrl = QStringLiteral("http://localhost:3001");
        return options;
    }

    R2Url object(const QString &url) const { return videos.rules().recognise(url).value(); }

    /// Remembers the object, as every caller of obtain() has, and obtains it.
    QFuture<Result<EntryRecord>> obtain(const R2Url &asked, EntryWishes wishes = {})
    {
        require(wait(videos.remember({asked})));
        return asFuture(videos.obtain(asked, Priority::Medium, std::move(wishes)));
    }

    [[nodiscard]] bool fetchBegins(size_t fetch)
    {
        return QTest::qWaitFor([&] { return fetcher.fetches.size() > fetch; });
    }

    /// What a real fetch does: reserves, writes the partial file, reports.
    void deliver(size_t fetch, const QByteArray &bytes)
    {
        const auto &request = fetcher.fetches.at(fetch)->request;
        auto reserving = request.reserve(request.object, bytes.size());
        const auto reserved = resultOf(reserving);
        if (!reserved) {
            fetcher.fail(fetch, reserved.error().code);
            return;
        }
        const auto file = take(OpenFile::open(request.partialPath, O_WRONLY | O_CREAT | O_TRUNC));
        require(file.writeAt(0, bytes));
        FetchedObject fetched;
        fetched.length = bytes.size();
        fetched.etag = "\"e\"";
        fetched.contentType = "video/mp4";
        fetched.sha256 = sha256Hex(bytes);
        fetched.fetchedAt = clock.nowUtc();
        fetched.duration = std::chrono::milliseconds{40};
        fetched.bytesFromOrigin = bytes.size();
        fetcher.succeed(fetch, fetched);
    }

    /// Lets the event loop run until @p future is finished.
    template<typename T>
    static Result<T> resultOf(const QFuture<Result<T>> &future)
    {
        if (!QTest::qWaitFor([&] { return future.isFinished(); }, 20'000)
            || future.resultCount() == 0) {
            return failure(ErrorCode::Internal, QStringLiteral("The future has no result."));
        }
        return future.result();
    }

    /// Obtains the object from a fetch of these bytes.
    Result<EntryRecord> obtained(const R2Url &asked, const QByteArray &bytes)
    {
        const auto next = fetcher.fetches.size();
        const auto obtaining = obtain(asked);
        if (fetchBegins(next))
            deliver(next, bytes);
        return resultOf(obtaining);
    }

    FakeFetcher fetcher;
    R2UrlRules rules;
    SignedUrls signedUrls;
    VideoCache videos;
    Jobs jobs;

private:
    bool endsAfterCancelling()
    {
        videos.queue().cancelAll();
        for (size_t i = 0; i < fetcher.fetches.size(); ++i) {
            const auto &fetch = *fetcher.fetches[i];
            if (fetch.request.progress->cancelled && !fetch.promise.future().isFinished())
                fetcher.fail(i, ErrorCode::Cancelled);
        }
        return videos.running() == 0 && videos.queue().snapshots().empty();
    }
};

} // namespace r2cache
