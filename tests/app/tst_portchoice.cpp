// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/portchoice.h"
#include "core/base/ports.h"
#include "core/settings/settingsloader.h"

#include <QFile>
#include <QSet>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

class tst_PortChoice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFirstThatIsFreeIsTaken_data()
    {
        QTest::addColumn<quint16>("remembered");
        QTest::addColumn<quint16>("other");
        QTest::addColumn<QSet<int>>("taken");
        QTest::addColumn<quint16>("port"); // 3000 is usual
        const auto row = [](const char *name, quint16 remembered, quint16 other,
                            const QSet<int> &taken, quint16 port) {
            QTest::newRow(name) << remembered << other << taken << port;
        };
        row("the usual one", 0, 0, {}, 3000);
        row("a stand-in", 0, 0, {3000}, 43001);
        row("the next one", 0, 0, {3000, 43001}, 43002);
        row("not the other server's", 0, 43001, {3000}, 43002);
        row("the remembered one comes first", 43005, 0, {}, 43005);
        row("unless it is taken", 43005, 0, {43005}, 3000);
        row("or the other server's", 43005, 43005, {3000}, 43001);
    }
    void theFirstThatIsFreeIsTaken()
    {
        QFETCH(const quint16, remembered);
        QFETCH(const quint16, other);
        QFETCH(const QSet<int>, taken);
        QTEST(
            choosePort(
                3000, remembered, other, [&](quint16 port) { return !taken.contains(port); }),
            "port");
    }
    void withNoneLeftItIsTheUsualOne()
    {
        QCOMPARE(choosePort(3000, 0, 0, [](quint16) { return false; }), quint16(3000));
    }

    void aPortIsFreeOnAllOfLoopback()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        QVERIFY(!isPortFree(server.serverPort()));
        const auto port = server.serverPort();
        server.close();
        QVERIFY(isPortFree(port));
        if (!server.listen(QHostAddress::LocalHostIPv6, port))
            QSKIP("This machine has no IPv6.");
        QVERIFY(!isPortFree(port));
    }

    void whatTheUserHasSetIsNotTouched()
    {
        QTemporaryDir folder;
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        SettingSources sources;
        sources.workingDirectory = folder.path();
        sources.homeDirectory = folder.path();
        sources.environment.insert(u"CACHE_API_PORT"_s, QString::number(taken.serverPort()));
        sources.environment.insert(u"CACHE_PROXY_PORT"_s, u"3999"_s);
        const auto loaded = loadSettings(sources);
        QVERIFY(loaded);
        const auto choice = choosePorts(loaded->settings, folder.filePath(u"ports.json"_s));
        QVERIFY(choice.standIns.isEmpty());
        QVERIFY(choice.taken.isEmpty());
        QVERIFY(!QFile::exists(folder.filePath(u"ports.json"_s)));
    }

    void aStandInIsADefaultThatAnythingElseOverrides()
    {
        SettingSources sources;
        sources.workingDirectory = u"/"_s;
        sources.standIns.insert(Key::ApiPort, u"43001"_s);
        const auto chosen = loadSettings(sources);
        QCOMPARE(chosen->settings.integer(Key::ApiPort), 43001);
        QVERIFY(!chosen->settings.isSetByUser(Key::ApiPort));
        sources.saved.insert(u"CACHE_API_PORT"_s, u"5000"_s);
        QCOMPARE(loadSettings(sources)->settings.integer(Key::ApiPort), 5000);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_PortChoice)
#include "tst_portchoice.moc"
