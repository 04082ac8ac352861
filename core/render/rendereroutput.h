// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/render/renderprogress.h"

#include <QByteArray>

#include <optional>

namespace r2cache {

/// What a renderer says of itself, line by line, where it is no terminal that it writes to:
/// Remotion's CLI ("Bundling 40%", "Composition  Main", "Rendered 3/100, …", "Encoded 3/100").
/// Lines of anything else say nothing. Pure.
class RendererOutput
{
public:
    /// @param line  without its end. @return the progress it tells of, if it does.
    [[nodiscard]] std::optional<RenderProgress> take(QByteArrayView line);

    /// The composition that was named so far; empty: none.
    [[nodiscard]] const QString &composition() const { return m_composition; }

private:
    QString m_composition;
};

} // namespace r2cache
