// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/callon.h"

#include <QCoroTask>

namespace r2cache {

namespace detail {

template<typename Value>
QCoro::Task<> fulfil(QCoro::Task<Value> task, std::shared_ptr<QPromise<Value>> promise)
{
    auto value = co_await task;
    promise->addResult(std::move(value));
    promise->finish();
}

} // namespace detail

/// @p task, which runs on this thread, as a future: for callers that cannot await a Task, because
/// they are no coroutines or run on another thread. The task's owner outlives it.
template<typename Value>
[[nodiscard]] QFuture<Value> asFuture(QCoro::Task<Value> task)
{
    auto promise = std::make_shared<QPromise<Value>>();
    promise->start();
    auto future = promise->future();
    std::ignore = detail::fulfil(std::move(task), promise);
    return future;
}

/// Starts the task that @p function returns on the thread of @p owner, and hands its value back:
/// callOn() for coroutines.
template<typename Function>
[[nodiscard]] auto callTaskOn(QObject *owner, Function function)
{
    using Value = typename std::invoke_result_t<Function>::value_type;
    auto promise = std::make_shared<QPromise<Value>>();
    promise->start();
    auto future = promise->future();
    postTo(owner, [promise, function = std::move(function)]() mutable {
        std::ignore = detail::fulfil(function(), promise);
    });
    return future;
}

} // namespace r2cache
