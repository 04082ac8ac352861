// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/entrynames.h"
#include "app/verbs/humantext.h"
#include "app/verbs/texttable.h"
#include "app/verbs/verbs.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

QString yesNo(bool is)
{
    return is ? u"yes"_s : u"no"_s;
}

QString expiryText(const EntryInfo &entry)
{
    if (entry.policy == u"always")
        return u"asked about for every config"_s;
    return entry.policy == u"never" ? u"never"_s : whenText(entry.expiresAt);
}

QString pictureText(const QJsonObject &metadata)
{
    if (!metadata.value(u"width").isDouble())
        return {};
    QString text
        = u"%1x%2"_s.arg(metadata.value(u"width").toInt()).arg(metadata.value(u"height").toInt());
    if (const auto codec = metadata.value(u"codec").toString(); !codec.isEmpty())
        text += u", "_s + codec;
    if (const auto fps = metadata.value(u"fps").toDouble(); fps > 0)
        text += u", %1 fps"_s.arg(QString::number(fps, 'g', 4));
    if (const auto duration = metadata.value(u"duration").toDouble(); duration > 0)
        text += u", "_s + lengthText(static_cast<qint64>(duration * 1000));
    return text;
}

QString factsOf(const EntryInfo &entry)
{
    return factLines({
        {u"Id"_s, entry.id},
        {u"URL"_s, entry.originalUrl},
        {u"Local URL"_s, entry.localUrl},
        {u"File"_s, entry.localPath},
        {u"Status"_s, entry.status},
        {u"Error"_s, entry.errorMessage},
        {u"Size"_s,
         entry.fileSizeBytes < 0
             ? QString()
             : u"%1 (%2 bytes)"_s.arg(
                 sizeText(entry.fileSizeBytes), countedText(entry.fileSizeBytes))},
        {u"Type"_s, entry.contentType},
        {u"Picture"_s, pictureText(entry.metadata)},
        {u"Cached"_s, whenText(entry.createdAt)},
        {u"Last read"_s, whenText(entry.lastAccessedAt)},
        {u"Reads"_s, countedText(entry.accessCount)},
        {u"Expires"_s, expiryText(entry)},
        {u"Tags"_s, entry.tags.join(u", "_s)},
        {u"Pinned"_s, yesNo(entry.pinned)},
        {u"Held by a render"_s, yesNo(entry.leased)},
        {u"Version"_s, QString::number(entry.version)},
        {u"ETag"_s, entry.etag},
        {u"SHA-256"_s, entry.sha256},
        {u"MD5 compared"_s, yesNo(entry.verified)},
    });
}

} // namespace

int runShow(VerbContext &context)
{
    const auto name = context.arguments().positional().constFirst();
    const auto id = entryIdOf(context, name);
    if (!id)
        return context.fail(id.error());
    const auto entry = context.ask([&id](ServiceClient &client) { return client.entry(*id); });
    if (!entry && entry.error().code == ErrorCode::NotFound)
        return context.fail(entryNotFound(name));
    if (!entry)
        return context.fail(entry.error());
    return context.print(toJson(*entry), factsOf(*entry));
}

} // namespace r2cache
