// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

namespace r2cache {

inline void printFigure(const std::string &name, double ms)
{
    std::printf("{\"name\": \"%s\", \"value\": %.4f}\n", name.c_str(), ms);
    std::fflush(stdout);
}

/// Times in milliseconds of the same thing done again and again.
class Samples
{
public:
    template<typename Work>
    void time(Work work)
    {
        QElapsedTimer timer;
        timer.start();
        work();
        m_ms.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
        m_sum += m_ms.back();
    }

    /// Whether more samples are not worth the wait.
    [[nodiscard]] bool isLong() const { return m_sum > 5000; }

    void print(const std::string &name)
    {
        std::sort(m_ms.begin(), m_ms.end());
        const auto at = [this](double share) {
            return m_ms[static_cast<size_t>(share * static_cast<double>(m_ms.size() - 1))];
        };
        std::printf(
            "{\"name\": \"%s\", \"p50\": %.3f, \"p99\": %.3f, \"max\": %.3f, \"samples\": %zu}\n",
            name.c_str(), at(0.5), at(0.99), m_ms.back(), m_ms.size());
        std::fflush(stdout);
    }

private:
    std::vector<double> m_ms;
    double m_sum = 0;
};

} // namespace r2cache
