// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preparation.h"

#include "core/base/callon.h"

#include <QFileInfo>
#include <QHash>
#include <QJsonArray>

namespace r2cache {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Preparation::Preparation(ServiceState &state, QObject *parent)
    : QObject(parent)
    , m_state(state)
{
    m_disk.setMaxThreadCount(1);
    m_askJob.setSingleShot(true);
    connect(&m_askJob, &QTimer::timeout, this, &Preparation::fetchJob);
    connect(&state, &ServiceState::jobChanged, this, &Preparation::noteJob);
    connect(&state, &ServiceState::resynced, this, &Preparation::fetchJob);
    connect(&state, &ServiceState::downloadsChanged, this, &Preparation::noteDownloads);
    connect(&state, &ServiceState::leasesChanged, this, &Preparation::noteLeases);
}

Preparation::~Preparation()
{
    m_disk.waitForDone();
}

void Preparation::open(const QString &path)
{
    load({QFileInfo(path).fileName(), path, {}});
}

void Preparation::take(const QString &name, const QByteArray &text)
{
    load({name, {}, text});
}

void Preparation::load(const Waiting &what)
{
    if (m_phase == Phase::Starting || m_phase == Phase::Running || m_phase == Phase::Reading) {
        m_waiting.append(what);
        Q_EMIT said(tr("%1 waits until this one is finished.").arg(what.name));
        Q_EMIT changed();
        return;
    }
    const auto question = ++m_question;
    const auto before = std::exchange(m_phase, Phase::Reading);
    Q_EMIT changed();
    const auto reading = what.path.isEmpty()
        ? runOn(&m_disk, [what] { return configTextOf(what.name, what.text); })
        : readConfig(&m_disk, what.path);
    onAnswer(this, reading, [this, question, before](const Result<ConfigText> &config) {
        if (question != m_question)
            return;
        if (!config) { // the one before stays
            m_phase = before;
            if (before == Phase::Analysing || (before == Phase::Ready && m_isProbing))
                analyse(true); // its answer was dropped
        }
        takeConfig(config);
    });
}

void Preparation::next()
{
    if (!m_waiting.isEmpty())
        load(m_waiting.takeFirst());
}

void Preparation::takeConfig(const Result<ConfigText> &config)
{
    if (!config) {
        Q_EMIT failed(config.error());
        Q_EMIT changed();
        return;
    }
    m_config = *config;
    m_model.set({});
    m_unknownHosts.clear();
    m_rewritten.clear();
    m_jobId.clear();
    m_leaseId.clear();
    m_wasCancelled = false;
    setPhase(Phase::Analysing);
    analyse(false);
}

void Preparation::setOptions(const QJsonObject &options)
{
    if (m_options == options)
        return;
    m_options = options;
    if (m_phase == Phase::Finished) {
        m_rewritten.clear();
        m_phase = Phase::Ready;
    }
    if (m_phase == Phase::Analysing || m_phase == Phase::Ready) {
        analyse(true);
        Q_EMIT changed();
    }
}

/// @param probe  the origins' true sizes, too: that may take a while.
void Preparation::analyse(bool probe)
{
    const auto question = ++m_question;
    m_isProbing = probe;
    onAnswer(
        this, m_state.client().analyzeConfig(m_config.json, m_options, probe),
        [this, question, probe](const Result<QJsonObject> &answer) {
            if (question != m_question)
                return;
            m_isProbing = false;
            if (!answer) {
                setPhase(m_model.rowCount() > 0 ? Phase::Ready : Phase::Nothing);
                Q_EMIT failed(answer.error());
                return;
            }
            takeAnalysis(*answer);
            bool isSizeMissing = false;
            for (const auto &url : m_model.urls())
                isSizeMissing = isSizeMissing || url.sizeBytes < 0;
            if (!probe && isSizeMissing)
                analyse(true);
            setPhase(Phase::Ready);
        });
}

void Preparation::takeAnalysis(const QJsonObject &answer)
{
    QList<PreparedUrl> urls;
    for (const auto list = answer.value(u"urls").toArray(); const auto &one : list)
        urls.append(preparedUrlFromJson(one.toObject()));
    m_model.set(urls);
    m_unknownHosts.clear();
    const auto hosts
        = answer.value(u"analysis").toObject().value(u"unknownHosts").toObject().toVariantMap();
    for (const auto &[host, count] : hosts.asKeyValueRange())
        m_unknownHosts.insert(host, count.toInt());
}

/// The service's own options know only of sizes in its index: what the analysis, with the origins'
/// sizes, would leave out is named to it. A pattern with a star has to fit as a whole.
QJsonObject Preparation::optionsToStart() const
{
    auto options = m_options;
    auto patterns = options.value(u"excludePatterns").toArray();
    for (const auto &url : m_model.urls()) {
        if (!url.leftOut.isEmpty())
            patterns.append(QString(u'*' + url.url));
    }
    if (!patterns.isEmpty())
        options.insert(u"excludePatterns"_s, patterns);
    return options;
}

void Preparation::start()
{
    if (m_phase != Phase::Ready && m_phase != Phase::Finished)
        return;
    ++m_question;
    m_isProbing = false;
    m_wasCancelled = false;
    m_rewritten.clear();
    setPhase(Phase::Starting);
    onAnswer(
        this, m_state.client().processConfig(m_config.json, {{u"options"_s, optionsToStart()}}),
        [this](const Result<ConfigAnswer> &answer) { takeStart(answer); });
}

void Preparation::takeStart(const Result<ConfigAnswer> &answer)
{
    if (!answer) {
        setPhase(Phase::Ready);
        Q_EMIT failed(answer.error());
        return;
    }
    const auto before = std::exchange(m_leaseId, answer->data.value(u"leaseId").toString());
    if (!before.isEmpty())
        endLease(before); // of the attempt before: the new one holds the same
    m_jobId = answer->data.value(u"jobId").toString();
    m_model.set(begunOf(m_model.urls()));
    if (!m_leaseId.isEmpty())
        m_held.append({m_leaseId, m_config.name, 0, false, {}});
    setPhase(Phase::Running);
    noteLeases();
    fetchJob(); // it may be over already
}

void Preparation::cancel()
{
    if (m_phase != Phase::Running)
        return;
    onAnswer(this, m_state.client().cancelJob(m_jobId), [this](const Result<QJsonObject> &answer) {
        if (answer)
            fetchJob();
        else
            Q_EMIT failed(answer.error());
    });
}

void Preparation::endLease(const QString &id)
{
    onAnswer(this, m_state.client().endLease(id), [this, id](const Result<QJsonObject> &answer) {
        if (!answer && answer.error().code != ErrorCode::NotFound) {
            Q_EMIT said(answer.error().message);
            return;
        }
        m_held.removeIf([&id](const HeldConfig &held) { return held.leaseId == id; });
        Q_EMIT changed();
    });
}

void Preparation::save(const QString &path)
{
    onAnswer(this, writeConfig(&m_disk, path, m_rewritten), [this, path](const Result<> &written) {
        if (written)
            Q_EMIT said(tr("Saved %1.").arg(path));
        else
            Q_EMIT failed(written.error());
    });
}

QStringList Preparation::waiting() const
{
    QStringList names;
    for (const auto &one : m_waiting)
        names.append(one.name);
    return names;
}

void Preparation::noteJob(const QJsonObject &job)
{
    if (m_phase != Phase::Running || job.value(u"id").toString() != m_jobId)
        return;
    if (job.value(u"status") != QJsonValue(u"running"_s)) {
        fetchJob();
    } else if (!m_askJob.isActive()) {
        // Long lists take the service and us some time: less often.
        m_askJob.start(m_model.rowCount() > 500 ? 2'000ms : 250ms);
    }
}

void Preparation::fetchJob()
{
    if (m_phase != Phase::Running)
        return;
    if (m_isJobAsked) {
        m_askJob.start(100ms); // that answer may be older than what has happened
        return;
    }
    m_isJobAsked = true;
    m_askJob.stop();
    onAnswer(this, m_state.client().job(m_jobId), [this](const Result<JobAnswer> &answer) {
        m_isJobAsked = false;
        if (m_phase == Phase::Running)
            takeJob(answer);
    });
}

void Preparation::takeJob(const Result<JobAnswer> &answer)
{
    if (!answer) {
        if (answer.error().code != ErrorCode::NotFound)
            return; // asked again when the service is back
        m_model.set(plannedOf(m_model.urls()));
        setPhase(Phase::Ready);
        Q_EMIT failed(
            {ErrorCode::NotFound,
             tr("The service was restarted meanwhile: prepare again. What is here stays here."),
             {}});
        return;
    }
    const bool isOver = answer->job.value(u"status") != QJsonValue(u"running"_s);
    m_model.set(withJob(m_model.urls(), answer->job));
    if (isOver) {
        for (auto &held : m_held) {
            if (held.leaseId == m_leaseId) {
                held.videos = sums().here.videos;
                held.isCounted = true;
            }
        }
        m_wasCancelled = answer->job.value(u"status") == QJsonValue(u"cancelled"_s);
        if (answer->updatedConfig.isEmpty()) {
            setPhase(Phase::Ready);
            Q_EMIT failed(
                {ErrorCode::NotFound,
                 tr("The service has dropped the rewritten config, as other large ones came: "
                    "prepare again."),
                 {}});
            return;
        }
        m_rewritten = m_config.textWith(answer->updatedConfig);
        setPhase(Phase::Finished);
    } else {
        Q_EMIT changed();
    }
}

void Preparation::noteDownloads()
{
    if (m_phase != Phase::Running)
        return;
    m_model.set(withDownloads(m_model.urls(), m_state.downloads()));
    Q_EMIT changed();
}

/// How long what we hold is held; what has ended elsewhere is held no more.
void Preparation::noteLeases()
{
    const auto before = m_held;
    QHash<QString, LeaseInfo> byId;
    for (const auto &lease : m_state.leases())
        byId.insert(lease.id, lease);
    m_held.removeIf([&byId](const HeldConfig &held) {
        return held.expiresAt.isValid() && !byId.contains(held.leaseId);
    });
    for (auto &held : m_held) {
        const auto lease = byId.value(held.leaseId);
        if (lease.id.isEmpty())
            continue; // not told yet
        if (!held.isCounted)
            held.videos = static_cast<int>(lease.entries.size());
        held.expiresAt = lease.expiresAt;
    }
    if (m_held != before)
        Q_EMIT changed();
}

void Preparation::setPhase(Phase phase)
{
    m_phase = phase;
    Q_EMIT changed();
}

} // namespace r2cache
