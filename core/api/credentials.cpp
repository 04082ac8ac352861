// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/credentials.h"

#include "core/base/digest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <jwt.h>

#include <memory>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr auto audience = "r2cache"_L1;

struct FreeJwt
{
    void operator()(jwt_t *token) const { jwt_free(token); }
};

tl::unexpected<Error> refused(const QString &why)
{
    return failure(ErrorCode::Unauthorized, u"The JSON Web Token is refused: %1"_s.arg(why));
}

/// RFC 7519 section 4.1.3: one audience, or a list of them.
bool isForUs(const QJsonValue &aud)
{
    return aud.isArray() ? aud.toArray().contains(QString(audience)) : aud == QString(audience);
}

std::optional<QByteArray> given(const RequestHead &head)
{
    if (const auto authorization = head.headers.value("Authorization")) {
        // RFC 9110 section 11.1: the scheme's name is case-insensitive.
        if (authorization->first(std::min<qsizetype>(7, authorization->size())).toLower()
            == "bearer ") {
            return authorization->sliced(7).trimmed();
        }
    }
    return head.headers.value("X-API-Key");
}

} // namespace

Result<> checkJwt(const QByteArray &token, const QByteArray &secret, const QDateTime &nowUtc)
{
    const QByteArray key(secret.constData(), secret.size()); // libjwt takes no views
    jwt_t *decoded = nullptr;
    const int error = jwt_decode(
        &decoded, token.constData(), reinterpret_cast<const unsigned char *>(key.constData()),
        static_cast<int>(key.size()));
    const std::unique_ptr<jwt_t, FreeJwt> jwt(decoded);
    if (error != 0)
        return refused(u"it is malformed, or not signed with CACHE_JWT_SECRET."_s);
    // The header names the algorithm, and who forges a token writes the header (RFC 8725, 3.1).
    if (jwt_get_alg(jwt.get()) != JWT_ALG_HS256)
        return refused(u"it is not signed with HS256."_s);

    struct Free
    {
        void operator()(char *text) const { std::free(text); }
    };
    const std::unique_ptr<char, Free> text(jwt_get_grants_json(jwt.get(), nullptr));
    const auto claims = QJsonDocument::fromJson(text.get()).object();
    const auto now = static_cast<double>(nowUtc.toSecsSinceEpoch());
    if (!claims.value(u"exp").isDouble())
        return refused(u"it has no \"exp\"."_s);
    if (claims.value(u"exp").toDouble() <= now)
        return refused(u"it has expired."_s);
    if (claims.value(u"nbf").toDouble(now) > now)
        return refused(u"it is not valid yet (\"nbf\")."_s);
    if (!isForUs(claims.value(u"aud")))
        return refused(u"its \"aud\" is not \"r2cache\"."_s);
    return {};
}

Credentials::Credentials(QByteArray token, QByteArray jwtSecret, const Clock &clock)
    : m_token(std::move(token))
    , m_jwtSecret(std::move(jwtSecret))
    , m_clock(clock)
{ }

Result<> Credentials::check(const RequestHead &head) const
{
    const auto credential = given(head);
    if (!credential) {
        return failure(
            ErrorCode::Unauthorized,
            u"The API token is missing: send \"Authorization: Bearer <token>\" or X-API-Key. "
            "The endpoint file names the file that holds it."_s);
    }
    if (equalInConstantTime(*credential, token()))
        return {};
    // RFC 7519 section 3: three parts, separated by periods; the token is a word of hex digits.
    if (!m_jwtSecret.isEmpty() && credential->count('.') == 2)
        return checkJwt(*credential, m_jwtSecret, m_clock.nowUtc());
    return failure(
        ErrorCode::Unauthorized,
        u"The API token is wrong: the right one is in the file that the endpoint file "
        "names."_s);
}

void Credentials::setToken(QByteArray token)
{
    const std::scoped_lock lock(m_mutex);
    m_token = std::move(token);
}

QByteArray Credentials::token() const
{
    const std::scoped_lock lock(m_mutex);
    return m_token;
}

} // namespace r2cache
