// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/rendererscreen.h"

#include "app/verbs/humantext.h"
#include "app/verbs/progress.h"

#include <cstdio>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

QString nameOf(RenderPhase phase)
{
    auto name = QString(phaseWord(phase));
    name[0] = name[0].toUpper();
    return name;
}

double fractionOf(const RenderProgress &progress)
{
    if (progress.totalBytes > 0 && progress.phase == RenderPhase::Caching)
        return static_cast<double>(progress.bytes) / static_cast<double>(progress.totalBytes);
    return progress.total > 0
        ? static_cast<double>(progress.done) / static_cast<double>(progress.total)
        : 0;
}

} // namespace

RendererScreen::RendererScreen(Console &console, bool isOutputTaken)
    : m_console(console)
    , m_isOutputTaken(isOutputTaken)
{
    m_time.start();
}

void RendererScreen::write(const QByteArray &bytes, bool isStandardError)
{
    if (!m_console.showsProgress()) {
        writeLine(bytes, isStandardError);
        return;
    }
    auto &lines = m_lines[isStandardError ? 1 : 0];
    lines += bytes;
    const auto end = lines.lastIndexOf('\n') + 1;
    if (end == 0)
        return;
    for (qsizetype at = 0; at < end;) {
        const auto next = lines.indexOf('\n', at) + 1;
        const auto line = lines.mid(at, next - at);
        if (isStandardError || !m_output.take(QByteArrayView(line).chopped(1)))
            writeLine(line, isStandardError);
        at = next;
    }
    lines.remove(0, end);
}

void RendererScreen::writeLine(const QByteArray &line, bool isStandardError)
{
    if (line.isEmpty())
        return;
    if (!isStandardError && !m_isOutputTaken) {
        m_console.write(line);
        return;
    }
    m_console.showProgress({});
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stderr);
    std::fflush(stderr);
}

void RendererScreen::show(const RenderProgress &progress)
{
    if (!m_console.showsProgress() || progress.phase == RenderPhase::Completed)
        return;
    QList<ProgressPart> parts{{nameOf(progress.phase), 4}};
    if (progress.phase != RenderPhase::Bundling)
        parts.append({u"%1 of %2"_s.arg(progress.done).arg(progress.total), 3});
    if (progress.phase == RenderPhase::Caching && progress.totalBytes > 0) {
        parts.append(
            {u"%1 of %2"_s.arg(sizeText(progress.bytes), sizeText(progress.totalBytes)), 1});
    }
    parts.append({lengthText(m_time.elapsed()), 2});
    m_console.showProgress(
        progressText(fractionOf(progress), std::move(parts), m_console.progressWidth()));
}

void RendererScreen::end()
{
    for (const bool isError : {false, true})
        writeLine(std::exchange(m_lines[isError ? 1 : 0], {}), isError);
    m_console.showProgress({});
}

} // namespace r2cache
