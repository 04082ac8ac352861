// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/openfile.h"
#include "core/server/request.h"

#include <functional>
#include <memory>
#include <variant>

namespace r2cache {

/// A stretch of an open file, sent without copying. The file stays open until it is sent.
struct FileWindow
{
    std::shared_ptr<const OpenFile> file;
    qint64 offset = 0;
    qint64 length = 0;
};

using BodyPart = std::variant<QByteArray, FileWindow>;

/// What became of a response once it was handed over.
struct Delivery
{
    qint64 bodyBytesSent = 0; ///< Handed to the kernel.
    bool complete = false; ///< False when the client left or the connection broke first.
};

/// An answer as a value. The server adds Date, Content-Length and Connection, leaves the body out
/// for HEAD, 204 and 304 (Content-Length is then what GET would have said), and refuses header
/// values with CR or LF by answering 500 instead.
struct Response
{
    int status = 200;
    Headers headers{};
    std::vector<BodyPart> body{};
    /// Called once on the connection's thread when the last byte went or the connection broke.
    std::function<void(const Delivery &)> delivered{};

    /// Sum of the parts, in bytes.
    [[nodiscard]] qint64 bodyLength() const;
};

} // namespace r2cache
