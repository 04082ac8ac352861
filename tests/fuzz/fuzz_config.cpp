// SPDX-License-Identifier: GPL-3.0-or-later
// Configs: what their JSON is, where their URLs are, and that rewriting touches nothing else.
#include "core/protocol/rawmember.h"
#include "core/url/configrewrite.h"
#include "core/url/jsontokenizer.h"
#include "core/url/localurl.h"
#include "core/url/rawmembers.h"
#include "tests/fuzz/fuzzing.h"
#include "tests/fuzz/rules.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringDecoder>

namespace r2cache {
namespace {

using Token = JsonTokenizer::Token;

/// RFC 8259 once more, by recursion and without any cleverness.
class Grammar
{
public:
    Grammar(QByteArrayView text, int maximumDepth)
        : m_text(text)
        , m_depthLeft(maximumDepth)
    { }

    bool isWhole()
    {
        QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
        const QString decoded = decoder(m_text);
        if (decoder.hasError())
            return false;
        if (m_text.startsWith("\xef\xbb\xbf"))
            m_text = m_text.sliced(3);
        return value() && m_text.isEmpty();
    }

private:
    void blanks()
    {
        while (!m_text.isEmpty() && QByteArrayView(" \t\r\n").contains(m_text.front()))
            m_text = m_text.sliced(1);
    }
    bool take(QByteArrayView word)
    {
        if (!m_text.startsWith(word))
            return false;
        m_text = m_text.sliced(word.size());
        return true;
    }
    template<typename Is>
    qsizetype run(Is is)
    {
        qsizetype count = 0;
        while (count < m_text.size() && is(m_text[count]))
            ++count;
        m_text = m_text.sliced(count);
        return count;
    }
    bool digits()
    {
        return run([](char c) { return c >= '0' && c <= '9'; }) > 0;
    }
    bool number()
    {
        take("-");
        if (!take("0") && !digits())
            return false;
        if (take(".") && !digits())
            return false;
        if (!take("e") && !take("E"))
            return true;
        if (!take("+"))
            take("-");
        return digits();
    }
    bool string()
    {
        if (!take("\""))
            return false;
        for (;;) {
            run([](char c) { return (c < 0 || c >= 0x20) && c != '"' && c != '\\'; });
            if (take("\""))
                return true;
            if (!take("\\") || m_text.isEmpty())
                return false;
            if (take("u")) {
                const auto hex = m_text.first(std::min<qsizetype>(4, m_text.size()));
                if (hex.size() < 4 || !std::all_of(hex.begin(), hex.end(), [](char c) {
                        return QByteArrayView("0123456789abcdefABCDEF").contains(c);
                    }))
                    return false;
                m_text = m_text.sliced(4);
            } else if (QByteArrayView("\"\\/bfnrt").contains(m_text.front())) {
                m_text = m_text.sliced(1);
            } else {
                return false;
            }
        }
    }
    bool member()
    {
        blanks();
        if (!string())
            return false;
        blanks();
        return take(":") && value();
    }
    bool container(QByteArrayView end, bool (Grammar::*item)())
    {
        if (m_depthLeft-- == 0)
            return false;
        blanks();
        if (!take(end)) {
            do {
                if (!(this->*item)())
                    return false;
            } while (take(","));
            if (!take(end))
                return false;
        }
        ++m_depthLeft;
        return true;
    }
    /// A value with the blanks around it.
    bool value()
    {
        blanks();
        const bool is = take("{")    ? container("}", &Grammar::member)
            : take("[")              ? container("]", &Grammar::value)
            : m_text.startsWith('"') ? string()
                                     : take("true") || take("false") || take("null") || number();
        blanks();
        return is;
    }

    QByteArrayView m_text;
    int m_depthLeft;
};

bool isJson(QByteArrayView text, int maximumDepth = JsonTokenizer::defaultMaximumDepth)
{
    return Grammar(text, maximumDepth).isWhole();
}

struct Piece
{
    Token token = Token::End;
    QByteArrayView bytes;
    TokenSpan span;
};

/// The tokens of a text, each inside it and behind the one before; nothing if it is refused.
std::optional<std::vector<Piece>> piecesOf(QByteArrayView text)
{
    JsonTokenizer json(text);
    std::vector<Piece> pieces;
    qsizetype behind = text.startsWith("\xef\xbb\xbf") ? 3 : 0;
    for (auto token = json.next(); token != Token::End; token = json.next()) {
        if (token == Token::Invalid) {
            require(json.error().code == ErrorCode::InvalidJson, "who refuses JSON says so");
            require(
                json.errorOffset() >= 0 && json.errorOffset() <= text.size(),
                "an error is somewhere in the text");
            require(json.next() == Token::Invalid, "what is refused stays refused");
            return std::nullopt;
        }
        require(json.begin() >= behind && json.begin() < json.end(), "tokens do not overlap");
        for (const char c : text.sliced(behind, json.begin() - behind))
            require(QByteArrayView(" \t\r\n,:").contains(c), "nothing stands between tokens");
        behind = json.end();
        const TokenSpan span{json.begin(), json.end()};
        pieces.push_back({token, text.sliced(span.begin, span.end - span.begin), span});
    }
    require(json.depth() == 0, "who has read all has closed all");
    return pieces;
}

/// What a string means to Qt, which drops U+FEFF at the beginning of one, but not its escape.
QString meaning(QByteArrayView token)
{
    const auto escaped = token.toByteArray().replace("\xef\xbb\xbf", "\\ufeff");
    return QJsonDocument::fromJson('[' + escaped + ']').array().at(0).toString();
}

/// QJsonDocument takes more than JSON (control characters, unknown escapes, "1.") and fails over
/// numbers that no double holds and over a value that is no container. But for those: what we take
/// it takes, and the strings are the same.
void checkAgainstQt(const std::vector<Piece> &pieces, const QByteArray &text)
{
    QByteArray small;
    qsizetype copied = 0;
    for (const auto &piece : pieces) {
        if (piece.token == Token::Number) {
            small += text.sliced(copied, piece.span.begin - copied) + '0';
            copied = piece.span.end;
        }
        if (piece.token != Token::String && piece.token != Token::Key)
            continue;
        const auto plain = unescapedJson(piece.bytes);
        require(plain == meaning(piece.bytes), "a string means what Qt takes it for");
        for (const auto style : {SlashStyle::Plain, SlashStyle::Escaped}) {
            const auto again = jsonStringToken(plain, style);
            require(isJson(again), "a string written again is JSON");
            require(unescapedJson(again) == plain, "and means the same");
        }
    }
    small += text.sliced(copied);
    const bool isContainer
        = pieces.front().token == Token::ObjectBegin || pieces.front().token == Token::ArrayBegin;
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(small, &error);
    require(!isContainer || error.error == QJsonParseError::NoError, "what we take Qt takes");
}

/// The occurrences are the string values that are URLs, no more and no fewer.
void checkScan(const ConfigScan &scan, const std::vector<Piece> &pieces)
{
    auto next = scan.occurrences().begin();
    for (const auto &piece : pieces) {
        if (piece.token != Token::String)
            continue;
        const auto text = meaning(piece.bytes);
        auto object = rules().recognise(text);
        if (!object)
            object = localVideo(text);
        if (!object)
            continue;
        require(next != scan.occurrences().end(), "no URL is overlooked");
        require(next->token.begin == piece.span.begin, "an occurrence is a string");
        require(next->token.end == piece.span.end, "a whole string");
        require(scan.objectOf(*next).id == object->id, "it is the object that its text is");
        require(scan.objectOf(*next).fragment == object->fragment, "with its fragment");
        require(scan.configPath(*next).isEmpty() == (pieces.size() == 1), "it has a path");
        ++next;
    }
    require(next == scan.occurrences().end(), "nothing else is an occurrence");
}

QString localUrlOf(const R2Url &object)
{
    return QLatin1StringView("http://localhost:3001/video/") + object.fileName();
}

ConfigScan scanned(const QByteArray &text)
{
    auto scan = ConfigScan::of(text, rules());
    require(scan.has_value(), "a rewritten config is one");
    return *std::move(scan);
}

/// Holds @p rewritten against @p scan: its tokens are the same but for those of the objects in
/// @p table, which are the new URL and the old fragment.
void checkRewritten(
    const ConfigScan &scan, const QByteArray &rewritten, const QHash<QString, QString> &table)
{
    QByteArrayView before = scan.text();
    QByteArrayView after = rewritten;
    qsizetype copied = 0;
    for (const auto &occurrence : scan.occurrences()) {
        const auto &object = scan.objectOf(occurrence);
        if (!table.contains(object.id))
            continue;
        const auto between = before.sliced(copied, occurrence.token.begin - copied);
        require(after.startsWith(between), "what is not a URL stays byte for byte");
        after = after.sliced(between.size());
        const QString url = table.value(object.id) + object.fragment;
        const auto token = jsonStringToken(url, occurrence.slashes);
        require(after.startsWith(token), "the new URL stands where the old one stood");
        require(meaning(token) == url, "and is read as it was meant");
        after = after.sliced(token.size());
        copied = occurrence.token.end;
    }
    require(after == before.sliced(copied), "what is behind the last URL stays byte for byte");
}

void checkRewriting(const ConfigScan &scan)
{
    require(rewrittenConfig(scan, {}) == scan.text(), "an empty table changes nothing");

    QHash<QString, QString> toLocal;
    QHash<QString, QString> back;
    QHash<QString, R2Url> known;
    QHash<QString, QString> byText;
    for (const auto &url : scan.urls()) {
        const auto &object = url.object;
        if (object.isLocal)
            continue;
        toLocal.insert(object.id, localUrlOf(object));
        back.insert(object.id, object.canonical);
        known.insert(object.id, object);
        byText.insert(scan.textOf(url), localUrlOf(object) + object.fragment);
    }
    require(replacementsOf(scan, byText) == toLocal, "an answer's table is the one it was made of");
    const auto local = rewrittenConfig(scan, toLocal);
    require(isJson(local), "a rewritten config is JSON");
    checkRewritten(scan, local, toLocal);

    auto again = scanned(local);
    require(again.occurrences().size() == scan.occurrences().size(), "local URLs are known again");
    for (std::size_t i = 0; i < scan.occurrences().size(); ++i) {
        const auto &one = scan.objectOf(scan.occurrences()[i]);
        const auto &other = again.objectOf(again.occurrences()[i]);
        require(one.id == other.id && other.isLocal, "as the same objects");
        require(one.fragment == other.fragment, "with their fragments");
    }
    require(rewrittenConfig(again, toLocal) == local, "rewriting twice is rewriting once");

    again.settleLocals(known);
    const auto restored = rewrittenConfig(again, back);
    checkRewritten(again, restored, back);
    bool isCanonical = true;
    for (const auto &occurrence : scan.occurrences()) {
        const auto &object = scan.objectOf(occurrence);
        const QString canonical = object.canonical + object.fragment;
        const auto &token = occurrence.token;
        isCanonical = isCanonical
            && (object.isLocal
                || jsonStringToken(canonical, occurrence.slashes)
                    == scan.text().sliced(token.begin, token.end - token.begin));
    }
    require(!isCanonical || restored == scan.text(), "and back is where it came from");
}

void checkMembers(const QByteArray &text, const std::vector<Piece> &pieces)
{
    const auto members = rawMembers(text);
    const bool isObject = pieces.front().token == Token::ObjectBegin;
    require(members.has_value() == isObject, "an object has members");
    if (!isObject)
        return;
    for (const auto &member : *members) {
        const auto value = text.sliced(member.begin, member.end - member.begin);
        require(isJson(value) && value.trimmed() == value, "a member's value is a value");
        const auto cut = cutMember(text, member.name);
        require(cut && cut->member, "a member that is there is cut out");
        require(isJson(cut->rest), "what is left is JSON");
        const auto left = rawMembers(cut->rest);
        require(left && left->size() == members->size(), "with as many members");
        for (std::size_t i = 0; i < left->size(); ++i) {
            const auto &was = members->at(i);
            const auto &is = left->at(i);
            const auto isValue = cut->rest.sliced(is.begin, is.end - is.begin);
            const auto wasValue = text.sliced(was.begin, was.end - was.begin);
            require(is.name == was.name, "of the same names");
            const bool isCut = was.name == member.name;
            require(isValue == (isCut ? "null" : wasValue), "and their values but for the one");
        }
        for (auto last = members->rbegin(); last != members->rend(); ++last) {
            if (last->name != member.name)
                continue;
            const auto counts = text.sliced(last->begin, last->end - last->begin);
            require(*cut->member == counts, "the last of a name counts");
            break;
        }
    }
    const auto none = cutMember(text, u"no such member");
    require(none && (none->member || none->rest == text), "who cuts nothing changes nothing");
}

/// Our own answers, as clients take them apart: names without escapes, the first of a name.
void checkOwnAnswer(const QByteArray &text, bool isValid)
{
    const auto found = rawMember(text, "config");
    require(
        found.isEmpty()
            || (found.data() >= text.constData()
                && found.data() + found.size() <= text.constData() + text.size()),
        "a member lies inside its text");
    const auto members = isValid ? rawMembers(text) : Result<std::vector<RawMember>>();
    if (!isValid || !members || text.startsWith("\xef\xbb\xbf") || text.contains("\\u"))
        return;
    for (const auto &member : *members) {
        if (member.name != QLatin1StringView("config"))
            continue;
        require(
            found == QByteArrayView(text).sliced(member.begin, member.end - member.begin),
            "both readers of members find the same value");
        return;
    }
    require(found.isEmpty(), "what is not there is not found");
}

} // namespace
} // namespace r2cache

/// The bytes are the config.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    using namespace r2cache;
    const auto text = bytesOf(data, size);
    const auto pieces = piecesOf(text);
    require(pieces.has_value() == isJson(text), "JSON is what RFC 8259 says");
    const auto scan = ConfigScan::of(text, rules());
    require(scan.has_value() == pieces.has_value(), "a config is scanned exactly if it is JSON");
    checkOwnAnswer(text, pieces.has_value());
    if (!pieces) {
        const bool isDeep = isJson(text, JsonTokenizer::defaultMaximumDepth + 1);
        require(isDeep || !rawMembers(text), "what is not JSON has no members");
        return 0;
    }
    require(scan->text() == text, "a scan is of its text");
    checkAgainstQt(*pieces, text);
    checkScan(*scan, *pieces);
    checkRewriting(*scan);
    checkMembers(text, *pieces);
    return 0;
}
