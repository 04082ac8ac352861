// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"

#include <vector>

namespace r2cache {

/// Checks bytes against the ETag of a multipart upload, "<md5>-<parts>": the MD5 of the parts'
/// MD5s. The size of a part is not told, so the usual equal sizes that give so many parts are tried
/// side by side, in one pass. Not shared between threads.
class MultipartEtag
{
public:
    /// @param length  of the object in bytes; -1 if unknown: nothing will match.
    MultipartEtag(QByteArrayView etag, qint64 length);

    /// Whether any part size could match: otherwise there is no need to add bytes.
    [[nodiscard]] bool isPossible() const { return !m_candidates.empty(); }
    /// The next bytes of the object.
    void add(QByteArrayView bytes);
    /// Whether all that was added is the object's length and what the ETag stands for. False proves
    /// nothing: the parts may have had another size. Once, at the end.
    [[nodiscard]] bool takeMatch();

    /// The part sizes, in bytes, that give @p parts parts of @p length bytes. Pure.
    [[nodiscard]] static std::vector<qint64> partSizes(qint64 length, qint64 parts);

private:
    struct Candidate
    {
        qint64 partSize = 0;
        qint64 inPart = 0; ///< Bytes of the current part so far.
        Digest part{Digest::Algorithm::Md5};
        Digest whole{Digest::Algorithm::Md5};
    };

    QByteArray m_md5;
    qint64 m_missing = 0; ///< Bytes that have not been added yet.
    std::vector<Candidate> m_candidates;
};

} // namespace r2cache
