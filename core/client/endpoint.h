// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>
#include <QUrl>

#include <optional>

namespace r2cache {

/// Where a running service is reached (product section 2).
struct Endpoint
{
    qint64 pid = 0; ///< Of the service.
    QUrl apiUrl; ///< "http://localhost:3000".
    QUrl proxyUrl; ///< "http://localhost:3001".
    QString cacheDirectory; ///< Absolute.
    QString tokenFile; ///< Absolute; see tokenfile.h.

    friend bool operator==(const Endpoint &, const Endpoint &) = default;
};

/// An endpoint file's text: JSON.
[[nodiscard]] QByteArray toText(const Endpoint &endpoint);
/// @return nothing if @p text is not whole: no JSON, a value missing or wrong. Pure.
[[nodiscard]] std::optional<Endpoint> endpointFromText(const QByteArray &text);

/// Directory of the endpoint files: @p xdgRuntimeDir if it is an absolute path, otherwise
/// `/tmp/r2cache-UID`.
[[nodiscard]] QString endpointDirectory(const QString &xdgRuntimeDir);

/// The one file by which clients find the service of a cache directory: written by the service when
/// it listens, read by verbs. Any thread; the service's directory lock keeps writers apart.
class EndpointFile
{
public:
    /// @param directory       endpointDirectory().
    /// @param cacheDirectory  existing or not; the same one through links gives the same file.
    EndpointFile(const QString &directory, const QString &cacheDirectory);

    /// `<directory>/<hash of the cache directory>.json`.
    [[nodiscard]] const QString &path() const { return m_path; }

    /// Replaces the file in one step, mode 0600; creates the directory with mode 0700.
    /// @return Io or DiskFull naming the path: also if the directory is not a directory of this
    /// user's own that nobody else can write to.
    [[nodiscard]] Result<> write(const Endpoint &endpoint) const;

    /// @return the endpoint of a service that runs; NotFound if there is no file or its process is
    /// dead; Io if the file is another user's, open to others, or damaged.
    [[nodiscard]] Result<Endpoint> read() const;

    /// Removes the file if it is the one of process @p pid, so that a service that ends late does
    /// not remove its successor's. Having nothing to remove is no error.
    [[nodiscard]] Result<> remove(qint64 pid) const;

private:
    /// The file's content, whether its process lives or not.
    [[nodiscard]] Result<Endpoint> readAny() const;

    QString m_directory;
    QString m_path;
};

} // namespace r2cache
