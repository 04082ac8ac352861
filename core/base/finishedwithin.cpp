// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/finishedwithin.h"

#include <QFutureWatcher>
#include <QPromise>
#include <QTimer>

namespace r2cache {

QFuture<bool> finishedWithin(const QFuture<void> &future, std::chrono::milliseconds limit)
{
    struct Race : QObject
    {
        QPromise<bool> promise;
        QFutureWatcher<void> watcher;
        QTimer timer;

        void end(bool finished)
        {
            timer.stop();
            watcher.disconnect();
            promise.addResult(finished);
            promise.finish();
            deleteLater();
        }
    };
    auto *race = new Race; // deletes itself when either happens; the timer always does
    race->promise.start();
    auto outcome = race->promise.future();
    QObject::connect(
        &race->watcher, &QFutureWatcher<void>::finished, race, [race] { race->end(true); });
    race->timer.setSingleShot(true);
    QObject::connect(&race->timer, &QTimer::timeout, race, [race] { race->end(false); });
    race->timer.start(limit);
    race->watcher.setFuture(future);
    return outcome;
}

} // namespace r2cache
