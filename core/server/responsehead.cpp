// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/responsehead.h"

#include "core/http/fieldsyntax.h"
#include "core/http/httpstatus.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

bool isOurs(QByteArrayView name)
{
    static constexpr std::array<QByteArrayView, 5> ours
        = {"Date", "Content-Length", "Connection", "Keep-Alive", "Transfer-Encoding"};
    return std::ranges::any_of(ours, [&](QByteArrayView our) { return equalsWord(name, our); });
}

/// Absent where RFC 9110 section 8.6 forbids it (204) or where the length is not known.
std::optional<QByteArray> contentLengthOf(const Response &response, const ResponseContext &context)
{
    if (response.status == 204 || (response.status == 304 && response.body.empty()))
        return std::nullopt;
    if (context.toHead && response.body.empty()) {
        if (auto given = response.headers.value("Content-Length"))
            return given;
    }
    const auto length = response.bodyLength();
    return length ? std::optional(QByteArray::number(*length)) : std::nullopt;
}

/// A head as it grows, in one piece of memory: QByteArray's own appending costs more than all else
/// that is done here.
class HeadText
{
public:
    /// @param room  all that will ever be added.
    explicit HeadText(qsizetype room)
        : m_bytes(room, Qt::Uninitialized)
        , m_end(m_bytes.data())
    { }

    void add(QByteArrayView bytes)
    {
        Q_ASSERT(m_end + bytes.size() <= m_bytes.constData() + m_bytes.size());
        m_end = std::copy(bytes.begin(), bytes.end(), m_end);
    }
    void addField(QByteArrayView name, QByteArrayView value)
    {
        add(name);
        add(": ");
        add(value);
        add("\r\n");
    }
    [[nodiscard]] QByteArray take()
    {
        m_bytes.truncate(m_end - m_bytes.constData());
        return std::move(m_bytes);
    }

private:
    QByteArray m_bytes;
    char *m_end;
};

/// Enough for the whole head, a little too much.
qsizetype roomFor(const Response &response, const ResponseContext &context)
{
    constexpr qsizetype roomForOurs = 256; // status line, Content-Length, Connection
    qsizetype room = roomForOurs + context.date.size() + response.date.size();
    for (const auto &[name, value] : response.headers.fields())
        room += name.size() + value.size() + 4;
    return room;
}

} // namespace

bool hasBodyOnTheWire(int status, bool toHead)
{
    return !toHead && status != 204 && status != 304;
}

Result<QByteArray> serializeHead(const Response &response, const ResponseContext &context)
{
    if (response.status < 200 || response.status > 599)
        return failure(
            ErrorCode::Internal, u"%1 is not a status of an answer."_s.arg(response.status));

    if (!isFieldValue(response.date))
        return failure(
            ErrorCode::Internal, u"The date of an answer has characters that would end it."_s);

    HeadText head(roomFor(response, context));
    head.add("HTTP/1.1 ");
    head.add(QByteArray::number(response.status));
    head.add(" ");
    head.add(statusText(response.status));
    head.add("\r\n");
    for (const auto &[name, value] : response.headers.fields()) {
        if (!isToken(name) || !isFieldValue(value)) {
            return failure(
                ErrorCode::Internal,
                u"The header field %1 of an answer has characters that would end it."_s.arg(
                    QString::fromLatin1(name.toPercentEncoding())));
        }
        if (!isOurs(name))
            head.addField(name, value);
    }
    head.addField("Date", response.date.isEmpty() ? context.date : response.date);
    if (const auto length = contentLengthOf(response, context))
        head.addField("Content-Length", *length);
    if (!context.keepAlive)
        head.addField("Connection", "close");
    else if (context.minorVersion == 0) // RFC 9112 appendix C.2.2
        head.addField("Connection", "keep-alive");
    head.add("\r\n");
    return head.take();
}

} // namespace r2cache
