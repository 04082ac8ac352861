// SPDX-License-Identifier: GPL-3.0-or-later

// Two threads count with one plain int: ThreadSanitizer must say so although Qt is in between.

#include "core/base/callon.h"

#include <QCoreApplication>
#include <QThread>

#include <atomic>

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    QThread thread;
    QObject owner;
    owner.moveToThread(&thread);
    thread.start();

    int count = 0;
    // Relaxed: it makes the one come after the other, but orders nothing.
    std::atomic<bool> isCounted = false;
    auto counting = r2cache::callOn(&owner, [&] {
        while (!isCounted.load(std::memory_order_relaxed))
            QThread::yieldCurrentThread();
        ++count;
    });
    ++count;
    isCounted.store(true, std::memory_order_relaxed);
    counting.waitForFinished();

    thread.quit();
    thread.wait();
    return count == 2 ? 0 : 1;
}
