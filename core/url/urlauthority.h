// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/url/urlfault.h"

#include <QAnyStringView>
#include <QByteArray>
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

/// Reads the front of @p text, or says why not; what is behind the authority is not looked at.
/// Stricter than browsers: what they repair (backslashes, embedded tabs and newlines, a missing
/// slash) is a fault, because every reader has to see the same host in it. Pure; any thread.
[[nodiscard]] tl::expected<UrlAuthority, UrlFault> parseAuthority(QStringView text);

/// 443 for "https", otherwise 80.
[[nodiscard]] int defaultPort(QAnyStringView scheme);

} // namespace r2cache
