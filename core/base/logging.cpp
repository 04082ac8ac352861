// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/logging.h"

#include <QLoggingCategory>
#include <QRegularExpression>

#include <sys/stat.h>
#include <unistd.h>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// Whether standard error goes to systemd's journal, which has times and levels of its own:
/// systemd.exec(5), $JOURNAL_STREAM.
bool isJournal()
{
    struct stat status = {};
    if (::fstat(STDERR_FILENO, &status) != 0)
        return false;
    const QByteArray stream = QByteArray::number(quint64{status.st_dev}) + ':'
        + QByteArray::number(quint64{status.st_ino});
    return qgetenv("JOURNAL_STREAM") == stream;
}

} // namespace

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
    // sd-daemon(3): a level in front of the line.
    const auto forJournal
        = u"%{if-debug}<7>%{endif}%{if-info}<6>%{endif}%{if-warning}<4>%{endif}"
          "%{if-critical}<3>%{endif}%{if-fatal}<2>%{endif}%{category}: %{message}"_s;
    const auto forPeople
        = u"%{time yyyy-MM-ddThh:mm:ss.zzz} "
          "%{if-debug}debug%{endif}%{if-info}info%{endif}%{if-warning}warning%{endif}"
          "%{if-critical}error%{endif}%{if-fatal}fatal%{endif} %{category}: %{message}"_s;
    qSetMessagePattern(isJournal() ? forJournal : forPeople);
    setLogFilter(debugValue);
}

} // namespace r2cache
