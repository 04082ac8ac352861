// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pullthrough/cachecontrol.h"

#include <QTest>

using namespace r2cache;
using std::chrono::seconds;

namespace {

class tst_CacheControl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void secondsAreRead_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<qint64>("expected"); // -1: there is no such directive
        const auto row = [](const char *field, qint64 expected) {
            QTest::newRow(*field ? field : "empty") << QByteArray(field) << expected;
        };
        row("", -1);
        row("no-store", -1);
        row("max-age=60", 60);
        row("MaX-aGe=60", 60);
        row("public ,\tmax-age=60,", 60);
        row("max-age=\"60\"", 60);
        row("max-age=0060", 60);
        row("max-age=99999999999", 2'147'483'648);
        // What is no number makes a response stale, not fresh for ever.
        row("max-age", 0);
        row("max-age=", 0);
        row("max-age=-60", 0);
        row("max-age='60'", 0);
        row("max-age=60.5", 0);
        row("max-age=60a", 0);
        row("max-age= 60", 0);
        // The first counts.
        row("max-age=1, max-age=60", 1);
        row("max-age=60, max-age=1", 60);
        // A quoted string is an argument, whatever it looks like.
        row("ext=\"max-age=60\", max-age=1", 1);
        row("ext=\"a, max-age=60\"", -1);
        row("ext=\"a\\\", max-age=60, b\", max-age=1", 1);
        row("ext=\"never closed, max-age=60", -1);
        // No token: no directive.
        row("max-age =60", -1);
        row("max age=60", -1);
    }
    void secondsAreRead()
    {
        QFETCH(const QByteArray, field);
        QFETCH(const qint64, expected);
        const auto read = CacheControl(field).seconds("max-age");
        QCOMPARE(read ? qint64{read->count()} : -1, expected);
    }

    void argumentsLoseTheirQuotes()
    {
        const CacheControl directives("no-cache=\"a, b\", private, x=y");
        QVERIFY(directives.has("no-cache"));
        QCOMPARE(directives.argument("no-cache"), "a, b");
        QVERIFY(directives.has("private"));
        QCOMPARE(directives.argument("private"), "");
        QCOMPARE(directives.argument("x"), "y");
        QVERIFY(!directives.has("y"));
    }
};

} // namespace

QTEST_APPLESS_MAIN(tst_CacheControl)
#include "tst_cachecontrol.moc"
