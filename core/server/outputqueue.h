// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/server/response.h"

#include <deque>

namespace r2cache {

/// The bytes and file windows that a connection still has to send, in order.
///
/// Bytes go by sendmsg(2), gathered; file windows by sendfile(2), so they are never copied into the
/// process, or by pread(2) and send(2) through one small buffer where sendfile is missing or does
/// not take the file. Holds nothing of a file but the window's two numbers: a reader that stops
/// reading costs no memory.
///
/// The socket comes with TCP_NODELAY and has it again when a window ends; in the middle of a long
/// one Nagle's algorithm may wait for a full segment, as more is about to be sent.
class OutputQueue
{
public:
    enum class FileSending
    {
        Sendfile,
        Copy,
    };

    enum class Outcome
    {
        Drained, ///< Nothing is left.
        Blocked, ///< The socket takes no more now.
        BudgetSent, ///< More would go; it is another connection's turn.
        Awaiting, ///< The next byte has not arrived: see notifyArrival().
        Broken, ///< The connection is gone.
        FileFailed, ///< A file was shorter than its window, cannot be read, or will not go on.
    };

    struct Written
    {
        Outcome outcome = Outcome::Drained;
        qint64 bytes = 0; ///< Taken by the kernel in this call.
    };

    explicit OutputQueue(FileSending fileSending)
        : m_fileSending(fileSending)
    { }

    void append(BodyPart part);
    [[nodiscard]] bool isEmpty() const { return m_parts.empty(); }
    /// Whether all that is left is a ByteFeed that has nothing yet.
    [[nodiscard]] bool isFeeding() const;
    void clear();

    /// Writes to the non-blocking socket until one of the outcomes above; about @p budget bytes at
    /// most.
    [[nodiscard]] Written writeTo(int socket, qint64 budget);
    /// After Awaiting: has ByteArrival or ByteFeed call @p wake.
    void notifyArrival(std::function<void()> wake);

private:
    using Feed = std::shared_ptr<ByteFeed>;

    /// Puts what the feed in front has before it, or removes it at its end. @return whether there
    /// is something to go on with.
    bool takeFromFeed();
    /// >0 bytes, 0 nothing was to be had (end of file), -1 errno.
    qint64 writeBytes(int socket);
    qint64 writeFile(int socket, FileWindow &window, qint64 arrived, qint64 budget);
    qint64 copyFile(int socket, const FileWindow &window, qint64 budget);
    void fillSegments(int socket, bool on);
    void drop(qint64 bytes);

    FileSending m_fileSending;
    bool m_fillsSegments = false;
    std::deque<BodyPart> m_parts;
    qsizetype m_offset = 0; ///< Into the first part, if that is bytes.
};

} // namespace r2cache
