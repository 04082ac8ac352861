// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/verbs/verbtable.h"
#include "core/base/result.h"

#include <QHash>
#include <QStringList>

#include <limits>
#include <optional>

namespace r2cache {

/// What a person gave a verb. A value.
class VerbArguments
{
public:
    /// @param arguments  what follows the verb's name; options may stand anywhere before "--".
    /// @return InvalidArgument, as a sentence for people: an option that the row does not have, a
    /// value that is missing or none of the choices, too few or too many arguments. Pure.
    [[nodiscard]] static Result<VerbArguments>
    parse(const VerbRow &row, const QStringList &arguments);

    [[nodiscard]] bool has(const char *option) const;
    /// Of an option given several times, the last; empty if it was not given.
    [[nodiscard]] QString value(const char *option) const;
    [[nodiscard]] QStringList values(const char *option) const;
    /// Everything that is no option.
    [[nodiscard]] const QStringList &positional() const { return m_positional; }

    /// A whole number. @return @p otherwise if it was not given, InvalidArgument naming the option.
    [[nodiscard]] Result<qint64>
    number(const char *option, qint64 otherwise, qint64 minimum, qint64 maximum) const;
    /// A size such as "500MB" (powers of 1024, as CACHE_MAX_SIZE_GB), in bytes. @return nothing if
    /// it was not given, InvalidArgument naming the option.
    [[nodiscard]] Result<std::optional<qint64>> size(const char *option) const;

private:
    QHash<QString, QStringList> m_options; ///< By name; a switch has an empty list.
    QStringList m_positional;
};

/// "500MB", "1.5 GB", "2g", "1024": bytes; nothing if @p text is no size. Pure.
[[nodiscard]] std::optional<qint64> bytesFromText(const QString &text);

} // namespace r2cache
