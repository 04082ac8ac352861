// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "tests/support/origin/originconnection.h"
#include "tests/support/origin/originfiles.h"
#include "tests/support/origin/signaturecheck.h"

#include <QSslConfiguration>
#include <QTcpServer>
#include <QUrl>

#include <optional>
#include <vector>

namespace r2cache {

/// An origin like a public R2 bucket (ETag = quoted MD5, Last-Modified, ranges, HEAD) that
/// misbehaves where the path says so: `/fault/<faults>/path/of/file.mp4`, see Faults.
///
/// HTTP/1.1 on one address, one thread. Requests are counted per whole path.
class TestOrigin
    : public QObject
    , private OriginService
{
    Q_OBJECT

public:
    struct Logged
    {
        QByteArray method;
        QByteArray path;
        QHash<QByteArray, QByteArray> headers; ///< Names in lower case.
        QByteArray query; ///< As sent, without '?'.
    };

    /// Serves the files below @p root, over TLS if @p tls is given.
    explicit TestOrigin(
        QString root, std::optional<QSslConfiguration> tls = {}, QObject *parent = nullptr);

    /// @param port  0: any free one.
    [[nodiscard]] Result<>
    listen(quint16 port = 0, const QHostAddress &address = QHostAddress(QHostAddress::LocalHost));
    void close(); ///< Stops accepting and drops every connection.
    [[nodiscard]] quint16 port() const { return m_server->serverPort(); }
    /// "http://127.0.0.1:PORT" + @p path.
    [[nodiscard]] QUrl url(const QString &path) const;

    /// From now on only what is signed with @p keys is answered; all else gets 403, like R2's own.
    void requireSignature(SignatureCheck keys) { m_signature = std::move(keys); }

    [[nodiscard]] const std::vector<Logged> &requests() const { return m_requests; }
    [[nodiscard]] int openConnections() const;

private:
    OriginAnswer answer(const OriginRequest &request) override;
    [[nodiscard]] OriginAnswer
    serveFile(const OriginRequest &request, const QString &path, const Faults &faults, int count);

    OriginFiles m_files;
    std::unique_ptr<QTcpServer> m_server;
    bool m_isTls;
    std::optional<SignatureCheck> m_signature;
    std::vector<Logged> m_requests;
    QHash<QByteArray, int> m_counts;
};

} // namespace r2cache
