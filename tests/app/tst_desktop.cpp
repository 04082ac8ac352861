// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/serviceaddress.h"

#include "tests/support/freeport.h"

#include <QDir>
#include <QProcess>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <memory>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

/// The program as a desktop starts it, without a screen: QT_QPA_PLATFORM=offscreen.
class tst_Desktop : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;
    QProcessEnvironment m_environment;

    [[nodiscard]] QString path(const QString &name) const { return m_home->filePath(name); }
    [[nodiscard]] EndpointFile endpoint() const { return {path(u"run"_s), path(u"videos"_s)}; }

    void start(QProcess &process, const QStringList &arguments = {}) const
    {
        process.setProcessEnvironment(m_environment);
        process.setWorkingDirectory(m_home->path());
        process.start(QStringLiteral(R2CACHE_BIN), arguments);
    }
    /// Its exit code, and what it said in @p said; -1 if it did not end by itself.
    int run(const QStringList &arguments, QByteArray &said) const
    {
        QProcess process;
        start(process, arguments);
        const bool ended = process.waitForFinished(20'000);
        said = process.readAllStandardError();
        if (!ended)
            process.kill();
        process.waitForFinished();
        return ended && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    }
    static void end(QProcess &process)
    {
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGTERM), 0);
        QVERIFY(process.waitForFinished(20'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 0);
    }

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        m_environment.clear();
        m_environment.insert(u"HOME"_s, m_home->path());
        m_environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
        m_environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        m_environment.insert(u"XDG_RUNTIME_DIR"_s, path(u"run"_s));
        QVERIFY(QDir().mkdir(path(u"run"_s)));
        QVERIFY(QFile::setPermissions(
            path(u"run"_s), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        m_environment.insert(u"CACHE_DIRECTORY"_s, path(u"videos"_s));
        m_environment.insert(u"CACHE_API_PORT"_s, QString::number(freePort()));
        m_environment.insert(u"CACHE_PROXY_PORT"_s, QString::number(freePort()));
    }

    void withoutADisplayItNamesTheWayOut()
    {
        m_environment.remove(u"QT_QPA_PLATFORM"_s);
        QByteArray said;
        QCOMPARE(run({}, said), 1);
        QVERIFY2(said.contains("--no-gui"), said.constData());
        QVERIFY2(said.contains("display"), said.constData());
        QVERIFY(!QFile::exists(path(u"videos"_s)));
    }

    void theServiceRunsBesideTheWindowAndEndsWithIt()
    {
        QProcess desktop;
        start(desktop);
        QTRY_VERIFY_WITH_TIMEOUT(endpoint().read().has_value(), 20'000);
        QVERIFY(addressOf(endpoint()).has_value());
        QCOMPARE(endpoint().read()->pid, desktop.processId());
        end(desktop);
        QVERIFY(!endpoint().read());
        QVERIFY(QFile::exists(path(u".config/r2cache/window.ini"_s)));
    }

    void aSecondStartRaisesTheWindowAndLeaves()
    {
        QProcess desktop;
        start(desktop);
        QTRY_VERIFY_WITH_TIMEOUT(endpoint().read().has_value(), 20'000);
        QByteArray said;
        QCOMPARE(run({}, said), 0);
        QCOMPARE(desktop.state(), QProcess::Running);
        end(desktop);
    }

    void itAttachesToAServiceThatRunsAndLeavesItRunning()
    {
        QProcess service;
        start(service, {u"--no-gui"_s});
        QTRY_VERIFY_WITH_TIMEOUT(endpoint().read().has_value(), 20'000);
        QProcess desktop;
        start(desktop);
        const QString socket = endpoint().path().chopped(5) + u".window"_s;
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(socket), 20'000);
        QCOMPARE(endpoint().read()->pid, service.processId());
        end(desktop);
        QCOMPARE(service.state(), QProcess::Running);
        QCOMPARE(endpoint().read()->pid, service.processId());
        end(service);
    }

    void aRendersServiceInTheWayIsSaidToEndByItself()
    {
        QProcess service;
        start(service, {u"--no-gui"_s});
        QTRY_VERIFY_WITH_TIMEOUT(endpoint().read().has_value(), 20'000);
        QByteArray said;
        QCOMPARE(run({u"--no-gui"_s}, said), 1); // the same directory
        QVERIFY2(said.contains("ends by itself, a minute"), said.constData());
        m_environment.insert(u"CACHE_DIRECTORY"_s, path(u"elsewhere"_s));
        QCOMPARE(run({u"--no-gui"_s}, said), 1); // the same port
        QVERIFY2(said.contains("is taken by r2cache (pid "), said.constData());
        QVERIFY2(said.contains("ends by itself, a minute"), said.constData());
        end(service);
    }

    void aPortThatIsSetIsNotChangedAndTheWindowSaysSo()
    {
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost));
        m_environment.insert(u"CACHE_API_PORT"_s, QString::number(holder.serverPort()));
        QProcess desktop;
        start(desktop);
        QByteArray said;
        const auto saysSo = [&] {
            said += desktop.readAllStandardError();
            return said.contains("CACHE_API_PORT") && said.contains("is taken");
        };
        QTRY_VERIFY_WITH_TIMEOUT(saysSo(), 20'000);
        QCOMPARE(desktop.state(), QProcess::Running); // the window shows it
        QCOMPARE(::kill(static_cast<pid_t>(desktop.processId()), SIGTERM), 0);
        QVERIFY(desktop.waitForFinished(20'000));
        QCOMPARE(desktop.exitCode(), 1);
    }

    void aServiceElsewhereNeedsAUrlAndAToken_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QByteArray>("named");
        QTest::newRow("no URL") << QStringList{u"--connect"_s} << 2 << "--connect"_ba;
        QTest::newRow("no URL either")
            << QStringList{u"--connect"_s, u"localhost"_s} << 1 << "localhost"_ba;
        QTest::newRow("no token") << QStringList{u"--connect=http://localhost:9"_s} << 1
                                  << "CACHE_API_TOKEN"_ba;
        QTest::newRow("no theme") << QStringList{u"--theme"_s, u"pink"_s} << 2 << "pink"_ba;
    }
    void aServiceElsewhereNeedsAUrlAndAToken()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QByteArray, named);
        QByteArray said;
        QTEST(run(arguments, said), "exitCode");
        QVERIFY2(said.contains(named), said.constData());
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_Desktop)
#include "tst_desktop.moc"
