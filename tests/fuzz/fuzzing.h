// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <cstdio>
#include <cstdlib>

/// What libFuzzer and replay.cpp call, one function a program.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size);

namespace r2cache {

/// Ends the program, which is how a fuzzer learns that an input is a finding.
inline void require(bool holds, const char *what)
{
    if (holds)
        return;
    std::fprintf(stderr, "violated: %s\n", what);
    std::abort();
}

inline QByteArray bytesOf(const unsigned char *data, std::size_t size)
{
    return QByteArray(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
}

} // namespace r2cache
