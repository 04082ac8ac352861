// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pullthrough/pullfetch.h"

#include <QLoggingCategory>

namespace r2cache {

namespace {

Q_LOGGING_CATEGORY(lcPullFetch, "cache.pullthrough.fetch", QtInfoMsg)

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

QCoro::Task<OriginResult<>>
PullFetch::takeBody(PulledMessage *message, std::unique_ptr<OriginReply> reply)
{
    const QDeadlineTimer limit(m_options.bodyLimit);
    for (;;) {
        auto piece = co_await reply->next(limit);
        if (!piece) {
            // What came before may be the beginning of a whole, if the length is known.
            if (piece.error().error.code != ErrorCode::LengthMismatch)
                co_return tl::unexpected<OriginFailure>{piece.error()};
            message->isCutShort = true;
            co_return OriginResult<>{};
        }
        if (piece->isEmpty())
            break;
        Result<> kept;
        if (message->spool)
            kept = message->spool->append(*piece);
        else
            message->body += *piece;
        if (!message->spool && message->body.size() > m_options.maxBodyInMemory)
            kept = spill(*message);
        if (!kept)
            co_return originFailure(kept.error());
    }
    if (message->spool)
        message->spool->finish();
    else if (message->length >= 0)
        message->isCutShort = message->body.size() < message->length;
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
