// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

#include <optional>

namespace r2cache {

/// What is known of a video's picture and length. What is not known shows as null.
struct MediaMetadata
{
    std::optional<double> duration; ///< Seconds.
    std::optional<int> width; ///< Pixels, as shown: a rotated picture's are exchanged.
    std::optional<int> height;
    std::optional<qint64> bitrate; ///< Bits a second, of the whole file.
    std::optional<double> fps; ///< Frames a second, on average.
    QString codec; ///< ffmpeg's name, e.g. "h264"; empty: unknown.

    friend bool operator==(const MediaMetadata &, const MediaMetadata &) = default;
};

[[nodiscard]] inline QJsonObject toJson(const MediaMetadata &metadata)
{
    const auto orNull = [](const auto &value) {
        return value ? QJsonValue(*value) : QJsonValue();
    };
    return {
        {QStringLiteral("duration"), orNull(metadata.duration)},
        {QStringLiteral("width"), orNull(metadata.width)},
        {QStringLiteral("height"), orNull(metadata.height)},
        {QStringLiteral("bitrate"), orNull(metadata.bitrate)},
        {QStringLiteral("fps"), orNull(metadata.fps)},
        {QStringLiteral("codec"),
         metadata.codec.isEmpty() ? QJsonValue() : QJsonValue(metadata.codec)}};
}

} // namespace r2cache
