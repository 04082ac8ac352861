// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/onceperconnection.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

QString idOf(int number)
{
    return QString::number(number).rightJustified(32, u'0');
}

class tst_OncePerConnection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPairCountsOnce()
    {
        OncePerConnection once;
        QVERIFY(once.isFirst(1, idOf(1)));
        QVERIFY(!once.isFirst(1, idOf(1)));
        QVERIFY(once.isFirst(2, idOf(1)));
        QVERIFY(once.isFirst(1, idOf(2)));
        QVERIFY(!once.isFirst(2, idOf(1)));
        QVERIFY(!once.isFirst(1, idOf(1)));
    }

    void sixHundredPairsAtATimeAreRemembered()
    {
        OncePerConnection once;
        for (int round = 0; round < 2; ++round) {
            for (quint64 connection = 1; connection <= 100; ++connection) {
                for (int id = 0; id < 6; ++id)
                    QCOMPARE(once.isFirst(connection, idOf(id)), round == 0);
            }
        }
    }

    void theOldestAreForgottenNotTheNewest()
    {
        OncePerConnection once;
        QVERIFY(once.isFirst(1, idOf(1)));
        for (quint64 connection = 2; connection < 50'000; ++connection)
            static_cast<void>(once.isFirst(connection, idOf(1)));
        QVERIFY(!once.isFirst(49'999, idOf(1)));
        QVERIFY(once.isFirst(1, idOf(1)));
    }

    void threadsAgreeOnWhoWasFirst()
    {
        OncePerConnection once;
        std::atomic<int> firsts = 0;
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&] {
                for (quint64 connection = 1; connection <= 500; ++connection)
                    firsts += once.isFirst(connection, idOf(1)) ? 1 : 0;
            });
        }
        threads.clear();
        QCOMPARE(firsts, 500);
    }
};

} // namespace

QTEST_APPLESS_MAIN(tst_OncePerConnection)
#include "tst_onceperconnection.moc"
