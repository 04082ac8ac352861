// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/mimetypes.h"

#include <QString>

#include <array>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

struct Row
{
    QLatin1StringView extension;
    const char *contentType;
};

// mp4: RFC 4337; the rest as browsers and the WHATWG MIME sniffing tables spell them.
constexpr std::array rows{
    Row{"mp4"_L1, "video/mp4"},        Row{"webm"_L1, "video/webm"},
    Row{"mov"_L1, "video/quicktime"},  Row{"avi"_L1, "video/x-msvideo"},
    Row{"mkv"_L1, "video/x-matroska"}, Row{"flv"_L1, "video/x-flv"},
    Row{"wmv"_L1, "video/x-ms-wmv"},   Row{"m4v"_L1, "video/x-m4v"},
};

} // namespace

QByteArray contentTypeOf(QStringView extension)
{
    for (const auto &row : rows) {
        if (extension.compare(row.extension, Qt::CaseInsensitive) == 0)
            return row.contentType;
    }
    return "application/octet-stream";
}

} // namespace r2cache
