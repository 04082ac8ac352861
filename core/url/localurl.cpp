// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/url/localurl.h"

#include <QRegularExpression>

namespace r2cache {

using namespace Qt::StringLiterals;

std::optional<R2Url> localVideo(QStringView text)
{
    // Configs are full of other strings: most are told apart without the expression.
    if (!text.startsWith(u"http://") || !text.contains(u"/video/"))
        return {};
    static const QRegularExpression form(
        u"\\Ahttp://(?:localhost|127\\.0\\.0\\.1|\\[::1\\])(?::[0-9]{1,5})?"
        "/video/([0-9a-f]{32})(?:-[0-9]{1,6})?\\.([a-z0-9]{2,4})(#\\S*)?\\z"_s);
    const auto match = form.match(text.toString());
    if (!match.hasMatch() || !videoExtensions().contains(match.capturedView(2)))
        return {};
    R2Url object;
    object.id = match.captured(1);
    object.extension = match.captured(2);
    object.fragment = match.captured(3);
    object.isLocal = true;
    return object;
}

} // namespace r2cache
