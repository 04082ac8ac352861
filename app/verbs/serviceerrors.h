// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/verbs/verbarguments.h"
#include "core/base/result.h"

namespace r2cache {

/// Whether the service objects to a field of a request: to a value that was given on the command
/// line, then. Pure.
[[nodiscard]] bool isOfField(const Error &error);

/// @p error of a service as whoever has typed @p row's verb knows things: fields of requests by the
/// options that fill them, and with what to do about it. Pure.
[[nodiscard]] Error
inTermsOf(const VerbRow &row, const VerbArguments &arguments, const Error &error);

} // namespace r2cache
