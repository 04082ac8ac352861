// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/origin/testorigin.h"

#include <QTemporaryDir>
#include <QThread>

namespace r2cache {

/// A TestOrigin on a thread of its own, so that the test may block on the service that asks it.
class OriginThread
{
public:
    OriginThread();
    ~OriginThread();
    Q_DISABLE_COPY_MOVE(OriginThread)

    /// Writes @p size bytes that begin like an MP4; each name has others. @return them.
    QByteArray addVideo(const QString &name, qsizetype size);
    void addFile(const QString &name, const QByteArray &bytes);

    /// "http://127.0.0.1:PORT": what CACHE_CUSTOM_DOMAINS has to allow.
    [[nodiscard]] QString address() const;
    /// The URL of @p path, which may begin with "fault/…/".
    [[nodiscard]] QString url(const QString &path) const { return address() + u'/' + path; }
    /// How often @p path was asked for.
    [[nodiscard]] int requestsOf(const QString &path);
    /// The queries with which @p path was asked for, in order.
    [[nodiscard]] QList<QByteArray> queriesOf(const QString &path);
    /// From now on nothing connects.
    void close();

private:
    QTemporaryDir m_root;
    QThread m_thread;
    QObject m_anchor; ///< On m_thread.
    std::unique_ptr<TestOrigin> m_origin; ///< On m_thread.
    quint16 m_port = 0;
};

} // namespace r2cache
