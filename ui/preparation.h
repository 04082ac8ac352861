// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/configfile.h"
#include "ui/preparemodel.h"
#include "ui/servicestate.h"

#include <QJsonObject>
#include <QMap>
#include <QThreadPool>
#include <QTimer>

namespace r2cache {

/// What is held for a config that this window has prepared.
struct HeldConfig
{
    QString leaseId;
    QString name; ///< Of the config.
    int videos = 0; ///< Held: what is still to come counts until the job is over.
    bool isCounted = false; ///< The job is over: what has failed is not among them.
    QDateTime expiresAt; ///< UTC; invalid until the service has told.

    friend bool operator==(const HeldConfig &, const HeldConfig &) = default;
};

/// One config on its way through the service, without any widget:
///
///     open() → Reading → Analysing → Ready ⇄ (options) → start() → Running → Finished
///                  └→ back, said by failed()                          └ cancel() ┘
///
/// The rewritten config is the job's, byte for byte, within what stood around the JSON.
/// Configs opened while one is Running wait for next(). Lives on the window's thread.
class Preparation : public QObject
{
    Q_OBJECT

public:
    enum class Phase
    {
        Nothing,
        Reading,
        Analysing,
        Ready,
        Starting,
        Running,
        Finished,
    };
    Q_ENUM(Phase)

    explicit Preparation(ServiceState &state, QObject *parent = nullptr);
    ~Preparation() override; ///< Waits for the file that is being read or written.

    void open(const QString &path);
    void take(const QString &name, const QByteArray &text);
    /// The next one that waits.
    void next();
    /// Of process-config; analyses again unless a job runs. What is Finished is Ready again.
    void setOptions(const QJsonObject &options);
    void start();
    void cancel();
    void endLease(const QString &id);
    /// Writes rewritten() to @p path.
    void save(const QString &path);

    [[nodiscard]] Phase phase() const { return m_phase; }
    [[nodiscard]] const ConfigText &config() const { return m_config; }
    [[nodiscard]] PrepareModel *model() { return &m_model; }
    [[nodiscard]] PreparedSums sums() const { return sumsOf(m_model.urls()); }
    /// Hosts that are not ours, of URLs that look like videos, as Custom domains takes them → how
    /// many.
    [[nodiscard]] const QMap<QString, int> &unknownHosts() const { return m_unknownHosts; }
    /// True sizes are being asked for.
    [[nodiscard]] bool isProbing() const { return m_isProbing; }
    [[nodiscard]] bool wasCancelled() const { return m_wasCancelled; }
    /// What to save; empty until Finished.
    [[nodiscard]] const QByteArray &rewritten() const { return m_rewritten; }
    /// Names of what waits.
    [[nodiscard]] QStringList waiting() const;
    [[nodiscard]] const QList<HeldConfig> &held() const { return m_held; }

Q_SIGNALS:
    /// Anything of the above.
    void changed();
    /// A config could not be opened or prepared.
    void failed(const r2cache::Error &error);
    void said(const QString &sentence);

private:
    struct Waiting
    {
        QString name;
        QString path; ///< Or:
        QByteArray text;
    };

    void load(const Waiting &what);
    void takeConfig(const Result<ConfigText> &config);
    void analyse(bool probe);
    void takeAnalysis(const QJsonObject &answer);
    void takeStart(const Result<ConfigAnswer> &answer);
    void noteJob(const QJsonObject &job);
    void fetchJob();
    void takeJob(const Result<JobAnswer> &answer);
    void noteDownloads();
    void noteLeases();
    void setPhase(Phase phase);
    [[nodiscard]] QJsonObject optionsToStart() const;

    ServiceState &m_state;
    QThreadPool m_disk;
    PrepareModel m_model;
    Phase m_phase = Phase::Nothing;
    ConfigText m_config;
    QMap<QString, int> m_unknownHosts;
    QList<Waiting> m_waiting;
    QJsonObject m_options;
    int m_question = 0; ///< Number of the newest analysis or opening: older answers are dropped.
    bool m_isProbing = false;
    bool m_wasCancelled = false;
    bool m_isJobAsked = false;
    QString m_jobId;
    QString m_leaseId; ///< Of the newest job.
    QByteArray m_rewritten;
    QList<HeldConfig> m_held;
    QTimer m_askJob;
};

} // namespace r2cache
