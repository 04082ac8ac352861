// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArrayView>

#include <vector>

namespace r2cache {

/// Reads JSON (RFC 8259) token by token and says where each one stands, so that a text can be
/// edited without being printed anew.
///
/// Strict: what JSON.parse refuses is refused, and invalid UTF-8 as well; only a byte order mark at
/// the very beginning is skipped (RFC 8259 section 8.1 allows that). Escaped lone surrogates are
/// valid. Does not recurse, allocates only for nesting, and owns nothing: the text must outlive it.
/// Use from one thread.
///
///     JsonTokenizer json(text);
///     for (auto token = json.next(); token != Token::End; token = json.next())
///         if (token == Token::Invalid) return failure(json.error());
class JsonTokenizer
{
public:
    enum class Token
    {
        ObjectBegin,
        ObjectEnd,
        ArrayBegin,
        ArrayEnd,
        Key, ///< A member's name with its quotes; the ':' behind it is read, too.
        String, ///< A string value with its quotes.
        Number,
        Literal, ///< true, false or null.
        End, ///< The text was one whole value; repeated from then on.
        Invalid, ///< See error(); repeated from then on.
    };

    static constexpr int defaultMaximumDepth = 1000;

    explicit JsonTokenizer(QByteArrayView utf8, int maximumDepth = defaultMaximumDepth);

    [[nodiscard]] Token next();

    /// The bytes of the last token: from begin() to before end().
    [[nodiscard]] qsizetype begin() const { return m_tokenBegin; }
    [[nodiscard]] qsizetype end() const { return m_tokenEnd; }

    /// Whether the last token, a Key or String, contains a backslash.
    [[nodiscard]] bool hasEscapes() const { return m_hasEscapes; }

    /// How many objects and arrays are open.
    [[nodiscard]] int depth() const { return static_cast<int>(m_containers.size()); }

    /// After Token::Invalid: InvalidJson; the message names line and column.
    [[nodiscard]] Error error() const;
    [[nodiscard]] qsizetype errorOffset() const { return m_position; }

private:
    enum class Expected
    {
        Value,
        FirstElement, ///< or ']'
        FirstKey, ///< or '}'
        Key,
        CommaOrEnd,
        Nothing,
    };

    [[nodiscard]] bool atEnd() const { return m_position == m_text.size(); }
    [[nodiscard]] char here() const { return m_text[m_position]; }
    void skipBlanks();
    Token readKey();
    Token readValue();
    Token readLiteral(QByteArrayView word);
    Token readNumber();
    bool skipDigits();
    bool skipString();
    bool skipEscape();
    bool skipUtf8Sequence();
    Token open(char closing, Expected expected, Token token);
    Token close(Token token);
    Token finished(Token token);
    Token fail(const char *reason);

    QByteArrayView m_text;
    qsizetype m_position = 0;
    qsizetype m_tokenBegin = 0;
    qsizetype m_tokenEnd = 0;
    std::vector<char> m_containers; ///< What closes each open one: '}' or ']'.
    qsizetype m_maximumDepth;
    Expected m_expected = Expected::Value;
    bool m_hasEscapes = false;
    /// Why, as the end of a sentence, DEPTH standing for m_maximumDepth; null while all is well.
    const char *m_failure = nullptr;
};

} // namespace r2cache
