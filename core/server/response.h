// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/openfile.h"
#include "core/server/request.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <variant>

namespace r2cache {

/// Which bytes of a file that is still being written may be sent. Used from any thread; must not
/// block.
class ByteArrival
{
public:
    static constexpr qint64 nothingMore = -1;

    virtual ~ByteArrival() = default;
    /// How many bytes may be sent from @p offset on: 0, none yet; nothingMore, none ever.
    [[nodiscard]] virtual qint64 available(qint64 offset) const = 0;
    /// Calls @p wake once, on any thread and perhaps before it returns, when available(@p offset)
    /// is no longer 0.
    virtual void notify(qint64 offset, std::function<void()> wake) = 0;
};

/// A stretch of an open file, sent without copying. The file stays open until it is sent.
struct FileWindow
{
    std::shared_ptr<const OpenFile> file;
    qint64 offset = 0;
    qint64 length = 0;
    /// Null: every byte is there. Else bytes are sent as they arrive, for as long as that takes;
    /// the connection is reset if they will not.
    std::shared_ptr<ByteArrival> arrival{};
};

/// Bytes of which nobody knows how many will come. An answer with such a part has no
/// Content-Length and ends with its connection (RFC 9112 section 6.3, rule 8); a client that closes
/// its side meanwhile has left. Must not block.
class ByteFeed
{
public:
    virtual ~ByteFeed() = default;
    /// What is to be sent now, on the connection's thread: empty, nothing yet; nothing, the end.
    [[nodiscard]] virtual std::optional<QByteArray> take() = 0;
    /// Calls @p wake once, on any thread and perhaps before it returns, when take() has more.
    virtual void notify(std::function<void()> wake) = 0;
};

using BodyPart = std::variant<QByteArray, FileWindow, std::shared_ptr<ByteFeed>>;

/// What became of a response once it was handed over.
struct Delivery
{
    qint64 bodyBytesSent = 0; ///< Handed to the kernel.
    bool complete = false; ///< False when the client left or the connection broke first.
    /// From the request's complete head until the kernel had taken the first of the bytes; up to
    /// 2 MiB go in one turn. Nothing: there were none.
    std::optional<std::chrono::nanoseconds> firstByteAfter{};
};

/// An answer as a value. The server adds Date, Content-Length and Connection, leaves the body out
/// for HEAD, 204 and 304 (Content-Length is then what GET would have said), and refuses header
/// values with CR or LF by answering 500 instead.
struct Response
{
    int status = 200;
    Headers headers{};
    std::vector<BodyPart> body{};
    /// The Date field of an answer that is passed on from another server (RFC 9110 section 6.6.1:
    /// who forwards or stores one does not date it anew). Empty: now.
    QByteArray date{};
    /// Called once on the connection's thread when the last byte went or the connection broke.
    std::function<void(const Delivery &)> delivered{};

    /// Sum of the parts, in bytes; nothing if a ByteFeed is among them.
    [[nodiscard]] std::optional<qint64> bodyLength() const;
};

} // namespace r2cache
