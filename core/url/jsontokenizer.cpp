// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/url/jsontokenizer.h"

#include "core/url/utf8text.h"

#include <QtEndian>

#include <bit>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

unsigned char asByte(char c)
{
    return static_cast<unsigned char>(c);
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isHexDigit(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

constexpr quint64 inEachByte(quint64 value)
{
    return value * 0x0101010101010101ULL;
}

/// The high bit of the first byte of @p word that a string's scan has to look at: a quote, a
/// backslash, a control or a non-ASCII byte. Bits of later bytes may be set wrongly (a borrow), so
/// only the lowest counts.
quint64 firstSpecialByte(quint64 word)
{
    const auto zeroBytes = [](quint64 w) {
        return (w - inEachByte(0x01)) & ~w;
    };
    const quint64 quotes = zeroBytes(word ^ inEachByte('"'));
    const quint64 backslashes = zeroBytes(word ^ inEachByte('\\'));
    const quint64 controls = (word - inEachByte(0x20)) & ~word;
    return (quotes | backslashes | controls | word) & inEachByte(0x80);
}

/// Where in @p text the next special byte at or behind @p from is, or its end.
qsizetype skipPlainBytes(QByteArrayView text, qsizetype from)
{
    for (; from + 8 <= text.size(); from += 8) {
        const auto special = firstSpecialByte(qFromLittleEndian<quint64>(text.data() + from));
        if (special != 0)
            return from + std::countr_zero(special) / 8;
    }
    const auto isPlain = [](char c) {
        return asByte(c) >= 0x20 && asByte(c) < 0x80 && c != '"' && c != '\\';
    };
    while (from < text.size() && isPlain(text[from]))
        ++from;
    return from;
}

} // namespace

JsonTokenizer::JsonTokenizer(QByteArrayView utf8, int maximumDepth)
    : m_text(utf8)
    , m_maximumDepth(maximumDepth)
{
    if (m_text.startsWith(utf8ByteOrderMark))
        m_position = 3;
}

Error JsonTokenizer::error() const
{
    const auto position = positionAt(m_text, m_position);
    return {
        ErrorCode::InvalidJson,
        u"Line %1, column %2: %3."_s.arg(position.line)
            .arg(position.column)
            .arg(QString::fromLatin1(m_failure).replace(
                u"DEPTH"_s, QString::number(m_maximumDepth))),
        u"at byte %1 of %2"_s.arg(m_position).arg(m_text.size())};
}

JsonTokenizer::Token JsonTokenizer::next()
{
    if (m_failure)
        return Token::Invalid;
    skipBlanks();
    if (m_expected == Expected::CommaOrEnd) {
        const bool inObject = m_containers.back() == '}';
        if (atEnd())
            return fail(inObject ? "an object is not closed" : "an array is not closed");
        if (here() == m_containers.back())
            return close(inObject ? Token::ObjectEnd : Token::ArrayEnd);
        if (here() != ',')
            return fail(inObject ? "',' or '}' is missing here" : "',' or ']' is missing here");
        ++m_position;
        skipBlanks();
        m_expected = inObject ? Expected::Key : Expected::Value;
    }
    if (atEnd()) {
        return m_expected == Expected::Nothing ? Token::End
                                               : fail("the text ends where a value is expected");
    }

    switch (m_expected) {
    case Expected::FirstKey:
        if (here() == '}')
            return close(Token::ObjectEnd);
        return readKey();
    case Expected::Key:
        return here() == '}' ? fail("a comma before '}' is not allowed") : readKey();
    case Expected::FirstElement:
        if (here() == ']')
            return close(Token::ArrayEnd);
        return readValue();
    case Expected::Value:
        return readValue();
    case Expected::Nothing:
    case Expected::CommaOrEnd: // became something else above
        break;
    }
    return fail("there is more text behind the end of the JSON value");
}

// The loops below work on copies of m_position: reading through a char pointer may, as far as the
// compiler knows, read m_position itself, and then it is stored at every step.

void JsonTokenizer::skipBlanks()
{
    const auto isBlank = [](char c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    };
    const char *const text = m_text.data();
    const qsizetype size = m_text.size();
    qsizetype at = m_position;
    while (at < size && isBlank(text[at]))
        ++at;
    m_position = at;
}

JsonTokenizer::Token JsonTokenizer::readKey()
{
    if (here() != '"')
        return fail("a member's name in double quotes is expected here");
    m_tokenBegin = m_position;
    if (!skipString())
        return Token::Invalid;
    m_tokenEnd = m_position;
    skipBlanks();
    if (atEnd() || here() != ':')
        return fail("':' is missing behind a member's name");
    ++m_position;
    m_expected = Expected::Value;
    return Token::Key;
}

JsonTokenizer::Token JsonTokenizer::readValue()
{
    m_tokenBegin = m_position;
    switch (here()) {
    case '"':
        return skipString() ? finished(Token::String) : Token::Invalid;
    case '{':
        return open('}', Expected::FirstKey, Token::ObjectBegin);
    case '[':
        return open(']', Expected::FirstElement, Token::ArrayBegin);
    case 't':
        return readLiteral("true");
    case 'f':
        return readLiteral("false");
    case 'n':
        return readLiteral("null");
    case ']':
        return fail(
            m_containers.empty() || m_containers.back() != ']'
                ? "a value is expected here"
                : "a comma before ']' is not allowed");
    default:
        if (here() == '-' || isDigit(here()))
            return readNumber();
        return fail("a value is expected here");
    }
}

JsonTokenizer::Token JsonTokenizer::readLiteral(QByteArrayView word)
{
    if (!m_text.sliced(m_position).startsWith(word))
        return fail("a value is expected here");
    m_position += word.size();
    return finished(Token::Literal);
}

bool JsonTokenizer::skipDigits()
{
    const char *const text = m_text.data();
    const qsizetype size = m_text.size();
    qsizetype at = m_position;
    while (at < size && isDigit(text[at]))
        ++at;
    return std::exchange(m_position, at) < at;
}

/// RFC 8259 section 6.
JsonTokenizer::Token JsonTokenizer::readNumber()
{
    if (here() == '-')
        ++m_position;
    if (!atEnd() && here() == '0') {
        ++m_position;
        if (!atEnd() && isDigit(here()))
            return fail("a number may not begin with 0");
    } else if (!skipDigits()) {
        return fail("a digit is missing in a number");
    }
    if (!atEnd() && here() == '.') {
        ++m_position;
        if (!skipDigits())
            return fail("a digit is missing in a number");
    }
    if (!atEnd() && (here() == 'e' || here() == 'E')) {
        ++m_position;
        if (!atEnd() && (here() == '+' || here() == '-'))
            ++m_position;
        if (!skipDigits())
            return fail("a digit is missing in a number");
    }
    return finished(Token::Number);
}

/// From the opening quote to behind the closing one; false after fail().
bool JsonTokenizer::skipString()
{
    const qsizetype opening = m_position++;
    m_hasEscapes = false;
    for (;;) {
        m_position = skipPlainBytes(m_text, m_position);
        if (atEnd()) {
            m_position = opening;
            fail("a string is not closed");
            return false;
        }
        const char c = here();
        if (c == '"') {
            ++m_position;
            return true;
        }
        if (c == '\\') {
            m_hasEscapes = true;
            if (!skipEscape())
                return false;
        } else if (asByte(c) >= 0x80) {
            if (!skipUtf8Sequence())
                return false;
        } else {
            fail("a control character in a string must be escaped");
            return false;
        }
    }
}

bool JsonTokenizer::skipEscape()
{
    const QByteArrayView rest = m_text.sliced(m_position + 1);
    if (!rest.isEmpty() && QByteArrayView("\"\\/bfnrt").contains(rest[0])) {
        m_position += 2;
        return true;
    }
    if (rest.size() >= 5 && rest[0] == 'u'
        && std::all_of(rest.begin() + 1, rest.begin() + 5, isHexDigit)) {
        m_position += 6;
        return true;
    }
    fail("a backslash begins no valid escape");
    return false;
}

bool JsonTokenizer::skipUtf8Sequence()
{
    // Text in other scripts comes in runs: stay here until it ends.
    while (!atEnd() && asByte(here()) >= 0x80) {
        const qsizetype length = utf8SequenceLength(m_text.sliced(m_position));
        if (length == 0) {
            fail("the bytes are not valid UTF-8");
            return false;
        }
        m_position += length;
    }
    return true;
}

JsonTokenizer::Token JsonTokenizer::open(char closing, Expected expected, Token token)
{
    if (static_cast<qsizetype>(m_containers.size()) == m_maximumDepth)
        return fail("objects and arrays are nested more than DEPTH deep");
    m_containers.push_back(closing);
    m_tokenEnd = ++m_position;
    m_expected = expected;
    return token;
}

JsonTokenizer::Token JsonTokenizer::close(Token token)
{
    m_tokenBegin = m_position;
    m_containers.pop_back();
    ++m_position;
    return finished(token);
}

JsonTokenizer::Token JsonTokenizer::finished(Token token)
{
    m_tokenEnd = m_position;
    m_expected = m_containers.empty() ? Expected::Nothing : Expected::CommaOrEnd;
    return token;
}

JsonTokenizer::Token JsonTokenizer::fail(const char *reason)
{
    m_failure = reason;
    return Token::Invalid;
}

} // namespace r2cache
