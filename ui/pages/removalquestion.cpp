// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/removalquestion.h"

#include "ui/format.h"
#include "ui/servicestate.h"

#include <QCoreApplication>
#include <QPushButton>
#include <QSet>

namespace r2cache {

namespace {

class RemovalQuestion
{
    Q_DECLARE_TR_FUNCTIONS(r2cache::RemovalQuestion)
};

/// Ids of what renders hold.
QSet<QString> heldBy(const QList<LeaseInfo> &leases)
{
    QSet<QString> held;
    for (const auto &lease : leases)
        held.unite(QSet<QString>(lease.entries.begin(), lease.entries.end()));
    return held;
}

QString textOf(const QList<EntryInfo> &entries)
{
    if (entries.size() == 1) {
        return RemovalQuestion::tr("Delete %1, %2?")
            .arg(
                nameOfUrl(entries.constFirst().originalUrl),
                bytesText(entries.constFirst().fileSizeBytes));
    }
    qint64 bytes = 0;
    for (const auto &entry : entries)
        bytes += std::max<qint64>(entry.fileSizeBytes, 0);
    return RemovalQuestion::tr("Delete %Ln videos, %1?", nullptr, static_cast<int>(entries.size()))
        .arg(bytesText(bytes));
}

QString textOfAll(const EntriesQuery &filter, const ServiceState &state)
{
    const bool isFiltered
        = !filter.text.isEmpty() || !filter.tags.isEmpty() || !filter.status.isEmpty();
    if (isFiltered)
        return RemovalQuestion::tr("Delete all videos that the list shows?");
    return state.status() ? RemovalQuestion::tr("Delete all %1 videos, %2?")
                                .arg(
                                    countText(state.status()->cache.entryCount),
                                    bytesText(state.status()->cache.currentSizeBytes))
                          : RemovalQuestion::tr("Delete all videos?");
}

/// "14 are held by renders and stay."
QStringList remarksOn(const QList<EntryInfo> &entries, const ServiceState &state)
{
    const auto held = heldBy(state.leases());
    const auto isHeld = [&held](const EntryInfo &entry) {
        return entry.leased || held.contains(entry.id);
    };
    const auto again
        = RemovalQuestion::tr("They are downloaded again when a render asks for them.");
    if (entries.isEmpty())
        return {RemovalQuestion::tr("What renders hold stays."), again};
    const auto stay = static_cast<int>(std::ranges::count_if(entries, isHeld));
    const auto pinned = static_cast<int>(std::ranges::count_if(entries, &EntryInfo::pinned));
    QStringList remarks;
    if (entries.size() == 1) {
        if (stay > 0)
            return {RemovalQuestion::tr("A render holds it: it stays as long as that runs.")};
        if (pinned > 0)
            remarks.append(RemovalQuestion::tr("It is pinned."));
        remarks.append(RemovalQuestion::tr("It is downloaded again when a render asks for it."));
        return remarks;
    }
    if (stay > 0)
        remarks.append(RemovalQuestion::tr("%Ln are held by renders and stay.", nullptr, stay));
    if (pinned > 0)
        remarks.append(RemovalQuestion::tr("%Ln of them are pinned.", nullptr, pinned));
    remarks.append(again);
    return remarks;
}

} // namespace

QMessageBox *removalQuestion(
    const QList<EntryInfo> &entries, const EntriesQuery &filter, const ServiceState &state,
    QWidget *parent)
{
    auto *question = new QMessageBox(
        QMessageBox::Warning, RemovalQuestion::tr("Delete videos"),
        entries.isEmpty() ? textOfAll(filter, state) : textOf(entries), QMessageBox::NoButton,
        parent);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setInformativeText(remarksOn(entries, state).join(u' '));
    auto *yes = new QPushButton(RemovalQuestion::tr("Delete"));
    yes->setProperty("role", QStringLiteral("destructive"));
    question->addButton(yes, QMessageBox::DestructiveRole);
    question->setDefaultButton(question->addButton(QMessageBox::Cancel));
    return question;
}

QStringList removedOf(const QList<EntryInfo> &entries, const BatchResult &result)
{
    QSet<QString> left;
    for (const auto &failed : result.failed) {
        if (failed.code != errorWord(ErrorCode::NotFound))
            left.insert(failed.id);
    }
    QStringList removed;
    for (const auto &entry : entries) {
        if (!left.contains(entry.id))
            removed.append(entry.id);
    }
    return removed;
}

QString removalText(const QList<EntryInfo> &entries, const BatchResult &result)
{
    const auto removed = removedOf(entries, result);
    const QSet<QString> gone(removed.begin(), removed.end());
    qint64 bytes = 0;
    for (const auto &entry : entries)
        bytes += gone.contains(entry.id) ? std::max<qint64>(entry.fileSizeBytes, 0) : 0;
    qsizetype held = 0;
    QString other;
    for (const auto &failed : result.failed) {
        if (failed.code == errorWord(ErrorCode::Leased))
            ++held;
        else if (failed.code != errorWord(ErrorCode::NotFound))
            other = failed.error;
    }
    const auto count = static_cast<int>(result.done);
    QStringList sentences{
        bytes > 0 ? RemovalQuestion::tr("%Ln videos were deleted, %1.", nullptr, count)
                        .arg(bytesText(bytes))
                  : RemovalQuestion::tr("%Ln videos were deleted.", nullptr, count)};
    if (held > 0) {
        sentences.append(RemovalQuestion::tr(
            "%Ln are held by renders and stay.", nullptr, static_cast<int>(held)));
    }
    if (!other.isEmpty())
        sentences.append(other);
    return sentences.join(u' ');
}

} // namespace r2cache
