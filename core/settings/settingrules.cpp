// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/settingrules.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// `NAME="value" (origin)`.
QString described(const Settings &settings, Key key)
{
    return rowOf(key).nameText() + u"=\""_s + settings.display(key) + u"\" ("_s
        + settings.originOf(key).text + u')';
}

QString portRule(const Settings &settings)
{
    if (settings.integer(Key::ProxyPort) != settings.integer(Key::ApiPort))
        return {};
    return described(settings, Key::ProxyPort) + u" is not valid together with "_s
        + described(settings, Key::ApiPort) + u". Allowed: two different ports."_s;
}

QString r2KeyRule(const Settings &settings)
{
    const bool hasId = settings.hasValue(Key::R2AccessKeyId);
    const bool hasSecret = settings.hasValue(Key::R2SecretAccessKey);
    if (hasId == hasSecret)
        return {};
    return described(settings, hasId ? Key::R2AccessKeyId : Key::R2SecretAccessKey)
        + u" is not valid by itself. Allowed: both CACHE_R2_ACCESS_KEY_ID and "
          "CACHE_R2_SECRET_ACCESS_KEY, or neither."_s;
}

/// Whoever may use the proxy could read private buckets through it, unsigned.
QString pullThroughRule(const Settings &settings)
{
    const bool hasKeys
        = settings.hasValue(Key::R2AccessKeyId) || settings.hasValue(Key::R2SecretAccessKey);
    if (settings.text(Key::PullThrough) == u"off" || !hasKeys)
        return {};
    return described(settings, Key::PullThrough)
        + u" is not valid while CACHE_R2_ACCESS_KEY_ID is set. Allowed: off."_s;
}

} // namespace

QStringList brokenRules(const Settings &settings)
{
    QStringList sentences;
    for (auto *rule : {portRule, r2KeyRule, pullThroughRule}) {
        if (auto sentence = rule(settings); !sentence.isEmpty())
            sentences += sentence;
    }
    return sentences;
}

QStringList doubtfulValues(const Settings &settings)
{
    constexpr qsizetype hs256KeyBytes = 32; // RFC 7518 section 3.2
    QStringList sentences;
    const auto secret = settings.text(Key::JwtSecret).toUtf8();
    if (!secret.isEmpty() && secret.size() < hs256KeyBytes)
        sentences += u"CACHE_JWT_SECRET ("_s + settings.originOf(Key::JwtSecret).text
            + u") is shorter than the 32 bytes that HS256 asks for."_s;
    return sentences;
}

} // namespace r2cache
