// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

namespace r2cache {

inline void printFigure(const std::string &name, double ms)
{
    std::printf("{\"name\": \"%s\", \"value\": %.4f}\n", name.c_str(), ms);
    std::fflush(stdout);
}

/// Processor time that this process has taken so far, in milliseconds.
inline double processorMs()
{
    timespec spent{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
    return static_cast<double>(spent.tv_sec) * 1e3 + static_cast<double>(spent.tv_nsec) / 1e6;
}

/// Times in milliseconds of the same thing done again and again; beside them the processor's: what
/// is between the two belongs to the machine (other work, the disk).
class Samples
{
public:
    template<typename Work>
    void time(Work work)
    {
        QElapsedTimer timer;
        timer.start();
        const double before = processorMs();
        work();
        m_cpuMs.push_back(processorMs() - before);
        m_ms.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
        m_sum += m_ms.back();
    }

    /// Whether more samples are not worth the wait.
    [[nodiscard]] bool isLong() const { return m_sum > 5000; }

    void print(const std::string &name)
    {
        std::sort(m_ms.begin(), m_ms.end());
        std::sort(m_cpuMs.begin(), m_cpuMs.end());
        const auto at = [](const std::vector<double> &ms, double share) {
            return ms[static_cast<size_t>(share * static_cast<double>(ms.size() - 1))];
        };
        std::printf(
            "{\"name\": \"%s\", \"p50\": %.3f, \"p99\": %.3f, \"max\": %.3f, \"cpu p50\": %.3f, "
            "\"cpu p99\": %.3f, \"samples\": %zu}\n",
            name.c_str(), at(m_ms, 0.5), at(m_ms, 0.99), m_ms.back(), at(m_cpuMs, 0.5),
            at(m_cpuMs, 0.99), m_ms.size());
        std::fflush(stdout);
    }

private:
    std::vector<double> m_ms;
    std::vector<double> m_cpuMs;
    double m_sum = 0;
};

} // namespace r2cache
