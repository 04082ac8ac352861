// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/addressguard.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

struct Block
{
    quint32 network;
    int prefix;
};

/// IPv4 blocks that are not "globally reachable" (IANA IPv4 special-purpose registry), and
/// multicast.
constexpr std::array refusedIpv4{
    Block{0x00000000, 8}, // "this network"
    Block{0x0A000000, 8}, // 10/8
    Block{0x64400000, 10}, // 100.64/10, shared by carriers
    Block{0x7F000000, 8}, // loopback
    Block{0xA9FE0000, 16}, // link-local, cloud metadata services
    Block{0xAC100000, 12}, // 172.16/12
    Block{0xC0000000, 24}, // 192.0.0/24
    Block{0xC0000200, 24}, // documentation
    Block{0xC0586300, 24}, // 192.88.99/24, 6to4 relays
    Block{0xC0A80000, 16}, // 192.168/16
    Block{0xC6120000, 15}, // 198.18/15, benchmarking
    Block{0xC6336400, 24}, // documentation
    Block{0xCB007100, 24}, // documentation
    Block{0xE0000000, 4}, // multicast
    Block{0xF0000000, 4}, // reserved, broadcast
};

bool isPublicIpv4(quint32 address)
{
    return std::none_of(refusedIpv4.begin(), refusedIpv4.end(), [address](const Block &block) {
        return (address >> (32 - block.prefix)) == (block.network >> (32 - block.prefix));
    });
}

quint32 ipv4At(const Q_IPV6ADDR &bytes, int position)
{
    return (quint32{bytes[position]} << 24) | (quint32{bytes[position + 1]} << 16)
        | (quint32{bytes[position + 2]} << 8) | quint32{bytes[position + 3]};
}

bool isPublicIpv6(const QHostAddress &address)
{
    const auto bytes = address.toIPv6Address();
    const auto isIn = [&address](QLatin1String network, int prefix) {
        return address.isInSubnet(QHostAddress(network), prefix);
    };
    if (isIn("::ffff:0:0"_L1, 96) || isIn("64:ff9b::"_L1, 96))
        return isPublicIpv4(ipv4At(bytes, 12));
    if (isIn("2002::"_L1, 16))
        return isPublicIpv4(ipv4At(bytes, 2));
    // Teredo, benchmarking, ORCHID and the other protocol assignments; documentation.
    if (isIn("2001::"_L1, 23) || isIn("2001:db8::"_L1, 32) || isIn("3fff::"_L1, 20))
        return false;
    // Only this eighth is given out as global unicast; loopback, unique-local, link-local,
    // multicast and IPv4-compatible addresses lie outside.
    return isIn("2000::"_L1, 3);
}

} // namespace

bool isPublicAddress(const QHostAddress &address)
{
    if (address.protocol() == QAbstractSocket::IPv4Protocol)
        return isPublicIpv4(address.toIPv4Address());
    if (address.protocol() == QAbstractSocket::IPv6Protocol) {
        QHostAddress unscoped = address;
        unscoped.setScopeId({});
        return isPublicIpv6(unscoped);
    }
    return false;
}

Result<QList<QHostAddress>>
allowedAddresses(const QString &host, const QList<QHostAddress> &resolved, bool anyAddress)
{
    QList<QHostAddress> allowed;
    for (const auto &address : resolved) {
        if (anyAddress || isPublicAddress(address))
            allowed.append(address);
    }
    if (!allowed.isEmpty())
        return allowed;
    if (resolved.isEmpty())
        return failure(ErrorCode::OriginUnreachable, u"The host %1 has no address."_s.arg(host));
    return failure(
        ErrorCode::AddressRefused,
        u"The host %1 has a private or reserved address (%2); name the exact origin in "
        u"CACHE_CUSTOM_DOMAINS to allow it."_s.arg(host, resolved.constFirst().toString()));
}

} // namespace r2cache
