// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace r2cache {

/// Where one cache directory's own files lie, outside it: it may be shared, deleted or on a slow
/// disk.
struct StatePaths
{
    QString installation; ///< `$XDG_STATE_HOME/r2cache`, otherwise `~/.local/state/r2cache`.
    QString state; ///< A folder below it, named by the cache directory's hash.

    [[nodiscard]] QString index() const;
    [[nodiscard]] QString token() const;
    [[nodiscard]] QString signedUrls() const;
    [[nodiscard]] QString history() const;
    [[nodiscard]] QString idKey() const; ///< Of the installation: the same for all directories.
};

/// @param xdgStateHome  value of XDG_STATE_HOME; used if it is an absolute path.
[[nodiscard]] StatePaths
statePathsOf(const QString &cacheDirectory, const QString &xdgStateHome, const QString &home);

} // namespace r2cache
