// SPDX-License-Identifier: GPL-3.0-or-later
// What the index keeps twice, to be fast, says the same as its entries, whatever has been written.
#include "core/cache/freshness.h"
#include "core/cache/index.h"
#include "tests/support/manualclock.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <random>

using namespace r2cache;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr int ids = 40;
constexpr auto ttl = std::chrono::milliseconds{1h};
const QStringList tagNames{u"red"_s, u"green"_s, u"blue"_s, u"a b"_s};

/// Random calls of everything that writes rows of entries.
class RandomWrites
{
public:
    RandomWrites(Index &index, ManualClock &clock, quint32 seed)
        : m_index(index)
        , m_clock(clock)
        , m_random(seed)
    { }

    void write()
    {
        switch (below(10)) {
        case 0:
        case 1:
        case 2:
            return done(m_index.putEntry(record()));
        case 3: {
            QList<EntryRecord> records;
            for (int i = below(6); i >= 0; --i)
                records.append(record());
            return done(m_index.adoptEntries(records, m_clock.nowUtc(), ttl));
        }
        case 4:
        case 5: {
            QList<EntryKey> keys;
            for (int i = below(4); i >= 0; --i)
                keys.append(key());
            return done(m_index.removeEntries(keys));
        }
        case 6:
            return done(m_index.touchEntries(
                {{key(), below(3), m_clock.nowUtc()}, {key(), 1, m_clock.nowUtc().addSecs(1)}}));
        case 7: {
            const auto other = record();
            return done(m_index.changeEntry(key(), [other](EntryRecord &entry) {
                entry.tags = other.tags;
                entry.pinned = other.pinned;
                entry.ttlMs = other.ttlMs;
                entry.validatedAt = other.validatedAt;
                entry.sizeBytes = other.sizeBytes;
            }));
        }
        case 8:
            m_clock.advance(10min);
            return;
        default:
            return done(m_index.catchUp(m_clock.nowUtc(), ttl));
        }
    }

private:
    int below(int limit) { return static_cast<int>(m_random() % static_cast<quint32>(limit)); }
    EntryKey key()
    {
        const int number = below(ids);
        return {QString::number(number, 16).rightJustified(32, u'0'), 1 + below(2)};
    }
    EntryRecord record()
    {
        const auto name = key();
        EntryRecord entry;
        entry.id = name.id;
        entry.version = name.version;
        entry.extension = u"mp4"_s;
        // Now and then another URL: the search has to forget the first one.
        entry.canonicalUrl
            = u"https://a.r2.dev/%1/%2.mp4"_s.arg(below(5) == 0).arg(name.id.last(4));
        entry.sizeBytes = 1 + below(1000);
        entry.sha256 = QByteArray(64, 'a');
        for (const auto &tag : tagNames) {
            if (below(2) == 0)
                entry.tags.append(tag);
        }
        entry.pinned = below(8) == 0;
        entry.ttlMs = below(3) == 0 ? 60'000 * below(90) : -below(3); // or a policy
        entry.createdAt = entry.lastAccessedAt = m_clock.nowUtc();
        entry.validatedAt = m_clock.nowUtc().addSecs(-60 * below(90));
        entry.accessCount = below(9);
        return entry;
    }
    template<typename T>
    static void done(QFuture<Result<T>> future)
    {
        future.waitForFinished();
        if (const auto result = future.takeResult(); !result)
            qFatal("%s", qPrintable(result.error().message));
    }

    Index &m_index;
    ManualClock &m_clock;
    std::mt19937 m_random;
};

class tst_IndexTables : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory;
    ManualClock m_clock;

    template<typename T>
    static T take(QFuture<Result<T>> future)
    {
        future.waitForFinished();
        auto result = future.takeResult();
        if (!result)
            qFatal("%s", qPrintable(result.error().message));
        return std::move(*result);
    }
    /// Every row of @p sql as a text, sorted.
    static QStringList rows(SqlThread &thread, const QString &sql)
    {
        return take(thread.run([sql](SqlConnection &connection) -> Result<QStringList> {
            auto query = connection.prepared(sql);
            if (!query)
                return failure(query.error());
            if (!(*query)->exec())
                return failure(ErrorCode::Database, sql);
            QStringList all;
            while ((*query)->next()) {
                QStringList columns;
                for (int i = 0; !(*query)->isNull(i) && (*query)->value(i).isValid(); ++i)
                    columns.append((*query)->value(i).toString());
                all.append(columns.join(u'|'));
            }
            (*query)->finish();
            all.sort();
            return all;
        }));
    }
    /// What a page has to say, from all rows one by one.
    QStringList recount(const QList<EntryRecord> &all, const EntryQuery &query) const
    {
        QStringList names;
        for (const auto &entry : all) {
            const qint64 age
                = query.now.toMSecsSinceEpoch() - entry.validatedAt.toMSecsSinceEpoch();
            const auto own = ownLifetimeMs(entry);
            const bool expired = age >= (own > 0 ? own : query.defaultTtlMs);
            const bool tagged
                = std::all_of(query.tags.begin(), query.tags.end(), [&](const QString &tag) {
                      return entry.tags.contains(tag);
                  });
            if (tagged && expired == query.expired.value_or(expired)
                && (entry.canonicalUrl.contains(query.text) || entry.id.contains(query.text))) {
                names.append(entry.fileName());
            }
        }
        names.sort();
        return names;
    }
    static QStringList namesOf(const EntryPage &page)
    {
        QStringList names;
        for (const auto &entry : page.entries)
            names.append(entry.fileName());
        names.sort();
        return names;
    }

private Q_SLOTS:
    void randomWritesKeepThemRight_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 3; ++seed)
            QTest::newRow(qPrintable(QString::number(seed))) << seed;
    }
    void randomWritesKeepThemRight()
    {
        QFETCH(const quint32, seed);
        const QString path = m_directory.filePath(u"%1.sqlite"_s.arg(seed));
        auto opened = Index::open(path, m_clock.nowUtc());
        QVERIFY(opened);
        auto &index = **opened;
        SqlThread reader(u"recount"_s);
        QVERIFY(reader.open(path, SqlConnection::Mode::Reader));
        RandomWrites writes(index, m_clock, seed);
        for (int round = 0; round < 30; ++round) {
            for (int i = 0; i < 20; ++i)
                writes.write();

            QCOMPARE(
                rows(reader, u"SELECT entries, bytes FROM entry_totals"_s),
                rows(reader, u"SELECT COUNT(*), COALESCE(SUM(size_bytes), 0) FROM live_entries"_s));
            const QString columns
                = u"number, is_fresh, last_accessed_at, created_at, size_bytes, access_count"_s;
            // Of tags, what is not swept yet; of entries, one row for each tag.
            const QString noted = u"SELECT name, "_s + columns
                + u" FROM entry_tags JOIN tags USING (tag) "
                  "WHERE number NOT IN (SELECT number FROM removed_entries)"_s;
            const QString expected = u"SELECT name, "_s + columns
                + u" FROM live_entries JOIN tags ON instr(tags, ',' || name || ',') > 0"_s;
            QCOMPARE(rows(reader, noted), rows(reader, expected));
            // What is gone is still there to be swept, once for each key at most.
            QCOMPARE(
                rows(
                    reader,
                    u"SELECT number FROM removed_entries "
                    "WHERE number NOT IN (SELECT number FROM entries)"_s),
                QStringList());

            const auto all = take(index.entriesAfter({{}, 0}, 1000));
            for (const auto &expired :
                 {std::optional<bool>(), std::optional(true), std::optional(false)}) {
                for (const auto &tags :
                     {QStringList(), QStringList{u"red"_s}, QStringList{u"blue"_s, u"a b"_s}}) {
                    for (const auto &text : {QString(), u"dev/1/0"_s, u"0001"_s, u"/1"_s}) {
                        EntryQuery query;
                        query.limit = 1000;
                        query.expired = expired;
                        query.tags = tags;
                        query.text = text;
                        query.now = m_clock.nowUtc();
                        query.defaultTtlMs = ttl.count();
                        const auto page = take(index.page(query));
                        const auto names = recount(all, query);
                        QCOMPARE(namesOf(page), names);
                        QCOMPARE(page.total, names.size());
                    }
                }
            }
        }

        while (take(index.catchUp(m_clock.nowUtc(), ttl))) { }
        const auto numbers = rows(reader, u"SELECT number FROM entries"_s);
        QVERIFY(!numbers.isEmpty());
        QCOMPARE(rows(reader, u"SELECT number FROM removed_entries"_s), QStringList());
        QCOMPARE(
            rows(reader, u"SELECT rowid FROM entry_search WHERE entry_search MATCH '\"htt\"'"_s),
            numbers);
        QCOMPARE(
            rows(
                reader,
                u"SELECT number FROM entry_tags WHERE number NOT IN (SELECT number FROM entries)"_s),
            QStringList());
        const auto right = u"SELECT number FROM entries WHERE is_fresh <> "
                           "(due_base > CASE WHEN has_own_ttl THEN %1 ELSE %2 END)"_s;
        const qint64 now = m_clock.nowUtc().toMSecsSinceEpoch();
        QCOMPARE(rows(reader, right.arg(now).arg(now - ttl.count())), QStringList());
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_IndexTables)
#include "tst_indextables.moc"
