// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

namespace r2cache {

/// The bytes of a true video, 640 by 360 pixels, 25 frames a second for 3 s; made by ffmpeg once.
inline const QByteArray &testVideo()
{
    static const QByteArray bytes = [] {
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("a.mp4"));
        const QStringList arguments{
            QStringLiteral("-v"),
            QStringLiteral("error"),
            QStringLiteral("-f"),
            QStringLiteral("lavfi"),
            QStringLiteral("-i"),
            QStringLiteral("testsrc=size=640x360:rate=25:duration=3"),
            QStringLiteral("-pix_fmt"),
            QStringLiteral("yuv420p"),
            path};
        QFile file(path);
        if (QProcess::execute(QStringLiteral("ffmpeg"), arguments) != 0
            || !file.open(QIODevice::ReadOnly)) {
            qFatal("This test needs ffmpeg.");
        }
        return file.readAll();
    }();
    return bytes;
}

} // namespace r2cache
