// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/serviceaddress.h"
#include "core/settings/settingtable.h"

#include <QFuture>
#include <QMap>
#include <QString>

#include <functional>
#include <optional>

namespace r2cache {

/// A usual port that another program holds. What is said about it is the window's, in its language.
struct TakenPort
{
    bool isApi = false; ///< false: the video proxy's.
    quint16 usual = 0;
    QString holder; ///< The program's name; empty: not known.
    quint16 instead = 0; ///< Where it listens now.
};

/// What the program hands to its window: all that the window knows of the process around it.
/// Functions are called on the window's thread.
struct WindowParts
{
    /// Where the service is now; asked again before each attempt to reach it.
    std::function<Result<ServiceAddress>()> findService;

    /// Starts the service in this process, beside the window; empty: one is attached to that runs
    /// elsewhere. Its error is shown with its way out.
    std::function<QFuture<Result<>>()> startService;
    /// Drains it; called at the end, and also after a start that failed.
    std::function<QFuture<Result<>>()> stopService;
    /// Takes it down, after stopService() and while the QApplication is still there.
    std::function<void()> releaseService;
    /// Whether the service runs in this process now; empty: it never does.
    std::function<bool()> ownsService;

    /// New values as one would write them in `.env`; nothing: what was saved is forgotten.
    using SettingChanges = QMap<Key, std::optional<QString>>;
    /// Changes settings of the service in this process, the local ones too, all or none. Its error
    /// names each key that is wrong, one a line.
    std::function<QFuture<Result<>>(SettingChanges changes)> changeSettings;

    /// Becomes readable when a signal has arrived; -1: none.
    int signalDescriptor = -1;
    /// Takes it. @return whether the program is asked to end.
    std::function<bool()> takeSignal;

    QString windowSettingsFile; ///< Geometry, columns, theme: an ini file of the window's own.
    /// A path of a socket by which a second start raises this window; empty: each has its own.
    QString instanceSocket;
    QString serviceName; ///< What the window shows: the cache directory, or the URL connected to.
    QList<TakenPort> takenPorts; ///< To be told once each.
    QString theme; ///< system, light or dark, from the command line; empty: as remembered.
    QString version;
};

/// The one function of the window's library, "r2cacheRunWindow": makes the QApplication, shows the
/// window and blocks until it is closed. @return the exit code.
using RunWindow = int (*)(int &argc, char **argv, const WindowParts &parts);

} // namespace r2cache
