// SPDX-License-Identifier: GPL-3.0-or-later
// What PullThrough makes of the origin's answers.
#include "core/http/contentrange.h"
#include "core/pullthrough/pullexchange.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

using Outcome = CacheStatus::Outcome;

bool isServerError(int status)
{
    return status == 500 || (status >= 502 && status <= 504);
}

std::shared_ptr<StoredResponse>
responseOf(const PulledMessage &message, int status, StoredBody body)
{
    auto response = std::make_shared<StoredResponse>();
    response->status = status;
    response->headers = keptFields(message.headers);
    response->body = std::move(body);
    response->requestedUtc = message.requestedUtc;
    response->receivedUtc = message.receivedUtc;
    return response;
}

/// @p held confirmed or extended by a newer message.
std::shared_ptr<StoredResponse> updatedBy(const PulledMessage &message, const StoredResponse &held)
{
    auto updated = std::make_shared<StoredResponse>(held);
    updated->headers = updatedFields(held.headers, keptFields(message.headers));
    updated->requestedUtc = message.requestedUtc;
    updated->receivedUtc = message.receivedUtc;
    return updated;
}

bool isSameObject(const StoredResponse *held, const PulledMessage &message, qint64 completeLength)
{
    return held != nullptr && held->status == 200 && held->body.completeLength() == completeLength
        && mayCombine(held->headers, message.headers);
}

Error contradiction()
{
    return {ErrorCode::OriginRejected, u"The origin's answer contradicts its own length."_s, {}};
}

/// Ends the spool when the client stops reading.
std::function<void(const Delivery &)> abandoning(std::shared_ptr<Spool> spool)
{
    return [spool = std::move(spool)](const Delivery &delivery) {
        if (!delivery.complete)
            spool->abandon();
    };
}

} // namespace

PullThrough::Answered PullThrough::despite(OriginTrouble trouble, Exchange &exchange)
{
    const auto &held = exchange.held;
    const bool may = held && held->body.contains(exchange.plan.range)
        && mayServeDespite(trouble, *held, exchange.directives, m_clock.nowUtc());
    if (!may)
        return std::nullopt;
    CacheStatus status;
    status.outcome = Outcome::Stale;
    return fromStore(exchange, status);
}

PullThrough::Answered PullThrough::notModified(Exchange &exchange, PulledMessage message)
{
    if (exchange.asking != Exchange::Asking::Conditional)
        return passedOn(std::move(message), false);
    if (!confirms(message.headers, exchange.held->headers, m_options.reading)) {
        forget(exchange);
        return std::nullopt;
    }
    auto updated = updatedBy(message, *exchange.held);
    store(exchange, std::move(updated));
    exchange.isConfirmed = true;
    return std::nullopt;
}

PullThrough::Answered PullThrough::partial(Exchange &exchange, PulledMessage message)
{
    const auto part = message.isCutShort
        ? std::nullopt
        : partOf(message.headers, message.body.size(), m_options.reading);
    const bool isSame = part && isSameObject(exchange.held.get(), message, part->completeLength);
    if (exchange.asking == Exchange::Asking::Rest) {
        if (!isSame) { // RFC 9110 section 15.3.7.3: nothing may be joined
            forget(exchange);
            return std::nullopt;
        }
        auto joined = updatedBy(message, *exchange.held);
        joined->body.add(part->range.begin, message.body);
        store(exchange, std::move(joined));
        exchange.isConfirmed = true;
        exchange.outcome = Outcome::Partial;
        return std::nullopt;
    }
    if (message.isCutShort)
        return failure(contradiction());
    const auto field = message.headers.value("Content-Range").value_or(QByteArray());
    if (!part && m_options.reading == Reading::Strict && parseContentRange(field)
        && parseContentRange(field)->completeLength >= 0)
        return failure(contradiction());
    const bool isStored = part && message.length >= 0;
    if (isStored) {
        auto response = isSame ? updatedBy(message, *exchange.held)
                               : responseOf(message, 200, StoredBody(part->completeLength));
        response->headers = without(response->headers, {"Content-Range"});
        response->body.add(part->range.begin, message.body);
        store(exchange, std::move(response));
    }
    return passedOn(std::move(message), isStored);
}

PullThrough::Answered PullThrough::cutShort(Exchange &exchange, PulledMessage message)
{
    // RFC 9111 section 3.3: what came may be kept as the part it is, and be completed.
    const bool isUsable = message.status == 200 && message.length > message.body.size()
        && !message.body.isEmpty() && mayCombine(message.headers, message.headers)
        && mayStore(exchange.request, 200, message.headers);
    if (!isUsable)
        return failure(
            ErrorCode::LengthMismatch,
            u"The origin broke off while sending %1."_s.arg(shownUrl(exchange.url)));
    auto response = responseOf(message, 200, StoredBody(message.length));
    response->body.add(0, message.body);
    store(exchange, std::move(response));
    exchange.isConfirmed = true;
    exchange.outcome = Outcome::Partial;
    return std::nullopt;
}

PullThrough::Answered PullThrough::other(Exchange &exchange, PulledMessage message)
{
    if (isServerError(message.status)) {
        if (auto stale = despite(OriginTrouble::ServerError, exchange))
            return stale;
    } else if (exchange.asking == Exchange::Asking::Rest && message.status == 416) {
        forget(exchange); // it is shorter than it was
        return std::nullopt;
    }
    const bool isWhole = message.length >= 0 || message.body.isEmpty();
    const auto before = exchange.held;
    if (isWhole) {
        store(exchange, responseOf(message, message.status, StoredBody(message.body)));
    } else if (before && !isServerError(message.status)) {
        forget(exchange);
    }
    if (message.status != 200)
        return passedOn(std::move(message), isWhole);
    // All fields go on, also those that are not kept; conditions and ranges are ours to answer.
    auto served = responseOf(message, 200, StoredBody(message.body));
    served->headers = without(message.headers, {"Content-Length"});
    exchange.plan = servePlan(*served, exchange.request, m_clock.nowUtc());
    exchange.held = std::move(served);
    CacheStatus status;
    status.outcome = Outcome::Miss;
    status.originStatus = 200;
    return fromStore(exchange, status);
}

PullThrough::Answered PullThrough::spooled(Exchange &exchange, PulledMessage message)
{
    const auto spool = message.spool;
    const auto addBytes = [&spool](Response &answer, ByteRange range) {
        answer.body.emplace_back(spool->window(range));
    };
    CacheStatus status;
    status.outcome = Outcome::Miss;
    status.originStatus = message.status;
    status.detail = "too_large";
    if (exchange.held && !isServerError(message.status))
        forget(exchange);
    Response answer;
    if (message.status == 200) {
        auto served = responseOf(message, 200, StoredBody(spool->length()));
        served->headers = without(message.headers, {"Content-Length"});
        const auto now = m_clock.nowUtc();
        const auto plan = servePlan(*served, exchange.request, now);
        answer = plannedResponse(*served, plan, exchange.request, status, now, addBytes);
        if (plan.range.isEmpty())
            spool->abandon();
    } else {
        answer = passedOnResponse(message.status, message.headers);
        answer.headers.append("Cache-Status", cacheStatusField(status));
        addBytes(answer, {0, spool->length()});
    }
    answer.delivered = abandoning(spool);
    if (message.rest)
        std::ignore = drain(std::move(message.rest), spool, message.wakeup);
    return answer;
}

Response PullThrough::passedOn(PulledMessage message, bool isStored) const
{
    auto answer = passedOnResponse(message.status, message.headers);
    CacheStatus status;
    status.outcome = Outcome::Miss;
    status.isStored = isStored;
    status.originStatus = message.status;
    answer.headers.append("Cache-Status", cacheStatusField(status));
    answer.headers.append("X-Cache", xCacheField(status));
    if (!message.body.isEmpty())
        answer.body.emplace_back(std::move(message.body));
    return answer;
}

Response PullThrough::fromStore(const Exchange &exchange, CacheStatus status) const
{
    const auto now = m_clock.nowUtc();
    const auto &held = *exchange.held;
    status.timeToLive = lifetimeOf(held) - ageOf(held, now);
    if (exchange.originStatus)
        status.originStatus = exchange.originStatus;
    return plannedResponse(held, exchange.plan, exchange.request, status, now);
}

void PullThrough::store(Exchange &exchange, std::shared_ptr<StoredResponse> response)
{
    const auto before = exchange.held;
    auto selecting = selectingFields(response->headers.value("Vary"), exchange.request);
    const bool isKept = selecting && !exchange.isForOriginAlone
        && mayStore(exchange.request, response->status, response->headers);
    if (selecting)
        response->selecting = std::move(*selecting);
    exchange.held = std::move(response);
    // A server in trouble says nothing about what it had said before.
    if (before && (isKept || !isServerError(exchange.held->status)))
        m_store.remove(exchange.key, before);
    if (isKept)
        m_store.put(exchange.key, exchange.held);
}

void PullThrough::forget(Exchange &exchange)
{
    m_store.remove(exchange.key, exchange.held);
    exchange.held.reset();
    exchange.isConfirmed = false;
    exchange.ignoresStore = true;
}

void PullThrough::updateByHead(Exchange &exchange, const PulledMessage &message)
{
    auto held = m_store.find(exchange.key, exchange.request);
    if (message.status != 200 || !held || held->status != 200)
        return;
    if (!describesSame(message.headers, *held)) { // RFC 9111 section 4.3.5
        m_store.remove(exchange.key, held);
        return;
    }
    // As if a GET had been answered 304.
    auto asked = exchange.request;
    asked.method = "GET";
    auto updated = updatedBy(message, *held);
    m_store.remove(exchange.key, held);
    if (mayStore(asked, 200, updated->headers))
        m_store.put(exchange.key, std::move(updated));
}

} // namespace r2cache
