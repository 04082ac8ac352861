// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/download/downloadfixture.h"

#include <QProcess>
#include <QTest>

#include <unistd.h>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 megabyte = 1024LL * 1024;

qint64 residentBytes()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    return file.readAll().split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

class tst_FetchMemory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// The origin is a process of its own: here only the download uses memory.
    void aBigObjectTakesLittleMemory()
    {
        constexpr qint64 size = 200 * megabyte;
        DownloadFixture network;
        QFile file(network.directory.filePath(u"big.mp4"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(size));
        QProcess origin;
        origin.start(
            QString::fromLocal8Bit(R2CACHE_ORIGIN_PROGRAM),
            {u"--root"_s, network.directory.path()});
        QVERIFY(origin.waitForReadyRead());
        const auto line = QString::fromLatin1(origin.readLine()).trimmed();
        QVERIFY(line.startsWith(u"listening http://127.0.0.1:"));
        const QUrl base(line.section(u' ', 1));
        network.options.origin.isExactOrigin = [](const Origin &) {
            return true;
        };
        network.options.fill.downloadTimeout = std::chrono::minutes{5};

        network.addFile(u"warm.mp4"_s, 1000);
        QVERIFY(network.fetch(base.resolved(QUrl(u"/warm.mp4"_s))));
        const auto before = residentBytes();
        qint64 peak = before;
        const auto future
            = network.fetcher().fetch(network.requestFor(base.resolved(QUrl(u"/big.mp4"_s))));
        QTRY_VERIFY_WITH_TIMEOUT(
            (peak = std::max(peak, residentBytes()), future.isFinished()), 120'000);
        const auto object = await(future);
        QVERIFY(object);
        QCOMPARE(object->length, size);
        qInfo() << "grew by" << (peak - before) / 1024 << "KiB in" << object->duration.count()
                << "ms";
        QVERIFY(peak - before < 24 * megabyte);

        origin.terminate();
        QVERIFY(origin.waitForFinished());
        QCOMPARE(origin.exitStatus(), QProcess::NormalExit);
        QCOMPARE(origin.exitCode(), 0);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_FetchMemory)
#include "tst_fetchmemory.moc"
