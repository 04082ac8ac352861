// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QStringList>

namespace r2cache {

/// What stands in a render's command in the place of {props}, {composition} and {output}.
struct RenderPlaces
{
    QString props; ///< Path of the rewritten props.
    QString composition;
    QString output;
};

/// CACHE_RENDER_COMMAND as program and arguments: words apart by blanks, quotes keep blanks
/// together. No shell reads it. Pure. @return InvalidArgument when it is empty, or a quote is not
/// closed.
[[nodiscard]] Result<QStringList> splitRenderCommand(const QString &text);

/// @p command with each {place} in its arguments filled in; braces of any other content stay. Pure.
/// @return InvalidArgument when there is no command, no {props} in it (it would render without the
/// cache), or a place in it that @p places has nothing for.
[[nodiscard]] Result<QStringList>
filledRenderCommand(const QStringList &command, const RenderPlaces &places);

} // namespace r2cache
