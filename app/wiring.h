// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/diskcache.h"
#include "core/download/objectfetcher.h"
#include "core/http/hostrules.h"
#include "core/manager/cleaner.h"
#include "core/manager/verifier.h"
#include "core/proxy/mediahandler.h"
#include "core/pullthrough/pullthrough.h"
#include "core/settings/settings.h"
#include "core/url/r2url.h"

namespace r2cache {

// Settings as the Options of those who follow them: the one place that knows both. Pure.

[[nodiscard]] R2UrlRules urlRulesOf(const Settings &settings, const QByteArray &idKey);
[[nodiscard]] HostRules hostRulesOf(const Settings &settings);
[[nodiscard]] DiskCache::Options cacheOptionsOf(const Settings &settings);
[[nodiscard]] Cleaner::Options cleanerOptionsOf(const Settings &settings);
/// "http://localhost:3001".
[[nodiscard]] QString localhost(quint16 port);
/// @param proxyPort  the one that is listened on, whatever the settings say by now.
[[nodiscard]] VideoCache::Options videoOptionsOf(const Settings &settings, quint16 proxyPort);
[[nodiscard]] MediaHandler::Options mediaOptionsOf(const Settings &settings, HostRules hosts);
[[nodiscard]] Verifier::Options verifierOptionsOf(const Settings &settings);
[[nodiscard]] ObjectFetcher::Options
fetcherOptionsOf(const Settings &settings, const R2UrlRules &rules);

/// What pull-through asks origins with; of no use while CACHE_PULL_THROUGH is off.
[[nodiscard]] PullThrough::Options pullOptionsOf(const Settings &settings, const R2UrlRules &rules);

/// The proxy that CACHE's HTTPS_PROXY, HTTP_PROXY and NO_PROXY ask for.
[[nodiscard]] QNetworkProxy downloadProxyFor(const Settings &settings, const QUrl &url);

} // namespace r2cache
