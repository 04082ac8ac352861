// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/settingsstore.h"

namespace r2cache {

SettingsStore::SettingsStore(SettingSources sources, QString savedPath, LoadedSettings loaded)
    : m_sources(std::move(sources))
    , m_savedPath(std::move(savedPath))
    , m_loaded(std::move(loaded))
{ }

Result<std::unique_ptr<SettingsStore>>
SettingsStore::create(SettingSources sources, QString savedPath)
{
    auto loaded = loadSettings(sources);
    if (!loaded)
        return failure(loaded.error());
    return std::unique_ptr<SettingsStore>{
        new SettingsStore{std::move(sources), std::move(savedPath), std::move(*loaded)}};
}

Result<> SettingsStore::change(const QMap<Key, std::optional<QString>> &changes)
{
    auto sources = m_sources;
    for (auto it = changes.begin(); it != changes.end(); ++it) {
        const auto name = rowOf(it.key()).nameText();
        if (it.value())
            sources.saved[name] = **it;
        else
            sources.saved.remove(name);
    }
    auto loaded = loadSettings(sources);
    if (!loaded)
        return failure(loaded.error());
    if (const auto written = writeSavedSettings(m_savedPath, sources.saved); !written)
        return failure(written.error());

    take(std::move(sources), std::move(*loaded));
    return {};
}

Result<> SettingsStore::reload(SettingSources sources)
{
    auto loaded = loadSettings(sources);
    if (!loaded)
        return failure(loaded.error());
    take(std::move(sources), std::move(*loaded));
    return {};
}

void SettingsStore::take(SettingSources sources, LoadedSettings loaded)
{
    m_sources = std::move(sources);
    m_loaded = std::move(loaded);
    Q_EMIT changed(m_loaded.settings);
}

} // namespace r2cache
