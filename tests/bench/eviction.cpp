// SPDX-License-Identifier: GPL-3.0-or-later
// Replays a made render trace against each eviction policy at several cache sizes, and prints hit
// rate and byte hit rate beside what a policy that knew the future would reach.
//
// The trace, from one seed:
//   - 40 projects of 20 to 120 videos each, sizes log-normal (median 24 MB, 1 MB to 1 GB); a third
//     of a project's videos is stock that others use too, chosen by Zipf's law.
//   - Render jobs: a project, by Zipf's law among those in work (a window of ten projects that
//   moves
//     on with time), reads all its videos in order, 1 to 4 times over (previews, retries).
//   - Every twelfth job is a scan: 60 to 300 new videos, each read once and never again.
//   - Every fifteenth job reads one of eight big files (1 to 4 GB).
// One read counts once, as the cache counts an entry and a client. Nothing is held: leases would
// only take choices away from all policies alike.
#include "core/cache/gdsfpolicy.h"
#include "core/cache/lrupolicy.h"
#include "core/cache/s3fifopolicy.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace r2cache;

namespace {

constexpr double megabyte = 1e6;

struct Trace
{
    std::vector<qint64> sizes; ///< Of each video.
    std::vector<int> reads; ///< Video numbers in the order in which they are read.
    std::vector<size_t> nextRead; ///< For each read, the next one of the same video.

    [[nodiscard]] qint64 bytesOfAll() const
    {
        qint64 sum = 0;
        for (const auto size : sizes)
            sum += size;
        return sum;
    }
};

class TraceMaker
{
public:
    explicit TraceMaker(unsigned seed)
        : m_random(seed)
    { }

    Trace make(int jobs)
    {
        constexpr int projectCount = 40;
        constexpr int stockCount = 400;
        std::vector<int> stock;
        for (int i = 0; i < stockCount; ++i)
            stock.push_back(newVideo());
        std::vector<std::vector<int>> projects(projectCount);
        for (auto &project : projects) {
            const int count = between(20, 120);
            for (int i = 0; i < count; ++i) {
                const bool isStock = between(0, 2) == 0;
                project.push_back(
                    isStock ? stock[static_cast<size_t>(zipf(stockCount))] : newVideo());
            }
        }
        std::vector<int> big;
        for (int i = 0; i < 8; ++i)
            big.push_back(newVideo(between(1000, 4000) * megabyte));
        for (int job = 1; job <= jobs; ++job)
            run(job, jobs, projects, big);
        noteNextReads();
        return std::move(m_trace);
    }

private:
    void
    run(int job, int jobs, const std::vector<std::vector<int>> &projects,
        const std::vector<int> &big)
    {
        auto &reads = m_trace.reads;
        if (job % 12 == 0) {
            const int count = between(60, 300);
            for (int i = 0; i < count; ++i)
                reads.push_back(newVideo());
            return;
        }
        if (job % 15 == 0) {
            reads.push_back(big[static_cast<size_t>(between(0, 7))]);
            return;
        }
        constexpr int window = 10;
        const int moved = static_cast<int>(
            static_cast<double>(job) / jobs * (static_cast<double>(projects.size()) - window));
        const auto &project = projects[static_cast<size_t>(moved + zipf(window))];
        for (int times = between(1, 4); times > 0; --times)
            reads.insert(reads.end(), project.begin(), project.end());
    }

    int newVideo(double bytes = 0)
    {
        if (bytes <= 0) {
            std::lognormal_distribution<double> sizes(std::log(24 * megabyte), 1.2);
            bytes = std::clamp(sizes(m_random), megabyte, 1000 * megabyte);
        }
        m_trace.sizes.push_back(static_cast<qint64>(bytes));
        return static_cast<int>(m_trace.sizes.size()) - 1;
    }

    int between(int low, int high)
    {
        return std::uniform_int_distribution<int>(low, high)(m_random);
    }

    /// 0 … count-1, the first ones most often.
    int zipf(int count)
    {
        std::vector<double> weights;
        for (int i = 1; i <= count; ++i)
            weights.push_back(1.0 / i);
        return std::discrete_distribution<int>(weights.begin(), weights.end())(m_random);
    }

    void noteNextReads()
    {
        std::vector<size_t> next(m_trace.sizes.size(), m_trace.reads.size());
        m_trace.nextRead.resize(m_trace.reads.size());
        for (size_t i = m_trace.reads.size(); i-- > 0;) {
            auto &following = next[static_cast<size_t>(m_trace.reads[i])];
            m_trace.nextRead[i] = following;
            following = i;
        }
    }

    std::mt19937 m_random;
    Trace m_trace;
};

struct Score
{
    double hitRate = 0; ///< Percent.
    double byteHitRate = 0;
    double microseconds = 0; ///< Per read.
};

class Tally
{
public:
    void count(bool isHit, qint64 bytes)
    {
        ++m_reads;
        m_bytes += static_cast<double>(bytes);
        if (isHit) {
            ++m_hits;
            m_hitBytes += static_cast<double>(bytes);
        }
    }
    [[nodiscard]] Score score() const
    {
        const std::chrono::duration<double, std::micro> took
            = std::chrono::steady_clock::now() - m_begun;
        return {100.0 * m_hits / m_reads, 100.0 * m_hitBytes / m_bytes, took.count() / m_reads};
    }

private:
    std::chrono::steady_clock::time_point m_begun = std::chrono::steady_clock::now();
    double m_reads = 0;
    double m_hits = 0;
    double m_bytes = 0;
    double m_hitBytes = 0;
};

Score replay(const Trace &trace, EvictionPolicy &policy, qint64 capacity)
{
    Tally tally;
    std::vector<bool> isHere(trace.sizes.size());
    qint64 stored = 0;
    const auto nobodyHolds = [](const PolicyKey &) {
        return false;
    };
    for (const int video : trace.reads) {
        const auto number = static_cast<size_t>(video);
        const qint64 size = trace.sizes[number];
        const PolicyKey key{0, static_cast<quint64>(video) * 0x9E3779B97F4A7C15U, 1};
        tally.count(isHere[number], size);
        if (isHere[number]) {
            policy.access(key, 1);
            continue;
        }
        if (size > capacity)
            continue;
        if (stored + size > capacity) {
            for (const auto &gone : policy.choose({stored + size - capacity, 0}, nobodyHolds)) {
                // The multiplier's inverse modulo 2^64 gives the number back.
                const auto old = static_cast<size_t>(gone.low * 0xF1DE83E19937733DU);
                isHere[old] = false;
                stored -= trace.sizes[old];
                policy.remove(gone, EvictionPolicy::Removal::Evicted);
            }
        }
        policy.add(key, size);
        isHere[number] = true;
        stored += size;
    }
    return tally.score();
}

/// Belady's MIN: what is read again last of all goes, whatever its size; what comes is not taken in
/// if it is that itself. It ignores sizes: with sizes that differ it is not the
/// true optimum (which is NP-hard), least of all in bytes, but a mark that is hard to pass.
Score replayMin(const Trace &trace, qint64 capacity)
{
    Tally tally;
    std::set<std::pair<size_t, size_t>> byNextRead; ///< (next read, video)
    std::vector<size_t> next(trace.sizes.size());
    std::vector<bool> isHere(trace.sizes.size());
    qint64 stored = 0;
    for (size_t i = 0; i < trace.reads.size(); ++i) {
        const auto number = static_cast<size_t>(trace.reads[i]);
        const qint64 size = trace.sizes[number];
        tally.count(isHere[number], size);
        if (isHere[number]) {
            byNextRead.erase({next[number], number});
        } else if (size > capacity) {
            continue;
        } else {
            isHere[number] = true;
            stored += size;
        }
        next[number] = trace.nextRead[i];
        byNextRead.insert({next[number], number});
        while (stored > capacity) {
            const auto last = std::prev(byNextRead.end());
            isHere[last->second] = false;
            stored -= trace.sizes[last->second];
            byNextRead.erase(last);
        }
    }
    return tally.score();
}

void print(const char *name, const Score &score)
{
    std::printf(
        "  %-22s %7.2f %% %9.2f %% %8.2f us\n", name, score.hitRate, score.byteHitRate,
        score.microseconds);
}

} // namespace

int main(int argc, char **argv)
{
    const auto seed = static_cast<unsigned>(argc > 1 ? std::stoul(argv[1]) : 20260101UL);
    const int jobs = argc > 2 ? std::stoi(argv[2]) : 3000;
    const auto trace = TraceMaker(seed).make(jobs);
    const auto all = static_cast<double>(trace.bytesOfAll());
    std::printf(
        "seed %u: %d jobs, %zu reads of %zu videos, %.1f GB\n", seed, jobs, trace.reads.size(),
        trace.sizes.size(), all / 1e9);
    for (const double share : {0.005, 0.01, 0.02, 0.05, 0.1, 0.2}) {
        const auto capacity = static_cast<qint64>(all * share);
        std::printf(
            "\ncache of %.1f GB (%.1f %% of all)\n  %-22s %9s %11s %11s\n",
            static_cast<double>(capacity) / 1e9, share * 100, "policy", "hits", "bytes",
            "per read");
        LruPolicy lru;
        print("lru", replay(trace, lru, capacity));
        GdsfPolicy gdsf;
        print("gdsf", replay(trace, gdsf, capacity));
        // Size left out of the cost: Cherkasova's GDSF for the best hit rate.
        GdsfPolicy smallFirst(1'000'000'000'000);
        print("gdsf, equal cost", replay(trace, smallFirst, capacity));
        S3FifoPolicy s3fifo;
        print("s3fifo", replay(trace, s3fifo, capacity));
        print("MIN (knows the future)", replayMin(trace, capacity));
    }
    return 0;
}
