// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/systemsources.h"

#include "core/settings/settingsfile.h"

#include <QDir>
#include <QFile>
#include <QProcessEnvironment>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

QHash<QString, QString> processEnvironment()
{
    QHash<QString, QString> variables;
    const auto environment = QProcessEnvironment::systemEnvironment();
    const auto names = environment.keys();
    for (const auto &name : names)
        variables[name] = environment.value(name);
    return variables;
}

Result<std::optional<DotEnvFile>> readDotEnv(const std::optional<QString> &chosen)
{
    const auto path = chosen.value_or(u".env"_s);
    QFile file{path};
    if (!chosen && !file.exists())
        return std::nullopt;
    if (!file.open(QIODevice::ReadOnly))
        return failure(
            ErrorCode::Io, u"Could not read "_s + path + u": "_s + file.errorString() + u'.');
    return DotEnvFile{path, file.readAll()};
}

} // namespace

QString savedSettingsPath(const QHash<QString, QString> &environment, const QString &homeDirectory)
{
    // XDG Base Directory Specification: a relative path is invalid and ignored
    auto directory = environment.value(u"XDG_CONFIG_HOME"_s);
    if (!directory.startsWith(u'/'))
        directory = homeDirectory + u"/.config"_s;
    return QDir::cleanPath(directory + u"/r2cache/settings.json"_s);
}

Result<SettingSources> systemSettingSources(const SettingArguments &arguments)
{
    SettingSources sources;
    sources.options = arguments.values;
    sources.environment = processEnvironment();
    sources.homeDirectory = QDir::homePath();
    sources.workingDirectory = QDir::currentPath();

    auto dotEnv = readDotEnv(arguments.envFile);
    if (!dotEnv)
        return failure(dotEnv.error());
    sources.dotEnv = std::move(*dotEnv);

    auto saved = readSavedSettings(savedSettingsPath(sources.environment, sources.homeDirectory));
    if (!saved)
        return failure(saved.error());
    sources.saved = std::move(*saved);
    return sources;
}

} // namespace r2cache
