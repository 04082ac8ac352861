// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/storename.h"

#include "core/url/r2url.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype idLength = 32;

/// "" → 1, "-2" → 2; 0 for anything else. "-1", "-02" are no names of ours.
int versionOf(QStringView suffix)
{
    if (suffix.isEmpty())
        return 1;
    if (!suffix.startsWith(u'-') || suffix.size() > 8)
        return 0;
    bool ok = false;
    const int version = suffix.mid(1).toInt(&ok);
    return ok && version >= 2 && QString::number(version) == suffix.mid(1) ? version : 0;
}

} // namespace

bool isEntryId(QStringView text)
{
    return text.size() == idLength && std::all_of(text.begin(), text.end(), [](QChar c) {
               return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
           });
}

StoreName parseStoreName(QStringView fileName)
{
    const auto dot = fileName.indexOf(u'.');
    if (dot < idLength || !isEntryId(fileName.first(idLength)))
        return {};
    StoreName name;
    name.id = fileName.first(idLength).toString();
    name.version = versionOf(fileName.mid(idLength, dot - idLength));
    if (name.version == 0)
        return {};
    const auto ending = fileName.mid(dot + 1).toString();
    if (ending == u"json") {
        name.kind = StoreName::Kind::Sidecar;
    } else if (ending == u"json.tmp") {
        name.kind = StoreName::Kind::Temporary;
    } else if (
        ending == u"part" || ending == u"part.tmp" || ending == u"part.json"
        || ending == u"part.json.tmp") {
        name.kind = StoreName::Kind::Partial;
    } else if (videoExtensions().contains(ending)) {
        name.kind = StoreName::Kind::Video;
        name.extension = ending;
    } else {
        return {};
    }
    return name;
}

QString storeStem(const QString &id, int version)
{
    return version <= 1 ? id : id + u'-' + QString::number(version);
}

} // namespace r2cache
