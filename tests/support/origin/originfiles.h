// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QFile>
#include <QHash>
#include <QString>

#include <memory>

namespace r2cache {

/// One version of a file as it is served.
struct OriginFile
{
    std::shared_ptr<QFile> file; ///< Open for this request alone.
    qint64 size = 0;
    QByteArray etag; ///< Quoted MD5.
    QDateTime modified; ///< UTC.
    bool isOtherVersion = false;

    /// Up to @p length bytes at @p offset of this version.
    [[nodiscard]] QByteArray readAt(qint64 offset, qint64 length) const;
};

/// The files below one directory, with their MD5 remembered until they change.
class OriginFiles
{
public:
    explicit OriginFiles(QString root)
        : m_root(std::move(root))
    { }

    /// @p path is decoded; nothing outside the root is found. Null if there is no such file.
    /// @param otherVersion  same length, but the bytes after the container's head differ.
    [[nodiscard]] std::shared_ptr<OriginFile> open(const QString &path, bool otherVersion);

private:
    struct Known
    {
        qint64 size = 0;
        QDateTime modified;
        QByteArray etag;
    };

    QString m_root;
    QHash<QString, Known> m_known;
};

} // namespace r2cache
