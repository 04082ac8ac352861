// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/processingfields.h"

#include <QJsonObject>

namespace r2cache {

using namespace Qt::StringLiterals;

ProcessingOptions processingOptionsOf(Fields &fields)
{
    Fields below(fields.object(u"options"_s), fields.pathOf(u"options"_s));
    ProcessingOptions options;
    options.skipProblematicUrls = below.flag(u"skipProblematicUrls"_s, false);
    options.maxFileSizeBytes = below.integer(
        u"maxFileSizeBytes"_s, options.maxFileSizeBytes, 1, std::numeric_limits<qint64>::max());
    for (const auto words = below.texts(u"qualityFilter"_s); const auto &word : words) {
        if (const auto quality = qualityFromWord(word))
            options.qualityFilter.push_back(*quality);
        else
            below.fail(u"qualityFilter"_s, u"must hold low, medium, high, uhd or unknown"_s);
    }
    options.includePatterns = below.texts(u"includePatterns"_s);
    options.excludePatterns = below.texts(u"excludePatterns"_s);
    const auto strategy = below.text(u"priorityStrategy"_s, u"size"_s);
    if (const auto known = strategyFromWord(strategy))
        options.priorityStrategy = *known;
    else
        below.fail(u"priorityStrategy"_s, u"must be size, quality, frequency or custom"_s);
    const auto priorities = below.object(u"priorities"_s);
    for (auto rule = priorities.begin(); rule != priorities.end(); ++rule) {
        if (const auto level = priorityFromWord(rule.value().toString()))
            options.priorities.push_back({rule.key(), *level});
        else
            below.fail(u"priorities."_s + rule.key(), u"must be high, medium or low"_s);
    }
    fields.adopt(below);
    return options;
}

} // namespace r2cache
