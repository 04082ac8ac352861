// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/eventsource.h"

#include "core/api/downloadjson.h"
#include "core/api/jobjson.h"
#include "core/protocol/times.h"

#include <QJsonArray>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds betweenTicks{250};
constexpr std::chrono::milliseconds betweenEntries{1000};
constexpr qsizetype maxIds = 100;

} // namespace

EventSource::EventSource(Parts parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_entriesToldAt(-betweenEntries)
{
    m_timer.setInterval(betweenTicks);
    connect(&m_timer, &QTimer::timeout, this, &EventSource::tick);
    auto *queue = &parts.videos.queue();
    connect(queue, &FillQueue::stateChanged, this, &EventSource::noteDownload);
    connect(queue, &FillQueue::succeeded, this, [this](const QString &id) {
        m_told.remove(id);
        m_parts.log.publish("download", {{u"id"_s, id}, {u"status"_s, u"done"_s}});
    });
    connect(queue, &FillQueue::failed, this, [this](const QString &id, const Error &error) {
        m_told.remove(id);
        m_parts.log.publish(
            "download",
            {{u"id"_s, id},
             {u"status"_s, u"failed"_s},
             {u"error"_s, error.message},
             {u"code"_s, QString(errorWord(error.code))}});
        noteEntry(id); // it is listed with its error
    });
    connect(&parts.videos.cache(), &DiskCache::entryChanged, this, &EventSource::noteEntry);
    connect(&parts.jobs, &Jobs::changed, this, &EventSource::noteJob);
    auto *leases = &parts.videos.cache().leases();
    connect(leases, &Leases::opened, this, [this](const Lease &lease) {
        publishLease(lease.id, u"opened"_s, lease.expiresAt(m_parts.clock));
    });
    connect(leases, &Leases::renewed, this, [this](const Lease &lease) {
        publishLease(lease.id, u"renewed"_s, lease.expiresAt(m_parts.clock));
    });
    connect(leases, &Leases::ended, this, [this](const QString &id) {
        publishLease(id, u"ended"_s, {});
    });
}

void EventSource::noteDownload(const QString &id, FillProgress::State state)
{
    using State = FillProgress::State;
    if (state == State::Done || state == State::Failed)
        return; // succeeded() and failed() know more
    const auto fills = m_parts.videos.queue().snapshots();
    const auto fill = std::ranges::find(fills, id, &FillSnapshot::id);
    if (fill != fills.end())
        m_parts.log.publish("download", toJson(*fill));
    m_timer.start();
}

void EventSource::noteEntry(const QString &id)
{
    if (m_entries.size() <= maxIds)
        m_entries.insert(id);
    if (!m_timer.isActive())
        m_timer.start();
}

void EventSource::noteJob(const QString &id)
{
    m_jobs.insert(id);
    if (!m_timer.isActive())
        m_timer.start();
}

void EventSource::publishLease(const QString &id, const QString &status, const QDateTime &expires)
{
    const auto open = static_cast<qint64>(m_parts.videos.cache().leases().count());
    m_parts.log.publish(
        "lease",
        {{u"id"_s, id},
         {u"status"_s, status},
         {u"expiresAt"_s, timeToJson(expires)},
         {u"count"_s, open}});
}

void EventSource::tick()
{
    const bool hasFills = publishProgress();
    publishJobs();
    publishEntries();
    if (!hasFills && m_entries.isEmpty())
        m_timer.stop();
}

/// @return whether bytes may come.
bool EventSource::publishProgress()
{
    bool isRunning = false;
    for (const auto fills = m_parts.videos.queue().snapshots(); const auto &fill : fills) {
        if (!fill.startedAt.isValid())
            continue; // queued or paused
        isRunning = true;
        auto &told = m_told[fill.id];
        const bool isOtherState = std::exchange(told.state, fill.state) != fill.state;
        const bool hasMore = std::exchange(told.received, fill.received) != fill.received;
        if (isOtherState) // between attempts, and no byte tells it
            m_parts.log.publish("download", toJson(fill));
        else if (hasMore)
            m_parts.log.publish("download", toJson(fill), EventLog::Kind::Passing);
    }
    return isRunning;
}

void EventSource::publishJobs()
{
    for (const auto ids = std::exchange(m_jobs, {}); const auto &id : ids) {
        if (const auto job = m_parts.jobs.find(id))
            m_parts.log.publish("job", summaryJson(*job));
    }
}

void EventSource::publishEntries()
{
    const auto now = m_parts.videos.clock().monotonic();
    if (m_entries.isEmpty() || now - m_entriesToldAt < betweenEntries)
        return;
    m_entriesToldAt = now;
    const auto changed = std::exchange(m_entries, {});
    QJsonObject data{{u"many"_s, changed.size() > maxIds}};
    if (changed.size() <= maxIds) {
        QStringList ids(changed.begin(), changed.end());
        ids.sort();
        data.insert(u"ids"_s, QJsonArray::fromStringList(ids));
    }
    m_parts.log.publish("entries", data);
}

} // namespace r2cache
