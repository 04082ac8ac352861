// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"
#include "ui/windowpreferences.h"

#include <QTimer>

#include <functional>

namespace r2cache {

/// What is told to somebody who looks at something else.
struct Notice
{
    QString title;
    QString text;
    bool isBad = false;
    Page::Id page = Page::Id::Overview; ///< Where to see more.
};

/// Tells of failed downloads, health that turns critical and jobs that are done while nobody looks
/// at the window: one notice at a time, what comes close together as one.
class Notifier : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        std::chrono::milliseconds gathering{500}; ///< From the first event to its notice.
        std::chrono::milliseconds betweenNotices{5'000};
        std::chrono::milliseconds shortJob{5'000}; ///< Nobody turned away from a shorter one.
    };

    /// @param isLookedAt  whether the window is in front.
    Notifier(
        ServiceState &state, WindowPreferences preferences, std::function<bool()> isLookedAt,
        Options options);

Q_SIGNALS:
    void notice(const r2cache::Notice &notice);

private:
    void takeFailure(const DownloadInfo &download);
    void takeHealth();
    void takeJob(const QJsonObject &job);
    [[nodiscard]] bool isWanted() const;
    void tellSoon();
    void tell();

    ServiceState &m_state;
    WindowPreferences m_preferences;
    std::function<bool()> m_isLookedAt;
    Options m_options;
    QTimer m_timer;
    QDeadlineTimer m_quietUntil{0};
    bool m_wasCritical = false;

    // What has not been told yet.
    QList<DownloadInfo> m_failures;
    QString m_critical;
    int m_jobs = 0;
    int m_ready = 0;
    int m_notReady = 0;
};

} // namespace r2cache
