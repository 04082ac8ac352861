// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/compat.h"
#include "core/cache/countmemo.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

EntryQuery tagged(const QStringList &tags)
{
    EntryQuery query;
    query.tags = tags;
    query.now = QDateTime::fromMSecsSinceEpoch(1000, utcZone);
    return query;
}

class tst_CountMemo : public QObject
{
    Q_OBJECT

    static constexpr CountMemo::Validity always{1000, 2000};

private Q_SLOTS:
    void isFoundWhereverThePageBegins()
    {
        CountMemo memo;
        memo.setDataVersion(1);
        memo.note(tagged({u"a"_s, u"b"_s}), 7, always);
        auto query = tagged({u"b"_s, u"a"_s});
        query.skip = 50;
        query.sortBy = EntrySort::SizeBytes;
        QCOMPARE(memo.find(query), std::optional<qint64>(7));
    }

    void otherFiltersAreOtherCounts()
    {
        CountMemo memo;
        memo.setDataVersion(1);
        memo.note(tagged({u"a"_s, u"b"_s}), 7, always);
        QVERIFY(!memo.find(tagged({u"a"_s})));
        QVERIFY(!memo.find(tagged({u"a b"_s})));
        auto query = tagged({u"a"_s, u"b"_s});
        query.text = u"x"_s;
        QVERIFY(!memo.find(query));
        query.text.clear();
        query.expired = false;
        QVERIFY(!memo.find(query));
        query = tagged({u"a"_s});
        query.text = u"b"_s;
        QVERIFY(!memo.find(query));
    }

    void aWriteOfAnotherConnectionEndsIt()
    {
        CountMemo memo;
        memo.setDataVersion(1);
        memo.note(tagged({u"a"_s}), 7, always);
        memo.setDataVersion(1);
        QVERIFY(memo.find(tagged({u"a"_s})));
        memo.setDataVersion(2);
        QVERIFY(!memo.find(tagged({u"a"_s})));
    }

    void aCountOfAStatusHoldsUntilSomethingExpires_data()
    {
        QTest::addColumn<qint64>("now");
        QTest::addColumn<bool>("holds");
        QTest::newRow("when it was counted") << qint64{1000} << true;
        QTest::newRow("just before") << qint64{1999} << true;
        QTest::newRow("when one expires") << qint64{2000} << false;
        QTest::newRow("a clock set back") << qint64{999} << false;
    }
    void aCountOfAStatusHoldsUntilSomethingExpires()
    {
        QFETCH(const qint64, now);
        CountMemo memo;
        memo.setDataVersion(1);
        EntryQuery query = tagged({u"a"_s});
        query.expired = true;
        query.defaultTtlMs = 10;
        memo.note(query, 7, always);
        query.now = QDateTime::fromMSecsSinceEpoch(now, utcZone);
        QTEST(memo.find(query).has_value(), "holds");
        query.defaultTtlMs = 11;
        QVERIFY(!memo.find(query));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_CountMemo)
#include "tst_countmemo.moc"
