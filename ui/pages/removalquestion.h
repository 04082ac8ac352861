// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/serviceclient.h"

#include <QMessageBox>

namespace r2cache {

class ServiceState;

/// Asks whether @p entries may be deleted and says what will be lost. They may when the button of
/// DestructiveRole is clicked.
/// @param entries  none: all that fit @p filter. @return to be open()ed; deletes itself.
[[nodiscard]] QMessageBox *removalQuestion(
    const QList<EntryInfo> &entries, const EntriesQuery &filter, const ServiceState &state,
    QWidget *parent);

/// Ids of those of @p entries that are not there any more after @p result.
[[nodiscard]] QStringList removedOf(const QList<EntryInfo> &entries, const BatchResult &result);

/// What has been deleted and what has not, in a sentence or three.
[[nodiscard]] QString removalText(const QList<EntryInfo> &entries, const BatchResult &result);

} // namespace r2cache
