// SPDX-License-Identifier: GPL-3.0-or-later
// What a renderer's lines say, what a command becomes, what a report holds.
#include "core/render/rendercommand.h"
#include "core/render/rendereroutput.h"
#include "core/render/renderreport.h"

#include <QJsonArray>
#include <QTest>

using namespace r2cache;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

class tst_RenderRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesTellOfProgress_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("phase"); // empty: none
        QTest::addColumn<qint64>("done");
        QTest::addColumn<qint64>("total");
        const auto row = [](const char *line, const QString &phase, qint64 done, qint64 total) {
            QTest::newRow(line) << QByteArray(line) << phase << done << total;
        };
        row("Bundling 6%", u"bundling"_s, 6, 100);
        row("Rendered 0/30", u"rendering"_s, 0, 30);
        row("Rendered 7/30, time remaining: 3s", u"rendering"_s, 7, 30);
        row("Encoded 24/30\r", u"encoding"_s, 24, 30);
        row("\x1b[2K\x1b[1GRendered 7/30", u"rendering"_s, 7, 30);
        row("Getting composition", {}, 0, 0);
        row("Rendered all", {}, 0, 0);
        row("I have Rendered 7/30", {}, 0, 0);
        row("Rendered 99999999999999999999/3", {}, 0, 0);
        row("", {}, 0, 0);
        row("Memory reported by Node: 21727.76 MB", {}, 0, 0);
    }
    void linesTellOfProgress()
    {
        QFETCH(const QByteArray, line);
        QFETCH(const QString, phase);
        QFETCH(const qint64, done);
        QFETCH(const qint64, total);
        const auto progress = RendererOutput().take(line);
        QCOMPARE(progress.has_value(), !phase.isEmpty());
        if (!progress)
            return;
        QCOMPARE(QString(phaseWord(progress->phase)), phase);
        QCOMPARE(progress->done, done);
        QCOMPARE(progress->total, total);
    }

    void theCompositionIsHeard()
    {
        RendererOutput output;
        QVERIFY(!output.take("Composition          Main Video"));
        QVERIFY(!output.take("Composition          Another"));
        QCOMPARE(output.composition(), u"Main Video"_s);
    }

    void placesAreFilledIn()
    {
        const auto filled = filledRenderCommand(
            {u"npx"_s, u"render"_s, u"{composition}"_s, u"--props={props}"_s,
             u"a{output}{output}"_s, u"{\"json\": {}}"_s},
            {u"/tmp/{output}/p.json"_s, u"Main"_s, u"o.mp4"_s});
        QVERIFY(filled);
        QCOMPARE(
            *filled,
            (QStringList{
                u"npx"_s, u"render"_s, u"Main"_s, u"--props=/tmp/{output}/p.json"_s,
                u"ao.mp4o.mp4"_s, u"{\"json\": {}}"_s}));
    }

    void aCommandWithoutPropsIsRefused()
    {
        const auto refused = filledRenderCommand({u"npx"_s, u"render"_s}, {});
        QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
        QVERIFY(refused.error().message.contains(u"--props={props}"));
        QCOMPARE(filledRenderCommand({}, {}).error().code, ErrorCode::InvalidArgument);
    }

    void aPlaceWithNothingForItIsNamed()
    {
        const auto filled = [](const QString &place, const RenderPlaces &places) {
            return filledRenderCommand({u"npx"_s, u"--props={props}"_s, place}, places);
        };
        const auto composition = filled(u"{composition}"_s, {u"p"_s, {}, u"o"_s});
        QVERIFY(!composition && composition.error().message.contains(u"--composition"));
        const auto output = filled(u"--out={output}"_s, {u"p"_s, u"Main"_s, {}});
        QVERIFY(!output && output.error().message.contains(u"--output"));
        QVERIFY(filled(u"{more}"_s, {u"p"_s, {}, {}}));
    }

    void endsAreToldAsTheyWere()
    {
        QCOMPARE(endOfCommand(7), u"exit code 7"_s);
        QCOMPARE(endOfCommand(137), u"exit code 137, signal 9"_s);
        QCOMPARE(endOfCommand(255), u"exit code 255"_s);
    }

    void aTemplateIsSplitAsAShellWould()
    {
        const auto open = splitRenderCommand(u"npx \"my file.ts --props={props}"_s);
        QVERIFY(!open && open.error().message.contains(u"not closed"));
        QVERIFY(splitRenderCommand(u"npx \"\"\"quoted\"\"\" \"\""_s));

        QCOMPARE(
            *splitRenderCommand(u"npx remotion \"my file.ts\" --props={props}"_s),
            (QStringList{u"npx"_s, u"remotion"_s, u"my file.ts"_s, u"--props={props}"_s}));
        QVERIFY(splitRenderCommand(u"  "_s).error().message.contains(u"CACHE_RENDER_COMMAND"));
    }

    void aReportSaysWhatBecameOfTheRender()
    {
        RenderRecord record;
        record.begin(1s);
        record.enter(RenderPhase::Caching, 1s);
        record.cachingEnded(3s);
        record.commandStarts(3s);
        record.enter(RenderPhase::Bundling, 3s);
        record.enter(RenderPhase::Rendering, 5s);
        record.commandStarts(6s); // again
        record.enter(RenderPhase::Bundling, 6s);
        record.enter(RenderPhase::Rendering, 7s);
        record.enter(RenderPhase::Encoding, 8s);
        record.enter(RenderPhase::Rendering, 9s); // beside it
        record.enter(RenderPhase::Completed, 10s);
        record.end(10s);
        record.cachedUrls = {u"https://a.r2.dev/a.mp4"_s};
        record.fallbacks
            = {{u"https://a.r2.dev/b.mp4"_s, {ErrorCode::OriginNotFound, u"Not there."_s, {}}}};
        record.slowestUrl = record.cachedUrls.constFirst();
        record.slowestTime = 1500ms;
        CacheNumbers before;
        before.totalHits = 5;
        before.bytesFromOrigin = 1000;
        CacheNumbers after;
        after.totalHits = 25;
        after.totalMisses = 1;
        after.bytesFromCache = 500;
        record.addCounters(before, after);
        const auto json = record.toJson();
        QCOMPARE(json[u"success"_s].toBool(), true);
        QCOMPARE(json[u"cacheProcessingTimeMs"_s].toInteger(), 2000);
        QCOMPARE(json[u"renderTimeMs"_s].toInteger(), 4000);
        QCOMPARE(json[u"hits"_s].toInteger(), 20);
        QCOMPARE(json[u"bytesFromCache"_s].toInteger(), 500);
        QCOMPARE(json[u"bytesFromOrigin"_s].toInteger(), 0); // another service by then
        QCOMPARE(json[u"slowestAsset"_s][u"timeMs"_s].toInteger(), 1500);
        QCOMPARE(json[u"fallbacks"_s][0][u"error"_s].toString(), u"Not there."_s);
        QStringList phases;
        for (const auto array = json[u"phases"_s].toArray(); const auto &phase : array) {
            phases.append(
                phase[u"name"_s].toString() + u' '
                + QString::number(phase[u"timeMs"_s].toInteger()));
        }
        QCOMPARE(
            phases,
            (QStringList{
                u"caching 2000"_s, u"bundling 1000"_s, u"rendering 1000"_s, u"encoding 2000"_s,
                u"completed 0"_s}));
        record.exitCode = 3;
        QVERIFY(record.toJson()[u"error"_s].toString().contains(u"3"));
    }
};

} // namespace

QTEST_APPLESS_MAIN(tst_RenderRules)
#include "tst_renderrules.moc"
