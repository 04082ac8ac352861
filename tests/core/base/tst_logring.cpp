// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/compat.h"
#include "core/base/logring.h"

#include <QLoggingCategory>
#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcTest, "cache.test", QtInfoMsg)

const auto now = QDateTime::fromMSecsSinceEpoch(1'800'000'000'000, utcZone);

QStringList messages(const QList<LogLine> &lines)
{
    QStringList texts;
    for (const auto &line : lines)
        texts.append(line.message);
    return texts;
}

class tst_LogRing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theNewestOrThoseAfterANumberAreGiven()
    {
        LogRing ring;
        for (int i = 1; i <= 5; ++i) {
            const auto level = i % 2 == 0 ? QtWarningMsg : QtInfoMsg;
            ring.add(now, level, u"cache.test"_s, QString::number(i));
        }
        using Texts = QStringList;
        QCOMPARE(messages(ring.lines(2, QtDebugMsg, std::nullopt)), (Texts{u"4"_s, u"5"_s}));
        QCOMPARE(messages(ring.lines(2, QtDebugMsg, 0)), (Texts{u"1"_s, u"2"_s}));
        QCOMPARE(messages(ring.lines(9, QtDebugMsg, 4)), (Texts{u"5"_s}));
        QCOMPARE(messages(ring.lines(9, QtWarningMsg, std::nullopt)), (Texts{u"2"_s, u"4"_s}));
        QVERIFY(ring.lines(9, QtCriticalMsg, std::nullopt).isEmpty());
        QVERIFY(ring.lines(9, QtDebugMsg, 5).isEmpty());
        const auto line = ring.lines(1, QtDebugMsg, 1).constFirst();
        QCOMPARE(line.number, 2);
        QCOMPARE(line.time, now);
        QCOMPARE(line.category, u"cache.test"_s);
        QCOMPARE(levelWord(line.level), u"warning"_s);
    }

    void memoryIsBounded()
    {
        LogRing ring;
        const QString large(10 * LogRing::maxMessage, u'x');
        for (size_t i = 0; i < LogRing::maxLines + 10; ++i)
            ring.add(now, QtInfoMsg, {}, large);
        const auto lines = ring.lines(10'000, QtDebugMsg, 0);
        QCOMPARE(lines.size(), static_cast<qsizetype>(LogRing::maxLines));
        QCOMPARE(lines.constFirst().number, 11);
        QCOMPARE(lines.constFirst().message.size(), LogRing::maxMessage + 1);
    }

    void whatIsLoggedWhileATapIsThereIsKept()
    {
        LogRing ring;
        QTest::ignoreMessage(QtWarningMsg, "before");
        qCWarning(lcTest) << "before";
        {
            const LogTap tap(ring);
            QTest::ignoreMessage(QtWarningMsg, "while");
            qCWarning(lcTest) << "while";
            qCDebug(lcTest) << "not even asked for";
        }
        QTest::ignoreMessage(QtWarningMsg, "after");
        qCWarning(lcTest) << "after";
        const auto lines = ring.lines(9, QtDebugMsg, 0);
        QCOMPARE(messages(lines), QStringList{u"while"_s});
        QCOMPARE(lines.constFirst().category, u"cache.test"_s);
        QCOMPARE(levelWord(lines.constFirst().level), u"warning"_s);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_LogRing)
#include "tst_logring.moc"
