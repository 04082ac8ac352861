// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/servicestate.h"

#include <QStringList>

namespace r2cache {

/// Tells the service to pause, resume, retry or cancel downloads, a few at a time however many are
/// named, and says in one sentence what came of it. Lives on the window's thread.
class DownloadCommands : public QObject
{
    Q_OBJECT

public:
    enum class Action
    {
        Pause,
        Resume,
        Retry,
        Cancel,
    };

    explicit DownloadCommands(ServiceState &state, QObject *parent = nullptr);

    /// What is running already is finished first.
    void run(Action action, const QStringList &ids);

Q_SIGNALS:
    /// Of one run(): what was done, and the first thing that could not be.
    void said(const QString &sentence);

private:
    struct Batch
    {
        Action action = Action::Pause;
        QStringList waiting;
        int done = 0;
        int failed = 0;
        QString firstError;
    };

    void askNext();
    void finishBatch();

    ServiceState &m_state;
    QList<Batch> m_batches; ///< The first one is running.
    int m_asked = 0; ///< Answers to come.
};

} // namespace r2cache
