// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/settingtable.h"

#include "core/base/editdistance.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

using Type = SettingType;

/// 0.001, 10, 1000000: as short as it is exact enough for a message.
QString written(double number)
{
    return QString::number(number, 'g', 12);
}

QString allowedNumbers(const SettingRow &row, const QString &kind)
{
    const QString unit = *row.unit ? u" ("_s + QString::fromLatin1(row.unit) + u')' : QString{};
    return kind + u" from "_s + written(row.minimum) + u" to "_s + written(row.maximum) + unit;
}

} // namespace

QString SettingRow::option() const
{
    auto word = nameText();
    if (word.startsWith("CACHE_"_L1))
        word.remove(0, 6);
    return u"--"_s + word.toLower().replace(u'_', u'-');
}

QString SettingRow::allowedValues() const
{
    switch (type) {
    case Type::Flag:
        return u"true or false (also 1, 0, yes, no, on, off)"_s;
    case Type::Integer:
        return allowedNumbers(*this, u"a whole number"_s);
    case Type::Real:
        return allowedNumbers(*this, u"a number"_s);
    case Type::RealOrNone:
        return allowedNumbers(*this, u"none or a number"_s);
    case Type::Choice:
        return u"one of "_s + QString::fromLatin1(choices).replace(u' ', u", "_s);
    case Type::Text:
        return u"any text"_s;
    case Type::Directory:
        return u"the path of a directory"_s;
    case Type::DomainList:
        return u"a comma-separated list of domains (cdn.example.com) or origins "
               "(http://127.0.0.1:9000)"_s;
    case Type::HostList:
        return u"a comma-separated list such as render.lan, render.lan:3001"_s;
    case Type::OriginList:
        return u"a comma-separated list such as https://studio.example.com, http://tool.lan:8080 "
               "(no path, no slash at the end)"_s;
    case Type::Token:
        return u"printable ASCII characters without blanks"_s;
    case Type::HttpUrl:
        return u"an http or https URL"_s;
    case Type::ProxyUrl:
        return u"http://host:port or socks5://host:port"_s;
    case Type::Database:
        break;
    }
    return u"nothing or sqlite; other databases are not available yet"_s;
}

QString SettingRow::defaultWords() const
{
    const auto standard = QString::fromLatin1(defaultText);
    return standard.isEmpty() && type == Type::RealOrNone ? u"none"_s : standard;
}

QString didYouMean(const QString &name)
{
    const auto wanted = name.toUpper();
    // A third of the name may be wrong; farther off a suggestion only confuses.
    size_t nearest = static_cast<size_t>(name.size()) / 3 + 1;
    QString suggestion;
    for (const auto &row : settingTable()) {
        const auto distance = editDistance(wanted, row.nameText());
        if (distance < nearest) {
            nearest = distance;
            suggestion = u" Did you mean "_s + row.nameText() + u'?';
        }
    }
    return suggestion;
}

} // namespace r2cache
