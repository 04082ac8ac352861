// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/server/request.h"

#include <mutex>

namespace r2cache {

/// Whether @p token is a JSON Web Token (RFC 7519) for us: HS256 under @p secret, `exp` in the
/// future, `nbf` (if there is one) not, and "r2cache" in `aud`. @return Unauthorized, saying which
/// of these it lacks. Pure.
[[nodiscard]] Result<>
checkJwt(const QByteArray &token, const QByteArray &secret, const QDateTime &nowUtc);

/// What opens the REST API: the token, and JSON Web Tokens where CACHE_JWT_SECRET is set.
class Credentials
{
public:
    /// @param jwtSecret  empty: JSON Web Tokens are none of ours.
    Credentials(QByteArray token, QByteArray jwtSecret, const Clock &clock);

    /// Whether the head carries one: `Authorization: Bearer …` or `X-API-Key: …`. Any thread.
    [[nodiscard]] Result<> check(const RequestHead &head) const;

    /// For requests from now on; the old one opens nothing any more. Any thread.
    void setToken(QByteArray token);

private:
    [[nodiscard]] QByteArray token() const;

    mutable std::mutex m_mutex;
    QByteArray m_token;
    const QByteArray m_jwtSecret;
    const Clock &m_clock;
};

} // namespace r2cache
