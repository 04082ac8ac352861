// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/endpoint.h"
#include "core/client/serviceclient.h"

#include <QCoroTask>

#include <chrono>

namespace r2cache {

/// Finds the service of a cache directory, or starts one that ends by itself when nobody needs it
/// any more: as a process of its own, so that no render depends on another's (product section 8).
///
/// The client's thread; outlives the tasks it returned.
class ServiceLauncher
{
public:
    struct Options
    {
        EndpointFile file;
        QStringList command; ///< Which starts a service; empty: none is started.
        std::chrono::milliseconds patience = std::chrono::seconds{20};
    };

    explicit ServiceLauncher(Options options)
        : m_options(std::move(options))
    { }

    /// Gives @p client the address of a service that answers. Who starts one at the same time as
    /// another gets the same one. @return ServiceUnreachable with what the one that was started had
    /// to say; Io.
    [[nodiscard]] QCoro::Task<Result<>> find(ServiceClient &client);

    /// Whether the last find() had to start it.
    [[nodiscard]] bool hasStarted() const { return m_hasStarted; }

private:
    [[nodiscard]] QCoro::Task<bool> answers(ServiceClient &client);

    Options m_options;
    bool m_hasStarted = false;
};

} // namespace r2cache
