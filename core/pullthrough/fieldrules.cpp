// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pullthrough/fieldrules.h"

#include "core/http/fieldsyntax.h"
#include "core/pullthrough/cachecontrol.h"

#include <algorithm>
#include <array>

namespace r2cache {

namespace {

template<typename Names>
bool isOneOf(QByteArrayView name, const Names &names)
{
    return std::any_of(
        names.begin(), names.end(), [&](QByteArrayView one) { return equalsWord(name, one); });
}

constexpr std::array<QByteArrayView, 10> hopByHop
    = {"Connection",
       "Keep-Alive",
       "Proxy-Connection",
       "Proxy-Authenticate",
       "Proxy-Authorization",
       "Proxy-Authentication-Info",
       "TE",
       "Trailer",
       "Transfer-Encoding",
       "Upgrade"};

constexpr std::array<QByteArrayView, 4> requestOwn
    = {"Host", "Accept-Encoding", "Content-Length", "Expect"};

constexpr std::array<QByteArrayView, 4> credentials
    = {"Authorization", "Cookie", "Cookie2", "X-API-Key"};

constexpr std::array<QByteArrayView, 11> siteWide
    = {"Set-Cookie",
       "Set-Cookie2",
       "Clear-Site-Data",
       "Strict-Transport-Security",
       "Public-Key-Pins",
       "Alt-Svc",
       "NEL",
       "Report-To",
       "Reporting-Endpoints",
       "Service-Worker-Allowed",
       "Content-Security-Policy"};

constexpr std::array<QByteArrayView, 7> ofTheStoredBytes
    = {"Content-Encoding", "Content-Length", "Content-MD5", "Content-Range", "ETag", "Age",
       "Transfer-Encoding"};

bool isCors(QByteArrayView name)
{
    constexpr QByteArrayView prefix = "Access-Control-";
    return name.size() > prefix.size() && equalsWord(name.first(prefix.size()), prefix);
}

std::vector<QByteArray> namesIn(const QByteArray &list)
{
    std::vector<QByteArray> names;
    for (const auto element : listElements(list))
        names.push_back(element.toByteArray());
    return names;
}

/// White space around commas says nothing, nor does a field that is split in lines; of languages
/// neither order nor case does (weights are left as they are: they order by themselves).
QByteArray normalised(const QByteArray &name, const QByteArray &value)
{
    QByteArrayList elements;
    for (const auto element : listElements(value))
        elements.append(element.toByteArray());
    if (name == "accept-language") {
        for (auto &element : elements)
            element = element.toLower();
        std::sort(elements.begin(), elements.end());
    }
    return elements.join(',');
}

SelectingField selectingField(const QByteArray &name, const RequestHead &request)
{
    const auto value = request.headers.value(name);
    SelectingField field{name, std::nullopt};
    if (value)
        field.value = normalised(name, *value);
    return field;
}

} // namespace

Headers without(const Headers &headers, std::initializer_list<QByteArrayView> names)
{
    Headers kept;
    for (const auto &[name, value] : headers.fields()) {
        if (!isOneOf(name, names))
            kept.append(name, value);
    }
    return kept;
}

Headers forwardedFields(const RequestHead &request, Trust trust, const QByteArray &via)
{
    const auto listed = namesIn(request.headers.value("Connection").value_or(QByteArray()));
    Headers forwarded;
    for (const auto &[name, value] : request.headers.fields()) {
        const bool isDropped = isOneOf(name, hopByHop) || isOneOf(name, listed)
            || isOneOf(name, requestOwn) || equalsWord(name, "Via")
            || (trust == Trust::Foreign && isOneOf(name, credentials));
        if (isDropped)
            continue;
        if (const auto earlier = forwarded.value(name))
            forwarded.set(name, *earlier + ", " + value);
        else
            forwarded.append(name, value);
    }
    const auto before = request.headers.value("Via");
    forwarded.append("Via", before ? QByteArray(*before + ", " + via) : via);
    return forwarded;
}

Headers endToEndFields(const QList<QPair<QByteArray, QByteArray>> &fields, Trust trust)
{
    std::vector<QByteArray> listed;
    for (const auto &[name, value] : fields) {
        if (equalsWord(name, "Connection"))
            listed = namesIn(value);
    }
    Headers kept;
    for (const auto &[name, value] : fields) {
        if (isOneOf(name, hopByHop) || isOneOf(name, listed))
            continue;
        if (trust == Trust::Foreign && (isOneOf(name, siteWide) || isCors(name)))
            continue;
        // Qt joins the lines of Set-Cookie, which holds commas, by line feeds.
        for (const auto &line : value.split('\n'))
            kept.append(name, line.trimmed());
    }
    return kept;
}

Headers keptFields(const Headers &endToEnd)
{
    const CacheControl directives(endToEnd.value("Cache-Control").value_or(QByteArray()));
    auto listed = namesIn(directives.argument("no-cache"));
    for (auto &name : namesIn(directives.argument("private")))
        listed.push_back(std::move(name));
    Headers kept;
    for (const auto &[name, value] : endToEnd.fields()) {
        if (!isOneOf(name, listed) && !equalsWord(name, "Content-Length"))
            kept.append(name, value);
    }
    return kept;
}

Headers updatedFields(const Headers &stored, const Headers &newer)
{
    Headers updated;
    for (const auto &[name, value] : stored.fields()) {
        const bool isReplaced = newer.contains(name) && !isOneOf(name, ofTheStoredBytes);
        // An age is of the message that brought it.
        if (!isReplaced && !equalsWord(name, "Age"))
            updated.append(name, value);
    }
    for (const auto &[name, value] : newer.fields()) {
        if (!isOneOf(name, ofTheStoredBytes) || equalsWord(name, "Age"))
            updated.append(name, value);
    }
    return updated;
}

std::optional<std::vector<SelectingField>>
selectingFields(const std::optional<QByteArray> &vary, const RequestHead &request)
{
    std::vector<SelectingField> fields;
    for (const auto &listed : namesIn(vary.value_or(QByteArray()))) {
        if (listed == "*")
            return std::nullopt;
        const auto name = listed.toLower();
        // The origin is always asked for the identity coding, whatever the client would take.
        if (name != "accept-encoding")
            fields.push_back(selectingField(name, request));
    }
    return fields;
}

bool isSelected(const std::vector<SelectingField> &selecting, const RequestHead &request)
{
    return std::all_of(selecting.begin(), selecting.end(), [&](const SelectingField &field) {
        return field == selectingField(field.name, request);
    });
}

} // namespace r2cache
