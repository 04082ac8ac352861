// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/settings.h"

#include <QHash>
#include <QMap>
#include <QSet>

#include <optional>

namespace r2cache {

/// A `.env` file as it was read.
struct DotEnvFile
{
    QString path; ///< As messages and origins name it; made absolute by workingDirectory.
    QByteArray text;
};

/// Everything that settings are made of; nothing else is looked at.
struct SettingSources
{
    QMap<Key, QString> options; ///< From the command line.
    QHash<QString, QString> environment;
    std::optional<DotEnvFile> dotEnv;
    QMap<QString, QString> saved; ///< By name; what is not known is warned of and left out.
    /// Instead of the table's defaults, which they stay for isSetByUser(): ports, where the usual
    /// ones are taken.
    QMap<Key, QString> standIns{};
    QString homeDirectory;
    QString workingDirectory; ///< Absolute.
};

struct LoadedSettings
{
    Settings settings;
    QStringList warnings; ///< Sentences: unknown CACHE_* names, weak secrets.
    /// What loadSettings() would have failed with; of inspectSettings() alone.
    QStringList faults{};
    /// Whose own value is not valid, and which have their defaults in settings: also of that alone.
    QSet<Key> faulty{};
};

/// Takes each setting from the strongest source that has it: option, environment, `.env`, saved,
/// default. An empty value counts as not set where it is not allowed (mayBeEmpty()).
/// @return the settings, or InvalidSetting naming, one a line, every key, value, origin and what
/// is allowed: also what the rules between settings forbid. Pure.
[[nodiscard]] Result<LoadedSettings> loadSettings(const SettingSources &sources);

/// The same for who looks at settings and starts nothing by them: a value that is not valid has its
/// default here. Pure.
[[nodiscard]] LoadedSettings inspectSettings(const SettingSources &sources);

} // namespace r2cache
