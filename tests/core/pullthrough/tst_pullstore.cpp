// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pullthrough/fieldrules.h"
#include "core/pullthrough/pullstore.h"
#include "tests/core/pullthrough/pullsamples.h"

#include <QTest>

using namespace r2cache;

namespace {

StoredResponsePtr responseTo(const RequestHead &request, const QByteArray &body)
{
    auto response = std::make_shared<StoredResponse>(sampleResponse("Vary: Foo", 200, body));
    response->selecting = *selectingFields("Foo", request);
    return response;
}

QByteArray joined(const std::vector<QByteArray> &pieces)
{
    QByteArray all;
    for (const auto &piece : pieces)
        all += piece;
    return all;
}

class tst_PullStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void partsBecomeAWhole()
    {
        StoredBody body(qint64{10});
        QVERIFY(!body.isComplete());
        body.add(4, "4567");
        body.add(0, "01");
        QVERIFY(body.contains({4, 8}));
        QVERIFY(!body.contains({3, 8}));
        QCOMPARE(joined(body.read({5, 7})), "56");
        body.add(1, "xx3xxx8"); // only what is missing is taken
        QCOMPARE(joined(body.read({0, 8})), "01x34567");
        QCOMPARE(joined(body.read({3, 8})), "34567");
        body.add(8, "89toomuch");
        QVERIFY(body.isComplete());
        QCOMPARE(joined(body.read({0, 10})), "01x3456789");
        QCOMPARE(body.byteCount(), 10);
    }

    void anEmptyWholeIsWhole()
    {
        QVERIFY(StoredBody(QByteArray()).isComplete());
        QVERIFY(StoredBody(QByteArray()).read({0, 0}).empty());
    }

    void variantsLieSideBySide()
    {
        PullStore store(1'000'000);
        const auto one = responseTo(requestOf("Foo: 1"), "one");
        const auto two = responseTo(requestOf("Foo: 2"), "two");
        store.put("u", one);
        store.put("u", two);
        QCOMPARE(store.find("u", requestOf("Foo: 1")), one);
        QCOMPARE(store.find("u", requestOf("Foo: 2")), two);
        QVERIFY(!store.find("u", requestOf("Foo: 3")));
        QVERIFY(!store.find("v", requestOf("Foo: 1")));
        const auto newer = responseTo(requestOf("Foo: 1"), "newer");
        store.put("u", newer);
        QCOMPARE(store.find("u", requestOf("Foo: 1")), newer);
        store.remove("u", one); // is not here any more
        store.remove("u", newer);
        QVERIFY(!store.find("u", requestOf("Foo: 1")));
        store.remove("u", two);
        QCOMPARE(store.bytes(), 0);
    }

    void variantsOfOneUrlAreFew()
    {
        PullStore store(1'000'000);
        for (int i = 0; i < 17; ++i) {
            const auto request = requestOf("Foo: " + QByteArray::number(i));
            store.put("u", responseTo(request, "b"));
        }
        QVERIFY(!store.find("u", requestOf("Foo: 0")));
        QVERIFY(store.find("u", requestOf("Foo: 1")));
    }

    void whatWasUsedLongestAgoGoesFirst()
    {
        constexpr qint64 limit = 10'000;
        PullStore store(limit);
        const auto put = [&](const QByteArray &url) {
            store.put(url, responseTo(requestOf(), QByteArray(2000, 'x')));
            QVERIFY(store.bytes() <= limit);
        };
        for (const auto *url : {"a", "b", "c"})
            put(url);
        QVERIFY(store.find("a", requestOf()));
        put("d");
        QVERIFY(store.find("a", requestOf()));
        QVERIFY(!store.find("b", requestOf()));
        QVERIFY(store.find("c", requestOf()));
        QVERIFY(store.find("d", requestOf()));
    }

    void theOldestVariantsOfOneUrlMakeRoomToo()
    {
        PullStore store(5000);
        for (int i = 0; i < 4; ++i) {
            const auto request = requestOf("Foo: " + QByteArray::number(i));
            store.put("u", responseTo(request, QByteArray(1000, 'x')));
        }
        QVERIFY(store.bytes() <= 5000);
        QVERIFY(!store.find("u", requestOf("Foo: 0")));
        QVERIFY(store.find("u", requestOf("Foo: 3")));
    }

    void whatIsTooLargeIsNotKept()
    {
        PullStore store(1000);
        store.put("u", responseTo(requestOf(), "small"));
        store.put("u", responseTo(requestOf(), QByteArray(1000, 'x')));
        QVERIFY(!store.find("u", requestOf())); // nor what it replaces
        QCOMPARE(store.bytes(), 0);
    }
};

} // namespace

QTEST_APPLESS_MAIN(tst_PullStore)
#include "tst_pullstore.moc"
