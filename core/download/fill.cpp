// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/fill.h"

#include <QLoggingCategory>

namespace r2cache {

using namespace Qt::StringLiterals;
using State = FillProgress::State;

namespace {

Q_LOGGING_CATEGORY(lcFill, "cache.download.fill", QtInfoMsg)

constexpr qint64 unknownLengthStep = 64 * 1024 * 1024;
/// A reader that asked so recently is still there, busy with what it was given.
constexpr std::chrono::seconds readerPause{5};
constexpr qint64 timedBytes = 100 * 1000 * 1000; // downloadTimeout is for so many

} // namespace

Fill::Fill(
    FetchRequest request, Options options, OriginClient &client, const Clock &clock,
    std::function<double()> jitter)
    : m_request(std::move(request))
    , m_options(std::move(options))
    , m_client(client)
    , m_clock(clock)
    , m_jitter(std::move(jitter))
    , m_feed(m_request.progress->content, [this] { m_lastDemand = m_clock.monotonic(); })
{ }

QCoro::Task<Result<FetchedObject>> Fill::run()
{
    const auto started = m_clock.monotonic();
    auto partial = PartialObject::create(m_request.partialPath);
    if (!partial)
        co_return failure(partial.error());
    m_partial = std::move(*partial);

    m_lastProgress = started;
    const auto whole = co_await tryUntilWhole();
    m_feed.end();
    if (!whole)
        co_return failure(whole.error());
    co_return FetchedObject{
        .length = m_partial->size(),
        .etag = m_head.etag,
        .lastModified = m_head.lastModified,
        .contentType = m_head.contentType,
        .sha256 = m_sha256,
        .verified = m_verified,
        .fetchedAt = m_clock.nowUtc(),
        .duration = m_clock.monotonic() - started,
        .bytesFromOrigin = m_bytesFromOrigin};
}

QCoro::Task<Result<>> Fill::tryUntilWhole()
{
    auto &progress = *m_request.progress;
    const Wakeup::Condition never = [] {
        return false;
    };
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
        if (startAnewAfter(done.error()))
            continue;
        const auto delay = delayBeforeRetry(retries, done.error());
        if (!delay)
            co_return failure(error);
        ++retries;
        progress.state = State::WaitingToRetry;
        co_await m_wakeup->until(never, QDeadlineTimer(*delay));
    }
}

std::optional<std::chrono::milliseconds>
Fill::delayBeforeRetry(int retriesDone, const OriginFailure &failure) const
{
    const RetryPolicy policy(m_options.retry);
    if (auto delay = policy.delayBeforeRetry(retriesDone, failure, m_jitter()))
        return delay;
    const auto now = m_clock.monotonic();
    const auto waited = now - m_lastProgress;
    const bool isReaderThere
        = !m_feed.wanted().empty() || (m_lastDemand && now - *m_lastDemand < readerPause);
    if (!isReaderThere || waited >= m_options.readerPatience)
        return std::nullopt;
    // As if this were the first failure: the reader has no time for long waits.
    auto patient = m_options.retry;
    patient.maxRetries = std::max(patient.maxRetries, 1);
    patient.maxRetryAfter = std::min(patient.maxRetryAfter, m_options.readerPatience - waited);
    return RetryPolicy(patient).delayBeforeRetry(0, failure, m_jitter());
}

bool Fill::startAnewAfter(const OriginFailure &failure)
{
    const auto code = failure.error.code;
    const bool restNotToBeHad = code == ErrorCode::OriginChanged
        || code == ErrorCode::RangeUnsupported || code == ErrorCode::RangeNotSatisfiable;
    if (!restNotToBeHad || m_partial->size() == 0)
        return false;
    ++m_changes;
    return restart().has_value(); // if not, the policy gives the object up
}

OriginResult<> Fill::restart()
{
    m_feed.invalidate();
    m_containerChecked = false;
    if (auto restarted = m_partial->restart(); !restarted)
        return originFailure(restarted.error());
    return {};
}

QCoro::Task<OriginResult<>> Fill::attempt()
{
    auto &progress = *m_request.progress;
    if (progress.cancelled)
        m_wakeup->stop({ErrorCode::Cancelled, u"The download was cancelled."_s, {}});
    if (m_wakeup->stopReason())
        co_return originFailure(*m_wakeup->stopReason());
    progress.state = State::Connecting;
    ++progress.attempts;
    m_attemptStart = m_clock.monotonic();

    constexpr int maxChanges = 2;
    const bool resumes
        = m_partial->size() > 0 && isStrongEtag(m_head.etag) && m_changes < maxChanges;
    const HeldPart held{resumes ? m_partial->size() : 0, m_total, m_head.etag};
    const OriginClient::Request request{m_request.object.request, held.bytes, m_head.etag};
    auto answer = co_await m_client.open(request, m_wakeup);
    if (!answer)
        co_return tl::unexpected<OriginFailure>{answer.error()};
    const auto plan = planBody(answer->head, held, m_request.object.canonical, m_clock.nowUtc());
    if (!plan)
        co_return tl::unexpected<OriginFailure>{plan.error()};
    if (const auto begun = begin(answer->head, *plan); !begun)
        co_return begun;
    if (auto reserved = co_await reserve(m_total >= 0 ? m_total : unknownLengthStep); !reserved)
        co_return reserved;
    progress.state = State::Receiving;
    const std::shared_ptr<OriginReply> body = std::move(answer->body);
    if (auto received = co_await receive(body, plan->offset); !received)
        co_return received;
    if (m_total < 0 && plainMd5(m_head.etag).isEmpty()) {
        if (auto confirmed = co_await confirmLength(); !confirmed)
            co_return confirmed;
    }
    progress.state = State::Checking;
    co_return checkWhole();
}

OriginResult<> Fill::begin(const OriginHead &head, const BodyPlan &plan)
{
    const auto &name = m_request.object.canonical;
    if (plan.changed)
        ++m_changes;
    // One strong ETag, one length: the same bytes once more, and readers may go on.
    const bool isSame = isStrongEtag(head.etag) && head.etag == m_head.etag && m_total >= 0
        && plan.total == m_total;
    if (plan.offset == 0 && !isSame) {
        if (auto restarted = restart(); !restarted)
            return restarted;
        m_head = head;
    }
    m_total = plan.total;
    m_request.progress->received = m_partial->size();
    m_request.progress->total = m_total;
    if (m_total == 0)
        return originFailure(ErrorCode::NotAVideo, u"%1 is empty."_s.arg(name));
    return checkSize(m_total);
}

OriginResult<> Fill::checkSize(qint64 bytes) const
{
    if (m_options.maxObjectBytes > 0 && bytes > m_options.maxObjectBytes)
        return originFailure(
            ErrorCode::TooLarge,
            u"%1 is larger than CACHE_MAX_FILE_SIZE_GB allows."_s.arg(m_request.object.canonical));
    return {};
}

QCoro::Task<OriginResult<>> Fill::reserve(qint64 bytes)
{
    if (bytes <= m_reserved || !m_request.reserve)
        co_return OriginResult<>{};
    const auto reservation = m_request.reserve(m_request.object, bytes);
    const auto end = co_await m_wakeup->untilFinished(reservation);
    if (end == Wakeup::End::Stopped)
        co_return originFailure(*m_wakeup->stopReason());
    if (reservation.resultCount() == 0)
        co_return originFailure(
            ErrorCode::ShuttingDown, u"The cache is shutting down: no space was reserved."_s);
    if (const auto reserved = reservation.result(); !reserved)
        co_return originFailure(reserved.error());
    m_reserved = bytes;
    co_return OriginResult<>{};
}

QCoro::Task<OriginResult<>> Fill::receive(std::shared_ptr<OriginReply> body, qint64 position)
{
    auto &progress = *m_request.progress;
    for (;;) {
        if (progress.cancelled)
            m_wakeup->stop({ErrorCode::Cancelled, u"The download was cancelled."_s, {}});
        const auto piece = co_await body->next(attemptLimit());
        if (!piece)
            co_return tl::unexpected<OriginFailure>{piece.error()};
        if (piece->isEmpty())
            co_return OriginResult<>{};
        m_bytesFromOrigin += piece->size();
        const auto known = std::min(m_partial->size() - position, piece->size());
        position += piece->size();
        if (known == piece->size())
            continue;
        const auto size = position;
        if (m_total >= 0 && size > m_total)
            co_return originFailure(
                ErrorCode::LengthMismatch,
                u"The origin sent more of %1 than it had promised."_s.arg(
                    m_request.object.canonical));
        if (auto small = checkSize(size); !small)
            co_return small;
        if (size > m_reserved) {
            if (auto reserved = co_await reserve(m_reserved + unknownLengthStep); !reserved)
                co_return reserved;
        }
        if (auto appended = append(QByteArrayView(*piece).sliced(known)); !appended)
            co_return appended;
    }
}

QCoro::Task<OriginResult<>> Fill::confirmLength()
{
    const auto &name = m_request.object.canonical;
    const auto size = m_partial->size();
    if (size == 0)
        co_return OriginResult<>{}; // an error already
    const OriginClient::Request beyond{m_request.object.request, size, {}};
    const auto answer = co_await m_client.open(beyond, m_wakeup);
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
            failureOfStatus(answer->head, name, m_clock.nowUtc())};
    co_return originFailure(
        ErrorCode::OriginRejected,
        u"The origin tells neither the length nor an MD5 of %1 and knows no ranges: a cut could "
        u"not be noticed."_s.arg(name));
}

OriginResult<> Fill::append(QByteArrayView bytes)
{
    const auto begin = m_partial->size();
    if (auto appended = m_partial->append(bytes); !appended)
        return originFailure(appended.error());
    m_request.progress->received = m_partial->size();
    m_lastProgress = m_clock.monotonic();
    if (m_feed.isOpen()) {
        m_feed.publish({begin, m_partial->size()});
        return {};
    }
    if (m_partial->head().size() < PartialObject::headBytes)
        return {};
    // As soon as possible: an HTML page need not be downloaded to its end.
    if (auto container = checkContainer(); !container)
        return container;
    show();
    return {};
}

void Fill::show()
{
    if (m_feed.isOpen() || m_total < 0 || !isStrongEtag(m_head.etag))
        return;
    RangeSet present;
    present.add({0, m_partial->size()});
    m_feed.open(
        {m_partial->file(), m_total, m_head.etag, m_head.lastModified, m_head.contentType},
        present);
}

OriginResult<> Fill::checkContainer()
{
    if (std::exchange(m_containerChecked, true) || !m_options.containerCheck)
        return {};
    if (auto container = m_options.containerCheck(m_partial->head(), m_head.contentType);
        !container)
        return originFailure(container.error());
    return {};
}

OriginResult<> Fill::checkWhole()
{
    const auto &name = m_request.object.canonical;
    if (m_total >= 0 && m_partial->size() < m_total)
        return originFailure(
            ErrorCode::LengthMismatch,
            u"The origin sent %1 of the %2 bytes of %3."_s.arg(m_partial->size())
                .arg(m_total)
                .arg(name));
    if (m_partial->size() == 0)
        return originFailure(ErrorCode::NotAVideo, u"%1 is empty."_s.arg(name));
    if (auto container = checkContainer(); !container)
        return container;
    m_sha256 = m_partial->takeSha256();
    const auto md5 = m_partial->takeMd5();
    const auto expected = plainMd5(m_head.etag);
    m_verified = md5 == expected;
    if (!expected.isEmpty() && !m_verified) {
        if (auto restarted = restart(); !restarted)
            return restarted;
        return originFailure(
            ErrorCode::ChecksumMismatch, u"The bytes of %1 do not match its ETag."_s.arg(name));
    }
    show();
    return {};
}

QDeadlineTimer Fill::attemptLimit() const
{
    const auto bytes = std::max({m_total, m_partial->size(), qint64{1}});
    const auto allowed = m_options.downloadTimeout * ((bytes + timedBytes - 1) / timedBytes);
    const auto spent = m_clock.monotonic() - m_attemptStart;
    return QDeadlineTimer(std::max<std::chrono::milliseconds>(allowed - spent, {}));
}

} // namespace r2cache
