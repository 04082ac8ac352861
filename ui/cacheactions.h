// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QObject>
#include <QStringList>

class QAction;
class QWidget;

namespace r2cache {

class ServiceState;

/// What is always at hand, whatever page is shown: Pre-cache, Optimize, Clear.
class CacheActions : public QObject
{
    Q_OBJECT

public:
    /// @param window  for the dialogs.
    CacheActions(ServiceState &state, QWidget *window);

    [[nodiscard]] QAction *preCache() const { return m_preCache; }
    [[nodiscard]] QAction *optimize() const { return m_optimize; }
    [[nodiscard]] QAction *clear() const { return m_clear; }

    /// Asks which videos to cache beforehand, @p urls being there already, and begins.
    void askPreCache(const QStringList &urls);

Q_SIGNALS:
    /// What was done or went wrong, as a sentence.
    void said(const QString &sentence);

private:
    void beginPreCache(const QStringList &urls);
    void runOptimize();
    void askClear();
    void runClear(const QString &strategy);
    void enable();

    ServiceState &m_state;
    QWidget *m_window;
    QAction *m_preCache;
    QAction *m_optimize;
    QAction *m_clear;
    bool m_isBusy = false;
};

} // namespace r2cache
