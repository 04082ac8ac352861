// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/supervisor.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <poll.h>
#include <sstream>
#include <string>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace r2cache {

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto patience = 5s; // between being asked and being made to end
constexpr int cannotSupervise = 125;
constexpr int cannotExecute = 126;
constexpr int notFound = 127;

/// What is passed on; SIGCHLD tells of ends.
constexpr int passedOn[]{SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGCONT};

sigset_t watchedSignals()
{
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : passedOn)
        sigaddset(&set, signal);
    sigaddset(&set, SIGCHLD);
    return set;
}

/// In the child: becomes the command. Only what is safe after fork.
[[noreturn]] void become(char **command, const sigset_t &watched, pid_t supervisor)
{
    ::setsid();
    // Should the supervisor itself be killed, which it cannot help.
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != supervisor)
        ::_exit(cannotSupervise);
    // Blocked by us, and maybe already by who started us, to read them as events.
    ::sigprocmask(SIG_UNBLOCK, &watched, nullptr);
    ::execvp(command[0], command);
    const int error = errno;
    std::fprintf(stderr, "r2cache render: %s: %s\n", command[0], std::strerror(error));
    ::_exit(error == ENOENT ? notFound : cannotExecute);
}

std::string textOf(const std::filesystem::path &path)
{
    std::string text;
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return text; // it has just ended
    char buffer[4096];
    for (ssize_t got = 0; (got = ::read(fd, buffer, sizeof buffer)) > 0;)
        text.append(buffer, static_cast<size_t>(got));
    ::close(fd);
    return text;
}

/// All that @p process and its children have started, by proc(5): a child is listed under the
/// thread that made it.
void addDescendants(pid_t process, std::vector<pid_t> &found)
{
    std::error_code gone;
    const auto tasks = "/proc/" + std::to_string(process) + "/task";
    for (std::filesystem::directory_iterator task(tasks, gone), end; !gone && task != end;
         task.increment(gone)) {
        std::istringstream children(textOf(task->path() / "children"));
        for (pid_t child = 0; children >> child;) {
            found.push_back(child);
            addDescendants(child, found);
        }
    }
}

std::vector<pid_t> descendants()
{
    std::vector<pid_t> found;
    addDescendants(::getpid(), found);
    return found;
}

class Supervisor
{
public:
    Supervisor(int lifeline, int signals, pid_t main)
        : m_lifeline(lifeline)
        , m_signals(signals)
        , m_main(main)
    { }

    int run()
    {
        while (!reapAll())
            waitForSomething();
        return m_exitCode.value_or(cannotSupervise);
    }

private:
    /// @return whether there is no child any more.
    bool reapAll()
    {
        for (;;) {
            int status = 0;
            const pid_t ended = ::waitpid(-1, &status, WNOHANG);
            if (ended == 0)
                return false;
            if (ended < 0)
                return errno == ECHILD;
            if (ended == m_main) {
                m_exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
                endAll(); // what it has left behind
            }
        }
    }

    void endAll()
    {
        if (m_endsAt)
            return;
        for (const auto process : descendants())
            ::kill(process, SIGTERM);
        m_endsAt = Clock::now() + patience;
    }

    void waitForSomething()
    {
        pollfd both[]{{m_signals, POLLIN, 0}, {m_lifeline, POLLIN, 0}};
        // Who is being ended may have had a child that nobody knows of yet.
        if (::poll(both, m_isAlone ? 1 : 2, m_endsAt ? 100 : -1) < 0)
            return;
        if (!m_isAlone && both[1].revents != 0) {
            m_isAlone = true;
            endAll();
        }
        if (both[0].revents != 0)
            passOn();
        if (m_endsAt && Clock::now() >= *m_endsAt) {
            for (const auto process : descendants())
                ::kill(process, SIGKILL);
        }
    }

    void passOn()
    {
        signalfd_siginfo info{};
        while (::read(m_signals, &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
            const auto signal = static_cast<int>(info.ssi_signo);
            // As a terminal does it: to all that are in the foreground together.
            if (signal != SIGCHLD && !m_exitCode)
                ::kill(-m_main, signal);
        }
    }

    int m_lifeline;
    int m_signals;
    pid_t m_main;
    std::optional<int> m_exitCode;
    std::optional<Clock::time_point> m_endsAt; ///< Of patience.
    bool m_isAlone = false; ///< The asker is gone.
};

} // namespace

int superviseCommand(int lifeline, char **command)
{
    const auto watched = watchedSignals();
    if (::prctl(PR_SET_CHILD_SUBREAPER, 1) != 0 || ::sigprocmask(SIG_BLOCK, &watched, nullptr) != 0
        || ::fcntl(lifeline, F_SETFD, FD_CLOEXEC) != 0) {
        std::perror("r2cache render");
        return cannotSupervise;
    }
    const int signals = ::signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK);
    const pid_t self = ::getpid();
    const pid_t main = signals < 0 ? -1 : ::fork();
    if (main < 0) {
        std::perror("r2cache render");
        return cannotSupervise;
    }
    if (main == 0)
        become(command, watched, self);
    return Supervisor(lifeline, signals, main).run();
}

} // namespace r2cache
