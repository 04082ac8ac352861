// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/passedcontent.h"

#include <QTest>

#include <sys/stat.h>

using namespace r2cache;
using Step = PassedContent::Step;

namespace {

constexpr qint64 window = PassedContent::windowBytes;
constexpr qint64 length = 16 * window;

class tst_PassedContent : public QObject
{
    Q_OBJECT

private:
    std::vector<Step> m_changes;

    PassedContentPtr content()
    {
        m_changes.clear();
        FillContent::Version version;
        version.length = length;
        auto created = PassedContent::create(
            std::move(version), [this](Step next) { m_changes.push_back(next); });
        if (!created)
            qFatal("%s", qPrintable(created.error().message));
        return *created;
    }

    static QByteArray filled(char byte, qint64 size = window) { return QByteArray(size, byte); }

    /// Of the file of memory.
    static qint64 memoryOf(const PassedContentPtr &content)
    {
        struct stat status = {};
        ::fstat(content->version().file->descriptor(), &status);
        return status.st_blocks * 512;
    }

private Q_SLOTS:
    void nothingIsReadBeforeSomebodyAsks()
    {
        const auto content = this->content();
        QCOMPARE(content->next(), Step::Wait);
        QCOMPARE(content->available(0), 0);
        QCOMPARE(m_changes, std::vector<Step>{Step::Read});
        QCOMPARE(content->next(), Step::Read);
    }

    void theReadersOffsetIsTheCredit()
    {
        const auto content = this->content();
        QCOMPARE(content->available(0), 0);
        QVERIFY(content->add(filled('a')));
        QCOMPARE(content->next(), Step::Wait);
        QCOMPARE(content->available(0), window);
        QCOMPARE(m_changes.size(), 1);
        // A part taken: there is room again, and the other side hears of it once.
        QCOMPARE(content->available(100'000), window - 100'000);
        QCOMPARE(content->available(200'000), window - 200'000);
        QCOMPARE(m_changes, (std::vector<Step>{Step::Read, Step::Read}));
        QVERIFY(content->add(filled('b')));
        QCOMPARE(content->available(window), window);
        QCOMPARE(*content->version().file->readAt(window - 1, 2), "ab");
    }

    void whatWasTakenIsGivenBack()
    {
        const auto content = this->content();
        for (qint64 offset = 0; offset < length; offset += window) {
            QCOMPARE(content->available(offset), 0);
            QVERIFY(content->add(filled('a')));
            QVERIFY(memoryOf(content) <= 2 * window);
        }
        QCOMPARE(content->available(length - 1), 1);
        QCOMPARE(content->next(), Step::Wait); // all is read; the reader may go elsewhere
    }

    void aReaderThatJumpsGetsAWindowThere()
    {
        const auto content = this->content();
        QCOMPARE(content->available(0), 0);
        QVERIFY(content->add(filled('a')));
        QCOMPARE(content->available(8 * window + 5), 0);
        QCOMPARE(content->next(), Step::Move);
        QCOMPARE(m_changes.back(), Step::Move);
        content->moveToReader();
        QCOMPARE(memoryOf(content), 0);
        QCOMPARE(content->position(), 8 * window + 5);
        QVERIFY(content->add(filled('b', 10)));
        QCOMPARE(content->available(8 * window + 7), 8);
        QCOMPARE(*content->version().file->readAt(8 * window + 7, 8), filled('b', 8));
        // Back to what is gone.
        QCOMPARE(content->available(3), 0);
        QCOMPARE(content->next(), Step::Move);
    }

    void aShortWayAheadIsReadOn()
    {
        const auto content = this->content();
        QCOMPARE(content->available(window), 0);
        QCOMPARE(content->next(), Step::Read);
        QVERIFY(content->add(filled('a')));
        QCOMPARE(content->available(window), 0);
        QVERIFY(content->add(filled('b')));
        QCOMPARE(content->available(window), window);
    }

    void whoWaitsIsWokenOnce()
    {
        const auto content = this->content();
        int woken = 0;
        content->notify(10, [&] { ++woken; });
        QVERIFY(content->add(filled('a', 10)));
        QCOMPARE(woken, 0);
        QVERIFY(content->add(filled('b', 10)));
        QCOMPARE(woken, 1);
        QVERIFY(content->add(filled('c', 10)));
        QCOMPARE(woken, 1);
        content->notify(29, [&] { ++woken; });
        QCOMPARE(woken, 2);
    }

    void anEndIsToldToWhoWaits()
    {
        const auto content = this->content();
        int woken = 0;
        content->notify(0, [&] { ++woken; });
        content->end();
        QCOMPARE(woken, 1);
        QCOMPARE(content->available(0), PassedContent::nothingMore);
        QCOMPARE(content->next(), Step::Wait);
    }

    void aReaderThatLeavesStopsTheOthersSide()
    {
        const auto content = this->content();
        content->leave();
        QCOMPARE(m_changes, std::vector<Step>{Step::Stop});
        QCOMPARE(content->next(), Step::Stop);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_PassedContent)
#include "tst_passedcontent.moc"
