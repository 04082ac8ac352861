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
    return QByteArray::number(response.bodyLength());
}

/// A head as it grows: std::string, whose appending costs a fraction of QByteArray's.
class HeadText
{
public:
    HeadText() { m_text.reserve(1024); }

    HeadText &operator<<(QByteArrayView bytes)
    {
        m_text.append(bytes.data(), static_cast<std::size_t>(bytes.size()));
        return *this;
    }
    void addField(QByteArrayView name, QByteArrayView value)
    {
        *this << name << ": " << value << "\r\n";
    }
    [[nodiscard]] QByteArray toByteArray() const
    {
        return {m_text.data(), static_cast<qsizetype>(m_text.size())};
    }

private:
    std::string m_text;
};

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

    HeadText head;
    head << "HTTP/1.1 " << QByteArray::number(response.status) << " " << statusText(response.status)
         << "\r\n";
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
    head.addField("Date", context.date);
    if (const auto length = contentLengthOf(response, context))
        head.addField("Content-Length", *length);
    if (!context.keepAlive)
        head.addField("Connection", "close");
    else if (context.minorVersion == 0) // RFC 9112 appendix C.2.2
        head.addField("Connection", "keep-alive");
    head << "\r\n";
    return head.toByteArray();
}

} // namespace r2cache
