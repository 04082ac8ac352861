// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAnyStringView>
#include <QByteArray>
#include <QString>
#include <QStringView>

#include <tl/expected.hpp>

namespace r2cache {

/// The part of an http or https URL that says whom to ask.
struct UrlAuthority
{
    QByteArray scheme; ///< "https" or "http".
    QByteArray host; ///< Lower case, punycode, without brackets or trailing dot.
    int port = 0; ///< Never the -1 of QUrl: the scheme's default is filled in.
    qsizetype end = 0; ///< Where path, query or fragment begin in the text.

    /// "https://host" or "http://[::1]:9000": the port only where it is not the scheme's own.
    [[nodiscard]] QByteArray toText() const;
};

/// The part that says what to ask for, in normal form (RFC 3986 section 6.2): percent-encoding in
/// upper case and only where it is needed, dot segments removed, non-ASCII characters
/// percent-encoded as UTF-8. Two texts that a browser would ask for with the same request line
/// have the same path and query.
struct UrlResource
{
    QByteArray path; ///< Begins with '/'.
    QByteArray query; ///< Without '?'; empty also if there was a '?' with nothing behind it.
    QString fragment; ///< As written, with its '#', or empty.
};

/// Why a text is not such a URL.
struct UrlFault
{
    enum class Kind
    {
        Empty,
        TooLong, ///< Over maximumUrlLength.
        Blanks, ///< White space before or after it.
        Character, ///< One that RFC 3987 has no place for: blanks, controls, '"', '<', '\\' …
        Percent, ///< '%' without two hexadecimal digits.
        EncodedControl, ///< %00 to %1F or %7F in the path.
        Scheme, ///< Not http:// or https://.
        UserInfo, ///< Something before an '@' in the authority.
        Host,
        Port,
    };
    Kind kind;
    qsizetype position = 0; ///< Index of the offending character, for Character and Percent.
};

/// In UTF-16 units. Longer than any request line that an origin takes.
inline constexpr qsizetype maximumUrlLength = 8192;

/// Reads the front of @p text, or says why not; what is behind the authority is not looked at.
/// Stricter than browsers: what they repair (backslashes, embedded tabs and newlines, a missing
/// slash) is a fault, because every reader has to see the same host in it. Pure; any thread.
[[nodiscard]] tl::expected<UrlAuthority, UrlFault> parseAuthority(QStringView text);

/// Reads what is behind the authority, which ends at @p authorityEnd; as strict.
[[nodiscard]] tl::expected<UrlResource, UrlFault>
parseResource(QStringView text, qsizetype authorityEnd);

/// 443 for "https", otherwise 80.
[[nodiscard]] int defaultPort(QAnyStringView scheme);

} // namespace r2cache
