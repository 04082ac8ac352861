// SPDX-License-Identifier: GPL-3.0-or-later

// What Qt orders between threads, told to ThreadSanitizer.
//
// The distribution's Qt is not built with ThreadSanitizer, so what its event queue, its futures and
// its thread pool order is invisible to it, and every hand-over through them would be reported as a
// race. Silencing Qt's frames would silence ours as well: all our code is called by an event loop.
// So the few functions that hand something over are defined here once more, in the executable,
// where they come before Qt's: each says "released" before and "acquired" after, and calls the real
// one. Whatever goes from thread to thread by another way is still reported.
//
// Qt 6.4's inline functions and signatures; linked into everything under the `tsan` preset, nowhere
// else.

#include <QDeadlineTimer>
#include <QFuture>
#include <QMetaObject>
#include <QThread>
#include <QThreadPool>

#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>

#include <atomic>
#include <cstdlib>
#include <functional>

static_assert(QT_VERSION < QT_VERSION_CHECK(6, 5, 0), "See what Qt's newer inline functions call.");

namespace {

/// The function that the one of the same name in this file stands before.
template<typename Function>
Function *real(const char *mangled)
{
    auto *found = dlsym(RTLD_NEXT, mangled);
    if (!found)
        std::abort();
    return reinterpret_cast<Function *>(found);
}

void acquire(const void *token)
{
    __tsan_acquire(const_cast<void *>(token));
}

void release(const void *token)
{
    __tsan_release(const_cast<void *>(token));
}

/// A slot that another thread may run or destroy: what was written before it was handed to Qt is
/// there then.
class HandedSlot final : public QtPrivate::QSlotObjectBase
{
public:
    explicit HandedSlot(QSlotObjectBase *slot)
        : QSlotObjectBase(&run)
        , m_slot(slot)
    {
        release(this);
    }

private:
    static void
    run(int which, QSlotObjectBase *base, QObject *receiver, void **arguments, bool *isSame)
    {
        auto *self = static_cast<HandedSlot *>(base);
        acquire(self);
        if (which == Call) {
            self->m_slot->call(receiver, arguments);
            release(self); // the poster may be the one that destroys it
            release(QThread::currentThread()); // and who waits for the thread comes after it
        } else if (which == Compare) {
            *isSame = self->m_slot->compare(arguments);
        } else if (which == Destroy) {
            self->m_slot->destroyIfLastRef();
            delete self;
        }
    }

    QSlotObjectBase *m_slot;
};

/// One thread at a time, and ThreadSanitizer learns no order from it: relaxed atomics give none.
/// Recursive.
class UnseenLock
{
public:
    UnseenLock()
    {
        if (s_depth++ > 0)
            return;
        while (s_isTaken.exchange(true, std::memory_order_relaxed))
            QThread::yieldCurrentThread();
    }
    ~UnseenLock()
    {
        if (--s_depth == 0)
            s_isTaken.store(false, std::memory_order_relaxed);
    }
    Q_DISABLE_COPY_MOVE(UnseenLock)

private:
    static inline std::atomic<bool> s_isTaken = false;
    static inline thread_local int s_depth = 0;
};

} // namespace

// In the program and not in a file, so that children with an environment of their own have them
// too.

/// What happens inside the libraries alone.
extern "C" const char *__tsan_default_suppressions()
{
    return "called_from_lib:libQt6Core.so.6\n"
           "called_from_lib:libQt6Gui.so.6\n" // paints large pictures on threads of its own
           "called_from_lib:libQt6Network.so.6\n"
           "called_from_lib:libQt6Sql.so.6\n"
           "called_from_lib:libQt6HttpServer.so.6\n"
           "called_from_lib:libQt6Test.so.6\n"
           "called_from_lib:libglib-2.0.so.0\n"
           "race:^tzset_internal$\n" // behind a lock of the C library's own; see tzset() too
           "race:^QTest::qRun$\n"; // its watchdog thread
}

extern "C" const char *__tsan_default_options()
{
    return "halt_on_error=1:die_after_fork=0"; // tests fork to kill
}

extern "C" void AnnotateIgnoreReadsBegin(const char *file, int line);
extern "C" void AnnotateIgnoreReadsEnd(const char *file, int line);
extern "C" void AnnotateIgnoreWritesBegin(const char *file, int line);
extern "C" void AnnotateIgnoreWritesEnd(const char *file, int line);

// Qt calls it for each line that is logged. Where TZ is not set it frees what another thread has
// allocated, behind a lock of the C library's own, and GCC 12's libtsan fails a check of its own
// when it writes of that (AddLocation() on the way to the suppression), which ends the program. Not
// looked at rather than ordered: that would order all threads that log.
extern "C" void tzset() noexcept
{
    static auto *const set = real<void()>("tzset");
    AnnotateIgnoreReadsBegin(__FILE__, __LINE__);
    AnnotateIgnoreWritesBegin(__FILE__, __LINE__);
    set();
    AnnotateIgnoreWritesEnd(__FILE__, __LINE__);
    AnnotateIgnoreReadsEnd(__FILE__, __LINE__);
}

bool QMetaObject::invokeMethodImpl(
    QObject *object, QtPrivate::QSlotObjectBase *slot, Qt::ConnectionType type, void *result)
{
    using Function = bool(QObject *, QtPrivate::QSlotObjectBase *, Qt::ConnectionType, void *);
    static auto *const invoke = real<Function>(
        "_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14Connection"
        "TypeEPv");
    return invoke(object, new HandedSlot(slot), type, result);
}

// Threads of Qt's own end connections too, and destroy their slots, behind its locks.
QMetaObject::Connection QObject::connectImpl(
    const QObject *sender, void **signal, const QObject *receiver, void **slotPointer,
    QtPrivate::QSlotObjectBase *slot, Qt::ConnectionType type, const int *types,
    const QMetaObject *senderMetaObject)
{
    using Function = QMetaObject::Connection(
        const QObject *, void **, const QObject *, void **, QtPrivate::QSlotObjectBase *,
        Qt::ConnectionType, const int *, const QMetaObject *);
    static auto *const connectSlot
        = real<Function>("_ZN7QObject11connectImplEPKS_PPvS1_S3_"
                         "PN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPK"
                         "iPK11QMetaObject");
    return connectSlot(
        sender, signal, receiver, slotPointer, new HandedSlot(slot), type, types, senderMetaObject);
}

// What a thread has done it has done when it was waited for: Qt's threads are detached, and who
// waits for one waits for a condition of Qt's.
bool QThread::wait(QDeadlineTimer deadline)
{
    static auto *const waitFor
        = real<bool(QThread *, QDeadlineTimer)>("_ZN7QThread4waitE14QDeadlineTimer");
    const bool hasEnded = waitFor(this, deadline);
    if (hasEnded)
        acquire(this);
    return hasEnded;
}

void QThreadPool::start(std::function<void()> work, int priority)
{
    using Function = void(QThreadPool *, std::function<void()>, int);
    static auto *const startWork = real<Function>("_ZN11QThreadPool5startESt8functionIFvvEEi");
    // One token for all pools: their queues are behind a lock, and which work it is can only be
    // read after it was acquired.
    static const char token = 0;
    std::function<void()> wrapped = [work = std::move(work)]() mutable {
        acquire(&token);
        work();
        work = nullptr; // while what was acquired is known
    };
    release(&token);
    startWork(this, std::move(wrapped), priority);
}

// A future's results are written before they are reported and read after they were found to be
// there. The token is what all copies of a future and its promise share.

void QFutureInterfaceBase::reportFinished()
{
    static auto *const report
        = real<void(QFutureInterfaceBase *)>("_ZN20QFutureInterfaceBase14reportFinishedEv");
    release(d);
    report(this);
}

void QFutureInterfaceBase::reportResultsReady(int begin, int end)
{
    static auto *const report = real<void(QFutureInterfaceBase *, int, int)>(
        "_ZN20QFutureInterfaceBase18reportResultsReadyEii");
    release(d);
    report(this, begin, end);
}

bool QFutureInterfaceBase::queryState(State state) const
{
    static auto *const query = real<bool(const QFutureInterfaceBase *, State)>(
        "_ZNK20QFutureInterfaceBase10queryStateENS_5StateE");
    const bool answer = query(this, state);
    acquire(d);
    return answer;
}

bool QFutureInterfaceBase::isFinished() const
{
    static auto *const ask
        = real<bool(const QFutureInterfaceBase *)>("_ZNK20QFutureInterfaceBase10isFinishedEv");
    const bool answer = ask(this);
    acquire(d);
    return answer;
}

int QFutureInterfaceBase::resultCount() const
{
    static auto *const count
        = real<int(const QFutureInterfaceBase *)>("_ZNK20QFutureInterfaceBase11resultCountEv");
    const int answer = count(this);
    acquire(d);
    return answer;
}

void QFutureInterfaceBase::waitForResult(int index)
{
    static auto *const wait
        = real<void(QFutureInterfaceBase *, int)>("_ZN20QFutureInterfaceBase13waitForResultEi");
    wait(this, index);
    acquire(d);
}

void QFutureInterfaceBase::waitForFinished()
{
    static auto *const wait
        = real<void(QFutureInterfaceBase *)>("_ZN20QFutureInterfaceBase15waitForFinishedEv");
    wait(this);
    acquire(d);
}

bool QFutureInterfaceBase::derefT() const noexcept
{
    static auto *const deref
        = real<bool(const QFutureInterfaceBase *)>("_ZNK20QFutureInterfaceBase6derefTEv");
    release(d);
    const bool isShared = deref(this);
    acquire(d);
    return isShared;
}

// The last of all copies, whatever they are of, deletes what they share, their mutex included:
// after all that the others did with it, which a count that Qt keeps sees to. Releasing alone would
// not do: another could release, and count, between our acquiring and our counting.
QFutureInterfaceBase::~QFutureInterfaceBase()
{
    static auto *const destroy
        = real<void(QFutureInterfaceBase *)>("_ZN20QFutureInterfaceBaseD2Ev");
    const UnseenLock lock;
    if (d) {
        release(d);
        acquire(d);
    }
    destroy(this);
}
