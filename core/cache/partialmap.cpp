// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/partialmap.h"

#include "core/base/digest.h"
#include "core/base/openfile.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int mapFormat = 2; // 1 had no SHA-256

QString temporaryPath(const QString &partialPath)
{
    return partialMapPath(partialPath) + u".tmp"_s;
}

} // namespace

QString partialMapPath(const QString &partialPath)
{
    return partialPath + u".json"_s;
}

QByteArray toText(const PartialMap &map)
{
    QJsonArray ranges;
    for (const auto &range : map.ranges.ranges())
        ranges.append(QJsonArray{range.begin, range.end});
    const QJsonObject object{
        {u"format"_s, mapFormat},
        {u"url"_s, map.canonicalUrl},
        {u"etag"_s, QString::fromLatin1(map.etag)},
        {u"lastModified"_s, QString::fromLatin1(map.lastModified)},
        {u"contentType"_s, QString::fromLatin1(map.contentType)},
        {u"length"_s, map.length},
        {u"ranges"_s, ranges}};
    const QByteArray json = QJsonDocument(object).toJson(QJsonDocument::Compact);
    return json + '\n' + sha256Hex(json) + '\n';
}

Result<PartialMap> partialMapFromText(const QByteArray &text)
{
    const auto lines = text.split('\n');
    if (lines.size() != 3 || !lines[2].isEmpty() || sha256Hex(lines[0]) != lines[1])
        return failure(ErrorCode::Io, u"The partial file's map is damaged."_s);
    QJsonParseError error;
    const auto object = QJsonDocument::fromJson(lines[0], &error).object();
    if (error.error != QJsonParseError::NoError)
        return failure(
            ErrorCode::Io, u"The partial file's map is not JSON."_s, error.errorString());
    if (object[u"format"].toInt() != mapFormat)
        return failure(ErrorCode::Io, u"The partial file's map is of another format."_s);
    PartialMap map;
    map.canonicalUrl = object[u"url"].toString();
    map.etag = object[u"etag"].toString().toLatin1();
    map.lastModified = object[u"lastModified"].toString().toLatin1();
    map.contentType = object[u"contentType"].toString().toLatin1();
    map.length = object[u"length"].toInteger();
    const bool isStrong
        = map.etag.size() >= 2 && map.etag.startsWith('"') && map.etag.endsWith('"');
    bool isRight = isStrong && map.length > 0 && !map.canonicalUrl.isEmpty();
    const auto ranges = object[u"ranges"].toArray();
    for (const auto &value : ranges) {
        const auto pair = value.toArray();
        const ByteRange range{pair.at(0).toInteger(-1), pair.at(1).toInteger(-1)};
        isRight = isRight && pair.size() == 2 && range.begin >= 0 && !range.isEmpty()
            && range.end <= map.length;
        if (isRight)
            map.ranges.add(range);
    }
    if (!isRight || map.ranges.ranges().empty())
        return failure(
            ErrorCode::Io, u"The partial file's map lacks a value or holds a wrong one."_s);
    return map;
}

Result<PartialMap> readPartialMap(const QString &partialPath)
{
    const auto mapFile = OpenFile::open(partialMapPath(partialPath), O_RDONLY | O_NOFOLLOW);
    if (!mapFile)
        return failure(mapFile.error());
    constexpr qint64 limit = 4LL * 1024 * 1024;
    const auto text = mapFile->readAt(0, limit);
    if (!text)
        return failure(text.error());
    auto map = partialMapFromText(*text);
    if (!map)
        return map;
    const auto file = OpenFile::open(partialPath, O_RDONLY | O_NOFOLLOW);
    if (!file)
        return failure(file.error());
    const auto size = file->size();
    if (!size)
        return failure(size.error());
    if (map->ranges.ranges().back().end > *size)
        return failure(ErrorCode::Io, u"The partial file is shorter than its map says."_s);
    return map;
}

Result<> writePartialMapAside(const QString &partialPath, const PartialMap &map)
{
    const auto file
        = OpenFile::open(temporaryPath(partialPath), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW);
    if (!file)
        return failure(file.error());
    if (auto written = file->writeAt(0, toText(map)); !written)
        return written;
    return file->sync();
}

Result<> putPartialMap(const QString &partialPath)
{
    const auto from = QFile::encodeName(temporaryPath(partialPath));
    const auto to = QFile::encodeName(partialMapPath(partialPath));
    if (::rename(from.constData(), to.constData()) != 0)
        return failure(systemError(u"rename "_s + temporaryPath(partialPath), errno));
    return {};
}

void removePartialMap(const QString &partialPath)
{
    ::unlink(QFile::encodeName(partialMapPath(partialPath)).constData());
    ::unlink(QFile::encodeName(temporaryPath(partialPath)).constData());
}

} // namespace r2cache
