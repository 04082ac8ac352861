// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/reconcile.h"
#include "tests/core/cache/cachefixture.h"

#include <QDir>
#include <QFile>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

const SpaceBudget::Limits limits{1'000'000, 100, 0};

class tst_Reconcile : public QObject
{
    Q_OBJECT

    static inline const std::atomic<bool> never = false;

    static ReconcileReport run(CacheFixture &fixture)
    {
        return CacheFixture::take(QCoro::waitFor(reconcile(fixture.cache, fixture.pool, never)));
    }

private Q_SLOTS:
    void agreementChangesNothing()
    {
        CacheFixture fixture;
        for (int i = 1; i <= 3; ++i)
            QVERIFY(fixture.add(i, "video " + QByteArray::number(i)));
        const auto report = run(fixture);
        QCOMPARE(report.adopted + report.missing + report.quarantined + report.swept, 0);
        QCOMPARE(fixture.store->list().value().size(), 6);
    }

    void aLostIndexIsRebuiltFromTheSidecars()
    {
        const QTemporaryDir root;
        {
            CacheFixture fixture(limits, root.path());
            for (int i = 1; i <= 3; ++i)
                QVERIFY(fixture.add(i, "video " + QByteArray::number(i)));
        }
        for (const auto &part : {u""_s, u"-wal"_s, u"-shm"_s})
            QFile::remove(root.filePath(u"index.sqlite"_s + part));
        CacheFixture fixture(limits, root.path());
        QVERIFY(fixture.index->wasReplaced());
        QVERIFY(!fixture.has(2));
        QCOMPARE(run(fixture).adopted, 3);
        QVERIFY(fixture.has(2));
        QCOMPARE(fixture.cache.budget().entries(), 3);
        QCOMPARE(fixture.cache.budget().storedBytes(), 21);
        QVERIFY(fixture.wait(fixture.index->object(CacheFixture::idOf(2))).value());
    }

    void anAdoptedFileWithOtherBytesGoesToQuarantine()
    {
        const QTemporaryDir root;
        {
            CacheFixture fixture(limits, root.path());
            QVERIFY(fixture.add(1, "good bytes"));
        }
        QVERIFY(QFile::remove(root.filePath(u"index.sqlite"_s)));
        QFile::remove(root.filePath(u"index.sqlite-wal"_s));
        CacheFixture fixture(limits, root.path());
        const QString name = CacheFixture::idOf(1) + u".mp4";
        QFile file(fixture.store->pathOf(name));
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.write("BAD!");
        file.close();
        QCOMPARE(run(fixture).quarantined, 1);
        QVERIFY(!fixture.has(1));
        QVERIFY(QFile::exists(fixture.store->pathOf(u"quarantine/"_s + name)));
    }

    void aFileWithoutSidecarGoesToQuarantine()
    {
        CacheFixture fixture;
        QFile file(fixture.store->pathOf(CacheFixture::idOf(9) + u".mp4"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("who knows");
        file.close();
        QCOMPARE(run(fixture).quarantined, 1);
        QVERIFY(!file.exists());
    }

    void aRowWithoutFileIsForgotten()
    {
        CacheFixture fixture;
        const auto entry = fixture.add(1, "video");
        QVERIFY(QFile::remove(fixture.store->pathOf(entry->fileName())));
        QCOMPARE(run(fixture).missing, 1);
        QVERIFY(!fixture.wait(fixture.index->newestEntry(entry->id)).value());
        QCOMPARE(fixture.cache.budget().entries(), 0);
        QCOMPARE(fixture.cache.budget().storedBytes(), 0);
        QCOMPARE(fixture.store->list().value(), QStringList()); // its sidecar too
    }

    void aDirectoryThatIsGoneIsAnError()
    {
        CacheFixture fixture;
        QVERIFY(QDir(fixture.store->directory()).removeRecursively());
        const auto report = QCoro::waitFor(reconcile(fixture.cache, fixture.pool, never));
        QVERIFY(!report);
        QCOMPARE(report.error().code, ErrorCode::Io);
        QVERIFY(report.error().message.contains(fixture.store->directory()));
    }

    void straysAreSwept()
    {
        CacheFixture fixture;
        QVERIFY(fixture.store->writeSidecar(fixture.recordOf(1, "x")));
        QFile temporary(fixture.store->pathOf(CacheFixture::idOf(2) + u".json.tmp"));
        QVERIFY(temporary.open(QIODevice::WriteOnly));
        temporary.close();
        QCOMPARE(run(fixture).swept, 2);
        QCOMPARE(fixture.store->list().value(), QStringList());
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_Reconcile)
#include "tst_reconcile.moc"
