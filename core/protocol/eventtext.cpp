// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protocol/eventtext.h"

#include <QStringBuilder>

namespace r2cache {

QByteArray eventText(const QByteArray &type, const QByteArray &json, const QByteArray &id)
{
    Q_ASSERT(!json.contains('\n') && !json.contains('\r'));
    QByteArray text = "event: " + type + '\n';
    if (!id.isEmpty())
        text += "id: " + id + '\n';
    text += "data: " + json + "\n\n";
    return text;
}

} // namespace r2cache
