// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/droppedurls.h"

#include <QMimeData>
#include <QRegularExpression>
#include <QUrl>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxText = 1'000'000; ///< Characters of a text that are looked at.

} // namespace

QStringList urlsInText(const QString &text)
{
    // What surrounds a URL in prose, JSON or HTML ends it.
    static const QRegularExpression pattern(
        uR"(https?://[^\s"'<>\\`,;]+)"_s, QRegularExpression::CaseInsensitiveOption);
    QStringList urls;
    for (auto matches = pattern.globalMatch(text.left(maxText)); matches.hasNext();) {
        auto url = matches.next().captured();
        while (url.endsWith(u'.') || url.endsWith(u')') || url.endsWith(u']') || url.endsWith(u'}'))
            url.chop(1);
        urls.append(url);
    }
    urls.removeDuplicates();
    return urls;
}

QStringList droppedUrls(const QMimeData &data)
{
    QStringList urls;
    for (const auto dropped = data.urls(); const auto &url : dropped) {
        if (url.scheme() == u"http" || url.scheme() == u"https")
            urls.append(url.toString(QUrl::FullyEncoded));
    }
    if (urls.isEmpty())
        return urlsInText(data.text());
    urls.removeDuplicates();
    return urls;
}

} // namespace r2cache
