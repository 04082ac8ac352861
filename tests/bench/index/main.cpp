// SPDX-License-Identifier: GPL-3.0-or-later
// The index with as many rows as nobody has files for; run by index.sh.
//   bench-index fill DIRECTORY ROWS INDEX     fills INDEX, with sparse files in DIRECTORY
//   bench-index ask DIRECTORY ROWS INDEX      pages, searches and totals: a JSON object a line
//   bench-index evict DIRECTORY ROWS INDEX    10,000 evictions (at most half) beside a reader
#include "core/cache/diskcache.h"
#include "tests/bench/index/rows.h"
#include "tests/bench/index/samples.h"

#include <QCoreApplication>
#include <QCoroTask>
#include <QElapsedTimer>
#include <QFile>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mostEvictions = 10'000;
constexpr qint64 deep = 10'000;

template<typename T>
T take(Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "%s\n", qPrintable(result.error().message));
        std::exit(1);
    }
    return std::move(*result);
}

template<typename T>
T wait(QFuture<Result<T>> future)
{
    future.waitForFinished();
    return take(future.takeResult());
}

/// An empty file of the size that the row says: reconciliation looks for no more.
void makeSparseFile(const QString &path, qint64 size)
{
    const int fd = ::open(QFile::encodeName(path).constData(), O_WRONLY | O_CREAT, 0600);
    if (fd < 0 || ::ftruncate(fd, size) != 0)
        std::exit(1);
    ::close(fd);
}

/// What the service does beside serving: until then pages by status are slower.
void catchUp(const BenchRows &rows, Index &index)
{
    QElapsedTimer timer;
    timer.start();
    while (wait(index.catchUp(rows.now, std::chrono::milliseconds{BenchRows::defaultTtlMs}))) { }
    printFigure("caught up, s", static_cast<double>(timer.elapsed()) / 1000);
}

void fill(const QString &directory, const BenchRows &rows, Index &index)
{
    constexpr qint64 batch = 10'000;
    const auto store = take(FileStore::open(directory));
    QElapsedTimer timer;
    timer.start();
    for (qint64 first = 0; first < rows.count; first += batch) {
        QList<EntryRecord> records;
        for (qint64 i = first; i < std::min(first + batch, rows.count); ++i) {
            records.append(rows.row(i));
            makeSparseFile(
                store->pathOf(records.constLast().fileName()), records.constLast().sizeBytes);
        }
        wait(index.adoptEntries(
            std::move(records), rows.now, std::chrono::milliseconds{BenchRows::defaultTtlMs}));
    }
    catchUp(rows, index);
    printFigure(
        "filled, a row",
        static_cast<double>(timer.nsecsElapsed()) / 1e6 / static_cast<double>(rows.count));
}

/// The cross product of all sorts, both orders, @p statuses and @p tags.
QList<EntryQuery> queriesOf(
    const BenchRows &rows, const QList<std::optional<bool>> &statuses,
    const QList<QStringList> &tags)
{
    QList<EntryQuery> queries;
    for (const auto sort :
         {EntrySort::LastAccessedAt, EntrySort::CreatedAt, EntrySort::SizeBytes,
          EntrySort::AccessCount}) {
        for (const bool descending : {true, false}) {
            for (const auto &status : statuses) {
                for (const auto &some : tags) {
                    EntryQuery query;
                    query.sortBy = sort;
                    query.descending = descending;
                    query.expired = status;
                    query.tags = some;
                    query.now = rows.now;
                    query.defaultTtlMs = BenchRows::defaultTtlMs;
                    queries.append(query);
                }
            }
        }
    }
    return queries;
}

/// Pages from the beginning, after 10,000 rows, and by walking from page to page.
void askPages(const char *name, Index &index, QList<EntryQuery> queries)
{
    for (const qint64 skip : {qint64{0}, deep}) {
        Samples samples;
        for (int round = 0; round < 20 && !samples.isLong(); ++round) {
            for (auto &query : queries) {
                query.skip = skip;
                samples.time([&] { wait(index.page(query)); });
            }
        }
        samples.print(std::string(name) + (skip == 0 ? ", first page" : ", skip 10,000"));
    }
    Samples samples;
    for (auto &query : queries) {
        query.skip = deep;
        query.after = wait(index.page(query)).next; // far on, if there are so many
        query.skip = 0;
        for (int pages = 0; pages < 10 && !samples.isLong(); ++pages) {
            EntryPage page;
            samples.time([&] { page = wait(index.page(query)); });
            query.after = page.next;
        }
    }
    samples.print(std::string(name) + ", after");
}

void ask(const BenchRows &rows, Index &index)
{
    const QList<std::optional<bool>> any{std::nullopt};
    const QList<std::optional<bool>> both{true, false};
    const QList<QStringList> none{{}};
    const QList<QStringList> one{
        {QString::fromLatin1(BenchRows::mostHave)},
        {QString::fromLatin1(BenchRows::someHave)},
        {QString::fromLatin1(BenchRows::fewHave)}};
    const QList<QStringList> two{
        {QString::fromLatin1(BenchRows::mostHave), QString::fromLatin1(BenchRows::someHave)}};
    askPages("no filter", index, queriesOf(rows, any, none));
    askPages("status", index, queriesOf(rows, both, none));
    askPages("tag", index, queriesOf(rows, any, one));
    askPages("status and tag", index, queriesOf(rows, both, one));
    askPages("two tags", index, queriesOf(rows, any, two));
    for (const auto *word :
         {BenchRows::commonWord, BenchRows::middlingWord, BenchRows::rareWord,
          BenchRows::absentWord}) {
        Samples samples;
        for (int round = 0; round < 20 && !samples.isLong(); ++round) {
            for (auto &query : queriesOf(rows, any, none)) {
                query.text = QString::fromLatin1(word);
                samples.time([&] { wait(index.page(query)); });
            }
        }
        samples.print(std::string("search ") + word);
    }
    Samples samples;
    for (int round = 0; round < 100; ++round)
        samples.time([&] { wait(index.totals()); });
    samples.print("totals");
}

void evict(const QString &directory, const BenchRows &rows, Index &index)
{
    const auto store = take(FileStore::open(directory));
    EntryMap map(16);
    CacheCounters counters;
    SystemClock clock;
    SystemDiskSpace disk;
    QThreadPool pool;
    constexpr qint64 roomy = std::numeric_limits<qint64>::max() / 4;
    const qint64 here = wait(index.totals()).entries;
    const qint64 evictions = std::min(mostEvictions, here / 2); // some are pinned
    DiskCache cache(
        {*store, index, map, counters, clock, disk, pool},
        {{roomy, here - evictions + 1, 0}, std::chrono::milliseconds{BenchRows::defaultTtlMs}});
    if (auto started = QCoro::waitFor(cache.start()); !started)
        take<int>(failure(started.error()));

    std::atomic<bool> done = false;
    Samples reads;
    std::thread reader([&] {
        for (qint64 i = 0; !done; i = (i + 7919) % rows.count) {
            const auto id = rows.row(i).id;
            reads.time([&] { wait(index.newestEntry(id)); });
        }
    });
    QElapsedTimer timer;
    timer.start();
    const auto reserved = QCoro::waitFor(cache.reserve(u"f"_s.repeated(32), 1));
    const auto ms = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    done = true;
    reader.join();
    if (!reserved)
        take<int>(failure(reserved.error()));
    const auto evicted = static_cast<double>(here - wait(index.totals()).entries);
    printFigure("evicted, with their files, in ms", ms);
    printFigure("evicted", evicted);
    printFigure("that is for 10,000, ms", ms * 10'000 / evicted);
    reads.print("a read beside evictions");

    QElapsedTimer rowsOnly;
    rowsOnly.start();
    QList<EntryKey> keys;
    for (const auto page = wait(index.leastRecentlyUsed({}, static_cast<int>(evictions)));
         const auto &record : page.records)
        keys.append({record.id, record.version});
    printFigure(
        "finding as many as were asked for", static_cast<double>(rowsOnly.nsecsElapsed()) / 1e6);
    rowsOnly.restart();
    auto removed = index.removeEntries(std::move(keys));
    removed.waitForFinished();
    printFigure("removing their rows", static_cast<double>(rowsOnly.nsecsElapsed()) / 1e6);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (argc != 5) {
        std::fprintf(stderr, "usage: bench-index fill|ask|evict DIRECTORY ROWS INDEX\n");
        return 2;
    }
    const QByteArray verb = argv[1];
    const auto directory = QString::fromLocal8Bit(argv[2]);
    const BenchRows rows{
        QByteArray(argv[3]).toLongLong(),
        QDateTime::currentDateTimeUtc()}; // the service goes by the real time too
    const auto index = take(Index::open(QString::fromLocal8Bit(argv[4]), rows.now));
    if (verb == "fill")
        fill(directory, rows, *index);
    else if (verb == "ask")
        ask(rows, *index);
    else if (verb == "catchup")
        catchUp(rows, *index);
    else if (verb == "evict")
        evict(directory, rows, *index);
    return 0;
}
