// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/settingtable.h"

#include <QFile>
#include <QMap>
#include <QTextStream>

#include <cstdio>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

/// What the table's one sentence leaves out, in Markdown.
const QMap<Key, QString> &remarks()
{
    static const QMap<Key, QString> texts{
        {Key::Directory,
         u"It has to be new, empty or an earlier cache; `~/` is the home directory."_s},
        {Key::MaxSizeGb,
         u"When it is reached, what is kept of downloads that broke off goes first, then entries "
         u"that "
         "nobody holds, down to 95 % of the limit."_s},
        {Key::MaxEntries,
         u"When it is reached, entries that nobody holds go, down to 95 % of it."_s},
        {Key::TtlDays, u"An expired video is still served; its origin is asked meanwhile."_s},
        {Key::ProxyPort,
         u"A port that is set, and any port with `--no-gui`, is never changed by r2cache. The "
         u"window "
         "takes another one, from 43001 on, where a default port is taken."_s},
        {Key::ApiPort, u"As for CACHE_PROXY_PORT; the two have to differ."_s},
        {Key::CustomDomains,
         u"`cdn.example.com` is that host on the standard ports of http and https, without its "
         "subdomains. Only an origin that is given with its scheme may have a private or loopback "
         "address."_s},
        {Key::R2AccessKeyId, u"Both keys or neither; not together with CACHE_PULL_THROUGH."_s},
        {Key::EvictionPolicy,
         u"`lru`: what was read longest ago. `gdsf`: what is large and seldom read. `s3fifo`: what "
         u"was "
         "read once, so that a scan does no harm."_s},
        {Key::RenderCommand, u"No shell reads it. `{props}` has to be in it."_s},
        {Key::PullThrough,
         u"See [core/pullthrough](../pullthrough/README.md). Refused while R2 keys are set."_s},
        {Key::ApiToken,
         u"A generated one lies in a file of mode 0600 that `r2cache token` reads; one that is set "
         u"here "
         "cannot be replaced over REST."_s},
        {Key::JwtSecret,
         u"A token needs `exp`, and `aud` has to be `r2cache`. Less than 32 bytes are warned of."_s},
        {Key::AlertWebhook,
         u"Members: `event`, `status`, `previousStatus`, `timestamp`, `cacheDirectory`, `issues`, "
         "`recommendations`, and `text`, a sentence for chat services."_s},
        {Key::ShutdownTimeoutMs, u"After it connections are closed as they are."_s},
        {Key::Debug,
         u"Several with commas; `-cache:http` leaves one out; `*` is all of ours, and nothing else's."_s},
        {Key::HttpsProxy, u"Also as `https_proxy`."_s},
        {Key::HttpProxy, u"Also as `http_proxy`."_s},
        {Key::NoProxy, u"Also as `no_proxy`."_s},
    };
    return texts;
}

QString standardOf(const SettingRow &row)
{
    switch (row.key) {
    case Key::Directory:
        return u"`temp/video-cache` beside a loaded `.env`, else "
               "`$XDG_CACHE_HOME/r2cache/video-cache` (`~/.cache`)"_s;
    case Key::ApiToken:
        return u"generated"_s;
    default:
        return *row.defaultText == '\0' ? u"none"_s
                                        : u'`' + QString::fromLatin1(row.defaultText) + u'`';
    }
}

QString appliedOf(const SettingRow &row)
{
    switch (row.applied) {
    case Applied::Live:
        return u"at once"_s;
    case Applied::NextDownload:
        return u"next download"_s;
    case Applied::Restart:
        break;
    }
    return u"restart"_s;
}

QString yesOrNo(bool yes)
{
    return yes ? u"yes"_s : u"no"_s;
}

QString summary()
{
    QString table = u"| setting | default | a change counts | over REST | secret |\n"
                    "|---|---|---|---|---|\n"_s;
    for (const auto &row : settingTable()) {
        table += u"| [%1](#%2) | %3 | %4 | %5 | %6 |\n"_s.arg(
            row.nameText(), row.nameText().toLower(), standardOf(row), appliedOf(row),
            yesOrNo(row.scope == Scope::Remote), yesOrNo(row.isSecret));
    }
    return table;
}

/// What Markdown would take for a tag or for emphasis stays what it is.
QString escaped(QString words)
{
    return words.replace(u'<', u"\\<"_s).replace(u'*', u"\\*"_s);
}

QString section(const SettingRow &row)
{
    QString text = u"\n### %1\n\n%2"_s.arg(row.nameText(), escaped(QString::fromLatin1(row.text)));
    if (const auto more = remarks().value(row.key); !more.isEmpty())
        text += u' ' + more;
    text += u"\n\n- option: `%1`\n- allowed: %2\n- default: %3\n"_s.arg(
        row.option(), row.allowedValues(),
        *row.unit == '\0' || *row.defaultText == '\0'
            ? standardOf(row)
            : standardOf(row) + u' ' + QString::fromLatin1(row.unit));
    text += u"- a change counts: %1\n"_s.arg(appliedOf(row));
    text += row.scope == Scope::Remote ? u"- over REST: may be changed\n"_s
                                       : u"- over REST: shown, not changed\n"_s;
    if (row.isSecret)
        text += u"- secret: its value is never shown\n"_s;
    return text;
}

QString page()
{
    QString text
        = u"<!-- Made from core/settings/settingtable.cpp by tests/core/settings/reference.cpp; "
          "the test settings_reference says how. -->\n"
          "# Settings\n\n"
          "Strongest first, a setting comes from\n\n"
          "1. the command line: `--max-size-gb 50`, or any by its name, "
          "`--set CACHE_MAX_SIZE_GB=50`;\n"
          "2. the environment;\n"
          "3. `.env` in the working directory, or the file of `--env-file FILE`;\n"
          "4. what was saved: `~/.config/r2cache/settings.json` (`$XDG_CONFIG_HOME`), written by "
          "the window, `r2cache config set` and PATCH `/api/cache/settings`;\n"
          "5. its default.\n\n"
          "`r2cache config` prints every value and which of these it comes from; with `--json` "
          "also when a change counts. A value that is not allowed is an error that names the "
          "setting, the value, where it stands and what is allowed, and nothing starts. A "
          "`CACHE_…` name that is no setting is warned of. Where a text may not be empty, an "
          "empty one is as good as none.\n\n"
          "A running service reads all of them again at SIGHUP, and follows what is saved by "
          "REST or the window. *At once*: what runs already follows too. *Next download*: "
          "downloads that begin later. *Restart*: the next start of the service. Settings that "
          "say where data lies, whom to trust, or what to run are not changed over REST, "
          "whoever has the token; REST shows them, secrets redacted.\n\n"
          "`.env` is read as Node's dotenv reads it: `NAME=value` or `export NAME=value`; `#` "
          "begins a comment, behind a value after a blank; quotes may hold anything, several "
          "lines too; variables are not expanded; of a name given twice the last counts.\n\n"_s;
    text += summary();
    for (const auto &row : settingTable())
        text += section(row);
    text += u"\n## Also read\n\n"
            "| variable | by | |\n"
            "|---|---|---|\n"
            "| `XDG_CACHE_HOME`, `XDG_CONFIG_HOME`, `XDG_STATE_HOME` | all | where the cache, the "
            "saved "
            "settings, and index and token are; a relative path is ignored |\n"
            "| `XDG_RUNTIME_DIR` | service, verbs, npm package | where the endpoint file is, by "
            "which they "
            "find each other; otherwise `/tmp/r2cache-<uid>` |\n"
            "| `COLUMNS`, `TERM` | verbs | how wide lists may be; `dumb`: no progress |\n"
            "| `R2CACHE_API_URL` | npm package | a service elsewhere: see "
            "[its README](../../packaging/npm/README.md) |\n"_s;
    return text;
}

} // namespace

/// Prints core/settings/REFERENCE.md.
int main()
{
    QTextStream{stdout} << page();
    return 0;
}
