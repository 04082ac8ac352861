// SPDX-License-Identifier: GPL-3.0-or-later
// Files of our own that may come back torn, altered or old: sidecars, maps of partial files, the
// endpoint file; and the cursors that clients bring back.
#include "core/api/pagecursor.h"
#include "core/base/digest.h"
#include "core/cache/entryrecord.h"
#include "core/cache/partialmap.h"
#include "core/cache/storename.h"
#include "core/client/endpoint.h"
#include "tests/fuzz/fuzzing.h"

#include <QJsonDocument>

namespace r2cache {
namespace {

using namespace Qt::StringLiterals;

void checkSidecar(const QByteArray &text)
{
    const auto record = fromSidecar(text);
    if (!record) {
        require(record.error().code == ErrorCode::Io, "a sidecar that is none is an error");
        return;
    }
    const auto again = fromSidecar(toSidecar(*record));
    require(again && *again == *record, "a sidecar written again is the same");
    const auto name = parseStoreName(record->fileName());
    require(
        name.kind == StoreName::Kind::Video && name.id == record->id
            && name.version == record->version && name.extension == record->extension,
        "the file it names is one of ours");
    require(record->sizeBytes > 0 && record->sha256.size() == 64, "it tells what the file is");
    for (const auto &field : {record->etag, record->lastModified, record->contentType})
        require(!field.contains('\n') && !field.contains('\r'), "a field is one line");
}

void checkMap(const QByteArray &text)
{
    const auto read = [](const QByteArray &json) {
        return partialMapFromText(json + '\n' + sha256Hex(json) + '\n');
    };
    require(!partialMapFromText(text), "without its SHA-256 nothing is believed");
    const auto map = read(text);
    if (!map)
        return;
    require(!map->ranges.ranges().empty() && map->length > 0, "a map says what is there");
    qint64 before = -1;
    for (const auto &range : map->ranges.ranges()) {
        require(range.begin > before && range.begin < range.end, "its ranges lie apart");
        before = range.end;
    }
    require(before <= map->length, "and inside the object");
    require(map->etag.size() >= 2 && map->etag.startsWith('"'), "of one version");
    const auto written = toText(*map);
    const auto again = partialMapFromText(written);
    require(again && *again == *map, "a map written again is the same");
    auto torn = written;
    torn[written.size() / 3] = static_cast<char>(torn.at(written.size() / 3) ^ 1);
    require(!partialMapFromText(torn), "an altered map is not believed");
    require(!partialMapFromText(written.chopped(2)), "nor a torn one");
}

void checkEndpoint(const QByteArray &text)
{
    const auto endpoint = endpointFromText(text);
    if (!endpoint)
        return;
    require(endpoint->pid > 0, "a process has a number");
    for (const auto &url : {endpoint->apiUrl, endpoint->proxyUrl})
        require(url.isValid() && !url.host().isEmpty(), "a service has an address");
    require(
        endpointFromText(toText(*endpoint)) == endpoint, "an endpoint written again is the same");
}

void checkCursor(const QByteArray &text)
{
    const auto order = u"createdAt desc"_s;
    const auto given = fromCursor(order, QString::fromUtf8(text));
    require(!given || fromCursor(order, toCursor(order, *given)) == given, "a cursor said again");
    for (const auto &line : text.split('\n')) {
        const auto words = line.split(' ');
        const EntryPosition position{words.value(0).toLongLong(), words.value(1).toLongLong()};
        const auto cursor = toCursor(order, position);
        const auto read = fromCursor(order, cursor);
        require(read && *read == position, "a cursor is the place that it was made of");
        require(!fromCursor(u"size asc"_s, cursor), "in its own order alone");
    }
}

} // namespace
} // namespace r2cache

/// The bytes are each of them; a map is given the SHA-256 that it needs.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    using namespace r2cache;
    const auto text = bytesOf(data, size);
    checkSidecar(text);
    checkMap(text);
    checkEndpoint(text);
    checkCursor(text);
    return 0;
}
