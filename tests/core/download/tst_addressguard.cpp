// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/addressguard.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

class tst_AddressGuard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyAddressesOfThePublicInternetPass_data()
    {
        QTest::addColumn<bool>("isPublic");
        const auto row = [](const char *address, bool isPublic) {
            QTest::newRow(address) << isPublic;
        };
        row("1.1.1.1", true);
        row("104.18.2.35", true);
        row("100.63.255.255", true);
        row("100.128.0.0", true);
        row("172.15.255.255", true);
        row("172.32.0.0", true);
        row("198.17.255.255", true);
        row("198.20.0.0", true);
        row("223.255.255.255", true);
        row("0.0.0.0", false);
        row("0.1.2.3", false);
        row("10.0.0.1", false);
        row("100.64.0.1", false);
        row("100.127.255.255", false);
        row("127.0.0.1", false);
        row("127.255.255.254", false);
        row("169.254.169.254", false);
        row("172.16.0.1", false);
        row("172.31.255.255", false);
        row("192.0.0.8", false);
        row("192.0.2.1", false);
        row("192.88.99.1", false);
        row("192.168.1.1", false);
        row("198.18.0.1", false);
        row("198.19.255.255", false);
        row("198.51.100.1", false);
        row("203.0.113.1", false);
        row("224.0.0.1", false);
        row("239.255.255.255", false);
        row("240.0.0.1", false);
        row("255.255.255.255", false);
        row("2606:4700:4700::1111", true);
        row("2a00:1450:4001::1", true);
        row("::", false);
        row("::1", false);
        row("::ffff:127.0.0.1", false);
        row("::ffff:10.1.2.3", false);
        row("::ffff:1.1.1.1", true);
        row("::127.0.0.1", false);
        row("::8.8.8.8", false); // IPv4-compatible: long deprecated
        row("64:ff9b::7f00:1", false); // NAT64 of 127.0.0.1
        row("64:ff9b::101:101", true); // NAT64 of 1.1.1.1
        row("64:ff9b:1::1", false); // local-use NAT64, RFC 8215
        row("2002:7f00:1::", false); // 6to4 of 127.0.0.1
        row("2002:a00:1::1", false); // 6to4 of 10.0.0.1
        row("2002:101:101::1", true);
        row("2001::1", false); // Teredo
        row("2001:db8::1", false);
        row("3fff::1", false);
        row("100::1", false);
        row("fc00::1", false);
        row("fd12:3456::1", false);
        row("fe80::1", false);
        row("fe80::1%lo", false);
        row("fec0::1", false);
        row("ff02::1", false);
    }
    void onlyAddressesOfThePublicInternetPass()
    {
        const QHostAddress address(QString::fromLatin1(QTest::currentDataTag()));
        QVERIFY(!address.isNull());
        QTEST(isPublicAddress(address), "isPublic");
    }

    void anAddressThatIsNoneIsNotPublic() { QVERIFY(!isPublicAddress(QHostAddress())); }

    void privateAddressesAreLeftOut()
    {
        const QHostAddress inside(u"10.0.0.1"_s);
        const QHostAddress outside(u"1.1.1.1"_s);
        QCOMPARE(allowedAddresses(u"h"_s, {inside, outside}, false).value(), QList{outside});
    }

    void aHostWithOnlyPrivateAddressesIsRefusedByName()
    {
        const auto refused = allowedAddresses(u"intranet"_s, {QHostAddress(u"10.0.0.1"_s)}, false);
        QCOMPARE(refused.error().code, ErrorCode::AddressRefused);
        QVERIFY(refused.error().message.contains(u"intranet"));
        QVERIFY(refused.error().message.contains(u"CACHE_CUSTOM_DOMAINS"));
    }

    void anExactlyConfiguredOriginMayHaveAnyAddress()
    {
        const QList inside{QHostAddress(u"127.0.0.1"_s)};
        QCOMPARE(allowedAddresses(u"h"_s, inside, true).value(), inside);
    }

    void aHostWithoutAddressesIsUnreachable()
    {
        QCOMPARE(allowedAddresses(u"h"_s, {}, true).error().code, ErrorCode::OriginUnreachable);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_AddressGuard)
#include "tst_addressguard.moc"
