// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/pagecursor.h"

#include "core/base/digest.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype checksumLength = 8;
constexpr auto encoding = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

QByteArray checksum(const QString &order, const QByteArray &numbers)
{
    const QByteArray text = order.toUtf8() + ' ' + numbers;
    return sha256Hex(text).first(checksumLength);
}

} // namespace

QString toCursor(const QString &order, const EntryPosition &position)
{
    const QByteArray numbers
        = QByteArray::number(position.value) + ' ' + QByteArray::number(position.number);
    const QByteArray text = checksum(order, numbers) + ' ' + numbers;
    return QString::fromLatin1(text.toBase64(encoding));
}

std::optional<EntryPosition> fromCursor(const QString &order, const QString &text)
{
    const auto decoded = QByteArray::fromBase64Encoding(
        text.toLatin1(), encoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return std::nullopt;
    const auto words = decoded.decoded.split(' ');
    if (words.size() != 3 || words[0] != checksum(order, words[1] + ' ' + words[2]))
        return std::nullopt;
    bool isValue = false;
    bool isNumber = false;
    const EntryPosition position{words[1].toLongLong(&isValue), words[2].toLongLong(&isNumber)};
    return isValue && isNumber ? std::optional(position) : std::nullopt;
}

} // namespace r2cache
