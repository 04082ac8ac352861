// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/videoservice.h"

#include "core/render/rendercommand.h"
#include "core/render/rendereroutput.h"
#include "core/render/renderreport.h"
#include "core/url/configrewrite.h"
#include "core/url/configscan.h"

#include <QCoroFuture>
#include <QDir>
#include <QFile>
#include <QPromise>
#include <QTemporaryDir>

#include <csignal>
#include <fcntl.h>

namespace r2cache {

using namespace Qt::StringLiterals;

/// One render, from its request to its report.
struct VideoService::Run
{
    VideoRequest request;
    OnProgress onProgress;
    ConfigScan scan;
    RenderRecord record;
    RendererOutput output;
    QByteArray line; ///< Of standard output, as far as it has come.
    std::shared_ptr<LeaseKeeper> lease;
    std::optional<CacheNumbers> before; ///< Unless there is no service.
    QString notice;

    void note(const RenderProgress &progress, std::chrono::milliseconds now)
    {
        record.enter(progress.phase, now);
        if (onProgress)
            onProgress(progress);
    }

    [[nodiscard]] QStringList urls() const
    {
        QStringList urls;
        for (const auto &url : scan.urls())
            urls.append(scan.textOf(url));
        return urls;
    }

    /// @return the notice.
    QString fallBack(const Error &error)
    {
        notice = u"Rendering without the cache: %1"_s.arg(error.message);
        record.fallbacks.clear();
        for (const auto texts = urls(); const auto &url : texts)
            record.fallbacks.append({url, error});
        return notice;
    }
};

namespace {

/// A file that the user alone can read: URLs in it may be signed.
Result<> writePrivately(const QString &path, const QByteArray &text)
{
    auto file = OpenFile::open(path, O_WRONLY | O_CREAT | O_EXCL);
    return file ? file->writeAt(0, text) : failure(file.error());
}

} // namespace

VideoService::VideoService(Parts parts, QObject *parent)
    : QObject(parent)
    , m_parts(std::move(parts))
    , m_caching(m_parts.client)
{ }

VideoService::~VideoService() = default;

QCoro::Task<Result<VideoResult>>
VideoService::generateVideo(VideoRequest request, OnProgress onProgress)
{
    auto scan = ConfigScan::of(request.config, m_parts.rules);
    if (!scan)
        co_return failure(scan.error());
    const QTemporaryDir folder(QDir::tempPath() + u"/r2cache-render-XXXXXX"_s);
    if (!folder.isValid()) {
        const QString reason = folder.errorString();
        co_return failure(
            ErrorCode::Io, u"No folder can be made in %1: %2"_s.arg(QDir::tempPath(), reason));
    }
    const auto propsPath = folder.filePath(u"props.json"_s);
    auto command = filledRenderCommand(
        request.command, {propsPath, request.type, request.settings.value(u"output").toString()});
    if (!command)
        co_return failure(command.error());

    m_interruptions = 0;
    Run run{std::move(request), std::move(onProgress), std::move(*scan), {}, {}, {}, {}, {}, {}};
    run.record.begin(m_parts.clock.monotonic());
    const auto props = co_await cache(&run);
    if (!props)
        co_return failure(props.error());
    run.record.cachingEnded(m_parts.clock.monotonic());
    if (const auto written = writePrivately(propsPath, *props); !written)
        co_return failure(written.error());

    VideoResult result;
    result.strangers = run.scan.strangers();
    const int attempts = 1 + run.request.retries;
    while (result.attempts < attempts) {
        const auto code = co_await runCommand(&run, *command);
        if (!code)
            co_return failure(code.error());
        ++result.attempts;
        result.isInterrupted = m_interruptions > 0;
        result.exitCode = exitCodeOf(*code);
        if (*code == 0 || result.isInterrupted)
            break;
        if (result.attempts < attempts)
            Q_EMIT triesAgain(result.attempts, attempts, *code);
    }
    result.success = result.exitCode == 0;
    if (result.success)
        run.note({RenderPhase::Completed, 1, 1, 0, 0}, m_parts.clock.monotonic());
    co_await report(&run, &result);
    co_return result;
}

QCoro::Task<Result<QByteArray>> VideoService::cache(Run *run)
{
    const auto original = run->scan.text();
    const auto urls = run->urls();
    run->note({RenderPhase::Caching, 0, urls.size(), 0, 0}, m_parts.clock.monotonic());
    const auto found = co_await m_parts.findService(m_parts.client);
    if (m_interruptions > 0)
        co_return failure(ErrorCode::Cancelled, u"The render was interrupted."_s);
    if (!found) {
        Q_EMIT fellBack(run->fallBack(found.error()));
        co_return original;
    }
    if (const auto status = co_await m_parts.client.status())
        run->before = status->cache;
    UrlCaching::Options options;
    options.renewal = m_parts.renewal;
    if (!run->request.userId.isEmpty())
        options.tags.append(u"user:"_s + run->request.userId);
    const UrlCaching::OnProgress onProgress = [this, run](const RenderProgress &progress) {
        run->note(progress, m_parts.clock.monotonic());
    };
    auto cached = co_await m_caching.run(urls, options, onProgress);
    if (!cached && cached.error().code == ErrorCode::Cancelled)
        co_return failure(cached.error());
    if (!cached) {
        Q_EMIT fellBack(run->fallBack(cached.error()));
        co_return original;
    }
    run->lease = cached->lease;
    run->record.fallbacks = cached->failed;
    run->record.cachedUrls = cached->localUrls.keys();
    run->record.slowestUrl = cached->slowestUrl;
    run->record.slowestTime = cached->slowestTime;
    co_return rewrittenConfig(run->scan, replacementsOf(run->scan, cached->localUrls));
}

QCoro::Task<Result<int>> VideoService::runCommand(Run *run, QStringList command)
{
    RendererProcess process(
        {m_parts.supervisor, std::move(command), run->request.workingDirectory});
    auto promise = std::make_shared<QPromise<int>>();
    promise->start();
    connect(&process, &RendererProcess::ended, this, [promise](int exitCode) {
        promise->addResult(exitCode);
        promise->finish();
    });
    connect(
        &process, &RendererProcess::wrote, this,
        [this, run](const QByteArray &bytes, bool isStandardError) {
            Q_EMIT rendererWrote(bytes, isStandardError);
            if (isStandardError)
                return;
            run->line += bytes;
            for (qsizetype end = 0; (end = run->line.indexOf('\n')) >= 0;) {
                if (const auto progress = run->output.take(run->line.first(end)))
                    run->note(*progress, m_parts.clock.monotonic());
                run->line.remove(0, end + 1);
            }
        });
    run->record.commandStarts(m_parts.clock.monotonic());
    if (const auto started = process.start(); !started)
        co_return failure(started.error());
    m_process = &process;
    const auto ended = promise->future();
    const int exitCode = co_await ended;
    co_return exitCode;
}

QCoro::Task<> VideoService::report(Run *run, VideoResult *result)
{
    auto &record = run->record;
    record.end(m_parts.clock.monotonic());
    record.exitCode = result->exitCode;
    record.composition
        = run->request.type.isEmpty() ? run->output.composition() : run->request.type;
    if (run->before) {
        if (const auto status = co_await m_parts.client.status())
            record.addCounters(*run->before, status->cache);
    }
    result->report = record.toJson();
    result->notice = run->notice;
    if (run->lease) {
        // Of no matter if it is not heard: the lease ends by itself.
        const auto ended = run->lease->end();
        std::ignore = co_await ended;
    }
    if (!run->before)
        co_return;
    const auto kept = co_await m_parts.client.addRender(result->report);
    if (!kept && result->notice.isEmpty())
        result->notice = u"The report could not be kept: "_s + kept.error().message;
}

int VideoService::exitCodeOf(int commands) const
{
    // Remotion's CLI exits with 0 when it is interrupted: nothing is rendered all the same.
    const bool isBrokenOff = commands == 0 && m_interruptions > 0;
    // Ended by us, as it did not end by itself: that is no signal that anybody sent.
    const bool isMadeToEnd
        = m_interruptions > 1 && (commands == 128 + SIGTERM || commands == 128 + SIGKILL);
    return isBrokenOff || isMadeToEnd ? 128 + m_firstSignal : commands;
}

void VideoService::interrupt(int signal)
{
    const bool isFirst = m_interruptions++ == 0;
    if (isFirst)
        m_firstSignal = signal;
    m_caching.cancel();
    if (!m_process)
        return;
    if (isFirst)
        m_process->sendSignal(signal);
    else
        m_process->end();
}

} // namespace r2cache
