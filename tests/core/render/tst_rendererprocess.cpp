// SPDX-License-Identifier: GPL-3.0-or-later
// A render's command, and that nothing of it is left behind.
#include "core/render/rendererprocess.h"

#include <QDir>
#include <QProcess>
#include <QTest>

#include <csignal>
#include <memory>
#include <unistd.h>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

const QString supervised = QStringLiteral(SUPERVISED);
/// Longer than any test, and for so long as no other test's process sleeps.
const QString nap = u"sleep 1000.%1"_s.arg(::getpid());

/// Runs `sh -c script`, and hears what it says.
struct Shell
{
    explicit Shell(const QString &script)
        : Shell(QStringList{u"sh"_s, u"-c"_s, script})
    { }
    explicit Shell(const QStringList &command)
        : process(std::make_unique<RendererProcess>(
            RendererProcess::Options{{supervised, u"run"_s}, command, {}}))
    {
        QObject::connect(
            process.get(), &RendererProcess::wrote, process.get(),
            [this](const QByteArray &bytes, bool isError) { (isError ? error : output) += bytes; });
        QObject::connect(process.get(), &RendererProcess::ended, process.get(), [this](int code) {
            exitCode = code;
        });
        if (const auto started = process->start(); !started)
            qFatal("%s", qPrintable(started.error().message));
    }

    QByteArray output;
    QByteArray error;
    std::optional<int> exitCode;
    std::unique_ptr<RendererProcess> process;
};

bool isAlive(const QByteArray &pid)
{
    return pid.toInt() > 0 && ::kill(pid.toInt(), 0) == 0;
}

class tst_RendererProcess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itsEndIsTheCommands_data()
    {
        QTest::addColumn<QStringList>("command");
        QTest::addColumn<int>("exitCode");
        const auto shell = [](const QString &script) {
            return QStringList{u"sh"_s, u"-c"_s, script};
        };
        QTest::newRow("well") << shell(u"exit 0"_s) << 0;
        QTest::newRow("a code") << shell(u"exit 7"_s) << 7;
        QTest::newRow("a signal") << shell(u"kill -9 $$"_s) << 137;
        QTest::newRow("not there") << QStringList{u"no-such-program"_s} << 127;
        QTest::newRow("no program") << QStringList{u"/etc/passwd"_s} << 126;
    }
    void itsEndIsTheCommands()
    {
        QFETCH(const QStringList, command);
        QFETCH(const int, exitCode);
        const Shell shell(command);
        QTRY_VERIFY(shell.exitCode);
        QCOMPARE(*shell.exitCode, exitCode);
        QCOMPARE(shell.error.isEmpty(), exitCode != 126 && exitCode != 127);
    }

    void whatItWritesIsTold()
    {
        const Shell shell(u"echo out; echo err >&2; pwd"_s);
        QTRY_VERIFY(shell.exitCode);
        QCOMPARE(shell.output, "out\n" + QDir::currentPath().toLocal8Bit() + '\n');
        QCOMPARE(shell.error, "err\n");
    }

    void signalsReachAllOfIt()
    {
        // The shell waits for its child, as npx does: it would not end by itself.
        const Shell shell(
            u"sh -c 'trap \"echo inner; exit 3\" INT; echo ready; while :; do sleep 0.05; done'; "
            "code=$?; echo outer $code; exit $code"_s);
        QTRY_VERIFY(shell.output.contains("ready"));
        shell.process->sendSignal(SIGINT);
        QTRY_VERIFY(shell.exitCode);
        QVERIFY2(shell.output.contains("inner"), shell.output.constData());
        QVERIFY(*shell.exitCode != 0);
    }

    void signalsThatWeBlockReachIt()
    {
        // As programs do that read signals as events.
        sigset_t interrupt;
        sigemptyset(&interrupt);
        sigaddset(&interrupt, SIGINT);
        ::pthread_sigmask(SIG_BLOCK, &interrupt, nullptr);
        const Shell shell(u"trap 'exit 3' INT; echo ready; while :; do sleep 0.05; done"_s);
        ::pthread_sigmask(SIG_UNBLOCK, &interrupt, nullptr);
        QTRY_VERIFY(shell.output.contains("ready"));
        shell.process->sendSignal(SIGINT);
        QTRY_VERIFY(shell.exitCode);
        QCOMPARE(*shell.exitCode, 3);
    }

    void nothingIsLeftWhenItIsDropped_data()
    {
        QTest::addColumn<QString>("background");
        QTest::newRow("a child") << nap;
        QTest::newRow("in a session of its own") << u"setsid "_s + nap;
        QTest::newRow("an orphan") << u"sh -c '%1 & exec sleep 0.01'"_s.arg(nap);
    }
    void nothingIsLeftWhenItIsDropped()
    {
        QFETCH(const QString, background);
        Shell shell(background + u" & %1 & echo $$ $!; wait"_s.arg(nap));
        QTRY_VERIFY(shell.output.endsWith('\n'));
        for (const auto pids = shell.output.simplified().split(' '); const auto &pid : pids)
            QVERIFY(isAlive(pid));
        shell.process.reset();
        for (const auto pids = shell.output.simplified().split(' '); const auto &pid : pids)
            QTRY_VERIFY(!isAlive(pid));
        QTRY_VERIFY(sleepers().isEmpty());
    }

    void whatItLeavesBehindIsEnded()
    {
        const Shell shell(u"setsid %1 & echo $!; exit 5"_s.arg(nap));
        QTRY_VERIFY(shell.exitCode);
        QCOMPARE(*shell.exitCode, 5);
        QVERIFY(!isAlive(shell.output.trimmed()));
        QVERIFY(sleepers().isEmpty());
    }

    void whatWillNotEndIsMadeTo()
    {
        const Shell shell(u"trap '' TERM; echo $$; while :; do sleep 0.05; done"_s);
        QTRY_VERIFY(shell.output.endsWith('\n'));
        shell.process->end();
        QTRY_VERIFY_WITH_TIMEOUT(shell.exitCode, 20'000);
        QCOMPARE(*shell.exitCode, 128 + SIGKILL);
        QVERIFY(!isAlive(shell.output.trimmed()));
    }

    void nothingIsLeftWhenTheAskerIsKilled()
    {
        QProcess asker;
        asker.start(
            supervised, {u"ask"_s, u"sh"_s, u"-c"_s, u"setsid %1 & echo $$ $!; wait"_s.arg(nap)});
        QByteArray said;
        QTRY_VERIFY_WITH_TIMEOUT((said += asker.readAll()).endsWith('\n'), 10'000);
        asker.kill();
        QVERIFY(asker.waitForFinished());
        for (const auto pids = said.simplified().split(' '); const auto &pid : pids)
            QTRY_VERIFY_WITH_TIMEOUT(!isAlive(pid), 10'000);
        QTRY_VERIFY_WITH_TIMEOUT(sleepers().isEmpty(), 10'000);
    }

private:
    /// Processes of this test that sleep.
    static QByteArray sleepers()
    {
        QProcess pgrep;
        pgrep.start(u"pgrep"_s, {u"-x"_s, u"-f"_s, nap});
        pgrep.waitForFinished();
        return pgrep.readAll();
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_RendererProcess)
#include "tst_rendererprocess.moc"
