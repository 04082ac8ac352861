// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/containersniff.h"

#include <QtEndian>

#include <algorithm>
#include <array>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// ISO/IEC 14496-12 section 4.2: 32-bit size, four-character type; only these can come first. Old
/// QuickTime files have no ftyp and begin with any of the others.
bool isIsoMedia(QByteArrayView head)
{
    constexpr std::array<QByteArrayView, 10> types{"ftyp", "moov", "mdat", "free", "skip",
                                                   "wide", "pnot", "styp", "moof", "sidx"};
    if (head.size() < 8)
        return false;
    const auto size = qFromBigEndian<quint32>(head.data());
    const auto type = head.sliced(4, 4);
    // size 1: a 64-bit size follows; 0: the box reaches to the end of the file
    return (size >= 8 || size <= 1) && std::find(types.begin(), types.end(), type) != types.end();
}

/// RFC 8794 section 11.2: every EBML document begins with this element.
bool isEbml(QByteArrayView head)
{
    return head.startsWith("\x1a\x45\xdf\xa3");
}

/// The DocType stands in the EBML header, which comes first and is some 40 bytes long.
Container ebmlContainer(QByteArrayView head)
{
    const auto header = head.first(std::min<qsizetype>(head.size(), 128));
    return header.indexOf(QByteArrayView{"webm"}) >= 0 ? Container::WebM : Container::Matroska;
}

bool isAvi(QByteArrayView head)
{
    return head.size() >= 12 && head.startsWith("RIFF") && head.sliced(8, 4) == "AVI ";
}

bool isAsf(QByteArrayView head)
{
    // The ASF header object's GUID, 75B22630-668E-11CF-A6D9-00AA0062CE6C.
    constexpr std::array<unsigned char, 16> guid{0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11,
                                                 0xa6, 0xd9, 0x00, 0xaa, 0x00, 0x62, 0xce, 0x6c};
    return head.startsWith(QByteArrayView{guid});
}

bool isText(QByteArrayView head)
{
    return std::none_of(head.begin(), head.end(), [](char c) {
        return c == '\x7f' || (c >= 0 && c < 0x20 && c != '\t' && c != '\n' && c != '\r');
    });
}

/// What stands in the place of the video, for a person.
QString describe(QByteArrayView head)
{
    if (head.isEmpty())
        return u"nothing (an empty file)"_s;
    auto text = head.startsWith("\xef\xbb\xbf") ? head.sliced(3) : head;
    text = text.trimmed();
    const QByteArray start
        = text.first(std::min<qsizetype>(text.size(), 64)).toByteArray().toLower();
    if (start.startsWith("<!doctype html") || start.startsWith("<html") || start.startsWith("<head")
        || start.startsWith("<body"))
        return u"an HTML page"_s;
    if (!isText(head))
        return u"something that is no video container"_s;
    if (start.startsWith("<?xml") || start.startsWith("<error"))
        return u"an XML document"_s;
    if (start.startsWith('<'))
        return u"an HTML or XML document"_s;
    if (start.startsWith('{') || start.startsWith('['))
        return u"a JSON document"_s;
    return u"plain text"_s;
}

} // namespace

Result<Container> sniffContainer(QByteArrayView head)
{
    head = head.first(std::min(head.size(), containerSniffLength));
    // Prose can begin like a box ("The free plan …"), but no container is without control bytes.
    const bool isBinary = !isText(head);
    if (isBinary && isIsoMedia(head))
        return Container::IsoMedia;
    if (isEbml(head))
        return ebmlContainer(head);
    if (isBinary && isAvi(head))
        return Container::Avi;
    if (head.startsWith(QByteArrayView{"FLV\x01"}))
        return Container::Flv;
    if (isAsf(head))
        return Container::Asf;
    return failure(
        ErrorCode::NotAVideo, u"The origin sent "_s + describe(head) + u" instead of a video."_s);
}

} // namespace r2cache
