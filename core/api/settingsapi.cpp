// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/settingsapi.h"

#include "core/api/envelope.h"
#include "core/api/fields.h"
#include "core/settings/settingsprint.h"

#include <QJsonArray>

namespace r2cache::settingsapi {

using namespace Qt::StringLiterals;

namespace {

using Changes = QMap<Key, std::optional<QString>>;

/// @p value as one would write it in `.env`; nothing for what no setting can be.
std::optional<QString> textOf(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::String:
        return value.toString();
    case QJsonValue::Bool:
        return value.toBool() ? u"true"_s : u"false"_s;
    case QJsonValue::Double:
        return value.toVariant().toString();
    case QJsonValue::Array: {
        QStringList texts;
        for (const auto list = value.toArray(); const auto &item : list) {
            if (!item.isString())
                return std::nullopt;
            texts.append(item.toString());
        }
        return texts.join(u',');
    }
    default:
        return std::nullopt;
    }
}

Result<Changes> changesOf(const QJsonObject &body)
{
    Changes changes;
    for (auto member = body.begin(); member != body.end(); ++member) {
        const auto *row = rowNamed(member.key());
        if (row == nullptr) {
            return failure(
                ErrorCode::InvalidSetting,
                u"There is no setting \"%1\"."_s.arg(member.key().left(64))
                    + didYouMean(member.key().left(64)));
        }
        if (row->scope == Scope::Local) {
            return failure(
                ErrorCode::Forbidden,
                u"%1 is not changed over the network: set it in .env or in the environment of "
                "r2cache."_s.arg(row->nameText()));
        }
        if (member->isNull()) {
            changes.insert(row->key, std::nullopt);
            continue;
        }
        const auto text = textOf(*member);
        if (!text) {
            return failure(
                ErrorCode::InvalidSetting,
                u"%1 must be %2, or null to forget what was saved."_s.arg(
                    row->nameText(), row->allowedValues()));
        }
        changes.insert(row->key, *text);
    }
    return changes;
}

/// What the new values do not do, or not yet.
QJsonObject remarks(const Changes &changes, const Settings &before, const Settings &after)
{
    QJsonObject overridden;
    QJsonArray restartNeeded;
    for (auto change = changes.begin(); change != changes.end(); ++change) {
        const auto &row = rowOf(change.key());
        const auto &origin = after.originOf(row.key);
        if (change.value() && origin.kind > SettingOrigin::Kind::Saved)
            overridden.insert(row.nameText(), origin.text);
        if (row.applied == Applied::Restart && before.display(row.key) != after.display(row.key))
            restartNeeded.append(row.nameText());
    }
    return {
        {u"settings"_s, settingsAsJson(after)},
        {u"overridden"_s, overridden},
        {u"restartNeeded"_s, restartNeeded}};
}

} // namespace

QCoro::Task<Result<Response>> settings(ApiContext *context, ApiCall)
{
    co_return successResponse(
        QJsonObject{{u"settings"_s, settingsAsJson(context->settings->current())}});
}

QCoro::Task<Result<Response>> change(ApiContext *context, ApiCall call)
{
    const auto body = Fields::objectOf(call.request.body);
    if (!body)
        co_return failure(body.error());
    const auto changes = changesOf(*body);
    if (!changes)
        co_return failure(changes.error());
    const Settings before = context->settings->current();
    if (const auto changed = context->settings->change(*changes); !changed)
        co_return failure(changed.error());
    co_return successResponse(remarks(*changes, before, context->settings->current()));
}

} // namespace r2cache::settingsapi
