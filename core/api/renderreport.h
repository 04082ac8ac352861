// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/url/r2url.h"

#include <QJsonObject>

namespace r2cache {

/// A render's report as it is kept, from @p body as a client sends it: each member checked, unknown
/// ones left out (so that no command line gets in), URLs without signatures or other queries.
/// Pure.
/// @return InvalidArgument with the path of the first member that is wrong.
[[nodiscard]] Result<QJsonObject>
readRenderReport(const QJsonObject &body, const R2UrlRules &rules);

/// @p report with numbers in the place of its lists of URLs, for lists of reports. Pure.
[[nodiscard]] QJsonObject summaryOf(QJsonObject report);

} // namespace r2cache
