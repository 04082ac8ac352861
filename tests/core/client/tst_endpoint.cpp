// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/endpoint.h"
#include "core/client/privatefile.h"
#include "core/client/tokenfile.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

int modeOf(const QString &path)
{
    struct stat status
    { };
    return ::lstat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 0777 : -1;
}

void setMode(const QString &path, mode_t mode)
{
    QCOMPARE(::chmod(QFile::encodeName(path).constData(), mode), 0);
}

void write(const QString &path, const QByteArray &bytes)
{
    QFile file{path};
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
    file.close();
    setMode(path, 0600);
}

QByteArray contentOf(const QString &path)
{
    QFile file{path};
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray{};
}

class tst_Endpoint : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory;

    [[nodiscard]] QString runtime() const { return m_directory.filePath(u"run"_s); }
    [[nodiscard]] QString cache() const { return m_directory.filePath(u"cache"_s); }
    [[nodiscard]] EndpointFile file() const { return {runtime(), cache()}; }
    [[nodiscard]] Endpoint endpoint(qint64 pid) const
    {
        return {
            pid, QUrl{u"http://localhost:3000"_s}, QUrl{u"http://localhost:3001"_s}, cache(),
            m_directory.filePath(u"token"_s)};
    }

private Q_SLOTS:
    void init()
    {
        m_directory = QTemporaryDir{};
        QVERIFY(m_directory.isValid());
        QVERIFY(QDir{}.mkdir(cache()));
    }

    void whatIsWrittenReadsBackAndIsPrivate()
    {
        const auto own = endpoint(::getpid());
        QVERIFY(file().write(own));
        QCOMPARE(file().read().value(), own);
        QCOMPARE(modeOf(file().path()), 0600);
        QCOMPARE(modeOf(runtime()), 0700);
        QCOMPARE(QDir{runtime()}.entryList(QDir::Files).size(), 1); // nothing temporary is left

        const auto object = QJsonDocument::fromJson(contentOf(file().path())).object();
        const QStringList expected{
            u"apiUrl"_s, u"cacheDirectory"_s, u"pid"_s, u"proxyUrl"_s, u"tokenFile"_s};
        QCOMPARE(object.keys(), expected);
        QCOMPARE(object[u"apiUrl"].toString(), u"http://localhost:3000"_s);
    }

    void theNameIsThatOfTheDirectoryHoweverItIsWritten()
    {
        const auto link = m_directory.filePath(u"link"_s);
        QVERIFY(QFile::link(cache(), link));
        const auto path = file().path();
        QCOMPARE(EndpointFile(runtime(), link).path(), path);
        QCOMPARE(EndpointFile(runtime(), cache() + u"/../cache/"_s).path(), path);
        QVERIFY(EndpointFile(runtime(), m_directory.path()).path() != path);
        static const QRegularExpression form{u"/run/[0-9a-f]{32}\\.json$"_s};
        QVERIFY(form.match(path).hasMatch());
    }

    void theNameIsTheSameBeforeAndAfterTheDirectoryIsCreated()
    {
        const auto link = m_directory.filePath(u"link"_s);
        QVERIFY(QFile::link(cache(), link));
        const QString later = link + u"/a/b"_s;
        const auto before = EndpointFile(runtime(), later).path();
        QVERIFY(QDir{}.mkpath(later));
        QCOMPARE(EndpointFile(runtime(), later).path(), before);
    }

    void noFileMeansNoService()
    {
        QCOMPARE(file().read().error().code, ErrorCode::NotFound);
        QVERIFY(file().remove(1));
    }

    void aDeadProcessIsIgnored()
    {
        QProcess process;
        process.start(u"true"_s, {});
        QVERIFY(process.waitForStarted());
        const auto pid = process.processId();
        QVERIFY(process.waitForFinished());
        QVERIFY(file().write(endpoint(pid)));
        const auto read = file().read();
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::NotFound);
        QVERIFY(read.error().message.contains(QString::number(pid)));
    }

    void aProcessRemovesOnlyItsOwnFile()
    {
        QVERIFY(file().write(endpoint(::getpid())));
        QVERIFY(file().remove(::getppid()));
        QVERIFY(file().read());
        QVERIFY(file().remove(::getpid()));
        QVERIFY(!QFile::exists(file().path()));
    }

    void aSecondServiceReplacesTheFile()
    {
        QVERIFY(file().write(endpoint(::getppid())));
        QVERIFY(file().write(endpoint(::getpid())));
        QCOMPARE(file().read()->pid, ::getpid());
    }

    void whatAKilledServiceLeftHalfWrittenGoes()
    {
        const QString path = m_directory.filePath(u"file"_s);
        write(path + u".tmp"_s, "half of");
        QVERIFY(replacePrivateFile(path, "all of it"));
        QCOMPARE(readPrivateFile(path).value(), "all of it"_ba);
        QCOMPARE(
            QDir(m_directory.path()).entryList({u"file*"_s}, QDir::Files), QStringList{u"file"_s});
    }

    void damagedFilesAreNamed_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray{};
        QTest::newRow("cut") << QByteArray{"{\"pid\": 1"};
        QTest::newRow("list") << QByteArray{"[]"};
        QTest::newRow("no fields") << QByteArray{"{}"};
        QTest::newRow("pid as text")
            << QByteArray{"{\"pid\":\"1\",\"apiUrl\":\"http://a\",\"proxyUrl\":\"http://a\","
                          "\"cacheDirectory\":\"/c\",\"tokenFile\":\"/t\"}"};
        QTest::newRow("negative pid")
            << QByteArray{"{\"pid\":-1,\"apiUrl\":\"http://a\",\"proxyUrl\":\"http://a\","
                          "\"cacheDirectory\":\"/c\",\"tokenFile\":\"/t\"}"};
        QTest::newRow("no URL") << QByteArray{
            "{\"pid\":1,\"apiUrl\":\"a\",\"proxyUrl\":\"http://a\","
            "\"cacheDirectory\":\"/c\",\"tokenFile\":\"/t\"}"};
        QTest::newRow("too large") << QByteArray(70'000, ' ');
    }
    void damagedFilesAreNamed()
    {
        QFETCH(QByteArray, bytes);
        QVERIFY(makePrivateDirectory(runtime()));
        write(file().path(), bytes);
        const auto read = file().read();
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::Io);
        QVERIFY(read.error().message.contains(file().path()));
    }

    void filesOpenToOthersAreNotTrusted()
    {
        QVERIFY(file().write(endpoint(::getpid())));
        setMode(file().path(), 0644);
        QCOMPARE(file().read().error().code, ErrorCode::Io);
    }

    void linksAndFifosAreNotFollowed()
    {
        QVERIFY(file().write(endpoint(::getpid())));
        const auto real = m_directory.filePath(u"real.json"_s);
        QVERIFY(QFile::rename(file().path(), real));
        QVERIFY(QFile::link(real, file().path()));
        QCOMPARE(file().read().error().code, ErrorCode::Io);

        QVERIFY(QFile::remove(file().path()));
        QCOMPARE(::mkfifo(QFile::encodeName(file().path()).constData(), 0600), 0);
        QCOMPARE(file().read().error().code, ErrorCode::Io);
    }

    void aDirectoryThatOthersMayWriteToIsRefused()
    {
        QVERIFY(QDir{}.mkdir(runtime()));
        setMode(runtime(), 0777);
        const auto written = file().write(endpoint(::getpid()));
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::Io);
        QVERIFY(written.error().message.contains(runtime()));
        setMode(runtime(), 0755);
        QVERIFY(file().write(endpoint(::getpid())));
    }

    void aLinkOrAFileInPlaceOfTheDirectoryIsRefused()
    {
        QVERIFY(QFile::link(cache(), runtime()));
        QVERIFY(!file().write(endpoint(::getpid())));
        QVERIFY(QFile::remove(runtime()));
        write(runtime(), "x");
        QVERIFY(!file().write(endpoint(::getpid())));
    }

    void aDirectoryOfAnotherUserIsRefused()
    {
        if (::geteuid() == 0) {
            QVERIFY(QDir{}.mkdir(runtime()));
            QCOMPARE(::chown(QFile::encodeName(runtime()).constData(), 12345, 12345), 0);
            QVERIFY(!makePrivateDirectory(runtime()));
        } else {
            QVERIFY(!makePrivateDirectory(u"/usr"_s)); // root's
        }
    }

    void theDirectoryIsThatOfTheSessionOrOneInTmp()
    {
        QCOMPARE(endpointDirectory(u"/run/user/1000/"_s), u"/run/user/1000"_s);
        const QString fallback = u"/tmp/r2cache-"_s + QString::number(::getuid());
        QCOMPARE(endpointDirectory({}), fallback);
        QCOMPARE(endpointDirectory(u"relative"_s), fallback);
    }

    void aTokenIsCreatedOnceAndReadsBack()
    {
        const auto path = m_directory.filePath(u"token"_s);
        QCOMPARE(readTokenFile(path).error().code, ErrorCode::NotFound);
        const auto token = createTokenFile(path);
        QVERIFY(token);
        static const QRegularExpression form{u"^[0-9a-f]{64}$"_s};
        QVERIFY(form.match(QString::fromLatin1(*token)).hasMatch());
        QCOMPARE(modeOf(path), 0600);
        QCOMPARE(readTokenFile(path).value(), *token);

        const auto again = createTokenFile(path);
        QCOMPARE(again.error().code, ErrorCode::Conflict);
        QCOMPARE(readTokenFile(path).value(), *token);
        QCOMPARE(QDir{m_directory.path()}.entryList(QDir::Files).size(), 1);
    }

    void aGivenTokenReplacesTheOldOne()
    {
        const auto path = m_directory.filePath(u"token"_s);
        QVERIFY(createTokenFile(path));
        QVERIFY(writeTokenFile(path, "my-own-token"));
        QCOMPARE(readTokenFile(path).value(), "my-own-token");
        QCOMPARE(modeOf(path), 0600);
    }

    void tokensThatAreNoneOrNotPrivateAreRefused()
    {
        const auto path = m_directory.filePath(u"token"_s);
        for (const QByteArray bytes : {"", "\n", "two words", "caf\xc3\xa9"}) {
            write(path, bytes);
            const auto token = readTokenFile(path);
            QVERIFY(!token);
            QCOMPARE(token.error().code, ErrorCode::Io);
            QVERIFY(!token.error().message.contains(u"two"));
        }
        write(path, "token");
        setMode(path, 0640);
        QCOMPARE(readTokenFile(path).error().code, ErrorCode::Io);
    }

    void aPlaceThatCannotBeWrittenIsNamed()
    {
        const auto path = m_directory.filePath(u"missing/token"_s);
        for (const auto &error : {createTokenFile(path).error(), writeTokenFile(path, "x").error()})
            QVERIFY2(error.message.contains(path), qPrintable(error.message));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_Endpoint)
#include "tst_endpoint.moc"
