// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/verbs.h"

namespace r2cache {

using namespace Qt::StringLiterals;

int runToken(VerbContext &context)
{
    if (const auto connected = context.connect(); !connected)
        return context.fail(connected.error());
    auto token = context.client().address().token;
    const bool isNew = context.arguments().has("rotate");
    if (isNew) {
        const auto rotated = context.wait(context.client().rotateToken());
        if (!rotated)
            return context.fail(rotated.error());
        token = *rotated;
        context.console().say(u"The old token opens nothing any more."_s);
    }
    const auto text = QString::fromLatin1(token);
    return context.print({{u"token"_s, text}, {u"rotated"_s, isNew}}, text + u'\n');
}

} // namespace r2cache
