// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/notifier.h"

#include "core/protocol/times.h"
#include "ui/format.h"

namespace r2cache {

using namespace Qt::StringLiterals;

Notifier::Notifier(
    ServiceState &state, WindowPreferences preferences, std::function<bool()> isLookedAt,
    Options options)
    : m_state(state)
    , m_preferences(preferences)
    , m_isLookedAt(std::move(isLookedAt))
    , m_options(options)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Notifier::tell);
    connect(&state, &ServiceState::downloadFailed, this, &Notifier::takeFailure);
    connect(&state, &ServiceState::healthChanged, this, &Notifier::takeHealth);
    connect(&state, &ServiceState::jobChanged, this, &Notifier::takeJob);
}

bool Notifier::isWanted() const
{
    return m_preferences.notifies() && !m_isLookedAt();
}

void Notifier::takeFailure(const DownloadInfo &download)
{
    if (!isWanted())
        return;
    m_failures.append(download);
    tellSoon();
}

void Notifier::takeHealth()
{
    const auto health = m_state.health();
    const bool isCritical = health.status == u"critical";
    if (std::exchange(m_wasCritical, isCritical) || !isCritical || !isWanted())
        return;
    m_critical = health.issues.isEmpty() ? tr("See the page Health.") : health.issues.constFirst();
    tellSoon();
}

void Notifier::takeJob(const QJsonObject &job)
{
    const auto began = timeFromJson(job.value(u"createdAt"));
    const auto ended = timeFromJson(job.value(u"finishedAt"));
    if (job.value(u"status").toString() != u"done" || !isWanted()
        || began.msecsTo(ended) < m_options.shortJob.count())
        return;
    const auto summary = job.value(u"summary").toObject();
    ++m_jobs;
    m_ready += summary.value(u"done").toInt();
    m_notReady += summary.value(u"failed").toInt();
    tellSoon();
}

void Notifier::tellSoon()
{
    if (!m_timer.isActive()) {
        m_timer.start(std::max(
            m_options.gathering,
            std::chrono::milliseconds(std::max<qint64>(m_quietUntil.remainingTime(), 0))));
    }
}

/// The gravest is the title; the rest is said below it.
void Notifier::tell()
{
    const auto failures = std::exchange(m_failures, {});
    const auto critical = std::exchange(m_critical, {});
    const int jobs = std::exchange(m_jobs, 0);
    const int ready = std::exchange(m_ready, 0);
    const int notReady = std::exchange(m_notReady, 0);
    if (!isWanted())
        return; // somebody has looked meanwhile
    Notice notice;
    QStringList lines;
    const auto add = [&](const QString &title, const QString &text, Page::Id page, bool isBad) {
        if (notice.title.isEmpty()) {
            notice = {title, {}, isBad, page};
            if (!text.isEmpty())
                lines.append(text);
        } else {
            lines.append(title);
        }
    };
    if (!critical.isEmpty())
        add(tr("The cache needs attention"), critical, Page::Id::Health, true);
    if (failures.size() == 1) {
        add(tr("%1 could not be downloaded").arg(nameOfUrl(failures.constFirst().url)),
            failures.constFirst().error, Page::Id::Downloads, true);
    } else if (failures.size() > 1) {
        QStringList names;
        for (const auto &failure : failures.first(std::min<qsizetype>(failures.size(), 3)))
            names.append(nameOfUrl(failure.url));
        if (failures.size() > 3)
            names.append(u"…"_s);
        add(tr("%Ln videos could not be downloaded", nullptr, static_cast<int>(failures.size())),
            names.join(u", "_s), Page::Id::Downloads, true);
    }
    if (jobs > 0) {
        add(tr("%Ln videos are ready", nullptr, ready),
            notReady > 0 ? tr("%Ln keep their original URL", nullptr, notReady) : QString(),
            Page::Id::Entries, false);
    }
    if (notice.title.isEmpty())
        return;
    notice.text = lines.join(u'\n');
    m_quietUntil.setRemainingTime(m_options.betweenNotices);
    Q_EMIT this->notice(notice);
}

} // namespace r2cache
