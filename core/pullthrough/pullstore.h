// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pullthrough/storedresponse.h"

#include <QHash>

#include <list>

namespace r2cache {

/// Responses in memory, by URL and by what Vary picks of the request; what was used longest ago
/// goes first when there is no room. Lives on one thread.
class PullStore
{
public:
    explicit PullStore(qint64 maxBytes)
        : m_maxBytes(maxBytes)
    { }

    /// The newest response that @p request would have chosen, or null.
    [[nodiscard]] StoredResponsePtr find(const QByteArray &url, const RequestHead &request);

    /// Keeps @p response, in place of one that the same requests choose. One too large for the
    /// store is not kept.
    void put(const QByteArray &url, StoredResponsePtr response);

    /// Drops @p response if it is here still.
    void remove(const QByteArray &url, const StoredResponsePtr &response);

    [[nodiscard]] qint64 bytes() const { return m_bytes; } ///< Never above maxBytes.

private:
    /// What is held of one URL, newest first.
    struct Resource
    {
        QByteArray url;
        std::vector<StoredResponsePtr> variants;
    };
    using Resources = std::list<Resource>; ///< Used last first.

    [[nodiscard]] static qint64 footprintOf(const QByteArray &url, const StoredResponse &response);
    template<typename Predicate>
    void dropVariants(Resource &resource, Predicate isDropped);
    void dropIfEmpty(Resources::iterator resource);

    qint64 m_maxBytes;
    qint64 m_bytes = 0;
    Resources m_resources;
    QHash<QByteArray, Resources::iterator> m_byUrl;
};

} // namespace r2cache
