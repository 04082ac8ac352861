// SPDX-License-Identifier: GPL-3.0-or-later
// Reports of renders over REST; what ffprobe and ffmpeg find out about entries.
#include "tests/integration/servicefixture.h"
#include "tests/support/testvideo.h"

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

class tst_RenderCalls : public QObject
{
    Q_OBJECT

    OriginThread m_origin;

    /// JSON with ' in the place of ", which moc reads where it does not read raw strings.
    static QByteArray json(QByteArray text) { return text.replace('\'', '"'); }
    static QJsonObject smallest(int number)
    {
        return {{u"success"_s, true}, {u"renderTimeMs"_s, number}};
    }
    static QString idOf(const ApiAnswer &answer)
    {
        return answer.data().value(u"render").toObject().value(u"id").toString();
    }
    static QStringList namesOf(const ApiAnswer &answer)
    {
        QStringList times;
        for (const auto renders = answer.data().value(u"renders").toArray();
             const auto &render : renders) {
            times.append(QString::number(render.toObject().value(u"renderTimeMs").toInteger()));
        }
        return times;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_origin.addVideo(u"a.mp4"_s, 50'000);
        m_origin.addFile(u"true.mp4"_s, testVideo());
    }

    void aReportIsKeptWithoutSecrets()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        const auto added = service.post(
            "renders",
            json("{ "
                 "'success': false, 'exitCode': 1, 'composition': 'Main', "
                 "'commandLine': 'npx remotion --token=hunter2', 'hits': 3, 'misses': 1, "
                 "'bytesFromCache': 9007199254740992, 'bytesFromOrigin': 5, 'renderTimeMs': 1200, "
                 "'cacheProcessingTimeMs': 34, 'error': 'GET https://u:p@a.r2.dev/x.mp4?X=hunter2 "
                 "failed', "
                 "'cachedUrls': ['https://a.r2.dev/x.mp4?X-Amz-Signature=hunter2#t=3', "
                 "'https://me:hunter2@else.example.com/y?key=hunter2'], "
                 "'slowestAsset': {'url': 'https://a.r2.dev/x.mp4?X-Amz-Signature=hunter2', "
                 "'timeMs': 9}, "
                 "'fallbacks': [{'url': 'https://a.r2.dev/z.mp4', 'error': '503 of "
                 "https://b/?hunter2'}], "
                 "'phases': [{'name': 'caching', 'timeMs': 34}, {'name': 'rendering', 'timeMs': "
                 "900}] "
                 "}"));
        QCOMPARE(added.status, 201);
        const auto render = added.data().value(u"render").toObject();
        QCOMPARE(idOf(added).size(), 32);
        QVERIFY(render.value(u"createdAt").toString().endsWith(u'Z'));
        QVERIFY(!added.text.contains("hunter2") && !added.text.contains("u:p"));
        QVERIFY(!render.contains(u"commandLine"));
        QCOMPARE(render.value(u"error").toString(), u"GET https://a.r2.dev/x.mp4 failed"_s);
        QCOMPARE(
            render.value(u"cachedUrls").toArray(),
            QJsonArray({u"https://a.r2.dev/x.mp4"_s, u"https://else.example.com/y"_s}));
        QCOMPARE(render.value(u"bytesFromCache").toInteger(), qint64{1} << 53);

        // The same again, after a restart too.
        const QByteArray path = "renders/" + idOf(added).toLatin1();
        QCOMPARE(service.get(path).data().value(u"render").toObject(), render);
        QVERIFY(service.stop());
        service.mustStart();
        QCOMPARE(service.get(path).data().value(u"render").toObject(), render);
        const auto listed = service.get("renders").data();
        const auto summary = listed.value(u"renders").toArray().at(0).toObject();
        QCOMPARE(summary.value(u"cachedUrls").toInteger(), 2);
        QCOMPARE(summary.value(u"fallbacks").toInteger(), 1);
        QCOMPARE(summary.value(u"phases").toArray().size(), 2);
        QCOMPARE(service.get("renders/none").status, 404);
        QCOMPARE(service.get("renders/none").code(), u"not_found"_s);
        QVERIFY(service.stop());
    }

    void theNewestThousandAreListedNewestFirst()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        QCOMPARE(service.get("renders").data().value(u"renders").toArray().size(), 0);
        const auto first = idOf(service.post("renders", smallest(0)));
        for (int number = 1; number <= 1'000; ++number)
            QCOMPARE(service.post("renders", smallest(number)).status, 201);
        QCOMPARE(service.get("renders/" + first.toLatin1()).status, 404);
        QCOMPARE(namesOf(service.get("renders?limit=2")), QStringList({u"1000"_s, u"999"_s}));
        const auto last = service.get("renders?limit=2&skip=998");
        QCOMPARE(namesOf(last), QStringList({u"2"_s, u"1"_s}));
        const QJsonObject expected{
            {u"total"_s, 1'000}, {u"limit"_s, 2}, {u"skip"_s, 998}, {u"hasMore"_s, false}};
        QCOMPARE(last.data().value(u"pagination").toObject(), expected);
        QCOMPARE(service.get("renders?limit=101").status, 400);
        QCOMPARE(service.get("renders?skip=x").status, 400);
        QVERIFY(service.stop());
    }

    void aWrongReportIsRefusedWithItsField()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        const std::pair<QByteArray, QString> wrong[] = {
            {"{}", u"success"_s},
            {json("{'success': 1}"), u"success"_s},
            {json("{'success': true, 'hits': -1}"), u"hits"_s},
            {json("{'success': true, 'hits': '3'}"), u"hits"_s},
            {json("{'success': true, 'exitCode': 256}"), u"exitCode"_s},
            {json("{'success': true, 'cachedUrls': ['https://a.r2.dev/x.mp4', 'x']}"),
             u"cachedUrls[1]"_s},
            {json("{'success': true, 'cachedUrls': [7]}"), u"cachedUrls[0]"_s},
            {json("{'success': true, 'cachedUrls': ['file:///etc/passwd']}"), u"cachedUrls[0]"_s},
            {json("{'success': true, 'slowestAsset': []}"), u"slowestAsset"_s},
            {json("{'success': true, 'slowestAsset': {'url': 1}}"), u"slowestAsset.url"_s},
            {json("{'success': true, 'fallbacks': {}}"), u"fallbacks"_s},
            {json("{'success': true, 'fallbacks': [{'error': 'x'}]}"), u"fallbacks[0].url"_s},
            {json("{'success': true, 'phases': [{'name': 'dreaming'}]}"), u"phases[0].name"_s},
            {json("{'success': true, 'phases': [{'name': 'caching', 'timeMs': 0.5}]}"),
             u"phases[0].timeMs"_s},
        };
        for (const auto &[body, field] : wrong) {
            const auto answer = service.post("renders", body);
            QCOMPARE(answer.status, 400);
            QCOMPARE(answer.code(), u"invalid_argument"_s);
            QVERIFY2(answer.error().contains(u' ' + field + u' '), qPrintable(answer.error()));
        }
        QCOMPARE(service.post("renders", QByteArray("{")).code(), u"invalid_json"_s);
        const QByteArray large
            = json("{'success': true, 'x': '") + QByteArray(262'144, 'x') + "\"}";
        QCOMPARE(service.post("renders", large).status, 413);
        QCOMPARE(service.get("renders").data().value(u"renders").toArray().size(), 0);
        QVERIFY(service.stop());
    }

    void anEntryTellsWhatItShows()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        const auto entry = service.cache(m_origin.url(u"true.mp4"_s));
        const QByteArray path = "entry/" + entry.value(u"id").toString().toLatin1();
        const auto metadata = [&] {
            return service.get(path)
                .data()
                .value(u"entry")
                .toObject()
                .value(u"metadata")
                .toObject();
        };
        QTRY_COMPARE_WITH_TIMEOUT(metadata().value(u"width").toInt(), 640, 30'000);
        const auto found = metadata();
        QCOMPARE(found.value(u"height").toInt(), 360);
        QCOMPARE(found.value(u"duration").toDouble(), 3.0);
        QCOMPARE(found.value(u"fps").toDouble(), 25.0);

        const auto picture = service.get(path + "/thumbnail");
        QCOMPARE(picture.status, 200);
        QVERIFY(picture.text.startsWith("\xFF\xD8\xFF"));
        QCOMPARE(picture.headers.value("Content-Type").value_or(""), "image/jpeg");
        QVERIFY(picture.headers.value("Cache-Control").value_or("").contains("private"));
        const auto etag = picture.headers.value("ETag");
        QVERIFY(etag && etag->contains(entry.value(u"sha256").toString().toLatin1()));
        const auto unchanged = service.api(
            "GET", "/api/cache/" + path + "/thumbnail", {}, "If-None-Match: " + *etag + "\r\n");
        QCOMPARE(unchanged.status, 304);
        QVERIFY(service.stop());

        service.mustStart();
        QCOMPARE(metadata(), found);
        QVERIFY(service.stop());
    }

    void anEntryThatIsNoVideoHasNoMetadataAndNoThumbnail()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        const auto entry = service.cache(m_origin.url(u"a.mp4"_s));
        const QByteArray path = "entry/" + entry.value(u"id").toString().toLatin1();
        const auto answer = service.get(path + "/thumbnail");
        QCOMPARE(answer.status, 502);
        QCOMPARE(answer.code(), u"not_a_video"_s);
        QVERIFY(service.get(path).data().value(u"entry").toObject().value(u"metadata").isNull());
        const QByteArray unknown(32, '0');
        QCOMPARE(service.get("entry/" + unknown + "/thumbnail").code(), u"not_found"_s);
        QCOMPARE(service.get("entry/x/thumbnail").status, 404);
        QVERIFY(service.stop());
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_RenderCalls)
#include "tst_rendercalls.moc"
