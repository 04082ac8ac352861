// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/url/analysis.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1024LL * 1024;

/// A config that is a list of these objects of one bucket.
ConfigScan scanOf(const QStringList &names)
{
    QByteArrayList tokens;
    for (const QString &name : names)
        tokens += jsonStringToken(QString(u"https://p.r2.dev/"_s + name));
    return *ConfigScan::of(QByteArray("[" + tokens.join(',') + "]"), R2UrlRules());
}

QString idOf(const QString &name)
{
    return R2UrlRules().recognise(QString(u"https://p.r2.dev/"_s + name))->id;
}

QStringList namesOf(const std::vector<AnalysedObject> &objects)
{
    QStringList names;
    for (const AnalysedObject &object : objects)
        names += object.object.request.path().mid(1);
    return names;
}

class tst_Analysis : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wholeWordsOfThePathTellSizeAndQuality_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("size");
        QTest::addColumn<QString>("quality");
        const auto row = [](const QString &path, const QString &size, const QString &quality) {
            QTest::newRow(qPrintable(path)) << path << size << quality;
        };
        for (const auto *word : {"thumb", "preview", "small", "low", "240p", "360p"})
            row(u"/a_%1.mp4"_s.arg(QLatin1String(word)), u"small"_s, u"low"_s);
        for (const auto *word : {"medium", "mid", "480p", "720p", "hd"})
            row(u"/a-%1.mp4"_s.arg(QLatin1String(word)), u"medium"_s, u"medium"_s);
        for (const auto *word : {"large", "big", "1080p", "full", "complete"})
            row(u"/%1 a.mp4"_s.arg(QLatin1String(word)), u"large"_s, u"high"_s);
        for (const auto *word : {"4k", "uhd", "2160p"})
            row(u"/a.%1.mp4"_s.arg(QLatin1String(word)), u"large"_s, u"uhd"_s);
        row(u"/a-high.mp4"_s, u"unknown"_s, u"high"_s);
        row(u"/a.mp4"_s, u"unknown"_s, u"unknown"_s);
        row(u"/A-HD.MP4"_s, u"medium"_s, u"medium"_s);
        row(u"/shd.mp4"_s, u"unknown"_s, u"unknown"_s);
        row(u"/thumbnail.mp4"_s, u"unknown"_s, u"unknown"_s);
        row(u"/ambiguous-largest.mp4"_s, u"unknown"_s, u"unknown"_s);
        row(u"/lowlands/fullness.mp4"_s, u"unknown"_s, u"unknown"_s);
        row(u"/größehd.mp4"_s, u"unknown"_s, u"unknown"_s);
        row(u"/größe-hd.mp4"_s, u"medium"_s, u"medium"_s);
        row(u"/a%20hd.mp4"_s, u"medium"_s, u"medium"_s);
        row(u"/a%2Dhd%2Emp4"_s, u"medium"_s, u"medium"_s);
        row(u"/4k/clip.mp4"_s, u"large"_s, u"uhd"_s);
        row(u"/4k/clip-thumb.mp4"_s, u"small"_s, u"low"_s);
        row(u"/thumb/full.mp4"_s, u"large"_s, u"high"_s);
        row(u"/720p/high.mp4"_s, u"medium"_s, u"high"_s);
        row(u"/full-hd.mp4"_s, u"large"_s, u"high"_s);
        row(u"/preview-of-big.mp4"_s, u"large"_s, u"high"_s);
        row(QString(), u"unknown"_s, u"unknown"_s);
    }
    void wholeWordsOfThePathTellSizeAndQuality()
    {
        QFETCH(QString, path);
        const SizeEstimate estimate = estimateFromPath(path);
        QTEST(QString(sizeWord(estimate.size)), "size");
        QTEST(QString(qualityWord(estimate.quality)), "quality");
    }

    void knownSizesHaveAClass()
    {
        QCOMPARE(sizeClassOf(0), SizeClass::Small);
        QCOMPARE(sizeClassOf(25 * mebibyte), SizeClass::Small);
        QCOMPARE(sizeClassOf(25 * mebibyte + 1), SizeClass::Medium);
        QCOMPARE(sizeClassOf(150 * mebibyte), SizeClass::Medium);
        QCOMPARE(sizeClassOf(150 * mebibyte + 1), SizeClass::Large);
        for (const auto size : {SizeClass::Small, SizeClass::Medium, SizeClass::Large})
            QCOMPARE(sizeClassOf(typicalBytes(size)), size);
    }

    void wordsNameTheirValueAndNothingElseDoes()
    {
        for (const auto quality :
             {Quality::Unknown, Quality::Low, Quality::Medium, Quality::High, Quality::Uhd})
            QCOMPARE(qualityFromWord(qualityWord(quality).toString()), quality);
        for (const auto level : {PriorityLevel::Low, PriorityLevel::Medium, PriorityLevel::High})
            QCOMPARE(priorityFromWord(priorityWord(level).toString()), level);
        for (const auto strategy :
             {PriorityStrategy::Size, PriorityStrategy::Quality, PriorityStrategy::Frequency,
              PriorityStrategy::Custom})
            QCOMPARE(strategyFromWord(strategyWord(strategy).toString()), strategy);
        for (const QString &word : {QString(), u"HIGH"_s, u"best"_s}) {
            QVERIFY(!qualityFromWord(word));
            QVERIFY(!priorityFromWord(word));
            QVERIFY(!strategyFromWord(word));
        }
    }

    void patternsAreGlobsOrPartsOfTheUrl_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<bool>("matches");
        const auto row = [](const QString &pattern, bool matches) {
            QTest::newRow(qPrintable(pattern)) << pattern << matches;
        };
        row(u"clips"_s, true); // of https://p.r2.dev/Clips/a[1].mp4?v=1
        row(u"CLIPS/A"_s, true);
        row(u".mp4?v=1"_s, true);
        row(u"clips/b"_s, false);
        row(u"*"_s, true);
        row(u"**"_s, true);
        row(u"*clips*"_s, true);
        row(u"https://*.r2.dev/*.mp4*"_s, true);
        row(u"*.mp4"_s, false); // a glob matches the whole
        row(u"*.mp4?v=1"_s, true);
        row(u"*.MP4?V=*"_s, true);
        row(u"clips/*"_s, false);
        row(u"*a[1]*"_s, true); // brackets are nothing special
        row(u"*a?1*"_s, false); // nor is the question mark
        row(u"*a*a*a*a*"_s, false);
        row(u"https*dev*a*1"_s, true);
        row(QString(), true);
    }
    void patternsAreGlobsOrPartsOfTheUrl()
    {
        QFETCH(QString, pattern);
        QTEST(matchesPattern(u"https://p.r2.dev/Clips/a[1].mp4?v=1", pattern), "matches");
    }

    void aHostilePatternTakesNoExponentialTime()
    {
        const QString url(8000, u'a');
        QVERIFY(!matchesPattern(url, QString(u"a*"_s.repeated(500) + u"b"_s)));
    }

    void anAnalysisCountsDistinctObjects()
    {
        const ConfigScan scan = scanOf(
            {u"a-720p.mp4"_s, u"b-4k.mp4"_s, u"a-720p.mp4#t=1"_s, u"c.mp4"_s, u"thumb/d.mp4"_s,
             u"a-720p.mp4"_s});
        FactsById facts;
        facts[idOf(u"c.mp4"_s)].sizeBytes = 7 * mebibyte;
        facts[idOf(u"c.mp4"_s)].cached = true;
        const ConfigAnalysis analysis = analyse(scan, {}, facts);

        QCOMPARE(
            namesOf(analysis.objects),
            QStringList({u"a-720p.mp4"_s, u"b-4k.mp4"_s, u"c.mp4"_s, u"thumb/d.mp4"_s}));
        QCOMPARE(analysis.objects[0].occurrences, 3);
        QCOMPARE(analysis.objects[0].configPath, u"[0]"_s);
        QCOMPARE(analysis.objects[3].configPath, u"[4]"_s);
        QCOMPARE(
            analysis.bySize,
            (QMap<SizeClass, int>{
                {SizeClass::Unknown, 0},
                {SizeClass::Small, 2},
                {SizeClass::Medium, 1},
                {SizeClass::Large, 1}}));
        QCOMPARE(
            analysis.byQuality,
            (QMap<Quality, int>{
                {Quality::Unknown, 1},
                {Quality::Low, 1},
                {Quality::Medium, 1},
                {Quality::High, 0},
                {Quality::Uhd, 1}}));
        QCOMPARE(
            analysis.byPriority,
            (QMap<PriorityLevel, int>{
                {PriorityLevel::Low, 1}, {PriorityLevel::Medium, 1}, {PriorityLevel::High, 2}}));
        QCOMPARE(analysis.potentialProblematic, 1);
        QCOMPARE(analysis.cached, 1);
        QCOMPARE(analysis.missing, 3);
        QCOMPARE(analysis.objects[2].expectedBytes, 7 * mebibyte);
        QCOMPARE(
            analysis.estimatedTotalBytes,
            7 * mebibyte + typicalBytes(SizeClass::Medium) + typicalBytes(SizeClass::Large)
                + typicalBytes(SizeClass::Small));
    }

    void anEmptyConfigHasARowForEveryCount()
    {
        const ConfigAnalysis analysis = analyse(scanOf({}), {}, {});
        QVERIFY(analysis.objects.empty());
        QCOMPARE(analysis.byPriority.size(), 3);
        QCOMPARE(analysis.bySize.size(), 4);
        QCOMPARE(analysis.byQuality.size(), 5);
        QCOMPARE(analysis.estimatedTotalBytes, 0);
    }

    void problemsAreNamed_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<qint64>("sizeBytes"); // -1: not known
        QTest::addColumn<int>("failures");
        QTest::addColumn<QString>("problem");
        const qint64 limit = ProcessingOptions().maxFileSizeBytes;
        QTest::newRow("fine") << u"a.mp4"_s << qint64(-1) << 0 << QString();
        QTest::newRow("estimated large")
            << u"a-4k.mp4"_s << qint64(-1) << 0 << u"It is probably large, going by its name."_s;
        QTest::newRow("the true size excuses the name") << u"a-4k.mp4"_s << limit << 0 << QString();
        QTest::newRow("known to be too large")
            << u"a-thumb.mp4"_s << limit + mebibyte << 0
            << u"It has 501.0 MB, more than the 500.0 MB that are not problematic."_s;
        QTest::newRow("a byte too large")
            << u"a-thumb.mp4"_s << limit + 1 << 0
            << u"It has 524288001 bytes, more than the 524288000 that are not problematic."_s;
        QTest::newRow("two failures") << u"a.mp4"_s << qint64(-1) << 2 << QString();
        QTest::newRow("three failures")
            << u"a.mp4"_s << qint64(-1) << 3 << u"It failed 3 times in the last 24 hours."_s;
    }
    void problemsAreNamed()
    {
        QFETCH(QString, name);
        QFETCH(qint64, sizeBytes);
        QFETCH(int, failures);
        ObjectFacts facts;
        facts.recentFailures = failures;
        if (sizeBytes >= 0)
            facts.sizeBytes = sizeBytes;
        const auto analysis = analyse(scanOf({name}), {}, {{idOf(name), facts}});
        QTEST(analysis.objects.front().problem, "problem");
    }

    void whatTheOriginDoesNotGiveIsAProblem()
    {
        ObjectFacts facts;
        facts.fault = u"The origin sent an HTML page instead of a video."_s;
        const auto analysis = analyse(scanOf({u"a.mp4"_s}), {}, {{idOf(u"a.mp4"_s), facts}});
        QCOMPARE(analysis.objects.front().problem, facts.fault);
        QCOMPARE(analysis.potentialProblematic, 1);
    }

    void strategiesOrderTheQueue_data()
    {
        QTest::addColumn<PriorityStrategy>("strategy");
        QTest::addColumn<QStringList>("order");
        QTest::newRow("size") << PriorityStrategy::Size
                              << QStringList(
                                     {u"tiny-4k.mp4"_s, u"small.mp4"_s, u"x.mp4"_s, u"720p.mp4"_s,
                                      u"uhd.mp4"_s});
        QTest::newRow("quality") << PriorityStrategy::Quality
                                 << QStringList(
                                        {u"uhd.mp4"_s, u"tiny-4k.mp4"_s, u"720p.mp4"_s, u"x.mp4"_s,
                                         u"small.mp4"_s});
        QTest::newRow("frequency")
            << PriorityStrategy::Frequency
            << QStringList(
                   {u"x.mp4"_s, u"small.mp4"_s, u"720p.mp4"_s, u"uhd.mp4"_s, u"tiny-4k.mp4"_s});
        QTest::newRow("custom") << PriorityStrategy::Custom
                                << QStringList(
                                       {u"uhd.mp4"_s, u"tiny-4k.mp4"_s, u"x.mp4"_s, u"small.mp4"_s,
                                        u"720p.mp4"_s});
    }
    void strategiesOrderTheQueue()
    {
        QFETCH(PriorityStrategy, strategy);
        const ConfigScan scan = scanOf(
            {u"x.mp4"_s, u"uhd.mp4"_s, u"small.mp4"_s, u"720p.mp4"_s, u"720p.mp4#t=2"_s,
             u"tiny-4k.mp4"_s});
        FactsById facts;
        facts[idOf(u"tiny-4k.mp4"_s)].sizeBytes = mebibyte;
        facts[idOf(u"x.mp4"_s)].accessCount = 40;
        facts[idOf(u"small.mp4"_s)].accessCount = 1;
        ProcessingOptions options;
        options.priorityStrategy = strategy;
        options.priorities
            = {{u"720p"_s, PriorityLevel::Low},
               {u"*uhd*"_s, PriorityLevel::High},
               {u"4k"_s, PriorityLevel::High},
               {u"uhd"_s, PriorityLevel::Low}};
        if (strategy == PriorityStrategy::Custom)
            facts.clear();
        const auto selection = selectObjects(analyse(scan, options, facts), options);
        QTEST(namesOf(selection.chosen), "order");
        QVERIFY(selection.leftOut.empty());
    }

    void optionsLeaveObjectsOutWithAReason_data()
    {
        QTest::addColumn<ProcessingOptions>("options");
        QTest::addColumn<QStringList>("chosen");
        QTest::addColumn<QString>("reason"); // of the first one left out
        const QStringList all{u"thumb.mp4"_s, u"a-4k.mp4"_s, u"b.mp4"_s};
        ProcessingOptions options;
        QTest::newRow("none") << options << QStringList({all[0], all[2], all[1]}) << QString();
        options.skipProblematicUrls = true;
        QTest::newRow("problematic") << options << QStringList({all[0], all[2]})
                                     << u"It is probably large, going by its name."_s;
        options = {};
        options.qualityFilter = {Quality::Uhd, Quality::Low};
        QTest::newRow("quality") << options << QStringList({all[0], all[1]})
                                 << u"Its quality (unknown) is none of those that are wanted."_s;
        options.qualityFilter = {Quality::Unknown};
        QTest::newRow("unknown quality")
            << options << QStringList({all[2]})
            << u"Its quality (low) is none of those that are wanted."_s;
        options = {};
        options.includePatterns = QStringList{u"*/b.mp4"_s, u"4K"_s};
        QTest::newRow("include") << options << QStringList({all[2], all[1]})
                                 << u"It matches none of the patterns that are wanted."_s;
        options.excludePatterns = QStringList{u"/b.mp4"_s};
        QTest::newRow("exclude outranks include")
            << options << QStringList({all[1]})
            << u"It matches none of the patterns that are wanted."_s;
        options.includePatterns.clear();
        QTest::newRow("exclude") << options << QStringList({all[0], all[1]})
                                 << u"It matches a pattern that is left out."_s;
    }
    void optionsLeaveObjectsOutWithAReason()
    {
        QFETCH(ProcessingOptions, options);
        const ConfigScan scan = scanOf({u"thumb.mp4"_s, u"a-4k.mp4"_s, u"b.mp4"_s});
        const auto selection = selectObjects(analyse(scan, options, {}), options);
        QTEST(namesOf(selection.chosen), "chosen");
        QCOMPARE(selection.chosen.size() + selection.leftOut.size(), size_t(3));
        QTEST(selection.leftOut.empty() ? QString() : selection.leftOut.front().reason, "reason");
    }

    void signaturesDoNotTakePartInPatterns()
    {
        const auto scan = ConfigScan::of(
            "[\"https://a.r2.cloudflarestorage.com/b/a.mp4?X-Amz-Signature=needle\"]",
            R2UrlRules());
        ProcessingOptions options;
        options.excludePatterns = QStringList{u"needle"_s};
        QVERIFY(selectObjects(analyse(*scan, options, {}), options).leftOut.empty());
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_Analysis)
#include "tst_analysis.moc"
