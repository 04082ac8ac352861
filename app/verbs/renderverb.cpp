// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/configurls.h"
#include "app/verbs/humantext.h"
#include "app/verbs/progress.h"
#include "app/verbs/rendererscreen.h"
#include "app/verbs/verbs.h"
#include "core/base/calltask.h"
#include "core/render/rendercommand.h"
#include "core/render/renderreport.h"
#include "core/render/servicelauncher.h"
#include "core/render/supervisor.h"
#include "core/render/videoservice.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
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
    if (context.wasInterrupted())
        return context.fail({ErrorCode::Cancelled, u"Interrupted."_s, {}});
    std::ignore = context.fail(error);
    return exitNotStarted;
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
    if (context.arguments().has("connect")) {
        const auto answer = context.ask([](ServiceClient &client) { return client.status(); });
        return answer ? Result<>() : failure(answer.error());
    }
    ServiceLauncher launcher(
        {EndpointFile(
             endpointDirectory(qEnvironmentVariable("XDG_RUNTIME_DIR")),
             context.settings().text(Key::Directory)),
         context.arguments().has("no-start") ? QStringList() : serviceCommand(context)});
    auto found = context.wait(asFuture(launcher.find(context.client())));
    if (!found && found.error().code == ErrorCode::ServiceUnreachable)
        found.error().message += adviceOnDirectory(context.settings());
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

/// Whether execvp(3) would find @p program: caching its videos first would be in vain otherwise.
bool isThere(const QString &program)
{
    if (program.contains(u'/'))
        return QFileInfo::exists(program);
    const auto path = qEnvironmentVariable("PATH", u"/bin:/usr/bin"_s);
    const auto folders = path.split(u':');
    return std::ranges::any_of(folders, [&program](const QString &folder) {
        return QFileInfo(QDir(folder.isEmpty() ? u"."_s : folder), program).isFile();
    });
}

/// Why these arguments do not go together; empty if they do.
QString contradictionIn(const VerbArguments &arguments)
{
    if (!arguments.has("props"))
        return u"--props is missing: the file with the props to render."_s;
    if (arguments.value("report") == u"-" && arguments.has("json"))
        return u"--json and --report - both print the report on standard output: leave out one."_s;
    if (isOneFile(arguments.value("report"), arguments.value("props")))
        return u"--report would overwrite the props: name another file."_s;
    return {};
}

QString beginOfSummary(const VideoResult &result)
{
    const auto &report = result.report;
    const auto time = lengthText(report.value(u"renderTimeMs").toInteger());
    if (result.success)
        return u"Rendered in %1"_s.arg(time);
    const auto end = endOfCommand(result.exitCode);
    if (result.isInterrupted)
        return u"The render was interrupted after %1 (%2)"_s.arg(time, end);
    const auto attempts
        = result.attempts > 1 ? u", the last of %1 attempts"_s.arg(result.attempts) : QString();
    return u"The render failed after %1 (%2%3)"_s.arg(time, end, attempts);
}

QString summaryOf(const VideoResult &result, bool isCached)
{
    const auto text = beginOfSummary(result);
    if (!isCached)
        return text + u'.';
    const auto &report = result.report;
    return text
        + u"; %1 from the cache, prepared in %2: %3 read from it, %4 came from the origin."_s.arg(
            countedText(report.value(u"cachedUrls").toArray().size(), u"video"_s, u"videos"_s),
            lengthText(report.value(u"cacheProcessingTimeMs").toInteger()),
            sizeText(report.value(u"bytesFromCache").toInteger()),
            sizeText(report.value(u"bytesFromOrigin").toInteger()));
}

void tellFallbacks(Console &console, const QJsonObject &report)
{
    constexpr int most = 10;
    const auto fallbacks = report.value(u"fallbacks").toArray();
    for (int i = 0; i < std::min<int>(most, static_cast<int>(fallbacks.size())); ++i) {
        const auto fallback = fallbacks[i].toObject();
        const QUrl url(fallback.value(u"url").toString());
        console.tell(u"  not cached: %1: %2"_s.arg(
            url.toDisplayString(QUrl::RemoveQuery), fallback.value(u"error").toString()));
    }
    if (fallbacks.size() > most)
        console.tell(u"  and %1 more"_s.arg(fallbacks.size() - most));
}

/// Prints and writes what came of it. @return the exit code.
int conclude(VerbContext &context, const VideoResult &result, bool isCached)
{
    auto &console = context.console();
    const auto summary = summaryOf(result, isCached);
    result.success ? console.say(summary) : console.tell(summary);
    if (isCached) // else the same has been said of all of them
        tellFallbacks(console, result.report);
    for (const auto lines = strangersText(result.strangers); const auto &line : lines)
        console.say(u"  "_s + line);
    const auto path = context.arguments().value("report");
    if (path == u"-") {
        console.write(QJsonDocument(result.report).toJson());
    } else if (!path.isEmpty()) {
        const auto written = writeFile(path, QJsonDocument(result.report).toJson());
        if (!written)
            console.complain(u"render"_s, written.error().message);
    }
    if (console.isJson())
        console.print(result.report, {});
    return result.exitCode;
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
    if (const auto problem = contradictionIn(arguments); !problem.isEmpty())
        return context.misuse(problem);
    const auto retries = arguments.number("retries", 0, 0, mostRetries);
    if (!retries)
        return context.misuse(retries.error().message);
    auto command = commandOf(context);
    if (!command)
        return context.misuse(command.error().message);
    const RenderPlaces places{
        u"props"_s, arguments.value("composition"), arguments.value("output")};
    if (const auto filled = filledRenderCommand(*command, places); !filled)
        return context.misuse(filled.error().message);
    if (arguments.has("connect")) {
        if (const auto connected = context.connect(); !connected)
            return context.fail(connected.error());
    }

    const auto props = readInput(arguments.value("props"));
    if (!props)
        return failEarly(context, props.error());
    if (const auto report = arguments.value("report"); !report.isEmpty() && report != u"-") {
        if (const auto writable = checkWritable(report); !writable)
            return failEarly(context, writable.error());
    }
    if (const auto &program = command->constFirst(); !isThere(program)) {
        std::ignore = context.fail(
            {ErrorCode::NotFound, u"%1: there is no such program."_s.arg(program), {}});
        return exitNoCommand;
    }
    context.watchSignals();
    auto found = findService(context);
    auto rules = found ? rulesOf(context) : Result<R2UrlRules>(rulesOf(context.settings()));
    if (context.wasInterrupted())
        return failEarly(context, {});
    if (!rules) { // it has just gone, or is not to be talked with
        found = failure(rules.error());
        rules = rulesOf(context.settings());
    }
    if (!found && arguments.has("strict"))
        return failEarly(context, found.error());

    auto &console = context.console();
    RendererScreen screen(console, console.isJson() || arguments.value("report") == u"-");
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
    bool hasFallenBack = false;
    QObject::connect(&videos, &VideoService::fellBack, &videos, [&](const QString &notice) {
        hasFallenBack = true;
        console.complain(u"render"_s, notice);
    });
    QObject::connect(
        &videos, &VideoService::triesAgain, &videos, [&](int attempt, int attempts, int exitCode) {
            screen.end();
            console.tell(
                u"Attempt %1 of %2 failed (%3), trying again."_s.arg(attempt).arg(attempts).arg(
                    endOfCommand(exitCode)));
        });
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
    if (!hasFallenBack && !result->notice.isEmpty())
        console.complain(u"render"_s, result->notice);
    return conclude(context, *result, found.has_value() && !hasFallenBack);
}

} // namespace r2cache
