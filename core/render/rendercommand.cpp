// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/rendercommand.h"

#include <QProcess>

namespace r2cache {

using namespace Qt::StringLiterals;

Result<QStringList> splitRenderCommand(const QString &text)
{
    // Three in a row are one of the text, as QProcess::splitCommand() takes them.
    auto quotes = text;
    quotes.remove(u"\"\"\""_s);
    if (quotes.count(u'"') % 2 != 0) {
        return failure(
            ErrorCode::InvalidArgument,
            u"CACHE_RENDER_COMMAND has a quote that is not closed: %1"_s.arg(text));
    }
    auto words = QProcess::splitCommand(text);
    if (words.isEmpty()) {
        return failure(
            ErrorCode::InvalidArgument,
            u"There is no command to render with: set CACHE_RENDER_COMMAND, for instance to npx "
            "remotion render src/index.ts {composition} {output} --props={props}"_s);
    }
    return words;
}

Result<QStringList> filledRenderCommand(const QStringList &command, const RenderPlaces &places)
{
    if (command.isEmpty())
        return failure(ErrorCode::InvalidArgument, u"There is no command to render with."_s);
    const bool hasProps = std::any_of(command.begin(), command.end(), [](const QString &word) {
        return word.contains(u"{props}");
    });
    if (!hasProps) {
        return failure(
            ErrorCode::InvalidArgument,
            u"The command has no {props} in it, so it would not get the cached URLs: write, for "
            "instance, --props={props}."_s);
    }
    const auto isAskedFor = [&command](QLatin1StringView place) {
        return std::any_of(command.begin(), command.end(), [place](const QString &word) {
            return word.contains(place);
        });
    };
    if (places.composition.isEmpty() && isAskedFor("{composition}"_L1)) {
        return failure(
            ErrorCode::InvalidArgument,
            u"The command has {composition} in it, and nothing stands for it: name it, "
            "--composition NAME."_s);
    }
    if (places.output.isEmpty() && isAskedFor("{output}"_L1)) {
        return failure(
            ErrorCode::InvalidArgument,
            u"The command has {output} in it, and nothing stands for it: name it, "
            "--output FILE."_s);
    }
    const std::pair<QLatin1StringView, QString> known[]{
        {"{props}"_L1, places.props},
        {"{composition}"_L1, places.composition},
        {"{output}"_L1, places.output}};
    QStringList filled;
    for (const auto &word : command) {
        QString text;
        // In one walk: a path that reads like a place is none.
        for (qsizetype at = 0; at < word.size();) {
            const auto place
                = std::find_if(std::begin(known), std::end(known), [&](const auto &each) {
                      return QStringView(word).sliced(at).startsWith(each.first);
                  });
            if (place == std::end(known)) {
                text += word[at++];
                continue;
            }
            text += place->second;
            at += place->first.size();
        }
        filled += text;
    }
    return filled;
}

} // namespace r2cache
