// SPDX-License-Identifier: GPL-3.0-or-later
// A service on its thread, ended at whatever moment of its start.
#include "app/servicethread.h"
#include "tests/support/freeport.h"

#include <QTemporaryDir>
#include <QTest>

using namespace r2cache;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

class tst_ServiceThread : public QObject
{
    Q_OBJECT

    QTemporaryDir m_root;
    LogRing m_logs;

    std::unique_ptr<SettingsStore> settings() const
    {
        SettingSources sources;
        sources.environment
            = {{u"CACHE_DIRECTORY"_s, m_root.filePath(u"cache"_s)},
               {u"CACHE_MIN_FREE_GB"_s, u"0.001"_s},
               {u"CACHE_PROXY_PORT"_s, QString::number(freePort())},
               {u"CACHE_API_PORT"_s, QString::number(freePort())}};
        sources.homeDirectory = sources.workingDirectory = m_root.path();
        auto store = SettingsStore::create(sources, m_root.filePath(u"settings.json"_s));
        if (!store)
            qFatal("%s", qPrintable(store.error().message));
        return std::move(*store);
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("XDG_STATE_HOME", m_root.filePath(u"state"_s).toLocal8Bit());
        qputenv("XDG_RUNTIME_DIR", m_root.filePath(u"run"_s).toLocal8Bit());
    }

    void itEndsAtAnyMomentOfItsStart_data()
    {
        QTest::addColumn<int>("waitMs"); // -1: until it has started
        QTest::addColumn<bool>("isAsked"); // or dropped as it is
        for (const int wait : {-1, 0, 1, 2, 5, 10, 20, 50}) {
            for (const bool isAsked : {true, false})
                QTest::addRow("%d ms, %s", wait, isAsked ? "asked" : "dropped") << wait << isAsked;
        }
    }
    void itEndsAtAnyMomentOfItsStart()
    {
        QFETCH(const int, waitMs);
        QFETCH(const bool, isAsked);
        {
            ServiceThread service(m_logs);
            const auto started = service.start(settings());
            if (waitMs < 0)
                QVERIFY(started.result());
            else
                QTest::qWait(waitMs);
            if (isAsked) {
                QVERIFY(service.stop().result());
                QVERIFY(!service.isRunning());
            }
        }
        // The directory is free again: nothing of it is left.
        ServiceThread next(m_logs);
        QVERIFY(next.start(settings()).result());
    }

    void whatDoesNotRunIsNotWaitedFor()
    {
        ServiceThread service(m_logs);
        QCOMPARE(service.untilIdle(1s).result().error().code, ErrorCode::Unavailable);
        QVERIFY(service.stop().result());
    }

    void itTellsWhenNobodyNeedsIt()
    {
        ServiceThread service(m_logs);
        QVERIFY(service.start(settings()).result());
        QVERIFY(service.untilIdle(200ms).result());
        const auto waiting = service.untilIdle(1h);
        QVERIFY(service.stop().result());
        const auto code = waiting.result().error().code; // the latter if it stopped before it heard
        QVERIFY(code == ErrorCode::ShuttingDown || code == ErrorCode::Unavailable);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_ServiceThread)
#include "tst_servicethread.moc"
