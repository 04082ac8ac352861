// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/download/fillqueue.h"

namespace r2cache {

/// One fill, for the queue's own files.
struct FillQueue::Job
{
    /// Where the queue stands with it; progress->state says more, but others write it.
    enum class Stage
    {
        Waiting,
        Paused, ///< Neither waiting nor running, until resume().
        Fetching,
        Committing,
    };

    R2Url object;
    Stage stage = Stage::Waiting;
    Priority priority = Priority::Low;
    quint64 arrival = 0;
    bool isCancelled = false; ///< By cancel(); callers since then want it anew.
    bool isPaused = false; ///< Wanted; the transfer may take a moment to stop.
    bool isStopping = false; ///< The fetch was cancelled only to be continued some time.
    QString partialPath; ///< Empty until the first start.
    QDateTime startedAt;
    std::chrono::milliseconds started{0};
    qint64 receivedBefore = 0; ///< Bytes, of earlier starts.
    qint64 length = 0; ///< Of the object, once it is fetched; bytes.
    std::chrono::milliseconds duration{0}; ///< The same: how long that took.
    std::shared_ptr<FillProgress> progress;
    std::vector<QPromise<Result<>>> callers;

    [[nodiscard]] Turn turn() const { return {-static_cast<int>(priority), arrival}; }
    [[nodiscard]] bool isRunning() const
    {
        return stage == Stage::Fetching || stage == Stage::Committing;
    }
    [[nodiscard]] bool holdsSlot() const
    {
        return stage == Stage::Fetching && priority != Priority::Reader;
    }

    QFuture<Result<>> addCaller()
    {
        callers.emplace_back().start();
        return callers.back().future();
    }

    void answer(const Result<> &result)
    {
        // Answers may call back into the queue.
        for (auto &caller : std::exchange(callers, {})) {
            caller.addResult(result);
            caller.finish();
        }
    }
};

} // namespace r2cache
