// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/origin/originconnection.h"

namespace r2cache {

/// The server's side of AWS Signature Version 4, for GET and HEAD: takes the fields that the client
/// says it signed from the head as it arrived. Shares no code with the product's signer.
struct SignatureCheck
{
    QByteArray accessKeyId;
    QByteArray secretAccessKey;
    QByteArray region = "auto";

    /// Whether @p request is signed with these keys, for today, its host and x-amz-* included.
    [[nodiscard]] bool accepts(const OriginRequest &request) const;
};

} // namespace r2cache
