// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/entrynames.h"
#include "app/verbs/humantext.h"
#include "app/verbs/progress.h"
#include "app/verbs/verbs.h"

#include <QJsonArray>

namespace r2cache {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Result<QJsonObject> followVerify(VerbContext &context, QJsonObject progress)
{
    auto interval = 20ms;
    while (progress.value(u"state") == QJsonValue(u"running"_s)) {
        const auto checked = progress.value(u"checked").toInteger();
        const auto total = std::max<qint64>(progress.value(u"total").toInteger(), 1);
        const auto read = sizeText(progress.value(u"bytes").toInteger());
        context.console().showProgress(progressText(
            static_cast<double>(checked) / static_cast<double>(total),
            {{u"%1 of %2"_s.arg(countedText(checked), countedText(total)), 2},
             {u"%1 read"_s.arg(read), 1}},
            context.console().progressWidth()));
        context.pause(interval);
        interval = std::min(interval * 2, 500ms);
        const auto answer = context.wait(context.client().verifyProgress());
        if (!answer)
            return failure(answer.error());
        progress = answer->value(u"verify").toObject();
    }
    return progress;
}

QString textOf(const QJsonObject &progress)
{
    QString text;
    for (const auto bad = progress.value(u"bad").toArray(); const auto &value : bad) {
        const auto one = value.toObject();
        text += u"%1  %2: %3\n"_s.arg(
            shortId(one.value(u"id").toString()), harmless(one.value(u"originalUrl").toString()),
            harmless(one.value(u"error").toString()));
    }
    return text;
}

} // namespace

int runVerify(VerbContext &context)
{
    QStringList ids;
    for (const auto &name : context.arguments().positional()) {
        const auto id = entryIdOf(context, name);
        if (!id)
            return context.fail(id.error());
        ids.append(*id);
    }
    const auto begun = context.ask([&ids](ServiceClient &client) { return client.verify(ids); });
    const auto &names = context.arguments().positional();
    if (!begun && begun.error().code == ErrorCode::NotFound && names.size() == 1)
        return context.fail(entryNotFound(names.constFirst()));
    if (!begun)
        return context.fail(begun.error());
    auto &console = context.console();
    const auto first = begun->value(u"verify").toObject();
    if (!context.arguments().has("wait")) {
        console.say(u"It goes on in the service: r2cache verify --wait waits for the end."_s);
        return context.print(first, {});
    }
    const auto last = followVerify(context, first);
    if (!last)
        return context.fail(last.error());
    const auto bad = last->value(u"badCount").toInteger();
    const auto errors = last->value(u"errors").toArray();
    for (const auto &error : errors)
        console.complain(u"verify"_s, error.toString());
    const QString verdict
        = bad == 0 ? u"all as they should be"_s : QString(countedText(bad) + u" altered"_s);
    console.say(u"%1 read, %2; %3."_s.arg(
        countedText(last->value(u"checked").toInteger(), u"video"_s, u"videos"_s),
        sizeText(last->value(u"bytes").toInteger()), verdict));
    return context.print(*last, textOf(*last), bad > 0 || !errors.isEmpty() ? exitFailed : exitOk);
}

} // namespace r2cache
