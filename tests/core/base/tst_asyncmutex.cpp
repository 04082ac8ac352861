// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/asyncmutex.h"

#include <QCoroFuture>
#include <QCoroTask>
#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

/// Notes when it is inside, and stays there until it is let out.
QCoro::Task<> visit(AsyncMutex *mutex, QFuture<void> way, QString name, QStringList *log)
{
    co_await mutex->enter();
    const AsyncMutex::Turn turn(*mutex);
    log->append(name + u" in"_s);
    co_await way;
    log->append(name + u" out"_s);
}

QCoro::Task<> visitNext(AsyncMutex *mutex, QFuture<void> way, QString name, QStringList *log)
{
    co_await mutex->enterNext();
    const AsyncMutex::Turn turn(*mutex);
    log->append(name + u" in"_s);
    co_await way;
    log->append(name + u" out"_s);
}

QCoro::Task<>
visitKey(AsyncMutexes *mutexes, QString key, QFuture<void> way, QString name, QStringList *log)
{
    co_await mutexes->enter(key);
    const AsyncMutexes::Turn turn(*mutexes, key);
    log->append(name + u" in"_s);
    co_await way;
    log->append(name + u" out"_s);
}

struct Door
{
    Door() { promise.start(); }
    QPromise<void> promise;
};

} // namespace

class TestAsyncMutex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneAtATimeInTheOrderOfAsking()
    {
        AsyncMutex mutex;
        Door first;
        Door second;
        QStringList log;
        std::ignore = visit(&mutex, first.promise.future(), u"1"_s, &log);
        std::ignore = visit(&mutex, second.promise.future(), u"2"_s, &log);
        QTRY_COMPARE(log, QStringList{u"1 in"_s});
        second.promise.finish();
        first.promise.finish();
        const QStringList all{u"1 in"_s, u"1 out"_s, u"2 in"_s, u"2 out"_s};
        QTRY_COMPARE(log, all);
    }

    void whoEntersNextWaitsForTheOneInsideAlone()
    {
        AsyncMutex mutex;
        Door doors[3];
        QStringList log;
        std::ignore = visitNext(&mutex, doors[0].promise.future(), u"1"_s, &log); // nobody is there
        std::ignore = visit(&mutex, doors[1].promise.future(), u"2"_s, &log);
        std::ignore = visitNext(&mutex, doors[2].promise.future(), u"3"_s, &log);
        QTRY_COMPARE(log, QStringList{u"1 in"_s});
        for (auto &door : doors)
            door.promise.finish();
        const QStringList all{u"1 in"_s, u"1 out"_s, u"3 in"_s, u"3 out"_s, u"2 in"_s, u"2 out"_s};
        QTRY_COMPARE(log, all);
    }

    void whoHasAnotherKeyDoesNotWait()
    {
        AsyncMutexes mutexes;
        Door first;
        Door second;
        Door other;
        QStringList log;
        std::ignore = visitKey(&mutexes, u"a"_s, first.promise.future(), u"a1"_s, &log);
        std::ignore = visitKey(&mutexes, u"a"_s, second.promise.future(), u"a2"_s, &log);
        std::ignore = visitKey(&mutexes, u"b"_s, other.promise.future(), u"b"_s, &log);
        QTRY_VERIFY(log.contains(u"b in"_s));
        QVERIFY(!log.contains(u"a2 in"_s));
        QCOMPARE(mutexes.count(), size_t{2});
        other.promise.finish();
        QTRY_VERIFY(log.contains(u"b out"_s));
        QCOMPARE(mutexes.count(), size_t{1});
        second.promise.finish();
        QVERIFY(!log.contains(u"a2 in"_s));
        first.promise.finish();
        QTRY_COMPARE(log.last(), u"a2 out"_s);
        QVERIFY(log.indexOf(u"a1 out"_s) < log.indexOf(u"a2 in"_s));
        // What nobody is in is forgotten.
        QCOMPARE(mutexes.count(), size_t{0});
    }
};

QTEST_GUILESS_MAIN(TestAsyncMutex)
#include "tst_asyncmutex.moc"
