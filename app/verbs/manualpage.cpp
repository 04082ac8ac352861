// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/manualpage.h"

#include "app/verbs/verbhelp.h"
#include "app/verbs/verbtable.h"
#include "core/settings/settingtable.h"

#include <QStringList>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

QString text(const char *ascii)
{
    return QString::fromLatin1(ascii);
}

/// As troff has to see it: a hyphen-minus that stays one, no escapes, no request at a line's begin.
QString troff(QString words)
{
    words.replace(u'\\', u"\\e"_s).replace(u'-', u"\\-"_s);
    words.replace(u'^', u"\\(ha"_s).replace(u'~', u"\\(ti"_s);
    if (words.startsWith(u'.') || words.startsWith(u'\''))
        words.prepend(u"\\&"_s);
    return words;
}

QString section(const char *name)
{
    return u".SH %1\n"_s.arg(text(name));
}

/// A bold term, and what it means below it.
QString item(const QString &term, const QString &meaning)
{
    return u".TP\n.B %1\n%2\n"_s.arg(troff(term), troff(meaning));
}

QString optionItem(const OptionRow &option)
{
    QString help = text(option.help) + u'.';
    if (option.isRepeated)
        help += u" May be given several times."_s;
    return item(optionForm(option), help);
}

/// Not begun by a macro: what follows a heading must not be.
QString paragraphs(const QString &words)
{
    QStringList parts;
    for (const auto all = words.split(u"\n\n"_s, Qt::SkipEmptyParts); const auto &part : all)
        parts.append(troff(part) + u'\n');
    return parts.join(u".PP\n"_s);
}

QString exampleLines(const char *examples)
{
    QString page = u".PP\n.EX\n"_s;
    for (const auto lines = text(examples).split(u'\n'); const auto &line : lines)
        page += u"  "_s + troff(line) + u'\n';
    return page + u".EE\n"_s;
}

QString verbPart(const VerbRow &row)
{
    auto summary = text(row.summary);
    summary[0] = summary[0].toUpper();
    QString page = u".SS \"%1\"\n%2.\n"_s.arg(
        troff(synopsis(row)).replace(u'"', u"\\(dq"_s), troff(summary));
    if (row.description[0] != '\0')
        page += u".PP\n"_s + paragraphs(text(row.description));
    for (const auto &option : row.options)
        page += optionItem(option);
    if (row.examples[0] != '\0')
        page += exampleLines(row.examples);
    return page;
}

QString settingItem(const SettingRow &row)
{
    QString meaning = QString::fromLatin1(row.text);
    const auto standard = row.defaultWords();
    meaning += u" Allowed: %1."_s.arg(row.allowedValues());
    if (!standard.isEmpty())
        meaning += u" Default: %1."_s.arg(standard);
    return item(u"%1, %2"_s.arg(row.nameText(), row.option()), meaning);
}

} // namespace

QString manualPage()
{
    QString page
        = u".\\\" Made by r2cache itself (r2cache manual) from its tables of verbs and options.\n"
          ".TH R2CACHE 1 \"%1\" \"r2cache %2\" \"User Commands\"\n"_s.arg(
              QStringLiteral(R2CACHE_RELEASE_DATE), QStringLiteral(R2CACHE_VERSION));
    page += section("NAME") + u"r2cache \\- local cache for Cloudflare R2 videos\n"_s;
    page += section("SYNOPSIS")
        + u".B r2cache\n[options]\n.br\n.B r2cache \\-\\-no\\-gui\n[options]\n.br\n"
          ".B r2cache\n.I VERB\n[options] [arguments]\n"_s;
    page += section("DESCRIPTION")
        + paragraphs(
                u"r2cache keeps local copies of videos from Cloudflare R2, so that Remotion "
                "renders read them from the disk. Without a verb it is a dashboard that runs the "
                "cache, a range proxy for videos and a REST API, unless they run already; with "
                "--no-gui it is these without a window. Verbs ask the service that runs for "
                "CACHE_DIRECTORY, as settings give it where the verb is called, or the one named "
                "with --connect."_s);
    page += section("OPTIONS");
    for (const auto &option : programOptions())
        page += optionItem(option);
    page += section("VERBS")
        + paragraphs(u"Data goes to standard output, messages to standard error. Progress is "
                     "shown on a terminal alone. Sizes are in powers of 1024, as CACHE_MAX_SIZE_GB "
                     "is: 1 MB is 1,048,576 bytes. All verbs take:"_s);
    for (const auto &option : commonOptions())
        page += optionItem(option);
    for (const auto &row : verbTable()) {
        if (!row.isHidden)
            page += verbPart(row);
    }
    page += section("JSON OUTPUT")
        + paragraphs(
                u"With --json every verb prints exactly one JSON document on standard output. Of "
                "what succeeds it is the data itself, mostly what the REST API has in the member "
                "data. Of what fails it is an object whose member success is false, with error (a "
                "sentence), code (a word to branch on) and message (more, or the sentence again); "
                "the sentence "
                "is on standard error, too. Verbs that act on several videos (add, rm, pin, unpin) "
                "print one result for each, and exit with 1 if one has failed."_s);
    page += section("EXIT STATUS");
    for (const auto &row : exitCodeTable())
        page += item(QString::number(row.code), text(row.text));
    page += section("ENVIRONMENT")
        + paragraphs(u"Settings come, strongest first, from options, the environment, .env, saved "
                     "settings and defaults."_s);
    for (const auto &row : settingTable())
        page += settingItem(row);
    page += item(
        u"COLUMNS"_s,
        u"How wide lists may be; otherwise as the terminal is, and in a pipe as "
        "wide as they need."_s);
    page += section("FILES")
        + item(u"$XDG_RUNTIME_DIR/<hash>.json, /tmp/r2cache-<uid>/<hash>.json"_s,
               u"The endpoint file: where the service of a cache directory is."_s)
        + item(u"~/.cache/r2cache/video-cache/"_s,
               u"The videos, unless CACHE_DIRECTORY says otherwise; where a .env file is loaded, "
               "temp/video-cache beside it."_s)
        + item(u"~/.config/r2cache/settings.json"_s, u"Saved settings."_s)
        + item(u"~/.local/state/r2cache/"_s, u"Index, token and history."_s);
    page += section("SEE ALSO") + u".BR curl (1),\n.BR jq (1)\n"_s;
    return page;
}

} // namespace r2cache
