// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/probereport.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <cmath>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxPixels = 65'536; // to a side: more is a damaged header
constexpr double maxSeconds = 1e7;
constexpr double maxBitrate = 1e13;
constexpr double maxFps = 100'000;

/// A number from 0 up to @p maximum, excluding 0; ffprobe writes most of them as texts.
std::optional<double> numberOf(const QJsonValue &value, double maximum)
{
    bool isNumber = value.isDouble();
    const double number = isNumber ? value.toDouble() : value.toString().toDouble(&isNumber);
    if (!isNumber || !std::isfinite(number) || number <= 0 || number > maximum)
        return std::nullopt;
    return number;
}

/// Of "30000/1001"; "0/0" is what ffprobe says when it does not know.
std::optional<double> rateOf(const QJsonValue &value)
{
    const auto parts = value.toString().split(u'/');
    const auto frames = numberOf(parts.value(0), 1e12);
    const auto seconds = parts.size() == 1 ? 1 : numberOf(parts.value(1), 1e12);
    if (parts.size() > 2 || !frames || !seconds)
        return std::nullopt;
    const auto rate = *frames / *seconds;
    return rate > 0 && rate <= maxFps ? std::optional(rate) : std::nullopt; // 0: underflow
}

std::optional<int> sideOf(const QJsonValue &value)
{
    const auto side = numberOf(value, maxPixels);
    return side && *side >= 1 ? std::optional(static_cast<int>(*side)) : std::nullopt;
}

/// Whether the picture is shown lying on its side.
bool isTurned(const QJsonObject &stream)
{
    for (const auto list = stream[u"side_data_list"].toArray(); const auto &data : list) {
        const QJsonValue degrees
            = data.toObject().value(u"rotation"); // [] would refer to a temporary
        if (degrees.isDouble())
            return std::abs(std::fmod(std::round(degrees.toDouble()), 180)) == 90;
    }
    return false;
}

std::optional<QJsonObject> pictureOf(const QJsonArray &streams)
{
    for (const auto &value : streams) {
        const auto stream = value.toObject();
        const bool isCover = stream[u"disposition"].toObject()[u"attached_pic"].toInt() != 0;
        if (stream[u"codec_type"].toString() == u"video" && !isCover)
            return stream;
    }
    return std::nullopt;
}

} // namespace

Result<MediaMetadata> readProbeReport(const QByteArray &json)
{
    const auto document = QJsonDocument::fromJson(json);
    if (!document.isObject())
        return failure(ErrorCode::Io, u"ffprobe did not answer in JSON."_s);
    const auto report = document.object();
    const auto stream = pictureOf(report[u"streams"].toArray());
    if (!stream)
        return failure(ErrorCode::NotAVideo, u"The file has no moving picture."_s);

    const auto format = report[u"format"].toObject();
    MediaMetadata metadata;
    metadata.duration = numberOf(format[u"duration"], maxSeconds);
    if (!metadata.duration)
        metadata.duration = numberOf((*stream)[u"duration"], maxSeconds);
    metadata.width = sideOf((*stream)[u"width"]);
    metadata.height = sideOf((*stream)[u"height"]);
    if (isTurned(*stream))
        std::swap(metadata.width, metadata.height);
    auto bitrate = numberOf(format[u"bit_rate"], maxBitrate);
    if (!bitrate)
        bitrate = numberOf((*stream)[u"bit_rate"], maxBitrate);
    if (bitrate && *bitrate >= 1)
        metadata.bitrate = static_cast<qint64>(*bitrate);
    metadata.fps = rateOf((*stream)[u"avg_frame_rate"]);
    if (!metadata.fps)
        metadata.fps = rateOf((*stream)[u"r_frame_rate"]);
    metadata.codec = (*stream)[u"codec_name"].toString().left(64);
    return metadata;
}

} // namespace r2cache
