// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <optional>
#include <vector>

namespace r2cache {

/// A server that objects come from: scheme, host and port together, all lower case.
struct Origin
{
    QString scheme; ///< "https" or "http".
    QString host; ///< ASCII (punycode) form without brackets.
    int port = 443; ///< Never -1: the scheme's default is filled in.

    /// "https://host" or "http://127.0.0.1:9000": the port only where it is not the scheme's own.
    [[nodiscard]] QString toString() const;
    [[nodiscard]] static Origin of(const QUrl &url);

    friend bool operator==(const Origin &, const Origin &) = default;
};

/// A URL that r2cache caches, taken apart once (product section 3).
struct R2Url
{
    QUrl request; ///< What the origin is asked for, signature included, fragment removed. A secret
                  ///< when isSigned: never logged, listed or stored.
    QString canonical; ///< The object's name: no signature, no fragment. Safe to store and show.
    QString id; ///< 32 lower-case hex digits of the canonical URL's hash.
    QString extension; ///< Lower case, without dot: "mp4".
    QString fragment; ///< Media fragment with its '#', or empty: "#t=3,8".
    Origin origin;
    bool isSigned = false; ///< Carries an X-Amz-Signature, or did when it was remembered.
    bool isLocal = false; ///< A URL of our own proxy: see localVideo().
    bool isPrivate = false; ///< On r2.cloudflarestorage.com: needs a signature or our keys.

    /// Name in the cache directory and on the proxy: "<id>.mp4", from version 2 on "<id>-2.mp4".
    [[nodiscard]] QString fileName(int version = 1) const;
};

/// What a person is told about a URL; whole sentences without secrets.
struct UrlDiagnosis
{
    QStringList issues; ///< What is wrong; empty for a URL that r2cache caches.
    QStringList suggestions; ///< One for each issue, then advice about a URL that is fine.
};

/// Decides which URLs are ours. Pure; copies are cheap; any thread.
class R2UrlRules
{
public:
    struct Options
    {
        QStringList customDomains; ///< CACHE_CUSTOM_DOMAINS, as validated by settings.
        QByteArray idKey; ///< HMAC key for signed and private objects; secret, at least 32 bytes.
    };

    R2UrlRules() = default;
    explicit R2UrlRules(Options options);

    /// The URL taken apart, or nothing if it is not one that r2cache caches. @p text must be the
    /// whole URL, nothing around it.
    [[nodiscard]] std::optional<R2Url> recognise(QStringView text) const;

    /// Why recognise() says no, and what to do, for validate-url; no issues when it says yes.
    [[nodiscard]] UrlDiagnosis diagnose(QStringView text) const;

    /// The same in one list: each sentence that says what is wrong with its way out behind it.
    [[nodiscard]] QStringList issuesOf(QStringView text) const;

    /// Whether a redirect may lead to @p url: it is on an origin that objects may come from,
    /// whatever its path.
    [[nodiscard]] bool isAllowedOrigin(const QUrl &url) const;

    /// Whether @p text names an origin that objects may come from, whatever is behind it.
    [[nodiscard]] bool isOnKnownOrigin(QStringView text) const;

    /// Whether exactly this origin (scheme and port given) is configured: only then may it have a
    /// private, loopback or link-local address.
    [[nodiscard]] bool isExactCustomOrigin(const Origin &origin) const;

private:
    struct CustomDomain
    {
        Origin origin;
        bool exact = false; ///< A scheme was given: scheme and port must match too.
    };

    [[nodiscard]] bool isKnownOrigin(const Origin &origin) const;

    std::vector<CustomDomain> m_customDomains;
    QByteArray m_idKey;
};

/// Lower-case extensions of product section 3, without dots.
[[nodiscard]] const QStringList &videoExtensions();

/// @p url without user name and with every query value that is a secret (X-Amz-*) replaced by
/// "redacted": for messages that quote a URL.
[[nodiscard]] QString redacted(const QUrl &url);
/// The same of what may be no URL at all: of that, nothing that could hold a secret.
[[nodiscard]] QString redactedText(const QString &text);

} // namespace r2cache
