// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/segmentedtransfer.h"

#include "core/download/retrypolicy.h"

#include <QLoggingCategory>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcTransfer, "cache.download.transfer", QtInfoMsg)

constexpr std::chrono::milliseconds planInterval{100};
constexpr std::chrono::milliseconds rateWindow{250};
constexpr int connectionsForReaders = 4; // beyond the limit
/// After the last jump of a reader.
constexpr std::chrono::seconds scatteredFor{3};

} // namespace

struct SegmentedTransfer::Connection
{
    std::shared_ptr<Wakeup> wakeup;
    ByteRange rest; ///< Still to come of what it asked for.
    double bytesPerSecond = 0; ///< Smoothed; 0 while unknown.
    Time lastByte{0};
    Time windowStart{0};
    qint64 windowBytes = 0;

    void asks(ByteRange range, Time now)
    {
        rest = range;
        lastByte = windowStart = now;
        windowBytes = 0;
    }

    void measure(qint64 bytes, Time now)
    {
        lastByte = now;
        windowBytes += bytes;
        if (now - windowStart < rateWindow)
            return;
        const auto elapsed = std::chrono::duration<double>(now - windowStart).count();
        const auto rate = static_cast<double>(windowBytes) / elapsed;
        bytesPerSecond = bytesPerSecond > 0 ? (bytesPerSecond + rate) / 2 : rate;
        windowStart = now;
        windowBytes = 0;
    }
};

SegmentedTransfer::SegmentedTransfer(SegmentPlanner::Options options, Parts parts, Source source)
    : m_options(options)
    , m_parts(std::move(parts))
    , m_source(std::move(source))
    , m_planner(options, m_source.version.total)
    , m_growth(options, m_parts.clock.monotonic(), m_source.version.total)
{ }

QCoro::Task<OriginResult<>> SegmentedTransfer::run(First first, std::shared_ptr<Wakeup> wakeup)
{
    m_wakeup = std::move(wakeup);
    connect(first.granted, std::move(first.wakeup), std::move(first.reply));
    const Wakeup::Condition news = [this] {
        return std::exchange(m_hasNews, false);
    };
    while (!m_failure && !isWhole()) {
        openConnections();
        if (co_await m_wakeup->until(news, QDeadlineTimer(planInterval)) == Wakeup::End::Stopped)
            m_failure = originFailure(*m_wakeup->stopReason()).value();
    }
    for (const auto &connection : m_connections)
        connection->wakeup->stop({ErrorCode::Cancelled, u"Its bytes are no longer needed."_s, {}});
    const Wakeup::Condition ended = [this] {
        return m_connections.empty();
    };
    co_await m_ends->until(ended);
    if (m_failure)
        co_return tl::unexpected<OriginFailure>{*m_failure};
    co_return OriginResult<>{};
}

void SegmentedTransfer::openConnections()
{
    const auto wanted = m_parts.wanted; // a copy: connections may satisfy readers
    for (const auto offset : wanted) {
        if (running() >= m_options.maxConnections + connectionsForReaders)
            break;
        const auto range = m_planner.forReader(offset, m_parts.present, segments());
        if (!range)
            continue;
        // Who was on the way there and is not silent need not bring it as well.
        const auto now = m_parts.clock.monotonic();
        for (const auto &other : m_connections) {
            if (other->rest.begin < offset && other->rest.end > offset
                && now - other->lastByte < m_options.silence)
                other->rest.end = offset;
        }
        qCDebug(lcTransfer).noquote() << m_source.shown << "a reader waits at" << offset;
        // One jump is a player's that looks for the index at the end; two are a habit.
        m_planner.setScattered(m_lastJump && now - *m_lastJump < scatteredFor);
        m_lastJump = now;
        connect(*range, Wakeup::create(), nullptr);
    }
    if (m_lastJump && m_parts.clock.monotonic() - *m_lastJump >= scatteredFor)
        m_planner.setScattered(false);
    m_growth.measure(
        m_parts.clock.monotonic(), m_received, m_planner.unassigned(m_parts.present, segments()));
    while (running() < m_growth.connections()) {
        const auto range = m_planner.next(m_parts.present, segments(), 0);
        if (!range)
            break;
        connect(*range, Wakeup::create(), nullptr);
    }
}

void SegmentedTransfer::connect(
    ByteRange range, std::shared_ptr<Wakeup> wakeup, std::shared_ptr<OriginReply> reply)
{
    auto connection = std::make_shared<Connection>();
    connection->wakeup = std::move(wakeup);
    connection->asks(range, m_parts.clock.monotonic());
    m_connections.push_back(connection);
    static_cast<void>(work(std::move(connection), std::move(reply)));
}

QCoro::Task<> SegmentedTransfer::work(ConnectionPtr connection, std::shared_ptr<OriginReply> reply)
{
    auto result = OriginResult<>();
    if (reply)
        result = co_await receive(connection, std::move(reply), connection->rest);
    else
        result = co_await fetch(connection);
    while (result && !m_failure && running() <= m_growth.connections()) {
        connection->rest = {};
        const auto range = m_planner.next(m_parts.present, segments(), connection->bytesPerSecond);
        if (!range)
            break;
        connection->asks(*range, m_parts.clock.monotonic());
        result = co_await fetch(connection);
    }
    std::erase(m_connections, connection);
    // One that was told to stop has nothing to say.
    if (!result && !connection->wakeup->stopReason())
        noteFailure(result.error());
    m_hasNews = true;
    m_wakeup->wake();
    m_ends->wake();
}

QCoro::Task<OriginResult<>> SegmentedTransfer::fetch(ConnectionPtr connection)
{
    const auto asked = connection->rest;
    const OriginClient::Request request{
        m_source.url, asked.begin, m_source.version.etag, asked.end};
    auto answer = co_await m_parts.client.open(request, connection->wakeup);
    if (!answer)
        co_return tl::unexpected<OriginFailure>{answer.error()};
    const auto &head = answer->head;
    if (head.status == 200) {
        const auto code = head.etag == m_source.version.etag ? ErrorCode::RangeUnsupported
                                                             : ErrorCode::OriginChanged;
        co_return originFailure(
            code, u"The origin answered with all of %1 in place of a part."_s.arg(m_source.shown));
    }
    if (head.status != 206)
        co_return tl::unexpected<OriginFailure>{
            failureOfStatus(head, m_source.shown, m_parts.clock.nowUtc())};
    const auto plan = planRange(head, asked, &m_source.version, m_source.shown);
    if (!plan)
        co_return tl::unexpected<OriginFailure>{plan.error()};
    // It may have been cut meanwhile.
    connection->rest.end = std::min(connection->rest.end, plan->range.end);
    std::shared_ptr<OriginReply> body = std::move(answer->body);
    co_return co_await receive(std::move(connection), std::move(body), plan->range);
}

QCoro::Task<OriginResult<>> SegmentedTransfer::receive(
    ConnectionPtr connection, std::shared_ptr<OriginReply> reply, ByteRange granted)
{
    while (!connection->rest.isEmpty()) {
        const auto piece = co_await reply->next(m_parts.limit());
        if (!piece)
            co_return tl::unexpected<OriginFailure>{piece.error()};
        const bool isTooLong = connection->rest.begin + piece->size() > granted.end;
        if (piece->isEmpty() || isTooLong)
            co_return originFailure(
                ErrorCode::LengthMismatch,
                isTooLong
                    ? u"The origin sent more of %1 than it had promised."_s.arg(m_source.shown)
                    : u"The origin broke off while sending %1."_s.arg(m_source.shown));
        if (auto taken = take(*connection, *piece); !taken)
            co_return taken;
    }
    // Read to its very end the connection can be used again; it is not worth a longer wait.
    constexpr std::chrono::seconds endOfBody{1};
    if (connection->rest.begin == granted.end) {
        const auto nothing = co_await reply->next(QDeadlineTimer(endOfBody));
        if (nothing && !nothing->isEmpty())
            co_return originFailure(
                ErrorCode::LengthMismatch,
                u"The origin sent more of %1 than it had promised."_s.arg(m_source.shown));
    }
    co_return OriginResult<>{};
}

OriginResult<> SegmentedTransfer::take(Connection &connection, const QByteArray &piece)
{
    const auto offset = connection.rest.begin;
    connection.rest.begin += piece.size();
    m_received += piece.size();
    connection.measure(piece.size(), m_parts.clock.monotonic());
    if (auto stored = m_parts.store(offset, piece); !stored)
        return stored;
    dropSuperfluous();
    if (isWhole()) {
        m_hasNews = true;
        m_wakeup->wake();
    }
    return {};
}

/// Ends connections whose bytes another one has brought.
void SegmentedTransfer::dropSuperfluous()
{
    for (const auto &other : m_connections) {
        if (!other->rest.isEmpty() && m_parts.present.contains(other->rest))
            other->wakeup->stop({ErrorCode::Cancelled, u"Another connection was faster."_s, {}});
    }
}

void SegmentedTransfer::noteFailure(const OriginFailure &failure)
{
    const auto code = failure.error.code;
    const bool concernsAll = !RetryPolicy::isRetriable(failure) || code == ErrorCode::OriginChanged
        || code == ErrorCode::RangeUnsupported || code == ErrorCode::RangeNotSatisfiable;
    if (concernsAll || (m_connections.empty() && !isWhole())) {
        if (!m_failure)
            m_failure = failure;
        return;
    }
    const bool isThrottled = code == ErrorCode::OriginThrottled;
    m_growth.limit(isThrottled ? running() / 2 : running());
    qCInfo(lcTransfer).noquote() << m_source.shown << "goes on with" << running()
                                 << "connections:" << failure.error.message;
}

SegmentPlanner::Segments SegmentedTransfer::segments() const
{
    SegmentPlanner::Segments segments;
    const auto now = m_parts.clock.monotonic();
    for (const auto &connection : m_connections)
        segments.push_back(
            {connection->rest, connection->bytesPerSecond, now - connection->lastByte});
    return segments;
}

bool SegmentedTransfer::isWhole() const
{
    return m_parts.present.contains({0, m_source.version.total});
}

} // namespace r2cache
