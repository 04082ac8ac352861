// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/url/jsonstring.h"
#include "core/url/r2url.h"

#include <QByteArray>
#include <QHash>
#include <QMap>

#include <optional>
#include <vector>

namespace r2cache {

/// A string token in a JSON text, with its quotes: bytes from begin to before end.
struct TokenSpan
{
    qsizetype begin = 0;
    qsizetype end = 0;
};

/// One string value of a config that is an R2 URL.
struct UrlOccurrence
{
    TokenSpan token;
    int url = 0; ///< Index into ConfigScan::urls().
    int step = 0; ///< For ConfigScan::configPath().
    SlashStyle slashes = SlashStyle::Plain; ///< As the config writes them.
};

/// A URL as the config spells it.
struct ConfigUrl
{
    R2Url object;
    TokenSpan token; ///< Of its first occurrence.
};

/// Where in a JSON text the R2 URLs are (product section 3). A value: copies are cheap enough to
/// pass between threads, nothing in it changes.
class ConfigScan
{
public:
    /// Finds each string value (not member names) that as a whole, unescaped, is a URL that
    /// @p rules recognise or a URL of our own proxy. InvalidJson, with line and column, if @p json
    /// is not strict JSON in UTF-8 or is nested more than 1,000 deep.
    [[nodiscard]] static Result<ConfigScan> of(QByteArray json, const R2UrlRules &rules);

    /// Puts @p known objects (by id) in the place of the URLs of our own proxy (R2Url::isLocal),
    /// and forgets those that are not known: they stay in the text as they are. To be called when
    /// a scan holds any; until then their canonical URL is empty.
    void settleLocals(const QHash<QString, R2Url> &known);

    /// The JSON that was scanned.
    [[nodiscard]] const QByteArray &text() const { return m_text; }

    /// In the order of the text.
    [[nodiscard]] const std::vector<UrlOccurrence> &occurrences() const { return m_occurrences; }

    /// Each spelling once, in the order of the text. Several may be one object (the same id):
    /// with another fragment, signature or escaping.
    [[nodiscard]] const std::vector<ConfigUrl> &urls() const { return m_urls; }

    /// Strings that are no URLs of ours but web URLs whose path ends like a video's: whose → how
    /// many. Perhaps somebody has forgotten to name a domain, so it is named as
    /// CACHE_CUSTOM_DOMAINS takes it: cdn.example.com for https on its usual port, else
    /// http://127.0.0.1:9000. localhost is left out: a project's own files are there.
    [[nodiscard]] const QMap<QString, int> &strangers() const { return m_strangers; }

    [[nodiscard]] const R2Url &objectOf(const UrlOccurrence &occurrence) const
    {
        return m_urls[static_cast<size_t>(occurrence.url)].object;
    }

    /// The whole string, unescaped, with fragment and signature: a secret if the object is signed.
    [[nodiscard]] QString textOf(const ConfigUrl &url) const;

    /// Where the value is, as JavaScript would write it: "backgroundSettings.clips[3].url",
    /// `["a b"].url` for names that are no identifiers; empty if the config is the string itself.
    [[nodiscard]] QString configPath(const UrlOccurrence &occurrence) const;

private:
    friend class ConfigScanner;

    /// One step from a container to a value in it. Kept only for containers with URLs in them.
    struct Step
    {
        int parent = -1; ///< The container's own step; -1 for the outermost one's and for a config
                         ///< that is a mere string.
        TokenSpan key; ///< Empty if index counts.
        qsizetype index = -1; ///< In an array.
    };

    ConfigScan() = default;

    [[nodiscard]] QByteArrayView bytesOf(TokenSpan token) const
    {
        return QByteArrayView(m_text).sliced(token.begin, token.end - token.begin);
    }

    QByteArray m_text;
    std::vector<UrlOccurrence> m_occurrences;
    std::vector<ConfigUrl> m_urls;
    std::vector<Step> m_steps;
    QMap<QString, int> m_strangers;
};

} // namespace r2cache
