// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/contentfeed.h"

#include <QObject>

#include <algorithm>
#include <utility>

namespace r2cache {

/// Carries demands from readers' threads: one event however many come before it is handled.
class ContentFeed::Inbox : public QObject
{
public:
    /// Deleted later: the last reference may go on a reader's thread.
    static std::shared_ptr<Inbox> create(ContentFeed *feed)
    {
        return {new Inbox(feed), [](Inbox *inbox) {
                    inbox->deleteLater();
                }};
    }

    void close() { m_feed = nullptr; } ///< The feed's thread.

    void put(qint64 offset) ///< Any thread, while a reference is held.
    {
        const std::scoped_lock lock(m_mutex);
        m_offsets.push_back(offset);
        if (m_offsets.size() == 1)
            QMetaObject::invokeMethod(this, &Inbox::deliver, Qt::QueuedConnection);
    }

private:
    explicit Inbox(ContentFeed *feed)
        : m_feed(feed)
    { }

    void deliver()
    {
        std::vector<qint64> offsets;
        {
            const std::scoped_lock lock(m_mutex);
            offsets.swap(m_offsets);
        }
        if (m_feed)
            m_feed->demand(offsets);
    }

    ContentFeed *m_feed;
    std::mutex m_mutex;
    std::vector<qint64> m_offsets;
};

ContentFeed::ContentFeed(FillContentSlot &slot, std::function<void()> demanded)
    : m_slot(slot)
    , m_demanded(std::move(demanded))
{ }

ContentFeed::~ContentFeed()
{
    end();
}

void ContentFeed::open(FillContent::Version version, const RangeSet &present)
{
    m_inbox = Inbox::create(this);
    m_content = std::make_shared<FillContent>(
        std::move(version), [weak = std::weak_ptr(m_inbox)](qint64 offset) {
            if (const auto inbox = weak.lock())
                inbox->put(offset);
        });
    for (const auto &range : present.ranges())
        m_content->publish(range);
    m_slot.set(m_content);
}

void ContentFeed::publish(ByteRange range)
{
    if (!m_content)
        return;
    m_content->publish(range);
    dropSatisfied();
}

void ContentFeed::end()
{
    if (!m_content)
        return;
    m_inbox->close();
    m_inbox.reset();
    m_wanted.clear();
    std::exchange(m_content, nullptr)->end();
}

void ContentFeed::invalidate()
{
    if (!m_content)
        return;
    m_inbox->close();
    m_inbox.reset();
    m_wanted.clear();
    // Who comes now waits for the next version.
    m_slot.set(nullptr);
    std::exchange(m_content, nullptr)->invalidate();
}

void ContentFeed::demand(const std::vector<qint64> &offsets)
{
    for (const auto offset : offsets) {
        if (std::find(m_wanted.begin(), m_wanted.end(), offset) == m_wanted.end())
            m_wanted.push_back(offset);
    }
    dropSatisfied();
    if (m_demanded && !m_wanted.empty())
        m_demanded();
}

void ContentFeed::dropSatisfied()
{
    std::erase_if(m_wanted, [this](qint64 offset) { return m_content->available(offset) != 0; });
}

} // namespace r2cache
