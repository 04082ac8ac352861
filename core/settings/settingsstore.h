// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/settingsfile.h"
#include "core/settings/settingsloader.h"

#include <QObject>

#include <memory>

namespace r2cache {

/// The settings of a running program: what is in force, and the one way to change it.
///
/// Lives on one thread. Who may change what (Scope) is for the caller to check.
class SettingsStore : public QObject
{
    Q_OBJECT

public:
    /// Loads @p sources; what is saved later goes to the file at @p savedPath, whose contents
    /// @p sources already holds. @return the errors of loadSettings().
    [[nodiscard]] static Result<std::unique_ptr<SettingsStore>>
    create(SettingSources sources, QString savedPath);

    /// The same for who looks at settings and starts nothing by them: faults() has the errors.
    [[nodiscard]] static std::unique_ptr<SettingsStore>
    createToLook(SettingSources sources, QString savedPath);

    [[nodiscard]] const Settings &current() const { return m_loaded.settings; }
    [[nodiscard]] const QStringList &warnings() const { return m_loaded.warnings; }
    /// Of createToLook(): values that are not valid, and have their defaults here.
    [[nodiscard]] const QStringList &faults() const { return m_loaded.faults; }
    /// Of createToLook(): whether the value in current() only stands in for one that is not valid.
    [[nodiscard]] bool isFaulty(Key key) const { return m_loaded.faulty.contains(key); }

    /// Saves new values, and forgets saved ones where there is nothing: then the next weaker
    /// source counts. All or none; what somebody else has saved there meanwhile stays. A value that
    /// an option, the environment or `.env` overrides is saved without effect: originOf() tells.
    /// @return InvalidSetting as loadSettings() words it, and nothing is changed; or Io.
    [[nodiscard]] Result<> change(const QMap<Key, std::optional<QString>> &changes);

    /// Takes @p sources instead of those it has, e.g. read again from the same files. @return as
    /// change(): then everything stays as it was.
    [[nodiscard]] Result<> reload(SettingSources sources);

Q_SIGNALS:
    /// After a change was saved, or all was read again.
    void changed(const r2cache::Settings &settings);

private:
    SettingsStore(SettingSources sources, QString savedPath, LoadedSettings loaded);

    void take(SettingSources sources, LoadedSettings loaded);

    SettingSources m_sources;
    QString m_savedPath;
    LoadedSettings m_loaded;
};

} // namespace r2cache
