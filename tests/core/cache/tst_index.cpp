// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/index.h"
#include "core/cache/migrations.h"
#include "tests/support/manualclock.h"

#include <QCoroTask>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace r2cache;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

class tst_Index : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory;
    int m_files = 0;
    ManualClock m_clock;

    QString newPath() { return m_directory.filePath(u"%1.sqlite"_s.arg(++m_files)); }
    std::unique_ptr<Index> open(const QString &path)
    {
        auto index = Index::open(path, m_clock.nowUtc());
        if (!index)
            qFatal("%s", qPrintable(index.error().message));
        return std::move(*index);
    }
    EntryRecord record(int number, int version = 1) const
    {
        EntryRecord entry;
        entry.id = QString::number(number).rightJustified(32, u'0');
        entry.version = version;
        entry.extension = u"mp4"_s;
        entry.canonicalUrl = u"https://a.r2.dev/video_%1.mp4"_s.arg(number);
        entry.sizeBytes = 100 * number;
        entry.etag = "\"e\"";
        entry.sha256 = QByteArray(64, 'a');
        entry.tags = {u"one"_s, u"t%1"_s.arg(number)};
        entry.createdAt = entry.validatedAt = m_clock.nowUtc();
        entry.lastAccessedAt = m_clock.nowUtc().addSecs(number);
        return entry;
    }
    template<typename T>
    static T wait(QFuture<T> future)
    {
        future.waitForFinished();
        return future.takeResult();
    }

private Q_SLOTS:
    void anEntryComesBackAsItWasPut()
    {
        const auto path = newPath();
        auto entry = record(7);
        entry.verified = entry.pinned = true;
        entry.ttlMs = 5;
        entry.accessCount = 3;
        entry.lastModified = "Thu, 01 Jan 2026 00:00:00 GMT";
        entry.contentType = "video/mp4";
        entry.metadata = R"({"width":640})";
        {
            const auto index = open(path);
            QVERIFY(index->wasReplaced());
            QVERIFY(wait(index->putEntry(entry)));
        }
        const auto index = open(path);
        QVERIFY(!index->wasReplaced());
        const auto back = wait(index->newestEntry(entry.id)).value();
        QVERIFY(back);
        QCOMPARE(toSidecar(*back), toSidecar(entry));
        QCOMPARE(back->metadata, entry.metadata);
        QCOMPARE(fromSidecar(toSidecar(entry))->metadata, entry.metadata);
        QCOMPARE(back->accessCount, 3);
        QCOMPARE(back->lastAccessedAt, entry.lastAccessedAt);
    }

    void theNewestVersionCounts()
    {
        const auto index = open(newPath());
        QVERIFY(wait(index->putEntry(record(1, 1))));
        QVERIFY(wait(index->putEntry(record(1, 2))));
        QCOMPARE(wait(index->newestEntry(record(1).id)).value()->version, 2);
        QCOMPARE(wait(index->exactEntry({record(1).id, 1})).value()->version, 1);
        const auto found = wait(index->newestEntries({record(1).id, record(9).id})).value();
        QCOMPARE(found.size(), 1);
        QVERIFY(wait(index->removeEntries({{record(1).id, 2}})));
        QCOMPARE(wait(index->newestEntry(record(1).id)).value()->version, 1);
    }

    void pagesAreSortedFilteredAndCounted()
    {
        const auto index = open(newPath());
        for (int i = 1; i <= 5; ++i)
            QVERIFY(wait(index->putEntry(record(i))));
        EntryQuery query;
        query.limit = 2;
        query.skip = 1;
        auto page = wait(index->page(query)).value();
        QCOMPARE(page.total, 5);
        QCOMPARE(page.entries.size(), 2);
        QCOMPARE(page.entries[0].sizeBytes, 400); // last accessed first, one skipped

        query = {};
        query.sortBy = EntrySort::SizeBytes;
        query.descending = false;
        query.text = u"video_3"_s; // '_' is no wildcard
        page = wait(index->page(query)).value();
        QCOMPARE(page.total, 1);
        QCOMPARE(page.entries.constFirst().sizeBytes, 300);
        query.text = u"videoX3"_s;
        QCOMPARE(wait(index->page(query)).value().total, 0);

        query = {};
        query.tags = {u"one"_s, u"t4"_s};
        QCOMPARE(wait(index->page(query)).value().total, 1);
        query.tags = {u"on"_s};
        QCOMPARE(wait(index->page(query)).value().total, 0);

        query = {};
        query.now = m_clock.nowUtc().addSecs(10);
        query.defaultTtlMs = 10'000;
        query.expired = true;
        QCOMPARE(wait(index->page(query)).value().total, 5);
        query.defaultTtlMs = 10'001;
        QCOMPARE(wait(index->page(query)).value().total, 0);
    }

    void hostileTextIsOnlyText()
    {
        const auto index = open(newPath());
        QVERIFY(wait(index->putEntry(record(1))));
        EntryQuery query;
        query.text = u"'; DROP TABLE entries; --"_s;
        QCOMPARE(wait(index->page(query)).value().total, 0);
        QCOMPARE(wait(index->totals()).value().entries, 1);
    }

    void accessesAddUpAndMoveAnEntryInTheOrder()
    {
        const auto index = open(newPath());
        for (int i = 1; i <= 3; ++i)
            QVERIFY(wait(index->putEntry(record(i))));
        auto pinned = record(1);
        pinned.pinned = true;
        QVERIFY(wait(index->putEntry(pinned)));
        QVERIFY(
            wait(index->touchEntries({{{record(2).id, 1}, 5, m_clock.nowUtc().addSecs(1000)}})));
        const auto oldest = wait(index->leastRecentlyUsed({}, 10)).value().records;
        QCOMPARE(oldest.size(), 2); // the pinned one is no candidate
        QCOMPARE(oldest.constFirst().id, record(3).id);
        QCOMPARE(wait(index->newestEntry(record(2).id)).value()->accessCount, 5);
        const auto totals = wait(index->totals()).value();
        QCOMPARE(totals.entries, 3);
        QCOMPARE(totals.bytes, 600);
    }

    void anObjectOutlivesItsEntryAndKeepsItsLastError()
    {
        const auto index = open(newPath());
        const auto id = record(1).id;
        const ObjectRow object{
            id, u"https://a.r2.dev/1.mp4"_s, u"mp4"_s, false, false, m_clock.nowUtc(), {}, {}, {}};
        QVERIFY(wait(index->rememberObjects({object})));
        QVERIFY(wait(index->fillStarted(id, m_clock.nowUtc())));
        QVERIFY(wait(
            index->fillFailed(id, {ErrorCode::OriginNotFound, u"gone"_s, {}}, m_clock.nowUtc())));
        auto found = wait(index->object(id)).value();
        QVERIFY(found);
        QCOMPARE(found->lastErrorCode, u"origin_not_found"_s);
        QCOMPARE(wait(index->failedObjects(10)).value().size(), 1);

        QVERIFY(wait(index->putEntry(record(1)))); // success clears the error
        found = wait(index->object(id)).value();
        QCOMPARE(found->lastErrorCode, QString());

        QVERIFY(wait(index->forgetObjectsOlderThan(m_clock.nowUtc().addDays(1))));
        QVERIFY(wait(index->object(id)).value()); // its entry is here
        QVERIFY(wait(index->removeEntries({{id, 1}})));
        QVERIFY(wait(index->object(id)).value());
        QVERIFY(wait(index->forgetObjectsOlderThan(m_clock.nowUtc().addDays(1))));
        QVERIFY(!wait(index->object(id)).value());
    }

    void countersSurviveARestart()
    {
        const auto path = newPath();
        {
            const auto index = open(path);
            QVERIFY(wait(index->saveCounters({{u"hits"_s, 1}})));
            QVERIFY(wait(index->saveCounters({{u"hits"_s, 41}, {u"misses"_s, 2}})));
        }
        const auto values = wait(open(path)->counters()).value();
        QCOMPARE(values.value(u"hits"_s), 41);
        QCOMPARE(values.value(u"misses"_s), 2);
    }

    void aNewerSchemaIsRefused()
    {
        const auto path = newPath();
        open(path).reset();
        {
            SqlThread thread(u"test"_s);
            QVERIFY(thread.open(path, SqlConnection::Mode::Writer));
            QVERIFY(wait(thread.run([](SqlConnection &connection) {
                return connection.execute(u"INSERT INTO schema_version VALUES (99)"_s);
            })));
        }
        const auto refused = Index::open(path, m_clock.nowUtc());
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::SchemaTooNew);
        QVERIFY(refused.error().message.contains(u"99"));
    }

    void theFirstSchemaIsBroughtUpToDate()
    {
        const auto path = newPath();
        {
            SqlThread thread(u"test"_s);
            QVERIFY(thread.open(path, SqlConnection::Mode::Writer));
            QVERIFY(wait(thread.run([](SqlConnection &connection) {
                if (auto made = migrate(connection, 1); !made)
                    return made;
                return connection.execute(
                    u"INSERT INTO entries VALUES ('0123', 1, 'mp4', 'https://a.r2.dev/a.mp4', 5, "
                    "'', '', '', 'aa', 0, 0, '', 0, 1, 1, 1, 0)"_s);
            })));
        }
        const auto index = open(path);
        QVERIFY(!index->wasReplaced());
        const auto entry = wait(index->newestEntry(u"0123"_s)).value();
        QVERIFY(entry);
        QCOMPARE(entry->sizeBytes, 5);
        QCOMPARE(entry->metadata, ""); // not looked at yet
        QVERIFY(wait(index->renders(1, 0)).value().renders.isEmpty());
    }

    void theNewestReportsAreKept()
    {
        const auto index = open(newPath());
        for (int number = 1; number <= 5; ++number) {
            const RenderRow row{QString::number(number), m_clock.nowUtc(), "{}"};
            QVERIFY(wait(index->putRender(row, 3)));
        }
        const auto page = wait(index->renders(2, 1)).value();
        QCOMPARE(page.total, 3);
        QCOMPARE(page.renders.size(), 2);
        QCOMPARE(page.renders[0].id, u"4"_s); // though all came in the same millisecond
        QCOMPARE(page.renders[1].id, u"3"_s);
        QVERIFY(!wait(index->render(u"2"_s)).value());
        const auto found = wait(index->render(u"5"_s)).value();
        QVERIFY(found);
        QCOMPARE(found->createdAt, m_clock.nowUtc());
        QCOMPARE(found->report, "{}");
        // An id is given once.
        QVERIFY(!wait(index->putRender({u"5"_s, m_clock.nowUtc(), "{}"}, 3)));
    }

    void aDamagedIndexIsSetAside()
    {
        const auto path = newPath();
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(8192, 'x'));
        file.close();
        const auto index = open(path);
        QVERIFY(index->wasReplaced());
        QVERIFY(wait(index->putEntry(record(1))));
        const QDir directory(m_directory.path());
        QCOMPARE(directory.entryList({u"*.damaged-*"_s}).size(), 1);
    }

    void anUnwritablePlaceIsNamed()
    {
        const auto refused = Index::open(u"/nonexistent/index.sqlite"_s, m_clock.nowUtc());
        QVERIFY(!refused);
        QVERIFY(refused.error().message.contains(u"/nonexistent/index.sqlite"));
    }

    void aReaderCannotWrite()
    {
        const auto path = newPath();
        open(path).reset();
        SqlThread thread(u"test"_s);
        QVERIFY(thread.open(path, SqlConnection::Mode::Reader));
        QVERIFY(!wait(thread.run([](SqlConnection &connection) {
            return connection.execute(u"DELETE FROM entries"_s);
        })));
    }

    void aFailedTransactionLeavesNothing()
    {
        const auto path = newPath();
        open(path).reset();
        SqlThread thread(u"test"_s);
        QVERIFY(thread.open(path, SqlConnection::Mode::Writer));
        const auto failed = wait(thread.run([](SqlConnection &connection) {
            return connection.inTransaction([&]() -> Result<> {
                if (auto done = connection.execute(u"INSERT INTO counters VALUES ('a', 1)"_s);
                    !done)
                    return done;
                return failure(ErrorCode::Internal, u"on purpose"_s);
            });
        }));
        QVERIFY(!failed);
        const auto count = wait(thread.run(
            [](SqlConnection &connection) { return indexobjects::counters(connection); }));
        QVERIFY(count->isEmpty());
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_Index)
#include "tst_index.moc"
