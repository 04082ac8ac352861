// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pullthrough/httpfreshness.h"
#include "tests/core/pullthrough/pullsamples.h"

#include <QTest>

using namespace r2cache;

namespace {

const QByteArray dated = "Date: Sun, 06 Nov 1994 08:49:37 GMT\n";

class tst_HttpFreshness : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lifetimesAreComputed_data()
    {
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<int>("status");
        QTest::addColumn<qint64>("expected");
        const auto row
            = [](const char *name, const QByteArray &fields, qint64 expected, int status = 200) {
                  QTest::newRow(name) << fields << status << expected;
              };
        const QByteArray inAMinute = "Expires: Sun, 06 Nov 1994 08:50:37 GMT\n";
        const QByteArray hoursAgo = "Last-Modified: Sun, 06 Nov 1994 07:09:37 GMT\n";
        row("nothing said", dated, 0);
        row("max-age", "Cache-Control: max-age=60", 60);
        row("s-maxage wins", "Cache-Control: max-age=60, s-maxage=7", 7);
        row("s-maxage wins when longer", "Cache-Control: max-age=0, s-maxage=70", 70);
        row("Expires", dated + inAMinute, 60);
        row("max-age wins over Expires", dated + inAMinute + "Cache-Control: max-age=5", 5);
        row("Expires counts from the arrival where Date is missing", inAMinute, 60);
        row("Expires with a Date that is none", "Date: foo\n" + inAMinute, 60);
        row("Expires in the past", dated + "Expires: Sun, 06 Nov 1994 08:00:00 GMT", 0);
        row("Expires that is no date", dated + "Expires: 0\n" + hoursAgo, 0);
        row("a tenth of the time since the change", dated + hoursAgo, 600);
        row("a guess is a day at most", dated + "Last-Modified: Fri, 06 Nov 1992 08:00:00 GMT",
            86'400);
        row("no guess for a status that does not allow it", dated + hoursAgo, 0, 599);
        row("but where it is public", dated + hoursAgo + "Cache-Control: public", 600, 599);
        row("a change in the future", dated + "Last-Modified: Mon, 07 Nov 1994 08:00:00 GMT", 0);
    }
    void lifetimesAreComputed()
    {
        QFETCH(const QByteArray, fields);
        QFETCH(const int, status);
        QFETCH(const qint64, expected);
        QCOMPARE(qint64{lifetimeOf(sampleResponse(fields, status)).count()}, expected);
    }

    void agesAreComputed_data()
    {
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<qint64>("delay"); // of the answer
        QTest::addColumn<qint64>("expected"); // five seconds after its arrival
        const auto row
            = [](const char *name, const QByteArray &fields, qint64 expected, qint64 delay = 0) {
                  QTest::newRow(name) << fields << delay << expected;
              };
        row("time here", {}, 5);
        row("Age adds", "Age: 30", 35);
        row("the delay of the answer adds", "Age: 30", 37, 2);
        row("an old Date counts where it says more", "Date: Sun, 06 Nov 1994 08:48:37 GMT", 65);
        row("a Date in the future does not", "Date: Sun, 06 Nov 1994 08:59:37 GMT", 5);
        row("of a list the first", "Age: 7, 90", 12);
        row("no number is ignored", "Age: abc", 5);
        row("a negative one too", "Age: -3", 5);
        row("a huge one is old", "Age: 99999999999", 2'147'483'653);
    }
    void agesAreComputed()
    {
        QFETCH(const QByteArray, fields);
        QFETCH(const qint64, delay);
        QFETCH(const qint64, expected);
        auto response = sampleResponse(fields);
        response.requestedUtc = sampleTime(-delay);
        QCOMPARE(qint64{ageOf(response, sampleTime(5)).count()}, expected);
    }

    void reuseIsDecided_data()
    {
        QTest::addColumn<QByteArray>("response");
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<qint64>("age");
        QTest::addColumn<Reuse>("expected");
        const auto row = [](const char *name, const QByteArray &response, const QByteArray &request,
                            qint64 age, Reuse expected) {
            QTest::newRow(name) << QByteArray("Cache-Control: " + response) << request << age
                                << expected;
        };
        row("fresh", "max-age=10", "", 9, Reuse::Fresh);
        row("stale in the very second", "max-age=10", "", 10, Reuse::Validate);
        row("no-cache", "max-age=10, no-cache", "", 0, Reuse::Validate);
        row("no-cache of single fields", "max-age=10, no-cache=\"a\"", "", 0, Reuse::Fresh);
        row("the request's no-cache", "max-age=10", "no-cache", 0, Reuse::Validate);
        row("the request's max-age", "max-age=10", "max-age=3", 4, Reuse::Validate);
        row("within the request's max-age", "max-age=10", "max-age=4", 4, Reuse::Fresh);
        row("min-fresh", "max-age=10", "min-fresh=5", 5, Reuse::Validate);
        row("within min-fresh", "max-age=10", "min-fresh=5", 4, Reuse::Fresh);
        row("max-stale", "max-age=10", "max-stale=5", 15, Reuse::StaleAllowed);
        row("beyond max-stale", "max-age=10", "max-stale=5", 16, Reuse::Validate);
        row("any max-stale", "max-age=10", "max-stale", 9999, Reuse::StaleAllowed);
        row("must-revalidate", "max-age=10, must-revalidate", "max-stale", 11, Reuse::Validate);
        row("s-maxage revalidates too", "s-maxage=10", "max-stale", 11, Reuse::Validate);
        row("meanwhile", "max-age=10, stale-while-revalidate=5", "", 15, Reuse::StaleMeanwhile);
        row("after meanwhile", "max-age=10, stale-while-revalidate=5", "", 16, Reuse::Validate);
        row("nothing said", "", "", 0, Reuse::Validate);
    }
    void reuseIsDecided()
    {
        QFETCH(const QByteArray, response);
        QFETCH(const QByteArray, request);
        QFETCH(const qint64, age);
        QFETCH(const Reuse, expected);
        QCOMPARE(
            reuseOf(sampleResponse(response), CacheControl(request), sampleTime(age)), expected);
    }

    void staleInsteadOfAnErrorIsDecided_data()
    {
        QTest::addColumn<QByteArray>("response");
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<bool>("whenAway");
        QTest::addColumn<bool>("onServerError");
        const auto row = [](const char *name, const QByteArray &response, const QByteArray &request,
                            bool whenAway, bool onServerError) {
            QTest::newRow(name) << QByteArray("Cache-Control: " + response) << request << whenAway
                                << onServerError;
        };
        row("said nothing", "max-age=10", "", true, false);
        row("stale-if-error", "max-age=10, stale-if-error=10", "", true, true);
        row("stale-if-error is over", "max-age=10, stale-if-error=9", "", false, false);
        row("the request's", "max-age=10", "stale-if-error=10", true, true);
        row("must-revalidate", "max-age=10, must-revalidate, stale-if-error=99", "", false, false);
        row("proxy-revalidate", "max-age=10, proxy-revalidate", "", false, false);
        row("s-maxage", "s-maxage=10", "", false, false);
        row("no-cache", "max-age=10, no-cache", "", false, false);
        row("the request's no-cache", "max-age=10, stale-if-error=99", "no-cache", false, false);
    }
    void staleInsteadOfAnErrorIsDecided()
    {
        QFETCH(const QByteArray, response);
        QFETCH(const QByteArray, request);
        QFETCH(const bool, whenAway);
        QFETCH(const bool, onServerError);
        const auto held = sampleResponse(response);
        const CacheControl asked(request);
        const auto now = sampleTime(20);
        QCOMPARE(mayServeDespite(OriginTrouble::Disconnected, held, asked, now), whenAway);
        QCOMPARE(mayServeDespite(OriginTrouble::ServerError, held, asked, now), onServerError);
    }
};

} // namespace

QTEST_APPLESS_MAIN(tst_HttpFreshness)
#include "tst_httpfreshness.moc"
