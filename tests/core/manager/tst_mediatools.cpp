// SPDX-License-Identifier: GPL-3.0-or-later
// ffprobe and ffmpeg as children: the real ones, and scripts that hang, flood and crash.
#include "core/base/compat.h"
#include "core/manager/mediaprober.h"
#include "core/manager/thumbnails.h"
#include "tests/core/cache/cachefixture.h"
#include "tests/support/testvideo.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>

#include <sys/stat.h>
#include <unistd.h>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray report
    = R"({"streams": [{"codec_type": "video", "codec_name": "h264", "width": 4, "height": 2}]})";

/// Programs of the test, as shell scripts.
struct Scripts
{
    QTemporaryDir folder;

    [[nodiscard]] QString path(const QString &name) const { return folder.filePath(name); }
    [[nodiscard]] QString make(const QString &name, const QByteArray &lines) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write("#!/bin/sh\n" + lines + '\n') < 0)
            qFatal("%s", qPrintable(file.errorString()));
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return file.fileName();
    }
};

ToolRun runOf(const QString &program, std::chrono::milliseconds limit = 20s)
{
    ToolRun run;
    run.program = program;
    run.timeLimit = limit;
    return run;
}

struct Fixture : CacheFixture
{
    QJsonObject metadataOf(int number)
    {
        const auto record = take(wait(index->newestEntry(idOf(number))));
        return record ? QJsonDocument::fromJson(record->metadata).object() : QJsonObject();
    }
    QByteArray rawMetadataOf(int number)
    {
        const auto record = take(wait(index->newestEntry(idOf(number))));
        return record ? record->metadata : QByteArray();
    }
    QByteArray sidecarOf(int number) const
    {
        QFile file(store->pathOf(idOf(number) + u".json"_s));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static bool ends(const MediaProber &prober)
    {
        return QTest::qWaitFor([&] { return prober.running() == 0; }, 30'000);
    }
    static MediaProber::Options options(const QString &ffprobe)
    {
        MediaProber::Options options;
        options.ffprobe = ffprobe;
        return options;
    }
    Result<QByteArray> picture(Thumbnails &thumbnails, int number)
    {
        const auto record = take(wait(index->newestEntry(idOf(number))));
        return QCoro::waitFor(thumbnails.of(*record));
    }
};

class tst_MediaTools : public QObject
{
    Q_OBJECT

    Scripts m_scripts;
    const std::atomic<bool> m_never = false;

private Q_SLOTS:
    void aChildIsMadeWithoutCopyingThisProcess()
    {
        bool isOneMemory = false;
        QProcess process;
        setChildModifierOf(process, [&isOneMemory] { isOneMemory = true; });
        process.start(u"true"_s, QStringList());
        QVERIFY(process.waitForFinished());
        QVERIFY(isOneMemory);
    }

    void aProgramGetsNothingOfOursAndItsOutputIsTold()
    {
        qputenv("R2CACHE_TEST_SECRET", "x");
        auto run = runOf(m_scripts.make(u"env"_s, "env; cat; pwd; echo \"$1\""));
        run.arguments = QStringList{u"a b"_s};
        const auto output = runTool(run, m_never);
        QVERIFY(output);
        QVERIFY(!output->contains("SECRET"));
        QVERIFY(output->contains("LC_ALL=C\n"));
        QVERIFY(output->endsWith("/\na b\n"));
    }

    void whatGoesWrongIsSaid_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<int>("limitMs");
        QTest::addColumn<QString>("word");
        QTest::newRow("hangs") << QByteArray("sleep 1000") << 300 << u"timeout"_s;
        QTest::newRow("hangs with its output closed")
            << QByteArray("exec >&-; sleep 1000") << 300 << u"timeout"_s;
        QTest::newRow("floods") << QByteArray("while :; do echo flood flood flood; done") << 20'000
                                << u"too_large"_s;
        QTest::newRow("crashes") << QByteArray("kill -SEGV $$") << 20'000 << u"io_error"_s;
        QTest::newRow("fails") << QByteArray("exit 3") << 20'000 << u"io_error"_s;
        QTest::newRow("writes a file")
            << QByteArray("echo x > " + m_scripts.path(u"f"_s).toUtf8()) << 20'000 << u"io_error"_s;
    }
    void whatGoesWrongIsSaid()
    {
        QFETCH(const QByteArray, lines);
        QFETCH(const int, limitMs);
        QFETCH(const QString, word);
        const auto program = m_scripts.make(u"wrong"_s, lines);
        const auto output = runTool(runOf(program, std::chrono::milliseconds{limitMs}), m_never);
        QVERIFY(!output);
        QCOMPARE(errorWord(output.error().code), word);
    }
    void whatIsNotThereIsUnavailable()
    {
        const auto output = runTool(runOf(m_scripts.path(u"none"_s)), m_never);
        QVERIFY(!output);
        QCOMPARE(output.error().code, ErrorCode::Unavailable);
    }
    void whatItStartedDiesWithIt()
    {
        const auto fifo = m_scripts.path(u"fifo"_s).toLocal8Bit();
        QCOMPARE(::mkfifo(fifo.constData(), 0600), 0);
        const auto reader = CacheFixture::take(
            OpenFile::open(QString::fromLocal8Bit(fifo), O_RDONLY | O_NONBLOCK));
        const auto program
            = m_scripts.make(u"parent"_s, "exec 3>'" + fifo + "'; (echo x >&3; sleep 1000) & wait");
        const auto output = runTool(runOf(program, 500ms), m_never);
        QVERIFY(!output);
        QCOMPARE(output.error().code, ErrorCode::Timeout);
        std::array<char, 2> said{};
        // The other one was there, and nobody is left who could write.
        QCOMPARE(::read(reader.descriptor(), said.data(), said.size()), ssize_t{2});
        QTRY_COMPARE_WITH_TIMEOUT(
            ::read(reader.descriptor(), said.data(), said.size()), ssize_t{0}, 20'000);
    }
    void stoppingKillsIt()
    {
        const std::atomic<bool> stop = true;
        QElapsedTimer timer;
        timer.start();
        const auto output = runTool(runOf(m_scripts.make(u"slow"_s, "sleep 1000"), 1h), stop);
        QVERIFY(!output);
        QCOMPARE(output.error().code, ErrorCode::ShuttingDown);
        QVERIFY(timer.elapsed() < 20'000);
    }

    void entriesOldAndNewAreLookedAt()
    {
        Fixture fixture;
        QVERIFY(fixture.add(1, testVideo()));
        MediaProber prober(
            fixture.cache, Fixture::options(QStandardPaths::findExecutable(u"ffprobe"_s)));
        prober.start();
        QVERIFY(Fixture::ends(prober));
        const auto first = fixture.metadataOf(1);
        QCOMPARE(first[u"duration"].toDouble(), 3.0);
        QCOMPARE(first[u"width"].toInt(), 640);
        QCOMPARE(first[u"height"].toInt(), 360);
        QCOMPARE(first[u"fps"].toDouble(), 25.0);
        QVERIFY(first[u"bitrate"].toInteger() > 0);
        QVERIFY(!first[u"codec"].toString().isEmpty());
        const auto kept = fromSidecar(fixture.sidecarOf(1));
        QVERIFY(kept);
        QCOMPARE(QJsonDocument::fromJson(kept->metadata).object(), first);

        QVERIFY(fixture.add(2, "no video at all, though its name says so"));
        prober.probeSoon(Fixture::idOf(2));
        QVERIFY(Fixture::ends(prober));
        QCOMPARE(fixture.rawMetadataOf(2), "{}");
        QCOMPARE(fromSidecar(fixture.sidecarOf(2))->metadata, "{}");
    }
    void nothingIsLookedAtTwice()
    {
        Fixture fixture;
        QVERIFY(fixture.add(1, "a"));
        const auto program = m_scripts.make(u"ffprobe"_s, "echo '" + report + "'");
        MediaProber prober(fixture.cache, Fixture::options(program));
        prober.start();
        QVERIFY(Fixture::ends(prober));
        QCOMPARE(fixture.metadataOf(1)[u"width"].toInt(), 4);
        MediaProber other(
            fixture.cache, Fixture::options(m_scripts.make(u"broken"_s, "echo '{}'")));
        other.start();
        other.probeSoon(Fixture::idOf(1));
        QVERIFY(Fixture::ends(other));
        QCOMPARE(fixture.metadataOf(1)[u"width"].toInt(), 4);
    }
    void aProbeThatHangsIsGivenUpForGood()
    {
        Fixture fixture;
        QVERIFY(fixture.add(1, "a"));
        auto options = Fixture::options(m_scripts.make(u"hangs"_s, "sleep 1000"));
        options.timeLimit = 200ms;
        MediaProber prober(fixture.cache, options);
        prober.start();
        QVERIFY(Fixture::ends(prober));
        QCOMPARE(fixture.rawMetadataOf(1), "{}");
    }
    void moreNewEntriesThanTheQueueHoldsAreFoundByWalking()
    {
        Fixture fixture;
        auto options = Fixture::options(m_scripts.make(u"ffprobe"_s, "echo '" + report + "'"));
        options.queueLimit = 1;
        MediaProber prober(fixture.cache, options);
        for (int number = 1; number <= 5; ++number)
            QVERIFY(fixture.add(number, QByteArray(number, 'x')));
        for (int number = 1; number <= 5; ++number)
            prober.probeSoon(Fixture::idOf(number));
        QVERIFY(Fixture::ends(prober));
        for (int number = 1; number <= 5; ++number)
            QCOMPARE(fixture.metadataOf(number)[u"width"].toInt(), 4);
    }
    void withoutFfprobeEntriesHaveNoMetadata()
    {
        Fixture fixture;
        QVERIFY(fixture.add(1, "a"));
        MediaProber none(fixture.cache, Fixture::options({}));
        none.start();
        none.probeSoon(Fixture::idOf(1));
        QCOMPARE(none.running(), 0);
        MediaProber wrong(fixture.cache, Fixture::options(m_scripts.path(u"none"_s)));
        QTest::ignoreMessage(
            QtWarningMsg, QRegularExpression(u"could not be started.*no metadata"_s));
        wrong.start();
        QVERIFY(Fixture::ends(wrong));
        QCOMPARE(fixture.rawMetadataOf(1), "");
    }
    void stoppingEndsAProbe()
    {
        Fixture fixture;
        QVERIFY(fixture.add(1, "a"));
        auto options = Fixture::options(m_scripts.make(u"hangs"_s, "sleep 1000"));
        options.timeLimit = 1h;
        MediaProber prober(fixture.cache, options);
        prober.start();
        QVERIFY(prober.running() > 0);
        prober.stop();
        QVERIFY(Fixture::ends(prober));
        QCOMPARE(fixture.rawMetadataOf(1), "");
    }

    void aPictureIsMadeOnce()
    {
        Fixture fixture;
        QVERIFY(fixture.add(1, testVideo()));
        Thumbnails::Options options;
        options.ffmpeg = QStandardPaths::findExecutable(u"ffmpeg"_s);
        Thumbnails thumbnails(*fixture.store, fixture.clock, options);
        const auto picture = fixture.picture(thumbnails, 1);
        QVERIFY(picture);
        QVERIFY(picture->startsWith("\xFF\xD8\xFF"));
        // Its file is gone: what is told now is what was kept.
        QVERIFY(QFile::remove(fixture.store->pathOf(Fixture::idOf(1) + u".mp4"_s)));
        QCOMPARE(*fixture.picture(thumbnails, 1), *picture);
        QCOMPARE(thumbnails.running(), 0);
    }
    void whatMakesNoPictureEndsWithinTheLimits_data()
    {
        QTest::addColumn<QByteArray>("lines"); // empty: the real ffmpeg
        QTest::addColumn<QString>("word");
        QTest::newRow("no video") << QByteArray() << u"not_a_video"_s;
        QTest::newRow("hangs") << QByteArray("sleep 1000") << u"timeout"_s;
        QTest::newRow("floods") << QByteArray("while :; do echo flood flood flood; done")
                                << u"not_a_video"_s;
        QTest::newRow("crashes") << QByteArray("kill -SEGV $$") << u"not_a_video"_s;
        QTest::newRow("writes nothing") << QByteArray("true") << u"not_a_video"_s;
        QTest::newRow("writes no JPEG") << QByteArray("echo hello") << u"not_a_video"_s;
    }
    void whatMakesNoPictureEndsWithinTheLimits()
    {
        QFETCH(const QByteArray, lines);
        QFETCH(const QString, word);
        Fixture fixture;
        QVERIFY(fixture.add(1, "no video"));
        Thumbnails::Options options;
        options.ffmpeg = lines.isEmpty() ? QStandardPaths::findExecutable(u"ffmpeg"_s)
                                         : m_scripts.make(u"ffmpeg"_s, lines);
        options.timeLimit = word == u"timeout" ? 300ms : 20s;
        options.outputLimit = 4'096;
        Thumbnails thumbnails(*fixture.store, fixture.clock, options);
        const auto picture = fixture.picture(thumbnails, 1);
        QVERIFY(!picture);
        QCOMPARE(errorWord(picture.error().code), word);
    }
    void oneThatTookTooLongIsTriedAgainAfterAWhile()
    {
        Fixture fixture;
        QVERIFY(fixture.add(1, "a"));
        const QTemporaryDir folder;
        const auto mark = folder.filePath(u"mark"_s);
        const QByteArray lines = "[ -e " + mark.toUtf8() + " ] || { touch " + mark.toUtf8()
            + "; sleep 1000; }\nprintf '\\377\\330\\377'";
        Thumbnails::Options options;
        options.ffmpeg = m_scripts.make(u"ffmpeg"_s, lines);
        options.timeLimit = 3s;
        Thumbnails thumbnails(*fixture.store, fixture.clock, options);
        for (const auto passed : {0min, 4min}) {
            fixture.clock.advance(passed);
            const auto picture = fixture.picture(thumbnails, 1);
            QVERIFY(!picture);
            QCOMPARE(picture.error().code, ErrorCode::Timeout);
        }
        fixture.clock.advance(1min);
        QCOMPARE(fixture.picture(thumbnails, 1).value(), "\xFF\xD8\xFF");
    }
    void whoAsksForTheSameMeanwhileGetsTheSame()
    {
        Fixture fixture;
        QVERIFY(fixture.add(1, "a"));
        QVERIFY(fixture.add(2, "b"));
        const auto one
            = *Fixture::take(Fixture::wait(fixture.index->newestEntry(Fixture::idOf(1))));
        const auto two
            = *Fixture::take(Fixture::wait(fixture.index->newestEntry(Fixture::idOf(2))));
        Thumbnails::Options options;
        // It takes until all have asked.
        const QTemporaryDir folder;
        const QByteArray go = folder.filePath(u"go"_s).toUtf8();
        options.ffmpeg = m_scripts.make(
            u"ffmpeg"_s,
            "until [ -e " + go + " ]; do sleep 0.01; done; printf '\\377\\330\\377%s' $$");
        options.waitingLimit = 1;
        Thumbnails thumbnails(*fixture.store, fixture.clock, options);
        auto first = asFuture(thumbnails.of(one));
        auto second = asFuture(thumbnails.of(one));
        const auto tooMany = QCoro::waitFor(thumbnails.of(two));
        QVERIFY(!tooMany);
        QCOMPARE(tooMany.error().code, ErrorCode::Unavailable);
        QFile goes(QString::fromUtf8(go));
        QVERIFY(goes.open(QIODevice::WriteOnly));
        QTRY_VERIFY_WITH_TIMEOUT(first.isFinished() && second.isFinished(), 20'000);
        QVERIFY(first.result());
        QCOMPARE(*first.result(), *second.result()); // of one process
    }
    void whoHasWaitedLongIsToldToAskAgain()
    {
        Fixture fixture;
        QVERIFY(fixture.add(1, "a"));
        const QTemporaryDir folder;
        const auto mark = folder.filePath(u"mark"_s);
        Thumbnails::Options options;
        options.ffmpeg = m_scripts.make(
            u"ffmpeg"_s,
            "until [ -e " + mark.toUtf8() + " ]; do sleep 0.01; done\nprintf '\\377\\330\\377'");
        options.timeLimit = 60s;
        options.patience = 50ms;
        Thumbnails thumbnails(*fixture.store, fixture.clock, options);
        for (int i = 0; i < 2; ++i) { // the second one joins what the first has begun
            const auto picture = fixture.picture(thumbnails, 1);
            QVERIFY(!picture);
            QCOMPARE(picture.error().code, ErrorCode::Unavailable);
            QCOMPARE(thumbnails.running(), 1);
        }
        QFile file(mark);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QTRY_COMPARE_WITH_TIMEOUT(thumbnails.running(), 0, 20'000);
        QVERIFY(QFile::remove(options.ffmpeg)); // what is told now was kept
        QCOMPARE(fixture.picture(thumbnails, 1).value(), "\xFF\xD8\xFF");
    }
    void theLeastRecentlyAskedForGoesFirst()
    {
        Fixture fixture;
        Thumbnails::Options options;
        options.ffmpeg = m_scripts.make(u"ffmpeg"_s, "printf '\\377\\330\\377%s' $$");
        options.keptPictures = 2;
        Thumbnails thumbnails(*fixture.store, fixture.clock, options);
        QList<QByteArray> pictures;
        for (int number = 1; number <= 3; ++number) {
            QVERIFY(fixture.add(number, QByteArray(number, 'x')));
            pictures.append(fixture.picture(thumbnails, number).value());
            QCOMPARE(*fixture.picture(thumbnails, 1), pictures[0]);
        }
        // 2 had to go for 3; 1 was asked for between.
        QCOMPARE(*fixture.picture(thumbnails, 3), pictures[2]);
        QVERIFY(*fixture.picture(thumbnails, 2) != pictures[1]);
    }
    void withoutFfmpegThereAreNone()
    {
        Fixture fixture;
        QVERIFY(fixture.add(1, "a"));
        Thumbnails thumbnails(*fixture.store, fixture.clock, Thumbnails::Options());
        const auto picture = fixture.picture(thumbnails, 1);
        QVERIFY(!picture);
        QCOMPARE(picture.error().code, ErrorCode::Unavailable);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_MediaTools)
#include "tst_mediatools.moc"
