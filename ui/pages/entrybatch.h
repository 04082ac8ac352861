// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/serviceclient.h"

#include <functional>

namespace r2cache {

/// Does one thing to many entries, some hundreds in a request, so that it can be told how far it
/// is. Destroys itself when it is done; with its parent, it stops after the request under way.
class EntryBatch : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(const Result<BatchResult> &)>;

    /// @param action, options  of ServiceClient::batch(). @param client  outlives it.
    /// @param done  is called once; an error ends it, with what was done before lost.
    EntryBatch(
        ServiceClient &client, const QString &action, const QStringList &ids,
        const QJsonObject &options, Done done, QObject *parent);

Q_SIGNALS:
    void progressed(qsizetype done, qsizetype total);

private:
    void next();

    ServiceClient &m_client;
    QString m_action;
    QStringList m_ids;
    QJsonObject m_options;
    Done m_done;
    qsizetype m_asked = 0;
    BatchResult m_result;
};

/// " 2 could not: why", to stand behind what was done; empty if all could.
[[nodiscard]] QString failureText(const BatchResult &result);

} // namespace r2cache
