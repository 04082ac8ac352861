// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/verbhelp.h"

#include "app/verbs/texttable.h"

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
    constexpr qsizetype widestName = 24;
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
    QString help = u"Usage: r2cache [options]           the dashboard; runs the cache, the range "
                   "proxy and\n"
                   "                                   the REST API unless they run already\n"
                   "       r2cache --no-gui [options]  the cache and its servers without a window\n"
                   "       r2cache VERB [options]      ask the one that runs\n"
                   "\nVerbs (more about each: r2cache VERB --help):\n"_s;
    QList<std::pair<QString, QString>> verbs;
    for (const auto &row : verbTable()) {
        if (!row.isHidden)
            verbs.append({text(row.name), text(row.summary)});
    }
    help += definitions(verbs, width) + u"\nOptions:\n"_s + optionLines(programOptions(), width);
    help += u"\nOptions of every verb:\n"_s
        + optionLines(commonOptions().first(commonOptions().size() - 1), width);
    return help + u'\n'
        + wrapped(
               u"\"r2cache config\" lists all settings. They come, strongest first, from options, "
               "the environment, .env, saved settings and defaults. All of this is in the manual, "
               "r2cache(1)."_s,
               width)
        + u'\n';
}

QString verbHelp(const VerbRow &row, int width)
{
    width = lineWidth(width);
    auto summary = text(row.summary);
    summary[0] = summary[0].toUpper();
    QString help
        = u"Usage: "_s + synopsis(row) + u"\n\n"_s + wrapped(summary + u'.', width) + u'\n';
    for (const auto paragraphs = text(row.description).split(u"\n\n"_s, Qt::SkipEmptyParts);
         const auto &paragraph : paragraphs) {
        help += u'\n' + wrapped(paragraph, width) + u'\n';
    }
    std::vector<OptionRow> options(row.options.begin(), row.options.end());
    options.insert(options.end(), commonOptions().begin(), commonOptions().end());
    help += u"\nOptions:\n"_s + optionLines(options, width);
    help += u"\nExit codes: 0 done, 1 failed, 2 wrong command line, 3 no service reached.\n"_s;
    if (row.examples[0] != '\0') {
        help += u"\nExamples:\n"_s;
        for (const auto lines = text(row.examples).split(u'\n'); const auto &line : lines)
            help += u"  "_s + line + u'\n';
    }
    return help;
}

} // namespace r2cache
