// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/texttable.h"
#include "app/verbs/verbs.h"
#include "core/settings/settingsprint.h"

#include <QJsonArray>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

using Changes = QMap<Key, std::optional<QString>>;

Result<const SettingRow *> rowCalled(const QString &name)
{
    if (const auto *row = rowNamed(name))
        return row;
    return failure(
        ErrorCode::InvalidSetting, u"%1 is not a setting.%2"_s.arg(name, didYouMean(name)));
}

/// Each `NAME=VALUE`, or each `NAME` to forget.
Result<Changes> changesOf(const QStringList &words, bool areValues)
{
    Changes changes;
    for (const auto &word : words) {
        const auto equals = word.indexOf(u'=');
        if (areValues && equals <= 0) {
            return failure(
                ErrorCode::InvalidSetting,
                u"\"%1\" is not NAME=VALUE, e.g. CACHE_MAX_SIZE_GB=50."_s.arg(word));
        }
        const auto row = rowCalled(areValues ? word.first(equals) : word);
        if (!row)
            return failure(row.error());
        changes.insert(
            (*row)->key,
            areValues ? std::optional(word.sliced(equals + 1)) : std::optional<QString>());
    }
    return changes;
}

/// By the service that runs. @return {settings, overridden, restartNeeded}
Result<QJsonObject> changeThere(VerbContext &context, const Changes &changes)
{
    QJsonObject body;
    for (auto change = changes.begin(); change != changes.end(); ++change) {
        // Text is taken for every type, as .env writes it.
        body.insert(
            rowOf(change.key()).nameText(),
            change.value() ? QJsonValue(*change.value()) : QJsonValue());
    }
    return context.wait(context.client().changeSettings(body));
}

/// In the file of saved settings. The same answer.
Result<QJsonObject> changeHere(VerbContext &context, const Changes &changes)
{
    auto &store = *context.environment().settings;
    if (const auto changed = store.change(changes); !changed)
        return failure(changed.error());
    QJsonObject overridden;
    for (auto change = changes.begin(); change != changes.end(); ++change) {
        const auto &origin = store.current().originOf(change.key());
        if (change.value() && origin.kind > SettingOrigin::Kind::Saved)
            overridden.insert(rowOf(change.key()).nameText(), origin.text);
    }
    return QJsonObject{
        {u"settings"_s, settingsAsJson(store.current())},
        {u"overridden"_s, overridden},
        {u"restartNeeded"_s, QJsonArray()}};
}

QString textOf(const QJsonValue &value)
{
    if (value.isArray()) {
        QStringList texts;
        for (const auto list = value.toArray(); const auto &item : list)
            texts.append(item.toString());
        return texts.join(u',');
    }
    return value.toVariant().toString();
}

/// Those that a service does not change for others.
Changes localOnes(const Changes &changes)
{
    Changes local;
    for (auto change = changes.begin(); change != changes.end(); ++change) {
        if (rowOf(change.key()).scope == Scope::Local)
            local.insert(change.key(), change.value());
    }
    return local;
}

/// Where a service runs: by it, as far as it does so; the rest here, for its next start, as whoever
/// may write our saved settings might do it in an editor.
Result<QJsonObject> changeWherePossible(VerbContext &context, const Changes &changes)
{
    const auto local = localOnes(changes);
    if (local.isEmpty() || context.arguments().has("connect"))
        return changeThere(context, changes);
    auto others = changes;
    for (auto change = local.begin(); change != local.end(); ++change)
        others.remove(change.key());
    auto answer
        = others.isEmpty() ? Result<QJsonObject>(QJsonObject()) : changeThere(context, others);
    if (!answer)
        return answer;
    auto here = changeHere(context, local);
    if (!here)
        return here;
    auto document = *here;
    auto overridden = document.value(u"overridden").toObject();
    const auto overriddenThere = answer->value(u"overridden").toObject();
    for (auto one = overriddenThere.begin(); one != overriddenThere.end(); ++one)
        overridden.insert(one.key(), one.value());
    auto restart = answer->value(u"restartNeeded").toArray();
    for (auto change = local.begin(); change != local.end(); ++change)
        restart.append(rowOf(change.key()).nameText());
    document.insert(u"overridden"_s, overridden);
    document.insert(u"restartNeeded"_s, restart);
    return document;
}

/// What each of the settings has come to.
void sayValues(Console &console, const QJsonObject &settings, const Changes &changes)
{
    for (auto change = changes.begin(); change != changes.end(); ++change) {
        const auto name = rowOf(change.key()).nameText();
        const auto setting = settings.value(name).toObject();
        const auto value = textOf(setting.value(u"value"));
        const auto origin = setting.value(u"origin").toString();
        console.say(u"%1 is %2 (%3)."_s.arg(name, value.isEmpty() ? u"not set"_s : value, origin));
    }
}

int change(VerbContext &context, const QStringList &words, bool areValues)
{
    const auto changes = changesOf(words, areValues);
    if (!changes)
        return context.misuse(changes.error().message);
    const auto connected = context.connect();
    // One that was named has to be there; else the file is as good.
    if (!connected
        && (context.arguments().has("connect")
            || connected.error().code != ErrorCode::ServiceUnreachable)) {
        return context.fail(connected.error());
    }
    const auto answer
        = connected ? changeWherePossible(context, *changes) : changeHere(context, *changes);
    if (!answer && answer.error().code == ErrorCode::InvalidSetting)
        return context.misuse(answer.error().message);
    if (!answer)
        return context.fail(answer.error());
    auto &console = context.console();
    console.say(connected ? u"Saved."_s : u"Saved; no service runs that would follow."_s);
    sayValues(console, answer->value(u"settings").toObject(), *changes);
    const auto overridden = answer->value(u"overridden").toObject();
    for (auto one = overridden.begin(); one != overridden.end(); ++one) {
        console.say(
            u"%1 has no effect now: %2 says otherwise."_s.arg(one.key(), one.value().toString()));
    }
    for (const auto names = answer->value(u"restartNeeded").toArray(); const auto &name : names)
        console.say(u"%1 takes effect when r2cache is started again."_s.arg(name.toString()));
    return context.print(*answer, {});
}

/// {NAME: {value, origin, scope, applied}} of the service that was named, or of this place.
Result<QJsonObject> settingsOf(VerbContext &context)
{
    if (!context.arguments().has("connect"))
        return settingsAsJson(context.settings());
    return context.ask([](ServiceClient &client) { return client.settings(); });
}

using SettingText = QString(const SettingRow &row, const QJsonObject &setting);

/// One setting: as @p text has it, or as JSON.
int printSetting(VerbContext &context, const QString &name, SettingText *text)
{
    const auto row = rowCalled(name);
    if (!row)
        return context.misuse(row.error().message);
    const bool isOfHere = !context.arguments().has("connect");
    if (isOfHere && context.environment().settings->isFaulty((*row)->key))
        return context.misuse(u"%1 has no value that could be used."_s.arg(name));
    const auto settings = settingsOf(context);
    if (!settings)
        return context.fail(settings.error());
    const auto setting = settings->value(name).toObject();
    return context.print({{name, setting}}, text(**row, setting));
}

QString valueLine(const SettingRow & /*row*/, const QJsonObject &setting)
{
    return textOf(setting.value(u"value")) + u'\n';
}

QString appliedText(const QString &applied)
{
    if (applied == u"live")
        return u"at once"_s;
    return applied == u"restart" ? u"when r2cache is started again"_s : u"with the next download"_s;
}

QString descriptionOf(const SettingRow &row, const QJsonObject &setting)
{
    const auto value = textOf(setting.value(u"value"));
    return factLines(
        {{u"Setting"_s, row.nameText()},
         {u"Value"_s, value.isEmpty() ? u"none"_s : value},
         {u"From"_s, setting.value(u"origin").toString()},
         {u"Meaning"_s, QString::fromLatin1(row.text)},
         {u"Allowed"_s, row.allowedValues()},
         {u"Default"_s, row.defaultWords()},
         {u"Takes effect"_s, appliedText(setting.value(u"applied").toString())},
         {u"Over REST"_s, row.scope == Scope::Local ? u"never changed"_s : u"may be changed"_s},
         {u"Option"_s, row.option()}});
}

int list(VerbContext &context)
{
    const auto settings = settingsOf(context);
    if (!settings)
        return context.fail(settings.error());
    if (!context.arguments().has("connect")) {
        const bool isWhole = context.environment().settings->faults().isEmpty();
        return context.print(
            *settings, settingsAsText(context.settings()), isWhole ? exitOk : exitUsage);
    }
    QString text;
    for (auto setting = settings->begin(); setting != settings->end(); ++setting) {
        const auto one = setting.value().toObject();
        text += u"%1  %2  %3\n"_s.arg(
            setting.key().leftJustified(30), textOf(one.value(u"value")).leftJustified(30),
            one.value(u"origin").toString());
    }
    return context.print(*settings, text);
}

} // namespace

int runConfig(VerbContext &context)
{
    const auto &words = context.arguments().positional();
    for (const auto faults = context.environment().settings->faults(); const auto &fault : faults)
        context.console().complain(
            u"config"_s, fault + u" Nothing starts before that is mended."_s);
    if (words.isEmpty())
        return list(context);
    const auto what = words.constFirst();
    if (what == u"get" && words.size() == 2)
        return printSetting(context, words[1], valueLine);
    if (what == u"describe" && words.size() == 2)
        return printSetting(context, words[1], descriptionOf);
    if ((what == u"set" || what == u"unset") && words.size() > 1)
        return change(context, words.mid(1), what == u"set");
    if (what == u"get" || what == u"describe")
        return context.misuse(u"%1 takes one name: r2cache config %1 NAME"_s.arg(what));
    if (what == u"set")
        return context.misuse(u"set takes names and values: r2cache config set NAME=VALUE"_s);
    if (what == u"unset")
        return context.misuse(u"unset takes names: r2cache config unset NAME"_s);
    return context.misuse(
        u"unknown argument \"%1\": it takes get NAME, describe NAME, set NAME=VALUE or unset "
        "NAME."_s.arg(what));
}

} // namespace r2cache
