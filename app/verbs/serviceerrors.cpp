// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/serviceerrors.h"

#include <array>
#include <optional>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr auto fieldBegin = "The field "_L1;

/// What fills a field of a request; the longest path first where one begins another.
struct FieldRow
{
    QLatin1StringView path;
    QLatin1StringView option;
};

constexpr std::array fields{
    FieldRow{"options.maxFileSizeBytes"_L1, "--max-file-size"_L1},
    FieldRow{"options.includePatterns"_L1, "--include"_L1},
    FieldRow{"options.excludePatterns"_L1, "--exclude"_L1},
    FieldRow{"options.qualityFilter"_L1, "--quality"_L1},
    FieldRow{"targetBytes"_L1, "--target-size"_L1},
    FieldRow{"priority"_L1, "--priority"_L1},
    FieldRow{"strategy"_L1, "--strategy"_L1},
    FieldRow{"pattern"_L1, "--pattern"_L1},
    FieldRow{"leaseMs"_L1, "--lease-ms"_L1},
    FieldRow{"urls"_L1, "URL"_L1},
    FieldRow{"url"_L1, "URL"_L1},
    FieldRow{"tags"_L1, "--tag"_L1},
    FieldRow{"limit"_L1, "--limit"_L1},
    FieldRow{"q"_L1, "--search"_L1},
};

/// "tags[0] must hold …": without the field's name; nothing if it does not begin with it.
std::optional<QString> restAfter(const QString &path, QStringView words)
{
    if (!words.startsWith(path))
        return std::nullopt;
    auto rest = words.sliced(path.size());
    if (rest.startsWith(u'['))
        rest = rest.sliced(rest.indexOf(u']') + 1);
    return rest.startsWith(u' ') ? std::optional(rest.trimmed().toString()) : std::nullopt;
}

QString byOption(const QString &message)
{
    const auto words = QStringView(message).sliced(fieldBegin.size());
    for (const auto &field : fields) {
        if (const auto rest = restAfter(QString(field.path), words))
            return u"%1 %2"_s.arg(field.option, *rest);
    }
    return message;
}

} // namespace

bool isOfField(const Error &error)
{
    return error.code == ErrorCode::InvalidArgument && error.message.startsWith(fieldBegin);
}

Error inTermsOf(const VerbRow &row, const VerbArguments &arguments, const Error &error)
{
    auto told = error;
    const bool isElsewhere = arguments.has("connect");
    if (isOfField(error))
        told.message = byOption(error.message);
    else if (
        error.code == ErrorCode::Unauthorized && isElsewhere
        && !error.message.contains(u"r2cache token"))
        told.message += u" Run r2cache token on that machine, and set CACHE_API_TOKEN to what it "
                        "prints."_s;
    else if (
        error.code == ErrorCode::ServiceUnreachable && !isElsewhere && row.verb != Verb::Render
        && !error.message.contains(u"--no-gui"))
        told.message += u" It has ended unasked, or hangs: start it with r2cache --no-gui."_s;
    return told;
}

} // namespace r2cache
