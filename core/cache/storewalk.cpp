// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/storewalk.h"

#include <QFileInfo>

namespace r2cache {

using namespace Qt::StringLiterals;

StoreWalk::StoreWalk(const QString &directory)
    : m_files(std::make_unique<QDirIterator>(directory, QDir::Files | QDir::Hidden))
{ }

Result<StoreWalk> StoreWalk::begin(const FileStore &store)
{
    if (!QFileInfo(store.directory()).isReadable())
        return failure(ErrorCode::Io, u"Could not list the directory "_s + store.directory());
    return StoreWalk(store.directory());
}

QStringList StoreWalk::next(int limit)
{
    QStringList names;
    while (names.size() < limit && m_files->hasNext()) {
        m_files->next();
        const QString name = m_files->fileName();
        if (parseStoreName(name).kind != StoreName::Kind::Foreign)
            names.append(name);
    }
    return names;
}

} // namespace r2cache
