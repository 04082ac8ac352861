// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/settingsstore.h"
#include "ui/windowparts.h"

#include <QMap>

#include <functional>

namespace r2cache {

/// Which port to take: @p remembered (0: none) if it is free, else @p usual, else the first one
/// from 43001 on that is free and not @p other; @p usual when there is none. Pure.
[[nodiscard]] quint16 choosePort(
    quint16 usual, quint16 remembered, quint16 other, const std::function<bool(quint16)> &isFree);

/// What stands in for default ports that are taken.
struct PortChoice
{
    QMap<Key, QString> standIns; ///< For SettingSources; none for a port that somebody has set.
    QList<TakenPort> taken; ///< Each that had to be another one, for the window to tell.
    QStringList notices; ///< The same as sentences, for the log.
};

/// The dashboard's ports (product section 2): Remotion Studio likes 3000, too. @p file remembers
/// what was chosen, so that local URLs stay true; not being able to write it is no error.
[[nodiscard]] PortChoice choosePorts(const Settings &settings, const QString &file);

/// Has @p store, that of a service about to start here, follow stand-ins for default ports that are
/// taken. @param read  its sources as they are; the stand-ins are to be in them from then on.
/// @return Io when the folder that remembers them cannot be made; what is wrong with the settings.
[[nodiscard]] Result<PortChoice>
takeFreePorts(SettingsStore &store, const std::function<Result<SettingSources>()> &read);

} // namespace r2cache
