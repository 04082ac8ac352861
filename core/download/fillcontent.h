// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/openfile.h"
#include "core/http/rangeset.h"

#include <QByteArray>

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace r2cache {

/// One version of an object while it is filled, as readers see it: an open file, and which of its
/// bytes are there already.
///
/// The origin thread writes bytes into the file and then publishes them; readers send them from the
/// same file, so that a fill's bytes never go through memory twice and a slow reader never slows
/// the fill. Exists only for versions whose bytes may be served before they are checked: known
/// length, one strong validator, a video's first bytes. Thread-safe; nothing here blocks.
class FillContent
{
public:
    struct Version
    {
        std::shared_ptr<const OpenFile> file{}; ///< Stays valid when the file is renamed.
        qint64 length = 0; ///< Bytes.
        QByteArray etag{}; ///< As sent.
        QByteArray lastModified{}; ///< As sent; empty if none.
        QByteArray contentType{}; ///< As sent; empty if none.
    };

    /// Tells the fill that a reader waits at an offset that is not here. Any thread; must not
    /// block.
    using Demand = std::function<void(qint64 offset)>;

    FillContent(Version version, Demand demand);

    [[nodiscard]] const Version &version() const { return m_version; }

    // For readers.
    static constexpr qint64 nothingMore = -1;
    /// How many bytes may be sent from @p offset on: 0, none yet; nothingMore, none ever.
    [[nodiscard]] qint64 available(qint64 offset) const;
    /// Calls @p wake once, on any thread and perhaps before it returns, when available(@p offset)
    /// is no longer 0. Demands the byte.
    void notify(qint64 offset, std::function<void()> wake);

    // For the fill.
    /// These bytes are in the file.
    void publish(ByteRange range);
    /// No more bytes will come; those that are here stay good. A whole content ends so too.
    void end();
    /// The bytes are not the object's: nothing of them is to be sent any more.
    void invalidate();

private:
    struct Waiter
    {
        qint64 offset = 0;
        std::function<void()> wake;
    };

    [[nodiscard]] qint64 availableLocked(qint64 offset) const;
    void wakeReady();

    const Version m_version;
    mutable std::mutex m_mutex;
    Demand m_demand; ///< Null once no more bytes come.
    RangeSet m_present;
    bool m_ended = false;
    bool m_invalid = false;
    std::vector<Waiter> m_waiters;
};

using FillContentPtr = std::shared_ptr<FillContent>;

/// Where a fill shows the content that may be read now; another one when the object changed under
/// way. Thread-safe.
class FillContentSlot
{
public:
    [[nodiscard]] FillContentPtr current() const; ///< Null: nothing may be read yet.
    void set(FillContentPtr content); ///< Null: nothing may be read until the next one.
    /// Nothing will be readable before the object is whole: the origin tells no length or gives no
    /// strong validator. Holds until a content is set.
    void refuse();
    [[nodiscard]] bool isRefused() const;
    /// Calls @p use once with the first content, or with null when refused: at once on this
    /// thread, or from set() or refuse() on its thread. Never if neither comes.
    void whenSet(std::function<void(FillContentPtr)> use);

private:
    mutable std::mutex m_mutex;
    FillContentPtr m_current;
    bool m_isRefused = false;
    std::vector<std::function<void(FillContentPtr)>> m_waiting;
};

} // namespace r2cache
