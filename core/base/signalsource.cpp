// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/signalsource.h"

#include <csignal>
#include <sys/signalfd.h>
#include <unistd.h>

namespace r2cache {

SignalSource::SignalSource()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    m_descriptor = ::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

SignalSource::~SignalSource()
{
    ::close(m_descriptor);
}

int SignalSource::take() const
{
    signalfd_siginfo info{};
    return ::read(m_descriptor, &info, sizeof info) == sizeof info
        ? static_cast<int>(info.ssi_signo)
        : 0;
}

} // namespace r2cache
