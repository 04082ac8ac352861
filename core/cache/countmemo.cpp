// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/countmemo.h"

namespace r2cache {

namespace {

constexpr qsizetype maxNoted = 256;

/// What decides how many there are, but for the time. Control characters are in no tag.
QString keyOf(const EntryQuery &query)
{
    const QChar end(0x1f);
    auto tags = query.tags;
    tags.sort();
    QString key = tags.join(end) + end + end + query.text + end;
    if (query.expired)
        key += (*query.expired ? u'e' : u'f') + QString::number(query.defaultTtlMs);
    return key;
}

} // namespace

void CountMemo::setDataVersion(qint64 dataVersion)
{
    if (dataVersion != m_dataVersion)
        m_counts.clear();
    m_dataVersion = dataVersion;
}

std::optional<qint64> CountMemo::find(const EntryQuery &query) const
{
    const auto noted = m_counts.constFind(keyOf(query));
    if (noted == m_counts.constEnd())
        return std::nullopt;
    const qint64 now = query.now.toMSecsSinceEpoch();
    const bool holds
        = !query.expired || (now >= noted->validity.fromMs && now < noted->validity.untilMs);
    return holds ? std::optional(noted->count) : std::nullopt;
}

void CountMemo::note(const EntryQuery &query, qint64 count, const Validity &validity)
{
    if (m_counts.size() >= maxNoted)
        m_counts.clear();
    m_counts.insert(keyOf(query), {count, validity});
}

} // namespace r2cache
