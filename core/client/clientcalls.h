// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How ServiceClient's methods are made; for its own files only.

#include "core/client/serviceclient.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QPromise>

namespace r2cache {

inline QJsonObject objectIn(const QByteArray &data)
{
    return QJsonDocument::fromJson(data).object();
}

/// For what goes on as long as the service needs.
inline constexpr std::chrono::milliseconds endlessPatience{0};

template<typename T, typename Read>
ServiceClient::Answer<T> ServiceClient::ask(const ApiRequest &request, Read read)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    auto future = promise->future();
    m_transport.send(request, [promise, read](const Result<QByteArray> &data) {
        promise->addResult(data ? Result<T>(read(*data)) : Result<T>(failure(data.error())));
        promise->finish();
    });
    return future;
}

} // namespace r2cache
