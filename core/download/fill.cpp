// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/fill.h"

#include "core/http/contentrange.h"

#include <QLoggingCategory>

namespace r2cache {

using namespace Qt::StringLiterals;
using State = FillProgress::State;

namespace {

Q_LOGGING_CATEGORY(lcFill, "cache.download.fill", QtInfoMsg)

constexpr qint64 unknownLengthStep = 64LL * 1024 * 1024;
/// So much more of the object makes up for the failures before.
constexpr qint64 progressBytes = 1024LL * 1024;
/// A reader that asked so recently is still there, busy with what it was given.
constexpr std::chrono::seconds readerPause{5};
constexpr qint64 timedBytes = 100LL * 1000 * 1000; // downloadTimeout is for so many
constexpr int maxChanges = 2;

const Wakeup::Condition never = [] {
    return false;
};

} // namespace

Fill::Fill(FetchRequest request, Options options, Parts parts)
    : m_request(std::move(request))
    , m_options(std::move(options))
    , m_parts(std::move(parts))
    , m_space(m_request.object, m_request.reserve)
{ }

void Fill::stop(const Error &reason)
{
    m_wakeup->stop(reason);
    if (m_link)
        m_link->stop(reason);
}

QCoro::Task<Result<FetchedObject>> Fill::run()
{
    const auto started = m_parts.clock.monotonic();
    auto held = HeldObject::open(
        {m_parts.clock, m_parts.pool, m_options.containerCheck, m_request.progress,
         [this] {
             m_lastDemand = m_parts.clock.monotonic();
             m_wakeup->wake();
         },
         m_request.object.canonical},
        m_request.partialPath);
    if (!held)
        co_return failure(held.error());
    m_held = std::move(*held);
    const auto whole = co_await tryUntilWhole();
    co_await m_held->end(whole.has_value());
    if (!whole)
        co_return failure(whole.error());
    co_return FetchedObject{
        .length = m_held->byteCount(),
        .etag = m_held->head().etag,
        .lastModified = m_held->head().lastModified,
        .contentType = m_held->head().contentType,
        .sha256 = m_held->sha256(),
        .verified = m_held->isVerified(),
        .fetchedAt = m_parts.clock.nowUtc(),
        .duration = m_parts.clock.monotonic() - started,
        .bytesFromOrigin = m_bytesFromOrigin};
}

QCoro::Task<Result<>> Fill::tryUntilWhole()
{
    auto &progress = *m_request.progress;
    qint64 most = 0; // bytes that were here at once, of whichever version
    for (int retries = 0;;) {
        const auto done = co_await attempt();
        if (done)
            co_return Result<>{};
        const auto &error = done.error().error;
        qCInfo(lcFill).noquote() << m_request.object.canonical << "attempt"
                                 << progress.attempts.load() << errorWord(error.code)
                                 << error.message << error.detail;
        if (m_wakeup->stopReason())
            co_return failure(*m_wakeup->stopReason());
        if (startAnewAfter(done.error())) {
            noteRetry(error.code);
            continue;
        }
        if (m_held->byteCount() >= most + progressBytes) {
            most = m_held->byteCount();
            retries = 0;
        }
        const auto delay = delayBeforeRetry(retries, done.error());
        if (!delay)
            co_return failure(error);
        ++retries;
        noteRetry(error.code);
        progress.lastError = error.code;
        progress.state = State::WaitingToRetry;
        co_await m_wakeup->until(never, QDeadlineTimer(*delay));
    }
}

void Fill::noteRetry(ErrorCode why)
{
    if (m_parts.retries != nullptr)
        m_parts.retries->add(why);
}

std::optional<std::chrono::milliseconds>
Fill::delayBeforeRetry(int retriesDone, const OriginFailure &failure) const
{
    const RetryPolicy policy(m_options.retry);
    if (auto delay = policy.delayBeforeRetry(retriesDone, failure, m_parts.jitter()))
        return delay;
    const auto now = m_parts.clock.monotonic();
    const auto waited = now - m_held->lastProgress();
    const bool isReaderThere
        = !m_held->wanted().empty() || (m_lastDemand && now - *m_lastDemand < readerPause);
    if (!isReaderThere || waited >= m_options.readerPatience)
        return std::nullopt;
    // As if this were the first failure: the reader has no time for long waits.
    auto patient = m_options.retry;
    patient.maxRetries = std::max(patient.maxRetries, 1);
    patient.maxRetryAfter = std::min(patient.maxRetryAfter, m_options.readerPatience - waited);
    return RetryPolicy(patient).delayBeforeRetry(0, failure, m_parts.jitter());
}

bool Fill::startAnewAfter(const OriginFailure &failure)
{
    const auto code = failure.error.code;
    const bool noRanges
        = code == ErrorCode::RangeUnsupported || code == ErrorCode::RangeNotSatisfiable;
    if (code == ErrorCode::OriginChanged && m_held->byteCount() > 0)
        ++m_changes;
    else if (!noRanges || m_isPlain)
        return false;
    // Bytes under a strong ETag are good whatever becomes of ranges: the plain GET passes over
    // them.
    if (noRanges)
        m_isPlain = true;
    return (noRanges && m_held->isResumable()) || m_held->restart().has_value();
}

OriginClient::Request Fill::firstRequest() const
{
    OriginClient::Request request{m_request.object.request, 0, {}};
    if (m_isPlain || m_changes >= maxChanges)
        return request;
    ByteRange range{0, m_options.segments.firstChunk};
    if (m_held->isResumable()) {
        const SegmentPlanner planner(m_options.segments, m_held->total());
        range = planner.next(m_held->present(), {}, 0).value_or(range);
        request.ifRange = m_held->head().etag;
    }
    request.offset = range.begin;
    request.end = range.end;
    return request;
}

QCoro::Task<OriginResult<>> Fill::attempt()
{
    auto &progress = *m_request.progress;
    if (progress.cancelled)
        stop({ErrorCode::Cancelled, u"The download was cancelled."_s, {}});
    if (m_wakeup->stopReason())
        co_return originFailure(*m_wakeup->stopReason());
    progress.state = State::Connecting;
    ++progress.attempts;
    m_attemptStart = m_parts.clock.monotonic();
    m_link = Wakeup::create();

    if (!m_held->isWhole()) {
        auto request = firstRequest();
        request.heldBack = [shown = m_request.progress](std::optional<ErrorCode> why) {
            shown->lastError = why.value_or(shown->lastError);
            shown->state = why ? State::WaitingToRetry : State::Connecting;
        };
        auto answer = co_await m_parts.client.open(request, m_link);
        if (!answer)
            co_return tl::unexpected<OriginFailure>{answer.error()};
        const bool isRange = answer->head.status == 206 && request.end >= 0;
        auto received = OriginResult<>();
        if (isRange)
            received = co_await transfer(std::move(*answer), {request.offset, request.end});
        else
            received = co_await stream(std::move(*answer), request);
        if (!received)
            co_return received;
    }
    progress.state = State::Checking;
    co_return co_await m_held->checkWhole(m_wakeup);
}

QCoro::Task<OriginResult<>> Fill::transfer(OriginClient::Answer answer, ByteRange asked)
{
    const auto &name = m_request.object.canonical;
    const KnownVersion held{m_held->head().etag, m_held->total()};
    const auto plan = planRange(answer.head, asked, m_held->isResumable() ? &held : nullptr, name);
    if (!plan)
        co_return tl::unexpected<OriginFailure>{plan.error()};
    auto begun = m_held->isResumable() ? m_held->offer() : begin(answer.head, plan->total);
    if (!begun)
        co_return begun;
    if (auto reserved = co_await m_space.atLeast(m_held->total(), m_wakeup); !reserved)
        co_return reserved;
    m_request.progress->state = State::Receiving;
    SegmentedTransfer segments(
        m_options.segments,
        {m_parts.client, m_parts.clock, m_held->present(), m_held->wanted(),
         [this](qint64 offset, QByteArrayView bytes) { return store(offset, bytes); },
         [this] {
             return attemptLimit();
         }},
        {m_request.object.request, {m_held->head().etag, m_held->total()}, name});
    SegmentedTransfer::First first{std::move(answer.body), plan->range, m_link};
    co_return co_await segments.run(std::move(first), m_wakeup);
}

QCoro::Task<OriginResult<>> Fill::stream(OriginClient::Answer answer, OriginClient::Request request)
{
    const auto &name = m_request.object.canonical;
    // RFC 9110 section 15.5.17: not even a first byte.
    if (answer.head.status == 416 && request.offset == 0
        && answer.head.contentRange == unsatisfiedContentRangeField(0))
        co_return originFailure(ErrorCode::NotAVideo, u"%1 is empty."_s.arg(name));
    // A 206 that nobody asked for would not begin where this body is written: it is refused.
    const bool goesOn = answer.head.status != 206 && m_held->isResumable();
    const HeldPart held{goesOn ? m_held->byteCount() : 0, m_held->total(), m_held->head().etag};
    const auto plan = planBody(answer.head, held, name, m_parts.clock.nowUtc());
    if (!plan)
        co_return tl::unexpected<OriginFailure>{plan.error()};
    if (plan->changed)
        ++m_changes;
    if (auto begun = begin(answer.head, plan->total); !begun)
        co_return begun;
    const auto needed = plan->total >= 0 ? plan->total : unknownLengthStep;
    if (auto reserved = co_await m_space.atLeast(needed, m_wakeup); !reserved)
        co_return reserved;
    m_request.progress->state = State::Receiving;
    std::shared_ptr<OriginReply> body = std::move(answer.body);
    if (auto received = co_await receive(std::move(body)); !received)
        co_return received;
    if (m_held->total() < 0 && plainMd5(m_held->head().etag).isEmpty())
        co_return co_await confirmLength();
    co_return OriginResult<>{};
}

OriginResult<> Fill::begin(const OriginHead &head, qint64 total)
{
    if (auto begun = m_held->begin(head, total); !begun)
        return begun;
    if (total == 0)
        return originFailure(
            ErrorCode::NotAVideo, u"%1 is empty."_s.arg(m_request.object.canonical));
    return checkSize(total);
}

OriginResult<> Fill::checkSize(qint64 bytes) const
{
    if (m_options.maxObjectBytes > 0 && bytes > m_options.maxObjectBytes)
        return originFailure(
            ErrorCode::TooLarge,
            u"%1 is larger than CACHE_MAX_FILE_SIZE_GB allows."_s.arg(m_request.object.canonical));
    return {};
}

QCoro::Task<OriginResult<>> Fill::receive(std::shared_ptr<OriginReply> body)
{
    for (qint64 position = 0;;) {
        const auto piece = co_await body->next(attemptLimit());
        if (!piece)
            co_return tl::unexpected<OriginFailure>{piece.error()};
        if (piece->isEmpty())
            co_return OriginResult<>{};
        const auto end = position + piece->size();
        if (auto small = checkSize(end); !small)
            co_return small;
        if (end > m_space.bytes() && m_held->total() < 0) {
            if (auto reserved
                = co_await m_space.atLeast(m_space.bytes() + unknownLengthStep, m_wakeup);
                !reserved)
                co_return reserved;
        }
        if (auto stored = store(position, *piece); !stored)
            co_return stored;
        position = end;
    }
}

QCoro::Task<OriginResult<>> Fill::confirmLength()
{
    const auto &name = m_request.object.canonical;
    const auto size = m_held->byteCount();
    if (size == 0)
        co_return OriginResult<>{}; // an error already
    const OriginClient::Request beyond{m_request.object.request, size, {}};
    const auto answer = co_await m_parts.client.open(beyond, m_link);
    if (!answer)
        co_return tl::unexpected<OriginFailure>{answer.error()};
    // RFC 9110 section 15.5.17: nothing lies behind what is held.
    if (answer->head.status == 416)
        co_return OriginResult<>{};
    if (answer->head.status == 206)
        co_return originFailure(
            ErrorCode::LengthMismatch, u"The origin broke off while sending %1."_s.arg(name));
    if (answer->head.status != 200)
        co_return tl::unexpected<OriginFailure>{
            failureOfStatus(answer->head, name, m_parts.clock.nowUtc())};
    co_return originFailure(
        ErrorCode::OriginRejected,
        u"The origin tells neither the length nor an MD5 of %1 and knows no ranges: a cut could "
        u"not be noticed."_s.arg(name));
}

OriginResult<> Fill::store(qint64 offset, QByteArrayView bytes)
{
    if (m_request.progress->cancelled) {
        stop({ErrorCode::Cancelled, u"The download was cancelled."_s, {}});
        return originFailure(*m_wakeup->stopReason());
    }
    m_bytesFromOrigin += bytes.size();
    return m_held->store(offset, bytes);
}

QDeadlineTimer Fill::attemptLimit() const
{
    const auto bytes = std::max({m_held->total(), m_held->byteCount(), qint64{1}});
    const auto allowed = m_options.downloadTimeout * ((bytes + timedBytes - 1) / timedBytes);
    const auto spent = m_parts.clock.monotonic() - m_attemptStart;
    // Perhaps past, but a point in time: what held us back is added to it, and to QDeadlineTimer(0)
    // nothing can be since Qt 6.6.
    auto limit = QDeadlineTimer::current();
    limit += std::chrono::duration_cast<std::chrono::milliseconds>(allowed - spent).count();
    return limit;
}

} // namespace r2cache
