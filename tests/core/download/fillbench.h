// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/download/fillqueue.h"
#include "tests/core/download/downloadfixture.h"
#include "tests/core/download/fakefetcher.h"
#include "tests/support/manualclock.h"

namespace r2cache {

inline R2Url objectNamed(const QString &name)
{
    return objectAt(QUrl(QString(QStringLiteral("https://bucket.r2.dev/") + name)));
}

/// A queue over a fake fetcher whose commits succeed at once unless held back.
struct FillBench
{
    QTemporaryDir directory;
    FakeFetcher fetcher;
    ManualClock clock;
    QStringList committed; ///< Names.
    QStringList released;
    std::optional<Error> commitError;
    bool holdCommits = false;
    std::vector<QPromise<Result<>>> heldCommits;
    std::unique_ptr<FillQueue> queue = std::make_unique<FillQueue>(
        FillQueue::Options{2},
        FillQueue::Parts{
            fetcher,
            clock,
            {},
            [this](const R2Url &object, const QString &, const FetchedObject &) {
                committed.append(object.request.fileName());
                QPromise<Result<>> promise;
                promise.start();
                auto future = promise.future();
                if (holdCommits) {
                    heldCommits.push_back(std::move(promise));
                    return future;
                }
                promise.addResult(commitError ? Result<>{failure(*commitError)} : Result<>{});
                promise.finish();
                return future;
            },
            [this](const R2Url &object) { released.append(object.request.fileName()); },
            [this](const R2Url &object) {
                return directory.filePath(object.id);
            }});

    QFuture<Result<>> request(const QString &name, Priority priority = Priority::Medium)
    {
        return queue->request(objectNamed(name), priority);
    }
    size_t started() const { return fetcher.fetches.size(); }
};

} // namespace r2cache
