// SPDX-License-Identifier: GPL-3.0-or-later

// A future and its promise are dropped by two threads at once, again and again: whichever is the
// last destroys the results, which ThreadSanitizer must know to come after what the other did.

#include "core/base/callon.h"

#include <QCoreApplication>
#include <QThread>

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    QThread thread;
    QObject owner;
    owner.moveToThread(&thread);
    thread.start();

    qint64 sum = 0;
    for (int i = 0; i < 30'000; ++i) {
        auto numbers = r2cache::callOn(&owner, [i] { return QList<int>{i, i + 1, i + 2}; });
        numbers.waitForFinished();
        sum += numbers.result().size();
    }
    thread.quit();
    thread.wait();
    return sum == 90'000 ? 0 : 1;
}
