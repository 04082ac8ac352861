// SPDX-License-Identifier: GPL-3.0-or-later
// Pages of the index: that what makes them fast leaves them right.
#include "core/base/compat.h"
#include "core/cache/entrypages.h"
#include "core/cache/index.h"
#include "core/cache/migrations.h"
#include "tests/support/manualclock.h"

#include <QTemporaryDir>
#include <QTest>

using namespace r2cache;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr auto week = std::chrono::milliseconds{7 * 24h};

class tst_EntryPages : public QObject
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
    static QString idOf(int number) { return QString::number(number).rightJustified(32, u'0'); }
    EntryRecord record(int number) const
    {
        EntryRecord entry;
        entry.id = idOf(number);
        entry.extension = u"mp4"_s;
        entry.canonicalUrl = u"https://a.r2.dev/Video_%1.mp4"_s.arg(number);
        entry.sizeBytes = 100 + number % 3; // many are equal
        entry.etag = "\"e\"";
        entry.sha256 = QByteArray(64, 'a');
        entry.tags = {u"all"_s, u"mod%1"_s.arg(number % 4)};
        entry.createdAt = entry.validatedAt = m_clock.nowUtc().addSecs(number / 2);
        entry.lastAccessedAt = m_clock.nowUtc().addSecs(number);
        entry.accessCount = number % 5;
        return entry;
    }
    template<typename T>
    static T wait(QFuture<T> future)
    {
        future.waitForFinished();
        return future.takeResult();
    }
    template<typename T>
    static T take(QFuture<Result<T>> future)
    {
        auto result = wait(std::move(future));
        if (!result)
            qFatal("%s", qPrintable(result.error().message));
        return std::move(*result);
    }
    static QStringList idsOf(const EntryPage &page)
    {
        QStringList ids;
        for (const auto &entry : page.entries)
            ids.append(entry.id);
        return ids;
    }
    /// All pages of @p query, three entries each.
    static QStringList walk(Index &index, EntryQuery query)
    {
        QStringList ids;
        query.limit = 3;
        for (;;) {
            const auto page = take(index.page(query));
            ids += idsOf(page);
            if (!page.next)
                return ids;
            query.after = page.next;
        }
    }
    static void catchUp(Index &index, const QDateTime &now, std::chrono::milliseconds ttl)
    {
        while (take(index.catchUp(now, ttl))) { }
    }
    static qint64 totalOf(Index &index, const EntryQuery &query)
    {
        const auto page = take(index.page(query));
        if (page.total != page.entries.size())
            qFatal("%lld of %lld", static_cast<long long>(page.entries.size()), page.total);
        return page.total;
    }

private Q_SLOTS:
    void everyOrderIsTheSameByPageAndAtOnce_data()
    {
        QTest::addColumn<QStringList>("tags");
        QTest::addColumn<QString>("text");
        QTest::addColumn<std::optional<bool>>("expired");
        QTest::addColumn<int>("total");

        const std::optional<bool> any;
        QTest::newRow("all") << QStringList() << QString() << any << 20;
        QTest::newRow("a tag") << QStringList{u"mod1"_s} << QString() << any << 5;
        QTest::newRow("two tags") << QStringList{u"all"_s, u"mod1"_s} << QString() << any << 5;
        QTest::newRow("tags that no entry has together")
            << QStringList{u"mod2"_s, u"mod1"_s} << QString() << any << 0;
        QTest::newRow("a tag that never was") << QStringList{u"none"_s} << QString() << any << 0;
        QTest::newRow("text") << QStringList() << u"video_1"_s << any << 11;
        QTest::newRow("text too short to be indexed") << QStringList() << u"_1"_s << any << 11;
        QTest::newRow("text of ids") << QStringList() << u"00012"_s << any << 1;
        QTest::newRow("text and a tag") << QStringList{u"mod1"_s} << u"VIDEO_1"_s << any << 3;
        QTest::newRow("expired") << QStringList() << QString() << std::optional(true) << 7;
        QTest::newRow("ready") << QStringList() << QString() << std::optional(false) << 13;
        QTest::newRow("expired, a tag")
            << QStringList{u"mod0"_s} << QString() << std::optional(true) << 2;
        QTest::newRow("ready, a tag, text") // 16, not 12
            << QStringList{u"mod0"_s} << u"video_1"_s << std::optional(false) << 1;
        QTest::newRow("ready, short text, two tags")
            << QStringList{u"mod0"_s, u"all"_s} << u"_1"_s << std::optional(false) << 1;
    }
    void everyOrderIsTheSameByPageAndAtOnce()
    {
        QFETCH(const QStringList, tags);
        QFETCH(const QString, text);
        QFETCH(const std::optional<bool>, expired);
        QFETCH(const int, total);
        const auto index = open(newPath());
        for (int i = 0; i < 20; ++i) {
            auto entry = record(i);
            if (i % 3 == 0) // 0, 3 … 18
                entry.ttlMs = 1000;
            QVERIFY(wait(index->putEntry(entry)));
        }
        EntryQuery query;
        query.tags = tags;
        query.text = text;
        query.expired = expired;
        query.now = m_clock.nowUtc().addSecs(60);
        query.defaultTtlMs = week.count();
        // As long as nobody has noted what has expired, and after that.
        for (int round = 0; round < 2; ++round) {
            for (const auto sort :
                 {EntrySort::LastAccessedAt, EntrySort::CreatedAt, EntrySort::SizeBytes,
                  EntrySort::AccessCount}) {
                query.sortBy = sort;
                QStringList ascending;
                for (const bool descending : {false, true}) {
                    query.descending = descending;
                    const auto atOnce = take(index->page(query));
                    QCOMPARE(atOnce.total, total);
                    QVERIFY(atOnce.totalIsExact);
                    QCOMPARE(atOnce.entries.size(), total);
                    QVERIFY(!atOnce.next);
                    const auto ids = idsOf(atOnce);
                    QCOMPARE(walk(*index, query), ids);
                    auto skipped = query;
                    skipped.skip = 2;
                    QCOMPARE(idsOf(take(index->page(skipped))), ids.mid(2));
                    if (descending)
                        std::reverse(ascending.begin(), ascending.end());
                    QVERIFY(!descending || ids == ascending);
                    ascending = ids;
                }
            }
            catchUp(*index, query.now, week);
        }
    }

    void rowsThatComeAndGoShiftNoPage()
    {
        const auto index = open(newPath());
        for (int i = 0; i < 10; ++i)
            QVERIFY(wait(index->putEntry(record(i))));
        EntryQuery query;
        query.limit = 3;
        const auto first = take(index->page(query));
        QCOMPARE(idsOf(first), QStringList({idOf(9), idOf(8), idOf(7)}));
        // Seen ones go, one is read and moves to the front, others come before and behind.
        QVERIFY(wait(index->removeEntries({{idOf(8), 1}, {idOf(7), 1}, {idOf(5), 1}})));
        QVERIFY(wait(index->touchEntries({{{idOf(4), 1}, 1, m_clock.nowUtc().addSecs(100)}})));
        QVERIFY(wait(index->putEntry(record(50))));
        QVERIFY(wait(index->putEntry(record(5))));
        query.after = first.next;
        const auto second = take(index->page(query));
        QCOMPARE(idsOf(second), QStringList({idOf(6), idOf(5), idOf(3)}));
        query.after = second.next;
        QCOMPARE(idsOf(take(index->page(query))), QStringList({idOf(2), idOf(1), idOf(0)}));
    }

    void statusFollowsTheDefaultTtl()
    {
        const auto index = open(newPath());
        for (int i = 0; i < 10; ++i) {
            auto entry = record(i);
            entry.validatedAt = m_clock.nowUtc();
            entry.ttlMs = i < 4 ? 10'000 : 0;
            QVERIFY(wait(index->putEntry(entry)));
        }
        EntryQuery query;
        query.expired = true;
        const auto expired = [&](int seconds, std::chrono::milliseconds ttl) {
            query.now = m_clock.nowUtc().addSecs(seconds);
            query.defaultTtlMs = ttl.count();
            query.expired = false;
            const auto ready = totalOf(*index, query);
            query.expired = true;
            const auto count = totalOf(*index, query);
            return ready + count == 10 ? count : -1;
        };
        QCOMPARE(expired(9, 60s), 0);
        QCOMPARE(expired(10, 60s), 4);
        QCOMPARE(expired(60, 60s), 10);
        catchUp(*index, m_clock.nowUtc().addSecs(60), 60s);
        QCOMPARE(expired(60, 60s), 10);
        // A longer one makes them fresh again, at once and noted; so does a clock set back.
        QCOMPARE(expired(60, 61s), 4);
        catchUp(*index, m_clock.nowUtc().addSecs(60), 61s);
        QCOMPARE(expired(60, 61s), 4);
        QCOMPARE(expired(0, 61s), 0);
        // So does the origin.
        const EntryChange confirmed = [at = m_clock.nowUtc().addSecs(60)](EntryRecord &entry) {
            entry.validatedAt = at;
        };
        QVERIFY(take(index->changeEntry({idOf(1), 1}, confirmed)));
        QCOMPARE(expired(60, 61s), 3);
        query.tags = {u"mod1"_s};
        QCOMPARE(totalOf(*index, query), 0);
    }

    void expiredOnesAreEvictedFirst()
    {
        const auto index = open(newPath());
        for (int i = 0; i < 4; ++i) {
            auto entry = record(i);
            entry.ttlMs = i == 3 ? 1 : 0;
            QVERIFY(wait(index->putEntry(entry)));
        }
        catchUp(*index, m_clock.nowUtc().addSecs(60), week);
        const auto victims = take(index->leastRecentlyUsed({}, 10)).records;
        QCOMPARE(victims.first().id, idOf(3));
        QCOMPARE(victims.last().id, idOf(2));

        // Page by page, with one that has gone, not been swept yet, and is where the walk has got
        // to.
        QStringList walked;
        for (LruPosition position;;) {
            const auto page = take(index->leastRecentlyUsed(position, 1));
            if (page.records.isEmpty())
                break;
            walked.append(page.records.constFirst().id);
            position = page.end;
            if (walked.size() == 2)
                QVERIFY(wait(index->removeEntries({{idOf(0), 1}, {idOf(1), 1}})));
        }
        QCOMPARE(walked, (QStringList{idOf(3), idOf(0), idOf(2)}));
    }

    void countingEndsSomewhere()
    {
        const auto index = open(newPath());
        QList<EntryRecord> records;
        for (int i = 0; i <= entrypages::maxCounted; ++i) {
            records.append(record(i));
            records.last().tags = {i == 0 ? u"first"_s : u"rest"_s};
        }
        take(index->adoptEntries(records, m_clock.nowUtc(), week));
        auto page = take(index->page(EntryQuery()));
        QCOMPARE(page.total, 10'001);
        QVERIFY(page.totalIsExact);
        EntryQuery query;
        query.tags = {u"rest"_s};
        page = take(index->page(query));
        QCOMPARE(page.total, 10'000);
        QVERIFY(page.totalIsExact);
        query.tags = {};
        query.text = u"video"_s;
        page = take(index->page(query));
        QCOMPARE(page.total, 10'000);
        QVERIFY(!page.totalIsExact);
        QCOMPARE(page.entries.size(), 50);
        QVERIFY(page.next);
        // More matches than are sorted: found on the walk.
        query.skip = 9'999;
        QCOMPARE(idsOf(take(index->page(query))), QStringList({idOf(1), idOf(0)}));
        query.tags = {u"first"_s};
        query.skip = 0;
        QCOMPARE(totalOf(*index, query), 1);
    }

    void totalsAreKeptByEveryWrite()
    {
        const auto index = open(newPath());
        const auto expect = [&](qint64 entries, qint64 bytes) {
            const auto totals = take(index->totals());
            return totals.entries == entries && totals.bytes == bytes;
        };
        auto entry = record(1);
        entry.sizeBytes = 10;
        QVERIFY(wait(index->putEntry(entry)));
        QVERIFY(expect(1, 10));
        entry.sizeBytes = 30; // takes its place
        QVERIFY(wait(index->putEntry(entry)));
        QVERIFY(expect(1, 30));
        take(index->adoptEntries(
            {entry, record(3)}, m_clock.nowUtc(), week)); // one of them is there
        QVERIFY(expect(2, 130));
        QVERIFY(wait(index->removeEntries({{idOf(1), 1}, {idOf(1), 1}, {idOf(9), 1}})));
        QVERIFY(expect(1, 100));
    }

    void newTagsAndUrlsReplaceTheOldOnes()
    {
        const auto index = open(newPath());
        auto entry = record(1);
        QVERIFY(wait(index->putEntry(entry)));
        entry.tags = {u"new"_s, u"new"_s};
        entry.canonicalUrl = u"https://a.r2.dev/other.mp4"_s;
        QVERIFY(wait(index->putEntry(entry)));
        EntryQuery query;
        query.tags = {u"all"_s};
        QCOMPARE(totalOf(*index, query), 0);
        query.tags = {u"new"_s};
        QCOMPARE(totalOf(*index, query), 1);
        query.tags = {};
        query.text = u"video"_s;
        QCOMPARE(totalOf(*index, query), 0);
        query.text = u"other"_s;
        QCOMPARE(totalOf(*index, query), 1);
        QCOMPARE(take(index->totals()).entries, 1);
    }

    void whatIsRemovedIsFoundNoMore()
    {
        const auto index = open(newPath());
        QVERIFY(wait(index->putEntry(record(1))));
        QVERIFY(wait(index->putEntry(record(2))));
        QVERIFY(wait(index->removeEntries({{idOf(1), 1}})));
        EntryQuery query;
        query.text = u"ideo_1"_s;
        QCOMPARE(totalOf(*index, query), 0); // its text is still there
        QVERIFY(wait(index->putEntry(record(1))));
        QCOMPARE(totalOf(*index, query), 1);
        catchUp(*index, m_clock.nowUtc(), week);
        QCOMPARE(totalOf(*index, query), 1);
        query.text = u"ideo_"_s;
        QCOMPARE(totalOf(*index, query), 2);
        query.text = u"\"ideo_"_s;
        QCOMPARE(totalOf(*index, query), 0);
        query.text = u"a\" OR \"b"_s;
        QCOMPARE(totalOf(*index, query), 0);
    }

    void anIndexOfVersion1IsCarriedOver()
    {
        const auto path = newPath();
        {
            SqlThread thread(u"test"_s);
            QVERIFY(thread.open(path, SqlConnection::Mode::Writer));
            QVERIFY(wait(thread.run([](SqlConnection &connection) -> Result<> {
                if (auto done = migrate(connection, 1); !done)
                    return done;
                const QString insert = u"INSERT INTO entries VALUES ('%1', %2, 'mp4', "
                                       "'https://a.r2.dev/%3.mp4', %4, '\"e\"', '', 'video/mp4', "
                                       "'s', 1, 0, '%5', %6, 1000, 2000, 3000, 4)"_s;
                for (const auto &sql :
                     {insert.arg(idOf(1)).arg(1).arg(u"one"_s).arg(10).arg(u",a,b c,"_s).arg(0),
                      insert.arg(idOf(1)).arg(2).arg(u"one"_s).arg(20).arg(u",a,a,"_s).arg(500),
                      insert.arg(idOf(2)).arg(1).arg(u"two"_s).arg(40).arg(u""_s).arg(0)}) {
                    if (auto done = connection.execute(sql); !done)
                        return done;
                }
                return {};
            })));
        }
        const auto index = open(path);
        QVERIFY(!index->wasReplaced());
        QCOMPARE(take(index->totals()).entries, 3);
        QCOMPARE(take(index->totals()).bytes, 70);
        const auto entry = take(index->exactEntry({idOf(1), 1}));
        QVERIFY(entry);
        QCOMPARE(entry->tags, QStringList({u"a"_s, u"b c"_s}));
        QVERIFY(entry->verified);
        QCOMPARE(entry->accessCount, 4);
        QCOMPARE(entry->lastAccessedAt.toMSecsSinceEpoch(), 3000);
        EntryQuery query;
        query.tags = {u"a"_s};
        QCOMPARE(totalOf(*index, query), 2);
        query.tags = {u"b c"_s};
        QCOMPARE(totalOf(*index, query), 1);
        query.tags = {};
        query.text = u"dev/TWO"_s;
        QCOMPARE(totalOf(*index, query), 1);
        query.text.clear();
        query.now = QDateTime::fromMSecsSinceEpoch(2500, utcZone);
        query.defaultTtlMs = 501;
        query.expired = true;
        QCOMPARE(totalOf(*index, query), 1);
        // It goes on as any other.
        QVERIFY(wait(index->removeEntries({{idOf(1), 1}, {idOf(2), 1}})));
        QVERIFY(wait(index->putEntry(record(3))));
        query = {};
        query.text = u"dev/one"_s;
        QCOMPARE(totalOf(*index, query), 1);
        catchUp(*index, m_clock.nowUtc(), week);
        QCOMPARE(take(index->totals()).entries, 2);
        // Found by trigrams now as it was row by row; what went before it was learnt stays away.
        QCOMPARE(totalOf(*index, query), 1);
        query.text = u"ideo_3"_s;
        QCOMPARE(totalOf(*index, query), 1);
        query.text = u"dev/two"_s;
        QCOMPARE(totalOf(*index, query), 0);
        query.text.clear();
        query.tags = {u"b c"_s};
        QCOMPARE(totalOf(*index, query), 0);
    }

    void whatVersion4HasNotSweptIsSweptWhenItIsCarriedOver()
    {
        const auto path = newPath();
        {
            SqlThread thread(u"test"_s);
            QVERIFY(thread.open(path, SqlConnection::Mode::Writer));
            QVERIFY(wait(thread.run([](SqlConnection &connection) -> Result<> {
                if (auto done = migrate(connection, 4); !done)
                    return done;
                // As version 4 left a removal: no row, but its tag and its text.
                for (const auto &sql :
                     {u"INSERT INTO tags (tag, name) VALUES (1, 'gone')"_s,
                      u"INSERT INTO entry_tags VALUES (7, 1, 1, 0, 0, 0, 0)"_s,
                      u"INSERT INTO entry_search (rowid, text) VALUES (7, 'the text')"_s,
                      u"INSERT INTO removed_entries (number, text) VALUES (7, 'the text')"_s}) {
                    if (auto done = connection.execute(sql); !done)
                        return done;
                }
                return {};
            })));
        }
        const auto index = open(path);
        SqlThread reader(u"test"_s);
        QVERIFY(reader.open(path, SqlConnection::Mode::Reader));
        for (const auto &sql :
             {u"SELECT COUNT(*) FROM entry_tags"_s, u"SELECT COUNT(*) FROM removed_entries"_s,
              u"SELECT COUNT(*) FROM entry_search WHERE entry_search MATCH '\"the\"'"_s}) {
            const auto count = take(reader.run([sql](SqlConnection &connection) -> Result<int> {
                Statement statement(connection, sql);
                if (auto ran = statement.run(); !ran)
                    return failure(ran.error());
                return statement.next() ? statement.value(0).toInt() : -1;
            }));
            QCOMPARE(count, 0);
        }
        QVERIFY(wait(index->putEntry(record(1))));
        QCOMPARE(take(index->totals()).entries, 1);
    }

    void afterALongPauseNearlyAllNotesAreWrong()
    {
        const auto index = open(newPath());
        constexpr int count = entrypages::maxCounted + 100;
        QList<EntryRecord> records;
        for (int i = 0; i < count; ++i) {
            records.append(record(i));
            records.last().validatedAt = m_clock.nowUtc();
            records.last().tags = {i < 200 ? u"early"_s : u"late"_s};
            if (i % 1000 == 0)
                records.last().ttlMs = std::chrono::milliseconds(2 * week).count();
        }
        take(index->adoptEntries(records, m_clock.nowUtc(), week));
        EntryQuery query;
        query.now = m_clock.nowUtc().addDays(8);
        query.defaultTtlMs = std::chrono::milliseconds(week).count();
        query.descending = false;
        query.expired = false;
        const auto ready = take(index->page(query));
        QCOMPARE(ready.total, 11);
        QCOMPARE(ready.entries.size(), 11);
        QCOMPARE(ready.entries.at(1).id, idOf(1000));
        query.tags = {u"early"_s};
        QCOMPARE(idsOf(take(index->page(query))), QStringList({idOf(0)}));
        query.expired = true;
        query.limit = 2;
        const auto expired = take(index->page(query));
        QCOMPARE(expired.total, 199);
        QCOMPARE(idsOf(expired), QStringList({idOf(1), idOf(2)}));
        query.after = expired.next;
        QCOMPARE(idsOf(take(index->page(query))), QStringList({idOf(3), idOf(4)}));
        query.after.reset();
        query.tags = {};
        query.skip = 9'000;
        const auto deep = take(index->page(query));
        QVERIFY(!deep.totalIsExact);
        QCOMPARE(deep.entries.constFirst().id, idOf(9010)); // ten of those before it are ready
    }

    void totalsOfAStatusFollowTheClock()
    {
        const auto index = open(newPath());
        auto entry = record(1);
        entry.validatedAt = m_clock.nowUtc();
        QVERIFY(wait(index->putEntry(entry)));
        entry = record(2);
        entry.validatedAt = m_clock.nowUtc();
        entry.ttlMs = 5000;
        QVERIFY(wait(index->putEntry(entry)));
        EntryQuery query;
        query.expired = true;
        query.defaultTtlMs = 8000;
        for (const auto &[seconds, expected] :
             {std::pair(0, 0), {4, 0}, {5, 1}, {7, 1}, {8, 2}, {4, 0}}) {
            query.now = m_clock.nowUtc().addSecs(seconds);
            QCOMPARE(totalOf(*index, query), expected);
        }
        QVERIFY(wait(index->removeEntries({{idOf(1), 1}})));
        query.now = m_clock.nowUtc().addSecs(9);
        QCOMPARE(totalOf(*index, query), 1);
    }

    void anIndexWithoutItsBacklogIsAnError()
    {
        const auto path = newPath();
        const auto index = open(path);
        {
            SqlThread thread(u"test"_s);
            QVERIFY(thread.open(path, SqlConnection::Mode::Writer));
            QVERIFY(wait(thread.run([](SqlConnection &connection) {
                return connection.execute(u"DELETE FROM search_backlog"_s);
            })));
        }
        const auto failed = wait(index->catchUp(m_clock.nowUtc(), week));
        QVERIFY(!failed);
        QCOMPARE(failed.error().code, ErrorCode::Database);
    }

    void tagsOfWhatIsGoneAreLeftOutUntilTheyAreSwept()
    {
        const auto index = open(newPath());
        for (int i = 0; i < 8; ++i)
            QVERIFY(wait(index->putEntry(record(i))));
        QVERIFY(wait(index->removeEntries({{idOf(1), 1}, {idOf(4), 1}})));
        EntryQuery query;
        query.tags = {u"mod1"_s};
        for (int round = 0; round < 2; ++round) {
            QCOMPARE(totalOf(*index, query), 1);
            query.tags = {u"all"_s, u"mod0"_s};
            QCOMPARE(totalOf(*index, query), 1);
            query.tags = {u"all"_s};
            QCOMPARE(walk(*index, query).size(), 6);
            catchUp(*index, m_clock.nowUtc(), week);
            query.tags = {u"mod1"_s};
        }
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_EntryPages)
#include "tst_entrypages.moc"
