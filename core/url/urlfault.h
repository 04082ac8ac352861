// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace r2cache {

/// Why a text is not an http or https URL.
struct UrlFault
{
    enum class Kind
    {
        Empty,
        TooLong, ///< Over maximumUrlLength.
        Blanks, ///< White space before or after it.
        Character, ///< One that RFC 3987 has no place for: blanks, controls, '"', '<', '\\' …
        Percent, ///< '%' without two hexadecimal digits.
        EncodedControl, ///< %00 to %1F or %7F in the path.
        Scheme, ///< Not http:// or https://.
        UserInfo, ///< Something before an '@' in the authority.
        Host,
        Port,
    };
    Kind kind;
    qsizetype position = 0; ///< Index of the offending character, for Character and Percent.
};

/// In UTF-16 units. Longer than any request line that an origin takes.
inline constexpr qsizetype maximumUrlLength = 8192;

} // namespace r2cache
