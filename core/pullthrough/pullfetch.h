// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/download/originclient.h"
#include "core/pullthrough/fieldrules.h"
#include "core/pullthrough/spool.h"

namespace r2cache {

/// What the origin sent.
struct PulledMessage
{
    int status = 0;
    Headers headers; ///< End-to-end fields.
    QByteArray body;
    qint64 length = -1; ///< Of the body, as announced; -1 if it was not.
    bool isCutShort = false; ///< The connection broke inside the body.
    QDateTime requestedUtc;
    QDateTime receivedUtc;
    std::shared_ptr<Spool> spool; ///< Set where the body is too large for memory; body is empty.
    std::unique_ptr<OriginReply> rest; ///< What the spool still waits for; null: it is whole.
    std::shared_ptr<Wakeup> wakeup; ///< Of the fetch; stops rest.
};

/// Asks the origin for one message: a body that fits is taken whole, a larger one goes through a
/// spool. Keeps nothing. Lives on the origin thread; must outlive the tasks it returned.
class PullFetch
{
public:
    struct Options
    {
        Trust trust = Trust::Foreign;
        qint64 maxBodyInMemory = 4LL * 1024 * 1024; ///< Bytes.
        /// Bytes of all bodies under way; one that would pass it goes through a spool.
        qint64 maxArriving = 64LL * 1024 * 1024;
        qint64 maxSpooled = 2LL * 1024 * 1024 * 1024; ///< Bytes, of all spools together.
        QString spoolDirectory;
        std::chrono::milliseconds bodyLimit{std::chrono::minutes{60}}; ///< For one whole body.
    };

    PullFetch(Options options, OriginClient &client, const Clock &clock)
        : m_options(std::move(options))
        , m_client(client)
        , m_clock(clock)
        , m_budget(std::make_shared<SpoolBudget>(m_options.maxSpooled))
    { }

    /// @return the message, its body whole or in a spool, or cut short; or why there is none.
    [[nodiscard]] QCoro::Task<OriginResult<PulledMessage>>
    fetch(OriginClient::Request request, std::shared_ptr<Wakeup> wakeup);

    /// Fills @p spool from @p rest until it is whole, the origin breaks off or nobody reads.
    [[nodiscard]] QCoro::Task<>
    drain(std::unique_ptr<OriginReply> rest, std::shared_ptr<Spool> spool);

    [[nodiscard]] qint64 spoolBytesLeft() const { return m_budget->left(); }

private:
    [[nodiscard]] QCoro::Task<OriginResult<>>
    takeBody(PulledMessage *message, std::unique_ptr<OriginReply> reply);
    [[nodiscard]] Result<> spill(PulledMessage &message) const;
    [[nodiscard]] bool fits(qint64 bodyBytes, qint64 more) const;

    Options m_options;
    OriginClient &m_client;
    const Clock &m_clock;
    std::shared_ptr<SpoolBudget> m_budget;
    qint64 m_arriving = 0; ///< Bytes in memory of bodies under way.
};

} // namespace r2cache
