// SPDX-License-Identifier: GPL-3.0-or-later
// How a running service follows its settings.
#include "app/servicecore.h"
#include "app/wiring.h"
#include "core/base/logging.h"

#include <QLoggingCategory>

namespace r2cache {

namespace {

Q_LOGGING_CATEGORY(lcFollow, "cache.service.settings", QtInfoMsg)

} // namespace

void Service::follow(const Settings &settings)
{
    qCInfo(lcFollow) << "Settings have changed";
    m_core->events.publish("settings", {}); // before what follows from it
    const auto proxyPort = static_cast<quint16>(m_settings.integer(Key::ProxyPort));
    setLogFilter(settings.text(Key::Debug));
    m_core->cache.setOptions(cacheOptionsOf(settings));
    m_core->videos.setOptions(videoOptionsOf(settings, proxyPort));
    m_core->fetcher->setOptions(fetcherOptionsOf(settings, m_core->rules));
    m_core->media.setOptions(mediaOptionsOf(settings, m_core->context.hostRules));
    m_core->context.cacheEnabled = settings.flag(Key::Enabled);
    m_core->health.setCacheEnabled(settings.flag(Key::Enabled));
    m_core->webhook.setUrl(QUrl(settings.text(Key::AlertWebhook)));
    std::ignore = m_core->health.check();
    m_core->cleaner.setOptions(cleanerOptionsOf(settings));
    m_core->verifier.setOptions(verifierOptionsOf(settings));
    std::ignore = settleIn();
}

QCoro::Task<> Service::settleIn()
{
    ++m_settling;
    if (const auto learnt = co_await m_core->cache.learn(m_stopping); !learnt)
        qCWarning(lcFollow).noquote() << learnt.error().message;
    if (const auto kept = co_await m_core->cache.keepLimits(); !kept)
        qCWarning(lcFollow).noquote() << kept.error().message;
    --m_settling;
}

} // namespace r2cache
