// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/settingsstore.h"

#include "core/settings/settingvalue.h"

#include <QFile>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// Whether @p text can be read: what overrides it today may be gone at the next start, which such a
/// value would then prevent.
Result<> checkReadable(const SettingRow &row, const QString &text)
{
    if (text.trimmed().isEmpty() && !mayBeEmpty(row.type))
        return {};
    if (const auto value = parseSettingValue(row, text); !value) {
        return failure(
            ErrorCode::InvalidSetting,
            u"%1=\"%2\" is not valid. Allowed: %3."_s.arg(
                row.nameText(), displayedText(row, text), value.error().message));
    }
    return {};
}

} // namespace

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

std::unique_ptr<SettingsStore>
SettingsStore::createToLook(SettingSources sources, QString savedPath)
{
    auto loaded = inspectSettings(sources);
    return std::unique_ptr<SettingsStore>{
        new SettingsStore{std::move(sources), std::move(savedPath), std::move(loaded)}};
}

Result<> SettingsStore::change(const QMap<Key, std::optional<QString>> &changes)
{
    auto sources = m_sources;
    // Another r2cache of this user may have saved what takes effect at the next start.
    auto file = QFile::exists(m_savedPath)
        ? readSavedSettings(m_savedPath).value_or(m_sources.saved)
        : m_sources.saved;
    for (auto it = changes.begin(); it != changes.end(); ++it) {
        const auto &row = rowOf(it.key());
        if (!it.value()) {
            sources.saved.remove(row.nameText());
            file.remove(row.nameText());
            continue;
        }
        if (auto readable = checkReadable(row, **it); !readable)
            return readable;
        sources.saved[row.nameText()] = **it;
        file[row.nameText()] = **it;
    }
    auto loaded = loadSettings(sources);
    if (!loaded)
        return failure(loaded.error());
    if (const auto written = writeSavedSettings(m_savedPath, file); !written)
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
