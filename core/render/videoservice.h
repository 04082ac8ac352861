// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/render/rendererprocess.h"
#include "core/render/urlcaching.h"
#include "core/url/r2url.h"

#include <QJsonObject>
#include <QPointer>

namespace r2cache {

/// What is to be rendered: the seed's VideoGenerationRequest, and how.
struct VideoRequest
{
    QString type; ///< The composition, for {composition}; may be empty.
    QByteArray config; ///< The seed's input.config: JSON text, kept byte for byte but for its URLs.
    QJsonObject settings; ///< The seed's; "output": a path, for {output}.
    QString userId; ///< The videos get the tag "user:<userId>"; empty: none.
    QStringList command; ///< With {props}; see filledRenderCommand().
    int retries = 0; ///< Runs of the command after one that failed.
    QString workingDirectory; ///< Empty: ours.
};

/// What came of a render.
struct VideoResult
{
    bool success = false;
    int exitCode = 0; ///< Of the command's last run; 128 + n: signal n broke it off.
    bool isInterrupted = false; ///< Somebody wanted it to end: interrupt().
    int attempts = 0; ///< Runs of the command.
    QJsonObject report; ///< As POST /api/cache/renders takes it (product section 8).
    QMap<QString, int> strangers; ///< Of the config, as ConfigScan::strangers().
    QString notice; ///< Why the render went on without the cache, or the report was not kept.
};

/// Renders with the cache: brings the config's videos into it, hands the renderer a config with
/// local URLs, holds the videos while it runs, and reports (the seed's VideoService).
///
/// Whatever is wrong with the cache, the render goes on with the original URLs, and its report says
/// so. One render at a time; one thread; outlives the tasks it returned.
class VideoService : public QObject
{
    Q_OBJECT

public:
    using OnProgress = std::function<void(const RenderProgress &)>;
    /// Gives @c client the address of a service, which it may have to start first.
    using FindService = std::function<QCoro::Task<Result<>>(ServiceClient &client)>;

    struct Parts
    {
        ServiceClient &client; ///< Outlives the service.
        FindService findService;
        const Clock &clock;
        R2UrlRules rules;
        QStringList supervisor; ///< RendererProcess::Options::supervisor.
        std::chrono::milliseconds renewal = std::chrono::seconds{30}; ///< Of the lease.
    };

    explicit VideoService(Parts parts, QObject *parent = nullptr);
    ~VideoService() override;

    /// @return what came of it, also of a command that failed; or why no command was run:
    /// InvalidJson, InvalidArgument (no {props} in it), Io, DiskFull, Cancelled.
    [[nodiscard]] QCoro::Task<Result<VideoResult>>
    generateVideo(VideoRequest request, OnProgress onProgress);

    /// Passes a signal on to the command; before there is one, or the second time, ends the render.
    void interrupt(int signal);

Q_SIGNALS:
    /// It goes on without the cache, and why: a sentence, before the command starts.
    void fellBack(const QString &notice);
    /// Run @p attempt of @p attempts has failed; the next one begins.
    void triesAgain(int attempt, int attempts, int exitCode);
    /// What the command wrote, as it came.
    void rendererWrote(const QByteArray &bytes, bool isStandardError);

private:
    struct Run;

    [[nodiscard]] QCoro::Task<Result<QByteArray>> cache(Run *run);
    [[nodiscard]] QCoro::Task<Result<int>> runCommand(Run *run, QStringList command);
    [[nodiscard]] QCoro::Task<> report(Run *run, VideoResult *result);
    /// What the render exits with when its command's run ended so.
    [[nodiscard]] int exitCodeOf(int commands) const;

    Parts m_parts;
    UrlCaching m_caching;
    QPointer<RendererProcess> m_process;
    int m_interruptions = 0;
    int m_firstSignal = 0;
};

} // namespace r2cache
