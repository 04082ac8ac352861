// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/freeport.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

struct Outcome
{
    int exitCode = -1; ///< -1: did not start, crashed or took too long.
    QByteArray out;
    QByteArray err;
};

/// Runs the program in an empty home and working directory, with nothing but @p variables set.
class tst_Binary : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;

    [[nodiscard]] QProcessEnvironment
    environmentWith(const QHash<QString, QString> &variables) const
    {
        QProcessEnvironment environment;
        environment.insert(u"HOME"_s, m_home.path());
        environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s); // Qt 6.8 complains about any other kind
        environment.insert(u"XDG_RUNTIME_DIR"_s, m_home.filePath(u"run"_s));
        for (auto item = variables.begin(); item != variables.end(); ++item)
            environment.insert(item.key(), item.value());
        return environment;
    }

    void writeDotEnv(const QByteArray &text) const
    {
        QFile dotEnv(m_home.filePath(u".env"_s));
        QVERIFY(dotEnv.open(QIODevice::WriteOnly) && dotEnv.write(text) == text.size());
    }

    Outcome run(const QStringList &arguments, const QHash<QString, QString> &variables = {})
    {
        QProcess process;
        process.setProcessEnvironment(environmentWith(variables));
        process.setWorkingDirectory(m_home.path());
        process.start(QStringLiteral(R2CACHE_BIN), arguments);
        if (!process.waitForFinished(30'000) || process.exitStatus() != QProcess::NormalExit) {
            process.kill();
            process.waitForFinished();
            return {-1, process.readAllStandardOutput(), process.readAllStandardError()};
        }
        return {
            process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }

private Q_SLOTS:
    void helpSaysHowToUseIt()
    {
        const auto help = run({u"--help"_s});
        QCOMPARE(help.exitCode, 0);
        QVERIFY(help.err.isEmpty());
        for (const auto &word : {"--no-gui", "config", "--set", "--env-file", "--version"})
            QVERIFY2(help.out.contains(word), word);
        QCOMPARE(run({u"-h"_s}).out, help.out);
    }

    void versionIsOneLine()
    {
        const auto version = run({u"--version"_s});
        QCOMPARE(version.exitCode, 0);
        QVERIFY(version.out.startsWith("r2cache "));
        QCOMPARE(version.out.count('\n'), 1);
    }

    void whatIsNotUnderstoodIsAUsageError_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("named");

        QTest::newRow("option") << QStringList{u"--frobnicate"_s} << "--frobnicate"_ba;
        QTest::newRow("beside --no-gui")
            << QStringList{u"--no-gui"_s, u"--frobnicate"_s} << "--frobnicate"_ba;
        QTest::newRow("verb") << QStringList{u"frobnicate"_s} << "frobnicate"_ba;
        QTest::newRow("of config") << QStringList{u"config"_s, u"--yaml"_s} << "--yaml"_ba;
        QTest::newRow("unknown setting")
            << QStringList{u"--set"_s, u"CACHE_PORXY_PORT=1"_s} << "CACHE_PROXY_PORT"_ba;
        QTest::newRow("missing file")
            << QStringList{u"config"_s, u"--env-file"_s, u"none.env"_s} << "none.env"_ba;
    }
    void whatIsNotUnderstoodIsAUsageError()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QByteArray, named);
        const auto outcome = run(arguments);
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY(outcome.out.isEmpty());
        QVERIFY2(outcome.err.contains(named), outcome.err.constData());
    }

    void aBadSettingNamesKeyValueAndWhatIsAllowed_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("variable");

        QTest::newRow("environment") << QStringList{u"--no-gui"_s} << u"70000"_s;
        QTest::newRow("option, config verb")
            << QStringList{u"config"_s, u"--proxy-port"_s, u"70000"_s} << QString();
        QTest::newRow("option, service")
            << QStringList{u"--no-gui"_s, u"--set"_s, u"CACHE_PROXY_PORT=70000"_s} << QString();
    }
    void aBadSettingNamesKeyValueAndWhatIsAllowed()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, variable);
        QHash<QString, QString> variables;
        if (!variable.isNull())
            variables.insert(u"CACHE_PROXY_PORT"_s, variable);
        const auto outcome = run(arguments, variables);
        QCOMPARE(outcome.exitCode, 2);
        for (const auto &part : {"CACHE_PROXY_PORT", "70000", "65535"})
            QVERIFY2(outcome.err.contains(part), outcome.err.constData());
    }

    void configPrintsEveryValueWithItsOrigin()
    {
        writeDotEnv("# film\nCACHE_MAX_ENTRIES=77\n");
        const auto text
            = run({u"config"_s, u"--max-size-gb"_s, u"5"_s}, {{u"CACHE_TTL_DAYS"_s, u"3"_s}});
        QVERIFY(QFile::remove(m_home.filePath(u".env"_s)));
        QCOMPARE(text.exitCode, 0);
        QVERIFY2(text.err.isEmpty(), text.err.constData());
        QHash<QByteArray, QByteArray> lines;
        for (const auto all = text.out.split('\n'); const auto &line : all)
            lines.insert(line.left(line.indexOf(' ')), line.simplified());
        QCOMPARE(lines.value("CACHE_MAX_SIZE_GB"), "CACHE_MAX_SIZE_GB 5 option"_ba);
        QCOMPARE(lines.value("CACHE_TTL_DAYS"), "CACHE_TTL_DAYS 3 environment"_ba);
        QVERIFY(lines.value("CACHE_MAX_ENTRIES").startsWith("CACHE_MAX_ENTRIES 77 "));
        QVERIFY(lines.value("CACHE_MAX_ENTRIES").contains(".env:2"));
        QCOMPARE(lines.value("CACHE_API_PORT"), "CACHE_API_PORT 3000 default"_ba);
        QVERIFY(lines.value("CACHE_DIRECTORY")
                    .contains(m_home.filePath(u"temp/video-cache"_s).toUtf8()));
    }

    void configAsJsonHasTypesOriginsAndScopes()
    {
        const auto outcome
            = run({u"config"_s, u"--json"_s}, {{u"CACHE_CUSTOM_DOMAINS"_s, u"a.example"_s}});
        QCOMPARE(outcome.exitCode, 0);
        const auto json = QJsonDocument::fromJson(outcome.out).object();
        const auto port = json.value(u"CACHE_PROXY_PORT").toObject();
        QCOMPARE(port.value(u"value"), QJsonValue(3001));
        QCOMPARE(port.value(u"origin"), QJsonValue(u"default"_s));
        QCOMPARE(
            json.value(u"CACHE_CUSTOM_DOMAINS").toObject().value(u"value"),
            QJsonValue(QJsonArray{u"a.example"_s}));
        QCOMPARE(
            json.value(u"CACHE_CUSTOM_DOMAINS").toObject().value(u"scope"), QJsonValue(u"local"_s));
    }

    void secretsAreNeverPrinted()
    {
        const QHash<QString, QString> secrets{
            {u"CACHE_API_TOKEN"_s, u"hush-token-0123456789"_s},
            {u"CACHE_JWT_SECRET"_s, u"hush-jwt-0123456789-0123456789-0123"_s},
            {u"CACHE_R2_ACCESS_KEY_ID"_s, u"keyid"_s},
            {u"CACHE_R2_SECRET_ACCESS_KEY"_s, u"hush-r2-0123456789"_s},
            {u"HTTPS_PROXY"_s, u"http://ada:hush-pass@proxy.example:8080"_s}};
        for (const auto &arguments : {QStringList{u"config"_s}, {u"config"_s, u"--json"_s}}) {
            const auto outcome = run(arguments, secrets);
            QCOMPARE(outcome.exitCode, 0);
            QVERIFY2(!outcome.out.contains("hush"), outcome.out.constData());
            QVERIFY2(!outcome.err.contains("hush"), outcome.err.constData());
            QVERIFY(outcome.out.contains("(secret)"));
            QVERIFY(outcome.out.contains("proxy.example"));
        }
    }

    void aWarningDoesNotStopIt()
    {
        const auto outcome = run({u"config"_s}, {{u"CACHE_NO_SUCH_THING"_s, u"1"_s}});
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY(outcome.err.contains("CACHE_NO_SUCH_THING"));
    }

    void aHangUpReadsSettingsAgain()
    {
        writeDotEnv("CACHE_MAX_ENTRIES=77\n");
        QProcess service;
        service.setProcessEnvironment(environmentWith(
            {{u"CACHE_DIRECTORY"_s, m_home.filePath(u"videos"_s)},
             {u"CACHE_API_PORT"_s, QString::number(freePort())},
             {u"CACHE_PROXY_PORT"_s, QString::number(freePort())}}));
        service.setWorkingDirectory(m_home.path());
        service.start(QStringLiteral(R2CACHE_BIN), {u"--no-gui"_s});
        QByteArray said;
        const auto says = [&](const char *text) {
            said += service.readAllStandardError();
            return said.contains(text);
        };
        QTRY_VERIFY_WITH_TIMEOUT(says("Videos at"), 20'000);
        const auto pid = static_cast<pid_t>(service.processId());

        writeDotEnv("CACHE_MAX_ENTRIES=none\n");
        QCOMPARE(::kill(pid, SIGHUP), 0);
        QTRY_VERIFY(says("CACHE_MAX_ENTRIES"));
        QVERIFY(!says("Settings have changed"));
        writeDotEnv("CACHE_MAX_ENTRIES=78\n");
        QCOMPARE(::kill(pid, SIGHUP), 0);
        QTRY_VERIFY(says("Settings have changed"));

        QCOMPARE(::kill(pid, SIGTERM), 0);
        QVERIFY(service.waitForFinished());
        QCOMPARE(service.exitStatus(), QProcess::NormalExit);
        QCOMPARE(service.exitCode(), 0);
        QVERIFY(QFile::remove(m_home.filePath(u".env"_s)));
    }

    void itEndsWhenNobodyNeedsIt()
    {
        const QHash<QString, QString> variables{
            {u"CACHE_DIRECTORY"_s, m_home.filePath(u"unneeded"_s)},
            {u"CACHE_PROXY_PORT"_s, QString::number(freePort())},
            {u"CACHE_API_PORT"_s, QString::number(freePort())}};
        const auto ended = run({u"--no-gui"_s, u"--exit-when-idle"_s, u"1"_s}, variables);
        QCOMPARE(ended.exitCode, 0);
        QVERIFY2(ended.err.contains("Nobody has needed it for 1 s"), ended.err.constData());
        for (const auto &seconds : {u"0"_s, u"soon"_s, u"-1"_s}) {
            const auto refused = run({u"--no-gui"_s, u"--exit-when-idle"_s, seconds}, variables);
            QCOMPARE(refused.exitCode, 2);
            QVERIFY(refused.err.contains(seconds.toLatin1()));
        }
    }

    void whatCannotStartSaysWhyAndExitsWith1()
    {
        QVERIFY(QDir(m_home.path()).mkpath(u"full"_s));
        QFile stranger(m_home.filePath(u"full/letters.txt"_s));
        QVERIFY(stranger.open(QIODevice::WriteOnly));
        const auto outcome
            = run({u"--no-gui"_s}, {{u"CACHE_DIRECTORY"_s, m_home.filePath(u"full"_s)}});
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY2(outcome.err.contains("full"), outcome.err.constData());
        QVERIFY(stranger.exists());
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_Binary)
#include "tst_binary.moc"
