// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/privatefile.h"

#include "core/base/digest.h"
#include "core/base/openfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 maxBytes = 65'536;
constexpr mode_t othersMayWrite = S_IWGRP | S_IWOTH;
constexpr mode_t othersMayAnything = S_IRWXG | S_IRWXO;

/// A finished file beside its destination; removed with this object.
class TemporaryFile
{
public:
    explicit TemporaryFile(const QString &path)
        : m_path(QFile::encodeName(path))
    { }
    TemporaryFile(const TemporaryFile &) = delete;
    TemporaryFile &operator=(const TemporaryFile &) = delete;
    ~TemporaryFile() { ::unlink(m_path.constData()); }

    [[nodiscard]] const char *path() const { return m_path.constData(); }

    [[nodiscard]] Result<> write(const QByteArray &bytes) const
    {
        const auto file
            = OpenFile::open(QFile::decodeName(m_path), O_WRONLY | O_CREAT | O_EXCL, 0600);
        if (!file)
            return failure(file.error());
        if (auto written = file->writeAt(0, bytes); !written)
            return written;
        return file->sync();
    }

private:
    QByteArray m_path;
};

} // namespace

Result<> makePrivateDirectory(const QString &path)
{
    const QFileInfo info{path};
    if (!QDir{}.mkpath(info.path()))
        return failure(ErrorCode::Io, u"Could not create the directory "_s + info.path() + u'.');
    const auto encoded = QFile::encodeName(path);
    if (::mkdir(encoded.constData(), 0700) != 0 && errno != EEXIST)
        return failure(systemError(u"create the directory "_s + path, errno));

    struct stat status
    { };
    if (::lstat(encoded.constData(), &status) != 0)
        return failure(systemError(u"examine "_s + path, errno));
    if (!S_ISDIR(status.st_mode) || status.st_uid != ::geteuid()
        || (status.st_mode & othersMayWrite) != 0)
        return failure(
            ErrorCode::Io,
            path
                + u" must be a directory of your own that nobody else can write to; remove it or "
                  "set XDG_RUNTIME_DIR to one."_s);
    return {};
}

Result<QByteArray> readPrivateFile(const QString &path)
{
    // O_NONBLOCK: a FIFO in its place must not hold us up.
    const auto file = OpenFile::open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    if (!file)
        return failure(file.error());
    struct stat status
    { };
    if (::fstat(file->descriptor(), &status) != 0)
        return failure(systemError(u"examine "_s + path, errno));
    if (!S_ISREG(status.st_mode) || status.st_uid != ::geteuid()
        || (status.st_mode & othersMayAnything) != 0)
        return failure(
            ErrorCode::Io,
            path + u" must be a file of your own that nobody else can read (chmod 600)."_s);
    if (status.st_size > maxBytes)
        return failure(ErrorCode::Io, path + u" is too large to be a file of r2cache."_s);
    return file->readAt(0, status.st_size);
}

Result<> replacePrivateFile(const QString &path, const QByteArray &bytes)
{
    // Always the same name: what a killed run left of it goes now, instead of staying for ever.
    const QString aside = path + u".tmp"_s;
    if (::unlink(QFile::encodeName(aside).constData()) != 0 && errno != ENOENT)
        return failure(systemError(u"remove "_s + aside, errno));
    const TemporaryFile temporary{aside};
    if (auto written = temporary.write(bytes); !written)
        return written;
    if (::rename(temporary.path(), QFile::encodeName(path).constData()) != 0)
        return failure(systemError(u"write "_s + path, errno));
    return {};
}

Result<> createPrivateFile(const QString &path, const QByteArray &bytes)
{
    // Several services may create the key that they share: each writes a file of its own.
    const QString aside = path + u'.' + QString::fromLatin1(randomHex(8)) + u".tmp"_s;
    const TemporaryFile temporary{aside};
    if (auto written = temporary.write(bytes); !written)
        return written;
    // link(2) fails where rename(2) would replace, and never shows a half-written file.
    if (::link(temporary.path(), QFile::encodeName(path).constData()) == 0)
        return {};
    if (errno == EEXIST)
        return failure(ErrorCode::Conflict, path + u" exists already."_s);
    return failure(systemError(u"create "_s + path, errno));
}

} // namespace r2cache
