// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/verbhelp.h"

#include "app/verbs/exitcodes.h"
#include "app/verbs/texttable.h"

#include <algorithm>
#include <vector>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int usualWidth = 80;
constexpr int widest = 100;

QString text(const char *ascii)
{
    return QString::fromLatin1(ascii);
}

int lineWidth(int width)
{
    return width <= 0 ? usualWidth : std::min(width, widest);
}

/// "  name       text, wrapped and hanging", the names in a column of their own.
QString definitions(const QList<std::pair<QString, QString>> &items, int width)
{
    constexpr qsizetype widestName = 26;
    qsizetype column = 0;
    for (const auto &[name, meaning] : items) {
        if (name.size() <= widestName)
            column = std::max(column, name.size());
    }
    const QString indent(column + 4, u' ');
    QString lines;
    for (const auto &[name, meaning] : items) {
        const QString begin = u"  "_s + name.leftJustified(column) + u"  "_s;
        const auto body = wrapped(meaning, width, indent);
        if (name.size() > column)
            lines += u"  "_s + name + u'\n' + body + u'\n';
        else
            lines += begin + body.mid(indent.size()) + u'\n';
    }
    return lines;
}

QString optionLines(std::span<const OptionRow> options, int width)
{
    QList<std::pair<QString, QString>> items;
    for (const auto &option : options) {
        QString help = text(option.help) + u'.';
        if (option.isRepeated)
            help += u" May be given several times."_s;
        items.append({optionForm(option), help});
    }
    return definitions(items, width);
}

QString codeLines(std::span<const ExitCodeRow> codes, int width)
{
    QList<std::pair<QString, QString>> items;
    for (const auto &row : codes)
        items.append({QString::number(row.code), text(row.text)});
    return definitions(items, width);
}

/// Those of the verb, and of the usual ones those that it does not speak of.
std::vector<ExitCodeRow> codesOf(const VerbRow &row)
{
    std::vector<ExitCodeRow> codes{
        {exitOk, "It is done."},
        {exitFailed, "It failed."},
        {exitUsage, "The command line or a setting is wrong; nothing was done."},
        {exitUnreachable, "No service could be reached."}};
    for (const auto &own : row.exitCodes) {
        std::erase_if(codes, [&own](const auto &code) { return code.code == own.code; });
        codes.push_back(own);
    }
    std::erase_if(codes, [](const auto &code) { return *code.text == '\0'; });
    std::ranges::sort(codes, {}, &ExitCodeRow::code);
    return codes;
}

} // namespace

QString optionForm(const OptionRow &option)
{
    QString form;
    if (option.letter != 0)
        form = QString(u"-"_s + QLatin1Char(option.letter) + u", "_s);
    form += u"--"_s + text(option.name);
    if (option.kind == ValueKind::Choice)
        form += u' ' + text(option.choices).replace(u' ', u'|');
    else if (option.takesValue())
        form += u' ' + text(option.value);
    return form;
}

QString synopsis(const VerbRow &row)
{
    return u"r2cache %1 [options] %2"_s.arg(text(row.name), text(row.arguments)).trimmed();
}

QString overviewHelp(int width)
{
    width = lineWidth(width);
    QString help = u"Usage:\n"_s
        + definitions({{u"r2cache [options]"_s,
                        u"the dashboard; runs the cache, the range proxy and the REST API unless "
                        "they run already"_s},
                       {u"r2cache --no-gui [options]"_s,
                        u"the cache and its servers without a window"_s},
                       {u"r2cache VERB [options]"_s, u"ask the one that runs"_s}},
                      width)
        + u"\nVerbs (more about each: r2cache VERB --help):\n"_s;
    QList<std::pair<QString, QString>> verbs;
    for (const auto &row : verbTable()) {
        if (!row.isHidden)
            verbs.append({text(row.name), text(row.summary)});
    }
    help
        += definitions(verbs, width) + u'\n'
        + wrapped(
               u"For shells and man(1): r2cache completion bash|zsh|fish, r2cache manual."_s, width)
        + u"\n\nOptions:\n"_s + optionLines(programOptions(), width);
    help += u"\nOptions of every verb:\n"_s
        + optionLines(commonOptions().first(commonOptions().size() - 1), width);
    help += u"\nExit codes:\n"_s + codeLines(exitCodeTable(), width);
    return help + u'\n'
        + wrapped(
               u"\"r2cache config\" lists all settings, \"r2cache config describe NAME\" says what "
               "one means. They come, strongest first, from options, the environment, .env, saved "
               "settings and defaults. All of this is in the manual, r2cache(1)."_s,
               width)
        + u'\n';
}

QString verbHelp(const VerbRow &row, int width)
{
    width = lineWidth(width);
    auto summary = text(row.summary);
    summary[0] = summary[0].toUpper();
    QString help = wrapped(u"Usage: "_s + synopsis(row), width, {}) + u"\n\n"_s
        + wrapped(summary + u'.', width) + u'\n';
    for (const auto paragraphs = text(row.description).split(u"\n\n"_s, Qt::SkipEmptyParts);
         const auto &paragraph : paragraphs) {
        help += u'\n' + wrapped(paragraph, width) + u'\n';
    }
    help += u"\nOptions:\n"_s + optionLines(optionsOf(row), width);
    help += u"\nExit codes:\n"_s + codeLines(codesOf(row), width);
    if (row.examples[0] != '\0') {
        help += u"\nExamples:\n"_s;
        for (const auto lines = text(row.examples).split(u'\n'); const auto &line : lines)
            help += u"  "_s + line + u'\n';
    }
    return help;
}

} // namespace r2cache
