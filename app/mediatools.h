// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/manager/mediaprober.h"
#include "core/manager/thumbnails.h"
#include "core/manager/videocache.h"

namespace r2cache {

/// What ffprobe and ffmpeg do for the service, where they are in PATH. Lives on the service thread.
class MediaTools
{
public:
    explicit MediaTools(VideoCache &videos);

    /// Looks at the entries there are; new ones are looked at from the beginning.
    void start() { m_prober.start(); }
    void stop();
    /// To be 0 after stop() before it goes.
    [[nodiscard]] int running() const { return m_prober.running() + m_thumbnails.running(); }

    [[nodiscard]] Thumbnails &thumbnails() { return m_thumbnails; }

private:
    MediaProber m_prober;
    Thumbnails m_thumbnails;
};

} // namespace r2cache
