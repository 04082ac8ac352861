// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/networkpool.h"

namespace r2cache {

std::shared_ptr<QNetworkAccessManager> NetworkPool::lease(const QNetworkProxy &proxy)
{
    constexpr long connectionsPerHost = 6; // QHttpNetworkConnection's channel count
    for (const auto &manager : m_managers) {
        const auto leases = manager.use_count() - 1;
        if (manager->proxy() == proxy && leases < connectionsPerHost)
            return manager;
    }
    return add(proxy);
}

std::shared_ptr<QNetworkAccessManager> NetworkPool::add(const QNetworkProxy &proxy)
{
    auto manager = std::make_shared<QNetworkAccessManager>();
    manager->setProxy(proxy); // also keeps Qt from asking for the system's proxies
    manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    manager->setAutoDeleteReplies(false);
    m_managers.push_back(manager);
    return manager;
}

} // namespace r2cache
