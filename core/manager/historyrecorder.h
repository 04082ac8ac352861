// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/diskcache.h"
#include "core/manager/history.h"

#include <QObject>
#include <QTimer>

namespace r2cache {

/// Keeps the history of a cache: looks at its counters each ten seconds, and keeps what it has seen
/// in one file. Lives on the service thread.
class HistoryRecorder : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        DiskCache &cache; ///< Outlives it, started before start().
        const Clock &clock;
        QThreadPool &pool; ///< Outlives it.
    };

    /// @param path  of the file; empty: nothing outlives the process.
    HistoryRecorder(QString path, Parts parts, QObject *parent = nullptr);

    /// Takes in what an earlier run kept, and begins. Blocks on the disk. What cannot be read is
    /// replaced, with a warning.
    void start();

    /// Adds what happened since the last time, and has it written if that is a minute ago.
    void record();

    /// Writes the file; then nothing runs. A kill loses what happened since it was last written, a
    /// minute ago at most.
    [[nodiscard]] QCoro::Task<Result<>> stop();

    [[nodiscard]] const History &history() const { return m_history; }

private:
    [[nodiscard]] QCoro::Task<Result<>> save();
    [[nodiscard]] HistoryCounts counts() const;

    QString m_path;
    Parts m_parts;
    History m_history;
    HistoryCounts m_seen;
    HistoryCounts m_saved; ///< What m_seen was when the file was written.
    QTimer m_recording;
    std::chrono::milliseconds m_savedAt{0}; ///< By the clock's monotonic().
    QFuture<Result<>> m_writing; ///< The newest; one at a time.
};

} // namespace r2cache
