// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/manager/jobs.h"

#include <QJsonObject>

namespace r2cache {

/// A job as lists and events show it: id, kind, status, createdAt, finishedAt, leaseId, and summary
/// {total, done, failed}.
[[nodiscard]] QJsonObject summaryJson(const Job &job);

} // namespace r2cache
