// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/healthmonitor.h"

#include "core/manager/runningcount.h"

#include <QCoroFuture>
#include <QCoroNetworkReply>
#include <QLoggingCategory>
#include <QNetworkProxy>
#include <QNetworkReply>

namespace r2cache {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Q_LOGGING_CATEGORY(lcHealth, "cache.health", QtInfoMsg)

/// What a clock may gain or lose between two checks without anybody having set it.
constexpr auto clockNoise = 5s;
/// A jump of the clock is told for so long.
constexpr auto jumpMatters = 1h;
/// So is a video that found no room.
constexpr auto refusalMatters = 1h;

} // namespace

HealthMonitor::HealthMonitor(Parts parts, Options options, QObject *parent)
    : QObject(parent)
    , m_parts(std::move(parts))
    , m_options(options)
{
    m_network.setProxy(QNetworkProxy::NoProxy);
    m_network.setTransferTimeout(static_cast<int>(options.requestTimeout.count()));
    m_timer.setInterval(options.betweenChecks);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (m_running == 0)
            std::ignore = check();
    });
    m_readings.proxyRunning = false;
}

void HealthMonitor::setServers(const QUrl &proxyHealth, const QUrl &api)
{
    m_proxy = proxyHealth;
    m_api = api;
    m_readings.proxyRunning = !proxyHealth.isEmpty();
}

void HealthMonitor::start()
{
    const auto now = m_parts.clock.monotonic();
    m_requestedAt = now; // who has just begun to listen is believed
    m_integrityCheckedAt
        = now - m_options.betweenIntegrityChecks + m_options.beforeFirstIntegrityCheck;
    m_wallTime = m_parts.clock.nowUtc();
    m_elapsed = m_parts.clock.sinceBoot();
    m_readings.indexSetAside = m_parts.cache.index().setAsideAs();
    const auto &minutes = m_parts.history.history().minutes();
    if (!minutes.isEmpty() && minutes.constLast().start > m_wallTime) {
        m_jump
            = {std::chrono::seconds{minutes.constLast().start.secsTo(m_wallTime)},
               u"where it was when r2cache last ran"_s};
        m_jumpedAt = m_elapsed;
    }
    // Before the first look all is taken to be well.
    HealthReadings well;
    well.disk = DiskUsage{};
    m_told = judgeHealth(well);
    m_timer.start();
    std::ignore = check();
}

void HealthMonitor::stop()
{
    m_timer.stop();
    m_proxy.clear();
    m_api.clear();
}

bool HealthMonitor::isDue(
    std::optional<std::chrono::milliseconds> &last, std::chrono::milliseconds between)
{
    const auto now = m_parts.clock.monotonic();
    if (last && now - *last < between)
        return false;
    last = now;
    return true;
}

QCoro::Task<> HealthMonitor::check()
{
    const RunningCount running(m_running);
    if (isDue(m_requestedAt, m_options.betweenRequests)) {
        m_readings.proxyFault = co_await faultOf(m_proxy);
        m_readings.apiFault = co_await faultOf(m_api);
    }
    if (isDue(m_integrityCheckedAt, m_options.betweenIntegrityChecks)) {
        const auto whole = co_await m_parts.cache.index().checkIntegrity(&m_parts.pool);
        m_integrityFault = whole ? QString() : whole.error().message;
    }
    OriginStanding standing;
    if (m_parts.standing)
        standing = co_await m_parts.standing();
    m_readings.downHosts = standing.downHosts;
    m_readings.pausedHosts = standing.pausedHosts;
    std::optional<ClockSkew> ofOrigin;
    if (standing.clockAhead)
        ofOrigin = ClockSkew{*standing.clockAhead, u"that of "_s + standing.clockHost};
    readClock(ofOrigin);
    readHistory();
    announce();
}

/// Any answer will do, also one that refuses: somebody is there.
QCoro::Task<QString> HealthMonitor::faultOf(QUrl server)
{
    if (server.isEmpty())
        co_return QString();
    const std::unique_ptr<QNetworkReply, QScopedPointerDeleteLater> reply(
        m_network.get(QNetworkRequest(server)));
    co_await reply.get(); // the pointer: a reference would wait for bytes, which need not come
    if (reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid())
        co_return QString();
    co_return reply->errorString();
}

void HealthMonitor::readHistory()
{
    HistoryCounts counts;
    const auto since = m_parts.clock.nowUtc().addSecs(-3600);
    for (const auto &minute : m_parts.history.history().minutes()) {
        if (minute.start >= since)
            counts += minute.counts;
    }
    m_readings.downloads = counts.downloads;
    m_readings.failedDownloads = counts.failedDownloads;
}

/// An origin's word counts for more than what the clock has done: it may have been put right.
void HealthMonitor::readClock(const std::optional<ClockSkew> &ofOrigin)
{
    const auto wallTime = m_parts.clock.nowUtc();
    const auto elapsed = m_parts.clock.sinceBoot();
    const auto ahead
        = std::chrono::milliseconds{m_wallTime.msecsTo(wallTime)} - (elapsed - m_elapsed);
    if (std::chrono::abs(ahead) > clockNoise) {
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(ahead);
        qCWarning(lcHealth) << "The clock was set by" << seconds.count() << "s";
        // Set back, a jump is undone.
        m_jump = {(m_jump ? m_jump->ahead : 0s) + seconds, u"where it was before it was set"_s};
        m_jumpedAt = elapsed;
    }
    m_wallTime = wallTime;
    m_elapsed = elapsed;
    if (m_jump && elapsed - m_jumpedAt > jumpMatters)
        m_jump.reset();
    m_readings.clockSkew = ofOrigin ? ofOrigin : m_jump;
}

HealthVerdict HealthMonitor::verdict() const
{
    auto readings = m_readings;
    const auto &cache = m_parts.cache;
    const auto &directory = cache.store().directory();
    if (const auto disk = m_parts.diskSpace.usage(directory))
        readings.disk = *disk;
    if (const auto writable = m_parts.diskSpace.writable(directory); !writable)
        readings.directoryFault = writable.error().message;
    readings.limits = cache.options().limits;
    const auto &refusal = cache.lastRefusal();
    if (refusal && m_parts.clock.monotonic() - refusal->at < refusalMatters) {
        const auto &budget = cache.budget(); // there may be room by now
        using By = DiskCache::Refusal::By;
        readings.lackedEntries
            = refusal->by == By::Entries && budget.entries() >= readings.limits.maxEntries;
        readings.lackedBytes = refusal->by == By::Bytes
            && budget.storedBytes() + refusal->bytes > readings.limits.maxBytes;
        readings.lackedDisk = refusal->by == By::Disk && readings.disk
            && readings.disk->available - refusal->bytes < readings.limits.minFreeBytes;
    }
    readings.cacheDirectory = directory;
    readings.indexFault = cache.indexFault() ? cache.indexFault()->message : m_integrityFault;
    return judgeHealth(readings);
}

void HealthMonitor::announce()
{
    auto now = verdict();
    if (now.saysTheSameAs(m_told))
        return;
    const auto before = std::exchange(m_told, std::move(now));
    for (std::size_t i = 0; i < m_told.checks.size(); ++i) {
        const auto &check = m_told.checks[i];
        if (check.severity == before.checks[i].severity)
            continue;
        if (check.severity == HealthCheck::Severity::Ok)
            qCInfo(lcHealth).noquote() << "Health:" << check.name << "is well again";
        else
            qCWarning(lcHealth).noquote() << "Health:" << check.issue << check.recommendation;
    }
    Q_EMIT changed(m_told, before.status);
}

} // namespace r2cache
