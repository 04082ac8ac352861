// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pullthrough/httpfreshness.h"

#include "core/http/fieldsyntax.h"
#include "core/http/httpdate.h"

namespace r2cache {

using std::chrono::seconds;

namespace {

constexpr qint64 endlessSeconds = 2'147'483'648; // RFC 9111 section 1.2.2
constexpr seconds longestGuess{24 * 3600};

CacheControl directivesOf(const StoredResponse &response)
{
    return CacheControl(response.headers.value("Cache-Control").value_or(QByteArray()));
}

std::optional<QDateTime> dateField(const StoredResponse &response, QByteArrayView name)
{
    const auto field = response.headers.value(name);
    return field ? parseHttpDate(trimmedOws(*field), response.receivedUtc) : std::nullopt;
}

/// When the origin made it; when it arrived, if the origin does not say.
QDateTime dateOf(const StoredResponse &response)
{
    return dateField(response, "Date").value_or(response.receivedUtc);
}

seconds ageField(const StoredResponse &response)
{
    const auto field = response.headers.value("Age");
    if (!field)
        return seconds{0};
    const auto members = listElements(*field);
    if (members.empty())
        return seconds{0};
    return seconds{parseDecimal(members.front(), endlessSeconds).value_or(0)};
}

seconds notNegative(qint64 value)
{
    return seconds{std::max<qint64>(value, 0)};
}

bool forbidsStale(const CacheControl &directives)
{
    // Section 5.2.2.10: s-maxage brings proxy-revalidate with it.
    return directives.has("must-revalidate") || directives.has("proxy-revalidate")
        || directives.has("s-maxage");
}

/// no-cache without a list of fields; with one it is about those alone (section 5.2.2.4).
bool mustBeValidated(const CacheControl &directives)
{
    return directives.has("no-cache") && directives.argument("no-cache").isEmpty();
}

} // namespace

seconds ageOf(const StoredResponse &response, const QDateTime &now)
{
    const auto apparent = notNegative(dateOf(response).secsTo(response.receivedUtc));
    const auto delay = notNegative(response.requestedUtc.secsTo(response.receivedUtc));
    const auto corrected = ageField(response) + delay;
    const auto resident = notNegative(response.receivedUtc.secsTo(now));
    return std::max(apparent, corrected) + resident;
}

bool isHeuristicallyCacheable(int status)
{
    static constexpr std::array statuses{200, 203, 204, 206, 300, 301,
                                         308, 404, 405, 410, 414, 501};
    return std::ranges::find(statuses, status) != statuses.end();
}

seconds lifetimeOf(const StoredResponse &response)
{
    const auto directives = directivesOf(response);
    if (const auto shared = directives.seconds("s-maxage"))
        return *shared;
    if (const auto age = directives.seconds("max-age"))
        return *age;
    if (response.headers.contains("Expires")) {
        // Section 5.3: an invalid date, "0" above all, is in the past.
        const auto expires = dateField(response, "Expires");
        return expires ? notNegative(dateOf(response).secsTo(*expires)) : seconds{0};
    }
    if (!isHeuristicallyCacheable(response.status) && !directives.has("public"))
        return seconds{0};
    const auto modified = dateField(response, "Last-Modified");
    if (!modified)
        return seconds{0};
    return std::min(notNegative(modified->secsTo(dateOf(response)) / 10), longestGuess);
}

Reuse reuseOf(const StoredResponse &response, const CacheControl &request, const QDateTime &now)
{
    const auto directives = directivesOf(response);
    if (mustBeValidated(directives) || request.has("no-cache"))
        return Reuse::Validate;
    const auto age = ageOf(response, now);
    if (const auto oldest = request.seconds("max-age"); oldest && age > *oldest)
        return Reuse::Validate;
    const auto lifetime = lifetimeOf(response);
    const auto wanted = age + request.seconds("min-fresh").value_or(seconds{0});
    if (lifetime > wanted)
        return Reuse::Fresh;
    if (forbidsStale(directives) || request.has("min-fresh"))
        return Reuse::Validate;
    const auto staleness = age - lifetime;
    if (request.has("max-stale")) {
        // Section 5.2.1.2: without an argument any staleness will do.
        const bool any = request.argument("max-stale").isEmpty();
        if (any || staleness <= *request.seconds("max-stale"))
            return Reuse::StaleAllowed;
    }
    const auto meanwhile = directives.seconds("stale-while-revalidate");
    return meanwhile && staleness <= *meanwhile ? Reuse::StaleMeanwhile : Reuse::Validate;
}

bool mayServeDespite(
    OriginTrouble trouble, const StoredResponse &response, const CacheControl &request,
    const QDateTime &now)
{
    const auto directives = directivesOf(response);
    if (forbidsStale(directives) || mustBeValidated(directives) || request.has("no-cache"))
        return false;
    const auto staleness = ageOf(response, now) - lifetimeOf(response);
    for (const auto &whose : {directives, request}) {
        const auto allowed = whose.seconds("stale-if-error");
        if (allowed)
            return staleness <= *allowed;
    }
    return trouble == OriginTrouble::Disconnected;
}

} // namespace r2cache
