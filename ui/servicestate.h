// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/eventstreamclient.h"
#include "core/client/serviceclient.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <functional>
#include <optional>

namespace r2cache {

/// The service as the window knows it: one per window, given to every page. Keeps the newest
/// status, downloads and leases, tells of changes at most 4 times a second, notices when the
/// service goes and when it is back.
///
/// Pages ask for the rest themselves: `onAnswer(this, state.client().entries(…), …)`.
/// Lives on the window's thread.
class ServiceState : public QObject
{
    Q_OBJECT

public:
    enum class Connection
    {
        Starting, ///< Never reached yet; nothing is wrong so far.
        Connected,
        Gone, ///< Nobody answers: problem() says why; another attempt follows by itself.
        Refused, ///< It answers, but not to us: the token is wrong.
        Failed, ///< It could not start, and nothing will change that by itself.
    };
    Q_ENUM(Connection)

    using FindService = std::function<Result<ServiceAddress>()>;

    struct Options
    {
        std::chrono::milliseconds betweenSignals{250};
        std::chrono::milliseconds betweenPolls{2'000}; ///< Of what no event tells: numbers, leases.
        EventStreamClient::Options events{};
    };

    ServiceState(FindService findService, Options options, QObject *parent = nullptr);
    ~ServiceState() override;

    /// Looks for the service and connects; goes on for ever.
    void start();
    /// Tries again at once, e.g. at the push of a button.
    void retryNow();
    /// The service in this process did not start: nothing more is tried.
    void fail(const Error &why);
    /// The program ends: no more is asked or told.
    void stop();
    /// Asks for the downloads anew, e.g. after something was done to them.
    void refreshDownloads() { fetchDownloads(); }

    [[nodiscard]] ServiceClient &client() { return m_client; }
    [[nodiscard]] const ServiceAddress &address() const { return m_client.address(); }

    [[nodiscard]] Connection connection() const { return m_connection; }
    [[nodiscard]] bool isConnected() const { return m_connection == Connection::Connected; }
    /// Why connection() is Gone, Refused or Failed.
    [[nodiscard]] const Error &problem() const { return m_problem; }

    /// Nothing before the first answer. Stays as it was while the service is gone.
    [[nodiscard]] const std::optional<ServiceStatus> &status() const { return m_status; }
    /// Health alone; empty status: not known.
    [[nodiscard]] HealthInfo health() const { return m_status ? m_status->health : HealthInfo(); }
    [[nodiscard]] const QList<DownloadInfo> &downloads() const { return m_downloads; }
    [[nodiscard]] const QList<DownloadInfo> &failedDownloads() const { return m_failed; }
    [[nodiscard]] const QList<LeaseInfo> &leases() const { return m_leases; }
    /// Of all downloads together, in bytes.
    [[nodiscard]] qint64 downloadSpeed() const;
    [[nodiscard]] int runningDownloads() const;
    /// Different videos that leases hold.
    [[nodiscard]] qsizetype heldEntries() const;

Q_SIGNALS:
    void connectionChanged();
    /// What a page has fetched may be wrong by now: fetch it anew. Also after each connecting.
    void resynced();
    void statusChanged();
    void healthChanged(); ///< Status or an issue; statusChanged() follows or went before.
    void downloadsChanged();
    void downloadFailed(const r2cache::DownloadInfo &download);
    /// As far as it was known: a small one may be over before its size was told.
    void downloadFinished(const r2cache::DownloadInfo &download);
    void leasesChanged();
    /// @param ids  whose; empty: too many to name, any may have changed.
    void entriesChanged(const QStringList &ids);
    /// @param job  id, kind, status, summary, leaseId.
    void jobChanged(const QJsonObject &job);
    void settingsChanged();

private:
    void lookUp();
    void setConnection(Connection connection, const Error &problem = {});
    void takeEvent(const QString &type, const QJsonObject &data);
    void takeDownload(const QJsonObject &data);
    void addJustFailed();
    void fetchAll();
    void poll();
    void fetchStatus();
    void fetchDownloads();
    void fetchLeases();
    void tellSoon(bool &what);
    void tell();

    FindService m_findService;
    Options m_options;
    ServiceClient m_client;
    EventStreamClient m_events;
    QTimer m_poll;
    QTimer m_tell;
    Connection m_connection = Connection::Starting;
    Error m_problem;
    std::optional<Error> m_lookUpProblem; ///< Nothing: the last attempt had an address.
    std::optional<ServiceStatus> m_status;
    QList<DownloadInfo> m_downloads;
    QList<DownloadInfo> m_failed;
    QHash<QString, DownloadInfo> m_justFailed; ///< By id: told, but not listed yet.
    QList<LeaseInfo> m_leases;
    bool m_statusIsNew = false;
    bool m_downloadsAreNew = false;
    bool m_leasesAreNew = false;
    bool m_isStatusAsked = false;
    bool m_areDownloadsAsked = false;
    bool m_areLeasesAsked = false;
    bool m_askDownloadsAgain = false;
};

} // namespace r2cache
