// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/eventsapi.h"

#include "core/api/fields.h"
#include "core/protocol/eventtext.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// Proxies and browsers give up on a connection that is silent for a minute or less.
constexpr std::chrono::seconds betweenSignsOfLife{15};
constexpr qsizetype maxIdLength = 100;

} // namespace

EventListeners::EventListeners(const EventLog &log, QObject *parent)
    : QObject(parent)
    , m_log(log)
{
    m_signsOfLife.setInterval(betweenSignsOfLife);
    connect(&m_signsOfLife, &QTimer::timeout, this, [this] {
        for (const auto &stream : m_streams)
            stream->sendIfIdle(":\n\n");
    });
    connect(&log, &EventLog::published, this, [this](const QByteArray &text) {
        for (const auto &stream : m_streams)
            stream->send(text);
    });
}

Result<Response> EventListeners::listen(const QByteArray &lastId)
{
    if (m_ended)
        return failure(ErrorCode::ShuttingDown, u"r2cache is shutting down."_s);
    if (m_streams.size() >= maxListeners) {
        return failure(
            ErrorCode::Unavailable,
            u"%1 clients listen to the events already; close one of them."_s.arg(maxListeners));
    }
    auto stream = std::make_shared<EventStream>(m_log.resyncText());
    stream->send("retry: 2000\n\n");
    if (lastId.isEmpty()) // its id says where it begins: whoever comes back has missed nothing
        stream->send(eventText("hello", "{}", m_log.lastId()));
    else
        stream->send(m_log.textSince(lastId).value_or(m_log.resyncText()));
    m_streams.push_back(stream);
    m_signsOfLife.start();
    Response response;
    response.headers = {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}};
    response.body.emplace_back(stream);
    response.delivered = [listeners = QPointer(this), stream](const Delivery &) {
        if (listeners)
            std::erase(listeners->m_streams, stream);
    };
    return response;
}

void EventListeners::endAll()
{
    m_ended = true;
    m_signsOfLife.stop();
    for (const auto &stream : m_streams)
        stream->end(eventText("shutdown", "{}"));
}

QCoro::Task<Result<Response>> eventsapi::events(ApiContext *context, ApiCall call)
{
    // EventSource sends the field by itself when it connects again; who cannot set one, the query.
    auto fields = Fields::ofQuery(call.request.query);
    const auto asked = fields.text(u"lastEventId"_s).toUtf8();
    if (fields.error())
        co_return failure(*fields.error());
    const auto lastId = call.request.headers.value("Last-Event-ID").value_or(asked);
    co_return context->listeners->listen(lastId.left(maxIdLength));
}

} // namespace r2cache
