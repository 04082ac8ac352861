// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/url/sizeestimate.h"

#include <QString>
#include <QUrl>

#include <algorithm>
#include <iterator>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1LL << 20;

struct Word
{
    QLatin1String text;
    SizeEstimate promise;
};

constexpr SizeEstimate small{SizeClass::Small, Quality::Low};
constexpr SizeEstimate medium{SizeClass::Medium, Quality::Medium};
constexpr SizeEstimate large{SizeClass::Large, Quality::High};
constexpr SizeEstimate uhd{SizeClass::Large, Quality::Uhd};

constexpr Word words[] = {
    {"thumb"_L1, small},
    {"preview"_L1, small},
    {"small"_L1, small},
    {"low"_L1, small},
    {"240p"_L1, small},
    {"360p"_L1, small},
    {"medium"_L1, medium},
    {"mid"_L1, medium},
    {"480p"_L1, medium},
    {"720p"_L1, medium},
    {"hd"_L1, medium},
    {"large"_L1, large},
    {"big"_L1, large},
    {"1080p"_L1, large},
    {"full"_L1, large},
    {"complete"_L1, large},
    {"4k"_L1, uhd},
    {"uhd"_L1, uhd},
    {"2160p"_L1, uhd},
    {"high"_L1, {SizeClass::Unknown, Quality::High}}, // says nothing of the length
};

void raiseBy(SizeEstimate &estimate, QStringView text)
{
    const auto *word = std::find_if(std::begin(words), std::end(words), [text](const Word &known) {
        return text.compare(known.text, Qt::CaseInsensitive) == 0;
    });
    if (word == std::end(words))
        return;
    estimate.size = std::max(estimate.size, word->promise.size);
    estimate.quality = std::max(estimate.quality, word->promise.quality);
}

SizeEstimate estimateOfSegment(QStringView segment)
{
    SizeEstimate estimate;
    qsizetype begin = 0;
    for (qsizetype i = 0; i <= segment.size(); ++i) {
        if (i < segment.size() && (segment[i].isLetterOrNumber() || segment[i].isSurrogate()))
            continue;
        raiseBy(estimate, segment.sliced(begin, i - begin));
        begin = i + 1;
    }
    return estimate;
}

} // namespace

SizeEstimate estimateFromPath(QStringView path)
{
    const QString decoded = QUrl::fromPercentEncoding(path.toUtf8());
    SizeEstimate estimate;
    for (const QStringView segment : QStringView(decoded).split(u'/')) {
        const SizeEstimate found = estimateOfSegment(segment); // the last one that knows counts
        if (found.size != SizeClass::Unknown)
            estimate.size = found.size;
        if (found.quality != Quality::Unknown)
            estimate.quality = found.quality;
    }
    return estimate;
}

SizeClass sizeClassOf(qint64 bytes)
{
    if (bytes <= 25 * mebibyte)
        return SizeClass::Small;
    return bytes <= 150 * mebibyte ? SizeClass::Medium : SizeClass::Large;
}

qint64 typicalBytes(SizeClass size)
{
    switch (size) {
    case SizeClass::Small:
        return 10 * mebibyte;
    case SizeClass::Large:
        return 300 * mebibyte;
    case SizeClass::Medium:
    case SizeClass::Unknown:
        break;
    }
    return 60 * mebibyte;
}

QLatin1String sizeWord(SizeClass size)
{
    switch (size) {
    case SizeClass::Small:
        return "small"_L1;
    case SizeClass::Medium:
        return "medium"_L1;
    case SizeClass::Large:
        return "large"_L1;
    case SizeClass::Unknown:
        break;
    }
    return "unknown"_L1;
}

QLatin1String qualityWord(Quality quality)
{
    switch (quality) {
    case Quality::Low:
        return "low"_L1;
    case Quality::Medium:
        return "medium"_L1;
    case Quality::High:
        return "high"_L1;
    case Quality::Uhd:
        return "uhd"_L1;
    case Quality::Unknown:
        break;
    }
    return "unknown"_L1;
}

std::optional<Quality> qualityFromWord(QStringView word)
{
    for (const auto quality :
         {Quality::Unknown, Quality::Low, Quality::Medium, Quality::High, Quality::Uhd}) {
        if (word == qualityWord(quality))
            return quality;
    }
    return {};
}

} // namespace r2cache
