// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/download/fillcontent.h"

namespace r2cache {

/// One version of an object on its way to a single reader, without being stored: a window of bytes
/// that moves with the reader.
///
/// The bytes lie in a file of memory at the offsets that they have in the object, so that the
/// server sends them as it sends those of a fill; what the reader has taken is given back to the
/// system. The reader's offset is the credit: who asks for a byte has all before it. Thread-safe;
/// nothing here blocks.
class PassedContent
{
public:
    using Version = FillContent::Version;

    static constexpr qint64 nothingMore = FillContent::nothingMore;
    /// Bytes that may lie before the reader; one piece of the origin's more for a moment.
    static constexpr qint64 windowBytes = 1024LL * 1024;

    enum class Step
    {
        Wait,
        Read, ///< The next bytes at position() are wanted.
        Move, ///< The reader is elsewhere: moveToReader(), then go on.
        Stop, ///< It has left.
    };
    /// Tells the origin's side that it need not Wait any longer. Any thread; must not block.
    using Changed = std::function<void(Step next)>;

    /// @param version  its file is replaced by one of memory.
    /// @return Io if the system gives no memory.
    [[nodiscard]] static Result<std::shared_ptr<PassedContent>>
    create(Version version, Changed changed);

    [[nodiscard]] const Version &version() const { return m_version; }

    // For the reader, who goes forwards but for a jump now and then.
    /// As FillContent::available(); the reader has taken all before @p offset.
    [[nodiscard]] qint64 available(qint64 offset);
    /// As FillContent::notify().
    void notify(qint64 offset, std::function<void()> wake);
    void leave(); ///< No more bytes are wanted.

    // For the origin's side.
    [[nodiscard]] Step next() const;
    [[nodiscard]] qint64 position() const; ///< One past the last byte in the window.
    void moveToReader();
    /// Appends at position(). @return DiskFull or Io: the system has no memory.
    [[nodiscard]] Result<> add(QByteArrayView bytes);
    void end(); ///< No more bytes will come.

private:
    PassedContent(Version version, Changed changed);

    [[nodiscard]] Step nextLocked() const;
    [[nodiscard]] qint64 availableLocked(qint64 offset) const;
    void placeReader(qint64 offset);
    void giveBack(qint64 upTo);

    const Version m_version;
    const Changed m_changed;
    mutable std::mutex m_mutex;
    std::optional<qint64> m_reader; ///< Nothing before it asked for a byte.
    qint64 m_begin = 0; ///< First byte in the window.
    qint64 m_end = 0;
    bool m_hasLeft = false;
    bool m_ended = false;
    std::function<void()> m_wake; ///< Of the reader that waits.
};

using PassedContentPtr = std::shared_ptr<PassedContent>;

} // namespace r2cache
