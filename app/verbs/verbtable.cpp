// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/verbtable.h"

#include "app/verbs/exitcodes.h"
#include "app/verbs/verbrows.h"
#include "core/base/editdistance.h"

#include <QString>

#include <algorithm>
#include <array>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr QLatin1StringView connectOption{"connect"};

constexpr std::array common{
    OptionRow{
        .name = "json",
        .help = "Print one JSON document on standard output, whatever happens; a failure is "
                "{\"success\": false, \"error\", \"code\", \"message\"}"},
    OptionRow{
        .name = "connect",
        .value = "URL",
        .help = "Ask the service with this REST API, e.g. http://localhost:3000 at the end of a "
                "tunnel, instead of the one that runs for CACHE_DIRECTORY; CACHE_API_TOKEN is its "
                "token"},
    OptionRow{.name = "quiet", .letter = 'q', .help = "Say nothing but what went wrong"},
    OptionRow{.name = "help", .letter = 'h', .help = "Print how to use it"},
};

constexpr std::array program{
    OptionRow{
        .name = "no-gui", .help = "Run the cache, the range proxy and the REST API, no window"},
    OptionRow{
        .name = "exit-when-idle",
        .value = "SECONDS",
        .help = "With --no-gui: end when nobody has needed it for so long"},
    OptionRow{
        .name = "connect",
        .value = "URL",
        .help = "The dashboard of a service elsewhere, through a tunnel, by its REST API; "
                "CACHE_API_TOKEN is its token"},
    OptionRow{
        .name = "theme",
        .value = "THEME",
        .help = "How the dashboard looks",
        .kind = ValueKind::Choice,
        .choices = "system light dark"},
    OptionRow{
        .name = "set",
        .value = "NAME=VALUE",
        .help = "Set any setting, e.g. --set CACHE_MAX_SIZE_GB=50; each has a long option, too: "
                "--max-size-gb 50",
        .kind = ValueKind::Setting,
        .isRepeated = true},
    OptionRow{
        .name = "env-file",
        .value = "FILE",
        .help = "Read settings from FILE instead of .env in the working directory",
        .kind = ValueKind::File},
    OptionRow{.name = "help", .letter = 'h', .help = "Print how to use it"},
    OptionRow{.name = "version", .help = "Print the version"},
};

constexpr std::array exitCodes{
    ExitCodeRow{exitOk, "It is done."},
    ExitCodeRow{
        exitFailed,
        "It failed, or what was asked about is not well: a URL that could not be cached with "
        "prepare --strict, an invalid URL with validate, critical health with health."},
    ExitCodeRow{exitUsage, "The command line or a setting is wrong; nothing was done."},
    ExitCodeRow{exitUnreachable, "No service could be reached."},
    ExitCodeRow{
        exitNotStarted,
        "render failed before its command ran; else render exits as its command does, with 126 or "
        "127 where that cannot be run or is not there."},
    ExitCodeRow{130, "It was interrupted (128 and the signal's number)."},
};

} // namespace

std::span<const VerbRow> verbTable()
{
    return verbRows();
}

const VerbRow *verbNamed(QStringView name)
{
    const auto table = verbTable();
    const auto found = std::ranges::find_if(
        table, [name](const VerbRow &row) { return name == QLatin1String(row.name); });
    return found == table.end() ? nullptr : &*found;
}

QString verbLike(const QString &name)
{
    struct OtherName
    {
        const char *name;
        const char *verb;
    };
    constexpr std::array otherNames{
        OtherName{"list", "ls"},      OtherName{"remove", "rm"},
        OtherName{"delete", "rm"},    OtherName{"download", "add"},
        OtherName{"precache", "add"}, OtherName{"settings", "config"},
        OtherName{"info", "show"},    OtherName{"completions", "completion"}};
    const auto wanted = name.toLower();
    const auto *nearest = "";
    // A third of the name may be wrong; farther off a suggestion only confuses.
    auto distance = static_cast<std::size_t>(wanted.size()) / 3 + 1;
    for (const auto &row : verbTable()) {
        if (const auto own = editDistance(wanted, QString::fromLatin1(row.name)); own < distance) {
            distance = own;
            nearest = row.name;
        }
    }
    for (const auto &other : otherNames) {
        if (wanted == QLatin1String(other.name))
            nearest = other.verb;
    }
    return *nearest == '\0' ? QString() : u" (did you mean %1?)"_s.arg(QLatin1String(nearest));
}

std::span<const OptionRow> commonOptions()
{
    return common;
}

std::vector<OptionRow> optionsOf(const VerbRow &row)
{
    std::vector<OptionRow> options(row.options.begin(), row.options.end());
    for (const auto &option : common) {
        if (!row.isOfThisMachine || QLatin1StringView(option.name) != connectOption)
            options.push_back(option);
    }
    return options;
}

std::span<const OptionRow> programOptions()
{
    return program;
}

std::span<const ExitCodeRow> exitCodeTable()
{
    return exitCodes;
}

} // namespace r2cache
