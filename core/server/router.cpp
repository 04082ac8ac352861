// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/router.h"

#include "core/base/compat.h"
#include "core/server/errorresponse.h"

#include <QHttpServer>
#include <QLoggingCategory>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTcpSocket>

namespace r2cache {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcRouter, "cache.server.router", QtInfoMsg)

namespace {

using Responder = HandedResponder<QHttpServerResponder>;

/// The one client that QHttpServer knows: reads what is asked, swallows what is answered.
class Asker : public QTcpSocket
{
    Q_OBJECT

public:
    Asker()
    {
        setOpenMode(QIODevice::ReadWrite | QIODevice::Unbuffered);
        setSocketState(QAbstractSocket::ConnectedState);
        setPeerAddress(QHostAddress(QHostAddress::LocalHost));
    }
    ~Asker() override { setSocketState(QAbstractSocket::UnconnectedState); }

    void ask(QByteArray head)
    {
        m_unread = std::move(head);
        Q_EMIT readyRead();
        m_unread.clear();
    }

    qint64 bytesAvailable() const override
    {
        return m_unread.size() + QTcpSocket::bytesAvailable();
    }
    // QHttpServer may want to hang up (keep-alive timers of later versions): there is no line.
    void close() override { }
    void disconnectFromHost() override { }

protected:
    qint64 readData(char *data, qint64 maxSize) override
    {
        const auto size = std::min<qint64>(maxSize, m_unread.size());
        std::copy_n(m_unread.constData(), size, data);
        m_unread.remove(0, size);
        return size;
    }
    qint64 skipData(qint64 maxSize) override
    {
        const auto size = std::min<qint64>(maxSize, m_unread.size());
        m_unread.remove(0, size);
        return size;
    }
    qint64 writeData(const char *, qint64 size) override { return size; }

private:
    QByteArray m_unread;
};

/// Gives a QHttpServer the Asker as its only connection.
class AskerServer : public QTcpServer
{
    Q_OBJECT

public:
    using QTcpServer::QTcpServer;

    void offer(Asker *asker) { addPendingConnection(asker); }
};

QHttpServerRequest::Methods methodsOf(const QByteArray &name)
{
    using Method = QHttpServerRequest::Method;
    if (name == "GET")
        return Method::Get | Method::Head;
    static const QHash<QByteArray, Method> others
        = {{"HEAD", Method::Head}, {"PUT", Method::Put},         {"DELETE", Method::Delete},
           {"POST", Method::Post}, {"OPTIONS", Method::Options}, {"PATCH", Method::Patch}};
    return others.value(name, Method::Unknown);
}

/// A pattern of ours as QHttpServer's regular expression; its own "$" would let a last line feed
/// through.
QString patternOf(const QString &path)
{
    auto segments = path.split(u'/');
    for (auto &segment : segments) {
        if (segment != u"<arg>")
            segment = QRegularExpression::escape(segment);
    }
    return segments.join(u'/') + u"\\z$"_s;
}

/// The path such that QHttpServer, which decodes it, gets the path as it was sent.
QByteArray encodedTwice(const QByteArray &path)
{
    return path.toPercentEncoding("/");
}

bool matches(const QString &pattern, const QByteArray &path)
{
    const auto wanted = pattern.toUtf8().split('/');
    const auto given = path.split('/');
    return std::ranges::equal(wanted, given, [](const QByteArray &a, const QByteArray &b) {
        return a == "<arg>" ? !b.isEmpty() : a == b;
    });
}

} // namespace

class Router::Private
{
public:
    explicit Private(const HttpServer::Parts &parts)
        : m_parts(parts)
    {
        for (const auto &route : parts.routes) {
            if (!add(route))
                qCCritical(lcRouter) << "The route cannot be served:" << route.method << route.path;
        }
        setMissingHandlerOf(
            m_server, [this](const QHttpServerRequest &, Responder) { m_call->isMissing = true; });
        connectAsker();
    }

    void dispatch(const Router &router, Request request, PendingResponse response);

private:
    struct Call
    {
        Request &request;
        PendingResponse &response;
        bool wasTaken = false;
        bool isMissing = false;
    };

    bool add(const Route &route)
    {
        if (methodsOf(route.method) == QHttpServerRequest::Methods(0))
            return false;
        switch (route.path.count(u"<arg>"_s)) {
        case 0:
            return addWith<>(route);
        case 1:
            return addWith<QString>(route);
        case 2:
            return addWith<QString, QString>(route);
        default:
            return false;
        }
    }

    template<typename... Segment>
    bool addWith(const Route &route)
    {
        const auto view = [this, handler = &route.handler](Segment... segment, Responder) {
            m_call->wasTaken = true;
            m_call->request.arguments = {percentDecoded(segment.toUtf8())...};
            (*handler)(std::move(m_call->request), std::move(m_call->response));
        };
        return static_cast<bool>(
            m_server.route(patternOf(route.path), methodsOf(route.method), view));
    }

    void connectAsker()
    {
        auto *listener = new AskerServer;
        // bind() wants a listening server. It listens no longer than this function runs:
        // QHttpServer takes its only connection inside offer().
        if (!listener->listen(QHostAddress(QHostAddress::LocalHost)))
            qCCritical(lcRouter).noquote() << "No router:" << listener->errorString();
        m_server.bind(listener);
        m_asker = new Asker;
        m_asker->setParent(listener);
        listener->offer(m_asker);
        listener->close();
    }

    const HttpServer::Parts &m_parts;
    QHttpServer m_server;
    Asker *m_asker = nullptr; ///< Belongs to m_server.
    Call *m_call = nullptr; ///< What is being dispatched.
};

void Router::Private::dispatch(const Router &router, Request request, PendingResponse response)
{
    Call call{request, response};
    m_call = &call;
    m_asker->ask(
        request.method + " http://localhost" + encodedTwice(request.path)
        + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    m_call = nullptr;
    if (call.wasTaken)
        return;
    if (!call.isMissing) {
        // This version of Qt does not route inside readyRead(): nothing works, and must be noticed.
        qCCritical(lcRouter) << "QHttpServer did not route a request; the client gets 500.";
        response.send(errorResponse(m_parts, 500, u"The server could not route this request."_s));
        return;
    }
    const auto allowed = router.methodsFor(request.path);
    if (!allowed.isEmpty() && request.method != "OPTIONS") {
        const auto sentence
            = u"The method %1 is not allowed here."_s.arg(QString::fromLatin1(request.method));
        auto refusal = errorResponse(m_parts, 405, sentence);
        refusal.headers.set("Allow", allowed.join(", "));
        response.send(std::move(refusal));
    } else if (m_parts.notFound) {
        m_parts.notFound(std::move(request), std::move(response));
    } else {
        response.send(errorResponse(m_parts, 404, u"There is nothing here."_s));
    }
}

Router::Router(const HttpServer::Parts &parts)
    : d(std::make_unique<Private>(parts))
    , m_parts(parts)
{ }

Router::~Router() = default;

void Router::dispatch(Request request, PendingResponse response)
{
    d->dispatch(*this, std::move(request), std::move(response));
}

QByteArrayList Router::methodsFor(const QByteArray &path) const
{
    QByteArrayList methods;
    const auto add = [&](const QByteArray &method) {
        if (!methods.contains(method))
            methods.append(method);
    };
    for (const auto &route : m_parts.routes) {
        if (!matches(route.path, path))
            continue;
        add(route.method);
        if (route.method == "GET")
            add("HEAD");
    }
    return methods;
}

QString percentDecoded(const QByteArray &encoded)
{
    return QString::fromUtf8(
        encoded.contains('%') ? QByteArray::fromPercentEncoding(encoded) : encoded);
}

} // namespace r2cache

#include "router.moc"
