// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/download/passthrough.h"

namespace r2cache {

/// Every pass-through that runs: no more than memory allows. Lives on the origin thread; empty()
/// before it goes.
class PassThroughs
{
public:
    /// Each holds up to a few MiB: PassedContent's window, the reply's buffer, the sockets'.
    static constexpr size_t maxReaders = 64;

    /// @param ended  called when one has ended.
    PassThroughs(PassThrough::Parts parts, std::function<void()> ended)
        : m_parts(std::move(parts))
        , m_ended(std::move(ended))
    { }

    /// Begins one for a reader, who ends it by letting go of the content.
    /// @return PassThrough::begin()'s; Conflict when too many readers are served so already.
    [[nodiscard]] QCoro::Task<Result<PassedContentPtr>> begin(R2Url object, qint64 offset);

    void stopAll(const Error &reason); ///< Those that run; their readers are cut off.
    void setRetry(RetryPolicy::Options retry) { m_parts.retry = retry; } ///< From now on.

    [[nodiscard]] bool isEmpty() const { return m_running.empty(); }
    [[nodiscard]] bool reads(const QUrl &url) const;

private:
    using PassThroughPtr = std::shared_ptr<PassThrough>;

    QCoro::Task<> serve(PassThroughPtr pass);
    void remove(const PassThroughPtr &pass);

    PassThrough::Parts m_parts;
    std::function<void()> m_ended;
    std::vector<PassThroughPtr> m_running;
};

} // namespace r2cache
