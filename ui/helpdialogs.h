// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace r2cache {

class ServiceState;

/// Versions, licences, and whom the window talks to. Opens it, does not wait.
void openAbout(QWidget *window, const QString &version, const ServiceState &state);

/// All keys of @p window and of its pages, gathered from their actions.
void openShortcuts(QWidget *window);

} // namespace r2cache
