// SPDX-License-Identifier: GPL-3.0-or-later
// Clients for hostile.mjs: many that mean harm, or one that means well and is timed.
//
//   bench-hostile SCENE COUNT PORT PATH SECONDS
//   bench-hostile healthy MEGABYTES PORT PATH SECONDS
//
// What was seen is printed as one JSON object; "all connected" goes before it once they are.
#include "core/base/openfile.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <netinet/in.h>
#include <random>
#include <string>
#include <string_view>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <thread>
#include <vector>

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using r2cache::OpenFile;

// Each client has its turn in a tick of its own, as strangers do: in step they would be a benchmark
// of bursts.
constexpr auto tickTime = 5ms;
constexpr std::size_t ticksPerRead = 10;
constexpr std::size_t slowBytesARead = 5'000; ///< 100 kB/s.
constexpr std::size_t ticksPerDribbledByte = 40; ///< Five bytes a second.

struct Options
{
    std::string scene;
    int count = 0;
    std::uint16_t port = 0;
    std::string path;
    std::chrono::seconds time{};
};

/// What a client of each scene says.
struct Speech
{
    std::string opening; ///< Sent once.
    std::string refrain; ///< Then again and again; empty: nothing more.
};

Speech speechOf(const Options &options)
{
    const auto get = "GET " + options.path + " HTTP/1.1\r\nHost: localhost\r\n";
    const auto post = "POST " + options.path + " HTTP/1.1\r\nHost: localhost\r\n";
    const std::string kilobytes(16'384, 'x');
    if (options.scene == "headers")
        return {get, "X-Padding: " + kilobytes.substr(0, 1000) + "\r\n"};
    if (options.scene == "bodies")
        return {post + "Content-Length: 4000000000000\r\n\r\n", kilobytes};
    if (options.scene == "chunks")
        return {post + "Transfer-Encoding: chunked\r\n\r\n", "4000\r\n" + kilobytes + "\r\n"};
    if (options.scene == "dribble")
        return {"", get + "X-Padding: " + kilobytes};
    return {get + "\r\n", ""}; // slow, never
}

int connectTo(std::uint16_t port, int flags)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    if (::connect(socket, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0
        && errno != EINPROGRESS) {
        std::perror("connect");
        std::exit(1);
    }
    return socket;
}

struct Client
{
    OpenFile socket{};
    std::size_t said = 0; ///< Of opening, then refrains.
};

class Crowd
{
public:
    explicit Crowd(const Options &options)
        : m_options(options)
        , m_speech(speechOf(options))
        , m_epoll(::epoll_create1(EPOLL_CLOEXEC))
        , m_clients(static_cast<std::size_t>(options.count))
    { }

    void run()
    {
        for (auto &client : m_clients)
            connect(client);
        std::printf("all connected\n");
        std::fflush(stdout);
        const auto end = Clock::now() + m_options.time;
        auto nextTick = Clock::now() + tickTime;
        while (Clock::now() < end) {
            handleEvents();
            if (Clock::now() < nextTick)
                continue;
            nextTick += tickTime;
            tick();
        }
        std::printf(
            "{\"sent\":%lld,\"received\":%lld,\"ended\":%lld}\n", m_sent, m_received, m_ended);
        for (auto &client : m_clients)
            hangUp(client);
    }

private:
    bool floods() const { return !m_speech.refrain.empty() && m_options.scene != "dribble"; }

    void connect(Client &client)
    {
        client = {OpenFile(connectTo(m_options.port, SOCK_NONBLOCK)), 0};
        epoll_event event{};
        event.events = EPOLLRDHUP | (floods() ? EPOLLOUT : 0U);
        event.data.ptr = &client;
        ::epoll_ctl(m_epoll.descriptor(), EPOLL_CTL_ADD, client.socket.descriptor(), &event);
    }

    /// With a reset: thousands of ends must not use the machine's ports up.
    void hangUp(Client &client)
    {
        if (!client.socket.isOpen())
            return;
        const ::linger hard{.l_onoff = 1, .l_linger = 0};
        ::setsockopt(client.socket.descriptor(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
        client.socket = OpenFile();
    }

    void handleEvents()
    {
        std::array<epoll_event, 64> events;
        const int count
            = ::epoll_wait(m_epoll.descriptor(), events.data(), static_cast<int>(events.size()), 5);
        for (int i = 0; i < count; ++i) {
            const auto &event = events.at(static_cast<std::size_t>(i));
            auto &client = *static_cast<Client *>(event.data.ptr);
            // Who floods goes on although the server has said its last word.
            const bool left = (event.events & (EPOLLERR | EPOLLHUP)) != 0
                || ((event.events & EPOLLRDHUP) != 0 && !floods());
            if (left || (floods() && !say(client, 16 * 1024)))
                lose(client);
        }
    }

    /// False when the connection is gone.
    bool say(Client &client, std::size_t atMost)
    {
        const auto &opening = m_speech.opening;
        const auto &refrain = m_speech.refrain;
        std::string_view next;
        if (client.said < opening.size())
            next = std::string_view(opening).substr(client.said);
        else if (!refrain.empty())
            next
                = std::string_view(refrain).substr((client.said - opening.size()) % refrain.size());
        next = next.substr(0, atMost);
        if (next.empty())
            return true;
        const auto sent = ::send(
            client.socket.descriptor(), next.data(), next.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0)
            return errno == EAGAIN || errno == ENOTCONN;
        client.said += static_cast<std::size_t>(sent);
        m_sent += sent;
        return true;
    }

    /// False when the connection is gone.
    bool listen(Client &client)
    {
        std::array<char, slowBytesARead> buffer;
        const auto got
            = ::recv(client.socket.descriptor(), buffer.data(), buffer.size(), MSG_DONTWAIT);
        m_received += std::max<ssize_t>(got, 0);
        return got > 0 || (got < 0 && (errno == EAGAIN || errno == ENOTCONN));
    }

    void tick()
    {
        ++m_ticks;
        const auto ticksPerTurn
            = m_options.scene == "dribble" ? ticksPerDribbledByte : ticksPerRead;
        for (auto i = m_ticks % ticksPerTurn; i < m_clients.size(); i += ticksPerTurn) {
            auto &client = m_clients[i];
            if (!client.socket.isOpen())
                connect(client);
            else if (!floods() && !takeTurn(client))
                lose(client);
        }
    }

    /// False when the connection is gone.
    bool takeTurn(Client &client)
    {
        if (m_options.scene == "dribble")
            return say(client, 1);
        return say(client, 4096) && (m_options.scene != "slow" || listen(client));
    }

    /// It comes back with its next turn.
    void lose(Client &client)
    {
        ++m_ended;
        hangUp(client);
    }

    Options m_options;
    Speech m_speech;
    OpenFile m_epoll;
    std::vector<Client> m_clients;
    std::size_t m_ticks = 0;
    long long m_sent = 0;
    long long m_received = 0;
    long long m_ended = 0;
};

/// One keep-alive connection, a random 64 KB range every 5 ms, as a player or a render reads.
void timeHealthy(const Options &options)
{
    constexpr std::size_t rangeBytes = 65'536;
    constexpr std::size_t windowRanges = 200;
    const auto ranges = static_cast<std::size_t>(options.count) * 16;
    const OpenFile socket(connectTo(options.port, 0));
    std::mt19937_64 random(1);
    std::vector<double> times;
    std::string answer;
    std::vector<char> buffer(256 * 1024);
    for (const auto end = Clock::now() + options.time; Clock::now() < end;) {
        const auto begin = (random() % ranges) * rangeBytes;
        const auto text = "GET " + options.path + " HTTP/1.1\r\nHost: localhost\r\nRange: bytes="
            + std::to_string(begin) + '-' + std::to_string(begin + rangeBytes - 1) + "\r\n\r\n";
        const auto asked = Clock::now();
        if (::send(socket.descriptor(), text.data(), text.size(), MSG_NOSIGNAL)
            != static_cast<ssize_t>(text.size()))
            std::exit(1);
        answer.clear();
        std::size_t whole = 0;
        while (whole == 0 || answer.size() < whole) {
            const auto got = ::recv(socket.descriptor(), buffer.data(), buffer.size(), 0);
            if (got <= 0) {
                std::fprintf(stderr, "the healthy client was cut off\n");
                std::exit(1);
            }
            answer.append(buffer.data(), static_cast<std::size_t>(got));
            if (const auto head = answer.find("\r\n\r\n"); whole == 0 && head != std::string::npos)
                whole = head + 4 + rangeBytes;
        }
        times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - asked).count());
        if (!answer.starts_with("HTTP/1.1 206 ")) {
            std::fprintf(stderr, "not a 206: %.60s\n", answer.c_str());
            std::exit(1);
        }
        std::this_thread::sleep_until(asked + 5ms); // the pace is what is simulated
    }
    const auto at = [](std::vector<double> some, double share) {
        std::ranges::sort(some);
        return some[static_cast<std::size_t>(share * static_cast<double>(some.size() - 1))];
    };
    std::vector<double> windows; // the p99 of each second: see hostile.mjs
    for (std::size_t begin = 0; begin + windowRanges <= times.size(); begin += windowRanges) {
        const auto first = times.begin() + static_cast<std::ptrdiff_t>(begin);
        windows.push_back(at({first, first + std::ptrdiff_t{windowRanges}}, 0.99));
    }
    if (windows.empty()) {
        std::fprintf(stderr, "too few ranges to judge by\n");
        std::exit(1);
    }
    std::printf(
        "{\"count\":%zu,\"p50\":%.3f,\"p99\":%.3f,\"typicalP99\":%.3f,\"max\":%.3f}\n",
        times.size(), at(times, 0.5), at(times, 0.99), at(windows, 0.5), at(times, 1));
}

} // namespace

int main(int argc, char *argv[])
{
    if (argc != 6) {
        std::fprintf(stderr, "usage: bench-hostile SCENE COUNT PORT PATH SECONDS\n");
        return 2;
    }
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    const Options options{
        argv[1], std::atoi(argv[2]), static_cast<std::uint16_t>(std::atoi(argv[3])), argv[4],
        std::chrono::seconds{std::atoi(argv[5])}};
    if (options.scene == "healthy")
        timeHealthy(options);
    else
        Crowd(options).run();
    return 0;
}
