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

QHash<QString, QString>
replacementsOf(const ConfigScan &scan, const QHash<QString, QString> &localUrls)
{
    QHash<QString, QString> byId;
    for (const auto &url : scan.urls()) {
        auto local = localUrls.value(scan.textOf(url));
        if (local.isEmpty())
            continue;
        // The rewriting appends the fragment of each occurrence itself.
        if (!url.object.fragment.isEmpty() && local.endsWith(url.object.fragment))
            local.chop(url.object.fragment.size());
        byId.insert(url.object.id, local);
    }
    return byId;
}

} // namespace r2cache
