// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/partialsaver.h"

#include "core/base/callon.h"

#include <QLoggingCategory>

#include <mutex>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcSaver, "cache.download.partial", QtInfoMsg)

} // namespace

struct PartialSaver::State
{
    std::mutex mutex; ///< Held while the map comes or goes.
    bool isForgotten = false;

    Result<> save(const QString &path, const OpenFile &file, const PartialMap &map)
    {
        // In this order: the map must not promise what a power cut could take away.
        if (auto synced = file.sync(); !synced)
            return synced;
        const std::scoped_lock lock(mutex);
        if (isForgotten)
            return {};
        if (auto written = writePartialMapAside(path, map); !written)
            return written;
        return putPartialMap(path);
    }
};

PartialSaver::PartialSaver(
    QThreadPool &pool, QString partialPath, std::shared_ptr<const OpenFile> file)
    : m_pool(pool)
    , m_path(std::move(partialPath))
    , m_file(std::move(file))
    , m_state(std::make_shared<State>())
{ }

bool PartialSaver::isBusy() const
{
    return m_saving.isRunning();
}

void PartialSaver::save(PartialMap map)
{
    m_saving
        = runOn(&m_pool, [state = m_state, path = m_path, file = m_file, map = std::move(map)] {
              if (const auto saved = state->save(path, *file, map); !saved)
                  qCWarning(lcSaver).noquote() << path << saved.error().message;
          });
}

void PartialSaver::close()
{
    const std::scoped_lock lock(m_state->mutex);
    m_state->isForgotten = true;
}

void PartialSaver::forget()
{
    const std::scoped_lock lock(m_state->mutex);
    m_state->isForgotten = true;
    removePartialMap(m_path);
}

} // namespace r2cache
