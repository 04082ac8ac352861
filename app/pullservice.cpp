// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pullservice.h"

#include "app/wiring.h"
#include "core/base/calltask.h"
#include "core/base/digest.h"

#include <QCoroFuture>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

QCoro::Task<Result<>> remembered(VideoCache *videos, R2Url video)
{
    const std::vector<R2Url> one(1, video);
    const auto remembering = videos->remember(one);
    const auto result = co_await remembering;
    co_return result;
}

PullThrough::Options optionsOf(const Settings &settings, const PullService::Parts &parts)
{
    auto options = pullOptionsOf(settings, parts.videos.rules());
    options.fetch.spoolDirectory = parts.directory;
    options.via += '-' + randomHex(4);
    return options;
}

PullHandler::Options handlerOptionsOf(const Settings &settings)
{
    PullHandler::Options options;
    options.hosts = hostRulesOf(settings);
    options.trust = pullOptionsOf(settings, {}).fetch.trust;
    for (const auto key : {Key::ProxyPort, Key::ApiPort})
        options.ownPorts.append(static_cast<quint16>(settings.integer(key)));
    return options;
}

} // namespace

std::unique_ptr<PullService> PullService::create(const Settings &settings, const Parts &parts)
{
    if (settings.text(Key::PullThrough) == u"off")
        return nullptr;
    return std::unique_ptr<PullService>(new PullService(settings, parts));
}

PullService::PullService(const Settings &settings, const Parts &parts)
    : m_pull(new PullThrough(optionsOf(settings, parts), parts.clock))
    , m_handler(
          {*m_pull, parts.videos.rules(),
           [videos = &parts.videos](const R2Url &video) {
               return callTaskOn(videos, [videos, video] { return remembered(videos, video); });
           },
           [media = &parts.media](Request request, PendingResponse response) {
               media->video(std::move(request), std::move(response));
           }},
          handlerOptionsOf(settings))
{
    m_pull->moveToThread(&parts.originThread);
}

PullService::~PullService()
{
    callOn(m_pull, [pull = m_pull] { pull->deleteLater(); }).waitForFinished();
}

} // namespace r2cache
