// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/render/leasekeeper.h"
#include "core/render/renderprogress.h"

#include <QCoroTask>
#include <QHash>

#include <chrono>
#include <functional>
#include <memory>

namespace r2cache {

/// A URL that stays as it is, and why.
struct UncachedUrl
{
    QString url; ///< As the config has it: may hold a signature.
    Error error;
};

/// What became of a config's URLs.
struct CachedUrls
{
    QHash<QString, QString> localUrls; ///< URL as the config has it → URL of the local proxy.
    QList<UncachedUrl> failed;
    std::shared_ptr<LeaseKeeper> lease; ///< Holds the videos; null: there were none to hold.
    QString slowestUrl; ///< Which took longest to come; empty: none had to.
    std::chrono::milliseconds slowestTime{0};
};

/// Has a service bring URLs into its cache and hold them, asking again and again how far it is: the
/// URLs alone go to it, whatever the size of the config that they are in.
///
/// The client's thread; outlives the tasks it returned.
class UrlCaching
{
public:
    struct Options
    {
        std::chrono::milliseconds renewal = std::chrono::seconds{30}; ///< Of the lease.
        QStringList tags; ///< Of the entries.
    };
    using OnProgress = std::function<void(const RenderProgress &)>;

    explicit UrlCaching(ServiceClient &client)
        : m_client(client)
    { }

    /// @return what became of them, some of them or all may have failed; Cancelled after cancel(),
    /// with job and lease ended; Conflict when somebody else has cancelled the job; or why the
    /// service could not be asked.
    [[nodiscard]] QCoro::Task<Result<CachedUrls>>
    run(QStringList urls, Options options, OnProgress onProgress);

    void cancel() { m_isCancelled = true; }

private:
    [[nodiscard]] QCoro::Task<Result<QJsonObject>>
    follow(QString jobId, OnProgress onProgress, CachedUrls *cached);
    [[nodiscard]] QCoro::Task<> giveUp(QString jobId, std::shared_ptr<LeaseKeeper> lease);

    ServiceClient &m_client;
    bool m_isCancelled = false;
};

} // namespace r2cache
