// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/partialfile.h"

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

Result<PartialFile> PartialFile::create(const QString &path)
{
    auto file = createAnew(path);
    if (!file)
        return failure(file.error());
    return PartialFile(path, std::move(*file));
}

Result<PartialFile> PartialFile::reopen(const QString &path, const RangeSet &present)
{
    auto file = OpenFile::open(path, O_RDWR | O_NOFOLLOW);
    if (!file)
        return failure(file.error());
    PartialFile partial(path, std::move(*file));
    partial.m_present = present;
    partial.m_byteCount = present.byteCount();
    return partial;
}

Result<std::vector<ByteRange>> PartialFile::write(qint64 offset, QByteArrayView bytes)
{
    auto missing = m_present.gaps({offset, offset + bytes.size()});
    for (const auto &range : missing) {
        const auto piece = bytes.sliced(range.begin - offset, range.length());
        if (auto written = m_file->writeAt(range.begin, piece); !written)
            return failure(written.error());
        m_present.add(range);
        m_byteCount += range.length();
    }
    return missing;
}

Result<> PartialFile::restart()
{
    if (m_byteCount == 0)
        return {};
    auto file = createAnew(m_path);
    if (!file)
        return failure(file.error());
    m_file = std::make_shared<const OpenFile>(std::move(*file));
    m_present = {};
    m_byteCount = 0;
    return {};
}

Result<QByteArray> PartialFile::head() const
{
    return m_file->readAt(0, std::min<qint64>(edge(), headBytes));
}

} // namespace r2cache
