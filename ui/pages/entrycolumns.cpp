// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/entrycolumns.h"

#include "ui/format.h"

#include <QCoreApplication>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

class EntryColumns
{
    Q_DECLARE_TR_FUNCTIONS(r2cache::EntryColumns)
};

QString unknown()
{
    return u"–"_s;
}

QString codecText(const QString &codec)
{
    if (codec == u"h264")
        return u"H.264"_s;
    if (codec == u"hevc")
        return u"H.265"_s;
    return codec.toUpper();
}

} // namespace

namespace entrycolumns {

QString titleOf(EntryColumn column)
{
    switch (column) {
    case EntryColumn::Name:
        return EntryColumns::tr("Name");
    case EntryColumn::Origin:
        return EntryColumns::tr("Origin");
    case EntryColumn::Size:
        return EntryColumns::tr("Size");
    case EntryColumn::Status:
        return EntryColumns::tr("Status");
    case EntryColumn::LastUsed:
        return EntryColumns::tr("Last used");
    case EntryColumn::Uses:
        return EntryColumns::tr("Uses");
    case EntryColumn::Added:
        return EntryColumns::tr("Added");
    case EntryColumn::FreshUntil:
        return EntryColumns::tr("Fresh until");
    case EntryColumn::Tags:
        return EntryColumns::tr("Tags");
    case EntryColumn::Type:
        return EntryColumns::tr("Type");
    case EntryColumn::Length:
        return EntryColumns::tr("Length");
    case EntryColumn::Resolution:
        return EntryColumns::tr("Resolution");
    case EntryColumn::Verified:
        return EntryColumns::tr("Verified");
    }
    return {};
}

QString sortWordOf(EntryColumn column)
{
    switch (column) {
    case EntryColumn::Size:
        return u"fileSizeBytes"_s;
    case EntryColumn::LastUsed:
        return u"lastAccessedAt"_s;
    case EntryColumn::Uses:
        return u"accessCount"_s;
    case EntryColumn::Added:
        return u"createdAt"_s;
    default:
        return {};
    }
}

EntryColumn columnOf(const QString &sortWord)
{
    for (int i = 0; i < entryColumnCount; ++i) {
        if (sortWordOf(EntryColumn(i)) == sortWord)
            return EntryColumn(i);
    }
    return EntryColumn::LastUsed;
}

bool isShownAtFirst(EntryColumn column)
{
    return column <= EntryColumn::Uses;
}

bool isNumber(EntryColumn column)
{
    return column == EntryColumn::Size || column == EntryColumn::Uses
        || column == EntryColumn::Length || column == EntryColumn::Resolution;
}

int widthOf(EntryColumn column)
{
    switch (column) {
    case EntryColumn::Name:
        return 220;
    case EntryColumn::Origin:
        return 128;
    case EntryColumn::Size:
        return 80;
    case EntryColumn::Status:
        return 118;
    case EntryColumn::LastUsed:
        return 94;
    case EntryColumn::Uses:
        return 52;
    case EntryColumn::Length:
        return 66;
    case EntryColumn::Added:
    case EntryColumn::FreshUntil:
        return 132;
    case EntryColumn::Tags:
        return 140;
    default:
        return 98;
    }
}

QString textOf(const EntryInfo &entry, EntryColumn column, const QDateTime &now)
{
    const auto known = [](const QString &text) {
        return text.isEmpty() ? unknown() : text;
    };
    switch (column) {
    case EntryColumn::Name:
        return nameOfUrl(entry.originalUrl);
    case EntryColumn::Origin:
        return hostOfUrl(entry.originalUrl);
    case EntryColumn::Size:
        return bytesText(entry.fileSizeBytes);
    case EntryColumn::Status:
        return statusText(entry);
    case EntryColumn::LastUsed:
        return relativeTimeText(entry.lastAccessedAt, now);
    case EntryColumn::Uses:
        return countText(entry.accessCount);
    case EntryColumn::Added:
        return timeText(entry.createdAt);
    case EntryColumn::FreshUntil:
        return timeText(entry.expiresAt);
    case EntryColumn::Tags:
        return entry.tags.join(u", "_s);
    case EntryColumn::Type:
        return known(entry.contentType);
    case EntryColumn::Length:
        return known(lengthText(entry.metadata));
    case EntryColumn::Resolution:
        return known(resolutionText(entry.metadata));
    case EntryColumn::Verified:
        if (!hasFile(entry))
            return unknown();
        return entry.verified ? EntryColumns::tr("verified") : EntryColumns::tr("not verified");
    }
    return {};
}

QVariant valueOf(const EntryInfo &entry, EntryColumn column)
{
    switch (column) {
    case EntryColumn::Name:
        return entry.originalUrl;
    case EntryColumn::Origin:
        return hostOfUrl(entry.originalUrl);
    case EntryColumn::Size:
        return entry.fileSizeBytes;
    case EntryColumn::Status:
        return entry.status;
    case EntryColumn::LastUsed:
        return entry.lastAccessedAt;
    case EntryColumn::Uses:
        return entry.accessCount;
    case EntryColumn::Added:
        return entry.createdAt;
    case EntryColumn::FreshUntil:
        return entry.expiresAt;
    case EntryColumn::Tags:
        return entry.tags;
    case EntryColumn::Type:
        return entry.contentType;
    case EntryColumn::Length:
        return entry.metadata.value(u"duration").toDouble();
    case EntryColumn::Resolution:
        return entry.metadata.value(u"height").toInt();
    case EntryColumn::Verified:
        return entry.verified;
    }
    return {};
}

QString toolTipOf(const EntryInfo &entry, EntryColumn column)
{
    switch (column) {
    case EntryColumn::Name:
    case EntryColumn::Origin:
        return entry.pinned ? EntryColumns::tr("%1\nPinned: never evicted").arg(entry.originalUrl)
                            : entry.originalUrl;
    case EntryColumn::Status:
        if (!entry.errorMessage.isEmpty())
            return entry.errorMessage;
        if (entry.leased)
            return EntryColumns::tr("A render holds it: it stays until the render ends.");
        if (entry.status == u"expired") {
            return EntryColumns::tr(
                "It is served, and its origin is asked whether it is still the same.");
        }
        return {};
    case EntryColumn::LastUsed:
        return entry.lastAccessedAt.isValid() ? timeText(entry.lastAccessedAt) : QString();
    case EntryColumn::Tags:
        return entry.tags.join(u", "_s);
    default:
        return {};
    }
}

QString statusText(const EntryInfo &entry)
{
    QString text = entry.status;
    if (entry.status == u"ready")
        text = EntryColumns::tr("ready");
    else if (entry.status == u"expired")
        text = EntryColumns::tr("expired");
    else if (entry.status == u"downloading")
        text = EntryColumns::tr("downloading");
    else if (entry.status == u"error")
        text = EntryColumns::tr("failed");
    return entry.leased ? EntryColumns::tr("%1, held").arg(text) : text;
}

QString resolutionText(const QJsonObject &metadata)
{
    const int width = metadata.value(u"width").toInt();
    const int height = metadata.value(u"height").toInt();
    return width > 0 && height > 0
        ? QString(QString::number(width) + u'×' + QString::number(height))
        : QString();
}

QString videoText(const QJsonObject &metadata)
{
    QStringList parts;
    if (const auto resolution = resolutionText(metadata); !resolution.isEmpty())
        parts.append(resolution);
    if (const double fps = metadata.value(u"fps").toDouble(); fps > 0) {
        // 30 and 29.97, not 30.00.
        const double hundredths = fps * 100;
        const bool isWhole = qRound(hundredths) % 100 == 0;
        parts.append(EntryColumns::tr("%1 fps").arg(QLocale().toString(fps, 'f', isWhole ? 0 : 2)));
    }
    if (const auto codec = metadata.value(u"codec").toString(); !codec.isEmpty())
        parts.append(codecText(codec));
    return parts.join(u", "_s);
}

QString lengthText(const QJsonObject &metadata)
{
    const double seconds = metadata.value(u"duration").toDouble(-1);
    return seconds >= 0 ? durationText(qRound64(seconds * 1000)) : QString();
}

} // namespace entrycolumns

bool hasFile(const EntryInfo &entry)
{
    return entry.status == u"ready" || entry.status == u"expired";
}

} // namespace r2cache
