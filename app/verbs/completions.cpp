// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/completions.h"

#include "app/verbs/verbtable.h"
#include "core/settings/settingtable.h"

#include <QStringList>

#include <vector>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

QString text(const char *ascii)
{
    return QString::fromLatin1(ascii);
}

QStringList verbNames()
{
    QStringList names;
    for (const auto &row : verbTable())
        names.append(text(row.name));
    return names;
}

/// "CACHE_MAX_ENTRIES", with @p end behind each.
QStringList settingNames(const QString &end = {})
{
    QStringList names;
    for (const auto &row : settingTable())
        names.append(row.nameText() + end);
    return names;
}

/// "--json", "-q --quiet"
QStringList formsOf(const OptionRow &option)
{
    QStringList forms{u"--"_s + text(option.name)};
    if (option.letter != 0)
        forms.prepend(QString(u"-"_s + QLatin1Char(option.letter)));
    return forms;
}

QStringList settingOptions()
{
    QStringList options;
    for (const auto &row : settingTable())
        options.append(row.option());
    return options;
}

// --- bash ----------------------------------------------------------------------------------------

/// The case branches that complete the value of what stands before the cursor.
QString bashValueCases(const std::vector<OptionRow> &options)
{
    QString cases;
    for (const auto &option : options) {
        if (!option.takesValue())
            continue;
        QString reply = u"COMPREPLY=()"_s;
        if (option.kind == ValueKind::File)
            reply = u"compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")"_s;
        else if (option.kind == ValueKind::Choice)
            reply = u"mapfile -t COMPREPLY < <(compgen -W '%1' -- \"$cur\")"_s.arg(
                text(option.choices));
        else if (option.kind == ValueKind::Setting)
            reply = u"compopt -o nospace; mapfile -t COMPREPLY < <(compgen -W '%1' -- \"$cur\")"_s
                        .arg(settingNames(u"="_s).join(u' '));
        cases += u"        %1) %2; return ;;\n"_s.arg(formsOf(option).join(u'|'), reply);
    }
    return cases;
}

/// One of the choices, then names of settings; `i` is where the verb stands.
QString bashSettingArguments(const VerbRow &row)
{
    return u"    else\n"
           "        local words='%1' j\n"
           "        for ((j = i + 1; j < COMP_CWORD; ++j)); do\n"
           "            case ${COMP_WORDS[j]} in\n"
           "                set) words='%2'; compopt -o nospace; break ;;\n"
           "                get|describe|unset) words='%3'; break ;;\n"
           "            esac\n"
           "        done\n"
           "        mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n"_s.arg(
               text(row.choices), settingNames(u"="_s).join(u' '), settingNames().join(u' '));
}

QString bashVerb(const VerbRow &row)
{
    const auto options = optionsOf(row);
    QStringList forms;
    for (const auto &option : options)
        forms += formsOf(option);
    QString script = u"_r2cache_%1() {\n    case $prev in\n%2    esac\n"_s.arg(
        text(row.name), bashValueCases(options));
    script += u"    if [[ $cur == -* ]]; then\n"
              "        mapfile -t COMPREPLY < <(compgen -W '%1' -- \"$cur\")\n"_s.arg(
                  forms.join(u' '));
    if (row.argumentKind == ValueKind::File)
        script += u"    else\n        compopt -o filenames\n"
                  "        mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n"_s;
    else if (row.argumentKind == ValueKind::Choice)
        script
            += u"    else\n        mapfile -t COMPREPLY < <(compgen -W '%1' -- \"$cur\")\n"_s.arg(
                text(row.choices));
    else if (row.argumentKind == ValueKind::Setting)
        script += bashSettingArguments(row);
    return script + u"    fi\n}\n"_s;
}

QString bashScript()
{
    QString script = u"# bash completion for r2cache, made by r2cache itself\n"_s;
    QStringList names;
    for (const auto &row : verbTable()) {
        script += bashVerb(row);
        names.append(text(row.name));
    }
    std::vector<OptionRow> options(programOptions().begin(), programOptions().end());
    QStringList forms;
    for (const auto &option : options)
        forms += formsOf(option);
    script += u"_r2cache() {\n"
              "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} i\n"
              "    COMPREPLY=()\n"
              "    for ((i = 1; i < COMP_CWORD; ++i)); do\n"
              "        case ${COMP_WORDS[i]} in\n"_s;
    script += u"        %1) \"_r2cache_${COMP_WORDS[i]}\"; return ;;\n"_s.arg(names.join(u'|'));
    script += u"        esac\n    done\n    case $prev in\n"_s + bashValueCases(options)
        + u"    esac\n"_s;
    script += u"    mapfile -t COMPREPLY < <(compgen -W '%1 %2 %3' -- \"$cur\")\n}\n"_s.arg(
        verbNames().join(u' '), forms.join(u' '), settingOptions().join(u' '));
    return script + u"complete -F _r2cache r2cache\n"_s;
}

// --- zsh -----------------------------------------------------------------------------------------

/// Within single quotes, and within the brackets and colons of _arguments.
QString zshQuoted(QString words)
{
    words.replace(u'\\', u"\\\\"_s).replace(u'[', u"\\["_s).replace(u']', u"\\]"_s);
    return words.replace(u':', u"\\:"_s).replace(u'\'', u"'\\''"_s);
}

QString zshAction(ValueKind kind, const char *choices)
{
    if (kind == ValueKind::File)
        return u"_files"_s;
    if (kind == ValueKind::Setting)
        return u"(%1)"_s.arg(QString(text(choices) + u' ' + settingNames().join(u' ')).trimmed());
    return kind == ValueKind::Choice ? u"(%1)"_s.arg(text(choices)) : u" "_s;
}

QString zshOption(const OptionRow &option)
{
    const auto forms = formsOf(option);
    const QString rest = u"[%1]"_s.arg(zshQuoted(text(option.help)))
        + (option.takesValue() ? QString(
               u":%1:%2"_s.arg(text(option.value), zshAction(option.kind, option.choices)))
                               : QString());
    QString specs;
    for (const auto &form : forms) {
        // "*" may come again; otherwise its forms exclude each other
        const QString begin = option.isRepeated ? u"*"_s : u"(%1)"_s.arg(forms.join(u' '));
        specs += u" \\\n        '%1%2%3'"_s.arg(begin, form, rest);
    }
    return specs;
}

QString zshScript()
{
    QString script = u"#compdef r2cache\n# zsh completion for r2cache, made by r2cache itself\n\n"
                     "_r2cache_verbs() {\n    local -a verbs=(\n"_s;
    for (const auto &row : verbTable()) {
        script += u"        '%1:%2'\n"_s.arg(text(row.name), zshQuoted(text(row.summary)));
    }
    script += u"    )\n    _describe verb verbs\n}\n\n_r2cache() {\n"
              "    local curcontext=$curcontext state line\n"
              "    _arguments -C -A '-*'"_s;
    for (const auto &option : programOptions())
        script += zshOption(option);
    for (const auto &row : settingTable())
        script += u" \\\n        '%1[%2]:value: '"_s.arg(
            row.option(), zshQuoted(QString::fromLatin1(row.text)));
    script += u" \\\n        ':verb:_r2cache_verbs' '*::argument:->verb'\n"
              "    [[ $state == verb ]] || return\n"
              "    curcontext=${curcontext%:*}-$words[1]:\n"
              "    case $words[1] in\n"_s;
    for (const auto &row : verbTable()) {
        script += u"    %1)\n        _arguments"_s.arg(text(row.name));
        for (const auto &option : optionsOf(row))
            script += zshOption(option);
        if (row.maxArguments != 0) {
            script += u" \\\n        '%1:%2:%3'"_s.arg(
                row.maxArguments < 0 ? u"*"_s : QString(), zshQuoted(text(row.arguments)),
                zshAction(row.argumentKind, row.choices));
        }
        script += u"\n        ;;\n"_s;
    }
    return script + u"    esac\n}\n\n_r2cache \"$@\"\n"_s;
}

// --- fish ----------------------------------------------------------------------------------------

QString fishQuoted(QString words)
{
    return QString(u'\'' + words.replace(u'\\', u"\\\\"_s).replace(u'\'', u"\\'"_s) + u'\'');
}

QString fishOption(const OptionRow &option, const QString &condition)
{
    QString line = u"complete -c r2cache -n %1 -l %2"_s.arg(condition, text(option.name));
    if (option.letter != 0)
        line += u" -s "_s + QLatin1Char(option.letter);
    if (option.kind == ValueKind::File)
        line += u" -r -F"_s;
    else if (option.kind == ValueKind::Choice)
        line += u" -x -a "_s + fishQuoted(text(option.choices));
    else if (option.kind == ValueKind::Setting)
        line += u" -x -a "_s + fishQuoted(settingNames(u"="_s).join(u' '));
    else if (option.takesValue())
        line += u" -x"_s;
    return QString(line + u" -d "_s + fishQuoted(text(option.help)) + u'\n');
}

QString fishScript()
{
    QStringList names;
    for (const auto &row : verbTable())
        names.append(text(row.name));
    const auto none = fishQuoted(u"not __fish_seen_subcommand_from "_s + names.join(u' '));
    QString script = u"# fish completion for r2cache, made by r2cache itself\n"
                     "complete -c r2cache -f\n"_s;
    for (const auto &option : programOptions())
        script += fishOption(option, none);
    for (const auto &row : settingTable()) {
        script += u"complete -c r2cache -n %1 -l %2 -x -d %3\n"_s.arg(
            none, row.option().sliced(2), fishQuoted(QString::fromLatin1(row.text)));
    }
    for (const auto &row : verbTable()) {
        const auto name = text(row.name);
        script += u"complete -c r2cache -n %1 -a %2 -d %3\n"_s.arg(
            none, name, fishQuoted(text(row.summary)));
        const auto condition = fishQuoted(u"__fish_seen_subcommand_from "_s + name);
        if (row.argumentKind == ValueKind::File)
            script += u"complete -c r2cache -n %1 -F\n"_s.arg(condition);
        else if (row.argumentKind == ValueKind::Choice)
            script += u"complete -c r2cache -n %1 -a %2\n"_s.arg(
                condition, fishQuoted(text(row.choices)));
        else if (row.argumentKind == ValueKind::Setting)
            script += u"complete -c r2cache -n %1 -a %2\n"_s.arg(
                condition, fishQuoted(text(row.choices) + u' ' + settingNames().join(u' ')));
        for (const auto &option : optionsOf(row))
            script += fishOption(option, condition);
    }
    return script;
}

} // namespace

QString completionScript(const QString &shell)
{
    if (shell == u"zsh")
        return zshScript();
    return shell == u"fish" ? fishScript() : bashScript();
}

} // namespace r2cache
