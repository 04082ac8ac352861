// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QFuture>
#include <QHostAddress>
#include <QList>
#include <QObject>

namespace r2cache {

/// Turns a host into addresses; a dependency so that tests can lead names anywhere. Used on the
/// origin thread.
class HostResolver
{
public:
    virtual ~HostResolver() = default;

    /// Every address of @p host (a name, or a literal without brackets) in the order to try them,
    /// or OriginUnreachable. Who waits sets the time limit.
    [[nodiscard]] virtual QFuture<Result<QList<QHostAddress>>> resolve(QString host) = 0;
};

/// Asks the system (getaddrinfo, on Qt's own threads).
class SystemHostResolver final : public HostResolver
{
public:
    [[nodiscard]] QFuture<Result<QList<QHostAddress>>> resolve(QString host) override;

private:
    std::unique_ptr<QObject> m_context; ///< Made on the origin thread; later answers are dropped.
};

} // namespace r2cache
