// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/download/fillcontent.h"
#include "core/url/r2url.h"

#include <QByteArray>
#include <QDateTime>
#include <QFuture>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace r2cache {

enum class Priority
{
    Low,
    Medium,
    High,
    Reader, ///< Somebody waits at the proxy: outranks everything, outside the concurrency limit.
};

/// How far a fill is; written by the origin thread, read by any.
struct FillProgress
{
    enum class State
    {
        Queued,
        Paused, ///< Held by somebody until it is resumed.
        Connecting,
        Receiving,
        WaitingToRetry, ///< After a failure of its own, or while its host is left alone.
        Checking, ///< All bytes are here; hashing, fsync, commit.
        Done,
        Failed,
    };

    std::atomic<State> state = State::Queued;
    std::atomic<qint64> received = 0; ///< Bytes of the object in the partial file.
    std::atomic<qint64> total = -1; ///< Length the origin promised; -1 while unknown.
    std::atomic<int> attempts = 0;
    std::atomic<ErrorCode> lastError = ErrorCode::Internal; ///< Why it is WaitingToRetry.
    std::atomic<bool> cancelled = false; ///< Set by whoever wants it stopped.
    /// Set by the queue: somebody waits at the proxy, so no other transfer goes first.
    std::atomic<bool> readerWaits = false;
    FillContentSlot content; ///< What of it can be read already.
};

/// Asks for space before the first byte and, for an unknown length, again before each further
/// step. Called on the origin thread with the object and the sum of bytes it needs in all;
/// answered later. CacheFull, DiskFull or TooLarge end the fill at once.
using ReserveSpace = std::function<QFuture<Result<>>(R2Url object, qint64 totalBytes)>;

/// One object to be brought into a partial file.
struct FetchRequest
{
    R2Url object;
    QString partialPath; ///< Of mode 0600. The fetch goes on with what an earlier one left there
                         ///< with its map, or creates it anew; on failure it leaves both.
    ReserveSpace reserve;
    std::shared_ptr<FillProgress> progress;
};

/// A whole object, checked (length, validator, MD5 where the ETag is one, video container) but not
/// yet an entry.
struct FetchedObject
{
    qint64 length = 0;
    QByteArray etag; ///< As sent, with quotes, possibly W/; empty if none.
    QByteArray lastModified; ///< As sent; empty if none.
    QByteArray contentType; ///< As sent; empty if none.
    QByteArray sha256; ///< Lower-case hex, of the bytes as they were received.
    bool verified = false; ///< The MD5 of the bytes is the ETag.
    QDateTime fetchedAt; ///< UTC.
    std::chrono::milliseconds duration{0};
    qint64 bytesFromOrigin = 0; ///< Including what failed attempts threw away.
};

/// What an origin says of an object without its bytes.
struct ProbedObject
{
    bool notModified = false; ///< 304: the condition holds, and nothing else is told.
    qint64 length = -1; ///< Bytes; -1 if the origin does not tell.
    QByteArray contentType{}; ///< As sent; empty if none. So are:
    QByteArray etag{};
    QByteArray lastModified{};
    /// Why the first bytes are not those of a video; not looked at where a condition was given.
    std::optional<Error> notAVideo{};
};

/// Asks the origin about an object; with @p ifNoneMatch (an ETag as sent) whether it is still that
/// one (RFC 9110 section 13.1.2). Any thread; answered later, within seconds.
using ProbeObject
    = std::function<QFuture<Result<ProbedObject>>(R2Url object, QByteArray ifNoneMatch)>;

/// Turns a fetched object into an entry (fsync, sidecar, rename, row). Called on the service
/// thread.
using CommitObject
    = std::function<QFuture<Result<>>(R2Url object, QString partialPath, FetchedObject fetched)>;

} // namespace r2cache
