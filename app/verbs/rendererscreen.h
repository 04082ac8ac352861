// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/verbs/console.h"
#include "core/render/rendereroutput.h"

#include <QElapsedTimer>

namespace r2cache {

/// What a person sees of a render: what the renderer writes, as it is, and, on a terminal, one line
/// of progress in the place of the lines that tell of it.
class RendererScreen
{
public:
    /// @param isOutputTaken  standard output is the report's: what the renderer writes there goes
    /// to standard error.
    RendererScreen(Console &console, bool isOutputTaken);

    /// What the renderer wrote.
    void write(const QByteArray &bytes, bool isStandardError);
    void show(const RenderProgress &progress);
    /// Writes what is left of a line.
    void end();

private:
    void writeLine(const QByteArray &line, bool isStandardError);

    Console &m_console;
    bool m_isOutputTaken;
    RendererOutput m_output; ///< Knows the lines of progress.
    QByteArray m_lines[2]; ///< Of standard output and error, as far as they have come.
    QElapsedTimer m_time;
};

} // namespace r2cache
