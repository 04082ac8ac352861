// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArrayView>

namespace r2cache {

/// The video containers that the extensions of product section 3 stand for.
enum class Container
{
    IsoMedia, ///< ISO/IEC 14496-12 and QuickTime: mp4, m4v, mov.
    Matroska, ///< RFC 9559: mkv.
    WebM,
    Avi,
    Flv,
    Asf, ///< wmv.
};

/// Bytes that sniffContainer() looks at; a whole shorter file will do.
constexpr qsizetype containerSniffLength = 4096;

/// Tells by the first bytes of a file which container it is, whatever its name says.
/// @return the container, or NotAVideo with a sentence that says what it seems to be instead: an
/// HTML page (r2.dev's error pages), an XML document (the S3 API's errors), JSON, text, nothing.
[[nodiscard]] Result<Container> sniffContainer(QByteArrayView head);

} // namespace r2cache
