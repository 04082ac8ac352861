// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/thumbnails.h"

#include "core/base/finishedwithin.h"
#include "core/manager/runningcount.h"

#include <QCoroFuture>
#include <QDeadlineTimer>
#include <QJsonDocument>
#include <QJsonObject>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// Where in the video to look, in seconds: its very beginning is often black.
double momentOf(const EntryRecord &record)
{
    const auto metadata = QJsonDocument::fromJson(record.metadata).object();
    const auto duration = metadata[u"duration"].toDouble(-1);
    return duration > 0 ? std::min(1.0, duration / 10) : 1.0;
}

ToolRun pictureRun(const Thumbnails::Options &options, const QString &path, double seconds)
{
    ToolRun run;
    run.program = options.ffmpeg;
    run.timeLimit = options.timeLimit;
    run.outputLimit = options.outputLimit;
    // 64 megapixels are more than 8K; a header that says more is there to fill the memory.
    run.arguments = QStringList{u"-v"_s, u"error"_s,       u"-nostdin"_s, u"-threads"_s,
                                u"1"_s,  u"-max_pixels"_s, u"67108864"_s}
        + localFileOnly() + QStringList{u"-ss"_s,       QString::number(seconds, 'f', 3),
                                        u"-i"_s,        QString(u"file:"_s + path),
                                        u"-map"_s,      u"0:v:0"_s,
                                        u"-frames:v"_s, u"1"_s,
                                        u"-vf"_s,       u"scale='min(320,iw)':-2"_s,
                                        u"-pix_fmt"_s,  u"yuvj420p"_s,
                                        u"-c:v"_s,      u"mjpeg"_s,
                                        u"-q:v"_s,      u"5"_s,
                                        u"-threads"_s,  u"1"_s,
                                        u"-f"_s,        u"image2pipe"_s,
                                        u"pipe:1"_s};
    return run;
}

Error noPicture(const Error &reason)
{
    return {
        ErrorCode::NotAVideo, u"ffmpeg could not make a picture of the file."_s, reason.message};
}

/// On the pool. The beginning is taken where nothing comes of @p seconds: a video may be shorter.
Result<QByteArray> makePicture(
    const Thumbnails::Options &options, const QString &path, double seconds,
    const std::atomic<bool> &stop)
{
    const QDeadlineTimer deadline(options.timeLimit);
    auto picture = runTool(pictureRun(options, path, seconds), stop);
    if (picture && picture->isEmpty()) {
        auto again = pictureRun(options, path, 0);
        again.timeLimit = std::chrono::milliseconds{deadline.remainingTime()};
        picture = runTool(again, stop);
    }
    if (!picture) {
        const auto code = picture.error().code;
        if (code == ErrorCode::Io || code == ErrorCode::TooLarge)
            return failure(noPicture(picture.error()));
        return picture;
    }
    if (!picture->startsWith("\xFF\xD8\xFF"))
        return failure(noPicture({ErrorCode::Io, u"It wrote no JPEG."_s, {}}));
    return picture;
}

QFuture<Result<QByteArray>> pictureLater(
    QThreadPool *pool, const Thumbnails::Options &options, const QString &path, double seconds,
    const std::atomic<bool> *stop)
{
    return runOn(pool, [options, path, seconds, stop] {
        return makePicture(options, path, seconds, *stop);
    });
}

/// Whether asking again would say the same: it is about the file.
bool isFinal(const Result<QByteArray> &picture)
{
    return picture || picture.error().code == ErrorCode::NotAVideo
        || picture.error().code == ErrorCode::Timeout;
}

} // namespace

Thumbnails::Thumbnails(const FileStore &store, const Clock &clock, Options options, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_clock(clock)
    , m_options(std::move(options))
{
    m_pool.setMaxThreadCount(1);
}

QCoro::Task<Result<QByteArray>> Thumbnails::of(EntryRecord record)
{
    const RunningCount counted(m_running);
    if (const auto *kept = find(record.sha256))
        co_return *kept;
    if (m_options.ffmpeg.isEmpty()) {
        co_return failure(
            ErrorCode::Unavailable, u"Pictures of videos need ffmpeg, which is not installed."_s);
    }
    if (m_stop)
        co_return failure(ErrorCode::ShuttingDown, u"r2cache is stopping."_s);
    auto making = m_making.value(record.sha256);
    if (!making.isValid()) {
        if (m_making.size() >= m_options.waitingLimit) {
            co_return failure(
                ErrorCode::Unavailable, u"Too many pictures are being made: ask again later."_s);
        }
        making = pictureLater(
            &m_pool, m_options, m_store.pathOf(record.fileName()), momentOf(record), &m_stop);
        m_making.insert(record.sha256, making);
        std::ignore = keepWhenMade(record.sha256, making);
    }
    const auto waiting = finishedWithin(QFuture<void>(making), m_options.patience);
    if (!co_await waiting) {
        co_return failure(
            ErrorCode::Unavailable,
            u"The picture is not ready yet, as others are made first: ask again later."_s);
    }
    co_return Result<QByteArray>(making.result());
}

QCoro::Task<> Thumbnails::keepWhenMade(QByteArray sha256, QFuture<Result<QByteArray>> making)
{
    const RunningCount counted(m_running);
    const auto picture = co_await making;
    m_making.remove(sha256);
    if (isFinal(picture))
        keep(sha256, picture);
}

const Result<QByteArray> *Thumbnails::find(const QByteArray &sha256)
{
    const auto found = std::find_if(
        m_kept.begin(), m_kept.end(), [&](const Kept &kept) { return kept.sha256 == sha256; });
    if (found == m_kept.end())
        return nullptr;
    const bool isTimeout = !found->picture && found->picture.error().code == ErrorCode::Timeout;
    if (isTimeout && m_clock.monotonic() - found->keptAt >= m_options.timeoutPause) {
        m_kept.erase(found);
        return nullptr;
    }
    m_kept.splice(m_kept.begin(), m_kept, found);
    return &m_kept.front().picture;
}

void Thumbnails::keep(const QByteArray &sha256, const Result<QByteArray> &picture)
{
    m_kept.push_front({sha256, picture, m_clock.monotonic()});
    m_keptBytes += picture ? picture->size() : 0;
    while (static_cast<qsizetype>(m_kept.size()) > m_options.keptPictures
           || m_keptBytes > m_options.keptBytes) {
        const auto &oldest = m_kept.back().picture;
        m_keptBytes -= oldest ? oldest->size() : 0;
        m_kept.pop_back();
    }
}

} // namespace r2cache
