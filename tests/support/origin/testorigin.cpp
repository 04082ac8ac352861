// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/origin/testorigin.h"

#include <QLocale>
#include <QSslServer>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

QByteArray field(const char *name, const QByteArray &value)
{
    return name + (": " + value) + "\r\n";
}

QByteArray contentTypeOf(const QString &path)
{
    static const QHash<QString, QByteArray> types{
        {u"mp4"_s, "video/mp4"},       {u"m4v"_s, "video/x-m4v"},      {u"webm"_s, "video/webm"},
        {u"mov"_s, "video/quicktime"}, {u"mkv"_s, "video/x-matroska"}, {u"html"_s, "text/html"}};
    return types.value(path.section(u'.', -1).toLower(), "application/octet-stream");
}

QByteArray headOf(int status)
{
    static const QHash<int, QByteArray> reasons{
        {200, "OK"},
        {206, "Partial Content"},
        {302, "Found"},
        {404, "Not Found"},
        {416, "Range Not Satisfiable"},
        {429, "Too Many Requests"},
        {503, "Service Unavailable"}};
    return "HTTP/1.1 " + QByteArray::number(status) + ' ' + reasons.value(status, "Status")
        + "\r\nAccess-Control-Allow-Origin: *\r\n"
          "Access-Control-Expose-Headers: Content-Length, Content-Range, ETag\r\n";
}

OriginAnswer textAnswer(int status, const QByteArray &text, const QByteArray &type)
{
    OriginAnswer answer;
    answer.head = headOf(status) + field("Content-Type", type)
        + field("Content-Length", QByteArray::number(text.size()));
    answer.text = text;
    answer.end = text.size();
    return answer;
}

struct Span
{
    qint64 begin = 0;
    qint64 end = 0;
};

/// The one range of @p range in @p size bytes; nothing: the field is ignored. An empty span is
/// not satisfiable.
std::optional<Span> spanOf(const QByteArray &range, qint64 size)
{
    const auto dash = range.indexOf('-');
    if (!range.startsWith("bytes=") || range.contains(',') || dash < 0)
        return std::nullopt;
    bool hasFirst = false;
    bool hasLast = false;
    const auto first = range.mid(6, dash - 6).toLongLong(&hasFirst);
    const auto last = range.mid(dash + 1).toLongLong(&hasLast);
    if (!hasFirst)
        return hasLast ? std::optional{Span{std::max<qint64>(size - last, 0), size}} : std::nullopt;
    return first < size ? Span{first, hasLast ? std::min(last + 1, size) : size} : Span{};
}

QByteArray etagFor(const OriginFile &file, const Faults &faults, int count)
{
    if (faults.noEtag)
        return {};
    if (faults.newEtag)
        return "\"request-" + QByteArray::number(count) + '"';
    if (faults.badMd5)
        return "\"00000000000000000000000000000000\"";
    return faults.weakEtag ? "W/" + file.etag : file.etag;
}

} // namespace

TestOrigin::TestOrigin(QString root, std::optional<QSslConfiguration> tls, QObject *parent)
    : QObject(parent)
    , m_files(std::move(root))
    , m_isTls(tls.has_value())
{
    if (tls) {
        auto server = std::make_unique<QSslServer>();
        server->setSslConfiguration(*tls);
        m_server = std::move(server);
    } else {
        m_server = std::make_unique<QTcpServer>();
    }
    connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, [this] {
        while (auto *socket = m_server->nextPendingConnection())
            new OriginConnection(socket, *this, this);
    });
}

Result<> TestOrigin::listen(quint16 port, const QHostAddress &address)
{
    if (!m_server->listen(address, port))
        return failure(
            ErrorCode::PortTaken,
            u"Could not listen on port %1: %2."_s.arg(port).arg(m_server->errorString()));
    return {};
}

void TestOrigin::close()
{
    m_server->close();
    qDeleteAll(findChildren<OriginConnection *>());
}

QUrl TestOrigin::url(const QString &path) const
{
    return QUrl(
        u"%1://127.0.0.1:%2%3"_s.arg(m_isTls ? u"https"_s : u"http"_s).arg(port()).arg(path));
}

int TestOrigin::openConnections() const
{
    return static_cast<int>(findChildren<OriginConnection *>().size());
}

OriginAnswer TestOrigin::answer(const OriginRequest &request)
{
    m_requests.push_back({request.method, request.path, request.headers, request.query});
    const int count = ++m_counts[request.path];
    if (request.method != "GET" && request.method != "HEAD")
        return textAnswer(405, "GET and HEAD only.\n", "text/plain");
    if (m_signature && !m_signature->accepts(request))
        return textAnswer(
            403, "<Error><Code>SignatureDoesNotMatch</Code></Error>\n", "application/xml");

    auto segments = request.path.split('/'); // before decoding: values may contain %2F
    Faults faults;
    if (segments.value(1) == "fault") {
        const auto parsed = parseFaults(segments.value(2));
        if (!parsed)
            return textAnswer(400, parsed.error().message.toUtf8() + '\n', "text/plain");
        faults = *parsed;
        segments.remove(1, 2);
        if (count > faults.times || count <= faults.after) {
            const auto all = std::exchange(faults, {});
            faults.changeAfter = all.changeAfter;
            faults.bytesPerSecond = count <= all.after ? all.bytesPerSecond : 0;
        }
    }
    const auto path = QString::fromUtf8(QByteArray::fromPercentEncoding(segments.join('/')));
    auto answer = serveFile(request, path, faults, count);
    answer.faults = faults;
    if (!answer.file)
        answer.faults.chunked = false;
    if (request.method == "HEAD")
        answer.end = answer.begin;
    return answer;
}

OriginAnswer TestOrigin::serveFile(
    const OriginRequest &request, const QString &path, const Faults &faults, int count)
{
    if (faults.status != 0) {
        auto answer = textAnswer(faults.status, "A fault.\n", "text/plain");
        if (!faults.retryAfter.isEmpty())
            answer.head += field("Retry-After", faults.retryAfter);
        return answer;
    }
    if (!faults.redirect.isEmpty()) {
        auto answer = textAnswer(302, "Elsewhere.\n", "text/plain");
        answer.head += field("Location", faults.redirect);
        return answer;
    }
    if (faults.html)
        return textAnswer(
            200, "<!DOCTYPE html><html><body>Not a video</body></html>\n", "text/html");

    const bool changed = faults.changeAfter >= 0 && count > faults.changeAfter;
    OriginAnswer answer;
    answer.file = m_files.open(path, changed);
    if (!answer.file)
        return textAnswer(404, "<html><body>Object not found</body></html>\n", "text/html");

    const auto &file = *answer.file;
    const auto etag = etagFor(file, faults, count);
    const auto ifRange = request.headers.value("if-range");
    // RFC 9110 section 13.1.5: a strong comparison, or the whole representation.
    const bool mayBePartial = !faults.ignoreRange && request.method == "GET"
        && (ifRange.isEmpty() || (ifRange == etag && !etag.startsWith("W/")));
    const auto span
        = mayBePartial ? spanOf(request.headers.value("range"), file.size) : std::nullopt;
    if (span && span->begin >= span->end) {
        auto refusal = textAnswer(416, {}, "text/plain");
        refusal.head += field("Content-Range", "bytes */" + QByteArray::number(file.size));
        return refusal;
    }
    answer.begin = span ? span->begin : 0;
    answer.end = span ? span->end : file.size;
    answer.head
        = headOf(span ? 206 : 200) + field("Content-Type", contentTypeOf(path))
        + field(
              "Last-Modified",
              QLocale::c().toString(file.modified, u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s).toLatin1())
        + field("Accept-Ranges", "bytes");
    if (span)
        answer.head += field(
            "Content-Range",
            "bytes " + QByteArray::number(answer.begin + (faults.wrongRange ? 1 : 0)) + '-'
                + QByteArray::number(answer.end - 1) + '/' + QByteArray::number(file.size));
    if (!etag.isEmpty())
        answer.head += field("ETag", etag);
    if (faults.gzip)
        answer.head += field("Content-Encoding", "gzip");
    if (faults.chunked)
        answer.head += field("Transfer-Encoding", "chunked");
    else if (!faults.untilClose)
        answer.head += field(
            "Content-Length", QByteArray::number(answer.end - answer.begin + faults.lengthError));
    answer.closeAfter = faults.untilClose || faults.lengthError != 0;
    return answer;
}

} // namespace r2cache
