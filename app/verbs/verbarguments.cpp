// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/verbarguments.h"

#include <QCommandLineParser>
#include <QRegularExpression>

#include <cmath>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

QString text(const char *ascii)
{
    return QString::fromLatin1(ascii);
}

QCommandLineOption optionOf(const OptionRow &row)
{
    QStringList names{text(row.name)};
    if (row.letter != 0)
        names.append(QString(QLatin1Char(row.letter)));
    return {names, QString(), text(row.value)};
}

Result<> checkChoice(const char *choices, const QString &what, const QString &value)
{
    const auto words = text(choices).split(u' ');
    if (words.contains(value))
        return {};
    return failure(
        ErrorCode::InvalidArgument,
        u"%1 is %2 or %3, not \"%4\"."_s.arg(
            what, words.mid(0, words.size() - 1).join(u", "_s), words.constLast(), value));
}

Result<> checkCount(const VerbRow &row, const QStringList &positional)
{
    const auto usage = u"r2cache %1 %2"_s.arg(text(row.name), text(row.arguments)).trimmed();
    if (positional.size() < row.minArguments) {
        return failure(ErrorCode::InvalidArgument, u"its argument is missing: %1"_s.arg(usage));
    }
    if (row.maxArguments >= 0 && positional.size() > row.maxArguments) {
        return failure(
            ErrorCode::InvalidArgument,
            row.maxArguments == 0
                ? u"unknown argument \"%1\": it takes options alone."_s.arg(positional.constFirst())
                : u"one argument too many, \"%1\": %2"_s.arg(positional[row.maxArguments], usage));
    }
    return {};
}

} // namespace

Result<VerbArguments> VerbArguments::parse(const VerbRow &row, const QStringList &arguments)
{
    QCommandLineParser parser;
    const auto options = optionsOf(row);
    for (const auto &option : options)
        parser.addOption(optionOf(option));
    if (!parser.parse(QStringList{text(row.name)} + arguments)) {
        const auto unknown = parser.unknownOptionNames();
        if (row.isOfThisMachine && unknown.contains(u"connect"_s)) {
            return failure(
                ErrorCode::InvalidArgument,
                u"it looks at this machine alone: call it where the service runs, without "
                "--connect."_s);
        }
        const QString what = unknown.isEmpty()
            ? parser.errorText()
            : u"unknown option \"%1%2\"."_s.arg(
                unknown.constFirst().size() == 1 ? u"-"_s : u"--"_s, unknown.constFirst());
        return failure(
            ErrorCode::InvalidArgument, what + u" See r2cache %1 --help."_s.arg(text(row.name)));
    }
    VerbArguments parsed;
    for (const auto &option : options) {
        const auto name = text(option.name);
        if (!parser.isSet(name))
            continue;
        // Qt since 6.8 warns of the question where an option takes none.
        const auto values = option.takesValue() ? parser.values(name) : QStringList();
        for (const auto &value : values) {
            if (option.kind != ValueKind::Choice)
                continue;
            if (const auto known = checkChoice(option.choices, u"--"_s + name, value); !known)
                return failure(known.error());
        }
        parsed.m_options.insert(name, values);
    }
    parsed.m_positional = parser.positionalArguments();
    if (const auto count = checkCount(row, parsed.m_positional); !count)
        return failure(count.error());
    if (row.argumentKind == ValueKind::Choice) {
        for (const auto &argument : std::as_const(parsed.m_positional)) {
            if (const auto known = checkChoice(row.choices, text(row.arguments), argument); !known)
                return failure(known.error());
        }
    }
    return parsed;
}

bool VerbArguments::has(const char *option) const
{
    return m_options.contains(text(option));
}

QString VerbArguments::value(const char *option) const
{
    const auto all = values(option);
    return all.isEmpty() ? QString() : all.constLast();
}

QStringList VerbArguments::values(const char *option) const
{
    return m_options.value(text(option));
}

Result<qint64>
VerbArguments::number(const char *option, qint64 otherwise, qint64 minimum, qint64 maximum) const
{
    if (!has(option))
        return otherwise;
    bool isNumber = false;
    const auto number = value(option).toLongLong(&isNumber);
    if (isNumber && number >= minimum && number <= maximum)
        return number;
    const QString range = maximum == std::numeric_limits<qint64>::max()
        ? u"from %1 on"_s.arg(minimum)
        : u"from %1 to %2"_s.arg(minimum).arg(maximum);
    return failure(
        ErrorCode::InvalidArgument,
        u"--%1 is a whole number %2, not \"%3\"."_s.arg(text(option), range, value(option)));
}

Result<std::optional<qint64>> VerbArguments::size(const char *option) const
{
    if (!has(option))
        return std::nullopt;
    if (const auto bytes = bytesFromText(value(option)))
        return bytes;
    return failure(
        ErrorCode::InvalidArgument,
        u"--%1 is a size such as 500MB or 1.5GB, not \"%2\"."_s.arg(text(option), value(option)));
}

std::optional<qint64> bytesFromText(const QString &text)
{
    static const QRegularExpression form(
        u"^\\s*([0-9]+(?:\\.[0-9]+)?)\\s*(?:([kmgt]?)i?b?)\\s*$"_s,
        QRegularExpression::CaseInsensitiveOption);
    const auto match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const auto power
        = match.captured(2).isEmpty() ? 0 : 1 + u"kmgt"_s.indexOf(match.captured(2).toLower());
    const auto bytes = match.captured(1).toDouble() * std::pow(1024.0, static_cast<double>(power));
    if (bytes >= 9e18)
        return std::nullopt;
    return std::llround(bytes);
}

} // namespace r2cache
