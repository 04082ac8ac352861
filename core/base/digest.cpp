// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/digest.h"

#include <QRandomGenerator>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace r2cache {

namespace {

const unsigned char *asUnsigned(const char *data)
{
    return reinterpret_cast<const unsigned char *>(data);
}

QByteArray toHex(const unsigned char *hash, unsigned length)
{
    return QByteArray(reinterpret_cast<const char *>(hash), qsizetype(length)).toHex();
}

} // namespace

void Digest::Free::operator()(evp_md_ctx_st *context) const
{
    EVP_MD_CTX_free(context);
}

Digest::Digest(Algorithm algorithm)
    : m_algorithm(algorithm)
    , m_context(EVP_MD_CTX_new())
{
    const auto *method = algorithm == Algorithm::Md5 ? EVP_md5() : EVP_sha256();
    // Fails only without memory or where a policy forbids the algorithm: nothing could be stored.
    if (!m_context || EVP_DigestInit_ex(m_context.get(), method, nullptr) != 1)
        qFatal("libcrypto refused to start a digest");
}

void Digest::add(QByteArrayView bytes)
{
    EVP_DigestUpdate(m_context.get(), bytes.data(), static_cast<size_t>(bytes.size()));
}

QByteArray Digest::takeHex()
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned length = 0;
    EVP_DigestFinal_ex(m_context.get(), hash.data(), &length);
    *this = Digest(m_algorithm);
    return toHex(hash.data(), length);
}

QByteArray sha256Hex(QByteArrayView bytes)
{
    // Fetched once: libcrypto 3 otherwise looks the algorithm up at every call, which costs five
    // times the hash of a URL.
    static EVP_MD *const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned length = 0;
    if (EVP_Digest(
            bytes.data(), static_cast<size_t>(bytes.size()), hash.data(), &length, sha256, nullptr)
        != 1) {
        qFatal("libcrypto refused to hash");
    }
    return toHex(hash.data(), length);
}

QByteArray hmacSha256Hex(QByteArrayView key, QByteArrayView bytes)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned length = 0;
    HMAC(
        EVP_sha256(), key.data(), static_cast<int>(key.size()), asUnsigned(bytes.data()),
        static_cast<size_t>(bytes.size()), hash.data(), &length);
    return toHex(hash.data(), length);
}

bool equalInConstantTime(QByteArrayView a, QByteArrayView b)
{
    return a.size() == b.size()
        && CRYPTO_memcmp(a.data(), b.data(), static_cast<size_t>(a.size())) == 0;
}

QByteArray randomHex(int count)
{
    QByteArray bytes(count, Qt::Uninitialized);
    auto *generator = QRandomGenerator::system();
    for (auto &byte : bytes)
        byte = static_cast<char>(generator->bounded(256));
    return bytes.toHex();
}

} // namespace r2cache
