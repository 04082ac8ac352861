// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/compat.h"
#include "core/download/sigv4.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

/// The keys of AWS's documentation; no bucket has them.
const SigV4Credentials example{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"};

/// A request of AWS's examples: "Example: GET Object" and those behind it, in "Signature
/// Calculations for the Authorization Header".
SigV4Request exampleOf(const QByteArray &target)
{
    SigV4Request request;
    request.url = QUrl::fromEncoded(QByteArray("https://examplebucket.s3.amazonaws.com" + target));
    request.host = "examplebucket.s3.amazonaws.com";
    request.at = QDateTime(QDate(2013, 5, 24), QTime(0, 0), utcZone);
    request.region = "us-east-1";
    return request;
}

QByteArray valueOf(const std::vector<SigV4Field> &headers, const QByteArray &name)
{
    for (const auto &[key, value] : headers) {
        if (key == name)
            return value;
    }
    return {};
}

QByteArray signatureOf(const SigV4Request &request)
{
    const auto authorization = valueOf(sigV4Headers(request, example), "Authorization");
    return authorization.mid(authorization.lastIndexOf('=') + 1);
}

class tst_SigV4 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theExampleOfAGetWithARangeIsSignedAsDocumented()
    {
        auto request = exampleOf("/test.txt");
        request.headers = {{"Range", "bytes=0-9"}};
        const auto headers = sigV4Headers(request, example);
        QCOMPARE(valueOf(headers, "X-Amz-Date"), "20130524T000000Z");
        QCOMPARE(
            valueOf(headers, "X-Amz-Content-Sha256"),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        QCOMPARE(
            valueOf(headers, "Authorization"),
            "AWS4-HMAC-SHA256 "
            "Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
            "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, "
            "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    }

    void theOtherDocumentedExamplesAgree_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("signature");
        QTest::newRow("GET Bucket Lifecycle: a parameter without a value")
            << QByteArray("/?lifecycle")
            << QByteArray("fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
        QTest::newRow("GET Bucket (List Objects): two parameters")
            << QByteArray("/?max-keys=2&prefix=J")
            << QByteArray("34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
    }
    void theOtherDocumentedExamplesAgree()
    {
        QFETCH(QByteArray, target);
        QTEST(signatureOf(exampleOf(target)), "signature");
    }

    void whatMeansTheSameIsSignedTheSame_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("same");
        QTest::newRow("no path") << QByteArray("") << QByteArray("/");
        QTest::newRow("order of parameters") << QByteArray("/a?b=2&a=1&b=1") //
                                             << QByteArray("/a?a=1&b=1&b=2");
        QTest::newRow("lower-case escapes") << QByteArray("/%c3%a4.mp4") //
                                            << QByteArray("/%C3%A4.mp4");
        QTest::newRow("needless escapes") << QByteArray("/%61%2D%7e.mp4") << QByteArray("/a-~.mp4");
        QTest::newRow("a plus in a query is a space") << QByteArray("/a?p=1+2") //
                                                      << QByteArray("/a?p=1%202");
        QTest::newRow("a slash in a query") << QByteArray("/a?p=x/y") << QByteArray("/a?p=x%2Fy");
        QTest::newRow("an escaped slash in a path") << QByteArray("/a%2Fb") << QByteArray("/a/b");
        QTest::newRow("unescaped marks") << QByteArray("/a!'()*.mp4") //
                                         << QByteArray("/a%21%27%28%29%2A.mp4");
        QTest::newRow("empty parameters") << QByteArray("/a?&&b=") << QByteArray("/a?b");
    }
    void whatMeansTheSameIsSignedTheSame()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, same);
        QCOMPARE(signatureOf(exampleOf(target)), signatureOf(exampleOf(same)));
    }

    void whatDiffersIsSignedDifferently_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("other");
        QTest::newRow("path") << QByteArray("/a") << QByteArray("/b");
        QTest::newRow("case") << QByteArray("/a") << QByteArray("/A");
        QTest::newRow("double slash") << QByteArray("/a//b") << QByteArray("/a/b");
        QTest::newRow("a plus in a path is a plus") << QByteArray("/a+b") << QByteArray("/a%20b");
        QTest::newRow("query") << QByteArray("/a?x") << QByteArray("/a");
        QTest::newRow("value") << QByteArray("/a?x=1") << QByteArray("/a?x=2");
    }
    void whatDiffersIsSignedDifferently()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, other);
        QVERIFY(signatureOf(exampleOf(target)) != signatureOf(exampleOf(other)));
    }

    void everythingElseCountsToo()
    {
        const auto plain = exampleOf("/a");
        const auto signature = signatureOf(plain);
        auto head = plain;
        head.method = "HEAD";
        QVERIFY(signatureOf(head) != signature);
        auto later = plain;
        later.at = plain.at.addSecs(1);
        QVERIFY(signatureOf(later) != signature);
        auto elsewhere = plain;
        elsewhere.region = "auto";
        QVERIFY(signatureOf(elsewhere) != signature);
        auto otherHost = plain;
        otherHost.host += ":8443";
        QVERIFY(signatureOf(otherHost) != signature);
        auto spaced = plain;
        spaced.headers = {{"X-A", "  b   c "}};
        auto unspaced = plain;
        unspaced.headers = {{"x-a", "b c"}};
        QCOMPARE(signatureOf(spaced), signatureOf(unspaced));
    }

    void theSecretIsNowhereInTheHeaders()
    {
        for (const auto &[name, value] : sigV4Headers(exampleOf("/a"), example))
            QVERIFY(!value.contains(example.secretAccessKey));
    }

    void presignedUrlsAreToldFromOthers_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<bool>("presigned");
        QTest::newRow("plain") << QByteArray("https://a.example/v.mp4") << false;
        QTest::newRow("presigned")
            << QByteArray("https://a.example/v.mp4?X-Amz-Date=1&X-Amz-Signature=ab") << true;
        QTest::newRow("lower case")
            << QByteArray("https://a.example/v.mp4?x-amz-signature=a") << true;
        QTest::newRow("version") << QByteArray("https://a.example/v.mp4?versionId=1") << false;
        QTest::newRow("a value that looks like it")
            << QByteArray("https://a.example/v.mp4?a=X-Amz-Signature=") << false;
    }
    void presignedUrlsAreToldFromOthers()
    {
        QFETCH(QByteArray, url);
        QTEST(isPresigned(QUrl::fromEncoded(url)), "presigned");
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_SigV4)
#include "tst_sigv4.moc"
