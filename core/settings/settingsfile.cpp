// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/settingsfile.h"

#include "core/base/openfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <cerrno>
#include <sys/stat.h>

namespace r2cache {

using namespace Qt::StringLiterals;

Result<SavedSettings> readSavedSettings(const QString &path)
{
    QFile file{path};
    if (!file.exists())
        return SavedSettings{};
    if (!file.open(QIODevice::ReadOnly))
        return failure(
            ErrorCode::Io, u"Could not read "_s + path + u": "_s + file.errorString() + u'.');

    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(file.readAll(), &error);
    if (!document.isObject())
        return failure(
            ErrorCode::InvalidSetting,
            path + u" is not a JSON object of settings; correct or delete it."_s,
            error.errorString());

    SavedSettings saved;
    const auto object = document.object();
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (it->isObject() || it->isArray() || it->isNull())
            return failure(
                ErrorCode::InvalidSetting,
                path + u": the value of "_s + it.key()
                    + u" is neither text nor a number, true or false."_s);
        saved[it.key()] = it->toVariant().toString();
    }
    return saved;
}

Result<> writeSavedSettings(const QString &path, const SavedSettings &saved)
{
    const auto directory = QFileInfo{path}.absolutePath();
    if (!QDir{}.mkpath(QFileInfo{directory}.path()))
        return failure(ErrorCode::Io, u"Could not create the directory of "_s + path + u'.');
    if (::mkdir(QFile::encodeName(directory).constData(), 0700) != 0 && errno != EEXIST)
        return failure(systemError(u"create "_s + directory, errno));

    QJsonObject object;
    for (auto it = saved.begin(); it != saved.end(); ++it)
        object[it.key()] = it.value();

    QSaveFile file{path};
    const auto bytes = QJsonDocument{object}.toJson();
    const bool isWritten = file.open(QIODevice::WriteOnly)
        && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        && file.write(bytes) == bytes.size() && file.commit();
    if (!isWritten)
        return failure(
            ErrorCode::Io, u"Could not write "_s + path + u": "_s + file.errorString() + u'.');
    return {};
}

} // namespace r2cache
