// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/mediatools.h"
#include "app/pullservice.h"
#include "app/service.h"
#include "core/api/eventsapi.h"
#include "core/api/eventsource.h"
#include "core/manager/cleaner.h"
#include "core/manager/healthmonitor.h"
#include "core/manager/healthwebhook.h"
#include "core/manager/verifier.h"

namespace r2cache {

/// What stands below the servers, in the order in which it is made; undone in reverse. For the
/// service's own files.
struct Service::Core
{
    Core(
        const Settings &settings, std::unique_ptr<FileStore> fileStore,
        std::unique_ptr<Index> openIndex, const QByteArray &idKey, const StatePaths &paths);
    ~Core();
    Q_DISABLE_COPY_MOVE(Core)

    SystemClock clock;
    SystemDiskSpace diskSpace;
    QThreadPool pool;
    CacheCounters counters;
    EntryMap map;
    std::unique_ptr<FileStore> store;
    std::unique_ptr<Index> index;
    EntryLookup lookup;
    DiskCache cache;
    R2UrlRules rules;
    SignedUrls signedUrls;
    HistoryRecorder history;
    QThread originThread;
    ObjectFetcher *fetcher; // lives on originThread
    VideoCache videos;
    Jobs jobs;
    Revalidator revalidator;
    Verifier verifier;
    Cleaner cleaner;
    EventLog events;
    EventSource eventSource;
    EventListeners listeners;
    HealthMonitor health;
    HealthWebhook webhook;
    MediaTools tools;
    MediaHandler media;
    ApiContext context;
    std::unique_ptr<PullService> pull; // null: CACHE_PULL_THROUGH is off
};

} // namespace r2cache
