// SPDX-License-Identifier: GPL-3.0-or-later
// In which order a service ends.
#include "app/servicecore.h"

#include <QCoroFuture>
#include <QCoroTimer>
#include <QLoggingCategory>

namespace r2cache {

using namespace std::chrono_literals;

namespace {

Q_LOGGING_CATEGORY(lcStop, "cache.service.stop", QtInfoMsg)

std::chrono::milliseconds timeLeft(const QDeadlineTimer &deadline)
{
    return std::chrono::milliseconds{deadline.remainingTime()};
}

/// Waits, at most @p limit long, until @p condition holds.
QCoro::Task<bool> eventually(std::function<bool()> condition, std::chrono::milliseconds limit)
{
    constexpr auto step = 5ms;
    for (auto waited = 0ms; waited < limit; waited += step) {
        if (condition())
            co_return true;
        co_await QCoro::sleepFor(step);
    }
    co_return condition();
}

} // namespace

QCoro::Task<Result<>> Service::stop()
{
    const QDeadlineTimer deadline(
        std::chrono::milliseconds{m_store->current().integer(Key::ShutdownTimeoutMs)});
    m_stopping = true;
    m_core->context.stopping = true;
    m_core->verifier.stop();
    m_core->cleaner.stop();
    m_core->health.stop();
    m_core->webhook.stop();
    m_core->tools.stop();
    if (m_api) {
        const EndpointFile file(m_environment.endpointDirectory, m_endpoint.cacheDirectory);
        if (const auto removed = file.remove(m_endpoint.pid); !removed)
            qCWarning(lcStop).noquote() << removed.error().message;
    }
    m_core->listeners.endAll();
    QList<QFuture<void>> closing;
    for (auto *server : {m_proxy.get(), m_api.get()}) {
        if (server != nullptr)
            closing.append(server->stop(timeLeft(deadline)));
    }
    for (const auto &closed : std::as_const(closing))
        co_await closed;
    // In this order: what ends because of the shutdown keeps its bytes for the next run.
    const auto fetchesEnded = m_core->fetcher->shutdown();
    m_core->videos.queue().cancelAll();
    co_await fetchesEnded;
    if (m_core->pull) {
        const auto pullsEnded = m_core->pull->shutdown();
        co_await pullsEnded;
    }
    // What was cancelled ends in moments, which it gets whatever the draining has left of the time.
    const auto patience = std::max<std::chrono::milliseconds>(timeLeft(deadline), 2s);
    const bool idle = co_await eventually([this] { return isIdle(); }, patience);
    if (!idle)
        qCWarning(lcStop) << "Some requests did not end in time";
    m_proxy.reset();
    m_api.reset();
    co_await m_core->signedUrls.flush();
    if (const auto kept = co_await m_core->history.stop(); !kept)
        qCWarning(lcStop).noquote() << "The history of this run is lost:" << kept.error().message;
    co_return co_await m_core->cache.stop();
}

/// Whether nothing runs any more that would come back to what is about to go.
bool Service::isIdle() const
{
    return !m_reconciling && m_settling == 0 && m_core->media.waiting() == 0
        && m_core->context.running == 0 && (!m_core->pull || m_core->pull->waiting() == 0)
        && m_core->videos.running() == 0 && m_core->revalidator.running() == 0
        && m_core->health.running() == 0 && m_core->webhook.running() == 0
        && m_core->verifier.running() == 0 && m_core->cleaner.running() == 0
        && m_core->tools.running() == 0 && m_core->videos.queue().snapshots().empty();
}

} // namespace r2cache
