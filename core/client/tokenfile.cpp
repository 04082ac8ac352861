// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/tokenfile.h"

#include "core/base/digest.h"
#include "core/client/privatefile.h"

#include <algorithm>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int tokenBytes = 32;

} // namespace

Result<QByteArray> readTokenFile(const QString &path)
{
    const auto bytes = readPrivateFile(path);
    if (!bytes)
        return failure(bytes.error());
    auto token = bytes->trimmed();
    const bool isPrintable
        = std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < '\x7f'; });
    if (token.isEmpty() || !isPrintable)
        return failure(
            ErrorCode::Io,
            path + u" holds no token; delete it and restart the service, which writes it anew."_s);
    return token;
}

QByteArray newToken()
{
    return randomHex(tokenBytes);
}

Result<QByteArray> createTokenFile(const QString &path)
{
    auto token = newToken();
    if (const auto created = createPrivateFile(path, token + '\n'); !created)
        return failure(created.error());
    return token;
}

Result<> writeTokenFile(const QString &path, const QByteArray &token)
{
    return replacePrivateFile(path, token + '\n');
}

} // namespace r2cache
