// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/url/utf8text.h"

namespace r2cache {

namespace {

unsigned char asByte(char c)
{
    return static_cast<unsigned char>(c);
}

bool isContinuation(char c)
{
    return (asByte(c) & 0xC0) == 0x80;
}

} // namespace

TextPosition positionAt(QByteArrayView utf8, qsizetype offset)
{
    TextPosition position;
    for (qsizetype i = utf8.startsWith(utf8ByteOrderMark) ? 3 : 0; i < offset; ++i) {
        const char c = utf8[i];
        if (c == '\n' || (c == '\r' && (i + 1 == utf8.size() || utf8[i + 1] != '\n'))) {
            ++position.line;
            position.column = 1;
        } else if (!isContinuation(c)) {
            ++position.column;
        }
    }
    return position;
}

qsizetype utf8SequenceLength(QByteArrayView utf8)
{
    const unsigned char lead = asByte(utf8[0]);
    const qsizetype length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || utf8.size() < length)
        return 0;
    for (qsizetype i = 1; i < length; ++i) {
        if (!isContinuation(utf8[i]))
            return 0;
    }
    const unsigned char second = asByte(utf8[1]);
    const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
    const bool surrogate = lead == 0xED && second > 0x9F;
    const bool beyondUnicode = lead == 0xF4 && second > 0x8F;
    return overlong || surrogate || beyondUnicode ? 0 : length;
}

} // namespace r2cache
