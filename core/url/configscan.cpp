// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/url/configscan.h"

#include "core/url/localurl.h"

#include "core/url/jsontokenizer.h"
#include "core/url/r2names.h"
#include "core/url/urlauthority.h"

namespace r2cache {

using namespace Qt::StringLiterals;
using Token = JsonTokenizer::Token;

namespace {

constexpr int noStep = -1;
constexpr int stepNotKept = -2;
constexpr int notOurs = -1;

/// Cheaply: most strings are not URLs.
bool canBeUrl(QByteArrayView token, bool hasEscapes)
{
    const QByteArrayView content = token.sliced(1, token.size() - 2);
    const bool begins = content.size() > 4
        && (content[0] == 'h' || content[0] == 'H' || content[0] == '\\'); // "\u0068" is an 'h'
    if (!begins || content.size() > 6 * maximumUrlLength) // six bytes a character at most
        return false;
    return hasEscapes || content[4] == ':' || content[4] == 's' || content[4] == 'S';
}

bool isIdentifier(QStringView name)
{
    const auto begins = [](QChar c) {
        return c.isLetter() || c == u'_' || c == u'$';
    };
    return !name.isEmpty() && begins(name.front())
        && std::all_of(
            name.begin(), name.end(), [&begins](QChar c) { return begins(c) || c.isDigit(); });
}

/// As CACHE_CUSTOM_DOMAINS takes it: a domain is a host on the usual ports, all else is an origin.
QString domainOf(const UrlAuthority &authority)
{
    const bool isUsual
        = authority.scheme == "https" && authority.port == defaultPort(authority.scheme);
    const bool isDomain = authority.host.contains('.') && !authority.host.contains(':');
    return QString::fromLatin1(isUsual && isDomain ? authority.host : authority.toText());
}

} // namespace

/// The work of ConfigScan::of(): follows the nesting and fills the scan.
class ConfigScanner
{
public:
    ConfigScanner(QByteArray json, const R2UrlRules &rules)
        : m_rules(rules)
    {
        m_scan.m_text = std::move(json);
        // A clip with its settings has about this much text; fewer copies of what is large.
        m_scan.m_urls.reserve(static_cast<size_t>(m_scan.m_text.size() / 1024));
    }

    Result<ConfigScan> run()
    {
        JsonTokenizer json(m_scan.m_text);
        for (;;) {
            switch (json.next()) {
            case Token::ObjectBegin:
            case Token::ArrayBegin:
                countElement();
                m_open.push_back({});
                break;
            case Token::ObjectEnd:
            case Token::ArrayEnd:
                m_open.pop_back();
                break;
            case Token::Key:
                m_open.back().current.key = {json.begin(), json.end()};
                break;
            case Token::String:
                countElement();
                look(json);
                break;
            case Token::Number:
            case Token::Literal:
                countElement();
                break;
            case Token::End:
                return std::move(m_scan);
            case Token::Invalid:
                return failure(json.error());
            }
        }
    }

private:
    struct Container
    {
        ConfigScan::Step current; ///< To the value being read.
        int ownStep = stepNotKept;
    };

    /// In an object the current step is told by its key; index is counted along and ignored.
    void countElement()
    {
        if (!m_open.empty())
            ++m_open.back().current.index;
    }

    void look(const JsonTokenizer &json)
    {
        const TokenSpan span{json.begin(), json.end()};
        const QByteArrayView token = m_scan.bytesOf(span);
        if (!canBeUrl(token, json.hasEscapes()))
            return;
        int url = m_indexByToken.value(token, notOurs);
        if (url == notOurs) {
            const QString text = unescapedJson(token);
            auto object = m_rules.recognise(text);
            if (!object)
                object = localVideo(text);
            if (!object) {
                noteStranger(text);
                return;
            }
            url = static_cast<int>(m_scan.m_urls.size());
            m_scan.m_urls.push_back({*std::move(object), span});
            m_indexByToken.insert(token, url);
        }
        const bool escaped = json.hasEscapes() && token.contains("\\/");
        m_scan.m_occurrences.push_back(
            {span, url, keptStep(), escaped ? SlashStyle::Escaped : SlashStyle::Plain});
    }

    void noteStranger(const QString &text)
    {
        const auto authority = parseAuthority(text);
        const QUrl url(text, QUrl::StrictMode);
        if (!authority || authority->host == "localhost" || m_rules.isOnKnownOrigin(text)
            || videoExtensionOf(url.path(QUrl::FullyEncoded).toUtf8()).isEmpty())
            return;
        ++m_scan.m_strangers[domainOf(*authority)];
    }

    /// Keeps the steps that lead to the value being read, as far as they are not kept yet.
    int keptStep()
    {
        if (m_open.empty())
            return noStep;
        size_t known = m_open.size() - 1;
        while (known > 0 && m_open[known].ownStep == stepNotKept)
            --known;
        if (known == 0)
            m_open[0].ownStep = noStep;
        for (; known + 1 < m_open.size(); ++known)
            m_open[known + 1].ownStep = keep(m_open[known]);
        return keep(m_open.back());
    }

    int keep(const Container &container)
    {
        m_scan.m_steps.push_back(container.current);
        m_scan.m_steps.back().parent = container.ownStep;
        return static_cast<int>(m_scan.m_steps.size()) - 1;
    }

    const R2UrlRules &m_rules;
    ConfigScan m_scan;
    std::vector<Container> m_open;
    QHash<QByteArrayView, int> m_indexByToken; ///< Into urls; views of m_scan.m_text.
};

void ConfigScan::settleLocals(const QHash<QString, R2Url> &known)
{
    for (auto &url : m_urls) {
        auto &object = url.object;
        if (!object.isLocal)
            continue;
        const auto found = known.constFind(object.id);
        if (found == known.constEnd())
            continue;
        const QString fragment = object.fragment;
        object = *found;
        object.fragment = fragment;
    }
    std::vector<int> kept(m_urls.size(), -1);
    std::vector<ConfigUrl> urls;
    for (size_t i = 0; i < m_urls.size(); ++i) {
        if (m_urls[i].object.isLocal)
            continue;
        kept[i] = static_cast<int>(urls.size());
        urls.push_back(std::move(m_urls[i]));
    }
    m_urls = std::move(urls);
    std::erase_if(m_occurrences, [&](UrlOccurrence &occurrence) {
        occurrence.url = kept[static_cast<size_t>(occurrence.url)];
        return occurrence.url < 0;
    });
}

Result<ConfigScan> ConfigScan::of(QByteArray json, const R2UrlRules &rules)
{
    return ConfigScanner(std::move(json), rules).run();
}

QString ConfigScan::textOf(const ConfigUrl &url) const
{
    return unescapedJson(bytesOf(url.token));
}

QString ConfigScan::configPath(const UrlOccurrence &occurrence) const
{
    QStringList parts;
    for (int at = occurrence.step; at != noStep;) {
        const Step &step = m_steps[static_cast<size_t>(at)];
        if (step.key.end == 0) {
            parts.prepend(u"[%1]"_s.arg(step.index));
        } else {
            const QString name = unescapedJson(bytesOf(step.key));
            if (isIdentifier(name))
                parts.prepend(step.parent == noStep ? name : QString(u"."_s + name));
            else
                parts.prepend(u"["_s + QString::fromUtf8(jsonStringToken(name)) + u"]"_s);
        }
        at = step.parent;
    }
    return parts.join(QString());
}

} // namespace r2cache
