// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/indexentries.h"

#include <QHash>

namespace r2cache {

/// Totals of filtered lists, for as long as they hold: who pages through a list of many tags would
/// have all of it counted for each page. Lives with one reading connection, on its thread.
class CountMemo
{
public:
    /// When what was counted stays true if nobody writes: until something expires.
    struct Validity
    {
        qint64 fromMs = 0;
        qint64 untilMs = 0; ///< Exclusive.
    };

    /// Forgets everything unless @p dataVersion (SQLite's `PRAGMA data_version`, which changes with
    /// every commit of another connection) is still the one that counts were noted under.
    void setDataVersion(qint64 dataVersion);

    /// The noted count of what @p query fits, wherever its page begins.
    [[nodiscard]] std::optional<qint64> find(const EntryQuery &query) const;
    void note(const EntryQuery &query, qint64 count, const Validity &validity);

private:
    struct Noted
    {
        qint64 count = 0;
        Validity validity;
    };

    qint64 m_dataVersion = -1;
    QHash<QString, Noted> m_counts;
};

} // namespace r2cache
