// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/download/fillcontent.h"

namespace r2cache {

/// The fill's side of FillContent: shows readers the version that is being filled, and knows where
/// they wait.
///
/// One version at a time; the next one gets a content of its own. Lives on the origin thread;
/// readers' demands reach it through that thread's event loop, and are dropped once it is gone.
class ContentFeed
{
public:
    /// @param slot     outlives the feed.
    /// @param demanded called on this thread after a reader began to wait; may be null.
    ContentFeed(FillContentSlot &slot, std::function<void()> demanded);
    /// Ends what is shown: no more bytes come.
    ~ContentFeed();
    ContentFeed(const ContentFeed &) = delete;
    ContentFeed &operator=(const ContentFeed &) = delete;

    /// Whether readers see the version at hand.
    [[nodiscard]] bool isOpen() const { return m_content != nullptr; }
    /// Shows @p version, of which @p present is in its file.
    void open(FillContent::Version version, const RangeSet &present);
    /// These bytes are in the file now; nothing while no version is shown.
    void publish(ByteRange range);
    /// No more bytes come; those that are there stay good.
    void end();
    /// What was shown is not the object: readers are sent no more of it.
    void invalidate();

    /// Where readers wait, in the order they came; offsets that have arrived are gone from it.
    [[nodiscard]] const std::vector<qint64> &wanted() const { return m_wanted; }

private:
    class Inbox;

    void demand(const std::vector<qint64> &offsets);
    void dropSatisfied();

    FillContentSlot &m_slot;
    std::function<void()> m_demanded;
    FillContentPtr m_content;
    std::shared_ptr<Inbox> m_inbox; ///< Of m_content.
    std::vector<qint64> m_wanted;
};

} // namespace r2cache
