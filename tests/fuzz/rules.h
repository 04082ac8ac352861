// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/url/r2url.h"

namespace r2cache {

/// Rules with a custom domain of each kind.
inline const R2UrlRules &rules()
{
    using namespace Qt::StringLiterals;
    static const R2UrlRules rules(
        {{u"cdn.example.com"_s, u"http://127.0.0.1:9000"_s}, QByteArray(32, 'k')});
    return rules;
}

} // namespace r2cache
