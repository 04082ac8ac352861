// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/outputqueue.h"

#include "core/server/clientsocket.h"

#include <cerrno>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>
#ifdef Q_OS_LINUX
#include <sys/sendfile.h>
#endif

namespace r2cache {

namespace {

constexpr std::size_t maxGathered = 16;
constexpr qint64 copyAtOnce = 128LL * 1024;
constexpr qint64 page = 4096;
/// Shorter windows lose more by the two system calls and the wait than full segments save.
constexpr qint64 longWindow = 1024LL * 1024;

/// How much of the rest of @p window can be sent now; as ByteArrival::available().
qint64 arrivedOf(const FileWindow &window)
{
    return window.arrival ? std::min(window.arrival->available(window.offset), window.length)
                          : window.length;
}

bool isNothing(const BodyPart &part)
{
    if (const auto *bytes = std::get_if<QByteArray>(&part))
        return bytes->isEmpty();
    const auto *window = std::get_if<FileWindow>(&part);
    return window && window->length <= 0;
}

} // namespace

void OutputQueue::append(BodyPart part)
{
    if (!isNothing(part))
        m_parts.push_back(std::move(part));
}

bool OutputQueue::isFeeding() const
{
    return m_parts.size() == 1 && std::holds_alternative<Feed>(m_parts.front());
}

bool OutputQueue::takeFromFeed()
{
    auto bytes = std::get<Feed>(m_parts.front())->take();
    if (!bytes)
        m_parts.pop_front();
    else if (bytes->isEmpty())
        return false;
    else
        m_parts.emplace_front(std::move(*bytes));
    return true;
}

void OutputQueue::clear()
{
    m_parts.clear();
    m_offset = 0;
}

OutputQueue::Written OutputQueue::writeTo(int socket, qint64 budget)
{
    Written written;
    while (!m_parts.empty()) {
        if (written.bytes >= budget) {
            written.outcome = Outcome::BudgetSent;
            return written;
        }
        if (std::holds_alternative<Feed>(m_parts.front())) {
            if (takeFromFeed())
                continue;
            written.outcome = Outcome::Awaiting;
            return written;
        }
        auto *window = std::get_if<FileWindow>(&m_parts.front());
        const auto arrived = window ? arrivedOf(*window) : 0;
        if (window && arrived <= 0) {
            written.outcome = arrived == 0 ? Outcome::Awaiting : Outcome::FileFailed;
            return written;
        }
        const qint64 bytes = window ? writeFile(socket, *window, arrived, budget - written.bytes)
                                    : writeBytes(socket);
        if (bytes > 0) {
            written.bytes += bytes;
        } else if (bytes == 0) {
            written.outcome = Outcome::FileFailed;
            return written;
        } else if (errno != EINTR) {
            const bool full = errno == EAGAIN || errno == EWOULDBLOCK;
            const bool file = window && (errno == EIO || errno == EBADF || errno == EOVERFLOW);
            written.outcome = full ? Outcome::Blocked
                : file             ? Outcome::FileFailed
                                   : Outcome::Broken;
            return written;
        }
    }
    return written;
}

qint64 OutputQueue::writeBytes(int socket)
{
    std::array<iovec, maxGathered> pieces{};
    std::size_t count = 0;
    qsizetype offset = m_offset;
    for (const auto &part : m_parts) {
        const auto *bytes = std::get_if<QByteArray>(&part);
        if (!bytes || count == pieces.size())
            break;
        // iovec has no const; sendmsg does not write.
        pieces.at(count++)
            = {const_cast<char *>(bytes->constData()) + offset,
               static_cast<std::size_t>(bytes->size() - offset)};
        offset = 0;
    }
    msghdr message{};
    message.msg_iov = pieces.data();
    message.msg_iovlen = count;
    const auto sent = ::sendmsg(socket, &message, MSG_NOSIGNAL);
    if (sent > 0)
        drop(sent);
    return sent;
}

void OutputQueue::drop(qint64 bytes)
{
    while (bytes > 0) {
        const auto &front = std::get<QByteArray>(m_parts.front());
        const auto left = front.size() - m_offset;
        if (bytes < left) {
            m_offset += bytes;
            return;
        }
        bytes -= left;
        m_offset = 0;
        m_parts.pop_front();
    }
}

void OutputQueue::notifyArrival(std::function<void()> wake)
{
    if (const auto *feed = std::get_if<Feed>(&m_parts.front())) {
        (*feed)->notify(std::move(wake));
        return;
    }
    const auto &window = std::get<FileWindow>(m_parts.front());
    window.arrival->notify(window.offset, std::move(wake));
}

qint64 OutputQueue::writeFile(int socket, FileWindow &window, qint64 arrived, qint64 budget)
{
    // A turn ends on a page: a window that goes on in the middle of one has every page sent in two
    // pieces from there on.
    const qint64 turnEnd = (window.offset + budget + page - 1) / page * page;
    const qint64 wanted = std::min(arrived, turnEnd - window.offset);
    if (window.length >= longWindow && !window.arrival)
        fillSegments(socket, true);
    qint64 sent = -1;
#ifdef Q_OS_LINUX
    if (m_fileSending == FileSending::Sendfile) {
        off_t offset = window.offset;
        sent = ::sendfile(
            socket, window.file->descriptor(), &offset, static_cast<std::size_t>(wanted));
        if (sent < 0 && (errno == EINVAL || errno == ENOSYS))
            m_fileSending = FileSending::Copy; // a file system without it
    }
#else
    m_fileSending = FileSending::Copy;
#endif
    if (m_fileSending == FileSending::Copy)
        sent = copyFile(socket, window, wanted);
    if (sent > 0) {
        window.offset += sent;
        window.length -= sent;
        if (window.length == 0) {
            m_parts.pop_front();
            fillSegments(socket, false);
        }
    }
    return sent;
}

void OutputQueue::fillSegments(int socket, bool on)
{
    if (m_fillsSegments != on)
        setNoDelay(socket, !on);
    m_fillsSegments = on;
}

qint64 OutputQueue::copyFile(int socket, const FileWindow &window, qint64 budget)
{
    static thread_local std::array<char, copyAtOnce> buffer;
    const auto wanted = static_cast<std::size_t>(std::min(budget, copyAtOnce));
    const auto got = ::pread(window.file->descriptor(), buffer.data(), wanted, window.offset);
    if (got <= 0)
        return got;
    return ::send(socket, buffer.data(), static_cast<std::size_t>(got), MSG_NOSIGNAL);
}

} // namespace r2cache
