// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/epolldispatcher.h"

#include <QEventLoop>
#include <QSocketNotifier>
#include <QTest>
#include <QThread>
#include <QTimer>

#include <sys/eventfd.h>
#include <thread>
#include <unistd.h>

using namespace r2cache;
using namespace std::chrono_literals;

namespace {

/// Runs @p body on a thread that has the dispatcher, and waits for it.
void onThread(const std::function<void(EpollDispatcher &)> &body)
{
    std::thread thread([&] {
        auto *dispatcher = new EpollDispatcher;
        QThread::currentThread()->setEventDispatcher(dispatcher);
        body(*dispatcher);
    });
    thread.join();
}

void writeTo(int eventDescriptor)
{
    const quint64 one = 1;
    QCOMPARE(::write(eventDescriptor, &one, sizeof one), ssize_t{sizeof one});
}

class tst_EpollDispatcher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPostFromAnotherThreadWakesTheLoop()
    {
        onThread([](EpollDispatcher &) {
            QEventLoop loop;
            QObject here;
            int count = 0;
            std::thread other([&] {
                for (int i = 0; i < 1000; ++i)
                    QMetaObject::invokeMethod(
                        &here, [&] { ++count; }, Qt::QueuedConnection);
                QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection);
            });
            loop.exec();
            other.join();
            QCOMPARE(count, 1000);
        });
    }

    void timersFireInTheirOrderAndNotBeforeTheirTime()
    {
        onThread([](EpollDispatcher &) {
            QEventLoop loop;
            QList<int> fired;
            QElapsedTimer clock;
            clock.start();
            QTimer::singleShot(30, &loop, [&] {
                fired.append(30);
                loop.quit();
            });
            QTimer::singleShot(10, &loop, [&] { fired.append(10); });
            QTimer::singleShot(0, &loop, [&] { fired.append(0); });
            QTimer stopped;
            stopped.callOnTimeout(&loop, [&] { fired.append(-1); });
            stopped.start(5);
            QVERIFY(stopped.remainingTime() <= 5);
            stopped.stop();
            QCOMPARE(stopped.remainingTime(), -1);
            loop.exec();
            QCOMPARE(fired, (QList<int>{0, 10, 30}));
            QVERIFY(clock.elapsed() >= 30);
        });
    }

    void aRepeatingTimerFiresUntilItIsStoppedByItself()
    {
        onThread([](EpollDispatcher &dispatcher) {
            QEventLoop loop;
            QTimer timer;
            int count = 0;
            timer.callOnTimeout(&loop, [&] {
                if (++count == 3) {
                    timer.stop();
                    loop.quit();
                }
            });
            timer.start(1);
            QCOMPARE(dispatcher.registeredTimers(&timer).size(), 1);
            loop.exec();
            QCOMPARE(count, 3);
            QVERIFY(dispatcher.registeredTimers(&timer).isEmpty());
        });
    }

    void aTimerThatRunsALoopOfItsOwnIsNotEnteredTwice()
    {
        onThread([](EpollDispatcher &) {
            QEventLoop loop;
            QTimer timer;
            int depth = 0;
            int deepest = 0;
            timer.callOnTimeout(&loop, [&] {
                deepest = std::max(deepest, ++depth);
                QEventLoop inner;
                QTimer::singleShot(20, &inner, &QEventLoop::quit);
                inner.exec();
                --depth;
                loop.quit();
            });
            timer.start(1);
            loop.exec();
            QCOMPARE(deepest, 1);
        });
    }

    void aNotifierTellsUntilItIsDisabled()
    {
        onThread([](EpollDispatcher &) {
            const int descriptor = ::eventfd(0, EFD_CLOEXEC);
            QEventLoop loop;
            QSocketNotifier notifier(descriptor, QSocketNotifier::Read);
            QSocketNotifier second(descriptor, QSocketNotifier::Write);
            int reads = 0;
            int writes = 0;
            connect(&second, &QSocketNotifier::activated, &loop, [&] {
                ++writes;
                second.setEnabled(false);
                writeTo(descriptor);
            });
            connect(&notifier, &QSocketNotifier::activated, &loop, [&] {
                ++reads;
                notifier.setEnabled(false);
                QTimer::singleShot(10, &loop, &QEventLoop::quit);
            });
            loop.exec();
            QCOMPARE(writes, 1);
            QCOMPARE(reads, 1);
            ::close(descriptor);
        });
    }

    void theHandlerGetsWhatWasAddedByHand()
    {
        onThread([](EpollDispatcher &dispatcher) {
            const int descriptor = ::eventfd(0, EFD_CLOEXEC);
            QEventLoop loop;
            epoll_event event{};
            event.events = EPOLLIN | EPOLLET;
            event.data.ptr = &loop;
            QCOMPARE(::epoll_ctl(dispatcher.epoll(), EPOLL_CTL_ADD, descriptor, &event), 0);
            int count = 0;
            dispatcher.setHandler([&](std::span<const epoll_event> events) {
                QCOMPARE(events.size(), 1U);
                QCOMPARE(events.front().data.ptr, &loop);
                ++count;
                loop.quit();
            });
            QTimer::singleShot(0, &loop, [&] { writeTo(descriptor); });
            loop.exec();
            QCOMPARE(count, 1);
            ::close(descriptor);
        });
    }

    void processEventsDoesNotWaitUnlessItIsTold()
    {
        onThread([](EpollDispatcher &dispatcher) {
            while (dispatcher.processEvents(QEventLoop::AllEvents)) { }
            QVERIFY(!dispatcher.processEvents(QEventLoop::AllEvents));
            dispatcher.interrupt();
            QVERIFY(dispatcher.processEvents(QEventLoop::WaitForMoreEvents));
        });
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_EpollDispatcher)

#include "tst_epolldispatcher.moc"
