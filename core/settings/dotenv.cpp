// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/dotenv.h"

#include <QStringDecoder>
#include <QStringList>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

bool isBlank(QChar c)
{
    return c == u' ' || c == u'\t';
}

bool isNameCharacter(QChar c, bool isFirst)
{
    return (c >= u'A' && c <= u'Z') || (c >= u'a' && c <= u'z') || c == u'_'
        || (!isFirst && ((c >= u'0' && c <= u'9') || c == u'.' || c == u'-'));
}

class Parser
{
public:
    Parser(QStringView text, QString path)
        : m_text(text)
        , m_path(std::move(path))
    { }

    Result<std::vector<DotEnvEntry>> parse()
    {
        while (m_at < m_text.size())
            parseLine();
        if (!m_mistakes.isEmpty())
            return failure(ErrorCode::InvalidSetting, m_mistakes.join(u'\n'));
        return std::move(m_entries);
    }

private:
    [[nodiscard]] QChar peek() const
    {
        return m_at < m_text.size() ? m_text.at(m_at) : QChar{u'\n'};
    }

    void skipBlanks()
    {
        while (isBlank(peek()))
            ++m_at;
    }

    void skipLine()
    {
        while (peek() != u'\n')
            ++m_at;
        ++m_at;
        ++m_line;
    }

    void mistake(int line, const QString &what)
    {
        m_mistakes += m_path + u':' + QString::number(line) + u": "_s + what;
    }

    QString takeName()
    {
        const auto begin = m_at;
        while (isNameCharacter(peek(), m_at == begin))
            ++m_at;
        return m_text.sliced(begin, m_at - begin).toString();
    }

    void parseLine()
    {
        skipBlanks();
        if (peek() == u'#' || peek() == u'\n') {
            skipLine();
            return;
        }
        const int line = m_line;
        auto name = takeName();
        if (name == u"export" && isBlank(peek())) {
            skipBlanks();
            name = takeName();
        }
        skipBlanks();
        if (name.isEmpty() || peek() != u'=') {
            mistake(line, u"expected NAME=value."_s);
            skipLine();
            return;
        }
        ++m_at;
        skipBlanks();
        const auto quote = peek();
        const bool isQuoted = quote == u'"' || quote == u'\'' || quote == u'`';
        auto value = isQuoted ? takeQuoted(quote) : takeUnquoted();
        if (value)
            m_entries.push_back({std::move(name), std::move(*value), line});
        skipLine();
    }

    QString takeUnquoted()
    {
        const auto begin = m_at;
        while (peek() != u'\n'
               && !(peek() == u'#' && (m_at == begin || isBlank(m_text.at(m_at - 1)))))
            ++m_at;
        return m_text.sliced(begin, m_at - begin).trimmed().toString();
    }

    /// Nothing, and a mistake noted, if the quote never ends or something follows it.
    std::optional<QString> takeQuoted(QChar quote)
    {
        const int firstLine = m_line;
        const auto begin = ++m_at;
        QString value;
        for (; m_at < m_text.size() && m_text.at(m_at) != quote; ++m_at) {
            auto c = m_text.at(m_at);
            if (c == u'\n')
                ++m_line;
            if (c == u'\\' && quote == u'"')
                c = takeEscape();
            value += c;
        }
        if (m_at >= m_text.size()) {
            mistake(firstLine, u"the quotation mark "_s + quote + u" is never closed."_s);
            // The rest of the line is lost, not the rest of the file: further mistakes are found.
            m_at = begin;
            m_line = firstLine;
            return std::nullopt;
        }
        ++m_at;
        skipBlanks();
        if (peek() != u'\n' && peek() != u'#') {
            mistake(m_line, u"unexpected text after the closing quotation mark."_s);
            return std::nullopt;
        }
        return value;
    }

    /// Stands on a backslash: the character that it and the next one mean. Of an unknown escape
    /// the backslash stays.
    QChar takeEscape()
    {
        const auto next = m_at + 1 < m_text.size() ? m_text.at(m_at + 1) : QChar{};
        QChar meant;
        switch (next.unicode()) {
        case u'n':
            meant = u'\n';
            break;
        case u'r':
            meant = u'\r';
            break;
        case u't':
            meant = u'\t';
            break;
        case u'"':
        case u'\\':
            meant = next;
            break;
        default:
            return u'\\';
        }
        ++m_at;
        return meant;
    }

    QStringView m_text;
    QString m_path;
    qsizetype m_at = 0;
    int m_line = 1;
    std::vector<DotEnvEntry> m_entries;
    QStringList m_mistakes;
};

} // namespace

Result<std::vector<DotEnvEntry>> parseDotEnv(QByteArrayView text, const QString &path)
{
    // Skips a byte order mark; stateless: a character that the file ends within is an error.
    QStringDecoder decoder{QStringDecoder::Utf8, QStringDecoder::Flag::Stateless};
    QString decoded = decoder(text);
    if (decoder.hasError())
        return failure(ErrorCode::InvalidSetting, path + u": the file is not UTF-8 text."_s);
    decoded.replace("\r\n"_L1, "\n"_L1);
    return Parser{decoded, path}.parse();
}

} // namespace r2cache
