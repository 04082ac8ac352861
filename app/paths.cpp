// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/paths.h"

#include "core/base/digest.h"

#include <QDir>

namespace r2cache {

using namespace Qt::StringLiterals;

QString StatePaths::index() const
{
    return state + u"/index.sqlite"_s;
}

QString StatePaths::token() const
{
    return state + u"/token"_s;
}

QString StatePaths::signedUrls() const
{
    return state + u"/signed-urls.json"_s;
}

QString StatePaths::history() const
{
    return state + u"/history.json"_s;
}

QString StatePaths::idKey() const
{
    return installation + u"/id.key"_s;
}

StatePaths
statePathsOf(const QString &cacheDirectory, const QString &xdgStateHome, const QString &home)
{
    // XDG Base Directory Specification: a relative path is to be ignored.
    const QString base = QDir::isAbsolutePath(xdgStateHome) ? QDir::cleanPath(xdgStateHome)
                                                            : QString(home + u"/.local/state"_s);
    StatePaths paths;
    paths.installation = base + u"/r2cache"_s;
    paths.state = paths.installation + u'/'
        + QString::fromLatin1(sha256Hex(QDir::cleanPath(cacheDirectory).toUtf8()).first(16));
    return paths;
}

} // namespace r2cache
