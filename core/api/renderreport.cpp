// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/renderreport.h"

#include "core/api/fields.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QUrl>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 maxCount = qint64{1} << 53; // what a JSON number holds exactly
constexpr qsizetype maxUrls = 2'000;
constexpr qsizetype maxText = 1'000;

const QStringList phaseNames{
    u"caching"_s, u"bundling"_s, u"rendering"_s, u"encoding"_s, u"completed"_s};

/// @p text as it may be kept, or nothing if it is no web address.
std::optional<QString> withoutSecrets(const QString &text, const R2UrlRules &rules)
{
    if (const auto object = rules.recognise(text))
        return object->canonical;
    const QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty()
        || (url.scheme() != u"http" && url.scheme() != u"https")) {
        return std::nullopt;
    }
    return url.toString(
        QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::FullyEncoded);
}

/// A sentence may quote a URL: what may be secret of it goes.
QString sentenceOf(Fields &fields, const QString &name)
{
    static const QRegularExpression userInfo(uR"((https?://)[^\s/?#"'<>]*@)"_s);
    static const QRegularExpression query(uR"((https?://[^\s?#"'<>]*)[?#][^\s"'<>]*)"_s);
    // A quote is a character of URLs, too, so that a signature may be behind what looks like the
    // end.
    static const QRegularExpression signature(
        uR"((x-amz-[a-z-]+=)[^\s&"'<>]+)"_s, QRegularExpression::CaseInsensitiveOption);
    auto text = fields.text(name);
    if (text.size() > maxText)
        fields.fail(name, u"must be at most %1 characters long"_s.arg(maxText));
    text.replace(userInfo, u"\\1"_s).replace(query, u"\\1"_s);
    return text.replace(signature, u"\\1"_s);
}

QString urlOf(Fields &fields, const QString &name, const R2UrlRules &rules)
{
    const auto url = withoutSecrets(fields.requiredText(name), rules);
    if (!url)
        fields.fail(name, u"must be an http or https URL"_s);
    return url.value_or(QString());
}

QJsonArray urlsOf(Fields &fields, const QString &name, const R2UrlRules &rules)
{
    QJsonArray urls;
    const auto texts = fields.texts(name);
    if (texts.size() > maxUrls)
        fields.fail(name, u"must hold at most %1 URLs"_s.arg(maxUrls));
    for (const auto &text : texts) {
        const auto url = withoutSecrets(text, rules);
        if (!url)
            fields.fail(u"%1[%2]"_s.arg(name).arg(urls.size()), u"must be an http or https URL"_s);
        urls.append(url.value_or(QString()));
    }
    return urls;
}

/// The items of the array @p name, each read by @p read from fields of its own.
template<typename Read>
QJsonArray itemsOf(Fields &fields, const QJsonObject &body, const QString &name, Read read)
{
    QJsonArray items;
    const auto value = body[name];
    if (!value.isUndefined() && !value.isNull() && !value.isArray())
        fields.fail(name, u"must be an array of objects"_s);
    const auto array = value.toArray();
    if (array.size() > maxUrls)
        fields.fail(name, u"must hold at most %1 items"_s.arg(maxUrls));
    for (const auto &item : array) {
        const QString path = u"%1[%2]"_s.arg(name).arg(items.size());
        if (!item.isObject())
            fields.fail(path, u"must be an object"_s);
        Fields below(item.toObject(), path);
        items.append(read(below));
        fields.adopt(below);
    }
    return items;
}

QJsonValue slowestOf(Fields &fields, const QJsonObject &body, const R2UrlRules &rules)
{
    const auto name = u"slowestAsset"_s;
    const auto object = fields.object(name);
    if (!body[name].isObject())
        return {};
    Fields below(object, name);
    const auto url = urlOf(below, u"url"_s, rules);
    const auto time = below.integer(u"timeMs"_s, 0, 0, maxCount);
    fields.adopt(below);
    return QJsonObject{{u"url"_s, url}, {u"timeMs"_s, time}};
}

} // namespace

Result<QJsonObject> readRenderReport(const QJsonObject &body, const R2UrlRules &rules)
{
    Fields fields(body);
    QJsonObject report;
    const auto success = u"success"_s;
    if (!body[success].isBool())
        fields.fail(success, u"must be true or false"_s);
    report.insert(success, fields.flag(success, false));
    report.insert(u"composition"_s, sentenceOf(fields, u"composition"_s));
    report.insert(u"error"_s, sentenceOf(fields, u"error"_s));
    for (const auto &name :
         {u"renderTimeMs"_s, u"cacheProcessingTimeMs"_s, u"hits"_s, u"misses"_s,
          u"bytesFromCache"_s, u"bytesFromOrigin"_s}) {
        report.insert(name, fields.integer(name, 0, 0, maxCount));
    }
    const auto exitCode = fields.optionalInteger(u"exitCode"_s, 0, 255);
    report.insert(u"exitCode"_s, exitCode ? QJsonValue(*exitCode) : QJsonValue());
    report.insert(u"cachedUrls"_s, urlsOf(fields, u"cachedUrls"_s, rules));
    report.insert(u"slowestAsset"_s, slowestOf(fields, body, rules));
    const auto fallback = [&rules](Fields &item) {
        return QJsonObject{
            {u"url"_s, urlOf(item, u"url"_s, rules)}, {u"error"_s, sentenceOf(item, u"error"_s)}};
    };
    report.insert(u"fallbacks"_s, itemsOf(fields, body, u"fallbacks"_s, fallback));
    const auto phase = [](Fields &item) {
        return QJsonObject{
            {u"name"_s, item.word(u"name"_s, {}, phaseNames)},
            {u"timeMs"_s, item.integer(u"timeMs"_s, 0, 0, maxCount)}};
    };
    report.insert(u"phases"_s, itemsOf(fields, body, u"phases"_s, phase));
    if (fields.error())
        return failure(*fields.error());
    return report;
}

QJsonObject summaryOf(QJsonObject report)
{
    for (const auto &name : {u"cachedUrls"_s, u"fallbacks"_s}) {
        const auto count = report[name].toArray().size();
        report.insert(name, count);
    }
    return report;
}

} // namespace r2cache
