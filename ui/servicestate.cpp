// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/servicestate.h"

#include <QJsonArray>
#include <QSet>

namespace r2cache {

using namespace Qt::StringLiterals;

ServiceState::ServiceState(FindService findService, Options options, QObject *parent)
    : QObject(parent)
    , m_findService(std::move(findService))
    , m_options(options)
    , m_events(options.events)
{
    m_poll.setInterval(options.betweenPolls);
    connect(&m_poll, &QTimer::timeout, this, &ServiceState::poll);
    m_tell.setSingleShot(true);
    m_tell.setInterval(options.betweenSignals);
    connect(&m_tell, &QTimer::timeout, this, &ServiceState::tell);
    connect(&m_events, &EventStreamClient::aboutToConnect, this, &ServiceState::lookUp);
    connect(&m_events, &EventStreamClient::connected, this, [this](bool resumed) {
        setConnection(Connection::Connected);
        m_poll.start();
        fetchAll();
        if (!resumed)
            Q_EMIT resynced();
    });
    connect(&m_events, &EventStreamClient::disconnected, this, [this](const Error &what) {
        m_poll.stop();
        const auto reason = m_lookUpProblem.value_or(what);
        // Before the first contact a service that starts in this process is simply not up yet.
        const bool waits = m_connection == Connection::Starting
            && (reason.code == ErrorCode::ServiceUnreachable || reason.code == ErrorCode::NotFound);
        if (reason.code == ErrorCode::Unauthorized)
            setConnection(Connection::Refused, reason);
        else if (!waits)
            setConnection(Connection::Gone, reason);
        else
            m_problem = reason;
    });
    connect(&m_events, &EventStreamClient::received, this, &ServiceState::takeEvent);
    connect(&m_events, &EventStreamClient::resync, this, [this] {
        fetchAll();
        Q_EMIT resynced();
    });
}

ServiceState::~ServiceState() = default;

void ServiceState::start()
{
    m_events.start();
}

void ServiceState::retryNow()
{
    if (m_connection != Connection::Failed && !m_events.isConnected())
        m_events.start();
}

void ServiceState::fail(const Error &why)
{
    stop();
    setConnection(Connection::Failed, why);
}

void ServiceState::stop()
{
    m_poll.stop();
    m_tell.stop();
    m_events.stop();
}

qint64 ServiceState::downloadSpeed() const
{
    qint64 speed = 0;
    for (const auto &download : m_downloads)
        speed += download.isRunning() ? download.bytesPerSecond : 0;
    return speed;
}

int ServiceState::runningDownloads() const
{
    return static_cast<int>(std::ranges::count_if(
        m_downloads, [](const DownloadInfo &download) { return download.isRunning(); }));
}

qsizetype ServiceState::heldEntries() const
{
    QSet<QString> held;
    for (const auto &lease : m_leases)
        held.unite(QSet<QString>(lease.entries.begin(), lease.entries.end()));
    return held.size();
}

/// The service may have come up, or come back elsewhere.
void ServiceState::lookUp()
{
    const auto found = m_findService();
    m_lookUpProblem = found ? std::nullopt : std::optional(found.error());
    if (!found)
        return; // the attempt at the old address fails, too
    m_client.setAddress(*found);
    m_events.setAddress(*found);
}

void ServiceState::setConnection(Connection connection, const Error &problem)
{
    const bool isNew = m_connection != connection || m_problem != problem;
    m_connection = connection;
    m_problem = problem;
    if (isNew)
        Q_EMIT connectionChanged();
}

void ServiceState::takeEvent(const QString &type, const QJsonObject &data)
{
    if (type == u"download") {
        takeDownload(data);
    } else if (type == u"job") {
        Q_EMIT jobChanged(data);
        fetchLeases(); // a job may have begun one
    } else if (type == u"entries") {
        QStringList ids;
        for (const auto array = data.value(u"ids").toArray(); const auto &id : array)
            ids.append(id.toString());
        Q_EMIT entriesChanged(ids);
        fetchStatus();
    } else if (type == u"health") {
        if (m_status) {
            m_status->health = healthFromJson(data);
            tellSoon(m_statusIsNew);
            Q_EMIT healthChanged();
        }
    } else if (type == u"settings") {
        Q_EMIT settingsChanged();
        fetchStatus();
    }
}

void ServiceState::takeDownload(const QJsonObject &data)
{
    auto download = downloadFromJson(data);
    const auto known = std::ranges::find(m_downloads, download.id, &DownloadInfo::id);
    if (m_areDownloadsAsked && (known == m_downloads.end() || known->status != download.status))
        m_askDownloadsAgain = true; // the answer may be from before this
    if (download.status == u"done" || download.isFailed()) {
        if (download.url.isEmpty() && known != m_downloads.end()) {
            download.url = known->url;
            download.totalBytes = known->totalBytes;
        }
        if (known != m_downloads.end())
            m_downloads.erase(known);
        m_justFailed.remove(download.id);
        m_failed.removeIf([&](const DownloadInfo &failed) { return failed.id == download.id; });
        if (download.isFailed() && !download.url.isEmpty()) {
            download.failedAt = QDateTime::currentDateTimeUtc();
            m_justFailed.insert(download.id, download);
            m_failed.prepend(download);
        }
        fetchDownloads(); // which others have failed, and how many wait
        if (download.isFailed())
            Q_EMIT downloadFailed(download);
        else
            Q_EMIT downloadFinished(download);
    } else if (known != m_downloads.end()) {
        *known = download;
    } else {
        m_downloads.append(download);
        m_justFailed.remove(download.id);
        m_failed.removeIf([&](const DownloadInfo &failed) { return failed.id == download.id; });
    }
    tellSoon(m_downloadsAreNew);
}

/// To a list that was just fetched: the service tells of a failure before its list has it.
void ServiceState::addJustFailed()
{
    for (const auto &listed : std::as_const(m_failed))
        m_justFailed.remove(listed.id);
    for (const auto &listed : std::as_const(m_downloads))
        m_justFailed.remove(listed.id);
    for (const auto &download : std::as_const(m_justFailed))
        m_failed.prepend(download);
}

void ServiceState::fetchAll()
{
    m_justFailed.clear();
    fetchStatus();
    fetchDownloads();
    fetchLeases();
}

void ServiceState::poll()
{
    fetchStatus();
    fetchLeases();
}

void ServiceState::fetchStatus()
{
    if (std::exchange(m_isStatusAsked, true))
        return;
    onAnswer(this, m_client.status(), [this](const Result<ServiceStatus> &status) {
        m_isStatusAsked = false;
        if (!status)
            return; // that it is gone, the event stream notices
        const bool isOther = health() != status->health;
        m_status = *status;
        tellSoon(m_statusIsNew);
        if (isOther)
            Q_EMIT healthChanged();
    });
}

void ServiceState::fetchDownloads()
{
    if (std::exchange(m_areDownloadsAsked, true)) {
        m_askDownloadsAgain = true; // the answer under way may be older than what has happened
        return;
    }
    onAnswer(this, m_client.downloads(), [this](const Result<DownloadsList> &list) {
        m_areDownloadsAsked = false;
        if (std::exchange(m_askDownloadsAgain, false))
            fetchDownloads();
        if (!list)
            return;
        m_downloads = list->downloads;
        m_failed = list->failed;
        addJustFailed();
        tellSoon(m_downloadsAreNew);
    });
}

void ServiceState::fetchLeases()
{
    if (std::exchange(m_areLeasesAsked, true))
        return;
    onAnswer(this, m_client.leases(), [this](const Result<QList<LeaseInfo>> &leases) {
        m_areLeasesAsked = false;
        if (!leases || *leases == m_leases)
            return;
        m_leases = *leases;
        tellSoon(m_leasesAreNew);
    });
}

void ServiceState::tellSoon(bool &what)
{
    what = true;
    if (!m_tell.isActive())
        m_tell.start();
}

void ServiceState::tell()
{
    if (std::exchange(m_statusIsNew, false))
        Q_EMIT statusChanged();
    if (std::exchange(m_downloadsAreNew, false))
        Q_EMIT downloadsChanged();
    if (std::exchange(m_leasesAreNew, false))
        Q_EMIT leasesChanged();
}

} // namespace r2cache
