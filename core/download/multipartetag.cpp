// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/multipartetag.h"

#include "core/download/originhead.h"

#include <algorithm>
#include <array>

namespace r2cache {

namespace {

constexpr qint64 maxParts = 10'000; // of an S3 multipart upload

void closePart(Digest &part, Digest &whole)
{
    whole.add(QByteArray::fromHex(part.takeHex()));
}

} // namespace

std::vector<qint64> MultipartEtag::partSizes(qint64 length, qint64 parts)
{
    // What the usual tools upload with, as binary and as decimal megabytes.
    constexpr std::array usual{5, 8, 10, 15, 16, 20, 25, 32, 50, 64, 100, 128, 256, 512};
    std::vector<qint64> sizes;
    if (length <= 0 || parts <= 0 || parts > maxParts)
        return sizes;
    for (const qint64 megabyte : {qint64{1024 * 1024}, qint64{1000 * 1000}}) {
        for (const auto count : usual) {
            const auto size = count * megabyte;
            if (length / size + (length % size != 0) == parts) // a length may be as large as any
                sizes.push_back(size);
        }
    }
    return sizes;
}

MultipartEtag::MultipartEtag(QByteArrayView etag, qint64 length)
    : m_missing(length)
{
    if (!isStrongEtag(etag))
        return;
    const auto inner = etag.sliced(1, etag.size() - 2).toByteArray();
    const auto dash = inner.indexOf('-');
    const QByteArray md5Alone = '"' + inner.first(std::max(dash, qsizetype{0})) + '"';
    m_md5 = plainMd5(md5Alone);
    bool ok = false;
    const auto parts = inner.mid(dash + 1).toLongLong(&ok);
    if (m_md5.isEmpty() || !ok)
        return;
    for (const auto size : partSizes(length, parts)) {
        m_candidates.emplace_back();
        m_candidates.back().partSize = size;
    }
}

void MultipartEtag::add(QByteArrayView bytes)
{
    m_missing -= bytes.size();
    for (auto &candidate : m_candidates) {
        for (auto rest = bytes; !rest.isEmpty();) {
            const auto take = std::min<qint64>(rest.size(), candidate.partSize - candidate.inPart);
            candidate.part.add(rest.first(take));
            candidate.inPart += take;
            rest = rest.sliced(take);
            if (candidate.inPart == candidate.partSize) {
                closePart(candidate.part, candidate.whole);
                candidate.inPart = 0;
            }
        }
    }
}

bool MultipartEtag::takeMatch()
{
    if (m_missing != 0)
        return false;
    return std::any_of(m_candidates.begin(), m_candidates.end(), [this](Candidate &candidate) {
        if (candidate.inPart > 0)
            closePart(candidate.part, candidate.whole);
        return candidate.whole.takeHex() == m_md5;
    });
}

} // namespace r2cache
