// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QNetworkAccessManager>
#include <QNetworkProxy>

#include <memory>
#include <vector>

namespace r2cache {

/// As many network managers as the running requests need.
///
/// One manager opens at most six connections to a host and queues further requests silently,
/// while their timeouts run: so none is given more requests than that at once. Kept managers keep
/// their idle connections. Lives on one thread.
class NetworkPool
{
public:
    /// A manager that uses @p proxy and has a connection to spare. Hold it while the request runs.
    [[nodiscard]] std::shared_ptr<QNetworkAccessManager> lease(const QNetworkProxy &proxy);

    /// A manager that uses @p proxy and has no connection yet; kept like any other.
    [[nodiscard]] std::shared_ptr<QNetworkAccessManager> add(const QNetworkProxy &proxy);

    /// Drops every manager; those on lease live on until they are given back.
    void clear() { m_managers.clear(); }

private:
    std::vector<std::shared_ptr<QNetworkAccessManager>> m_managers;
};

} // namespace r2cache
