// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/digest.h"
#include "core/download/multipartetag.h"
#include "core/download/trailingdigest.h"

#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1024LL * 1024;

/// The bytes that the ETags below were computed of, by another program.
QByteArray patternOf(qint64 size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (qint64 i = 0; i < size; ++i)
        bytes[i] = static_cast<char>((i * 7 + (i >> 8)) & 255);
    return bytes;
}

QByteArray md5Hex(const QByteArray &bytes)
{
    Digest digest(Digest::Algorithm::Md5);
    digest.add(bytes);
    return digest.takeHex();
}

class tst_TrailingDigest : public QObject
{
    Q_OBJECT

private:
    std::shared_ptr<const OpenFile> fileOf(const QByteArray &bytes)
    {
        auto file = OpenFile::open(
            m_directory.filePath(u"%1"_s.arg(++m_files)), O_RDWR | O_CREAT | O_EXCL);
        if (!file || !file->writeAt(0, bytes))
            qFatal("cannot write a test file");
        return std::make_shared<const OpenFile>(std::move(*file));
    }

    static Result<ObjectHashes> hashesOf(const QFuture<Result<ObjectHashes>> &future)
    {
        auto waited = future;
        waited.waitForFinished();
        return future.result();
    }

    QTemporaryDir m_directory;
    QThreadPool m_pool;
    int m_files = 0;

private Q_SLOTS:
    void multipartEtagsAreMatchedByTheUsualPartSizes_data()
    {
        QTest::addColumn<QByteArray>("etag");
        QTest::addColumn<qint64>("size");
        QTest::addColumn<bool>("matches");
        const auto row = [](const char *name, const char *etag, qint64 size, bool matches) {
            QTest::newRow(name) << QByteArray(etag) << size << matches;
        };
        row("5 MiB, a last byte", R"("5da4ac0e43b9018328ef2304ca0da3d8-3")", 12 * mebibyte + 1,
            true);
        row("8 MiB, full parts", R"("bcc052bf82ad1e158e5474ab8428d1da-2")", 16 * mebibyte, true);
        row("5 MB", R"("5ae43095d36e5898cb6adb630d351d1a-3")", 12'000'000, true);
        row("one part", R"("b6fa1afb9ead1dcccd57458ba661c5b8-1")", 3'000'000, true);
        row("upper case", R"("B6FA1AFB9EAD1DCCCD57458BA661C5B8-1")", 3'000'000, true);
        row("7 MiB, which nobody uses", R"("c0c9de00d19126948e9204f2f0ef061a-2")",
            12 * mebibyte + 1, false);
        row("other bytes", R"("5da4ac0e43b9018328ef2304ca0da3d9-3")", 12 * mebibyte + 1, false);
        row("no such number of parts", R"("b6fa1afb9ead1dcccd57458ba661c5b8-7")", 3'000'000, false);
        row("no part", R"("b6fa1afb9ead1dcccd57458ba661c5b8-0")", 3'000'000, false);
        row("no number", R"("b6fa1afb9ead1dcccd57458ba661c5b8-")", 3'000'000, false);
        row("weak", R"(W/"b6fa1afb9ead1dcccd57458ba661c5b8-1")", 3'000'000, false);
        row("none", "", 3'000'000, false);
    }
    void multipartEtagsAreMatchedByTheUsualPartSizes()
    {
        QFETCH(QByteArray, etag);
        QFETCH(qint64, size);
        const auto bytes = patternOf(size);
        MultipartEtag parts(etag, size);
        for (qint64 at = 0; at < size; at += 1'000'003)
            parts.add(QByteArrayView(bytes).sliced(at, std::min(size - at, qint64{1'000'003})));
        QTEST(parts.takeMatch(), "matches");
        QVERIFY(!MultipartEtag(etag, -1).isPossible());
    }

    void aFileIsHashedWhileItGrows()
    {
        const auto bytes = patternOf(9 * mebibyte + 5);
        const QByteArray etag = '"' + md5Hex(bytes) + '"';
        TrailingDigest digest(m_pool, fileOf(bytes), etag, bytes.size());
        for (qint64 edge = 0; edge < bytes.size(); edge += 100'001)
            digest.reach(edge);
        digest.reach(bytes.size());
        const auto hashes = hashesOf(digest.finish());
        QVERIFY(hashes);
        QCOMPARE(hashes->sha256, sha256Hex(bytes));
        QCOMPARE(hashes->md5, md5Hex(bytes));
        QVERIFY(!hashes->matchesParts);
    }

    void aMultipartEtagIsCheckedInTheSamePass()
    {
        const auto bytes = patternOf(12 * mebibyte + 1);
        TrailingDigest digest(
            m_pool, fileOf(bytes), R"("5da4ac0e43b9018328ef2304ca0da3d8-3")", bytes.size());
        digest.reach(bytes.size());
        const auto hashes = hashesOf(digest.finish());
        QVERIFY(hashes);
        QVERIFY(hashes->matchesParts);
        QCOMPARE(hashes->sha256, sha256Hex(bytes));
        QVERIFY(hashes->md5.isEmpty());
    }

    void anEmptyFileHasAHashToo()
    {
        TrailingDigest digest(m_pool, fileOf({}), {}, -1);
        QCOMPARE(hashesOf(digest.finish())->sha256, sha256Hex({}));
    }

    void aFileCutShortIsAnError()
    {
        TrailingDigest digest(m_pool, fileOf("abc"), {}, -1);
        digest.reach(4);
        QCOMPARE(hashesOf(digest.finish()).error().code, ErrorCode::Io);
    }

    void manySideBySideOnOneThread()
    {
        m_pool.setMaxThreadCount(1);
        const auto bytes = patternOf(70 * mebibyte); // more than one turn
        std::vector<std::unique_ptr<TrailingDigest>> digests;
        std::vector<QFuture<Result<ObjectHashes>>> futures;
        for (int i = 0; i < 2; ++i) {
            digests.push_back(
                std::make_unique<TrailingDigest>(m_pool, fileOf(bytes), QByteArray(), -1));
            digests.back()->reach(bytes.size());
            futures.push_back(digests.back()->finish());
        }
        for (const auto &future : futures)
            QCOMPARE(hashesOf(future)->sha256, sha256Hex(bytes));
    }

    void aDroppedOneEndsSoon()
    {
        {
            TrailingDigest digest(m_pool, fileOf(patternOf(20 * mebibyte)), {}, -1);
            digest.reach(20 * mebibyte);
        }
        QVERIFY(m_pool.waitForDone(10'000));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_TrailingDigest)
#include "tst_trailingdigest.moc"
