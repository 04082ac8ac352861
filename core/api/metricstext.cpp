// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/metricstext.h"

#include "core/api/routes.h"
#include "core/api/statistics.h"
#include "core/protocol/prometheustext.h"

namespace r2cache {

namespace {

using Type = PrometheusText::Type;

/// A counter that survives a restart of the program.
struct CounterMetric
{
    const char *name;
    const char *help;
    std::atomic<qint64> CacheCounters::*value;
};

constexpr CounterMetric counterMetrics[] = {
    {"r2cache_cache_hits_total", "Readers that found their entry, once per entry and connection.",
     &CacheCounters::hits},
    {"r2cache_cache_misses_total", "Readers that had to wait for the origin.",
     &CacheCounters::misses},
    {"r2cache_cache_served_bytes_total", "Bytes of entries sent to clients.",
     &CacheCounters::bytesFromCache},
    {"r2cache_origin_received_bytes_total", "Bytes received from origins, wasted ones included.",
     &CacheCounters::bytesFromOrigin},
    {"r2cache_fills_total", "Downloads that became entries.", &CacheCounters::downloads},
    {"r2cache_fill_failures_total", "Downloads that were given up.",
     &CacheCounters::failedDownloads},
    {"r2cache_evicted_entries_total", "Entries removed to make room.",
     &CacheCounters::evictedEntries},
    {"r2cache_evicted_bytes_total", "Bytes of the entries removed to make room.",
     &CacheCounters::evictedBytes},
};

void addProxy(PrometheusText &text, const ServerMetrics &proxy)
{
    text.begin("r2cache_proxy_requests_total", Type::Counter, "Requests to the range proxy.");
    text.sample(proxy.totalRequests);
    text.begin("r2cache_proxy_errors_total", Type::Counter, "Answers with status 500 and above.");
    text.sample(proxy.errors);
    text.begin("r2cache_proxy_sent_bytes_total", Type::Counter, "Body bytes handed to the kernel.");
    text.sample(proxy.bodyBytesSent);
    text.begin("r2cache_proxy_connections", Type::Gauge, "Open connections of clients.");
    text.sample(proxy.activeConnections);
    text.begin(
        "r2cache_proxy_response_seconds", Type::Histogram,
        "From a complete request head until its answer begins to be sent.");
    text.histogram(proxy.responseTimes);
}

void addCache(PrometheusText &text, const DiskCache &cache)
{
    const auto &budget = cache.budget();
    const auto &limits = cache.options().limits;
    text.begin("r2cache_cache_bytes", Type::Gauge, "Bytes of entries on the disk.");
    text.sample(budget.storedBytes());
    text.begin("r2cache_cache_reserved_bytes", Type::Gauge, "Bytes booked for running fills.");
    text.sample(budget.reservedBytes());
    text.begin("r2cache_cache_limit_bytes", Type::Gauge, "CACHE_MAX_SIZE_GB in bytes.");
    text.sample(limits.maxBytes);
    text.begin("r2cache_cache_entries", Type::Gauge, "Entries in the cache.");
    text.sample(budget.entries());
    text.begin("r2cache_cache_limit_entries", Type::Gauge, "CACHE_MAX_ENTRIES.");
    text.sample(limits.maxEntries);
}

void addApi(PrometheusText &text, const ApiCounts &counts)
{
    text.begin(
        "r2cache_api_requests_total", Type::Counter,
        "Answers of the API since the start, by route and class of status.");
    const auto routes = apiRoutes();
    for (size_t route = 0; route < routes.size(); ++route) {
        for (size_t which = 0; which < ApiCounts::classes; ++which) {
            const auto count = counts.of(route, which);
            if (count == 0)
                continue;
            text.sample(
                count,
                {{"method", routes[route].method},
                 {"route", routes[route].path},
                 {"status", QByteArray::number(static_cast<int>(which) + 1) + "xx"}});
        }
    }
}

} // namespace

QByteArray metricsText(const ApiContext &context)
{
    auto &videos = context.videos;
    PrometheusText text;
    text.begin("r2cache_build_info", Type::Gauge, "Always 1; the version is the label.");
    text.sample(qint64{1}, {{"version", QCoreApplication::applicationVersion().toUtf8()}});
    text.begin("r2cache_uptime_seconds", Type::Gauge, "Since the service started.");
    text.sample(
        std::chrono::duration<double>(videos.clock().monotonic() - context.startedAt).count());
    addProxy(text, context.proxyMetrics());
    addCache(text, videos.cache());
    for (const auto &metric : counterMetrics) {
        text.begin(metric.name, Type::Counter, metric.help);
        text.sample((videos.cache().counters().*metric.value).load(std::memory_order_relaxed));
    }
    addApi(text, context.counts);
    const auto fills = countFills(context);
    text.begin("r2cache_fills", Type::Gauge, "Downloads that run, or wait for their turn.");
    text.sample(fills.active, {{"state", "running"}});
    text.sample(fills.queued, {{"state", "queued"}});
    text.begin("r2cache_leases", Type::Gauge, "Open leases.");
    text.sample(static_cast<qint64>(videos.cache().leases().count()));
    return text.text();
}

} // namespace r2cache
