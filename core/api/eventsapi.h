// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/apicontext.h"
#include "core/api/eventlog.h"
#include "core/server/eventstream.h"

#include <QPointer>
#include <QTimer>

namespace r2cache {

/// Those who listen to the events. Lives on the service thread.
class EventListeners : public QObject
{
    Q_OBJECT

public:
    static constexpr std::size_t maxListeners = 32;

    explicit EventListeners(const EventLog &log, QObject *parent = nullptr);

    /// An answer that goes on until its client leaves or endAll(): what @p lastId missed, then what
    /// comes. An empty @p lastId begins now. @return Unavailable when there are maxListeners,
    /// ShuttingDown.
    [[nodiscard]] Result<Response> listen(const QByteArray &lastId);

    /// How many listen; who has just left may be counted for some seconds.
    [[nodiscard]] std::size_t count() const { return m_streams.size(); }

    /// The program ends: tells everybody so and closes.
    void endAll();

private:
    const EventLog &m_log;
    std::vector<std::shared_ptr<EventStream>> m_streams;
    QTimer m_signsOfLife;
    bool m_ended = false;
};

namespace eventsapi {

QCoro::Task<Result<Response>> events(ApiContext *context, ApiCall call);

} // namespace eventsapi

} // namespace r2cache
