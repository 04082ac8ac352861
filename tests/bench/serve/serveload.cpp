// SPDX-License-Identifier: GPL-3.0-or-later
// Load for the serving benchmark: one thread, keep-alive connections that each ask again as soon as
// they are answered. Prints one line of JSON.
#include "tests/bench/serve/clientconnection.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <functional>
#include <memory>
#include <numeric>
#include <random>
#include <sstream>
#include <stdexcept>
#include <sys/epoll.h>
#include <unistd.h>
#include <vector>

using namespace serveload;

namespace {

constexpr auto usage
    = "usage: bench-serve PORT PATH FILE-SIZE RANGE-SIZE CONNECTIONS WARM-UP-MS MS [PID…]\n"
      "RANGE-SIZE 0 asks for whole files. PIDs: the server's processes, for their CPU time.\n";

struct Plan
{
    std::uint16_t port = 0;
    std::string path;
    std::int64_t fileSize = 0;
    std::int64_t rangeSize = 0;
    int connections = 1;
    std::chrono::milliseconds warmUp{};
    std::chrono::milliseconds time{};
    std::vector<std::string> pids;
};

template<typename Number>
Number numberOf(std::string_view text)
{
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        throw std::invalid_argument(usage);
    return number;
}

Plan planOf(const std::vector<std::string> &arguments)
{
    if (arguments.size() < 7)
        throw std::invalid_argument(usage);
    Plan plan{
        numberOf<std::uint16_t>(arguments[0]),
        arguments[1],
        numberOf<std::int64_t>(arguments[2]),
        numberOf<std::int64_t>(arguments[3]),
        numberOf<int>(arguments[4]),
        std::chrono::milliseconds(numberOf<int>(arguments[5])),
        std::chrono::milliseconds(numberOf<int>(arguments[6])),
        {arguments.begin() + 7, arguments.end()}};
    if (plan.connections < 1 || plan.rangeSize < 0 || plan.rangeSize > plan.fileSize)
        throw std::invalid_argument(usage);
    return plan;
}

/// Seconds that each of the processes has run, in user mode and in the kernel.
std::vector<double> cpuSeconds(const std::vector<std::string> &pids)
{
    std::vector<double> seconds;
    for (const auto &pid : pids) {
        std::ifstream file("/proc/" + pid + "/stat");
        std::string text;
        if (!std::getline(file, text))
            throw std::runtime_error("no process " + pid);
        // Field 2, the name, may hold anything; utime and stime are fields 14 and 15.
        std::istringstream fields(text.substr(text.rfind(')') + 2));
        std::string skipped;
        for (int field = 3; field < 14; ++field)
            fields >> skipped;
        long user = 0;
        long kernel = 0;
        fields >> user >> kernel;
        seconds.push_back(
            static_cast<double>(user + kernel) / static_cast<double>(::sysconf(_SC_CLK_TCK)));
    }
    return seconds;
}

class Load
{
public:
    explicit Load(Plan plan)
        : m_plan(std::move(plan))
        , m_epoll(::epoll_create1(EPOLL_CLOEXEC))
        , m_firstBytes(0, m_plan.fileSize - std::max<std::int64_t>(m_plan.rangeSize, 1))
    {
        for (int i = 0; i < m_plan.connections; ++i) {
            auto &connection
                = *m_connections.emplace_back(std::make_unique<ClientConnection>(m_plan.port));
            epoll_event event{};
            event.events = EPOLLIN;
            event.data.ptr = &connection;
            ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, connection.descriptor(), &event);
            ask(connection);
        }
    }
    Load(const Load &) = delete;
    Load &operator=(const Load &) = delete;
    ~Load() { ::close(m_epoll); }

    void run()
    {
        runFor(m_plan.warmUp);
        m_bytes = 0;
        m_latencies.clear();
        const auto before = cpuSeconds(m_plan.pids);
        const auto begun = Clock::now();
        runFor(m_plan.time);
        const std::chrono::duration<double> seconds = Clock::now() - begun;
        auto cpu = cpuSeconds(m_plan.pids);
        std::ranges::transform(cpu, before, cpu.begin(), std::minus());
        print(seconds.count(), cpu);
    }

private:
    void ask(ClientConnection &connection)
    {
        Wanted wanted{0, m_plan.fileSize, false};
        if (m_plan.rangeSize > 0)
            wanted = {m_firstBytes(m_random), m_plan.rangeSize, true};
        if (!connection.ask(m_plan.path, wanted))
            throw std::runtime_error("a request could not be sent");
    }

    void runFor(std::chrono::milliseconds time)
    {
        std::array<epoll_event, 128> events{};
        const auto end = Clock::now() + time;
        while (Clock::now() < end) {
            const int count
                = ::epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), 100);
            for (int i = 0; i < count; ++i) {
                const auto &event = events.at(static_cast<std::size_t>(i));
                advance(*static_cast<ClientConnection *>(event.data.ptr));
            }
        }
    }

    void advance(ClientConnection &connection)
    {
        const auto outcome = connection.read();
        m_bytes += connection.takeBytes();
        if (outcome == ClientConnection::Outcome::Failed)
            throw std::runtime_error(connection.problem());
        if (outcome == ClientConnection::Outcome::Complete) {
            m_latencies.push_back(connection.age());
            ask(connection);
        }
    }

    double percentile(double fraction)
    {
        if (m_latencies.empty())
            return 0;
        const auto last = static_cast<double>(m_latencies.size() - 1);
        const auto place = m_latencies.begin() + static_cast<std::ptrdiff_t>(fraction * last + 0.5);
        std::ranges::nth_element(m_latencies, place);
        return std::chrono::duration<double, std::milli>(*place).count();
    }

    void print(double seconds, const std::vector<double> &cpu)
    {
        std::printf(
            "{\"requests\":%zu,\"bytes\":%lld,\"seconds\":%.4f,\"cpuSeconds\":%.2f,"
            "\"busiestCpuSeconds\":%.2f,\"p50Ms\":%.4f,\"p99Ms\":%.4f}\n",
            m_latencies.size(), static_cast<long long>(m_bytes), seconds,
            std::accumulate(cpu.begin(), cpu.end(), 0.0), cpu.empty() ? 0.0 : std::ranges::max(cpu),
            percentile(0.5), percentile(0.99));
    }

    Plan m_plan;
    int m_epoll;
    std::mt19937_64 m_random{1}; // the same requests of every server
    std::uniform_int_distribution<std::int64_t> m_firstBytes;
    std::vector<std::unique_ptr<ClientConnection>> m_connections;
    std::int64_t m_bytes = 0;
    std::vector<Clock::duration> m_latencies;
};

} // namespace

int main(int argc, char *argv[])
{
    try {
        Load(planOf({argv + 1, argv + argc})).run();
    } catch (const std::exception &exception) {
        std::fprintf(stderr, "bench-serve: %s\n", exception.what());
        return 1;
    }
    return 0;
}
