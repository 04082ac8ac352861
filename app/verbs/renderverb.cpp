// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/configurls.h"
#include "app/verbs/humantext.h"
#include "app/verbs/progress.h"
#include "app/verbs/rendererscreen.h"
#include "app/verbs/verbs.h"
#include "core/base/calltask.h"
#include "core/render/rendercommand.h"
#include "core/render/servicelauncher.h"
#include "core/render/supervisor.h"
#include "core/render/videoservice.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mostRetries = 100;
constexpr int idleSeconds = 60; // of a service that was started for this

/// It fails before the command starts: as env(1) and its like.
int failEarly(VerbContext &context, const Error &error)
{
    std::ignore = context.fail(error);
    return context.isInterrupted() ? context.ended(exitFailed) : exitNotStarted;
}

/// What starts a service with the same settings as ours.
QStringList serviceCommand(const VerbContext &context)
{
    return QStringList{
               QCoreApplication::applicationFilePath(), u"--no-gui"_s, u"--exit-when-idle"_s,
               QString::number(idleSeconds)}
    + context.environment().settingArguments;
}

/// The service, one that is started for it if need be. It is no matter if there is none: the render
/// goes on without it.
Result<> findService(VerbContext &context)
{
    auto &console = context.console();
    if (context.arguments().has("connect"))
        return context.connect();
    ServiceLauncher launcher(
        {EndpointFile(
             endpointDirectory(qEnvironmentVariable("XDG_RUNTIME_DIR")),
             context.settings().text(Key::Directory)),
         context.arguments().has("no-start") ? QStringList() : serviceCommand(context)});
    auto found = context.wait(asFuture(launcher.find(context.client())));
    if (found && launcher.hasStarted())
        console.say(u"No r2cache was running: started one that ends when it is needed no more."_s);
    return found;
}

QCoro::Task<Result<>> outcomeOf(Result<> found)
{
    co_return found;
}

/// What was given behind "--", else CACHE_RENDER_COMMAND.
Result<QStringList> commandOf(const VerbContext &context)
{
    const auto &given = context.arguments().positional();
    return given.isEmpty() ? splitRenderCommand(context.settings().text(Key::RenderCommand))
                           : Result<QStringList>(given);
}

QString summaryOf(const QJsonObject &report, bool isCached)
{
    const auto ms = [&report](const QString &name) {
        return lengthText(report.value(name).toInteger());
    };
    QString text = u"%1 in %2"_s.arg(
        report.value(u"success").toBool() ? u"Rendered"_s : u"The render failed"_s,
        ms(u"renderTimeMs"_s));
    if (!isCached)
        return text + u'.';
    return text
        + u"; %1 from the cache, prepared in %2: %3 read from it, %4 came from the origin."_s.arg(
            countedText(report.value(u"cachedUrls").toArray().size(), u"video"_s, u"videos"_s),
            ms(u"cacheProcessingTimeMs"_s), sizeText(report.value(u"bytesFromCache").toInteger()),
            sizeText(report.value(u"bytesFromOrigin").toInteger()));
}

void sayFallbacks(Console &console, const QJsonObject &report)
{
    constexpr int most = 10;
    const auto fallbacks = report.value(u"fallbacks").toArray();
    for (int i = 0; i < std::min<int>(most, static_cast<int>(fallbacks.size())); ++i) {
        const auto fallback = fallbacks[i].toObject();
        const QUrl url(fallback.value(u"url").toString());
        console.say(u"  not cached: %1: %2"_s.arg(
            url.toDisplayString(QUrl::RemoveQuery), fallback.value(u"error").toString()));
    }
    if (fallbacks.size() > most)
        console.say(u"  and %1 more"_s.arg(fallbacks.size() - most));
}

/// Waits for the render, and passes on each signal that comes meanwhile.
Result<VideoResult>
await(VerbContext &context, VideoService &videos, const QFuture<Result<VideoResult>> &rendering)
{
    for (;;) {
        auto result = context.wait(rendering);
        if (rendering.isFinished())
            return result;
        videos.interrupt(context.signal());
        context.goOnAfterSignal();
    }
}

} // namespace

int runRender(VerbContext &context)
{
    const auto &arguments = context.arguments();
    if (!arguments.has("props"))
        return context.misuse(u"--props is missing: the file with the props to render."_s);
    const auto retries = arguments.number("retries", 0, 0, mostRetries);
    if (!retries)
        return context.misuse(retries.error().message);
    auto command = commandOf(context);
    if (!command)
        return context.misuse(command.error().message);
    const auto places = RenderPlaces{u"props"_s, arguments.value("composition"), {}};
    if (const auto filled = filledRenderCommand(*command, places); !filled)
        return context.misuse(filled.error().message);

    const auto props = readInput(arguments.value("props"));
    if (!props)
        return failEarly(context, props.error());
    context.watchSignals();
    const auto found = findService(context);
    if (context.isInterrupted())
        return context.ended(exitFailed);
    if (!found && arguments.has("strict"))
        return failEarly(context, found.error());
    const auto rules = found ? rulesOf(context) : Result<R2UrlRules>(rulesOf(context.settings()));
    if (!rules)
        return failEarly(context, rules.error());

    RendererScreen screen(context.console());
    const SystemClock clock;
    VideoService::FindService find = [found](ServiceClient &) {
        return outcomeOf(found);
    };
    VideoService videos(
        {context.client(),
         std::move(find),
         clock,
         *rules,
         {QCoreApplication::applicationFilePath(), QLatin1String(superviseOption)}});
    QObject::connect(
        &videos, &VideoService::rendererWrote, &videos,
        [&screen](const QByteArray &bytes, bool isError) { screen.write(bytes, isError); });
    VideoRequest request;
    request.type = arguments.value("composition");
    request.config = *props;
    request.settings = {{u"output"_s, arguments.value("output")}};
    request.command = std::move(*command);
    request.retries = static_cast<int>(*retries);
    const VideoService::OnProgress onProgress = [&screen](const RenderProgress &progress) {
        screen.show(progress);
    };
    const auto rendering = asFuture(videos.generateVideo(std::move(request), onProgress));
    const auto result = await(context, videos, rendering);
    screen.end();
    if (!result && result.error().code == ErrorCode::InvalidJson) {
        const auto path = arguments.value("props");
        const auto name = path == u"-" ? u"Standard input"_s : path;
        return failEarly(
            context, {ErrorCode::InvalidJson, name + u": "_s + result.error().message, {}});
    }
    if (!result)
        return failEarly(context, result.error());

    auto &console = context.console();
    if (!result->notice.isEmpty())
        console.complain(u"render"_s, result->notice);
    console.say(summaryOf(result->report, found.has_value()));
    sayFallbacks(console, result->report);
    if (const auto path = arguments.value("report"); !path.isEmpty()) {
        const auto written = writeFile(path, QJsonDocument(result->report).toJson());
        if (!written)
            console.complain(u"render"_s, written.error().message);
    }
    if (console.isJson())
        console.print(result->report, {});
    return result->exitCode;
}

} // namespace r2cache
