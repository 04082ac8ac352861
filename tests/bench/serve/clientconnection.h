// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace serveload {

using Clock = std::chrono::steady_clock;

/// What one request asks for, and so what its answer has to be.
struct Wanted
{
    std::int64_t begin = 0;
    std::int64_t length = 0; ///< Bytes of the body.
    bool isRange = false; ///< Answered 206, otherwise 200.
};

/// One keep-alive connection of the load: asks, reads the head, throws the body away in the kernel.
class ClientConnection
{
public:
    enum class Outcome
    {
        Incomplete, ///< The socket is empty; more comes.
        Complete, ///< The answer is whole and as it should be.
        Failed, ///< problem() says what.
    };

    /// Connects to 127.0.0.1; throws std::system_error.
    explicit ClientConnection(std::uint16_t port);
    ClientConnection(const ClientConnection &) = delete;
    ClientConnection &operator=(const ClientConnection &) = delete;
    ~ClientConnection();

    [[nodiscard]] int descriptor() const { return m_descriptor; }

    /// Sends the request; false if it did not go out whole.
    [[nodiscard]] bool ask(const std::string &path, const Wanted &wanted);
    /// Reads until the answer is whole, the socket is empty, or about 1 MiB has come: then it is
    /// another connection's turn.
    [[nodiscard]] Outcome read();

    /// Body bytes received since the last call.
    [[nodiscard]] std::int64_t takeBytes();
    [[nodiscard]] Clock::duration age() const { return Clock::now() - m_askedAt; }
    [[nodiscard]] const std::string &problem() const { return m_problem; }

private:
    Outcome readHead();
    Outcome readBody();
    Outcome fail(std::string problem);
    [[nodiscard]] bool isHeadRight(std::string_view head);

    int m_descriptor = -1;
    Wanted m_wanted;
    Clock::time_point m_askedAt;
    std::array<char, 4096> m_head{};
    std::size_t m_headBytes = 0;
    bool m_isInBody = false;
    std::int64_t m_bodyLeft = 0;
    std::int64_t m_bytes = 0;
    std::string m_problem;
};

} // namespace serveload
