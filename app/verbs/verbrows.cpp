// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/verbrows.h"

#include <array>

namespace r2cache {

namespace {

// Options that several verbs share
constexpr OptionRow skipProblematic{
    .name = "skip-problematic", .help = "Leave out what is probably too large or keeps failing"};
constexpr OptionRow maxFileSize{
    .name = "max-file-size",
    .value = "SIZE",
    .help = "What is larger is problematic, e.g. 800MB (default: 500MB)"};
constexpr OptionRow quality{
    .name = "quality",
    .value = "WORD",
    .help = "Only videos of this quality, as their names tell it",
    .kind = ValueKind::Choice,
    .choices = "low medium high uhd unknown",
    .isRepeated = true};
constexpr OptionRow include{
    .name = "include",
    .value = "PATTERN",
    .help = "Only URLs that match: a part of them, or with * the whole",
    .isRepeated = true};
constexpr OptionRow exclude{
    .name = "exclude",
    .value = "PATTERN",
    .help = "No URLs that match; outranks --include",
    .isRepeated = true};
constexpr OptionRow tag{
    .name = "tag", .value = "TAG", .help = "Give the videos this tag", .isRepeated = true};
constexpr OptionRow wait{.name = "wait", .help = "Wait until it is done"};

constexpr std::array prepareOptions{
    OptionRow{
        .name = "output",
        .letter = 'o',
        .value = "FILE",
        .help = "Write the config with local URLs here; - (or nothing) is standard output. With "
                "--json a file has to be named",
        .kind = ValueKind::File},
    OptionRow{
        .name = "report",
        .value = "FILE",
        .help = "Write what was cached, what failed and the lease here, as JSON; - is standard "
                "output",
        .kind = ValueKind::File},
    OptionRow{.name = "wait", .help = "Wait until every video is here or has failed (the default)"},
    OptionRow{
        .name = "no-wait",
        .help = "Rewrite all URLs at once and let the downloads go on: a video that is read before "
                "it is here is sent as it arrives"},
    OptionRow{
        .name = "strict",
        .help = "If any video cannot be cached, write nothing, end the lease and exit with 1"},
    OptionRow{
        .name = "lease-ms",
        .value = "MS",
        .help = "How long the videos are held without being read or renewed (default: 6 hours; at "
                "most 24)"},
    OptionRow{
        .name = "end-lease",
        .value = "LEASE",
        .help = "End that lease, and nothing else; the first digits of its id will do"},
    tag,
    skipProblematic,
    maxFileSize,
    quality,
    include,
    exclude,
};

constexpr std::array addOptions{
    OptionRow{
        .name = "priority",
        .value = "LEVEL",
        .help = "How soon they are fetched",
        .kind = ValueKind::Choice,
        .choices = "high medium low"},
    tag,
    OptionRow{.name = "pin", .help = "Pin them when they are here: they are never evicted"},
    OptionRow{
        .name = "no-wait", .help = "Do not wait until they are here; cannot be used with --pin"},
};

constexpr std::array lsOptions{
    OptionRow{
        .name = "status",
        .value = "STATUS",
        .help = "Only those; without it all that are stored",
        .kind = ValueKind::Choice,
        .choices = "ready expired downloading error"},
    OptionRow{
        .name = "tag",
        .value = "TAG",
        .help = "Only those with this tag; with several, with all of them",
        .isRepeated = true},
    OptionRow{.name = "search", .value = "TEXT", .help = "Only those with TEXT in their URL or id"},
    OptionRow{
        .name = "sort",
        .value = "BY",
        .help = "By the last read (the default), creation, size or number of reads, the greatest "
                "first",
        .kind = ValueKind::Choice,
        .choices = "read created size reads"},
    OptionRow{.name = "reverse", .help = "The smallest or oldest first"},
    OptionRow{.name = "limit", .value = "N", .help = "At most so many (default: 50)"},
    OptionRow{.name = "all", .help = "All there are"},
};

constexpr std::array rmOptions{
    OptionRow{.name = "force", .help = "Also what a render holds"},
};

constexpr std::array verifyOptions{wait};

constexpr std::array analyzeOptions{
    OptionRow{.name = "probe", .help = "Ask the origins for true sizes"},
    skipProblematic,
    maxFileSize,
    quality,
    include,
    exclude,
};

constexpr std::array validateOptions{
    OptionRow{.name = "probe", .help = "Ask the origin whether the video is there"},
};

constexpr std::array clearOptions{
    OptionRow{
        .name = "strategy",
        .value = "STRATEGY",
        .help = "lru: what was read longest ago, until 80 % of the limits are used (the default); "
                "size_limit: the largest, until then; ttl_expired: what has expired; manual: what "
                "--pattern and --tag say; all: everything that nobody holds",
        .kind = ValueKind::Choice,
        .choices = "lru size_limit ttl_expired manual all"},
    OptionRow{.name = "pattern", .value = "PATTERN", .help = "Only URLs that match"},
    OptionRow{
        .name = "tag", .value = "TAG", .help = "Only those with this tag", .isRepeated = true},
    OptionRow{
        .name = "target-size",
        .value = "SIZE",
        .help = "Of lru and size_limit: until no more is used, e.g. 2GB"},
    OptionRow{.name = "yes", .letter = 'y', .help = "Do not ask"},
};

constexpr std::array rendersOptions{
    OptionRow{.name = "limit", .value = "N", .help = "At most so many (default: 20)"},
};

constexpr std::array tokenOptions{
    OptionRow{
        .name = "rotate", .help = "Make a new token; the old one is worth nothing from then on"},
};

constexpr std::array renderOptions{
    OptionRow{
        .name = "props",
        .value = "FILE",
        .help = "The input props to render, JSON; - is standard input",
        .kind = ValueKind::File},
    OptionRow{
        .name = "retries",
        .value = "N",
        .help = "Run the command so many times more when it fails (default: 0)"},
    OptionRow{
        .name = "report",
        .value = "FILE",
        .help
        = "Write the report here, as JSON; - is standard output, where nothing else goes then",
        .kind = ValueKind::File},
    OptionRow{
        .name = "composition",
        .value = "NAME",
        .help = "What stands for {composition} in the command, and in the report"},
    OptionRow{
        .name = "output",
        .letter = 'o',
        .value = "FILE",
        .help = "What stands for {output} in the command",
        .kind = ValueKind::File},
    OptionRow{
        .name = "strict", .help = "Render nothing where no service runs and none can be started"},
    OptionRow{.name = "no-start", .help = "Start no service where none runs"},
};

constexpr ExitCodeRow interrupted{
    130, "It was interrupted (128 and the signal's number); what it began is cancelled."};

constexpr std::array prepareCodes{
    ExitCodeRow{1, "It failed; with --strict, also where a video could not be cached."},
    interrupted};
constexpr std::array renderCodes{
    ExitCodeRow{0, "It is rendered. All codes but these are the command's own."},
    ExitCodeRow{1, ""},
    ExitCodeRow{2, "The command line or a setting is wrong; nothing was run."},
    ExitCodeRow{3, ""},
    ExitCodeRow{125, "It failed before the command ran: props, report or, with --strict, service."},
    ExitCodeRow{126, "The command cannot be run."},
    ExitCodeRow{127, "There is no such command."},
    ExitCodeRow{
        130,
        "It was interrupted (128 and the signal's number), unless the command ended by itself."}};
constexpr std::array addCodes{
    ExitCodeRow{1, "It failed, or a URL could not be cached."}, interrupted};
constexpr std::array validateCodes{
    ExitCodeRow{1, "It cannot be cached, or with --probe, is not there or no video."}};
constexpr std::array verifyCodes{
    ExitCodeRow{1, "It failed, or with --wait, a video was not what it should be."}};
constexpr std::array healthCodes{ExitCodeRow{1, "It failed, or its health is critical."}};
constexpr std::array doctorCodes{ExitCodeRow{1, "A check has failed."}, ExitCodeRow{3, ""}};
constexpr std::array someCodes{ExitCodeRow{1, "It failed, for one of them at least."}};

constexpr std::array rows{
    VerbRow{
        .verb = Verb::Prepare,
        .name = "prepare",
        .arguments = "CONFIG | --end-lease LEASE",
        .maxArguments = 1,
        .argumentKind = ValueKind::File,
        .summary = "cache the videos of a config and write it with local URLs",
        .description
        = "CONFIG is JSON, e.g. the input props of a Remotion render; - is standard input. Each "
          "string in it that is the URL of an R2 video is replaced by that of the local copy; "
          "every other byte stays as it is. A video that could not be cached keeps its URL, so "
          "that the render goes on without the cache.\n\n"
          "The videos are held by a lease, whose id is told, so that nothing evicts them before "
          "the render has read them. End it after the render: r2cache prepare --end-lease LEASE. "
          "Interrupted, it cancels what it began, ends the lease and writes nothing.",
        .options = prepareOptions,
        .examples = "r2cache prepare props.json -o local.json\n"
                    "r2cache prepare props.json -o local.json --strict --report report.json\n"
                    "r2cache prepare - <props.json >local.json\n"
                    "r2cache prepare --end-lease c1a5d4f5de4d22d83bb7e952be4f7672",
        .exitCodes = prepareCodes},
    VerbRow{
        .verb = Verb::Render,
        .name = "render",
        .arguments = "-- COMMAND...",
        .maxArguments = -1,
        .summary = "cache the videos of props, run a render with local URLs, report",
        .description
        = "COMMAND renders; {props} in it is replaced by the path of the props with local URLs, "
          "{composition} and {output} by what the options say. Without a COMMAND it is "
          "CACHE_RENDER_COMMAND. No shell reads it.\n\n"
          "The videos are held by a lease while it runs, and nothing of the command outlives it: "
          "signals are passed on, a second one ends it. A video that cannot be cached keeps its "
          "URL, and where no service runs and none can be started the render goes on with all of "
          "them; it says so. A service that it starts ends when nobody has needed it for a "
          "minute.\n\n"
          "The report has the time that caching and rendering took, the videos that were cached "
          "and those that were not, and what the service read from its cache and from the origin "
          "meanwhile, by whomever. r2cache renders lists them.",
        .options = renderOptions,
        .examples = "r2cache render --props props.json -- npx remotion render src/index.ts Main "
                    "out.mp4 --props={props}\n"
                    "r2cache render --props props.json --composition Main -o out.mp4",
        .exitCodes = renderCodes},
    VerbRow{
        .verb = Verb::Add,
        .name = "add",
        .arguments = "URL...",
        .minArguments = 1,
        .maxArguments = -1,
        .summary = "download videos into the cache",
        .description = "- reads URLs from standard input, one a line. Exits with 1 if one of them "
                       "could not be cached. Interrupted, it cancels what is not here yet.",
        .options = addOptions,
        .examples = "r2cache add https://pub-1234.r2.dev/intro.mp4 --tag brand --pin",
        .exitCodes = addCodes},
    VerbRow{
        .verb = Verb::Ls,
        .name = "ls",
        .summary = "list the videos in the cache",
        .description
        = "Ids are shown as far as they tell entries apart; every verb takes them so. --json has "
          "them whole. Sizes are in powers of 1024: 1 MB is 1,048,576 bytes. Of what failed "
          "(--status error) the reason is shown.",
        .options = lsOptions,
        .examples = "r2cache ls --sort size --limit 10\n"
                    "r2cache ls --all --json | jq -r '.entries[].localPath'"},
    VerbRow{
        .verb = Verb::Show,
        .name = "show",
        .arguments = "ID|URL",
        .minArguments = 1,
        .maxArguments = 1,
        .summary = "show all that is known of one video",
        .description = "It is named by its id, the first digits of it (at least four), its URL or "
                       "its local URL.",
        .examples = "r2cache show 3fa4c1"},
    VerbRow{
        .verb = Verb::Rm,
        .name = "rm",
        .arguments = "ID|URL...",
        .minArguments = 1,
        .maxArguments = -1,
        .summary = "remove videos from the cache",
        .description = "What a render holds stays, unless --force. A local URL goes on working: "
                       "the video is fetched again.",
        .options = rmOptions,
        .examples = "r2cache rm 3fa4c1 https://pub-1234.r2.dev/intro.mp4",
        .exitCodes = someCodes},
    VerbRow{
        .verb = Verb::Pin,
        .name = "pin",
        .arguments = "ID|URL...",
        .minArguments = 1,
        .maxArguments = -1,
        .summary = "keep videos for good: they are never evicted",
        .examples = "r2cache pin 3fa4c1",
        .exitCodes = someCodes},
    VerbRow{
        .verb = Verb::Unpin,
        .name = "unpin",
        .arguments = "ID|URL...",
        .minArguments = 1,
        .maxArguments = -1,
        .summary = "let videos be evicted again",
        .examples = "r2cache unpin 3fa4c1",
        .exitCodes = someCodes},
    VerbRow{
        .verb = Verb::Verify,
        .name = "verify",
        .arguments = "[ID|URL...]",
        .maxArguments = -1,
        .summary = "read videos again and compare their SHA-256",
        .description = "None named: all. It goes on in the service, behind everybody else; --wait "
                       "follows it, and exits with 1 if a video was not what it should be. Those "
                       "are moved to quarantine and fetched again when they are asked for.",
        .options = verifyOptions,
        .examples = "r2cache verify --wait",
        .exitCodes = verifyCodes},
    VerbRow{
        .verb = Verb::Analyze,
        .name = "analyze",
        .arguments = "CONFIG",
        .minArguments = 1,
        .maxArguments = 1,
        .argumentKind = ValueKind::File,
        .summary = "say what prepare would fetch of a config",
        .description = "Nothing is downloaded. CONFIG - is standard input.",
        .options = analyzeOptions,
        .examples = "r2cache analyze props.json --probe"},
    VerbRow{
        .verb = Verb::Validate,
        .name = "validate",
        .arguments = "URL",
        .minArguments = 1,
        .maxArguments = 1,
        .summary = "say whether a URL can be cached, and why not",
        .description = "Exits with 1 if it cannot.",
        .options = validateOptions,
        .examples = "r2cache validate https://pub-1234.r2.dev/intro.mp4 --probe",
        .exitCodes = validateCodes},
    VerbRow{
        .verb = Verb::Clear,
        .name = "clear",
        .summary = "remove many videos at once",
        .description = "What is pinned, or held by a render or a reader, stays. On a terminal it "
                       "asks first.",
        .options = clearOptions,
        .examples = "r2cache clear --strategy ttl_expired\n"
                    "r2cache clear --strategy manual --tag old --yes"},
    VerbRow{
        .verb = Verb::Optimize,
        .name = "optimize",
        .summary = "put the cache in order now",
        .description = "What happens each hour by itself: what has expired is asked about at its "
                       "origin, limits are kept, strays are removed, the index is maintained."},
    VerbRow{
        .verb = Verb::Stats, .name = "stats", .summary = "print what the cache has done so far"},
    VerbRow{
        .verb = Verb::Status,
        .name = "status",
        .summary = "print how the service stands: size, downloads, leases"},
    VerbRow{
        .verb = Verb::Health,
        .name = "health",
        .summary = "print the service's checks and what to do",
        .description = "Exits with 1 when its health is critical.",
        .exitCodes = healthCodes},
    VerbRow{
        .verb = Verb::Renders,
        .name = "renders",
        .arguments = "[ID]",
        .maxArguments = 1,
        .summary = "list the reports of renders, or show one",
        .options = rendersOptions,
        .examples = "r2cache renders --limit 5"},
    VerbRow{
        .verb = Verb::Config,
        .name = "config",
        .arguments = "[get NAME | describe NAME | set NAME=VALUE... | unset NAME...]",
        .maxArguments = -1,
        .argumentKind = ValueKind::Setting,
        .choices = "get describe set unset",
        .summary = "print every setting and where its value comes from; change saved ones",
        .description
        = "Without --connect it prints the settings that a service started here would have. get "
          "prints one value alone, describe all that is known of it. set and unset change what is "
          "saved, by the service that runs "
          "(which follows at once, where the setting allows it) or else in the file of saved "
          "settings. CACHE_DIRECTORY, domains, hosts, keys and the like are a local matter: a "
          "running "
          "service does not change them for others, so they are saved for its next start, and "
          "with --connect not at all.",
        .examples = "r2cache config\n"
                    "r2cache config get CACHE_DIRECTORY\n"
                    "r2cache config describe CACHE_TTL_DAYS\n"
                    "r2cache config set CACHE_MAX_SIZE_GB=50"},
    VerbRow{
        .verb = Verb::Token,
        .name = "token",
        .summary = "print the token of the REST API",
        .options = tokenOptions,
        .examples = "curl -H \"Authorization: Bearer $(r2cache token)\" "
                    "http://localhost:3000/api/cache/stats"},
    VerbRow{
        .verb = Verb::Doctor,
        .name = "doctor",
        .arguments = "[URL...]",
        .maxArguments = -1,
        .summary = "check what r2cache needs of this machine, and say what to do",
        .description = "Ports, directories, disk, TLS, clock, and whether R2 and your custom "
                       "domains can be reached; with URLs, those instead. Works without a running "
                       "service. It looks at this machine alone, so it takes no --connect. Exits "
                       "with 1 if a check fails.",
        .examples = "r2cache doctor\n"
                    "r2cache doctor https://pub-1234.r2.dev/intro.mp4",
        .exitCodes = doctorCodes,
        .isOfThisMachine = true},
    VerbRow{
        .verb = Verb::Completion,
        .name = "completion",
        .arguments = "SHELL",
        .minArguments = 1,
        .maxArguments = 1,
        .argumentKind = ValueKind::Choice,
        .choices = "bash zsh fish",
        .summary = "print what makes a shell complete these verbs and options",
        .description = "The packages install it; otherwise: source <(r2cache completion bash)",
        .isHidden = true},
    VerbRow{
        .verb = Verb::Manual,
        .name = "manual",
        .summary = "print the manual page r2cache(1), as troff",
        .isHidden = true},
};

} // namespace

std::span<const VerbRow> verbRows()
{
    return rows;
}

} // namespace r2cache
