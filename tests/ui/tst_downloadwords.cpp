// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/downloadwords.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

DownloadInfo downloadOf(const QString &status, const QString &priority = u"medium"_s)
{
    DownloadInfo download;
    download.status = status;
    download.priority = priority;
    return download;
}

class tst_DownloadWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStateIsSaidInWordsWithItsCause_data()
    {
        QTest::addColumn<QString>("status");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("error");
        QTest::addColumn<int>("before");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("state");
        const auto row = [](const char *name, const QString &status, const QString &code,
                            const QString &error, int before, const QString &text, State state) {
            QTest::newRow(name) << status << code << error << before << text
                                << static_cast<int>(state);
        };
        row("next in the queue", u"queued"_s, {}, {}, 0, u"waits"_s, State::Unknown);
        row("in the queue", u"queued"_s, {}, {}, 3, u"waits, 3 before it"_s, State::Unknown);
        row("paused", u"paused"_s, {}, {}, 0, u"paused"_s, State::Unknown);
        row("running", u"downloading"_s, {}, {}, 0, u"downloading"_s, State::Good);
        row("throttled", u"waiting_to_retry"_s, u"origin_throttled"_s, {}, 0,
            u"origin is throttling, tries again"_s, State::Warning);
        row("between attempts", u"waiting_to_retry"_s, {}, {}, 0, u"waits to try again"_s,
            State::Warning);
        row("checking", u"checking"_s, {}, {}, 0, u"checking"_s, State::Good);
        row("not there", u"failed"_s, u"origin_not_found"_s, u"A sentence."_s, 0,
            u"not at the origin (404)"_s, State::Bad);
        row("of a newer service", u"failed"_s, u"moon_phase"_s, u"The moon is full."_s, 0,
            u"The moon is full."_s, State::Bad);
        row("without a word", u"failed"_s, {}, {}, 0, u"failed"_s, State::Bad);
        row("cancelled is no fault", u"failed"_s, u"cancelled"_s, u"It was cancelled."_s, 0,
            u"cancelled"_s, State::Unknown);
    }

    void aStateIsSaidInWordsWithItsCause()
    {
        QFETCH(const QString, status);
        QFETCH(const QString, code);
        QFETCH(const QString, error);
        QFETCH(const int, before);
        auto download = downloadOf(status);
        download.errorCode = code;
        download.error = error;
        QTEST(stateText(download, before), "text");
        QTEST(static_cast<int>(stateOf(download)), "state");
    }

    void placesFollowThePriority()
    {
        const QList<DownloadInfo> all{
            downloadOf(u"downloading"_s),
            downloadOf(u"queued"_s, u"low"_s),
            downloadOf(u"queued"_s, u"high"_s),
            downloadOf(u"queued"_s),
            downloadOf(u"queued"_s),
            downloadOf(u"paused"_s, u"high"_s),
            downloadOf(u"queued"_s, u"reader"_s)};
        QCOMPARE(placesInQueue(all), QList<qsizetype>({0, 4, 1, 2, 3, 0, 0}));
        QCOMPARE(placesInQueue({}), QList<qsizetype>());
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_DownloadWords)
#include "tst_downloadwords.moc"
