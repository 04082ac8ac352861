// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/originthread.h"

#include "core/base/callon.h"

#include <QDir>
#include <QRandomGenerator>

namespace r2cache {

using namespace Qt::StringLiterals;

OriginThread::OriginThread()
{
    m_anchor.moveToThread(&m_thread);
    m_thread.start();
    auto listening = callOn(&m_anchor, [this] {
        m_origin = std::make_unique<TestOrigin>(m_root.path());
        return m_origin->listen() ? m_origin->port() : quint16(0);
    });
    m_port = listening.result();
    if (m_port == 0)
        qFatal("the test origin cannot listen");
}

OriginThread::~OriginThread()
{
    callOn(&m_anchor, [this] { m_origin.reset(); }).waitForFinished();
    m_thread.quit();
    m_thread.wait();
}

QByteArray OriginThread::addVideo(const QString &name, qsizetype size)
{
    QByteArray bytes(
        "\0\0\0\x18"
        "ftypmp42\0\0\0\0mp42isom",
        24);
    QRandomGenerator generator(static_cast<quint32>(qHash(name)));
    while (bytes.size() < size)
        bytes += static_cast<char>(generator.generate());
    addFile(name, bytes);
    return bytes;
}

void OriginThread::addFile(const QString &name, const QByteArray &bytes)
{
    QFile file(m_root.filePath(name));
    if (!QDir().mkpath(QFileInfo(file).path()) || !file.open(QIODevice::WriteOnly)
        || file.write(bytes) != bytes.size())
        qFatal("cannot write a test file");
}

QString OriginThread::address() const
{
    return u"http://127.0.0.1:%1"_s.arg(m_port);
}

int OriginThread::requestsOf(const QString &path)
{
    auto counting = callOn(&m_anchor, [this, wanted = QByteArray('/' + path.toUtf8())] {
        const auto &requests = m_origin->requests();
        return static_cast<int>(std::count_if(
            requests.begin(), requests.end(),
            [&wanted](const TestOrigin::Logged &request) { return request.path == wanted; }));
    });
    return counting.result();
}

QList<QByteArray> OriginThread::queriesOf(const QString &path)
{
    auto listing = callOn(&m_anchor, [this, wanted = QByteArray('/' + path.toUtf8())] {
        QList<QByteArray> queries;
        for (const auto &request : m_origin->requests()) {
            if (request.path == wanted)
                queries.append(request.query);
        }
        return queries;
    });
    return listing.result();
}

void OriginThread::close()
{
    callOn(&m_anchor, [this] { m_origin->close(); }).waitForFinished();
}

} // namespace r2cache
