// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/rendereroutput.h"

#include <QRegularExpression>

namespace r2cache {

using namespace Qt::StringLiterals;

std::optional<RenderProgress> RendererOutput::take(QByteArrayView line)
{
    static const QRegularExpression colours(uR"(\x1b\[[0-9;]*[A-Za-z])"_s);
    static const QRegularExpression bundling(uR"(^Bundling (\d{1,3})%)"_s);
    static const QRegularExpression counting(uR"(^(Rendered|Encoded) (\d{1,9})/(\d{1,9})\b)"_s);
    static const QRegularExpression naming(uR"(^Composition {2,}(\S.*)$)"_s);
    const auto text = QString::fromUtf8(line).remove(colours).trimmed();
    if (const auto bundled = bundling.match(text); bundled.hasMatch())
        return RenderProgress{RenderPhase::Bundling, bundled.captured(1).toLongLong(), 100, 0, 0};
    if (const auto counted = counting.match(text); counted.hasMatch()) {
        const auto phase
            = counted.captured(1) == u"Encoded" ? RenderPhase::Encoding : RenderPhase::Rendering;
        return RenderProgress{
            phase, counted.captured(2).toLongLong(), counted.captured(3).toLongLong(), 0, 0};
    }
    if (const auto named = naming.match(text); named.hasMatch() && m_composition.isEmpty())
        m_composition = named.captured(1);
    return std::nullopt;
}

} // namespace r2cache
