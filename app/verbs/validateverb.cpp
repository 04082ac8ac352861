// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/humantext.h"
#include "app/verbs/verbs.h"

#include <QJsonArray>

namespace r2cache {

using namespace Qt::StringLiterals;

int runValidate(VerbContext &context)
{
    const auto &arguments = context.arguments();
    const bool probe = arguments.has("probe");
    const auto answer = context.ask([&](ServiceClient &client) {
        return client.validateUrl(arguments.positional().constFirst(), probe);
    });
    if (!answer)
        return context.fail(answer.error());
    const bool isValid = answer->value(u"isValid").toBool();
    const bool isVideo = answer->value(u"isVideo").toBool(true); // null: nobody knows
    const bool isFine = isValid && isVideo && (!probe || answer->value(u"reachable").toBool());
    QString text = isValid && isVideo ? u"It can be cached.\n"_s : u"It cannot be cached.\n"_s;
    if (answer->contains(u"reachable") && isVideo) {
        const auto size = answer->value(u"sizeBytes");
        text += answer->value(u"reachable").toBool() ? u"Its origin has it%1.\n"_s.arg(
                    size.isDouble() ? u": "_s + sizeText(size.toInteger()) : QString())
                                                     : u"Its origin does not give it.\n"_s;
    }
    for (const auto &[name, mark] :
         {std::pair(u"issues"_s, u"- "_s), std::pair(u"suggestions"_s, u"  "_s)}) {
        for (const auto sentences = answer->value(name).toArray(); const auto &one : sentences)
            text += mark + harmless(one.toString()) + u'\n';
    }
    return context.print(*answer, text, isFine ? exitOk : exitFailed);
}

} // namespace r2cache
