// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace r2cache {

/// What a string token of JsonTokenizer (with its quotes) means. A lone surrogate that was escaped
/// (RFC 8259 section 8.2) stays one.
[[nodiscard]] QString unescapedJson(QByteArrayView token);

enum class SlashStyle
{
    Plain, ///< /
    Escaped, ///< \/ as PHP's json_encode writes.
};

/// @p text as a string token with its quotes: UTF-8, escaped only where JSON asks for it, so that
/// unescapedJson() gives @p text back.
[[nodiscard]] QByteArray jsonStringToken(QStringView text, SlashStyle slashes = SlashStyle::Plain);

} // namespace r2cache
