// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pullthrough/pullfetch.h"

#include <QLoggingCategory>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcPullFetch, "cache.pullthrough.fetch", QtInfoMsg)

/// What one body has of the memory for bodies under way, given back at its end.
class Share
{
public:
    explicit Share(qint64 &total)
        : m_total(total)
    { }
    ~Share() { giveBack(); }
    Q_DISABLE_COPY_MOVE(Share)

    void take(qint64 bytes)
    {
        m_total += bytes;
        m_mine += bytes;
    }
    void giveBack() { m_total -= std::exchange(m_mine, 0); }

private:
    qint64 &m_total;
    qint64 m_mine = 0;
};

} // namespace

QCoro::Task<OriginResult<PulledMessage>>
PullFetch::fetch(OriginClient::Request request, std::shared_ptr<Wakeup> wakeup)
{
    PulledMessage message;
    message.requestedUtc = m_clock.nowUtc();
    message.wakeup = wakeup;
    auto answer = co_await m_client.open(request, wakeup);
    if (!answer)
        co_return tl::unexpected<OriginFailure>{answer.error()};
    message.receivedUtc = m_clock.nowUtc();
    message.status = answer->head.status;
    message.headers = endToEndFields(answer->head.fields, m_options.trust);
    message.length = answer->head.contentLength;
    const bool hasBody = request.method == OriginReply::Method::Get && message.status != 204
        && message.status != 304;
    if (!hasBody)
        co_return message;
    if (message.length > m_options.maxBodyInMemory) {
        if (const auto spilt = spill(message); !spilt)
            co_return originFailure(spilt.error());
        message.rest = std::move(answer->body);
        co_return message;
    }
    auto taking = takeBody(&message, std::move(answer->body));
    const auto taken = co_await taking;
    if (!taken)
        co_return tl::unexpected<OriginFailure>{taken.error()};
    co_return message;
}

Result<> PullFetch::spill(PulledMessage &message) const
{
    auto spool = Spool::create(m_options.spoolDirectory, message.length, m_budget);
    if (!spool)
        return failure(spool.error());
    message.spool = std::move(*spool);
    return message.spool->append(std::exchange(message.body, {}));
}

bool PullFetch::fits(qint64 bodyBytes, qint64 more) const
{
    return bodyBytes + more <= m_options.maxBodyInMemory
        && m_arriving + more <= m_options.maxArriving;
}

QCoro::Task<OriginResult<>>
PullFetch::takeBody(PulledMessage *message, std::unique_ptr<OriginReply> reply)
{
    const QDeadlineTimer limit(m_options.bodyLimit);
    Share share(m_arriving);
    qint64 arrived = 0;
    for (;;) {
        auto piece = co_await reply->next(limit);
        if (!piece) {
            // What came before may be the beginning of a whole, if it can be kept.
            if (message->spool || piece.error().error.code != ErrorCode::LengthMismatch)
                co_return tl::unexpected<OriginFailure>{piece.error()};
            message->isCutShort = true;
            co_return OriginResult<>{};
        }
        if (piece->isEmpty())
            break;
        arrived += piece->size();
        if (!message->spool && !fits(message->body.size(), piece->size())) {
            if (const auto spilt = spill(*message); !spilt)
                co_return originFailure(spilt.error());
            share.giveBack();
        }
        if (!message->spool) {
            share.take(piece->size());
            message->body += *piece;
            continue;
        }
        const auto kept = message->spool->append(*piece);
        if (!kept)
            co_return originFailure(kept.error());
    }
    // Qt does not always tell that a connection broke.
    const bool isShort = message->length >= 0 && arrived < message->length;
    if (message->spool && isShort)
        co_return originFailure(
            ErrorCode::LengthMismatch, u"The origin broke off while sending a body."_s);
    if (message->spool)
        message->spool->finish();
    message->isCutShort = isShort;
    co_return OriginResult<>{};
}

QCoro::Task<> PullFetch::drain(std::unique_ptr<OriginReply> rest, std::shared_ptr<Spool> spool)
{
    const QDeadlineTimer limit(m_options.bodyLimit);
    qint64 arrived = 0;
    while (!spool->isAbandoned()) {
        const auto piece = co_await rest->next(limit);
        if (!piece) {
            qCInfo(lcPullFetch).noquote() << piece.error().error.message;
            break;
        }
        if (piece->isEmpty())
            break;
        if (const auto written = spool->append(*piece); !written) {
            qCWarning(lcPullFetch).noquote() << written.error().message;
            break;
        }
        arrived += piece->size();
    }
    if (arrived == spool->length())
        spool->finish();
    else
        spool->fail();
}

} // namespace r2cache
