// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/humantext.h"
#include "app/verbs/verbs.h"

#include <QJsonArray>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

QString whatGoes(const QString &strategy)
{
    if (strategy == u"all")
        return u"everything that nobody holds"_s;
    if (strategy == u"ttl_expired")
        return u"what has expired"_s;
    if (strategy == u"manual")
        return u"what matches"_s;
    return strategy == u"size_limit" ? u"the largest videos"_s
                                     : u"the videos that were read longest ago"_s;
}

/// "2 videos stay: 1 is pinned, 1 is held by a render." Empty: none does.
QString keptText(const RemovalResult &removal)
{
    QStringList reasons;
    const auto note = [&reasons](qint64 count, const QString &why) {
        if (count > 0)
            reasons.append(u"%1 %2"_s.arg(countedText(count), why));
    };
    note(removal.pinned, u"pinned (r2cache unpin)"_s);
    note(removal.leased, u"held by renders (r2cache status lists the leases)"_s);
    note(removal.inUse, u"being read or written"_s);
    const auto kept = removal.pinned + removal.leased + removal.inUse;
    return kept == 0 ? QString()
                     : u"%1 %2: %3.\n"_s.arg(
                         countedText(kept, u"video"_s, u"videos"_s),
                         kept == 1 ? u"stays"_s : u"stay"_s, reasons.join(u", "_s));
}

QString removalText(const RemovalResult &removal)
{
    const auto kept = keptText(removal);
    if (removal.removedEntries > 0) {
        return u"Removed %1 (%2).\n"_s.arg(
                   countedText(removal.removedEntries, u"video"_s, u"videos"_s),
                   sizeText(removal.bytesFreed))
            + kept;
    }
    return kept.isEmpty() ? u"Nothing had to be removed.\n"_s
                          : QString(u"Nothing was removed. "_s + kept);
}

int printRemoval(VerbContext &context, const Result<RemovalResult> &removal)
{
    if (!removal)
        return context.fail(removal.error());
    for (const auto &error : removal->errors)
        context.console().complain({}, error);
    const QJsonObject document{
        {u"removedEntries"_s, removal->removedEntries},
        {u"bytesFreed"_s, removal->bytesFreed},
        {u"errors"_s, QJsonArray::fromStringList(removal->errors)},
        {u"kept"_s,
         QJsonObject{
             {u"pinned"_s, removal->pinned},
             {u"leased"_s, removal->leased},
             {u"inUse"_s, removal->inUse}}},
        {u"message"_s, removal->message}};
    return context.print(
        document, removalText(*removal), removal->errors.isEmpty() ? exitOk : exitFailed);
}

} // namespace

int runClear(VerbContext &context)
{
    const auto &arguments = context.arguments();
    const auto strategy = arguments.has("strategy") ? arguments.value("strategy") : u"lru"_s;
    const bool isNamed = arguments.has("pattern") || arguments.has("tag");
    if (strategy == u"manual" && !isNamed)
        return context.misuse(u"--strategy manual needs --pattern or --tag."_s);
    const auto target = arguments.size("target-size");
    if (!target)
        return context.misuse(target.error().message);
    QJsonObject options{{u"strategy"_s, strategy}};
    if (arguments.has("pattern"))
        options.insert(u"pattern"_s, arguments.value("pattern"));
    if (arguments.has("tag"))
        options.insert(u"tags"_s, QJsonArray::fromStringList(arguments.values("tag")));
    if (*target)
        options.insert(u"targetBytes"_s, **target);
    if (const auto connected = context.connect(); !connected)
        return context.fail(connected.error());
    auto &console = context.console();
    if (!arguments.has("yes") && console.canAsk()
        && !console.ask(u"Remove %1 from the cache?"_s.arg(whatGoes(strategy)))) {
        return context.fail({ErrorCode::Cancelled, u"Nothing was removed."_s, {}});
    }
    return printRemoval(context, context.wait(context.client().clear(options)));
}

int runOptimize(VerbContext &context)
{
    return printRemoval(
        context, context.ask([](ServiceClient &client) { return client.optimize(); }));
}

} // namespace r2cache
