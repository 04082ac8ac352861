// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/endpoint.h"

#include "core/base/digest.h"
#include "core/base/openfile.h"
#include "core/client/privatefile.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include <cerrno>
#include <csignal>
#include <unistd.h>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// The path without links and dots. Of what does not exist yet, the parent's: the service may
/// create it after a verb has asked.
QString canonicalPath(const QString &path)
{
    const QFileInfo info{QDir::cleanPath(QDir::current().absoluteFilePath(path))};
    auto canonical = info.canonicalFilePath();
    if (!canonical.isEmpty())
        return canonical;
    if (info.isRoot())
        return info.filePath();
    return QDir::cleanPath(canonicalPath(info.path()) + u'/' + info.fileName());
}

/// An invalid URL may have a host, too.
bool isAddress(const QUrl &url)
{
    return url.isValid() && !url.host().isEmpty();
}

bool isAlive(qint64 pid)
{
    // EPERM: it lives, but belongs to somebody else
    return pid > 0 && (::kill(static_cast<pid_t>(pid), 0) == 0 || errno == EPERM);
}

} // namespace

QByteArray toText(const Endpoint &endpoint)
{
    const QJsonObject object{
        {u"pid"_s, endpoint.pid},
        {u"apiUrl"_s, endpoint.apiUrl.toString()},
        {u"proxyUrl"_s, endpoint.proxyUrl.toString()},
        {u"cacheDirectory"_s, endpoint.cacheDirectory},
        {u"tokenFile"_s, endpoint.tokenFile},
    };
    return QJsonDocument{object}.toJson();
}

std::optional<Endpoint> endpointFromText(const QByteArray &text)
{
    const auto object = QJsonDocument::fromJson(text).object();
    Endpoint endpoint{
        object[u"pid"].toInteger(),
        QUrl{object[u"apiUrl"].toString(), QUrl::StrictMode},
        QUrl{object[u"proxyUrl"].toString(), QUrl::StrictMode},
        object[u"cacheDirectory"].toString(),
        object[u"tokenFile"].toString(),
    };
    const bool isComplete = endpoint.pid > 0 && isAddress(endpoint.apiUrl)
        && isAddress(endpoint.proxyUrl) && !endpoint.cacheDirectory.isEmpty()
        && !endpoint.tokenFile.isEmpty();
    return isComplete ? std::optional(std::move(endpoint)) : std::nullopt;
}

QString endpointDirectory(const QString &xdgRuntimeDir)
{
    if (xdgRuntimeDir.startsWith(u'/'))
        return QDir::cleanPath(xdgRuntimeDir);
    return u"/tmp/r2cache-"_s + QString::number(::getuid());
}

EndpointFile::EndpointFile(const QString &directory, const QString &cacheDirectory)
    : m_directory(directory)
    , m_path(
          directory + u'/'
          + QString::fromLatin1(sha256Hex(canonicalPath(cacheDirectory).toUtf8()).first(32))
          + u".json"_s)
{ }

Result<> EndpointFile::write(const Endpoint &endpoint) const
{
    if (const auto directory = makePrivateDirectory(m_directory); !directory)
        return failure(directory.error());
    return replacePrivateFile(m_path, toText(endpoint));
}

Result<Endpoint> EndpointFile::readAny() const
{
    const auto bytes = readPrivateFile(m_path);
    if (!bytes)
        return failure(bytes.error());
    auto endpoint = endpointFromText(*bytes);
    if (!endpoint)
        return failure(
            ErrorCode::Io,
            m_path + u" is damaged; delete it and restart the service, which writes it anew."_s);
    return std::move(*endpoint);
}

Result<Endpoint> EndpointFile::read() const
{
    auto endpoint = readAny();
    if (!endpoint && endpoint.error().code == ErrorCode::NotFound)
        return failure(
            ErrorCode::NotFound,
            u"No service runs for this cache directory ("_s + m_path + u" does not exist)."_s);
    if (endpoint && !isAlive(endpoint->pid))
        return failure(
            ErrorCode::NotFound,
            u"No service runs for this cache directory: process "_s + QString::number(endpoint->pid)
                + u", named by "_s + m_path + u", has ended without removing it."_s);
    return endpoint;
}

Result<> EndpointFile::remove(qint64 pid) const
{
    const auto endpoint = readAny();
    if (!endpoint && endpoint.error().code == ErrorCode::NotFound)
        return {};
    if (!endpoint)
        return failure(endpoint.error());
    if (endpoint->pid != pid)
        return {};
    if (::unlink(QFile::encodeName(m_path).constData()) != 0 && errno != ENOENT)
        return failure(systemError(u"remove "_s + m_path, errno));
    return {};
}

} // namespace r2cache
