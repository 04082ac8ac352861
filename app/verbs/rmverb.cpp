// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/entrynames.h"
#include "app/verbs/humantext.h"
#include "app/verbs/verbs.h"

#include <QJsonArray>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// Does @p act (a function of an id giving Result<QJsonObject>) to each entry that was named, goes
/// on after a failure, and prints what came of it.
template<typename Act>
int actOnEach(VerbContext &context, const QString &verb, Act act)
{
    // Before the first one: a service that is not there is one failure, not one for each.
    if (const auto connected = context.connect(); !connected)
        return context.fail(connected.error());
    QJsonArray results;
    QString text;
    int failed = 0;
    for (const auto &name : context.arguments().positional()) {
        QJsonObject result{{u"name"_s, name}, {u"id"_s, QJsonValue()}};
        const auto id = entryIdOf(context, name);
        if (id)
            result.insert(u"id"_s, *id);
        auto done = id ? act(*id) : Result<QJsonObject>(failure(id.error()));
        if (!done && done.error().code == ErrorCode::NotFound)
            done.error() = entryNotFound(name);
        result.insert(u"success"_s, done.has_value());
        if (done) {
            for (auto member = done->begin(); member != done->end(); ++member)
                result.insert(member.key(), member.value());
        } else if (done.error().code == ErrorCode::ServiceUnreachable) {
            return context.fail(done.error());
        } else {
            ++failed;
            result.insert(u"error"_s, done.error().message);
            result.insert(u"code"_s, QString(errorWord(done.error().code)));
            const auto &why = done.error().message;
            context.console().complain(verb, why.contains(name) ? why : u"%1: %2"_s.arg(name, why));
        }
        results.append(result);
    }
    const QJsonObject summary{
        {u"total"_s, results.size()},
        {u"successful"_s, results.size() - failed},
        {u"failed"_s, failed}};
    return context.print(
        {{u"results"_s, results}, {u"summary"_s, summary}}, {}, failed > 0 ? exitFailed : exitOk);
}

} // namespace

int runRm(VerbContext &context)
{
    const bool force = context.arguments().has("force");
    return actOnEach(context, u"rm"_s, [&](const QString &id) -> Result<QJsonObject> {
        auto removed = context.wait(context.client().removeEntry(id, force));
        if (!removed) {
            auto error = removed.error();
            if (error.code == ErrorCode::Leased)
                error.message = u"a render holds it: end its lease first (r2cache status lists "
                                "them), or --force"_s;
            return failure(error);
        }
        const auto bytes = removed->value(u"bytesFreed").toInteger();
        context.console().say(u"%1 is removed (%2)."_s.arg(shortId(id), sizeText(bytes)));
        return QJsonObject{{u"bytesFreed"_s, bytes}};
    });
}

int runPin(VerbContext &context, bool pinned)
{
    const auto verb = pinned ? u"pin"_s : u"unpin"_s;
    return actOnEach(context, verb, [&](const QString &id) -> Result<QJsonObject> {
        const auto entry = context.wait(context.client().setPinned(id, pinned));
        if (!entry)
            return failure(entry.error());
        context.console().say(
            u"%1 is %2."_s.arg(shortId(id), pinned ? u"pinned"_s : u"no longer pinned"_s));
        return QJsonObject{{u"pinned"_s, entry->pinned}};
    });
}

} // namespace r2cache
