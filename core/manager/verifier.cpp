// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/verifier.h"

#include "core/base/digest.h"
#include "core/manager/runningcount.h"

#include <QCoroFuture>
#include <QLoggingCategory>
#include <QPromise>
#include <QTimer>

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcVerify, "cache.verify", QtInfoMsg)

constexpr int pageSize = 256;
constexpr int maxBadListed = 1000;
constexpr int maxErrorsListed = 100;

/// Asks the kernel to read for this thread only when nobody else wants the disk (ioprio_set(2));
/// schedulers that know no priorities ignore it, and nothing depends on it.
void readWhenIdle()
{
    constexpr int thisThread = 1; // IOPRIO_WHO_PROCESS with 0
    constexpr int idleClass = 3 << 13;
    std::ignore = ::syscall(SYS_ioprio_set, thisThread, 0, idleClass);
}

} // namespace

/// A file on its way through the hash; touched by one pool thread at a time.
struct Verifier::Hashing
{
    QString path;
    OpenFile file;
    Digest digest{Digest::Algorithm::Sha256};
    qint64 offset = 0;
    bool isUnreadable = false; ///< It was opened, but its bytes cannot be had.
};

Verifier::Verifier(
    DiskCache &cache, const Clock &clock, const Options &options, Pause pause, QObject *parent)
    : QObject(parent)
    , m_cache(cache)
    , m_clock(clock)
    , m_options(options)
    , m_pause(std::move(pause))
{
    m_pool.setMaxThreadCount(1);
    if (!m_pause) {
        m_pause = [this](std::chrono::milliseconds time) {
            const auto promise = std::make_shared<QPromise<void>>();
            promise->start();
            QTimer::singleShot(time, this, [promise] { promise->finish(); });
            return promise->future();
        };
    }
}

Verifier::~Verifier() = default;

void Verifier::verifyAll()
{
    if (m_all && m_running > 0)
        return;
    m_all = true;
    begin();
}

void Verifier::verify(const QStringList &ids)
{
    const bool begins = m_running == 0;
    m_ids.insert(m_ids.end(), ids.begin(), ids.end());
    if (begins)
        begin();
    m_progress.total += ids.size();
}

void Verifier::begin()
{
    if (m_running > 0 || m_stop)
        return;
    m_progress = {};
    m_progress.state = VerifyProgress::State::Running;
    m_progress.startedAt = m_clock.nowUtc();
    // From the next turn on: who asked has not been answered, nor counted its wishes.
    ++m_running;
    QMetaObject::invokeMethod(
        this, [this] { std::ignore = run(); }, Qt::QueuedConnection);
}

QCoro::Task<> Verifier::run()
{
    Result<> done;
    while (done && !m_stop && (m_all || !m_ids.empty())) {
        if (!m_ids.empty()) {
            done = co_await checkIds();
            continue;
        }
        done = co_await checkAll();
        m_all = false;
    }
    if (!done)
        noteError(done.error().message);
    m_progress.state
        = done && !m_stop ? VerifyProgress::State::Done : VerifyProgress::State::Stopped;
    m_progress.finishedAt = m_clock.nowUtc();
    m_all = false;
    m_ids.clear();
    qCInfo(lcVerify) << "Verified" << m_progress.checked << "entries," << m_progress.bytes
                     << "bytes," << m_progress.badCount << "bad";
    --m_running;
}

QCoro::Task<Result<>> Verifier::checkIds()
{
    const QString id = m_ids.front();
    m_ids.pop_front();
    EntryKey after{id, 0};
    while (!m_stop) {
        const auto found = co_await m_cache.index().entriesAfter(after, 1);
        if (!found)
            co_return failure(found.error());
        if (found->isEmpty() || found->constFirst().id != id)
            break;
        after.version = found->constFirst().version;
        if (auto checked = co_await check(found->constFirst()); !checked)
            co_return checked;
    }
    ++m_progress.checked;
    co_return Result<>{};
}

QCoro::Task<Result<>> Verifier::checkAll()
{
    const auto totals = co_await m_cache.index().totals();
    if (!totals)
        co_return failure(totals.error());
    m_progress.total += totals->entries;
    EntryKey after{{}, 0};
    while (!m_stop) {
        const auto page = co_await m_cache.index().entriesAfter(after, pageSize);
        if (!page)
            co_return failure(page.error());
        for (const auto &record : *page) {
            if (m_stop)
                co_return Result<>{};
            if (auto checked = co_await check(record); !checked)
                co_return checked;
            ++m_progress.checked;
        }
        if (page->size() < pageSize)
            break;
        after = {page->constLast().id, page->constLast().version};
    }
    co_return Result<>{};
}

QCoro::Task<Result<>> Verifier::check(EntryRecord record)
{
    const auto hashing = std::make_shared<Hashing>();
    hashing->path = m_cache.store().pathOf(record.fileName());
    for (;;) {
        const auto slice = co_await hashSlice(&m_pool, hashing, m_options.sliceBytes);
        if (!slice) {
            if (slice.error().code == ErrorCode::NotFound)
                co_return co_await condemn(record, false, u"The file has vanished."_s);
            if (hashing->isUnreadable)
                co_return co_await condemn(record, true, slice.error().message);
            noteError(slice.error().message); // out of descriptors, perhaps: says nothing of it
            co_return Result<>{};
        }
        m_progress.bytes += *slice;
        if (*slice < m_options.sliceBytes)
            break;
        co_await keepRate(*slice);
        if (m_stop)
            co_return Result<>{};
    }
    if (hashing->offset != record.sizeBytes) {
        co_return co_await condemn(
            record, true,
            u"The file has %1 bytes instead of %2."_s.arg(hashing->offset).arg(record.sizeBytes));
    }
    if (hashing->digest.takeHex() != record.sha256)
        co_return co_await condemn(record, true, u"The file holds other bytes."_s);
    co_return Result<>{};
}

QCoro::Task<> Verifier::keepRate(qint64 bytes)
{
    if (m_options.bytesPerSecond <= 0)
        co_return;
    constexpr double microseconds = 1e6;
    const std::chrono::microseconds now = m_clock.monotonic();
    m_due = std::max(m_due, now)
        + std::chrono::microseconds{static_cast<qint64>(
            microseconds * static_cast<double>(bytes)
            / static_cast<double>(m_options.bytesPerSecond))};
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(m_due - now);
    const auto paused = m_pause(wait);
    co_await paused;
}

QCoro::Task<Result<>> Verifier::condemn(EntryRecord record, bool hasFile, QString why)
{
    const auto gone = co_await m_cache.discard(record, hasFile);
    if (!gone)
        co_return failure(gone.error());
    // Evicted, or fetched again, while it was read: nothing is known of what is there now.
    if (!*gone)
        co_return Result<>{};
    qCWarning(lcVerify).noquote() << record.fileName() << why
                                  << (hasFile ? "It went to quarantine." : "It is forgotten.");
    ++m_progress.badCount;
    if (m_progress.bad.size() < maxBadListed)
        m_progress.bad.append({record.id, record.version, record.canonicalUrl, why});
    co_return Result<>{};
}

QFuture<Result<qint64>>
Verifier::hashSlice(QThreadPool *pool, std::shared_ptr<Hashing> hashing, qint64 length)
{
    return runOn(pool, [hashing = std::move(hashing), length]() -> Result<qint64> {
        readWhenIdle();
        if (!hashing->file.isOpen()) {
            auto opened = OpenFile::open(hashing->path, O_RDONLY);
            if (!opened)
                return failure(opened.error());
            hashing->file = std::move(*opened);
        }
        const auto bytes = hashing->file.readAt(hashing->offset, length);
        if (!bytes) {
            hashing->isUnreadable = true;
            return failure(bytes.error());
        }
        hashing->digest.add(*bytes);
        hashing->offset += bytes->size();
        return bytes->size();
    });
}

void Verifier::noteError(const QString &message)
{
    qCWarning(lcVerify).noquote() << message;
    if (m_progress.errors.size() < maxErrorsListed)
        m_progress.errors.append(message);
}

} // namespace r2cache
