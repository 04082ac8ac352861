// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/url/configrewrite.h"

namespace r2cache {

namespace {

struct Edit
{
    TokenSpan old;
    QByteArray token;
};

std::vector<Edit> editsOf(const ConfigScan &scan, const QHash<QString, QString> &replacements)
{
    std::vector<Edit> edits;
    edits.reserve(scan.occurrences().size());
    for (const UrlOccurrence &occurrence : scan.occurrences()) {
        const R2Url &object = scan.objectOf(occurrence);
        const auto replacement = replacements.constFind(object.id);
        if (replacement != replacements.cend()) {
            const QString url = *replacement + object.fragment;
            edits.push_back({occurrence.token, jsonStringToken(url, occurrence.slashes)});
        }
    }
    return edits;
}

} // namespace

QByteArray rewrittenConfig(const ConfigScan &scan, const QHash<QString, QString> &replacements)
{
    const std::vector<Edit> edits = editsOf(scan, replacements);
    const QByteArrayView text = scan.text();
    qsizetype size = text.size();
    for (const Edit &edit : edits)
        size += edit.token.size() - (edit.old.end - edit.old.begin);

    QByteArray result;
    result.reserve(size);
    qsizetype copied = 0;
    for (const Edit &edit : edits) {
        result += text.sliced(copied, edit.old.begin - copied);
        result += edit.token;
        copied = edit.old.end;
    }
    result += text.sliced(copied);
    return result;
}

} // namespace r2cache
