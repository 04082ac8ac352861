// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/download/fetchtypes.h"
#include "core/download/originfailure.h"
#include "core/download/wakeup.h"

namespace r2cache {

/// The space that one fill has reserved so far. Lives on the origin thread; must outlive the tasks
/// it returned.
class SpaceReservation
{
public:
    /// @param reserve  may be null: there is always space.
    SpaceReservation(R2Url object, ReserveSpace reserve)
        : m_object(std::move(object))
        , m_reserve(std::move(reserve))
    { }

    /// Sees to it that @p bytes in all are reserved. @return the codes of ReserveSpace,
    /// ShuttingDown, or why @p wakeup was stopped.
    [[nodiscard]] QCoro::Task<OriginResult<>> atLeast(qint64 bytes, std::shared_ptr<Wakeup> wakeup);

    [[nodiscard]] qint64 bytes() const { return m_bytes; }

private:
    R2Url m_object;
    ReserveSpace m_reserve;
    qint64 m_bytes = 0;
};

} // namespace r2cache
