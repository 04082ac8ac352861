// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/metricstext.h"

#include "core/api/routes.h"
#include "core/protocol/prometheustext.h"

#include <QCoreApplication>

namespace r2cache {

namespace {

using Type = PrometheusText::Type;
using Source = ReadMeters::Source;

/// What the samples are taken from, at one moment.
struct Seen
{
    const ApiContext &context;
    ServerMetrics proxy;
    std::vector<FillSnapshot> fills;

    [[nodiscard]] DiskCache &cache() const { return context.videos.cache(); }
};

/// One metric: its samples follow its head.
struct Metric
{
    const char *name;
    Type type;
    const char *help;
    void (*write)(PrometheusText &text, const Seen &seen);
};

/// Of a counter that survives a restart of the program.
template<std::atomic<qint64> CacheCounters::*counter>
void writeKept(PrometheusText &text, const Seen &seen)
{
    text.sample((seen.cache().counters().*counter).load(std::memory_order_relaxed));
}

template<typename Write>
void forEachSource(Write write)
{
    for (const auto source : ReadMeters::sources)
        write(source, ReadMeters::word(source));
}

void writeAnswers(PrometheusText &text, const Seen &seen)
{
    forEachSource([&](Source source, const QByteArray &word) {
        text.sample(seen.context.reads->of(source).answers.load(), {{"cache", word}});
    });
}

void writeAnswerBytes(PrometheusText &text, const Seen &seen)
{
    forEachSource([&](Source source, const QByteArray &word) {
        if (source != Source::None)
            text.sample(seen.context.reads->of(source).bytes.load(), {{"cache", word}});
    });
}

void writeFirstBytes(PrometheusText &text, const Seen &seen)
{
    forEachSource([&](Source source, const QByteArray &word) {
        if (source != Source::None)
            text.histogram(seen.context.reads->of(source).firstByte.counts(), {{"cache", word}});
    });
}

void writeAnswerSizes(PrometheusText &text, const Seen &seen)
{
    forEachSource([&](Source source, const QByteArray &word) {
        if (source != Source::None)
            text.histogram(seen.context.reads->of(source).sizes.counts(), {{"cache", word}});
    });
}

/// Only the words that have come up: most never do.
void writeErrors(PrometheusText &text, const ErrorCounts &counts, const char *label)
{
    for (size_t code = 0; code < ErrorCounts::codes; ++code) {
        const auto error = static_cast<ErrorCode>(code);
        if (const auto count = counts.of(error); count > 0) {
            const auto word = errorWord(error);
            text.sample(count, {{label, QByteArray(word.data(), word.size())}});
        }
    }
}

void writeOriginAnswers(PrometheusText &text, const Seen &seen)
{
    const auto &origins = seen.context.fetcher->originMeters();
    for (size_t which = 0; which < OriginMeters::classes; ++which) {
        text.sample(
            origins.answers(which),
            {{"status", QByteArray::number(static_cast<int>(which) + 1) + "xx"}});
    }
    text.sample(origins.silent(), {{"status", "none"}});
}

void writeFills(PrometheusText &text, const Seen &seen)
{
    using State = FillProgress::State;
    const auto count = [&](auto holds) {
        return static_cast<qint64>(std::count_if(seen.fills.begin(), seen.fills.end(), holds));
    };
    text.sample(
        count([](const FillSnapshot &fill) { return fill.startedAt.isValid(); }),
        {{"state", "running"}});
    text.sample(
        count([](const FillSnapshot &fill) { return fill.state == State::Queued; }),
        {{"state", "queued"}});
    text.sample(
        count([](const FillSnapshot &fill) { return fill.state == State::Paused; }),
        {{"state", "paused"}});
}

void writeQueue(PrometheusText &text, const Seen &seen)
{
    constexpr std::array<std::pair<Priority, const char *>, 4> priorities{
        {{Priority::Reader, "reader"},
         {Priority::High, "high"},
         {Priority::Medium, "medium"},
         {Priority::Low, "low"}}};
    for (const auto &[priority, word] : priorities) {
        const auto waiting = std::count_if(
            seen.fills.begin(), seen.fills.end(), [wanted = priority](const FillSnapshot &fill) {
                return fill.state == FillProgress::State::Queued && fill.priority == wanted;
            });
        text.sample(static_cast<qint64>(waiting), {{"priority", word}});
    }
}

void writeApi(PrometheusText &text, const Seen &seen)
{
    const auto routes = apiRoutes();
    for (size_t route = 0; route < routes.size(); ++route) {
        for (size_t which = 0; which < ApiCounts::classes; ++which) {
            const auto count = seen.context.counts.of(route, which);
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

/// The table of metrics. Those that survive a restart say so; the others begin with the process,
/// as Prometheus expects it of counters.
constexpr Metric metrics[] = {
    {"r2cache_build_info", Type::Gauge, "Always 1; the version is the label.",
     [](PrometheusText &text, const Seen &) {
         text.sample(qint64{1}, {{"version", QCoreApplication::applicationVersion().toUtf8()}});
     }},
    {"r2cache_uptime_seconds", Type::Gauge, "Since the service started.",
     [](PrometheusText &text, const Seen &seen) {
         const auto up = seen.context.videos.clock().monotonic() - seen.context.startedAt;
         text.sample(std::chrono::duration<double>(up).count());
     }},

    {"r2cache_proxy_requests_total", Type::Counter, "Requests to the range proxy.",
     [](PrometheusText &text, const Seen &seen) {
         text.sample(seen.proxy.totalRequests);
     }},
    {"r2cache_proxy_errors_total", Type::Counter, "Answers with status 500 and above.",
     [](PrometheusText &text, const Seen &seen) {
         text.sample(seen.proxy.errors);
     }},
    {"r2cache_proxy_sent_bytes_total", Type::Counter, "Body bytes handed to the kernel.",
     [](PrometheusText &text, const Seen &seen) {
         text.sample(seen.proxy.bodyBytesSent);
     }},
    {"r2cache_proxy_connections", Type::Gauge, "Open connections of clients.",
     [](PrometheusText &text, const Seen &seen) {
         text.sample(seen.proxy.activeConnections);
     }},
    {"r2cache_proxy_response_seconds", Type::Histogram,
     "From a complete request head until its answer begins to be sent.",
     [](PrometheusText &text, const Seen &seen) {
         text.histogram(seen.proxy.responseTimes);
     }},

    {"r2cache_video_answers_total", Type::Counter,
     "Ended answers to requests for videos, by where they came from: a fresh entry (hit), an "
     "expired one (stale), a fill that was under way (partial), the origin (miss), the origin past "
     "the cache (pass), or no video at all (none).",
     writeAnswers},
    {"r2cache_video_sent_bytes_total", Type::Counter, "Bytes of videos in these answers.",
     writeAnswerBytes},
    {"r2cache_video_first_byte_seconds", Type::Histogram,
     "From a complete request head until the first byte of the video was sent.", writeFirstBytes},
    {"r2cache_video_answer_bytes", Type::Histogram, "Bytes of videos sent in one answer.",
     writeAnswerSizes},

    {"r2cache_cache_hits_total", Type::Counter,
     "Readers that found their entry, once per entry and connection; survives restarts.",
     writeKept<&CacheCounters::hits>},
    {"r2cache_cache_misses_total", Type::Counter,
     "Readers that had to wait for the origin; survives restarts.",
     writeKept<&CacheCounters::misses>},
    {"r2cache_cache_served_bytes_total", Type::Counter,
     "Bytes of entries and fills sent to clients; survives restarts.",
     writeKept<&CacheCounters::bytesFromCache>},
    {"r2cache_cache_bytes", Type::Gauge, "Bytes of entries on the disk.",
     [](PrometheusText &text, const Seen &seen) {
         text.sample(seen.cache().budget().storedBytes());
     }},
    {"r2cache_cache_reserved_bytes", Type::Gauge, "Bytes booked for running fills.",
     [](PrometheusText &text, const Seen &seen) {
         text.sample(seen.cache().budget().reservedBytes());
     }},
    {"r2cache_cache_partial_bytes", Type::Gauge,
     "Bytes kept of fills that failed, for later ones to go on with.",
     [](PrometheusText &text, const Seen &seen) {
         text.sample(seen.cache().budget().keptBytes());
     }},
    {"r2cache_cache_limit_bytes", Type::Gauge, "CACHE_MAX_SIZE_GB in bytes.",
     [](PrometheusText &text, const Seen &seen) {
         text.sample(seen.cache().options().limits.maxBytes);
     }},
    {"r2cache_cache_entries", Type::Gauge, "Entries in the cache.",
     [](PrometheusText &text, const Seen &seen) {
         text.sample(seen.cache().budget().entries());
     }},
    {"r2cache_cache_limit_entries", Type::Gauge, "CACHE_MAX_ENTRIES.",
     [](PrometheusText &text, const Seen &seen) {
         text.sample(seen.cache().options().limits.maxEntries);
     }},
    {"r2cache_evicted_entries_total", Type::Counter,
     "Entries removed to make room; survives restarts.", writeKept<&CacheCounters::evictedEntries>},
    {"r2cache_evicted_bytes_total", Type::Counter,
     "Bytes of the entries removed to make room; survives restarts.",
     writeKept<&CacheCounters::evictedBytes>},
    {"r2cache_leases", Type::Gauge, "Open leases.",
     [](PrometheusText &text, const Seen &seen) {
         text.sample(static_cast<qint64>(seen.cache().leases().count()));
     }},

    {"r2cache_fills_total", Type::Counter, "Downloads that became entries; survives restarts.",
     writeKept<&CacheCounters::downloads>},
    {"r2cache_fill_failures_total", Type::Counter,
     "Downloads that were given up; survives restarts.",
     writeKept<&CacheCounters::failedDownloads>},
    {"r2cache_fill_starts_total", Type::Counter,
     "Downloads that were begun, or went on after a pause.",
     [](PrometheusText &text, const Seen &seen) {
         text.sample(seen.context.videos.queue().meters().started);
     }},
    {"r2cache_fill_errors_total", Type::Counter,
     "Downloads that ended without an entry, by error word; cancelled ones too.",
     [](PrometheusText &text, const Seen &seen) {
         writeErrors(text, seen.context.videos.queue().meters().failed, "error");
     }},
    {"r2cache_fill_retries_total", Type::Counter,
     "Attempts after the first, by the error word of the attempt before.",
     [](PrometheusText &text, const Seen &seen) {
         writeErrors(text, seen.context.fetcher->retries(), "reason");
     }},
    {"r2cache_fill_seconds", Type::Histogram, "What downloads that became entries took.",
     [](PrometheusText &text, const Seen &seen) {
         text.histogram(seen.context.videos.queue().meters().times.counts());
     }},
    {"r2cache_fill_bytes", Type::Histogram, "Sizes of the videos that became entries.",
     [](PrometheusText &text, const Seen &seen) {
         text.histogram(seen.context.videos.queue().meters().sizes.counts());
     }},
    {"r2cache_fills", Type::Gauge, "Downloads that run, wait for their turn, or are paused.",
     writeFills},
    {"r2cache_fill_queue", Type::Gauge, "Downloads that wait for their turn, by priority.",
     writeQueue},

    {"r2cache_origin_received_bytes_total", Type::Counter,
     "Bytes received for downloads that became entries, those of failed attempts included; "
     "survives restarts.",
     writeKept<&CacheCounters::bytesFromOrigin>},
    {"r2cache_origin_answers_total", Type::Counter,
     "Answers of origins by class of status; none: no HTTP answer came.", writeOriginAnswers},
    {"r2cache_origin_response_seconds", Type::Histogram,
     "From a request to an origin until the head of its answer.",
     [](PrometheusText &text, const Seen &seen) {
         text.histogram(seen.context.fetcher->originMeters().times());
     }},

    {"r2cache_api_requests_total", Type::Counter,
     "Answers of the API, by route and class of status.", writeApi},
};

} // namespace

QByteArray metricsText(const ApiContext &context)
{
    const Seen seen{context, context.proxyMetrics(), context.videos.queue().snapshots()};
    PrometheusText text;
    for (const auto &metric : metrics) {
        text.begin(metric.name, metric.type, metric.help);
        metric.write(text, seen);
    }
    return text.text();
}

} // namespace r2cache
