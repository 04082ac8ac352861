// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/entrynames.h"

#include "core/client/tokenfile.h"
#include "core/url/localurl.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype idLength = 32;
constexpr qsizetype shownLength = 12;
constexpr qsizetype leastDigits = 4;
constexpr qsizetype enough = 5; // ids, to say that there are several

bool isHex(const QString &text)
{
    return std::ranges::all_of(
        text, [](QChar c) { return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f'); });
}

/// The ids that @p prefix begins, of entries in @p status (empty: those that are stored).
Result<QStringList> idsOfPrefix(VerbContext &context, const QString &prefix, const QString &status)
{
    constexpr int mostPages = 20; // of URLs that happen to hold the same digits
    EntriesQuery query;
    query.text = prefix;
    query.status = status;
    query.limit = 1'000;
    QStringList found;
    for (int pages = 0; pages < mostPages && found.size() < enough; ++pages) {
        const auto page
            = context.ask([&query](ServiceClient &client) { return client.entries(query); });
        if (!page)
            return failure(page.error());
        for (const auto &entry : page->entries) {
            if (entry.id.startsWith(prefix))
                found.append(entry.id);
        }
        if (page->next.isEmpty())
            break;
        query.after = page->next;
    }
    return found;
}

Result<QString> idOfPrefix(VerbContext &context, const QString &prefix)
{
    QStringList found;
    for (const auto &status : {QString(), u"downloading"_s, u"error"_s}) {
        const auto ids = idsOfPrefix(context, prefix, status);
        if (!ids)
            return failure(ids.error());
        found += *ids;
    }
    found.removeDuplicates();
    return theOneOf(found, prefix, entryNotFound(prefix));
}

Result<QString> idOfUrl(VerbContext &context, const QString &text)
{
    if (const auto local = localVideo(text))
        return local->id;
    // Whose URL it is has been decided when it was cached: any origin will do here.
    R2UrlRules::Options options;
    options.customDomains = {Origin::of(QUrl(text)).toString()};
    options.idKey = newToken();
    const auto object = R2UrlRules(std::move(options)).recognise(text);
    if (!object)
        return failure(entryNotFound(text));
    if (!object->isSigned && !object->isPrivate)
        return object->id;
    // Ids of these depend on a key of that installation.
    EntriesQuery query;
    query.text = object->canonical;
    const auto page
        = context.ask([&query](ServiceClient &client) { return client.entries(query); });
    if (!page)
        return failure(page.error());
    for (const auto &entry : page->entries) {
        if (entry.originalUrl == object->canonical)
            return entry.id;
    }
    return failure(entryNotFound(object->canonical));
}

} // namespace

Error entryNotFound(const QString &name)
{
    const bool isUrl = name.contains(u"://");
    return {
        ErrorCode::NotFound,
        u"There is no \"%1\" in the cache: r2cache ls shows what there is."_s.arg(
            isUrl ? QUrl(name).toDisplayString(QUrl::RemoveQuery) : name),
        {}};
}

Result<QString> entryIdOf(VerbContext &context, const QString &name)
{
    if (name.contains(u"://"))
        return idOfUrl(context, name);
    const auto digits = name.toLower();
    if (!isHex(digits) || digits.size() < leastDigits || digits.size() > idLength)
        return failure(entryNotFound(name));
    return digits.size() == idLength ? digits : idOfPrefix(context, digits);
}

Result<QString> theOneOf(const QStringList &found, const QString &name, const Error &none)
{
    if (found.isEmpty())
        return failure(none);
    if (found.size() == 1)
        return found.constFirst();
    return failure(
        ErrorCode::Conflict,
        u"\"%1\" could be several: %2. Give more digits."_s.arg(
            name, found.mid(0, enough).join(u", "_s)));
}

QString shortId(const QString &id)
{
    return id.left(shownLength);
}

} // namespace r2cache
