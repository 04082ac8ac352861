// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/partialobject.h"

#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// Never truncates: somebody may still read what lies there.
Result<OpenFile> createAnew(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    struct stat status
    { };
    const bool isFile = ::lstat(name.constData(), &status) == 0 && S_ISREG(status.st_mode);
    if (isFile && ::unlink(name.constData()) != 0)
        return failure(systemError(u"replace the partial file "_s + path, errno));
    return OpenFile::open(path, O_RDWR | O_CREAT | O_NOFOLLOW, 0600);
}

} // namespace

Result<PartialObject> PartialObject::create(const QString &path)
{
    auto file = createAnew(path);
    if (!file)
        return failure(file.error());
    return PartialObject(path, std::move(*file));
}

Result<> PartialObject::append(QByteArrayView bytes)
{
    if (auto written = m_file->writeAt(m_size, bytes); !written)
        return written;
    m_sha256.add(bytes);
    m_md5.add(bytes);
    m_size += bytes.size();
    if (m_head.size() < headBytes)
        m_head.append(bytes.first(std::min(bytes.size(), headBytes - m_head.size())));
    return {};
}

Result<> PartialObject::restart()
{
    if (m_size == 0)
        return {};
    auto file = createAnew(m_path);
    if (!file)
        return failure(file.error());
    m_file = std::make_shared<const OpenFile>(std::move(*file));
    m_size = 0;
    m_head.clear();
    m_sha256 = Digest(Digest::Algorithm::Sha256);
    m_md5 = Digest(Digest::Algorithm::Md5);
    return {};
}

} // namespace r2cache
