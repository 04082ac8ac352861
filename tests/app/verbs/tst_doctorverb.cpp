// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/doctorchecks.h"
#include "core/settings/settingsloader.h"
#include "tests/app/verbs/verbfixture.h"

#include <QTcpServer>

using namespace r2cache;
using namespace Qt::StringLiterals;
using Verdict = DoctorCheck::Verdict;

namespace {

/// A disk that says of itself what it is told.
class ToldDisk final : public DiskSpace
{
public:
    DiskUsage told{100LL << 30, 50LL << 30};
    bool isWritable = true;

    [[nodiscard]] Result<DiskUsage> usage(const QString &) const override { return told; }
    [[nodiscard]] Result<> writable(const QString &path) const override
    {
        if (isWritable)
            return {};
        return failure(ErrorCode::Io, path + u" is not writable."_s);
    }
};

class tst_DoctorVerb : public QObject
{
    Q_OBJECT

    VerbFixture m_fixture;

    Settings settings(const Variables &variables)
    {
        SettingSources sources;
        sources.environment = variables;
        sources.homeDirectory = m_fixture.path(u"home"_s);
        sources.workingDirectory = sources.homeDirectory;
        return loadSettings(sources).value().settings;
    }

    QString url(const QString &path) { return m_fixture.origin.url(path); }

    static QJsonObject named(const VerbOutcome &outcome, const QString &name)
    {
        for (const auto checks = outcome.json().value(u"checks").toArray();
             const auto &check : checks) {
            if (check[u"name"].toString() == name)
                return check.toObject();
        }
        return {};
    }

private Q_SLOTS:
    void initTestCase() { m_fixture.origin.addVideo(u"a.mp4"_s, 1'000); }

    void portsThatAreTakenAreNamed()
    {
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost));
        const auto taken = checkPort(
            settings({{u"CACHE_API_PORT"_s, QString::number(holder.serverPort())}}), Key::ApiPort,
            {});
        QCOMPARE(taken.verdict, Verdict::Failed);
        QVERIFY(taken.finding.contains(QString::number(holder.serverPort())));
        QVERIFY(taken.finding.contains(u"tst_doctorverb"));
        QVERIFY(taken.advice.contains(u"--api-port"));
        const auto ours = checkPort(
            settings({}), Key::ProxyPort,
            Endpoint{1, QUrl(u"http://localhost:1"_s), QUrl(u"http://localhost:43001"_s), {}, {}});
        QCOMPARE(ours.verdict, Verdict::Ok);
        QVERIFY(ours.finding.contains(u"43001"));
    }

    void directoriesOfOthersAreRefused()
    {
        const ToldDisk disk;
        QVERIFY(QDir().mkpath(m_fixture.path(u"letters"_s)));
        m_fixture.write(u"letters/a.txt"_s, "Dear");
        QCOMPARE(checkDirectory(m_fixture.path(u"letters"_s), disk).verdict, Verdict::Failed);
        QCOMPARE(checkDirectory(m_fixture.path(u"new/folder"_s), disk).verdict, Verdict::Ok);
        QVERIFY(QDir().mkpath(m_fixture.path(u"open"_s)));
        QVERIFY(QFile::setPermissions(
            m_fixture.path(u"open"_s),
            QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::WriteOther));
        QCOMPARE(checkDirectory(m_fixture.path(u"open"_s), disk).verdict, Verdict::Warning);
        ToldDisk locked;
        locked.isWritable = false;
        QCOMPARE(checkDirectory(m_fixture.path(u"new"_s), locked).verdict, Verdict::Failed);
    }

    void aFullDiskFails()
    {
        const auto set = settings({{u"CACHE_DIRECTORY"_s, m_fixture.path(u"nothing"_s)}});
        ToldDisk disk;
        QCOMPARE(checkDisk(set, disk).verdict, Verdict::Ok);
        disk.told.available = 5LL << 30; // of 10 that the cache may use
        QCOMPARE(checkDisk(set, disk).verdict, Verdict::Warning);
        disk.told.available = 1LL << 29;
        const auto full = checkDisk(set, disk);
        QCOMPARE(full.verdict, Verdict::Failed);
        QVERIFY(full.advice.contains(u"CACHE_MIN_FREE_GB"));
    }

    void clocksThatDifferAreTold()
    {
        QCOMPARE(checkClock({}).verdict, Verdict::Warning);
        QCOMPARE(checkClock(-30).verdict, Verdict::Ok);
        QVERIFY(checkClock(-300).finding.contains(u"behind"));
        QCOMPARE(checkClock(300).verdict, Verdict::Warning);
        QCOMPARE(checkClock(3'000).verdict, Verdict::Failed);
    }

    void itWorksWithoutAService()
    {
        const auto outcome = m_fixture.run(
            {u"doctor"_s, url(u"a.mp4"_s), u"--json"_s}, {},
            {{u"CACHE_API_PORT"_s, QString::number(freePort())},
             {u"CACHE_PROXY_PORT"_s, QString::number(freePort())},
             {u"CACHE_MIN_FREE_GB"_s, u"0"_s}});
        QVERIFY2(outcome.exitCode == 0, outcome.out.constData());
        QCOMPARE(named(outcome, u"service"_s).value(u"status"), QJsonValue(u"ok"_s));
        QCOMPARE(named(outcome, u"origin"_s).value(u"status"), QJsonValue(u"ok"_s));
        for (const auto &name :
             {u"api port"_s, u"proxy port"_s, u"directory"_s, u"disk"_s, u"endpoint files"_s,
              u"tls"_s, u"media tools"_s, u"clock"_s})
            QVERIFY2(!named(outcome, name).isEmpty(), qPrintable(name));
    }

    void itSaysWhatToDo()
    {
        const auto outcome = m_fixture.run({u"doctor"_s, url(u"none.mp4"_s)});
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY2(outcome.out.contains("FAIL  origin"), outcome.out.constData());
        QVERIFY(outcome.out.contains("-> The bucket has no such object"));
        QCOMPARE(m_fixture.run({u"doctor"_s, u"nothing"_s}).exitCode, 2);
        const auto elsewhere
            = m_fixture.run({u"doctor"_s, u"--connect"_s, u"http://localhost:9"_s});
        QCOMPARE(elsewhere.exitCode, 2);
        QVERIFY2(elsewhere.err.contains("this machine alone"), elsewhere.err.constData());
    }

    void unreachableOriginsFail()
    {
        const auto outcome = m_fixture.run(
            {u"doctor"_s, u"http://127.0.0.1:%1/a.mp4"_s.arg(freePort()), u"--json"_s});
        QCOMPARE(outcome.exitCode, 1);
        QCOMPARE(named(outcome, u"origin"_s).value(u"status"), QJsonValue(u"failed"_s));
        QCOMPARE(named(outcome, u"clock"_s).value(u"status"), QJsonValue(u"warning"_s));
    }

    void r2IsAskedThroughTheProxyOfDownloads()
    {
        // Nobody listens there: R2 itself is never asked by this test.
        const auto outcome = m_fixture.run(
            {u"doctor"_s}, {}, {{u"HTTPS_PROXY"_s, u"http://127.0.0.1:%1"_s.arg(freePort())}});
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY2(outcome.out.contains("r2.cloudflarestorage.com"), outcome.out.constData());
    }

    void domainsOfOnesOwnDoWithoutR2()
    {
        const QUrl own(url(u"a.mp4"_s));
        const auto domain = u"http://%1:%2"_s.arg(own.host()).arg(own.port());
        const auto ask = [&](const QString &domains) {
            return m_fixture.run(
                {u"doctor"_s, u"--json"_s}, {},
                {{u"HTTPS_PROXY"_s, u"http://127.0.0.1:%1"_s.arg(freePort())},
                 {u"CACHE_API_PORT"_s, QString::number(freePort())},
                 {u"CACHE_PROXY_PORT"_s, QString::number(freePort())},
                 {u"CACHE_MIN_FREE_GB"_s, u"0"_s},
                 {u"CACHE_CUSTOM_DOMAINS"_s, domains}});
        };
        const auto fine = ask(domain);
        QVERIFY2(fine.exitCode == 0, fine.out.constData());
        const auto r2 = named(fine, u"origin"_s); // the first one asked
        QCOMPARE(r2.value(u"status"), QJsonValue(u"warning"_s));
        QVERIFY(r2.value(u"advice").toString().contains(u"Nothing needs it if"));
        // A domain that was named is needed.
        QCOMPARE(ask(u"http://127.0.0.1:%1"_s.arg(freePort())).exitCode, 1);
    }

    void aRunningServiceIsRecognised()
    {
        m_fixture.service.mustStart();
        const auto outcome = m_fixture.run({u"doctor"_s, url(u"a.mp4"_s), u"--json"_s});
        QVERIFY(named(outcome, u"service"_s).value(u"finding").toString().contains(u"answers at"));
        QVERIFY(named(outcome, u"api port"_s)
                    .value(u"finding")
                    .toString()
                    .contains(QString::number(m_fixture.service.apiPort())));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_DoctorVerb)
#include "tst_doctorverb.moc"
