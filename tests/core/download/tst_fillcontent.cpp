// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/fillcontent.h"

#include <QTest>

#include <thread>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

class tst_FillContent : public QObject
{
    Q_OBJECT

private:
    std::vector<qint64> m_demanded;

    FillContentPtr content(qint64 length = 100)
    {
        m_demanded.clear();
        return std::make_shared<FillContent>(
            FillContent::Version{.length = length, .etag = "\"e\""},
            [this](qint64 offset) { m_demanded.push_back(offset); });
    }

private Q_SLOTS:
    void readersMayGoAsFarAsTheBytesAreThere()
    {
        const auto content = this->content();
        QCOMPARE(content->available(0), 0);
        content->publish({0, 10});
        content->publish({20, 30});
        QCOMPARE(content->available(0), 10);
        QCOMPARE(content->available(7), 3);
        QCOMPARE(content->available(10), 0);
        content->publish({10, 20});
        QCOMPARE(content->available(7), 23);
    }

    void whoWaitsIsWokenOnceByTheByteItWaitsFor()
    {
        const auto content = this->content();
        int woken = 0;
        content->notify(50, [&] { ++woken; });
        QCOMPARE(m_demanded, std::vector<qint64>{50});
        content->publish({0, 50});
        QCOMPARE(woken, 0);
        content->publish({50, 51});
        QCOMPARE(woken, 1);
        content->publish({51, 60});
        QCOMPARE(woken, 1);
    }

    void whoNeedNotWaitIsWokenAtOnceAndDemandsNothing()
    {
        const auto content = this->content();
        content->publish({0, 10});
        int woken = 0;
        content->notify(5, [&] { ++woken; });
        QCOMPARE(woken, 1);
        QVERIFY(m_demanded.empty());
    }

    void anEndWakesEveryoneAndWhatIsThereStaysGood()
    {
        const auto content = this->content();
        content->publish({0, 10});
        int woken = 0;
        content->notify(10, [&] { ++woken; });
        content->notify(90, [&] { ++woken; });
        content->end();
        QCOMPARE(woken, 2);
        QCOMPARE(content->available(0), 10);
        QCOMPARE(content->available(10), FillContent::nothingMore);
        m_demanded.clear();
        content->notify(10, [&] { ++woken; });
        QCOMPARE(woken, 3);
        QVERIFY(m_demanded.empty());
    }

    void ofBytesThatAreNotTheObjectsNothingIsSent()
    {
        const auto content = this->content();
        content->publish({0, 10});
        int woken = 0;
        content->notify(10, [&] { ++woken; });
        content->invalidate();
        QCOMPARE(woken, 1);
        QCOMPARE(content->available(0), FillContent::nothingMore);
    }

    void whoIsWokenMayAskAgain()
    {
        const auto content = this->content(1000);
        qint64 read = 0;
        std::function<void()> go = [&] {
            read += content->available(read);
            if (read < 1000)
                content->notify(read, go);
        };
        content->notify(0, go);
        for (qint64 at = 0; at < 1000; at += 10)
            content->publish({at, at + 10});
        QCOMPARE(read, 1000);
    }

    void manyReadersOnOtherThreadsMissNothing()
    {
        const auto content = std::make_shared<FillContent>(
            FillContent::Version{.length = 100'000, .etag = "\"e\""}, FillContent::Demand());
        std::atomic<int> done = 0;
        const std::function<void(std::shared_ptr<qint64>)> step
            = [&](const std::shared_ptr<qint64> &at) {
                  *at += content->available(*at);
                  if (*at == 100'000)
                      ++done;
                  else
                      content->notify(*at, [&step, at] { step(at); });
              };
        std::vector<std::thread> readers;
        readers.reserve(4);
        for (int i = 0; i < 4; ++i)
            readers.emplace_back([&] { step(std::make_shared<qint64>(0)); });
        for (qint64 at = 0; at < 100'000; at += 100)
            content->publish({at, at + 100});
        for (auto &reader : readers)
            reader.join();
        QCOMPARE(done.load(), 4);
    }

    void theSlotTellsOfTheFirstContent()
    {
        FillContentSlot slot;
        QVERIFY(!slot.current());
        FillContentPtr seen;
        int told = 0;
        const auto use = [&](FillContentPtr content) {
            seen = std::move(content);
            ++told;
        };
        slot.whenSet(use);
        QCOMPARE(told, 0);
        const auto first = content();
        slot.set(first);
        QCOMPARE(told, 1);
        QCOMPARE(seen, first);
        const auto second = content();
        slot.set(second);
        QCOMPARE(told, 1);
        slot.whenSet(use);
        QCOMPARE(told, 2);
        QCOMPARE(seen, second);
        QCOMPARE(slot.current(), second);
        // The object changes: who comes now waits for the next version.
        slot.set(nullptr);
        slot.whenSet(use);
        slot.set(nullptr);
        QCOMPARE(told, 2);
        slot.set(first);
        QCOMPARE(told, 3);
        QCOMPARE(seen, first);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_FillContent)
#include "tst_fillcontent.moc"
