// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/entrylist.h"
#include "core/base/compat.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

EntryInfo info(const QString &id, const QString &url, qint64 bytes, int minute)
{
    EntryInfo entry;
    entry.id = id;
    entry.originalUrl = url;
    entry.fileSizeBytes = bytes;
    if (minute >= 0)
        entry.createdAt = QDateTime({2026, 1, 31}, {14, minute}, utcZone);
    return entry;
}

/// In no order. What "d" weighs and when it began is not known; "b" was read before the rest began.
QList<EntryInfo> all()
{
    auto a = info(u"a1"_s, u"https://p.r2.dev/Intro.mp4"_s, 30, 2);
    a.tags = {u"film"_s, u"x"_s};
    auto b = info(u"b2"_s, u"https://p.r2.dev/outro.mp4"_s, 20, 3);
    b.tags = {u"film"_s};
    b.lastAccessedAt = QDateTime({2026, 1, 31}, {14, 0}, utcZone);
    b.accessCount = 7;
    return {
        b, info(u"d4"_s, u"https://p.r2.dev/100%25_a.mp4"_s, -1, -1),
        info(u"c3"_s, u"https://p.r2.dev/x/intro.webm"_s, 30, 1), a};
}

/// The first letters of the ids.
QString letters(const QList<EntryInfo> &entries)
{
    QString text;
    for (const auto &entry : entries)
        text += entry.id.front();
    return text;
}

class tst_EntryList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isFilteredAndSorted_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("tags");
        QTest::addColumn<EntrySort>("sort");
        QTest::addColumn<bool>("descending");
        QTest::addColumn<QString>("expected");

        const auto sorted = [](const char *name, EntrySort sort, bool descending,
                               const QString &expected) {
            QTest::newRow(name) << QString() << QStringList() << sort << descending << expected;
        };
        sorted("newest first, unknown last", EntrySort::CreatedAt, true, u"bacd"_s);
        sorted("oldest first, unknown first", EntrySort::CreatedAt, false, u"dcab"_s);
        sorted(
            "read last; what was not, when it began", EntrySort::LastAccessedAt, true, u"acbd"_s);
        sorted("the other way round", EntrySort::LastAccessedAt, false, u"dbca"_s);
        sorted("largest first, equals by id", EntrySort::SizeBytes, true, u"cabd"_s);
        sorted("smallest first, equals by id", EntrySort::SizeBytes, false, u"dbac"_s);
        sorted("most read first", EntrySort::AccessCount, true, u"bdca"_s);
        sorted("least read first", EntrySort::AccessCount, false, u"acdb"_s);

        const auto filtered = [](const char *name, const QString &text, const QStringList &tags,
                                 const QString &expected) {
            QTest::newRow(name) << text << tags << EntrySort::CreatedAt << false << expected;
        };
        filtered("part of the URL, in any case", u"INTRO"_s, {}, u"ca"_s);
        filtered("part of the id", u"B2"_s, {}, u"b"_s);
        filtered("wildcards are letters", u"0%25_"_s, {}, u"d"_s);
        filtered("nothing has it", u"intro.mov"_s, {}, QString());
        filtered("a tag", {}, {u"film"_s}, u"ab"_s);
        filtered("all of several tags", {}, {u"x"_s, u"film"_s}, u"a"_s);
        filtered("a tag in other case is another", {}, {u"Film"_s}, QString());
        filtered("both", u"outro"_s, {u"film"_s}, u"b"_s);
        filtered("both, of which one fits", u"outro"_s, {u"x"_s}, QString());
    }
    void isFilteredAndSorted()
    {
        QFETCH(const QString, text);
        QFETCH(const QStringList, tags);
        QFETCH(const EntrySort, sort);
        QFETCH(const bool, descending);
        QFETCH(const QString, expected);
        EntryQuery query;
        query.text = text;
        query.tags = tags;
        query.sortBy = sort;
        query.descending = descending;
        QCOMPARE(letters(listOf(all(), query)), expected);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_EntryList)
#include "tst_entrylist.moc"
