// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pullthrough/spool.h"

#include <QTemporaryDir>
#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

class tst_Spool : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory;

    std::shared_ptr<Spool> made(qint64 length, const std::shared_ptr<SpoolBudget> &budget)
    {
        auto spool = Spool::create(m_directory.path(), length, budget);
        if (!spool)
            qFatal("%s", qPrintable(spool.error().message));
        return *spool;
    }

private Q_SLOTS:
    void bytesAreThereAsTheyArrive()
    {
        const auto budget = std::make_shared<SpoolBudget>(100);
        const auto spool = made(6, budget);
        const auto window = spool->window({1, 6});
        QCOMPARE(window.offset, 1);
        QCOMPARE(window.length, 5);
        QCOMPARE(window.arrival->available(1), 0);
        int woken = 0;
        window.arrival->notify(1, [&] { ++woken; });
        QVERIFY(spool->append("012"));
        QCOMPARE(woken, 1);
        QCOMPARE(window.arrival->available(1), 2);
        QVERIFY(spool->append("345"));
        spool->finish();
        QCOMPARE(window.file->readAt(0, 6).value_or(""), "012345");
        QCOMPARE(window.arrival->available(6), ByteArrival::nothingMore);
        QVERIFY(QDir(m_directory.path()).isEmpty()); // it never had a name
    }

    void readersOfABrokenOneAreTold()
    {
        const auto spool = made(6, std::make_shared<SpoolBudget>(100));
        QVERIFY(spool->append("012"));
        const auto window = spool->window({0, 6});
        spool->fail();
        QCOMPARE(window.arrival->available(0), 3);
        QCOMPARE(window.arrival->available(3), ByteArrival::nothingMore);
    }

    void anUnknownLengthIsKnownInTheEnd()
    {
        const auto spool = made(-1, std::make_shared<SpoolBudget>(100));
        QVERIFY(spool->append("0123"));
        spool->finish();
        QCOMPARE(spool->length(), 4);
        QCOMPARE(spool->window({0, 4}).arrival->available(0), 4);
    }

    void theBudgetIsKept()
    {
        const auto budget = std::make_shared<SpoolBudget>(10);
        auto first = made(8, budget);
        QCOMPARE(budget->left(), 2);
        const auto refused = Spool::create(m_directory.path(), 3, budget);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::CacheFull);
        const auto growing = made(-1, budget);
        QVERIFY(growing->append("01"));
        const auto full = growing->append("2");
        QVERIFY(!full);
        QCOMPARE(full.error().code, ErrorCode::CacheFull);
        // Its share comes back with the last reader, not with the writer.
        auto window = std::make_unique<FileWindow>(first->window({0, 8}));
        first.reset();
        QCOMPARE(budget->left(), 0);
        window.reset();
        QCOMPARE(budget->left(), 8);
    }

    void aDirectoryThatIsGoneIsAnError()
    {
        const auto budget = std::make_shared<SpoolBudget>(10);
        const auto spool = Spool::create(m_directory.filePath(u"gone"_s), 3, budget);
        QVERIFY(!spool);
        QCOMPARE(budget->left(), 10);
    }
};

} // namespace

QTEST_APPLESS_MAIN(tst_Spool)
#include "tst_spool.moc"
