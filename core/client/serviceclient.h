// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/apitransport.h"
#include "core/client/onanswer.h"
#include "core/protocol/downloadinfo.h"
#include "core/protocol/entryinfo.h"
#include "core/protocol/leaseinfo.h"
#include "core/protocol/servicestatus.h"

#include <QFuture>
#include <QObject>

namespace r2cache {

/// Which entries, and in which order (GET /api/cache/entries).
struct EntriesQuery
{
    int limit = 100; ///< 1 to 1000.
    qint64 skip = 0; ///< Slow beyond 10,000: go on by after.
    QString after; ///< EntryList::next of the page before; skip counts from there.
    QString status; ///< ready, expired, downloading, error; empty: ready and expired ones.
    QString sortBy = QStringLiteral("lastAccessedAt"); ///< or createdAt, fileSizeBytes, accessCount
    bool descending = true;
    QString text; ///< Part of the URL or the id.
    QStringList tags; ///< All of them.
};

struct EntryList
{
    QList<EntryInfo> entries;
    qint64 total = 0;
    bool totalIsExact = true; ///< false: "more than that".
    QString next; ///< Empty: this was the last page.
};

struct DownloadsList
{
    QList<DownloadInfo> downloads; ///< Under way, queued or paused.
    QList<DownloadInfo> failed; ///< Newest first, at most 200.
};

/// What clear and optimize did.
struct RemovalResult
{
    qint64 removedEntries = 0;
    qint64 bytesFreed = 0;
    QStringList errors;
    QString message; ///< The service's sentence.
    // Of clear: how many stayed that were to go.
    qint64 pinned = 0;
    qint64 leased = 0; ///< Held by renders.
    qint64 inUse = 0; ///< Being read or written.
};

struct BatchFailure
{
    QString id;
    QString error;
    QString code;
};

struct BatchResult
{
    qint64 matched = 0;
    qint64 done = 0;
    QList<BatchFailure> failed;
};

/// A config's answer. The config is text, byte for byte as it came but for its URLs: never parse it
/// and write it again.
struct ConfigAnswer
{
    QJsonObject data; ///< The rest: urlMappings, failed, leaseId, jobId, … (updatedConfig is null).
    QByteArray updatedConfig; ///< Empty: none, or not yet.
};

/// A job as it stands (GET /api/cache/jobs/:id).
struct JobAnswer
{
    QJsonObject job; ///< id, kind, status, summary, urls; `result` without its config.
    QByteArray updatedConfig; ///< Of a finished process-config job.
};

/// Asks a service over its REST API: a method a route, none of them blocks.
///
/// An answer is a future: `onAnswer(context, client.entries(query), handler)` in widgets,
/// `co_await client.entries(query)` in coroutines. Its error has the API's word and sentence, or is
/// ServiceUnreachable (nobody there), Timeout or Cancelled (this object was destroyed first).
/// Waiting calls are never made: configs and pre-cache answer at once and go on as jobs.
///
/// Lives on one thread, on which its answers arrive.
class ServiceClient : public QObject
{
    Q_OBJECT

public:
    template<typename T>
    using Answer = QFuture<Result<T>>;

    explicit ServiceClient(QObject *parent = nullptr);
    ~ServiceClient() override;

    void setAddress(const ServiceAddress &address) { m_transport.setAddress(address); }
    [[nodiscard]] const ServiceAddress &address() const { return m_transport.address(); }

    // How it stands
    /// The data of GET /api/cache/@p what as it is, for those who hand all of it on: "status".
    [[nodiscard]] Answer<QJsonObject> dataOf(const QString &what);
    [[nodiscard]] Answer<ServiceStatus> status();
    [[nodiscard]] Answer<QJsonObject> stats();
    [[nodiscard]] Answer<HealthInfo> health();
    /// @param resolution  "minute" (a day) or "hour" (30 days). @return {resolution, points}
    [[nodiscard]] Answer<QJsonObject> history(const QString &resolution);
    /// @param level  debug, info, warning or error: at least. @param after  line number, or -1 for
    /// the newest. @return {lines, next}
    [[nodiscard]] Answer<QJsonObject> logs(const QString &level, qint64 after, int limit);

    // Entries
    [[nodiscard]] Answer<EntryList> entries(const EntriesQuery &query);
    [[nodiscard]] Answer<EntryInfo> entry(const QString &id);
    /// Leased when a render holds it and not @p force. @return {message, bytesFreed}
    [[nodiscard]] Answer<QJsonObject> removeEntry(const QString &id, bool force = false);
    [[nodiscard]] Answer<EntryInfo> setPinned(const QString &id, bool pinned);
    /// JPEG. Unavailable without ffmpeg.
    [[nodiscard]] Answer<QByteArray> thumbnail(const QString &id);
    /// @param action  delete, pin, unpin, verify, tag or untag.
    /// @param options  force, tags.
    [[nodiscard]] Answer<BatchResult>
    batch(const QString &action, const QStringList &ids, const QJsonObject &options = {});
    /// The same for all that a list shows: text, tags and status (ready, expired) of @p filter.
    [[nodiscard]] Answer<BatchResult>
    batchOfAll(const QString &action, const EntriesQuery &filter, const QJsonObject &options = {});
    /// Hashes entries again in the background; none named: all. @return {verify: progress}
    [[nodiscard]] Answer<QJsonObject> verify(const QStringList &ids);
    [[nodiscard]] Answer<QJsonObject> verifyProgress();
    /// @param options  strategy (lru, size_limit, ttl_expired, manual, all), pattern, tags,
    /// targetBytes.
    [[nodiscard]] Answer<RemovalResult> clear(const QJsonObject &options);
    [[nodiscard]] Answer<RemovalResult> optimize();

    // Configs and URLs
    /// @param config  JSON text, at most 16 MiB. @return {analysis, urls}
    [[nodiscard]] Answer<QJsonObject>
    analyzeConfig(const QByteArray &config, const QJsonObject &options, bool probe);
    /// @return {isValid, issues, suggestions[, reachable, sizeBytes, contentType]}
    [[nodiscard]] Answer<QJsonObject> validateUrl(const QString &url, bool probe);
    /// @param options  priority, tags, customTtlMs. @return {results, summary, jobId}
    [[nodiscard]] Answer<QJsonObject>
    preCache(const QStringList &urls, const QJsonObject &options = {});
    /// @param fields  options, leaseMs, tags. The answer has every URL rewritten; its job goes on.
    [[nodiscard]] Answer<ConfigAnswer>
    processConfig(const QByteArray &config, const QJsonObject &fields = {});

    // Jobs, leases, downloads
    [[nodiscard]] Answer<QList<QJsonObject>> jobs();
    [[nodiscard]] Answer<JobAnswer> job(const QString &id);
    [[nodiscard]] Answer<QJsonObject> cancelJob(const QString &id);
    [[nodiscard]] Answer<QList<LeaseInfo>> leases();
    [[nodiscard]] Answer<QJsonObject> endLease(const QString &id);
    /// @param leaseMs  how long it holds from now on; 0: as long as before.
    [[nodiscard]] Answer<LeaseInfo> renewLease(const QString &id, qint64 leaseMs = 0);
    [[nodiscard]] Answer<DownloadsList> downloads();
    /// @param action  pause, resume, retry or cancel. @return {message}
    [[nodiscard]] Answer<QJsonObject> actOnDownload(const QString &id, const QString &action);

    // Renders
    /// @return {renders, pagination}
    [[nodiscard]] Answer<QJsonObject> renders(int limit, qint64 skip);
    [[nodiscard]] Answer<QJsonObject> render(const QString &id);
    [[nodiscard]] Answer<QJsonObject> addRender(const QJsonObject &report);

    // The service itself
    /// @return each setting by its name
    [[nodiscard]] Answer<QJsonObject> settings();
    /// @param changes  values by name, null to forget a saved one.
    /// @return {settings, overridden, restartNeeded}
    [[nodiscard]] Answer<QJsonObject> changeSettings(const QJsonObject &changes);
    /// A real read through the proxy. @return {success, responseTimeMs, fileSizeBytes, error?}
    [[nodiscard]] Answer<QJsonObject> testProxy(const QString &fileName);
    /// @return the new token, which this client uses from then on.
    [[nodiscard]] Answer<QByteArray> rotateToken();

private:
    template<typename T, typename Read>
    Answer<T> ask(const ApiRequest &request, Read read);
    Answer<QJsonObject> askObject(const ApiRequest &request);

    ApiTransport m_transport;
};

} // namespace r2cache
