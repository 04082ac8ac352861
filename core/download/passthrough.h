// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/download/originclient.h"
#include "core/download/passedcontent.h"
#include "core/download/retrypolicy.h"

namespace r2cache {

/// Brings an object from its origin to one reader without storing it.
///
///     begin: open ─→ version known ─→ run:  the reader's offset ─→ GET from there ─→ its window
///              ↑ retry                          ↑ jump, or resume where it broke off ─┘
///
/// A body that breaks off is resumed where a strong ETag proves that the rest is of the same
/// object; else the reader's connection is cut. Lives on the origin thread; must outlive its tasks.
class PassThrough
{
public:
    struct Parts
    {
        OriginClient &client;
        const Clock &clock;
        std::function<double()> jitter; ///< In [0, 1).
        RetryPolicy::Options retry;
    };

    /// @param offset  where the reader will begin; a wrong guess costs one more request.
    PassThrough(R2Url object, qint64 offset, Parts parts);

    /// Asks the origin until it tells what it has. Once, before run().
    /// @return what the reader is to read, or a code of OriginClient or planBody(), OriginRejected
    /// if the origin does not tell the length, or why it was stopped.
    [[nodiscard]] QCoro::Task<Result<PassedContentPtr>> begin();
    /// Until the reader has left or is cut off. Once.
    [[nodiscard]] QCoro::Task<> run();

    void stop(const Error &reason) { m_wakeup->stop(reason); }
    [[nodiscard]] const QUrl &url() const { return m_object.request; }

private:
    [[nodiscard]] QCoro::Task<OriginResult<>> open(qint64 offset);
    [[nodiscard]] OriginResult<> adopt(const OriginHead &head, qint64 total);
    [[nodiscard]] QCoro::Task<OriginResult<>> read();
    /// Waits as long as is right after @p failure; false: it is final.
    [[nodiscard]] QCoro::Task<bool> mayRetry(OriginFailure failure);

    R2Url m_object;
    qint64 m_offset = 0;
    Parts m_parts;
    std::shared_ptr<Wakeup> m_wakeup = Wakeup::create();
    PassedContentPtr m_content; ///< From begin() on.
    std::unique_ptr<OriginReply> m_reply;
    qint64 m_position = 0; ///< Of the next byte that m_reply brings.
    bool m_ignoresRanges = false; ///< The origin does: all of the object has to be passed over.
    bool m_hasGiven = false; ///< Bytes to the reader.
    int m_retries = 0; ///< Since the last byte for the reader.
};

} // namespace r2cache
