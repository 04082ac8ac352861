// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pullthrough/storedbody.h"
#include "core/server/request.h"

#include <QDateTime>

#include <memory>

namespace r2cache {

/// A request field that chose a response (RFC 9111 section 4.1), in the form that is compared.
struct SelectingField
{
    QByteArray name; ///< Lower case.
    std::optional<QByteArray> value; ///< Normalised; nothing if the request had none.

    friend bool operator==(const SelectingField &, const SelectingField &) = default;
};

/// A response as it is held: immutable once it is shared, replaced when it is updated.
struct StoredResponse
{
    int status = 200; ///< 200 also of what came as 206: body tells what is here of it.
    Headers headers; ///< End-to-end fields as sent, without Content-Length; a 206's without
                     ///< Content-Range.
    StoredBody body;
    std::vector<SelectingField> selecting;
    QDateTime requestedUtc; ///< When the message was asked for that last brought or confirmed it,
    QDateTime receivedUtc; ///< and when its head arrived.

    /// Bytes that holding it takes, about.
    [[nodiscard]] qint64 footprint() const;
};

using StoredResponsePtr = std::shared_ptr<const StoredResponse>;

} // namespace r2cache
