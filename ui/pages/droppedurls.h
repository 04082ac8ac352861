// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

class QMimeData;

namespace r2cache {

/// The web addresses in what is dragged in, from a browser or as any text, each once and in their
/// order. Which of them can be cached, the service decides. Pure.
[[nodiscard]] QStringList droppedUrls(const QMimeData &data);

/// The same of a text.
[[nodiscard]] QStringList urlsInText(const QString &text);

} // namespace r2cache
