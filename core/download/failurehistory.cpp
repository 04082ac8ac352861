// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/failurehistory.h"

namespace r2cache {

namespace {

constexpr size_t rememberedFailures = 3;
constexpr qsizetype maxObjects = 10'000;

bool isOriginsFault(ErrorCode code)
{
    switch (code) {
    case ErrorCode::CacheFull:
    case ErrorCode::TooLarge:
    case ErrorCode::DiskFull:
    case ErrorCode::Io:
    case ErrorCode::NotFound: // the directory of the partial file
    case ErrorCode::Database:
    case ErrorCode::Cancelled:
    case ErrorCode::ShuttingDown:
    case ErrorCode::Internal:
        return false;
    default:
        return true;
    }
}

} // namespace

void FailureHistory::remember(const QString &id, ErrorCode code)
{
    if (!isOriginsFault(code))
        return;
    if (m_times.size() >= maxObjects) // drop those that no longer count
        m_times.removeIf([this](const auto &entry) { return countRecent(entry.value()) == 0; });
    auto &times = m_times[id];
    if (times.size() == rememberedFailures)
        times.erase(times.begin());
    times.push_back(m_clock.nowUtc());
}

int FailureHistory::countRecent(const std::vector<QDateTime> &times) const
{
    const auto since = m_clock.nowUtc().addDays(-1);
    return static_cast<int>(std::count_if(
        times.begin(), times.end(), [&since](const QDateTime &time) { return time > since; }));
}

} // namespace r2cache
