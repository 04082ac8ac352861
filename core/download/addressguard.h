// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QHostAddress>
#include <QList>

namespace r2cache {

/// Whether @p address is one of the public Internet: not private, loopback, link-local,
/// unique-local, shared (RFC 6598), multicast, reserved, documentation or benchmarking (the IANA
/// special-purpose registries, RFC 6890), and not an IPv6 form that carries such an IPv4 address
/// (mapped, NAT64 of RFC 6052, 6to4). Pure.
[[nodiscard]] bool isPublicAddress(const QHostAddress &address);

/// Of what @p host resolved to, the addresses that may be connected to, in their order.
///
/// A name that leads to public and private addresses alike keeps the public ones: what is
/// connected to is exactly what was checked here.
/// @param anyAddress  this exact origin is configured, so its owner may put it where he likes.
/// @return AddressRefused if none is left, OriginUnreachable if there was none.
[[nodiscard]] Result<QList<QHostAddress>>
allowedAddresses(const QString &host, const QList<QHostAddress> &resolved, bool anyAddress);

} // namespace r2cache
