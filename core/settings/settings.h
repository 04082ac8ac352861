// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/settingtable.h"
#include "core/settings/settingvalue.h"

#include <QStringList>

#include <vector>

namespace r2cache {

/// Where a value comes from, the strongest last.
struct SettingOrigin
{
    enum class Kind
    {
        Default,
        Saved, ///< By the dashboard or over REST.
        DotEnv,
        Environment,
        Option,
    };

    Kind kind = Kind::Default;
    QString text; ///< For people: "default", "saved", ".env:12", "environment", "option".
    QString beside{}; ///< Of a default that depends on where a `.env` is: "./.env"; else empty.
};

/// Every setting's value at one moment; valid as a whole. A value: copies are cheap enough for
/// start and change, not for the hot path, where classes have Options of their own.
///
/// Each row has one access that fits its type; another one is a defect and throws
/// std::bad_variant_access.
class Settings
{
public:
    struct Entry
    {
        SettingValue value;
        SettingOrigin origin;
    };

    /// @param entries  one for each row of settingTable(), in its order.
    explicit Settings(std::vector<Entry> entries);

    [[nodiscard]] bool flag(Key key) const;
    [[nodiscard]] qint64 integer(Key key) const;
    [[nodiscard]] double real(Key key) const; ///< 0 for "none".
    [[nodiscard]] qint64 bytes(Key key) const; ///< Of a real in GB (1024^3); 0 for "none".
    [[nodiscard]] QString text(Key key) const;
    [[nodiscard]] QStringList list(Key key) const;

    [[nodiscard]] const SettingOrigin &originOf(Key key) const;
    /// Whether it was set anywhere at all: a port set by the user is never changed for him.
    [[nodiscard]] bool isSetByUser(Key key) const;
    /// Whether it is neither empty, nor an empty list, nor "none".
    [[nodiscard]] bool hasValue(Key key) const;

    /// The value for a person or a REST answer. A secret is "(secret)", or empty if there is none;
    /// a user name and password in a URL are "***".
    [[nodiscard]] QString display(Key key) const;

private:
    [[nodiscard]] const Entry &entry(Key key) const;

    std::vector<Entry> m_entries;
};

/// @p text as messages may show it: "(secret)" if @p row is one, "***" for the user
/// information of URLs.
[[nodiscard]] QString displayedText(const SettingRow &row, const QString &text);

} // namespace r2cache
