// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace r2cache {

/// One server-sent event (WHATWG HTML section 9.2.5): @p json, which has no line break, as the data
/// of an event of @p type. An event with an empty @p id leaves the reader's last event id alone.
[[nodiscard]] QByteArray
eventText(const QByteArray &type, const QByteArray &json, const QByteArray &id = {});

} // namespace r2cache
