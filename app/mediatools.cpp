// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/mediatools.h"

#include <QStandardPaths>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

MediaProber::Options proberOptions()
{
    MediaProber::Options options;
    options.ffprobe = QStandardPaths::findExecutable(u"ffprobe"_s);
    return options;
}

Thumbnails::Options thumbnailOptions()
{
    Thumbnails::Options options;
    options.ffmpeg = QStandardPaths::findExecutable(u"ffmpeg"_s);
    return options;
}

} // namespace

MediaTools::MediaTools(VideoCache &videos)
    : m_prober(videos.cache(), proberOptions())
    , m_thumbnails(videos.cache().store(), videos.clock(), thumbnailOptions())
{
    QObject::connect(&videos.queue(), &FillQueue::succeeded, &m_prober, &MediaProber::probeSoon);
}

void MediaTools::stop()
{
    m_prober.stop();
    m_thumbnails.stop();
}

} // namespace r2cache
