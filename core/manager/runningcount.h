// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace r2cache {

/// Counts a coroutine as running while it lives.
class RunningCount
{
public:
    explicit RunningCount(int &count)
        : m_count(count)
    {
        ++m_count;
    }
    ~RunningCount() { --m_count; }
    Q_DISABLE_COPY_MOVE(RunningCount)

private:
    int &m_count;
};

} // namespace r2cache
