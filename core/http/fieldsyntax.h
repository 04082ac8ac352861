// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <optional>
#include <vector>

namespace r2cache {

/// 1*DIGIT as a number. Nothing if @p digits is empty or holds anything else, a sign or a space
/// included; numbers above @p ceiling become @p ceiling, so that nothing overflows.
[[nodiscard]] std::optional<qint64> parseDecimal(QByteArrayView digits, qint64 ceiling);

/// RFC 9110 section 5.6.2.
[[nodiscard]] bool isTokenCharacter(char c);
[[nodiscard]] bool isToken(QByteArrayView text);

/// Whether @p value has no byte that could end a field: NUL, CR, LF and other control characters
/// (RFC 9110 section 5.5).
[[nodiscard]] bool isFieldValue(QByteArrayView value);

/// Whether both are the same but for the case of ASCII letters: names of fields, codings, options.
[[nodiscard]] inline bool equalsWord(QByteArrayView a, QByteArrayView b)
{
    return a.size() == b.size() && a.compare(b, Qt::CaseInsensitive) == 0;
}

/// @p text without spaces and tabs at its ends (OWS, RFC 9110 section 5.6.3).
[[nodiscard]] QByteArrayView trimmedOws(QByteArrayView text);

/// The elements of a comma-separated list, trimmed, empty ones left out as RFC 9110 section
/// 5.6.1.2 tells recipients. Knows no quoted strings: not for lists of entity tags.
[[nodiscard]] std::vector<QByteArrayView> listElements(QByteArrayView list);

} // namespace r2cache
