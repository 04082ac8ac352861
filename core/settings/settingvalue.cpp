// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/settingvalue.h"

#include <QRegularExpression>
#include <QUrl>

#include <algorithm>
#include <cmath>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

using Type = SettingType;

std::optional<bool> parseFlag(const QString &text)
{
    const auto word = text.toLower();
    if (word == u"true" || word == u"1" || word == u"yes" || word == u"on")
        return true;
    if (word == u"false" || word == u"0" || word == u"no" || word == u"off")
        return false;
    return std::nullopt;
}

/// Digits, one point at most; no exponent, no "inf", no separators that a locale might allow.
std::optional<double> parseReal(const QString &text, const SettingRow &row)
{
    const bool isPlain = std::all_of(
        text.begin(), text.end(), [](QChar c) { return (c >= u'0' && c <= u'9') || c == u'.'; });
    bool ok = false;
    const double number = text.toDouble(&ok);
    if (!isPlain || !ok || number < row.minimum || number > row.maximum)
        return std::nullopt;
    return number;
}

std::optional<qint64> parseInteger(const QString &text, const SettingRow &row)
{
    if (text.contains(u'.'))
        return std::nullopt;
    const auto number = parseReal(text, row);
    return number ? std::optional{std::llround(*number)} : std::nullopt;
}

QStringList parseList(const QString &text)
{
    QStringList entries;
    const auto parts = text.split(u',');
    for (const auto &part : parts) {
        if (const auto entry = part.trimmed(); !entry.isEmpty())
            entries += entry;
    }
    return entries;
}

/// Scheme, host and perhaps a port; nothing that could make the host look like another.
bool isBareAuthority(const QUrl &url)
{
    return url.isValid() && !url.host().isEmpty() && url.userInfo().isEmpty()
        && url.path().isEmpty() && !url.hasQuery() && !url.hasFragment() && url.port() != 0;
}

bool isHost(const QString &text)
{
    const bool isPlain = std::all_of(text.begin(), text.end(), [](QChar c) {
        if (c.unicode() >= 0x80) // no invisible characters, and no dots but the one
            return c.isLetterOrNumber() || c.isMark() || c.isSurrogate();
        return !c.isSpace() && !u"@/\\*"_s.contains(c);
    });
    return isPlain && !text.endsWith(u':')
        && isBareAuthority(QUrl{u"http://"_s + text, QUrl::StrictMode});
}

bool isOrigin(const QString &text)
{
    const auto authority = text.indexOf(u"://"_s);
    const auto scheme = text.first(std::max<qsizetype>(authority, 0)).toLower();
    return (scheme == u"http" || scheme == u"https") && isHost(text.sliced(authority + 3));
}

/// A host as clients name it in Host and Origin, which know ASCII alone: another script is written
/// in punycode there, and an entry that no field can equal would be a trap.
bool isFieldHost(const QString &text)
{
    static const QRegularExpression form(
        u"\\A(?:[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*\\.?|\\[[0-9a-f:.]+\\])(?::[0-9]+)?\\z"_s,
        QRegularExpression::CaseInsensitiveOption);
    return form.match(text).hasMatch() && isHost(text);
}

bool isFieldOrigin(const QString &text)
{
    return isOrigin(text) && isFieldHost(text.sliced(text.indexOf(u"://"_s) + 3));
}

/// A scheme makes an entry exact; a port without one would be neither, so it is refused.
bool isDomain(const QString &text)
{
    return isOrigin(text)
        || (isHost(text) && QUrl{u"http://"_s + text}.port() < 0 && text.contains(u'.'));
}

bool isHttpUrl(const QString &text)
{
    const QUrl url{text, QUrl::StrictMode};
    return url.isValid() && !url.host().isEmpty()
        && (url.scheme() == u"http" || url.scheme() == u"https");
}

bool isProxyUrl(const QString &text)
{
    const QUrl url{text.contains(u"://"_s) ? text : u"http://"_s + text, QUrl::StrictMode};
    return url.isValid() && !url.host().isEmpty()
        && (url.scheme() == u"http" || url.scheme() == u"socks5" || url.scheme() == u"socks5h");
}

bool isToken(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c > u' ' && c < u'\x7f'; });
}

bool allAre(const QStringList &entries, bool (*isAllowed)(const QString &))
{
    return std::all_of(entries.begin(), entries.end(), isAllowed);
}

std::optional<SettingValue> parse(const SettingRow &row, const QString &text)
{
    const auto textIf = [&](bool isAllowed) {
        return isAllowed ? std::optional<SettingValue>{text} : std::nullopt;
    };
    const auto listIf = [&](bool (*isAllowed)(const QString &)) {
        const auto entries = parseList(text);
        return allAre(entries, isAllowed) ? std::optional<SettingValue>{entries} : std::nullopt;
    };
    switch (row.type) {
    case Type::Flag:
        return parseFlag(text);
    case Type::Integer:
        return parseInteger(text, row);
    case Type::RealOrNone:
        if (text.isEmpty() || text.compare("none"_L1, Qt::CaseInsensitive) == 0)
            return 0.0;
        [[fallthrough]];
    case Type::Real:
        return parseReal(text, row);
    case Type::Choice:
        return textIf(QString::fromLatin1(row.choices).split(u' ').contains(text));
    case Type::Directory:
        return textIf(!text.isEmpty() && !text.contains(QChar::Null));
    case Type::DomainList:
        return listIf(isDomain);
    case Type::HostList:
        return listIf(isFieldHost);
    case Type::OriginList:
        return listIf(isFieldOrigin);
    case Type::Token:
        return textIf(isToken(text));
    case Type::HttpUrl:
        return textIf(text.isEmpty() || isHttpUrl(text));
    case Type::ProxyUrl:
        return textIf(text.isEmpty() || isProxyUrl(text));
    case Type::Database:
        return textIf(text.isEmpty() || text == u"sqlite");
    case Type::Text:
        break;
    }
    return text;
}

} // namespace

Result<SettingValue> parseSettingValue(const SettingRow &row, const QString &text)
{
    auto value = parse(row, text.trimmed());
    if (!value)
        return failure(ErrorCode::InvalidSetting, row.allowedValues());
    return std::move(*value);
}

bool mayBeEmpty(SettingType type)
{
    switch (type) {
    case Type::Flag:
    case Type::Integer:
    case Type::Real:
    case Type::Choice:
    case Type::Directory:
        return false;
    default:
        return true;
    }
}

} // namespace r2cache
