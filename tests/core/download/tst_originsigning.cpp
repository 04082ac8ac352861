// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/download/downloadfixture.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

const QByteArray keyId = "AKIAIOSFODNN7EXAMPLE";
const QByteArray secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// Every message of this process while it lives.
class Messages
{
public:
    Messages()
    {
        all().clear();
        QLoggingCategory::setFilterRules(u"cache.*=true"_s);
        m_previous = qInstallMessageHandler(
            [](QtMsgType, const QMessageLogContext &, const QString &text) {
                const QMutexLocker lock(&mutex());
                all() += text.toUtf8() + '\n';
            });
    }
    ~Messages()
    {
        qInstallMessageHandler(m_previous);
        QLoggingCategory::setFilterRules({});
    }
    Q_DISABLE_COPY_MOVE(Messages)

    [[nodiscard]] static QByteArray text()
    {
        const QMutexLocker lock(&mutex());
        return all();
    }

private:
    static QMutex &mutex()
    {
        static QMutex mutex;
        return mutex;
    }
    static QByteArray &all()
    {
        static QByteArray messages;
        return messages;
    }

    QtMessageHandler m_previous;
};

/// The fixture's origin as a private bucket: it answers to what is signed, and to nothing else.
struct PrivateBucket : DownloadFixture
{
    PrivateBucket()
    {
        origin.requireSignature({keyId, secret});
        options.origin.needsSignature = [port = origin.port()](const Origin &asked) {
            return asked.port == port;
        };
        options.origin.signingKeys = SigV4Credentials{keyId, secret};
    }
};

class tst_OriginSigning : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPrivateObjectIsFetchedWithASignature_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::newRow("plain") << QByteArray("/a.mp4");
        QTest::newRow("a blank and more") << QByteArray("/b%20(1)+%C3%A4%26.mp4");
        QTest::newRow("parameters")
            << QByteArray("/a.mp4?versionId=x%2By%3D&response-content-type=video/mp4&a");
    }
    void aPrivateObjectIsFetchedWithASignature()
    {
        QFETCH(QByteArray, target);
        PrivateBucket bucket;
        bucket.addFile(u"a.mp4"_s, 1000);
        bucket.addFile(u"b (1)+ä&.mp4"_s, 1000);
        const auto object = bucket.fetch(
            QUrl::fromEncoded(QByteArray(bucket.origin.url({}).toEncoded() + target)));
        QVERIFY2(object, object ? "" : qPrintable(object.error().message));
        QCOMPARE(object->length, 1000);
        QCOMPARE(bucket.origin.requests().size(), 1U);
    }

    void everyAttemptIsSignedAnewAlsoOfTheRest()
    {
        PrivateBucket bucket;
        bucket.addFile(u"a.mp4"_s, 300'000);
        const auto object = bucket.fetch(u"/fault/fin=100000,once,rate=2000000/a.mp4"_s);
        QVERIFY2(object, object ? "" : qPrintable(object.error().message));
        QCOMPARE(bucket.requestedRanges().size(), 2);
    }

    void wrongKeysAreRefusedByTheOrigin_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<QByteArray>("key");
        QTest::newRow("secret") << keyId << QByteArray("another");
        QTest::newRow("id") << QByteArray("another") << secret;
    }
    void wrongKeysAreRefusedByTheOrigin()
    {
        QFETCH(QByteArray, id);
        QFETCH(QByteArray, key);
        PrivateBucket bucket;
        bucket.addFile(u"a.mp4"_s, 1000);
        bucket.options.origin.signingKeys = SigV4Credentials{id, key};
        const Messages messages;
        const auto object = bucket.fetch(u"/a.mp4"_s);
        QCOMPARE(object.error().code, ErrorCode::OriginForbidden);
        QVERIFY(!messages.text().isEmpty());
        for (const auto &text :
             {messages.text(), object.error().message.toUtf8(), object.error().detail.toUtf8()}) {
            QVERIFY(!text.contains(id));
            QVERIFY(!text.contains(key));
            QVERIFY(!text.contains("Signature="));
        }
    }

    void withoutKeysNothingIsSentAndTheMessageNamesTheSettings()
    {
        PrivateBucket bucket;
        bucket.addFile(u"a.mp4"_s, 1000);
        bucket.options.origin.signingKeys = std::nullopt;
        const auto object = bucket.fetch(u"/a.mp4"_s);
        QCOMPARE(object.error().code, ErrorCode::OriginForbidden);
        QVERIFY(object.error().message.contains(u"CACHE_R2_ACCESS_KEY_ID"));
        QVERIFY(object.error().message.contains(u"CACHE_R2_SECRET_ACCESS_KEY"));
        QVERIFY(bucket.origin.requests().empty());
    }

    void aPresignedUrlIsLeftAsItIs()
    {
        PrivateBucket bucket;
        bucket.options.origin.signingKeys = std::nullopt; // not needed either
        static_cast<void>(bucket.fetch(u"/a.mp4?X-Amz-Signature=abc"_s));
        bucket.options.origin.signingKeys = SigV4Credentials{keyId, secret};
        bucket.fetcher().setOptions(bucket.options);
        static_cast<void>(bucket.fetch(u"/a.mp4?X-Amz-Signature=abc"_s));
        QCOMPARE(bucket.origin.requests().size(), 2U);
        for (const auto &request : bucket.origin.requests())
            QVERIFY(!request.headers.contains("authorization"));
    }

    void aPublicOriginSeesNoSignature()
    {
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, 1000);
        network.options.origin.signingKeys = SigV4Credentials{keyId, secret};
        QVERIFY(network.fetch(u"/a.mp4"_s));
        QVERIFY(!network.origin.requests().front().headers.contains("authorization"));
    }

    void aRedirectTakesTheSignatureNowhereElse()
    {
        PrivateBucket bucket;
        bucket.addFile(u"a.mp4"_s, 1000);
        TestOrigin other(bucket.directory.path());
        QVERIFY(other.listen());
        const auto everywhere = [](const Origin &) {
            return true;
        };
        bucket.options.origin.isExactOrigin = everywhere;
        bucket.options.origin.needsSignature = everywhere; // even where it would be wanted
        const auto redirectTo = [](const QUrl &target) {
            return QString(u"/fault/redirect=%1/a.mp4"_s.arg(
                QString::fromLatin1(QUrl::toPercentEncoding(target.toString()))));
        };
        QVERIFY(bucket.fetch(redirectTo(other.url(u"/a.mp4"_s))));
        QCOMPARE(bucket.origin.requests().size(), 1U);
        QVERIFY(bucket.origin.requests().front().headers.contains("authorization"));
        QCOMPARE(other.requests().size(), 1U);
        const auto sent = other.requests().front().headers;
        for (auto it = sent.cbegin(); it != sent.cend(); ++it)
            QVERIFY(!it.key().startsWith("x-amz-") && it.key() != "authorization");

        // but at the same origin the other path is signed anew
        QVERIFY(bucket.fetch(redirectTo(bucket.origin.url(u"/a.mp4"_s))));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_OriginSigning)
#include "tst_originsigning.moc"
