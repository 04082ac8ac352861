// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QMetaObject>
#include <QObject>
#include <QPromise>
#include <QThreadPool>

#include <memory>
#include <type_traits>
#include <utility>

namespace r2cache {

/// Runs @p function on the thread of @p owner and hands its value back: the one way between
/// threads (core/README.md, "Threads").
///
/// Await the future on the caller's thread (`co_await callOn(…)` resumes there). If @p owner is
/// destroyed first, the future is cancelled without a result: callers outlive their owners, or
/// check `QFuture::isResultReadyAt(0)`. @p function may be move-only. @p owner must have an event
/// loop.
template<typename Function>
[[nodiscard]] auto callOn(QObject *owner, Function function)
    -> QFuture<std::invoke_result_t<Function>>
{
    using Value = std::invoke_result_t<Function>;
    struct Call
    {
        QPromise<Value> promise;
        Function function;
    };
    auto call = std::make_shared<Call>(Call{QPromise<Value>{}, std::move(function)});
    call->promise.start();
    auto future = call->promise.future();
    QMetaObject::invokeMethod(
        owner,
        [call = std::move(call)] {
            if constexpr (std::is_void_v<Value>)
                call->function();
            else
                call->promise.addResult(call->function());
            call->promise.finish();
        },
        Qt::QueuedConnection);
    return future;
}

/// Runs @p function on the thread of @p owner; nobody waits for it.
template<typename Function>
void postTo(QObject *owner, Function function)
{
    auto shared = std::make_shared<Function>(std::move(function));
    QMetaObject::invokeMethod(
        owner, [shared] { (*shared)(); }, Qt::QueuedConnection);
}

/// Runs @p function, which may block on the disk, on @p pool and hands its value back.
template<typename Function>
[[nodiscard]] auto runOn(QThreadPool *pool, Function function)
    -> QFuture<std::invoke_result_t<Function>>
{
    using Value = std::invoke_result_t<Function>;
    auto promise = std::make_shared<QPromise<Value>>();
    promise->start();
    auto future = promise->future();
    auto shared = std::make_shared<Function>(std::move(function));
    pool->start([promise, shared] {
        if constexpr (std::is_void_v<Value>)
            (*shared)();
        else
            promise->addResult((*shared)());
        promise->finish();
    });
    return future;
}

} // namespace r2cache
