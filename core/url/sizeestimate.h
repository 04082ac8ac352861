// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLatin1String>
#include <QStringView>

#include <optional>

namespace r2cache {

/// Ordered: of several words the greater one counts.
enum class SizeClass
{
    Unknown,
    Small,
    Medium,
    Large,
};

/// Ordered: of several words the greater one counts.
enum class Quality
{
    Unknown,
    Low,
    Medium,
    High,
    Uhd,
};

/// What a video's name promises.
struct SizeEstimate
{
    SizeClass size = SizeClass::Unknown;
    Quality quality = Quality::Unknown;

    friend bool operator==(const SizeEstimate &, const SizeEstimate &) = default;
};

/// Estimates from whole words (runs of letters and digits, without case) of @p path,
/// percent-decoded or not. The file name outranks its folder, that its parent and so on; within one
/// segment the greatest word counts, as a wrong "small" is the costlier mistake.
[[nodiscard]] SizeEstimate estimateFromPath(QStringView path);

/// The class of a size that is known, in bytes: up to 25 MiB small, up to 150 MiB medium.
[[nodiscard]] SizeClass sizeClassOf(qint64 bytes);

/// What a video of this class is reckoned to have when sizes are summed up, in bytes.
[[nodiscard]] qint64 typicalBytes(SizeClass size);

/// "small", "medium", "large", "unknown".
[[nodiscard]] QLatin1String sizeWord(SizeClass size);

/// "low", "medium", "high", "uhd", "unknown".
[[nodiscard]] QLatin1String qualityWord(Quality quality);
[[nodiscard]] std::optional<Quality> qualityFromWord(QStringView word);

} // namespace r2cache
