// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/ports.h"

#include <QDir>
#include <QFile>
#include <QSet>
#include <QTcpServer>

#include <unistd.h>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

QByteArray readAll(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Socket inodes that listen on @p port, from one of the kernel's tables.
void addListeners(const QString &table, quint16 port, QSet<QByteArray> &inodes)
{
    constexpr auto listening = "0A"; // TCP_LISTEN
    const QByteArray suffix = ':' + QByteArray::number(port, 16).rightJustified(4, '0').toUpper();
    for (const auto lines = readAll(table).split('\n'); const auto &line : lines) {
        const auto columns = line.simplified().split(' ');
        if (columns.size() > 9 && columns[1].endsWith(suffix) && columns[3] == listening)
            inodes.insert("socket:[" + columns[9] + ']');
    }
}

bool holdsOneOf(const QString &process, const QSet<QByteArray> &inodes)
{
    const QDir descriptors(u"/proc/"_s + process + u"/fd"_s);
    const auto names = descriptors.entryList(QDir::System | QDir::Files);
    return std::any_of(names.begin(), names.end(), [&](const QString &name) {
        // A link to "socket:[inode]" is no path: read it raw.
        std::array<char, 64> target{};
        const auto path = QFile::encodeName(descriptors.filePath(name));
        const auto length = ::readlink(path.constData(), target.data(), target.size());
        return length > 0 && inodes.contains(QByteArray(target.data(), length));
    });
}

} // namespace

QString portHolder(quint16 port)
{
    QSet<QByteArray> inodes;
    addListeners(u"/proc/net/tcp"_s, port, inodes);
    addListeners(u"/proc/net/tcp6"_s, port, inodes);
    if (inodes.isEmpty())
        return {};
    for (const auto processes = QDir(u"/proc"_s).entryList(QDir::Dirs);
         const auto &process : processes) {
        if (process.front().isDigit() && holdsOneOf(process, inodes)) {
            const auto name = readAll(u"/proc/"_s + process + u"/comm"_s).trimmed();
            return u"%1 (pid %2)"_s.arg(QString::fromUtf8(name), process);
        }
    }
    return {};
}

bool isPortFree(quint16 port)
{
    for (const auto &address : {QHostAddress::LocalHost, QHostAddress::LocalHostIPv6}) {
        QTcpServer server;
        if (!server.listen(address, port)
            && server.serverError() == QAbstractSocket::AddressInUseError) {
            return false;
        }
    }
    return true;
}

} // namespace r2cache
