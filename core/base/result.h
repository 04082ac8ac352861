// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <tl/expected.hpp>

namespace r2cache {

/// A value or why there is none. The one alias to change when std::expected is at hand.
template<typename T = void>
using Result = tl::expected<T, Error>;

/// `return failure(ErrorCode::Io, u"…"_s);`
[[nodiscard]] inline tl::unexpected<Error>
failure(ErrorCode code, QString message, QString detail = {})
{
    return tl::unexpected<Error>{Error{code, std::move(message), std::move(detail)}};
}

/// Passes an error on: `return failure(result.error());`
[[nodiscard]] inline tl::unexpected<Error> failure(Error error)
{
    return tl::unexpected<Error>{std::move(error)};
}

} // namespace r2cache
