// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSettings>

namespace r2cache {

/// How the window itself behaves on this desktop. Read where it matters, so a change counts at
/// once. A view of @p settings, which outlives it.
class WindowPreferences
{
public:
    explicit WindowPreferences(QSettings &settings)
        : m_settings(&settings)
    { }

    /// Whether the desktop is told of failed downloads, critical health and finished jobs.
    [[nodiscard]] bool notifies() const
    {
        return m_settings->value("notifications", true).toBool();
    }
    void setNotifies(bool notifies) { m_settings->setValue("notifications", notifies); }

    /// Whether closing the window leaves the cache running in the tray.
    [[nodiscard]] bool staysInTray() const
    {
        return m_settings->value("closeToTray", false).toBool();
    }
    void setStaysInTray(bool stays) { m_settings->setValue("closeToTray", stays); }

private:
    QSettings *m_settings;
};

} // namespace r2cache
