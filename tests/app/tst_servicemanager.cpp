// SPDX-License-Identifier: GPL-3.0-or-later
// What systemd hears of the service: a datagram socket stands in for it, sd_notify(3).
#include "app/servicemanager.h"
#include "tests/support/freeport.h"

#include <QProcess>
#include <QPromise>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Where systemd listens: everything that was said, one assignment a line.
class NotifySocket
{
public:
    explicit NotifySocket(const QString &path)
        : m_path(path.toUtf8())
        , m_descriptor(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0))
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        qstrncpy(address.sun_path, m_path.constData(), sizeof address.sun_path);
        m_isBound
            = ::bind(m_descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address)
            == 0;
    }
    ~NotifySocket()
    {
        ::close(m_descriptor);
        ::unlink(m_path.constData());
    }
    Q_DISABLE_COPY_MOVE(NotifySocket)

    [[nodiscard]] bool isBound() const { return m_isBound; }
    [[nodiscard]] QString path() const { return QString::fromUtf8(m_path); }

    const QByteArray &heard()
    {
        char datagram[4096];
        for (ssize_t size = 0; (size = ::recv(m_descriptor, datagram, sizeof datagram, 0)) > 0;)
            m_heard += QByteArray(datagram, size) + '\n';
        return m_heard;
    }
    void forget() { m_heard.clear(); }

private:
    QByteArray m_path;
    int m_descriptor;
    bool m_isBound;
    QByteArray m_heard;
};

/// An environment variable for as long as it lives.
class Variable
{
public:
    Variable(const char *name, const QString &value)
        : m_name(name)
    {
        qputenv(name, value.toUtf8());
    }
    ~Variable() { qunsetenv(m_name); }
    Q_DISABLE_COPY_MOVE(Variable)

private:
    const char *m_name;
};

class tst_ServiceManager : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    [[nodiscard]] QString socketPath() const { return m_folder.filePath(u"notify"_s); }

private Q_SLOTS:
    void withoutSystemdNothingIsSaid()
    {
        bool isAsked = false;
        ServiceManager manager([&isAsked] {
            isAsked = true;
            return QFuture<void>();
        });
        manager.ready(u"here"_s);
        manager.stopping(1s);
        QVERIFY(!isAsked);
    }

    void theWatchdogIsFedWhenTheServiceThreadHasAnswered()
    {
        NotifySocket systemd(socketPath());
        QVERIFY(systemd.isBound());
        const Variable notify("NOTIFY_SOCKET", systemd.path());
        const Variable time("WATCHDOG_USEC", u"20000"_s);
        std::vector<QPromise<void>> asked;
        ServiceManager manager([&asked] {
            asked.emplace_back();
            asked.back().start();
            return asked.back().future();
        });
        manager.ready(u"here"_s);
        QCOMPARE(systemd.heard(), "READY=1\nSTATUS=here\n"_ba);
        QTRY_COMPARE(asked.size(), 1U);
        // It hangs: nothing is said however often the time is over, and it is not asked twice.
        QTest::qWait(100);
        QVERIFY2(!systemd.heard().contains("WATCHDOG"), systemd.heard().constData());
        QCOMPARE(asked.size(), 1U);
        asked.front().finish();
        QTRY_VERIFY(systemd.heard().contains("WATCHDOG=1\n"));
        QTRY_COMPARE(asked.size(), 2U);
    }

    void theJournalGetsLevelsAndNoTimes_data()
    {
        QTest::addColumn<bool>("isJournal");
        QTest::newRow("the journal") << true;
        QTest::newRow("something else") << false;
    }
    void theJournalGetsLevelsAndNoTimes()
    {
        QFETCH(const bool, isJournal);
        // A name of a setting that is none: a warning, whatever the verb.
        QFile log(m_folder.filePath(u"log"_s));
        QVERIFY(log.open(QIODevice::WriteOnly | QIODevice::Truncate));
        struct stat status = {};
        QCOMPARE(::fstat(log.handle(), &status), 0);
        QProcess program;
        QProcessEnvironment environment;
        environment.insert(u"HOME"_s, m_folder.path());
        environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
        environment.insert(u"CACHE_NO_SUCH"_s, u"1"_s);
        environment.insert(
            u"JOURNAL_STREAM"_s,
            u"%1:%2"_s.arg(status.st_dev).arg(isJournal ? status.st_ino : status.st_ino + 1));
        program.setProcessEnvironment(environment);
        program.setWorkingDirectory(m_folder.path());
        program.setStandardErrorFile(log.fileName(), QIODevice::Append);
        program.start(QStringLiteral(R2CACHE_BIN), {u"config"_s});
        QVERIFY(program.waitForFinished(30'000));
        QFile written(log.fileName());
        QVERIFY(written.open(QIODevice::ReadOnly));
        const auto line = written.readLine();
        QVERIFY2(line.contains("CACHE_NO_SUCH"), line.constData());
        QVERIFY2(line.startsWith(isJournal ? "<4>default: " : "20"), line.constData());
    }

    void theProgramSaysWhenItAnswersReadsSettingsAndStops()
    {
        NotifySocket systemd(socketPath());
        QVERIFY(systemd.isBound());
        QProcess service;
        QProcessEnvironment environment;
        environment.insert(u"HOME"_s, m_folder.path());
        environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
        environment.insert(u"XDG_RUNTIME_DIR"_s, m_folder.filePath(u"run"_s));
        environment.insert(u"NOTIFY_SOCKET"_s, systemd.path());
        environment.insert(u"WATCHDOG_USEC"_s, u"200000"_s);
        const auto proxyPort = QString::number(freePort());
        environment.insert(u"CACHE_PROXY_PORT"_s, proxyPort);
        environment.insert(u"CACHE_API_PORT"_s, QString::number(freePort()));
        service.setProcessEnvironment(environment);
        service.setWorkingDirectory(m_folder.path());
        service.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        service.start(QStringLiteral(R2CACHE_BIN), {u"--no-gui"_s});

        QTRY_VERIFY_WITH_TIMEOUT(systemd.heard().contains("READY=1\n"), 30'000);
        QVERIFY2(
            systemd.heard().contains(
                QByteArray("STATUS=Videos at http://localhost:" + proxyPort.toUtf8())),
            systemd.heard().constData());
        QTRY_VERIFY_WITH_TIMEOUT(systemd.heard().count("WATCHDOG=1\n") >= 3, 30'000);

        systemd.forget();
        ::kill(static_cast<pid_t>(service.processId()), SIGHUP);
        QTRY_VERIFY_WITH_TIMEOUT(systemd.heard().contains("READY=1\n"), 30'000);
        QVERIFY(systemd.heard().indexOf("RELOADING=1") < systemd.heard().indexOf("READY=1"));

        ::kill(static_cast<pid_t>(service.processId()), SIGTERM);
        QVERIFY(service.waitForFinished(30'000));
        QCOMPARE(service.exitCode(), 0);
        QVERIFY2(
            systemd.heard().contains("STOPPING=1\n")
                && systemd.heard().contains("EXTEND_TIMEOUT_USEC=30000000\n"),
            systemd.heard().constData());
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_ServiceManager)
#include "tst_servicemanager.moc"
