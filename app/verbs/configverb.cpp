// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/configverb.h"

#include "core/settings/settingsprint.h"

#include <QJsonDocument>

#include <cstdio>

namespace r2cache {

using namespace Qt::StringLiterals;

int runConfigVerb(const QStringList &arguments, const Settings &settings)
{
    bool json = false;
    for (const auto &argument : arguments) {
        if (argument == u"--json") {
            json = true;
            continue;
        }
        std::fprintf(
            stderr, "r2cache config: unknown argument \"%s\"; it takes --json\n",
            qUtf8Printable(argument));
        return 2;
    }
    const auto text = json ? QJsonDocument(settingsAsJson(settings)).toJson()
                           : settingsAsText(settings).toUtf8();
    std::fwrite(text.constData(), 1, static_cast<size_t>(text.size()), stdout);
    return 0;
}

} // namespace r2cache
