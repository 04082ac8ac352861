// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/openfile.h"

#include <QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace r2cache {

using namespace Qt::StringLiterals;

Error systemError(const QString &what, int errorNumber)
{
    auto code = ErrorCode::Io;
    if (errorNumber == ENOSPC || errorNumber == EDQUOT)
        code = ErrorCode::DiskFull;
    else if (errorNumber == ENOENT)
        code = ErrorCode::NotFound;
    return {code, u"Could not "_s + what + u": "_s + qt_error_string(errorNumber) + u'.', {}};
}

Result<OpenFile> OpenFile::open(const QString &path, int flags, mode_t mode)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), flags | O_CLOEXEC, mode);
    if (descriptor < 0)
        return failure(systemError(u"open "_s + path, errno));
    return OpenFile{descriptor};
}

OpenFile::OpenFile(OpenFile &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
{ }

OpenFile &OpenFile::operator=(OpenFile &&other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

OpenFile::~OpenFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Result<qint64> OpenFile::size() const
{
    struct stat status
    { };
    if (::fstat(m_descriptor, &status) != 0)
        return failure(systemError(u"read the size of an open file"_s, errno));
    return status.st_size;
}

Result<QByteArray> OpenFile::readAt(qint64 offset, qint64 length) const
{
    QByteArray bytes(length, Qt::Uninitialized);
    qint64 done = 0;
    while (done < length) {
        const auto got = ::pread(
            m_descriptor, bytes.data() + done, static_cast<size_t>(length - done), offset + done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return failure(systemError(u"read from an open file"_s, errno));
        if (got == 0)
            break;
        done += got;
    }
    bytes.truncate(done);
    return bytes;
}

Result<> OpenFile::writeAt(qint64 offset, QByteArrayView bytes) const
{
    qint64 done = 0;
    while (done < bytes.size()) {
        const auto put = ::pwrite(
            m_descriptor, bytes.data() + done, static_cast<size_t>(bytes.size() - done),
            offset + done);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return failure(systemError(u"write to an open file"_s, errno));
        done += put;
    }
    return {};
}

Result<> OpenFile::sync() const
{
    if (::fdatasync(m_descriptor) != 0)
        return failure(systemError(u"flush a file to the disk"_s, errno));
    return {};
}

Result<> syncDirectory(const QString &path)
{
    const auto directory = OpenFile::open(path, O_RDONLY | O_DIRECTORY);
    if (!directory)
        return failure(directory.error());
    if (::fsync(directory->descriptor()) != 0)
        return failure(systemError(u"flush the directory "_s + path, errno));
    return {};
}

} // namespace r2cache
