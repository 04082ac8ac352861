// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/settingsprint.h"

#include <QJsonArray>

#include <algorithm>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

QJsonValue jsonValue(const Settings &settings, const SettingRow &row)
{
    if (!settings.hasValue(row.key) && row.type != SettingType::DomainList
        && row.type != SettingType::HostList && row.type != SettingType::OriginList)
        return QJsonValue::Null;
    switch (row.type) {
    case SettingType::Flag:
        return settings.flag(row.key);
    case SettingType::Integer:
        return settings.integer(row.key);
    case SettingType::Real:
    case SettingType::RealOrNone:
        return settings.real(row.key);
    case SettingType::DomainList:
    case SettingType::HostList:
    case SettingType::OriginList:
        return QJsonArray::fromStringList(settings.list(row.key));
    default:
        return settings.display(row.key);
    }
}

QString scopeWord(Scope scope)
{
    return scope == Scope::Remote ? u"remote"_s : u"local"_s;
}

QString appliedWord(Applied applied)
{
    switch (applied) {
    case Applied::Live:
        return u"live"_s;
    case Applied::NextDownload:
        return u"next download"_s;
    case Applied::Restart:
        break;
    }
    return u"restart"_s;
}

QString originText(const SettingOrigin &origin)
{
    return origin.beside.isEmpty() ? origin.text
                                   : u"%1, beside %2"_s.arg(origin.text, origin.beside);
}

} // namespace

QString settingsAsText(const Settings &settings)
{
    qsizetype nameWidth = 0;
    qsizetype valueWidth = 0;
    for (const auto &row : settingTable()) {
        nameWidth = std::max(nameWidth, row.nameText().size());
        valueWidth = std::max(valueWidth, settings.display(row.key).size());
    }
    // One long list must not push every origin off the screen.
    valueWidth = std::min<qsizetype>(valueWidth, 48);

    QString text;
    for (const auto &row : settingTable())
        text += row.nameText().leftJustified(nameWidth) + u"  "_s
            + settings.display(row.key).leftJustified(valueWidth) + u"  "_s
            + originText(settings.originOf(row.key)) + u'\n';
    return text;
}

QJsonObject settingsAsJson(const Settings &settings)
{
    QJsonObject object;
    for (const auto &row : settingTable())
        object[row.nameText()] = QJsonObject{
            {u"value"_s, jsonValue(settings, row)},
            {u"origin"_s, settings.originOf(row.key).text},
            {u"scope"_s, scopeWord(row.scope)},
            {u"applied"_s, appliedWord(row.applied)},
        };
    return object;
}

} // namespace r2cache
