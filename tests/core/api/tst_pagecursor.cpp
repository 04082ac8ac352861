// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/pagecursor.h"

#include <QTest>
#include <QUrl>

#include <limits>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

const QString order = u"createdAt desc"_s;

class tst_PageCursor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesBackAsItWas()
    {
        for (const EntryPosition position :
             {EntryPosition{0, 0}, EntryPosition{-5, 1},
              EntryPosition{std::numeric_limits<qint64>::max(), 1'000'000}}) {
            const auto text = toCursor(order, position);
            const auto back = fromCursor(order, text);
            QVERIFY(back);
            QCOMPARE(*back, position);
            // Of characters that need no escaping in a query.
            QCOMPARE(QString::fromLatin1(QUrl::toPercentEncoding(text)), text);
        }
    }

    void anotherOrderIsRefused()
    {
        const auto text = toCursor(order, {7, 8});
        QVERIFY(!fromCursor(u"createdAt asc"_s, text));
        QVERIFY(!fromCursor(u"accessCount desc"_s, text));
        QVERIFY(!fromCursor(u"error"_s, text));
    }

    void whatIsDamagedIsRefused()
    {
        const auto text = toCursor(order, {123456, 789});
        for (qsizetype i = 0; i < text.size(); ++i) {
            QString damaged = text;
            damaged[i] = damaged[i] == u'A' ? u'B' : u'A';
            const auto read = fromCursor(order, damaged);
            QVERIFY2(!read || *read == *fromCursor(order, text), qPrintable(damaged));
            QVERIFY(!fromCursor(order, text.left(i)));
        }
    }

    void whatNeverWasOneIsRefused_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << QString();
        QTest::newRow("a number") << u"50"_s;
        QTest::newRow("no base64") << u"?!"_s;
        QTest::newRow("not Latin-1") << u"\u4e2d\u6587"_s;
        QTest::newRow("other words") << QString::fromLatin1(QByteArray("a b c").toBase64());
        QTest::newRow("long") << QString(100'000, u'A');
    }
    void whatNeverWasOneIsRefused()
    {
        QFETCH(const QString, text);
        QVERIFY(!fromCursor(order, text));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_PageCursor)
#include "tst_pagecursor.moc"
