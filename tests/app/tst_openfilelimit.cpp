// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/openfilelimit.h"

#include <QTest>

#include <sys/resource.h>

using namespace r2cache;

namespace {

class tst_OpenFileLimit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSoftLimitBecomesTheHardOne()
    {
        rlimit limit{};
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &limit), 0);
        limit.rlim_cur = std::min<rlim_t>(256, limit.rlim_max);
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &limit), 0);

        const auto raised = raiseOpenFileLimit();
        QVERIFY(raised);
        QCOMPARE(*raised, quint64{limit.rlim_max});
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &limit), 0);
        QCOMPARE(limit.rlim_cur, limit.rlim_max);
    }

    void aLimitThatIsHighEnoughStays()
    {
        const auto first = raiseOpenFileLimit();
        QVERIFY(first);
        const auto second = raiseOpenFileLimit();
        QVERIFY(second);
        QCOMPARE(*second, *first);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_OpenFileLimit)
#include "tst_openfilelimit.moc"
