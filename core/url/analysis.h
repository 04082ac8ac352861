// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/url/configscan.h"
#include "core/url/processingoptions.h"

#include <QHash>
#include <QMap>

#include <optional>
#include <vector>

namespace r2cache {

/// What the index (or a probe of the origin) knows of an object.
struct ObjectFacts
{
    std::optional<qint64> sizeBytes; ///< True size; replaces the estimate.
    bool cached = false;
    int recentFailures = 0; ///< In the last 24 hours.
    qint64 accessCount = 0;
    QString fault; ///< Why the origin does not give it, one sentence; empty: it does, or who knows.
};

using FactsById = QHash<QString, ObjectFacts>;

/// One object of a config, however often and in whatever spellings the config names it.
struct AnalysedObject
{
    R2Url object; ///< Of its first occurrence.
    QString configPath; ///< Of its first occurrence.
    int occurrences = 0;
    SizeClass size = SizeClass::Unknown; ///< From the true size if there is one, else estimated.
    Quality quality = Quality::Unknown;
    PriorityLevel priority = PriorityLevel::Medium;
    qint64 expectedBytes = 0; ///< True size, else typicalBytes().
    QString problem; ///< Why it is problematic, one sentence; empty if it is not.
    ObjectFacts facts;
};

/// Each figure is about distinct objects.
struct ConfigAnalysis
{
    std::vector<AnalysedObject> objects; ///< In the order of the config.
    QMap<PriorityLevel, int> byPriority; ///< Every level has a row, also with 0.
    QMap<SizeClass, int> bySize; ///< Likewise.
    QMap<Quality, int> byQuality; ///< Likewise.
    int potentialProblematic = 0;
    qint64 estimatedTotalBytes = 0; ///< Sum of expectedBytes.
    int cached = 0;
    int missing = 0;
};

/// Pure; any thread.
[[nodiscard]] ConfigAnalysis
analyse(const ConfigScan &scan, const ProcessingOptions &options, const FactsById &facts);

/// An object that the options keep from being cached; its URLs stay as they are.
struct LeftOutObject
{
    R2Url object;
    QString reason; ///< One sentence.
};

struct ObjectSelection
{
    std::vector<AnalysedObject> chosen; ///< In the order in which to fetch them.
    std::vector<LeftOutObject> leftOut; ///< In the order of the config.
};

/// Which objects of @p analysis the same @p options let through. Pure; any thread.
[[nodiscard]] ObjectSelection
selectObjects(ConfigAnalysis analysis, const ProcessingOptions &options);

} // namespace r2cache
