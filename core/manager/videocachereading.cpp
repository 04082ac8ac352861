// SPDX-License-Identifier: GPL-3.0-or-later
// What readers at the proxy get of objects that are no entries yet, or never will be.
#include "core/manager/runningcount.h"
#include "core/manager/videocache.h"

#include <QCoroFuture>
#include <QFutureWatcher>
#include <QPromise>
#include <QTimer>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// So long a reader waits for the end of a fill of which nothing can be read before.
constexpr std::chrono::seconds opaquePatience{1};

/// For how long readers of an object that could not be stored are not made to wait for another
/// attempt; nothing: it is tried again at once.
std::optional<std::chrono::milliseconds> passedOnFor(ErrorCode code)
{
    switch (code) {
    case ErrorCode::TooLarge: // it seldom shrinks
    case ErrorCode::ChecksumMismatch: // its ETag looks like an MD5, and is none of these bytes
        return std::chrono::minutes{10};
    case ErrorCode::CacheFull:
    case ErrorCode::DiskFull:
        return std::chrono::seconds{10};
    default:
        return std::nullopt;
    }
}

} // namespace

/// Finished by the end of @p filled, and by whoever else finishes it.
std::shared_ptr<QPromise<void>> VideoCache::endOf(const QFuture<Result<>> &filled)
{
    auto first = std::make_shared<QPromise<void>>();
    first->start();
    auto *ended = new QFutureWatcher<Result<>>(this);
    connect(ended, &QFutureWatcherBase::finished, this, [first, ended] {
        first->finish();
        ended->deleteLater();
    });
    ended->setFuture(filled);
    return first;
}

QFuture<void> VideoCache::readableOrEnded(
    const std::shared_ptr<FillProgress> &progress, const QFuture<Result<>> &filled)
{
    const auto first = endOf(filled);
    if (progress)
        progress->content.whenSet([first](const FillContentPtr &) { first->finish(); });
    return first->future();
}

QFuture<void> VideoCache::soonEnded(const QFuture<Result<>> &filled)
{
    const auto first = endOf(filled);
    QTimer::singleShot(opaquePatience, this, [first] { first->finish(); });
    return first->future();
}

QCoro::Task<Result<FillReading>> VideoCache::fillForReader(QString id)
{
    const RunningCount counted(m_running);
    const auto object = co_await objectOf(id);
    if (!object)
        co_return failure(object.error());
    if (!*object) {
        co_return failure(
            ErrorCode::NotFound, u"The video %1 is not known here: run prepare again."_s.arg(id));
    }
    if (const auto known = m_passedOn.constFind(id); known != m_passedOn.constEnd()) {
        if (m_parts.clock.monotonic() < known->until)
            co_return failure(known->why);
        m_passedOn.erase(known);
    }
    const auto running = m_queue.progressOf(id);
    const bool someIsHere = running && running->content.current();
    const auto asked = co_await ask(**object, Priority::Reader, EntryWishes(), {});
    if (!asked)
        co_return failure(asked.error());
    if (asked->entry)
        co_return FillReading{};
    auto read = co_await readingOf(**object, asked->filled);
    if (!read)
        notePassedOn(id, read.error());
    else
        read->someWasHere = someIsHere && read->content;
    co_return read;
}

QCoro::Task<Result<FillReading>> VideoCache::readingOf(R2Url object, QFuture<Result<>> filled)
{
    const auto progress = m_queue.progressOf(object.id);
    while (!filled.isFinished()) {
        const auto either = readableOrEnded(progress, filled);
        co_await either;
        // Null: the object changed between the two threads; another version will be shown.
        if (auto content = progress ? progress->content.current() : nullptr)
            co_return co_await reading(std::move(object), std::move(content));
        if (!progress || !progress->content.isRefused())
            continue;
        const auto soon = soonEnded(filled);
        co_await soon;
        if (!filled.isFinished() && !progress->content.current())
            co_return FillReading{.content = nullptr, .isOpaque = true};
    }
    if (const auto outcome = co_await outcomeOf(filled); !outcome)
        co_return failure(outcome.error());
    co_return FillReading{};
}

QCoro::Task<Result<FillReading>> VideoCache::reading(R2Url object, FillContentPtr content)
{
    const auto row = co_await m_parts.cache.index().object(object.id);
    if (!row)
        co_return failure(row.error());
    const auto &version = content->version();
    auto &promised = m_promised[object.id];
    // Other bytes, another version: an ETag stands for the same bytes for ever.
    if (promised.content.lock() != content) {
        const int reached = std::max(promised.version, *row ? (*row)->lastVersion : 0);
        promised = {content, reached + 1};
    }
    FillReading reading{content};
    reading.record.id = object.id;
    reading.record.version = promised.version;
    reading.record.extension = object.extension;
    reading.record.canonicalUrl = object.canonical;
    reading.record.sizeBytes = version.length;
    reading.record.etag = version.etag;
    reading.record.lastModified = version.lastModified;
    reading.record.contentType = version.contentType;
    reading.record.createdAt = m_parts.clock.nowUtc();
    reading.record.validatedAt = reading.record.createdAt;
    co_return reading;
}

void VideoCache::notePassedOn(const QString &id, const Error &why)
{
    const auto pause = passedOnFor(why.code);
    if (!pause)
        return;
    const auto now = m_parts.clock.monotonic();
    m_passedOn.removeIf([now](const auto &known) { return known.value().until <= now; });
    m_passedOn.insert(id, {why, now + *pause});
}

QCoro::Task<Result<PassedContentPtr>> VideoCache::passThrough(QString id, qint64 offset)
{
    const RunningCount counted(m_running);
    const auto object = co_await objectOf(id);
    if (!object)
        co_return failure(object.error());
    if (!*object) {
        co_return failure(
            ErrorCode::NotFound, u"The video %1 is not known here: run prepare again."_s.arg(id));
    }
    const auto passing = m_parts.fetcher.passThrough(**object, offset);
    co_return co_await passing;
}

} // namespace r2cache
