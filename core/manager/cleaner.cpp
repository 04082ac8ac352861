// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/cleaner.h"

#include "core/base/calltask.h"
#include "core/cache/freshness.h"
#include "core/cache/reconcile.h"
#include "core/manager/runningcount.h"

#include <QCoroFuture>
#include <QLoggingCategory>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcCleaner, "cache.cleaner", QtInfoMsg)

constexpr int pageSize = 256;
constexpr int questionsAtATime = 8;
constexpr int pagesAtATime = 200; ///< Of the index, of 4 KiB: some milliseconds of its writer.

void add(CleaningReport *report, const RemovalReport &removed)
{
    report->removedEntries += removed.removedEntries;
    report->bytesFreed += removed.bytesFreed;
    report->errors += removed.errors;
}

void note(CleaningReport *report, const Result<> &step)
{
    if (step)
        return;
    qCWarning(lcCleaner).noquote() << step.error().message;
    report->errors.append(step.error().message);
}

} // namespace

Cleaner::Cleaner(const Parts &parts, const Options &options, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_options(options)
{
    connect(&m_timer, &QTimer::timeout, this, &Cleaner::cleanWhenDue);
}

void Cleaner::setOptions(const Options &options)
{
    m_options = options;
    if (m_timer.isActive())
        m_timer.start(m_options.lookAtClockEvery);
}

void Cleaner::start()
{
    m_lastBegan = m_parts.videos.clock().monotonic();
    m_timer.start(m_options.lookAtClockEvery);
}

void Cleaner::stop()
{
    m_stop = true;
    m_timer.stop();
}

void Cleaner::cleanWhenDue()
{
    const auto since = m_parts.videos.clock().monotonic() - m_lastBegan;
    if (m_options.isScheduled && m_running == 0 && since >= m_options.interval)
        std::ignore = clean();
}

QFuture<CleaningReport> Cleaner::clean()
{
    if (m_running == 0 || !m_current)
        m_current = asFuture(run());
    return *m_current;
}

QCoro::Task<CleaningReport> Cleaner::run()
{
    const RunningCount counted(m_running);
    const auto &clock = m_parts.videos.clock();
    auto &cache = m_parts.videos.cache();
    m_lastBegan = clock.monotonic();
    CleaningReport report;
    // What has gone at its origin first: then less has to be evicted for the limits.
    note(&report, co_await askAboutExpired(&report));
    if (!m_stop)
        note(&report, co_await keepLimits(&report));
    if (!m_stop)
        note(&report, co_await removeStrays(&report));
    if (!m_stop)
        note(&report, co_await removeRemains(&report));
    if (!m_stop)
        note(&report, co_await lookAfterIndex());
    cache.counters().lastCleanupMs = clock.nowUtc().toMSecsSinceEpoch();
    report.duration = clock.monotonic() - m_lastBegan;
    qCInfo(lcCleaner) << "Cleaned in" << report.duration.count() << "ms:" << report.removedEntries
                      << "entries removed," << report.bytesFreed << "bytes freed,"
                      << report.errors.size() << "errors";
    co_return report;
}

QCoro::Task<Result<>> Cleaner::askAboutExpired(CleaningReport *report)
{
    auto &cache = m_parts.videos.cache();
    const auto now = m_parts.videos.clock().nowUtc();
    EntryKey after{{}, 0};
    while (!m_stop) {
        const auto page = co_await cache.index().entriesAfter(after, pageSize);
        if (!page)
            co_return failure(page.error());
        QList<EntryRecord> expired;
        for (const auto &record : *page) {
            if (isExpired(record, cache.options().defaultTtl, now))
                expired.append(record);
        }
        for (qsizetype at = 0; at < expired.size() && !m_stop; at += questionsAtATime) {
            const auto some = expired.mid(at, questionsAtATime);
            if (auto asked = co_await askAbout(some, report); !asked)
                co_return asked;
        }
        if (page->size() < pageSize)
            break;
        after = {page->constLast().id, page->constLast().version};
    }
    co_return Result<>{};
}

QCoro::Task<Result<>> Cleaner::askAbout(QList<EntryRecord> records, CleaningReport *report)
{
    QList<QFuture<Result<>>> answers;
    for (const auto &record : std::as_const(records))
        answers.append(asFuture(m_parts.revalidator.ask(record)));
    // All are awaited, whatever one of them brings: they refer to us.
    Result<> outcome;
    for (qsizetype i = 0; i < records.size(); ++i) {
        const auto answer = co_await answers.at(i);
        // A host that is down, or a signature that has expired, says nothing of the object.
        if (answer || answer.error().code != ErrorCode::OriginNotFound)
            continue;
        const auto removed = co_await m_parts.videos.cache().removeUnlessHeld(records.at(i));
        if (removed)
            add(report, *removed);
        else
            outcome = failure(removed.error());
    }
    co_return outcome;
}

QCoro::Task<Result<>> Cleaner::keepLimits(CleaningReport *report)
{
    const auto removed = co_await m_parts.videos.cache().keepLimits();
    if (!removed)
        co_return failure(removed.error());
    add(report, *removed);
    co_return Result<>{};
}

QCoro::Task<Result<>> Cleaner::removeStrays(CleaningReport *report)
{
    const auto strays = co_await reconcile(m_parts.videos.cache(), m_parts.pool, m_stop);
    if (!strays)
        co_return failure(strays.error());
    report->removedEntries += strays->missing;
    co_return Result<>{};
}

QCoro::Task<Result<>> Cleaner::removeRemains(CleaningReport *report)
{
    auto &cache = m_parts.videos.cache();
    const std::function<bool(QString)> isWanted = [this](const QString &id) {
        return m_parts.videos.queue().progressOf(id) != nullptr;
    };
    const auto partials = co_await cache.removeOldPartials(m_options.partialAge, isWanted);
    if (!partials)
        co_return failure(partials.error());
    const auto freed = co_await cache.emptyQuarantine(m_options.quarantineAge);
    if (!freed)
        co_return failure(freed.error());
    report->bytesFreed += *freed;
    co_return Result<>{};
}

QCoro::Task<Result<>> Cleaner::lookAfterIndex()
{
    auto &index = m_parts.videos.cache().index();
    const QDateTime moment = m_parts.videos.clock().nowUtc().addMSecs(-m_options.objectAge.count());
    if (auto forgotten = co_await index.forgetObjectsOlderThan(moment); !forgotten)
        co_return forgotten;
    // Many short turns of the writer instead of one long one: others' writes come between.
    qint64 before = std::numeric_limits<qint64>::max();
    while (!m_stop) {
        const auto left = co_await index.vacuumStep(pagesAtATime);
        if (!left)
            co_return failure(left.error());
        if (*left == 0 || *left >= before)
            break;
        before = *left;
    }
    co_return co_await index.analyze();
}

} // namespace r2cache
