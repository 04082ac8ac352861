// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QtGlobal>

namespace r2cache {

/// Raises how many files this process may open to what the system lets it (the soft RLIMIT_NOFILE
/// to the hard one); before the first thread.
///
/// The soft limit, 1024 almost everywhere, protects programs that use select(2), which cannot count
/// further. We wait with epoll and poll, and each client and each open video is a descriptor.
/// A program that we start inherits the limit and may well use select: give it the old one back
/// (setrlimit between fork and exec). There is none yet.
/// @return the limit from now on, or Io; then the old one stays.
[[nodiscard]] Result<quint64> raiseOpenFileLimit();

} // namespace r2cache
