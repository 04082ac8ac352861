// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/chunkeddecoder.h"

#include "core/http/fieldsyntax.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxLineBytes = 4LL * 1024;
constexpr qsizetype maxTrailerBytes = 8LL * 1024;

tl::unexpected<Refusal> refuse(int status, QString sentence)
{
    return tl::unexpected<Refusal>{Refusal{status, std::move(sentence)}};
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

} // namespace

Parsed<void> ChunkedDecoder::startChunk(QByteArrayView line)
{
    qsizetype digits = 0;
    qint64 size = 0;
    while (digits < line.size() && hexDigit(line[digits]) >= 0) {
        if (digits == 15)
            return refuse(413, u"A chunk of the body is too large."_s);
        size = size * 16 + hexDigit(line[digits++]);
    }
    // After the size only an extension may follow, perhaps after white space (section 7.1.1).
    auto rest = line.sliced(digits);
    while (!rest.isEmpty() && (rest.front() == ' ' || rest.front() == '\t'))
        rest = rest.sliced(1);
    const bool bareSpace = rest.isEmpty() && digits != line.size();
    if (digits == 0 || bareSpace || (!rest.isEmpty() && rest.front() != ';') || !isFieldValue(rest))
        return refuse(400, u"The chunked body is broken: no chunk size."_s);
    if (size > m_room)
        return refuse(413, u"The body is too large."_s);
    m_room -= size;
    m_left = size;
    m_state = size > 0 ? State::Data : State::Trailer;
    return {};
}

Parsed<bool> ChunkedDecoder::decode(QByteArray &input, QByteArray &body)
{
    qsizetype used = 0;
    const auto stop = [&](Parsed<bool> result) {
        input.remove(0, used);
        return result;
    };
    for (;;) {
        const auto rest = QByteArrayView(input).sliced(used);
        if (m_state == State::Data) {
            const auto taken = std::min<qint64>(m_left, rest.size());
            body.append(rest.first(taken));
            used += taken;
            m_left -= taken;
            if (m_left > 0)
                return stop(false);
            m_state = State::DataEnd;
            continue;
        }
        const auto lineFeed = rest.indexOf('\n');
        if (lineFeed < 0) {
            if (rest.size() > maxLineBytes)
                return stop(refuse(400, u"The chunked body is broken: an endless line."_s));
            return stop(false);
        }
        if (lineFeed == 0 || rest[lineFeed - 1] != '\r' || lineFeed > maxLineBytes)
            return stop(refuse(400, u"The chunked body is broken: a line without CR LF."_s));
        const auto line = rest.first(lineFeed - 1);
        used += lineFeed + 1;
        switch (m_state) {
        case State::Size:
            if (const auto started = startChunk(line); !started)
                return stop(tl::unexpected<Refusal>{started.error()});
            break;
        case State::DataEnd:
            if (!line.isEmpty())
                return stop(refuse(400, u"The chunked body is broken: a chunk is too long."_s));
            m_state = State::Size;
            break;
        case State::Trailer:
            if (line.isEmpty())
                return stop(true);
            m_trailerBytes += line.size();
            if (m_trailerBytes > maxTrailerBytes)
                return stop(refuse(431, u"The trailer fields are too long."_s));
            break;
        case State::Data:
            break;
        }
    }
}

} // namespace r2cache
