// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/passedcontent.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 page = 4096;

} // namespace

Result<PassedContentPtr> PassedContent::create(Version version, Changed changed)
{
    OpenFile file(::memfd_create("r2cache-pass-through", MFD_CLOEXEC));
    if (!file.isOpen())
        return failure(systemError(u"make a file of memory"_s, errno));
    version.file = std::make_shared<const OpenFile>(std::move(file));
    return PassedContentPtr(new PassedContent(std::move(version), std::move(changed)));
}

PassedContent::PassedContent(Version version, Changed changed)
    : m_version(std::move(version))
    , m_changed(std::move(changed))
{ }

qint64 PassedContent::available(qint64 offset)
{
    const std::scoped_lock lock(m_mutex);
    placeReader(offset);
    return availableLocked(offset);
}

void PassedContent::notify(qint64 offset, std::function<void()> wake)
{
    {
        const std::scoped_lock lock(m_mutex);
        placeReader(offset);
        if (availableLocked(offset) == 0) {
            m_wake = std::move(wake);
            return;
        }
    }
    wake();
}

void PassedContent::leave()
{
    const std::scoped_lock lock(m_mutex);
    m_hasLeft = true;
    m_changed(Step::Stop);
}

/// Before the other side would wait for it again, it hears that there is something to do.
void PassedContent::placeReader(qint64 offset)
{
    const bool waited = nextLocked() == Step::Wait;
    m_reader = offset;
    const auto next = nextLocked();
    if (waited && next != Step::Wait)
        m_changed(next);
}

qint64 PassedContent::availableLocked(qint64 offset) const
{
    if (offset >= m_begin && offset < m_end)
        return m_end - offset;
    return m_ended ? nothingMore : 0;
}

PassedContent::Step PassedContent::next() const
{
    const std::scoped_lock lock(m_mutex);
    return nextLocked();
}

PassedContent::Step PassedContent::nextLocked() const
{
    if (m_hasLeft)
        return Step::Stop;
    if (m_ended || !m_reader)
        return Step::Wait;
    // A short way ahead is gone by reading on.
    if (*m_reader < m_begin || *m_reader > m_end + windowBytes)
        return Step::Move;
    const bool hasRoom = m_end - *m_reader < windowBytes;
    return hasRoom && m_end < m_version.length ? Step::Read : Step::Wait;
}

qint64 PassedContent::position() const
{
    const std::scoped_lock lock(m_mutex);
    return m_end;
}

void PassedContent::moveToReader()
{
    const std::scoped_lock lock(m_mutex);
    giveBack((m_end + page - 1) / page * page);
    m_begin = m_end = m_reader.value_or(0);
}

Result<> PassedContent::add(QByteArrayView bytes)
{
    qint64 end = 0;
    {
        const std::scoped_lock lock(m_mutex);
        end = m_end;
        giveBack(std::min(m_reader.value_or(0), m_end));
    }
    // Beyond the window: the reader takes nothing there.
    if (auto written = m_version.file->writeAt(end, bytes); !written)
        return written;
    std::function<void()> wake;
    {
        const std::scoped_lock lock(m_mutex);
        m_end = end + bytes.size();
        if (m_wake && m_reader && availableLocked(*m_reader) != 0)
            wake = std::exchange(m_wake, nullptr);
    }
    if (wake)
        wake();
    return {};
}

void PassedContent::giveBack(qint64 upTo)
{
    // Whole pages: of others the kernel would write zeros over the rest. What sendfile(2) has taken
    // stays alive in the socket.
    const auto from = m_begin / page * page;
    const auto to = upTo / page * page;
    if (to <= from)
        return;
    ::fallocate(
        m_version.file->descriptor(), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, from, to - from);
    m_begin = std::max(m_begin, to);
}

void PassedContent::end()
{
    std::function<void()> wake;
    {
        const std::scoped_lock lock(m_mutex);
        m_ended = true;
        wake = std::exchange(m_wake, nullptr);
    }
    if (wake)
        wake();
}

} // namespace r2cache
