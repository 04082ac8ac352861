// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/settingarguments.h"

#include <algorithm>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

const SettingRow *rowOfOption(const QString &option)
{
    const auto table = settingTable();
    const auto found = std::find_if(table.begin(), table.end(), [&option](const SettingRow &row) {
        return row.option() == option;
    });
    return found == table.end() ? nullptr : &*found;
}

/// `NAME=VALUE` of --set.
Result<> setByName(const QString &assignment, QMap<Key, QString> &values)
{
    const auto equals = assignment.indexOf(u'=');
    if (equals <= 0)
        return failure(
            ErrorCode::InvalidSetting,
            u"--set needs NAME=VALUE, for example --set CACHE_PROXY_PORT=3002."_s);
    const auto name = assignment.first(equals);
    const auto *row = rowNamed(name);
    if (!row)
        return failure(
            ErrorCode::InvalidSetting,
            u"--set: "_s + name + u" is not a setting."_s + didYouMean(name));
    values[row->key] = assignment.sliced(equals + 1);
    return {};
}

} // namespace

Result<SettingArguments> takeSettingArguments(const QStringList &arguments)
{
    SettingArguments taken;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const auto &argument = arguments.at(i);
        if (argument == u"--") {
            taken.rest += arguments.sliced(i);
            break;
        }
        const auto equals = argument.indexOf(u'=');
        const auto option = equals < 0 ? argument : argument.first(equals);
        const auto *row = rowOfOption(option);
        if (!row && option != u"--set" && option != u"--env-file") {
            taken.rest += argument;
            continue;
        }
        QString value;
        if (equals >= 0) {
            value = argument.sliced(equals + 1);
        } else if (i + 1 < arguments.size() && !arguments.at(i + 1).startsWith("--"_L1)) {
            value = arguments.at(++i);
        } else {
            return failure(ErrorCode::InvalidSetting, option + u" needs a value."_s);
        }
        if (row) {
            taken.values[row->key] = value;
        } else if (option == u"--env-file") {
            taken.envFile = value;
        } else if (const auto set = setByName(value, taken.values); !set) {
            return failure(set.error());
        }
    }
    return taken;
}

} // namespace r2cache
