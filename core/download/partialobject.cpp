// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/partialobject.h"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace r2cache {

using namespace Qt::StringLiterals;

Result<PartialObject> PartialObject::create(const QString &path)
{
    auto file = OpenFile::open(path, O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW, 0600);
    if (!file)
        return failure(file.error());
    return PartialObject(std::move(*file));
}

Result<> PartialObject::append(QByteArrayView bytes)
{
    if (auto written = m_file.writeAt(m_size, bytes); !written)
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
    if (::ftruncate(m_file.descriptor(), 0) != 0)
        return failure(systemError(u"empty a partial file"_s, errno));
    m_size = 0;
    m_head.clear();
    m_sha256 = Digest(Digest::Algorithm::Sha256);
    m_md5 = Digest(Digest::Algorithm::Md5);
    return {};
}

} // namespace r2cache
