// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/configfile.h"

#include "core/base/callon.h"
#include "ui/format.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(r2cache::ConfigFile)
};

QString localNameOf(const QString &name)
{
    const QFileInfo file(name);
    return QString(file.completeBaseName() + u".local.json"_s);
}

Error tooLarge(const QString &name, qint64 size)
{
    return {
        ErrorCode::PayloadTooLarge,
        Words::tr("%1 has %2, more than the window hands over (%3). The command line has no limit: "
                  "r2cache prepare %1 -o %4")
            .arg(name, bytesText(size), bytesText(maxConfigBytes), localNameOf(name)),
        {}};
}

Error notJson(const QString &name, const QByteArray &bytes, const QJsonParseError &what)
{
    const auto offset = std::clamp<qsizetype>(what.offset, 0, bytes.size());
    const auto before = QByteArrayView(bytes).first(offset);
    const auto line = before.count('\n') + 1;
    const auto lineBegin = before.lastIndexOf('\n') + 1;
    const auto column = QString::fromUtf8(before.sliced(lineBegin)).size() + 1;
    return {
        ErrorCode::InvalidJson,
        Words::tr("%1 is not JSON. Line %2, column %3: %4.")
            .arg(name)
            .arg(line)
            .arg(column)
            .arg(what.errorString()),
        {}};
}

bool isBlank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

Result<ConfigText> readNow(const QString &path)
{
    const QFileInfo info(path);
    const auto name = info.fileName();
    QFile file(path);
    if (info.isDir() || !file.open(QIODevice::ReadOnly)) {
        return failure(
            ErrorCode::Io,
            Words::tr("%1 cannot be read: %2")
                .arg(name, info.isDir() ? Words::tr("it is a folder.") : file.errorString()));
    }
    if (file.size() > maxConfigBytes)
        return failure(tooLarge(name, file.size()));
    const auto bytes = file.read(maxConfigBytes + 1); // a pipe has no size
    if (file.error() != QFileDevice::NoError) {
        return failure(
            ErrorCode::Io, Words::tr("%1 cannot be read: %2").arg(name, file.errorString()));
    }
    auto config = configTextOf(name, bytes);
    if (config)
        config->folder = info.absolutePath();
    return config;
}

} // namespace

QString ConfigText::localPath() const
{
    const auto local = localNameOf(name);
    return folder.isEmpty() ? local : QDir(folder).filePath(local);
}

Result<ConfigText> configTextOf(const QString &name, const QByteArray &bytes)
{
    if (bytes.size() > maxConfigBytes)
        return failure(tooLarge(name, bytes.size()));
    qsizetype begin = bytes.startsWith("\xef\xbb\xbf") ? 3 : 0;
    qsizetype end = bytes.size();
    while (begin < end && isBlank(bytes[begin]))
        ++begin;
    while (end > begin && isBlank(bytes[end - 1]))
        --end;
    // Not handed over unchecked: in a request, text behind the JSON would be read as more fields.
    QJsonParseError problem;
    QJsonDocument::fromJson(
        QByteArray::fromRawData(bytes.constData() + begin, end - begin), &problem);
    if (problem.error != QJsonParseError::NoError) {
        problem.offset += static_cast<int>(begin);
        return failure(notJson(name, bytes, problem));
    }
    return ConfigText{
        name, {}, bytes.first(begin), bytes.sliced(begin, end - begin), bytes.sliced(end)};
}

QFuture<Result<ConfigText>> readConfig(QThreadPool *pool, const QString &path)
{
    return runOn(pool, [path] { return readNow(path); });
}

QFuture<Result<>> writeConfig(QThreadPool *pool, const QString &path, const QByteArray &bytes)
{
    return runOn(pool, [path, bytes]() -> Result<> {
        QSaveFile file(path);
        if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
            return {};
        return failure(
            ErrorCode::Io,
            Words::tr("%1 cannot be written: %2")
                .arg(QDir::toNativeSeparators(path), file.errorString()));
    });
}

} // namespace r2cache
