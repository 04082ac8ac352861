// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/origin/faults.h"
#include "tests/support/origin/originfiles.h"

#include <QElapsedTimer>
#include <QTcpSocket>
#include <QTimer>

namespace r2cache {

struct OriginRequest
{
    QByteArray method;
    QByteArray path; ///< Still percent-encoded, without query.
    QByteArray query; ///< As sent, without '?'.
    QHash<QByteArray, QByteArray> headers; ///< Names in lower case.
};

/// What to send: a head, then [begin, end) of a file or a short text.
struct OriginAnswer
{
    QByteArray head; ///< Status line and fields, each with CRLF, without the empty line.
    std::shared_ptr<OriginFile> file; ///< Null: text is the body.
    QByteArray text;
    qint64 begin = 0;
    qint64 end = 0; ///< Exclusive; end == begin for HEAD.
    bool closeAfter = false;
    Faults faults;
};

/// Gives answers; lives longer than its connections.
class OriginService
{
public:
    virtual ~OriginService() = default;
    virtual OriginAnswer answer(const OriginRequest &request) = 0;
};

/// One client: reads requests one after the other and sends what the service answers, with the
/// answer's faults, holding at most 256 KiB unsent. Owns its socket; deletes itself with it.
class OriginConnection : public QObject
{
    Q_OBJECT

public:
    OriginConnection(QTcpSocket *socket, OriginService &service, QObject *parent);

private:
    enum class Doing
    {
        Reading,
        Sending,
        Stalled,
        Ending, ///< By reset or close, once all is written.
    };

    void readRequest();
    void begin();
    void send();
    void sendPiece(QByteArray bytes);
    void finishAnswer();
    [[nodiscard]] qint64 stopAt(qint64 fault) const;
    [[nodiscard]] qint64 allowance();
    void endWhenWritten();

    QTcpSocket *m_socket;
    OriginService &m_service;
    QTimer m_timer; ///< First byte, then the rate.
    QElapsedTimer m_sending;
    QByteArray m_input;
    Doing m_doing = Doing::Reading;
    OriginAnswer m_answer;
    qint64 m_position = 0;
};

} // namespace r2cache
