// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/callon.h"
#include "core/base/digest.h"
#include "core/base/diskspace.h"
#include "core/base/logging.h"
#include "core/base/openfile.h"

#include <QCoroFuture>
#include <QCoroTask>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <fcntl.h>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

class tst_Base : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hashesAgreeWithThePublishedVectors()
    {
        // FIPS 180-2 appendix B.1, RFC 1321 appendix A.5, RFC 4231 case 2
        QCOMPARE(
            sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        Digest md5(Digest::Algorithm::Md5);
        md5.add("message ");
        md5.add("digest");
        QCOMPARE(md5.takeHex(), "f96b697d7cb7938d525a2f31aaf161d0");
        QCOMPARE(md5.takeHex(), "d41d8cd98f00b204e9800998ecf8427e"); // starts anew
        QCOMPARE(
            hmacSha256Hex("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    void secretsCompareByContent()
    {
        QVERIFY(equalInConstantTime("token", "token"));
        QVERIFY(!equalInConstantTime("token", "tokem"));
        QVERIFY(!equalInConstantTime("token", "token2"));
        QCOMPARE(randomHex(16).size(), 32);
        QVERIFY(randomHex(16) != randomHex(16));
    }

    void aCallRunsOnItsOwnersThreadAndAnswersOnTheCallers()
    {
        QThread other;
        QObject owner;
        owner.moveToThread(&other);
        other.start();
        const auto ask = [](QObject *who) -> QCoro::Task<bool> {
            const auto *ran = co_await callOn(who, [] { return QThread::currentThread(); });
            co_return ran == who->thread() && QThread::currentThread() == qApp->thread();
        };
        QVERIFY(QCoro::waitFor(ask(&owner)));
        other.quit();
        other.wait();
    }

    void aFileReadsBackWhatWasWritten()
    {
        const QTemporaryDir directory;
        const auto file = OpenFile::open(directory.filePath(u"a"_s), O_RDWR | O_CREAT);
        QVERIFY(file);
        QVERIFY(file->writeAt(3, "defg"));
        QVERIFY(file->sync());
        QCOMPARE(file->size().value(), 7);
        QCOMPARE(file->readAt(2, 100).value(), QByteArray("\0defg", 5));
        QVERIFY(syncDirectory(directory.path()));
    }

    void aMissingFileIsNamed()
    {
        const auto file = OpenFile::open(u"/nonexistent/a.mp4"_s, O_RDONLY);
        QVERIFY(!file);
        QCOMPARE(file.error().code, ErrorCode::NotFound);
        QVERIFY(file.error().message.contains(u"/nonexistent/a.mp4"));
    }

    void aFullDiskIsItsOwnError()
    {
        const auto full = OpenFile::open(u"/dev/full"_s, O_WRONLY);
        QVERIFY(full);
        QCOMPARE(full->writeAt(0, "x").error().code, ErrorCode::DiskFull);
    }

    void diskSpaceIsMeasured()
    {
        const auto usage = SystemDiskSpace{}.usage(QDir::tempPath());
        QVERIFY(usage);
        QVERIFY(usage->total >= usage->available);
        QVERIFY(usage->total > 0);
        QVERIFY(!SystemDiskSpace{}.usage(u"/nonexistent"_s));
    }

    void debugValuesBecomeFilterRules_data()
    {
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("rules");
        QTest::newRow("all") << u"cache:*"_s << u"cache.*.debug=true\n"_s;
        QTest::newRow("star") << u"*"_s << u"cache.*.debug=true\n"_s;
        QTest::newRow("one area") << u"cache:download"_s
                                  << u"cache.download.debug=true\ncache.download.*.debug=true\n"_s;
        QTest::newRow("not ours") << u"express:*,cachet"_s << QString();
        QTest::newRow("all but one")
            << u"cache:*, -cache:server"_s
            << u"cache.*.debug=true\ncache.server.debug=false\ncache.server.*.debug=false\n"_s;
    }
    void debugValuesBecomeFilterRules()
    {
        QFETCH(QString, value);
        QTEST(filterRulesFor(value), "rules");
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_Base)
#include "tst_base.moc"
