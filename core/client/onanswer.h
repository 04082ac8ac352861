// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QFutureWatcher>

namespace r2cache {

/// Calls @p handler with what @p answer brings, on the thread of @p context, later; never if
/// @p context is destroyed before. The way for widgets to ask a ServiceClient:
///
///     onAnswer(this, client.status(), [this](const Result<ServiceStatus> &status) { … });
///
/// (QFuture::then() with a context asserts in Qt 6.4 when the context is gone.)
template<typename T, typename Handler>
void onAnswer(QObject *context, const QFuture<Result<T>> &answer, Handler handler)
{
    auto *watcher = new QFutureWatcher<Result<T>>(context);
    QObject::connect(
        watcher, &QFutureWatcherBase::finished, context,
        [watcher, handler = std::move(handler)]() mutable {
            watcher->deleteLater();
            if (watcher->future().resultCount() > 0)
                handler(watcher->result());
        });
    watcher->setFuture(answer);
}

} // namespace r2cache
