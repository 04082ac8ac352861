// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/requestreader.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype readAtOnce = 64LL * 1024;

} // namespace

RequestReader::RequestReader(Limits limits, quint64 connection)
    : m_limits(limits)
    , m_connection(connection)
    , m_scanner(limits.headBytes)
{ }

qsizetype RequestReader::wanted() const
{
    switch (m_state) {
    case State::Head:
        // One byte more than allowed, to see that it is too long.
        return std::clamp<qsizetype>(m_limits.headBytes + 1 - m_input.size(), 0, readAtOnce);
    case State::Body:
        if (m_decoder)
            return std::max<qsizetype>(readAtOnce - m_input.size(), 0);
        return std::min<qint64>(
            m_parsed.contentLength - m_body.size() - m_input.size(), readAtOnce);
    case State::Complete:
        break;
    }
    return 0;
}

void RequestReader::append(QByteArrayView bytes)
{
    m_input.append(bytes);
}

RequestReader::Step RequestReader::next()
{
    switch (m_state) {
    case State::Head:
        return readHead();
    case State::Body:
        return readBody();
    case State::Complete:
        break;
    }
    return Step::RequestComplete;
}

RequestReader::Step RequestReader::readHead()
{
    // RFC 9112 section 2.2: empty lines before a request are skipped.
    while (m_input.startsWith("\r\n"))
        m_input.remove(0, 2);
    if (m_input.isEmpty() || m_input == "\r")
        return Step::NeedMore;

    const auto length = m_scanner.scan(m_input);
    if (!length)
        return refuse(length.error());
    if (*length == 0)
        return Step::NeedMore;
    auto parsed = parseHead(QByteArrayView(m_input).first(*length));
    if (!parsed)
        return refuse(parsed.error());
    m_input.remove(0, *length);
    m_parsed = std::move(*parsed);
    m_parsed.head.connection = m_connection;
    m_state = State::Complete;
    if (m_parsed.contentLength > m_limits.bodyBytes)
        return refuse({413, u"The body is larger than %1 bytes."_s.arg(m_limits.bodyBytes)});
    if (m_parsed.hasBody()) {
        m_state = State::Body;
        if (m_parsed.chunked)
            m_decoder.emplace(m_limits.bodyBytes);
    }
    return Step::HeadComplete;
}

RequestReader::Step RequestReader::readBody()
{
    if (m_decoder) {
        const auto complete = m_decoder->decode(m_input, m_body);
        if (!complete)
            return refuse(complete.error());
        if (!*complete)
            return Step::NeedMore;
    } else {
        const auto taken = std::min<qint64>(m_parsed.contentLength - m_body.size(), m_input.size());
        m_body.append(QByteArrayView(m_input).first(taken));
        m_input.remove(0, taken);
        if (m_body.size() < m_parsed.contentLength)
            return Step::NeedMore;
    }
    m_state = State::Complete;
    return Step::RequestComplete;
}

RequestReader::Step RequestReader::refuse(Refusal refusal)
{
    m_refusal = std::move(refusal);
    return Step::Refused;
}

Request RequestReader::takeRequest()
{
    Request request;
    static_cast<RequestHead &>(request) = std::move(m_parsed.head);
    request.body = std::exchange(m_body, {});
    m_parsed = {};
    m_decoder.reset();
    m_scanner = HeadScanner(m_limits.headBytes);
    m_state = State::Head;
    if (m_input.isEmpty())
        m_input = {}; // an idle connection holds no buffer
    return request;
}

void RequestReader::discard()
{
    m_input = {};
    m_parsed = {};
    m_body = {};
}

} // namespace r2cache
