// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/passthrough.h"

#include "core/download/bodyplan.h"
#include "core/http/contentrange.h"

#include <QLoggingCategory>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcPass, "cache.download.passthrough", QtInfoMsg)

const Wakeup::Condition never = [] {
    return false;
};

/// Where the body of an answer begins in the object, and how long the object is.
struct StreamPlan
{
    qint64 begin = 0;
    qint64 total = 0;
};

/// One answer is of one version whatever its validator: nothing is joined to it here.
OriginResult<StreamPlan>
planStream(const OriginHead &head, qint64 offset, const QString &shown, const QDateTime &nowUtc)
{
    if (head.status == 206 && offset > 0) {
        const auto received = parseContentRange(head.contentRange);
        const KnownVersion claimed{head.etag, received ? received->completeLength : -1};
        const ByteRange asked{offset, std::numeric_limits<qint64>::max()};
        const auto plan = planRange(head, asked, &claimed, shown);
        if (!plan)
            return tl::unexpected<OriginFailure>{plan.error()};
        if (plan->total >= 0)
            return StreamPlan{plan->range.begin, plan->total};
    } else {
        const auto plan = planBody(head, {}, shown, nowUtc);
        if (!plan)
            return tl::unexpected<OriginFailure>{plan.error()};
        if (plan->total >= 0)
            return StreamPlan{0, plan->total};
    }
    return originFailure(
        ErrorCode::OriginRejected, u"The origin does not tell the length of %1."_s.arg(shown));
}

} // namespace

PassThrough::PassThrough(R2Url object, qint64 offset, Parts parts)
    : m_object(std::move(object))
    , m_offset(offset)
    , m_parts(std::move(parts))
{ }

QCoro::Task<Result<PassedContentPtr>> PassThrough::begin()
{
    for (;;) {
        const auto opened = co_await open(m_offset);
        if (opened)
            co_return Result<PassedContentPtr>(m_content); // a copy: QCoro moves from what it gets
        const auto code = opened.error().error.code;
        const bool noRanges
            = code == ErrorCode::RangeUnsupported || code == ErrorCode::RangeNotSatisfiable;
        if (noRanges && m_offset > 0)
            m_offset = 0; // the guess was wrong: the whole object tells what it is
        else if (!co_await mayRetry(opened.error()))
            co_return failure(opened.error().error);
    }
}

QCoro::Task<> PassThrough::run()
{
    using Step = PassedContent::Step;
    const Wakeup::Condition news = [content = m_content] {
        return content->next() != Step::Wait;
    };
    for (;;) {
        const auto step = m_content->next();
        if (step == Step::Stop || m_wakeup->stopReason())
            break;
        if (step == Step::Wait) {
            co_await m_wakeup->until(news);
        } else if (step == Step::Move) {
            m_content->moveToReader();
        } else if (const auto done = co_await read(); !done) {
            m_reply.reset();
            if (co_await mayRetry(done.error()))
                continue;
            if (m_content->next() != Step::Stop)
                qCInfo(lcPass).noquote()
                    << m_object.canonical
                    << "is cut off for a reader:" << done.error().error.message;
            break;
        }
    }
    m_content->end();
}

QCoro::Task<OriginResult<>> PassThrough::read()
{
    const auto wanted = m_content->position();
    const bool isFarBehind = wanted - m_position > PassedContent::windowBytes && !m_ignoresRanges;
    if (!m_reply || m_position > wanted || isFarBehind) {
        m_reply.reset();
        if (auto opened = co_await open(wanted); !opened)
            co_return opened;
    }
    const auto piece = co_await m_reply->next(QDeadlineTimer(QDeadlineTimer::Forever));
    if (!piece)
        co_return tl::unexpected<OriginFailure>{piece.error()};
    if (piece->isEmpty())
        co_return originFailure(
            ErrorCode::LengthMismatch,
            u"The origin broke off while sending %1."_s.arg(m_object.canonical));
    const auto begin = std::exchange(m_position, m_position + piece->size());
    if (m_position <= wanted)
        co_return OriginResult<>{};
    m_retries = 0;
    m_hasGiven = true;
    const auto fresh = QByteArrayView(*piece).sliced(std::max<qint64>(wanted - begin, 0));
    if (auto added = m_content->add(fresh); !added)
        co_return originFailure(added.error());
    co_return OriginResult<>{};
}

QCoro::Task<bool> PassThrough::mayRetry(OriginFailure failure)
{
    const RetryPolicy policy(m_parts.retry);
    const auto delay = policy.delayBeforeRetry(m_retries++, failure, m_parts.jitter());
    if (!delay || m_wakeup->stopReason())
        co_return false;
    co_return co_await m_wakeup->until(never, QDeadlineTimer(*delay)) != Wakeup::End::Stopped;
}

QCoro::Task<OriginResult<>> PassThrough::open(qint64 offset)
{
    OriginClient::Request request{m_object.request, offset, {}};
    if (m_content && isStrongEtag(m_content->version().etag))
        request.ifRange = m_content->version().etag;
    auto answer = co_await m_parts.client.open(request, m_wakeup);
    if (!answer)
        co_return tl::unexpected<OriginFailure>{answer.error()};
    const auto plan = planStream(answer->head, offset, m_object.canonical, m_parts.clock.nowUtc());
    if (!plan)
        co_return tl::unexpected<OriginFailure>{plan.error()};
    if (auto adopted = adopt(answer->head, plan->total); !adopted)
        co_return adopted;
    m_reply = std::move(answer->body);
    m_position = plan->begin;
    m_ignoresRanges = m_position < offset;
    co_return OriginResult<>{};
}

OriginResult<> PassThrough::adopt(const OriginHead &head, qint64 total)
{
    if (m_content) {
        const auto &version = m_content->version();
        // Nothing to be joined with, or proved to be of the same bytes.
        const bool fits = !m_hasGiven || isStrongEtag(head.etag);
        if (fits && head.etag == version.etag && total == version.length)
            return {};
        return originFailure(
            ErrorCode::OriginChanged,
            u"Nothing proves that the rest of %1 is of the same version."_s.arg(
                m_object.canonical));
    }
    PassedContent::Version version;
    version.length = total;
    version.etag = head.etag;
    version.lastModified = head.lastModified;
    version.contentType = head.contentType;
    auto content = PassedContent::create(
        std::move(version), [weak = std::weak_ptr(m_wakeup)](PassedContent::Step next) {
            const auto wakeup = weak.lock();
            if (!wakeup)
                return;
            const auto act = [wakeup = wakeup.get(), next] {
                if (next == PassedContent::Step::Stop)
                    wakeup->stop({ErrorCode::Cancelled, u"The reader has left."_s, {}});
                else
                    wakeup->wake();
            };
            QMetaObject::invokeMethod(wakeup.get(), act, Qt::QueuedConnection);
        });
    if (!content)
        return originFailure(content.error());
    m_content = std::move(*content);
    return {};
}

} // namespace r2cache
