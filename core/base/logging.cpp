// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/logging.h"

#include <QLoggingCategory>
#include <QRegularExpression>

namespace r2cache {

using namespace Qt::StringLiterals;

QString filterRulesFor(const QString &debugValue)
{
    static const QRegularExpression separators(u"[\\s,]+"_s);
    QString rules;
    const auto words = debugValue.split(separators, Qt::SkipEmptyParts);
    for (auto word : words) {
        const bool off = word.startsWith(u'-');
        if (off)
            word.remove(0, 1);
        if (word == u'*')
            word = u"cache:*"_s;
        if (word != u"cache" && !word.startsWith(u"cache:"))
            continue;
        word.replace(u':', u'.');
        const QString state = off ? u"=false\n"_s : u"=true\n"_s;
        if (word.endsWith(u".*")) {
            rules += word + u".debug"_s + state;
        } else {
            rules += word + u".debug"_s + state;
            rules += word + u".*.debug"_s + state;
        }
    }
    return rules;
}

void setLogFilter(const QString &debugValue)
{
    QLoggingCategory::setFilterRules(filterRulesFor(debugValue));
}

void setUpLogging(const QString &debugValue)
{
    qSetMessagePattern(
        u"%{time yyyy-MM-ddThh:mm:ss.zzz} "
        "%{if-debug}debug%{endif}%{if-info}info%{endif}%{if-warning}warning%{endif}"
        "%{if-critical}error%{endif}%{if-fatal}fatal%{endif} %{category}: %{message}"_s);
    setLogFilter(debugValue);
}

} // namespace r2cache
