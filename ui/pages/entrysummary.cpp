// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/entrysummary.h"

#include "ui/format.h"
#include "ui/pages/entryselection.h"

#include <QCoreApplication>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

class EntrySummary
{
    Q_DECLARE_TR_FUNCTIONS(r2cache::EntrySummary)
};

} // namespace

QString entrySummary(const EntryModel &model, const EntrySelection &selection)
{
    QStringList parts;
    if (selection.isAll()) {
        parts.append(EntrySummary::tr("all selected"));
    } else if (!selection.isComplete()) {
        parts.append(EntrySummary::tr("selecting…"));
    } else if (selection.size() > 0) {
        parts.append(EntrySummary::tr("%Ln selected", nullptr, static_cast<int>(selection.size())));
        parts.append(bytesText(selection.bytes()));
    }
    if (model.isBeginning())
        parts.append(EntrySummary::tr("searching…"));
    else if (!model.totalIsExact())
        parts.append(EntrySummary::tr("more than %1 entries").arg(countText(model.total())));
    else
        parts.append(EntrySummary::tr("%Ln entries", nullptr, static_cast<int>(model.total())));
    return parts.join(u" · "_s);
}

} // namespace r2cache
