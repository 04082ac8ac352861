// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/droppedconfig.h"

#include <QMimeData>
#include <QUrl>

namespace r2cache {

QStringList localFilesIn(const QMimeData &data)
{
    QStringList paths;
    for (const auto urls = data.urls(); const auto &url : urls) {
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    }
    return paths;
}

bool mayBeConfig(const QMimeData &data)
{
    if (!localFilesIn(data).isEmpty())
        return true;
    const auto text = data.text().trimmed();
    return text.startsWith(u'{') || text.startsWith(u'[');
}

} // namespace r2cache
