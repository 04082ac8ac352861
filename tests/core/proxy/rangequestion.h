// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/byterange.h"
#include "tests/core/server/rawclient.h"

#include <QRandomGenerator>

namespace r2cache {

/// One video whose every byte is a function of its number and of the byte's offset, so that a byte
/// of another video, of another place or of nobody is a wrong one.
struct PatternVideo
{
    PatternVideo(int videoNumber, qsizetype size);

    int number;
    QByteArray bytes;
};

/// A request about a video and what its answer has to be, worked out without the code under test:
/// the wanted ranges are chosen first, then written as one of the forms that mean them.
struct RangeQuestion
{
    /// Any form: bounded, open-ended, suffix, clamped, several, none at all, HEAD, past the end.
    /// @param mostBytes  of one range, where the form allows a choice.
    static RangeQuestion random(
        const PatternVideo &video, const QByteArray &path, qint64 mostBytes,
        QRandomGenerator &random);

    [[nodiscard]] QByteArray request() const;

    const PatternVideo *video = nullptr;
    QByteArray path;
    QByteArray rangeField; ///< Empty: none.
    bool toHead = false;
    int status = 206;
    std::vector<ByteRange> wanted; ///< The whole for 200; empty for 416.
};

/// Reads the answer from @p client in pieces of at most @p piece bytes and compares each with the
/// video as it arrives.
/// @param upTo  stops after so many bytes of the body, as a client does that has seen enough.
/// @return what is wrong, or nothing.
[[nodiscard]] QByteArray
faultOfAnswer(RawClient &client, const RangeQuestion &question, qsizetype piece, qint64 upTo);

} // namespace r2cache
