// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/settings.h"

#include <QRegularExpression>

#include <cmath>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

struct Writer
{
    QString operator()(bool flag) const { return flag ? u"true"_s : u"false"_s; }
    QString operator()(qint64 number) const { return QString::number(number); }
    QString operator()(double number) const { return QString::number(number, 'g', 12); }
    QString operator()(const QString &text) const { return text; }
    QString operator()(const QStringList &list) const { return list.join(u", "_s); }
};

} // namespace

Settings::Settings(std::vector<Entry> entries)
    : m_entries(std::move(entries))
{
    Q_ASSERT(m_entries.size() == settingTable().size());
}

const Settings::Entry &Settings::entry(Key key) const
{
    return m_entries.at(static_cast<size_t>(key));
}

bool Settings::flag(Key key) const
{
    return std::get<bool>(entry(key).value);
}

qint64 Settings::integer(Key key) const
{
    return std::get<qint64>(entry(key).value);
}

double Settings::real(Key key) const
{
    return std::get<double>(entry(key).value);
}

qint64 Settings::bytes(Key key) const
{
    return std::llround(real(key) * (1LL << 30));
}

QString Settings::text(Key key) const
{
    return std::get<QString>(entry(key).value);
}

QStringList Settings::list(Key key) const
{
    return std::get<QStringList>(entry(key).value);
}

const SettingOrigin &Settings::originOf(Key key) const
{
    return entry(key).origin;
}

bool Settings::isSetByUser(Key key) const
{
    return originOf(key).kind != SettingOrigin::Kind::Default;
}

bool Settings::hasValue(Key key) const
{
    if (rowOf(key).type == SettingType::RealOrNone)
        return real(key) > 0;
    return !std::visit(Writer{}, entry(key).value).isEmpty();
}

QString Settings::display(Key key) const
{
    const auto &row = rowOf(key);
    if (row.type == SettingType::RealOrNone && !hasValue(key))
        return u"none"_s;
    return displayedText(row, std::visit(Writer{}, entry(key).value));
}

QString displayedText(const SettingRow &row, const QString &text)
{
    if (text.isEmpty())
        return {};
    if (row.isSecret)
        return u"(secret)"_s;
    if (row.type == SettingType::Text) // commands may hold package@version
        return text;
    static const QRegularExpression userInfo(u"(^|,)(\\s*\\w+://)?[^\\s,]*@"_s);
    return QString{text}.replace(userInfo, u"\\1\\2***@"_s);
}

} // namespace r2cache
