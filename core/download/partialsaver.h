// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/openfile.h"
#include "core/cache/partialmap.h"

#include <QFuture>
#include <QThreadPool>

#include <memory>

namespace r2cache {

/// Keeps the map of a partial file on the disk while the file grows: the bytes are synced first,
/// on the pool. One at a time; what comes meanwhile is left to the next one.
///
/// Lives on one thread; the pool must outlive it.
class PartialSaver
{
public:
    PartialSaver(QThreadPool &pool, QString partialPath, std::shared_ptr<const OpenFile> file);
    PartialSaver(const PartialSaver &) = delete;
    PartialSaver &operator=(const PartialSaver &) = delete;

    [[nodiscard]] bool isBusy() const;
    /// Saves @p map, whose ranges are in the file. Failures are logged: the worst of them is that
    /// bytes are fetched again.
    void save(PartialMap map);
    /// Finished when nothing is being saved.
    [[nodiscard]] QFuture<void> idle() const { return m_saving; }
    /// Lets no further map appear: the file goes another way.
    void close();
    /// Removes the map, and lets none appear again.
    void forget();

private:
    struct State;

    QThreadPool &m_pool;
    QString m_path;
    std::shared_ptr<const OpenFile> m_file;
    std::shared_ptr<State> m_state;
    QFuture<void> m_saving;
};

} // namespace r2cache
