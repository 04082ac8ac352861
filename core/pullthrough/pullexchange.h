// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pullthrough/pullthrough.h"

namespace r2cache {

/// One client's request on its way through PullThrough.
struct PullThrough::Exchange
{
    enum class Asking
    {
        AsTheClient, ///< The client's request is passed on.
        Conditional, ///< With the validators of what is held.
        Rest, ///< For the bytes that are missing of what is held.
    };

    RequestHead request;
    QUrl url;
    QByteArray key; ///< Of the store.
    CacheControl directives; ///< Of the request.
    /// If-Match and If-Unmodified-Since are for the origin to judge (RFC 9111 section 4.3.2): such
    /// a request is passed on, and nothing of it kept.
    bool isForOriginAlone = false;
    bool ignoresStore = false; ///< What was held has proved useless.
    bool mayWait = true; ///< For an equal request that runs.
    bool isConfirmed = false; ///< The origin has just said that what is held is current.
    int asked = 0; ///< Requests to the origin.
    CacheStatus::Outcome outcome = CacheStatus::Outcome::Hit; ///< Of an answer from what is held.
    std::optional<int> originStatus;

    StoredResponsePtr held;
    ServePlan plan; ///< Of held, for this request.
    Asking asking = Asking::AsTheClient;
    ByteRange rest; ///< For Asking::Rest; up to the end of the representation if it ends there.

    [[nodiscard]] bool isGet() const { return request.method == "GET"; }
};

} // namespace r2cache
