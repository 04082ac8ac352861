// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/verbs/configurls.h"

#include <QElapsedTimer>

namespace r2cache {

/// What came of one URL of a config.
struct PreparedUrl
{
    QString url; ///< Without signature.
    QString configPath; ///< Where it is first.
    QString localUrl; ///< Empty: it keeps its URL.
    QString error; ///< Why it could not be cached.
    QString errorCode;
    QString reason; ///< Why it was not even tried: options leave it out, caching is off.
};

/// A config on its way through the service, of which the service sees the URLs alone:
///
///     start(): jobs and leases ──→ follow(): until each video is here or has failed ──→
///     rewritten()
///         └──────────── any error or signal ───────────┴──→ abandon(): nothing of it is left
class ConfigPreparation
{
public:
    struct Wishes
    {
        QJsonObject options; ///< Of process-config.
        QStringList tags;
        qint64 leaseMs = 0; ///< 0: as long as usual.
        bool waits = true; ///< For follow(); until that is through leases are short.
    };

    ConfigPreparation(VerbContext &context, ConfigScan scan)
        : m_context(context)
        , m_scan(std::move(scan))
    { }

    /// Has all URLs rewritten at once; downloads begin. @return Cancelled after a signal, the
    /// errors of ServiceClient.
    [[nodiscard]] Result<> start(const Wishes &wishes);
    /// Waits, and keeps the leases alive meanwhile; from then on only what is here counts as
    /// rewritten. The same errors, and NotFound when somebody has ended a lease.
    [[nodiscard]] Result<> follow();
    /// Cancels what goes on and ends the leases. @return what could not be ended.
    QStringList abandon();

    [[nodiscard]] QByteArray rewritten() const;
    [[nodiscard]] qint64 replacements() const; ///< How many strings rewritten() replaces.
    /// One for each URL, in the order of the config.
    [[nodiscard]] QList<PreparedUrl> urls() const;
    /// As ConfigScan::strangers().
    [[nodiscard]] const QMap<QString, int> &strangers() const { return m_scan.strangers(); }
    [[nodiscard]] qint64 bytes() const { return m_bytes; } ///< Of the videos that are here.
    [[nodiscard]] const QStringList &leases() const { return m_leases; }
    [[nodiscard]] const QStringList &jobs() const { return m_jobs; }

private:
    void take(const QJsonObject &result);
    [[nodiscard]] Result<> renewLeases(qint64 leaseMs);

    VerbContext &m_context;
    ConfigScan m_scan;
    QStringList m_jobs;
    QStringList m_leases;
    QHash<QString, QString> m_localUrls; ///< By the text of a URL.
    QHash<QString, QJsonObject> m_failed; ///< The same.
    QHash<QString, QString> m_skipped; ///< The same.
    qint64 m_bytes = 0;
    qint64 m_leaseMs = 0;
    qint64 m_waitingLeaseMs = 0;
    QElapsedTimer m_sinceRenewal;
};

} // namespace r2cache
