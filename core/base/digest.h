// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>

#include <memory>

struct evp_md_ctx_st;

namespace r2cache {

/// Incremental hashing by libcrypto: fourteen times QCryptographicHash's SHA-256 on Qt 6.4.
/// Not shared between threads.
class Digest
{
public:
    enum class Algorithm
    {
        Md5,
        Sha256,
    };

    explicit Digest(Algorithm algorithm);

    void add(QByteArrayView bytes);

    /// The hash of all that was added, lower-case hex; the digest then starts anew.
    [[nodiscard]] QByteArray takeHex();

private:
    struct Free
    {
        void operator()(evp_md_ctx_st *context) const;
    };

    Algorithm m_algorithm;
    std::unique_ptr<evp_md_ctx_st, Free> m_context;
};

/// SHA-256 of @p bytes, lower-case hex.
[[nodiscard]] QByteArray sha256Hex(QByteArrayView bytes);

/// HMAC-SHA-256 (RFC 2104) of @p bytes under @p key, lower-case hex.
[[nodiscard]] QByteArray hmacSha256Hex(QByteArrayView key, QByteArrayView bytes);

/// Whether two secrets are equal, in a time that does not depend on where they differ.
[[nodiscard]] bool equalInConstantTime(QByteArrayView a, QByteArrayView b);

/// @p count bytes from the system's random generator, as lower-case hex.
[[nodiscard]] QByteArray randomHex(int count);

} // namespace r2cache
