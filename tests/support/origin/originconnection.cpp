// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/origin/originconnection.h"

#include <sys/socket.h>

namespace r2cache {

namespace {

constexpr qint64 maxUnsent = 256LL * 1024;
constexpr qsizetype maxHead = 64 * 1024;

} // namespace

OriginConnection::OriginConnection(QTcpSocket *socket, OriginService &service, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_service(service)
{
    socket->setParent(this);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &OriginConnection::send);
    connect(socket, &QTcpSocket::readyRead, this, &OriginConnection::readRequest);
    connect(socket, &QTcpSocket::bytesWritten, this, &OriginConnection::send);
    connect(socket, &QTcpSocket::disconnected, this, &QObject::deleteLater);
    connect(socket, &QTcpSocket::errorOccurred, this, &QObject::deleteLater);
    readRequest();
}

void OriginConnection::readRequest()
{
    m_input += m_socket->readAll();
    const auto end = m_input.indexOf("\r\n\r\n");
    if (m_input.size() > maxHead)
        m_socket->abort();
    if (m_doing != Doing::Reading || end < 0)
        return;
    const auto lines = m_input.first(end).split('\n');
    m_input.remove(0, end + 4);

    OriginRequest request;
    const auto words = lines.constFirst().trimmed().split(' ');
    request.method = words.value(0);
    const auto target = words.value(1);
    const auto mark = target.indexOf('?');
    request.path = mark < 0 ? target : target.first(mark);
    request.query = mark < 0 ? QByteArray() : target.mid(mark + 1);
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const auto colon = lines[i].indexOf(':');
        request.headers.insert(
            lines[i].first(std::max(colon, qsizetype{0})).toLower(),
            lines[i].mid(colon + 1).trimmed());
    }
    m_answer = m_service.answer(request);
    m_answer.closeAfter |= request.headers.value("connection").toLower() == "close";
    m_doing = Doing::Sending;
    m_position = m_answer.begin;
    m_timer.start(m_answer.faults.firstByteDelay);
    m_sending.invalidate();
}

void OriginConnection::begin()
{
    m_sending.start();
    const auto atOnce = [](qint64 fault) {
        return fault == 0;
    };
    const auto &faults = m_answer.faults;
    if (!atOnce(faults.resetAt) && !atOnce(faults.closeAt) && !atOnce(faults.stallAt))
        m_socket->write(m_answer.head + "\r\n");
}

/// Where in this answer @p fault strikes, or beyond its end.
qint64 OriginConnection::stopAt(qint64 fault) const
{
    const bool strikes = fault == 0 || (fault > m_answer.begin && fault < m_answer.end);
    return strikes ? std::max(fault, m_answer.begin) : m_answer.end + 1;
}

qint64 OriginConnection::allowance()
{
    const auto rate = m_answer.faults.bytesPerSecond;
    if (rate <= 0)
        return maxUnsent;
    const auto due = rate * (m_sending.elapsed() + 20) / 1000;
    return std::clamp<qint64>(due - (m_position - m_answer.begin), 0, maxUnsent);
}

void OriginConnection::send()
{
    if (m_doing == Doing::Ending)
        endWhenWritten();
    if (m_doing != Doing::Sending || m_timer.isActive())
        return;
    if (!m_sending.isValid())
        begin();
    const auto &faults = m_answer.faults;
    const auto breakAt = std::min(stopAt(faults.resetAt), stopAt(faults.closeAt));
    const auto stop = std::min({m_answer.end, breakAt, stopAt(faults.stallAt)});
    while (m_position < stop && m_socket->bytesToWrite() < maxUnsent) {
        const auto length = std::min<qint64>({allowance(), 64 * 1024, stop - m_position});
        if (length == 0) {
            m_timer.start(10);
            return;
        }
        sendPiece(
            m_answer.file ? m_answer.file->readAt(m_position, length)
                          : m_answer.text.mid(m_position, length));
    }
    if (m_position < stop)
        return;
    if (stop == breakAt) {
        m_doing = Doing::Ending;
        endWhenWritten();
    } else if (stop == stopAt(faults.stallAt)) {
        m_doing = Doing::Stalled;
    } else {
        finishAnswer();
    }
}

void OriginConnection::sendPiece(QByteArray bytes)
{
    const auto flip = m_answer.faults.flipAt - m_position;
    if (m_answer.file && m_answer.faults.flipAt >= 0 && flip >= 0 && flip < bytes.size())
        bytes[flip] = static_cast<char>(bytes[flip] ^ 0xFF);
    m_position += bytes.size();
    if (m_answer.faults.chunked)
        bytes = QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
    m_socket->write(bytes);
}

void OriginConnection::finishAnswer()
{
    if (m_answer.faults.chunked && m_answer.file)
        m_socket->write("0\r\n\r\n");
    if (m_answer.closeAfter) {
        m_doing = Doing::Ending;
        endWhenWritten();
        return;
    }
    m_doing = Doing::Reading;
    m_answer = {};
    QMetaObject::invokeMethod(this, &OriginConnection::readRequest, Qt::QueuedConnection);
}

void OriginConnection::endWhenWritten()
{
    if (m_socket->bytesToWrite() > 0)
        return;
    if (stopAt(m_answer.faults.resetAt) <= m_position) {
        const linger hard{.l_onoff = 1, .l_linger = 0};
        ::setsockopt(
            static_cast<int>(m_socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &hard,
            sizeof hard);
        m_socket->abort();
    } else {
        m_socket->disconnectFromHost();
    }
}

} // namespace r2cache
