// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/eventlog.h"
#include "core/manager/jobs.h"
#include "core/manager/videocache.h"

#include <QTimer>

namespace r2cache {

/// Watches what the service does and publishes it: `download` at each change of state and, while
/// bytes come, four times a second; `job` likewise as its URLs are settled; `entries`, once a
/// second at most, with up to 100 ids of what came, went or changed. Access counts are no change.
/// `lease` when one is opened, renewed or ended, with the number of those that are open then.
/// Lives on the service thread.
class EventSource : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        EventLog &log; ///< All outlive it.
        VideoCache &videos;
        Jobs &jobs;
        const Clock &clock;
    };

    explicit EventSource(Parts parts, QObject *parent = nullptr);

private:
    struct Told
    {
        qint64 received = -1; ///< Bytes.
        FillProgress::State state = FillProgress::State::Queued;
    };

    void noteDownload(const QString &id, FillProgress::State state);
    void noteEntry(const QString &id);
    void noteJob(const QString &id);
    void publishLease(const QString &id, const QString &status, const QDateTime &expires);
    void tick();
    [[nodiscard]] bool publishProgress();
    void publishJobs();
    void publishEntries();

    Parts m_parts;
    QTimer m_timer; ///< Runs while there may be something to tell.
    QHash<QString, Told> m_told; ///< id → what was told of a fill under way.
    QSet<QString> m_jobs; ///< Changed since they were told.
    QSet<QString> m_entries; ///< The same; maxIds + 1 of them stand for many.
    std::chrono::milliseconds m_entriesToldAt{0};
};

} // namespace r2cache
