// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/manager/videocache.h"
#include "core/proxy/mediahandler.h"
#include "core/pullthrough/pullhandler.h"
#include "core/settings/settings.h"

namespace r2cache {

/// Pull-through as a part of the service (CACHE_PULL_THROUGH is not off): the handler and the cache
/// behind it, which lives on the origin thread.
///
/// Made and destroyed on the service thread, while the origin thread runs.
class PullService
{
public:
    struct Parts
    {
        QThread &originThread;
        VideoCache &videos;
        MediaHandler &media;
        const Clock &clock;
        QString directory; ///< Of the cache: for what is too large for memory.
    };

    /// Null when CACHE_PULL_THROUGH is off.
    [[nodiscard]] static std::unique_ptr<PullService>
    create(const Settings &settings, const Parts &parts);
    ~PullService(); ///< After shutdown(), and when waiting() == 0.
    Q_DISABLE_COPY_MOVE(PullService)

    [[nodiscard]] PullHandler &handler() { return m_handler; }
    /// Ends what runs at origins.
    [[nodiscard]] QFuture<void> shutdown() { return m_pull->shutdown(); }
    [[nodiscard]] int waiting() const { return m_handler.waiting(); }

private:
    PullService(const Settings &settings, const Parts &parts);

    PullThrough *m_pull; ///< On the origin thread.
    PullHandler m_handler;
};

} // namespace r2cache
