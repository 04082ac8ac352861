// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

class QMimeData;

namespace r2cache {

/// Files of this machine in @p data, as paths.
[[nodiscard]] QStringList localFilesIn(const QMimeData &data);

/// Whether what is dropped or pasted may be a config: a file, or text that looks like JSON. What is
/// wrong with it is said when it is read.
[[nodiscard]] bool mayBeConfig(const QMimeData &data);

} // namespace r2cache
