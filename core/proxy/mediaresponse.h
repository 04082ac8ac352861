// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/cache/entryfile.h"
#include "core/http/hostrules.h"
#include "core/server/response.h"

#include <chrono>

namespace r2cache {

/// What an answer says besides the entry itself.
struct MediaContext
{
    const HostRules &hosts;
    QDateTime nowUtc;
    std::chrono::milliseconds defaultTtl{0}; ///< Of entries without their own: CACHE_TTL_DAYS.
    bool wasFetched = false; ///< The client had to wait for the origin: X-Cache MISS.
    std::optional<ErrorCode> notStored{}; ///< Why what is fetched is not kept; nothing: it is.
    bool someWasHere = false; ///< It joined a fill that had bytes already: X-Cache PARTIAL.
};

/// The bytes that an answer is about.
struct MediaSource
{
    const EntryRecord &record;
    const Representation &representation;
    std::shared_ptr<const OpenFile> file;
    std::shared_ptr<ByteArrival> arrival{}; ///< Null: every byte is in the file.
};

/// The answer to a GET or HEAD of @p source: 200, 206, 304, 412 or 416 by RFC 9110 (sections 13, 14
/// and 15), one part or multipart/byteranges. The bytes are windows of the file and are not read
/// here; the answer keeps the file open. Any thread.
[[nodiscard]] Response
mediaResponse(const RequestHead &request, const MediaSource &source, const MediaContext &context);

/// The same of a whole entry.
[[nodiscard]] Response
mediaResponse(const RequestHead &request, const EntryFilePtr &entry, const MediaContext &context);

/// Fields that every answer about a video has, whatever its status: CORS, Cross-Origin-Resource-
/// Policy, nosniff.
void addMediaFields(Headers &headers, const RequestHead &request, const HostRules &hosts);

} // namespace r2cache
