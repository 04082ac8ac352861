// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/idlerule.h"

#include <QTest>

using namespace r2cache;
using namespace std::chrono_literals;

namespace {

class tst_IdleRule : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itIsOverWhenNobodyNeedsItForSoLong()
    {
        IdleRule rule(60s);
        QVERIFY(!rule.isOver(1000s, {false, 5})); // counts from the first look on
        QVERIFY(!rule.isOver(1059s, {false, 5}));
        QVERIFY(rule.isOver(1060s, {false, 5}));
    }

    void whatIsNeededOrUsedBeginsAnew()
    {
        IdleRule rule(60s);
        QVERIFY(!rule.isOver(0s, {false, 0}));
        QVERIFY(!rule.isOver(90s, {true, 0}));
        QVERIFY(!rule.isOver(149s, {false, 0}));
        QVERIFY(!rule.isOver(150s, {false, 1})); // read meanwhile
        QVERIFY(!rule.isOver(209s, {false, 1}));
        QVERIFY(rule.isOver(210s, {false, 1}));
    }
};

} // namespace

QTEST_APPLESS_MAIN(tst_IdleRule)
#include "tst_idlerule.moc"
