// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/finishedwithin.h"

#include <QCoreApplication>
#include <QPromise>
#include <QTest>

using namespace r2cache;
using namespace std::chrono_literals;

namespace {

class tst_FinishedWithin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatFinishesInTimeHasFinished_data()
    {
        QTest::addColumn<bool>("before");
        QTest::newRow("before it was asked") << true;
        QTest::newRow("after it was asked") << false;
    }
    void whatFinishesInTimeHasFinished()
    {
        QFETCH(bool, before);
        QPromise<void> promise;
        promise.start();
        if (before)
            promise.finish();
        const auto inTime = finishedWithin(promise.future(), 1h);
        if (!before) {
            QVERIFY(!inTime.isFinished());
            promise.finish();
        }
        QTRY_VERIFY_WITH_TIMEOUT(inTime.isFinished(), 20'000);
        QVERIFY(inTime.result());
    }

    void whatTakesLongerGoesOn()
    {
        QPromise<void> promise;
        promise.start();
        const auto inTime = finishedWithin(promise.future(), 1ms);
        QTRY_VERIFY_WITH_TIMEOUT(inTime.isFinished(), 20'000);
        QVERIFY(!inTime.result());
        QVERIFY(!promise.isCanceled());
        promise.finish(); // nobody is told any more
        QCoreApplication::processEvents();
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_FinishedWithin)
#include "tst_finishedwithin.moc"
