// SPDX-License-Identifier: GPL-3.0-or-later
// `.env` files, and the values of settings that stand in them.
#include "core/base/logging.h"
#include "core/http/authority.h"
#include "core/settings/dotenv.h"
#include "core/settings/settingvalue.h"
#include "core/url/r2url.h"
#include "tests/fuzz/fuzzing.h"

#include <QLocale>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace r2cache {
namespace {

using namespace Qt::StringLiterals;

const QString path = u"/e/.env"_s;

Result<std::vector<DotEnvEntry>> parsed(const QByteArray &text)
{
    return parseDotEnv(text, path);
}

bool isSame(const Result<std::vector<DotEnvEntry>> &a, const Result<std::vector<DotEnvEntry>> &b)
{
    if (!a || !b)
        return !a && !b;
    return std::equal(
        a->begin(), a->end(), b->begin(), b->end(), [](const auto &one, const auto &other) {
            return one.name == other.name && one.value == other.value;
        });
}

/// The entries as nobody can misread them.
QByteArray written(const std::vector<DotEnvEntry> &entries, bool exported)
{
    QByteArray text;
    for (const auto &entry : entries) {
        auto value = entry.value.toUtf8();
        value.replace('\\', "\\\\").replace('"', "\\\"").replace('\r', "\\r");
        text += (exported ? "export " : "") + entry.name.toUtf8() + "=\"" + value + "\" # x\n";
    }
    return text;
}

/// A message names the file, the line and the mistake; what the file holds may be secret.
void checkMistakes(const QString &message, qsizetype lines)
{
    static const QRegularExpression form(
        u"\\A/e/\\.env:(\\d+): (expected NAME=value\\.|the quotation mark [\"'`] is never "
        u"closed\\.|"
        "unexpected text after the closing quotation mark\\.)\\z"_s);
    if (message == QString(path + u": the file is not UTF-8 text."_s))
        return;
    for (const auto &mistake : message.split(u'\n')) {
        const auto match = form.match(mistake);
        require(match.hasMatch(), "a mistake says where and what, nothing of the file");
        const auto line = match.captured(1).toLongLong();
        require(line >= 1 && line <= lines, "in a line of the file");
    }
}

void checkFile(const QByteArray &text)
{
    const auto entries = parsed(text);
    const auto lines = text.count('\n') + 1;
    if (!text.startsWith("\xef\xbb\xbf"))
        require(isSame(parsed("\xef\xbb\xbf" + text), entries), "a mark says nothing");
    if (!text.contains('\r')) {
        auto windows = text;
        windows.replace('\n', "\r\n");
        require(isSame(parsed(windows), entries), "CR LF is a line's end");
    }
    if (!entries) {
        checkMistakes(entries.error().message, lines);
        return;
    }
    int before = 0;
    for (const auto &entry : *entries) {
        require(entry.line > before && entry.line <= lines, "entries are in the file's order");
        before = entry.line;
        const bool isName = !entry.name.isEmpty() && !entry.name[0].isDigit()
            && std::all_of(entry.name.begin(), entry.name.end(), [](QChar c) {
                   return c.unicode() < 0x80 && (c.isLetterOrNumber() || u"_.-"_s.contains(c));
               });
        require(isName, "a name is one");
    }
    for (const bool exported : {false, true})
        require(
            isSame(parsed(written(*entries, exported)), entries),
            "entries written again are the same entries");
    const auto twice = parsed(text + "\n# c\n\n \t\n" + written(*entries, false));
    require(twice && twice->size() == 2 * entries->size(), "a file can be gone on with");
}

/// Whether what settings takes is understood by those who are handed it.
void checkEntries(const SettingRow &row, const QStringList &entries)
{
    for (const auto &entry : entries) {
        require(!entry.isEmpty() && entry.trimmed() == entry, "a list has entries");
        switch (row.type) {
        case SettingType::DomainList: {
            const bool isExact = entry.contains("://"_L1);
            const R2UrlRules rules({{entry}, QByteArray(32, 'k')});
            const QString url = (isExact ? QString() : u"https://"_s) + entry + u"/a.mp4"_s;
            require(rules.recognise(url).has_value(), "a custom domain has objects");
            break;
        }
        case SettingType::HostList:
            require(parseAuthority(entry.toUtf8()).has_value(), "an allowed host can be asked for");
            break;
        case SettingType::OriginList:
            require(parseWebOrigin(entry.toUtf8()).has_value(), "an allowed origin can come");
            break;
        default:
            break;
        }
    }
}

void checkValue(const SettingRow &row, const QString &text)
{
    const auto value = parseSettingValue(row, text);
    const auto padded = parseSettingValue(row, QString(u"\t "_s + text + u' '));
    require(padded.has_value() == value.has_value(), "blanks around a value say nothing");
    if (!value) {
        require(value.error().message == row.allowedValues(), "a refusal says what is allowed");
        return;
    }
    require(*padded == *value, "blanks around a value say nothing");
    if (const auto *number = std::get_if<qint64>(&*value)) {
        const auto real = static_cast<double>(*number);
        require(real >= row.minimum && real <= row.maximum, "a number is within its limits");
        require(parseSettingValue(row, QString::number(*number)) == value, "and is one again");
    } else if (const auto *real = std::get_if<double>(&*value)) {
        const bool isNone = row.type == SettingType::RealOrNone && *real == 0;
        require(
            isNone || (*real >= row.minimum && *real <= row.maximum), "it is within its limits");
        require(
            parseSettingValue(row, QString::number(*real, 'f', QLocale::FloatingPointShortest))
                == value,
            "and is one again");
    } else if (const auto *entries = std::get_if<QStringList>(&*value)) {
        require(parseSettingValue(row, entries->join(u", "_s)) == value, "a list is one again");
        checkEntries(row, *entries);
    } else if (const auto *word = std::get_if<QString>(&*value)) {
        require(parseSettingValue(row, *word) == value, "a text is one again");
        const QUrl url(*word, QUrl::StrictMode);
        require(
            row.type != SettingType::HttpUrl || word->isEmpty()
                || (url.isValid() && !url.host().isEmpty()),
            "an address is one");
    }
}

/// What DEBUG turns on or off is ours.
void checkDebug(const QString &text)
{
    static const QRegularExpression form(u"\\Acache(\\..*)?\\.debug=(true|false)\\z"_s);
    for (const auto &rule : filterRulesFor(text).split(u'\n', Qt::SkipEmptyParts))
        require(form.match(rule).hasMatch(), "a rule is about a category of ours");
}

} // namespace
} // namespace r2cache

/// The bytes are the file; each value in it, and each line, is tried as the value of each setting.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    using namespace r2cache;
    const auto text = bytesOf(data, size);
    checkFile(text);
    QStringList values;
    if (const auto entries = parsed(text)) {
        for (const auto &entry : *entries)
            values.append(entry.value);
    }
    for (const auto &line : text.split('\n'))
        values.append(QString::fromUtf8(line));
    for (const auto &value : values.first(std::min<qsizetype>(values.size(), 6))) {
        for (const auto &row : settingTable())
            checkValue(row, value);
        checkDebug(value);
    }
    return 0;
}
