// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/origin/originfiles.h"

#include <QCryptographicHash>
#include <QFileInfo>

namespace r2cache {

using namespace Qt::StringLiterals;

QByteArray OriginFile::readAt(qint64 offset, qint64 length) const
{
    file->seek(offset);
    auto bytes = file->read(std::min(length, size - offset));
    if (isOtherVersion) {
        const auto changedFrom = std::min<qint64>(4096, size / 2);
        for (qsizetype i = 0; i < bytes.size(); ++i) {
            if (offset + i >= changedFrom)
                bytes[i] = static_cast<char>(bytes[i] ^ 0x5A);
        }
    }
    return bytes;
}

std::shared_ptr<OriginFile> OriginFiles::open(const QString &path, bool otherVersion)
{
    const auto segments = path.split(u'/');
    if (segments.contains(u".."_s) || path.contains(QChar(0)))
        return nullptr;
    const QFileInfo info(m_root + u'/' + path);
    auto opened = std::make_shared<OriginFile>();
    opened->file = std::make_shared<QFile>(info.filePath());
    if (!info.isFile() || !opened->file->open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return nullptr;
    opened->size = info.size();
    opened->modified = info.lastModified().toUTC();
    opened->isOtherVersion = otherVersion;

    auto &known = m_known[path + (otherVersion ? u"?2"_s : u""_s)];
    if (known.etag.isEmpty() || known.size != opened->size || known.modified != opened->modified) {
        QCryptographicHash md5(QCryptographicHash::Md5);
        constexpr qint64 piece = 1024LL * 1024;
        for (qint64 at = 0; at < opened->size; at += piece)
            md5.addData(opened->readAt(at, piece));
        known = {opened->size, opened->modified, '"' + md5.result().toHex() + '"'};
    }
    opened->etag = known.etag;
    return opened;
}

} // namespace r2cache
