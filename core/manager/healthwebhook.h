// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/manager/health.h"

#include <QCoroTask>
#include <QDateTime>
#include <QNetworkAccessManager>
#include <QUrl>

namespace r2cache {

/// POSTs to CACHE_ALERT_WEBHOOK when health changes: {event: "health", status, previousStatus,
/// timestamp, cacheDirectory, issues, recommendations}, and `text`, a sentence, for chat services.
/// One at a time: of what changes meanwhile the newest goes out next. Tried three times; then the
/// log says so, without the URL, which is a secret. Lives on the service thread.
class HealthWebhook : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        QUrl url; ///< Empty: nothing is sent.
        QString cacheDirectory;
        std::chrono::milliseconds timeout{10'000}; ///< Of one attempt.
        std::chrono::milliseconds firstPause{2'000}; ///< Between attempts; then twice that.
    };

    explicit HealthWebhook(Options options, QObject *parent = nullptr);

    void setUrl(const QUrl &url) { m_options.url = url; }
    void post(const HealthVerdict &verdict, const QString &statusBefore, const QDateTime &at);
    /// Gives up what is under way.
    void stop();
    /// To be none before it goes.
    [[nodiscard]] int running() const { return m_running; }

private:
    [[nodiscard]] QCoro::Task<> sendAll();
    [[nodiscard]] QCoro::Task<QString> send(QByteArray body);

    Options m_options;
    QNetworkAccessManager m_network;
    QByteArray m_next; ///< Not sent yet; the newest.
    bool m_stopped = false;
    int m_running = 0;
};

} // namespace r2cache
