// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/url/sizeestimate.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace r2cache {

/// How soon an object is fetched. Ordered.
enum class PriorityLevel
{
    Low,
    Medium,
    High,
};

/// What decides an object's PriorityLevel.
enum class PriorityStrategy
{
    Size, ///< Small first: many videos are ready soon.
    Quality, ///< High first.
    Frequency, ///< What is used most, in this config and before it.
    Custom, ///< ProcessingOptions::priorities.
};

/// Gives the URLs that match @c pattern a level.
struct PriorityRule
{
    QString pattern; ///< As for matchesPattern().
    PriorityLevel level = PriorityLevel::Medium;
};

/// A caller's wishes for one config (product section 3, "Options").
struct ProcessingOptions
{
    bool skipProblematicUrls = false; ///< Leave out what is probably large or keeps failing.
    qint64 maxFileSizeBytes = 500LL * 1024 * 1024; ///< A larger one is problematic.
    std::vector<Quality> qualityFilter; ///< If not empty: only these; Unknown must be listed, too.
    QStringList includePatterns; ///< If not empty: only URLs that match one.
    QStringList excludePatterns; ///< None of the URLs that match one; outranks includePatterns.
    PriorityStrategy priorityStrategy = PriorityStrategy::Size;
    std::vector<PriorityRule> priorities; ///< For Custom: the first match counts, else Medium.
};

/// Whether @p url matches @p pattern, without case. A pattern with '*' (any characters, '/' as
/// well) must match the whole URL; one without is looked for anywhere in it. Nothing else is
/// special. Takes time in proportion to the product of both lengths at worst.
[[nodiscard]] bool matchesPattern(QStringView url, QStringView pattern);

/// "low", "medium", "high".
[[nodiscard]] QLatin1String priorityWord(PriorityLevel level);
[[nodiscard]] std::optional<PriorityLevel> priorityFromWord(QStringView word);

/// "size", "quality", "frequency", "custom".
[[nodiscard]] QLatin1String strategyWord(PriorityStrategy strategy);
[[nodiscard]] std::optional<PriorityStrategy> strategyFromWord(QStringView word);

} // namespace r2cache
