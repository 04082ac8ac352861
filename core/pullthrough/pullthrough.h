// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pullthrough/httpfreshness.h"
#include "core/pullthrough/pullfetch.h"
#include "core/pullthrough/pullresponse.h"
#include "core/pullthrough/pullstore.h"
#include "core/pullthrough/storagerules.h"

#include <QFuture>
#include <QPromise>
#include <QSet>

namespace r2cache {

/// A small HTTP cache (RFC 9111) for what is fetched through the proxy and is no video of the
/// store: in memory, shared by all clients, read-only.
///
///     held, fresh, every byte here ──────────────────────────→ answer, HIT
///     held, fresh, bytes missing ─→ GET of the missing range ─→ joined ─→ answer, PARTIAL
///     held, to be validated ──────→ conditional GET ─→ 304: updated ──→ answer
///                                                  └→ 200, 206: replaced → answer, MISS
///     not held ───────────────────→ the client's request, passed on ──→ answer, MISS
///
/// Equal requests wait for the first one and are answered from what it brought, if that may be
/// stored; otherwise each asks for itself. Nothing is stored before its body is whole, but for a
/// 200 that broke off and has a strong ETag: that is stored as the part it is. What is larger than
/// PullFetch::Options::maxBodyInMemory is passed through and not stored, nor is a body of
/// unannounced length, whose end proves nothing (OriginReply::next()).
///
/// Make it anywhere, move it to the origin thread, await shutdown() and delete it there.
class PullThrough : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        OriginClient::Options origin; ///< Never signs: without keys.
        PullFetch::Options fetch;
        Reading reading = Reading::Strict;
        qint64 maxStoredBytes = 64LL * 1024 * 1024; ///< Bytes of memory for all of the store.
        int maxRunning = 256; ///< More requests at once are refused with CacheFull.
        QByteArray via = "1.1 r2cache"; ///< Our Via element; unique, so that loops are seen.
    };

    /// @param resolver  null: the system's.
    PullThrough(
        Options options, const Clock &clock, std::shared_ptr<HostResolver> resolver = {},
        QObject *parent = nullptr);
    ~PullThrough() override;

    /// Answers a GET or HEAD of @p url; any thread.
    /// @return the answer, or the origin's codes, CacheFull, ShuttingDown.
    [[nodiscard]] QFuture<Result<Response>> answer(RequestHead request, QUrl url);

    /// Ends every request, running or to come; finishes when none runs. Any thread.
    [[nodiscard]] QFuture<void> shutdown();

    [[nodiscard]] const QByteArray &via() const { return m_options.via; }

private:
    struct Exchange;
    class Running;
    class Leading;
    using Answered = std::optional<Result<Response>>; ///< Nothing: look at what is held again.

    [[nodiscard]] QCoro::Task<Result<Response>> answerHere(RequestHead request, QUrl url);
    [[nodiscard]] QCoro::Task<Result<Response>> run(std::shared_ptr<Exchange> exchange);
    [[nodiscard]] Answered fromHeld(Exchange &exchange);
    [[nodiscard]] QCoro::Task<Answered> ask(std::shared_ptr<Exchange> exchange);
    [[nodiscard]] QCoro::Task<OriginResult<PulledMessage>> fetch(OriginClient::Request request);
    [[nodiscard]] OriginClient::Request originRequest(Exchange &exchange) const;
    [[nodiscard]] Answered despite(OriginTrouble trouble, Exchange &exchange);
    [[nodiscard]] Answered notModified(Exchange &exchange, PulledMessage message);
    [[nodiscard]] Answered partial(Exchange &exchange, PulledMessage message);
    [[nodiscard]] Answered cutShort(Exchange &exchange, PulledMessage message);
    [[nodiscard]] Answered other(Exchange &exchange, PulledMessage message);
    [[nodiscard]] Answered spooled(Exchange &exchange, PulledMessage message);
    [[nodiscard]] Response passedOn(PulledMessage message, bool isStored) const;
    [[nodiscard]] Response fromStore(const Exchange &exchange, CacheStatus status) const;
    void store(Exchange &exchange, std::shared_ptr<StoredResponse> response);
    void forget(Exchange &exchange);
    void updateByHead(Exchange &exchange, const PulledMessage &message);
    void validateMeanwhile(const Exchange &exchange);
    QCoro::Task<> validate(RequestHead request, QUrl url);
    QCoro::Task<> drain(
        std::unique_ptr<OriginReply> rest, std::shared_ptr<Spool> spool,
        std::shared_ptr<Wakeup> wakeup);
    void finishShutdown();

    Options m_options;
    const Clock &m_clock;
    std::shared_ptr<HostResolver> m_resolver;
    OriginClient m_client;
    PullFetch m_fetch;
    PullStore m_store;
    QHash<QByteArray, QFuture<void>> m_asking; ///< By what makes requests equal.
    QSet<QByteArray> m_validating; ///< URLs that are validated behind an answer.
    std::vector<std::shared_ptr<Wakeup>> m_wakeups; ///< Of fetches that run.
    std::vector<QPromise<void>> m_shutdowns;
    int m_running = 0;
    bool m_shuttingDown = false;
};

} // namespace r2cache
