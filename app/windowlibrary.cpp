// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/windowlibrary.h"

#include <QFileInfo>
#include <QLibrary>

namespace r2cache {

using namespace Qt::StringLiterals;

Result<RunWindow> loadWindowLibrary()
{
    // There is no QCoreApplication yet that would know: the window makes its own kind of one.
    const auto program = QFileInfo(u"/proc/self/exe"_s).canonicalPath();
    QString problem;
    for (const auto &place : {u"/libr2cache-ui.so"_s, u"/../lib/r2cache/libr2cache-ui.so"_s}) {
        const QString path = program + place;
        if (!QFileInfo::exists(path))
            continue;
        QLibrary library(path);
        const auto function = library.resolve("r2cacheRunWindow");
        if (function != nullptr)
            return reinterpret_cast<RunWindow>(function);
        problem = library.errorString();
    }
    return failure(
        ErrorCode::Unavailable,
        problem.isEmpty()
            ? u"The window is not installed (libr2cache-ui.so is neither in %1 nor in "
              "%1/../lib/r2cache): start it with --no-gui."_s.arg(program)
            : QString(
                u"The window could not be loaded: start it with --no-gui. ("_s + problem + u')'),
        problem);
}

Result<> checkDisplay()
{
    for (const auto *name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) {
        if (!qEnvironmentVariableIsEmpty(name))
            return {};
    }
    return failure(
        ErrorCode::Unavailable,
        u"There is no display to show the dashboard on (neither DISPLAY nor WAYLAND_DISPLAY is "
        "set): start it with --no-gui to run the cache without a window."_s);
}

} // namespace r2cache
