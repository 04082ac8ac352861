// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/paths.h"
#include "core/base/ports.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

class tst_Paths : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stateLiesWhereXdgSays_data()
    {
        QTest::addColumn<QString>("xdg");
        QTest::addColumn<QString>("installation");

        QTest::newRow("not set") << QString() << u"/home/ada/.local/state/r2cache"_s;
        QTest::newRow("absolute") << u"/var/state"_s << u"/var/state/r2cache"_s;
        QTest::newRow("not clean") << u"/var//state/./"_s << u"/var/state/r2cache"_s;
        QTest::newRow("relative: ignored") << u"state"_s << u"/home/ada/.local/state/r2cache"_s;
    }
    void stateLiesWhereXdgSays()
    {
        QFETCH(const QString, xdg);
        QFETCH(const QString, installation);
        const auto paths = statePathsOf(u"/cache"_s, xdg, u"/home/ada"_s);
        QCOMPARE(paths.installation, installation);
        QVERIFY(QRegularExpression(u"^[0-9a-f]{16}$"_s)
                    .match(paths.state.sliced(installation.size() + 1))
                    .hasMatch());
        QCOMPARE(paths.index(), QString(paths.state + u"/index.sqlite"));
        QCOMPARE(paths.token(), QString(paths.state + u"/token"));
        QCOMPARE(paths.signedUrls(), QString(paths.state + u"/signed-urls.json"));
        QCOMPARE(paths.idKey(), QString(installation + u"/id.key"));
    }

    void eachCacheDirectoryHasItsOwn()
    {
        const auto of = [](const QString &directory) {
            return statePathsOf(directory, u"/s"_s, u"/home/ada"_s).state;
        };
        QVERIFY(of(u"/a"_s) != of(u"/b"_s));
        QCOMPARE(of(u"/a/"_s), of(u"/a"_s));
        QCOMPARE(of(u"/x/../a"_s), of(u"/a"_s));
    }

    void theHolderOfAPortIsNamed()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const auto own = u"tst_paths (pid %1)"_s.arg(QCoreApplication::applicationPid());
        QCOMPARE(portHolder(server.serverPort()), own);

        QTcpServer sixth;
        if (sixth.listen(QHostAddress::LocalHostIPv6))
            QCOMPARE(portHolder(sixth.serverPort()), own);
    }

    void aFreePortHasNoHolder()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const auto port = server.serverPort();
        server.close();
        QCOMPARE(portHolder(port), QString());
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_Paths)
#include "tst_paths.moc"
