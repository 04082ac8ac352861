// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/url/processingoptions.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// Without backtracking into more than the last star, so that no pattern takes exponential time.
bool matchesGlob(QStringView text, QStringView glob)
{
    qsizetype at = 0;
    qsizetype in = 0;
    qsizetype star = -1;
    qsizetype retry = 0; // where the text behind the last star begins at the next attempt
    while (at < text.size()) {
        if (in < glob.size() && glob[in] == u'*') {
            star = in++;
            retry = at;
        } else if (in < glob.size() && glob[in] == text[at]) {
            ++in;
            ++at;
        } else if (star >= 0) {
            in = star + 1;
            at = ++retry;
        } else {
            return false;
        }
    }
    while (in < glob.size() && glob[in] == u'*')
        ++in;
    return in == glob.size();
}

} // namespace

bool matchesPattern(QStringView url, QStringView pattern)
{
    if (!pattern.contains(u'*'))
        return url.contains(pattern, Qt::CaseInsensitive);
    return matchesGlob(url.toString().toLower(), pattern.toString().toLower());
}

QLatin1String priorityWord(PriorityLevel level)
{
    switch (level) {
    case PriorityLevel::Low:
        return "low"_L1;
    case PriorityLevel::High:
        return "high"_L1;
    case PriorityLevel::Medium:
        break;
    }
    return "medium"_L1;
}

std::optional<PriorityLevel> priorityFromWord(QStringView word)
{
    for (const auto level : {PriorityLevel::Low, PriorityLevel::Medium, PriorityLevel::High}) {
        if (word == priorityWord(level))
            return level;
    }
    return {};
}

QLatin1String strategyWord(PriorityStrategy strategy)
{
    switch (strategy) {
    case PriorityStrategy::Quality:
        return "quality"_L1;
    case PriorityStrategy::Frequency:
        return "frequency"_L1;
    case PriorityStrategy::Custom:
        return "custom"_L1;
    case PriorityStrategy::Size:
        break;
    }
    return "size"_L1;
}

std::optional<PriorityStrategy> strategyFromWord(QStringView word)
{
    for (const auto strategy :
         {PriorityStrategy::Size, PriorityStrategy::Quality, PriorityStrategy::Frequency,
          PriorityStrategy::Custom}) {
        if (word == strategyWord(strategy))
            return strategy;
    }
    return {};
}

} // namespace r2cache
