// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/spacereservation.h"

namespace r2cache {

using namespace Qt::StringLiterals;

QCoro::Task<OriginResult<>> SpaceReservation::atLeast(qint64 bytes, std::shared_ptr<Wakeup> wakeup)
{
    if (bytes <= m_bytes || !m_reserve)
        co_return OriginResult<>{};
    const auto reservation = m_reserve(m_object, bytes);
    const auto end = co_await wakeup->untilFinished(reservation);
    if (end == Wakeup::End::Stopped)
        co_return originFailure(*wakeup->stopReason());
    if (reservation.resultCount() == 0)
        co_return originFailure(
            ErrorCode::ShuttingDown, u"The cache is shutting down: no space was reserved."_s);
    if (const auto reserved = reservation.result(); !reserved)
        co_return originFailure(reserved.error());
    m_bytes = bytes;
    co_return OriginResult<>{};
}

} // namespace r2cache
