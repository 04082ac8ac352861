// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/url/analysis.h"

#include "core/base/quantities.h"

#include <array>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int failuresThatMakeAProblem = 3;

QString sizeText(qint64 bytes)
{
    constexpr std::array units{"B", "kB", "MB", "GB", "TB", "PB"};
    const auto [value, unit] = scaledBytes(bytes);
    return u"%1 %2"_s.arg(
        QString::number(value, 'f', unit == 0 ? 0 : 1), QLatin1String(units.at(unit)));
}

QString tooLarge(qint64 bytes, qint64 limit)
{
    auto size = sizeText(bytes);
    auto allowed = sizeText(limit);
    if (size == allowed) {
        size = u"%1 bytes"_s.arg(bytes);
        allowed = QString::number(limit);
    }
    return u"It has %1, more than the %2 that are not problematic."_s.arg(size, allowed);
}

QString problemOf(const AnalysedObject &object, const ProcessingOptions &options)
{
    if (!object.facts.fault.isEmpty())
        return object.facts.fault;
    if (object.facts.recentFailures >= failuresThatMakeAProblem)
        return u"It failed %1 times in the last 24 hours."_s.arg(object.facts.recentFailures);
    if (!object.facts.sizeBytes) {
        return object.size == SizeClass::Large ? u"It is probably large, going by its name."_s
                                               : QString();
    }
    if (object.expectedBytes <= options.maxFileSizeBytes)
        return {};
    return tooLarge(object.expectedBytes, options.maxFileSizeBytes);
}

PriorityLevel levelOfSize(SizeClass size)
{
    switch (size) {
    case SizeClass::Small:
        return PriorityLevel::High;
    case SizeClass::Large:
        return PriorityLevel::Low;
    case SizeClass::Medium:
    case SizeClass::Unknown:
        break;
    }
    return PriorityLevel::Medium;
}

PriorityLevel levelOfQuality(Quality quality)
{
    switch (quality) {
    case Quality::Uhd:
    case Quality::High:
        return PriorityLevel::High;
    case Quality::Low:
        return PriorityLevel::Low;
    case Quality::Medium:
    case Quality::Unknown:
        break;
    }
    return PriorityLevel::Medium;
}

/// What counts as use: being read before, and being named in this config.
qint64 usesOf(const AnalysedObject &object)
{
    return object.facts.accessCount + object.occurrences;
}

PriorityLevel levelOfUses(qint64 uses)
{
    if (uses >= 5)
        return PriorityLevel::High;
    return uses >= 2 ? PriorityLevel::Medium : PriorityLevel::Low;
}

bool matchesAny(const R2Url &object, const QStringList &patterns)
{
    return std::any_of(patterns.begin(), patterns.end(), [&object](const QString &pattern) {
        return matchesPattern(object.canonical, pattern);
    });
}

PriorityLevel levelByRules(const R2Url &object, const std::vector<PriorityRule> &rules)
{
    const auto rule = std::find_if(rules.begin(), rules.end(), [&object](const PriorityRule &r) {
        return matchesPattern(object.canonical, r.pattern);
    });
    return rule == rules.end() ? PriorityLevel::Medium : rule->level;
}

PriorityLevel priorityOf(const AnalysedObject &object, const ProcessingOptions &options)
{
    switch (options.priorityStrategy) {
    case PriorityStrategy::Quality:
        return levelOfQuality(object.quality);
    case PriorityStrategy::Frequency:
        return levelOfUses(usesOf(object));
    case PriorityStrategy::Custom:
        return levelByRules(object.object, options.priorities);
    case PriorityStrategy::Size:
        break;
    }
    return levelOfSize(object.size);
}

void judge(AnalysedObject &object, const ProcessingOptions &options)
{
    const SizeEstimate estimate = estimateFromPath(object.object.request.path(QUrl::FullyEncoded));
    const auto &trueSize = object.facts.sizeBytes;
    object.size = trueSize ? sizeClassOf(*trueSize) : estimate.size;
    object.quality = estimate.quality;
    object.expectedBytes = trueSize.value_or(typicalBytes(object.size));
    object.priority = priorityOf(object, options);
    object.problem = problemOf(object, options);
}

std::vector<AnalysedObject> distinctObjects(const ConfigScan &scan, const FactsById &facts)
{
    std::vector<AnalysedObject> objects;
    QHash<QString, size_t> indexById;
    for (const UrlOccurrence &occurrence : scan.occurrences()) {
        const R2Url &url = scan.objectOf(occurrence);
        const auto known = indexById.constFind(url.id);
        if (known != indexById.cend()) {
            ++objects[*known].occurrences;
            continue;
        }
        indexById.insert(url.id, objects.size());
        AnalysedObject object;
        object.object = url;
        object.configPath = scan.configPath(occurrence);
        object.occurrences = 1;
        object.facts = facts.value(url.id);
        objects.push_back(std::move(object));
    }
    return objects;
}

/// Why the options leave the object out, or nothing.
QString reasonToLeaveOut(const AnalysedObject &object, const ProcessingOptions &options)
{
    if (matchesAny(object.object, options.excludePatterns))
        return u"It matches a pattern that is left out."_s;
    if (!options.includePatterns.isEmpty() && !matchesAny(object.object, options.includePatterns))
        return u"It matches none of the patterns that are wanted."_s;
    const auto &qualities = options.qualityFilter;
    const bool wanted = qualities.empty()
        || std::find(qualities.begin(), qualities.end(), object.quality) != qualities.end();
    if (!wanted) {
        return u"Its quality (%1) is none of those that are wanted."_s.arg(
            qualityWord(object.quality));
    }
    return options.skipProblematicUrls ? object.problem : QString();
}

/// Whether @p a is fetched before @p b of the same level; equals keep the order of the config.
bool comesFirst(const AnalysedObject &a, const AnalysedObject &b, PriorityStrategy strategy)
{
    if (a.priority != b.priority)
        return a.priority > b.priority;
    switch (strategy) {
    case PriorityStrategy::Size:
        return a.expectedBytes < b.expectedBytes;
    case PriorityStrategy::Quality:
        return a.quality > b.quality;
    case PriorityStrategy::Frequency:
        return usesOf(a) > usesOf(b);
    case PriorityStrategy::Custom:
        break;
    }
    return false;
}

} // namespace

ConfigAnalysis
analyse(const ConfigScan &scan, const ProcessingOptions &options, const FactsById &facts)
{
    ConfigAnalysis analysis;
    for (const auto level : {PriorityLevel::Low, PriorityLevel::Medium, PriorityLevel::High})
        analysis.byPriority.insert(level, 0);
    for (const auto size :
         {SizeClass::Unknown, SizeClass::Small, SizeClass::Medium, SizeClass::Large})
        analysis.bySize.insert(size, 0);
    for (const auto quality :
         {Quality::Unknown, Quality::Low, Quality::Medium, Quality::High, Quality::Uhd})
        analysis.byQuality.insert(quality, 0);

    analysis.objects = distinctObjects(scan, facts);
    for (AnalysedObject &object : analysis.objects) {
        judge(object, options);
        ++analysis.byPriority[object.priority];
        ++analysis.bySize[object.size];
        ++analysis.byQuality[object.quality];
        analysis.potentialProblematic += object.problem.isEmpty() ? 0 : 1;
        analysis.estimatedTotalBytes += object.expectedBytes;
        ++(object.facts.cached ? analysis.cached : analysis.missing);
    }
    return analysis;
}

ObjectSelection selectObjects(ConfigAnalysis analysis, const ProcessingOptions &options)
{
    ObjectSelection selection;
    for (AnalysedObject &object : analysis.objects) {
        const QString reason = reasonToLeaveOut(object, options);
        if (reason.isEmpty())
            selection.chosen.push_back(std::move(object));
        else
            selection.leftOut.push_back({std::move(object.object), reason});
    }
    std::stable_sort(
        selection.chosen.begin(), selection.chosen.end(),
        [strategy = options.priorityStrategy](const AnalysedObject &a, const AnalysedObject &b) {
            return comesFirst(a, b, strategy);
        });
    return selection;
}

} // namespace r2cache
