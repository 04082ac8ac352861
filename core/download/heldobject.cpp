// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/heldobject.h"

#include <QCoroFuture>
#include <QLoggingCategory>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcHeld, "cache.download.held", QtInfoMsg)

/// So much of a transfer may be lost when the program is killed.
constexpr std::chrono::seconds saveInterval{1};

} // namespace

HeldObject::HeldObject(Parts parts, PartialFile file)
    : m_parts(std::move(parts))
    , m_file(std::move(file))
    , m_lastProgress(m_parts.clock.monotonic())
    , m_feed(m_parts.progress->content, m_parts.demanded)
{ }

Result<std::unique_ptr<HeldObject>> HeldObject::open(Parts parts, const QString &partialPath)
{
    if (const auto map = readPartialMap(partialPath); map && map->canonicalUrl == parts.name) {
        // Even of a whole one the origin is asked for the last byte: that tells of changes.
        RangeSet ranges;
        for (const auto &range : map->ranges.ranges())
            ranges.add({range.begin, std::min(range.end, map->length - 1)});
        if (auto file = PartialFile::reopen(partialPath, ranges)) {
            qCInfo(lcHeld).noquote() << parts.name << "goes on with" << file->byteCount()
                                     << "bytes of an earlier download";
            std::unique_ptr<HeldObject> held(new HeldObject(std::move(parts), std::move(*file)));
            held->adopt(*map);
            return held;
        }
    }
    removePartialMap(partialPath);
    auto file = PartialFile::create(partialPath);
    if (!file)
        return failure(file.error());
    return std::unique_ptr<HeldObject>(new HeldObject(std::move(parts), std::move(*file)));
}

void HeldObject::adopt(const PartialMap &map)
{
    m_head.status = 200;
    m_head.etag = map.etag;
    m_head.lastModified = map.lastModified;
    m_head.contentType = map.contentType;
    m_total = map.length;
    watch();
    m_digest->reach(m_file.edge());
}

void HeldObject::watch()
{
    m_digest.emplace(m_parts.pool, m_file.file(), m_head.etag, m_total);
    m_parts.progress->received = m_file.byteCount();
    m_parts.progress->total = m_total;
    if (m_total <= 0 || !isStrongEtag(m_head.etag))
        return;
    m_saver.emplace(m_parts.pool, m_file.path(), m_file.file());
    m_lastSave = m_parts.clock.monotonic();
}

void HeldObject::save()
{
    m_lastSave = m_parts.clock.monotonic();
    m_saver->save(
        {m_parts.name, m_head.etag, m_head.lastModified, m_head.contentType, m_total,
         m_file.present()});
}

QCoro::Task<> HeldObject::end(bool isWhole)
{
    m_feed.end();
    if (!m_saver)
        co_return;
    if (isWhole) {
        m_saver->close();
        co_return;
    }
    co_await m_saver->idle();
    if (!isResumable())
        co_return;
    save();
    co_await m_saver->idle();
}

bool HeldObject::isResumable() const
{
    return m_file.byteCount() > 0 && m_total > 0 && isStrongEtag(m_head.etag);
}

OriginResult<> HeldObject::restart()
{
    m_feed.invalidate();
    m_digest.reset();
    m_isContainerChecked = false;
    if (m_saver)
        m_saver->forget();
    m_saver.reset();
    if (auto restarted = m_file.restart(); !restarted)
        return originFailure(restarted.error());
    return {};
}

OriginResult<> HeldObject::begin(const OriginHead &head, qint64 total)
{
    // One strong ETag, one length: the same bytes once more, and readers may go on.
    const bool isSame = isResumable() && head.etag == m_head.etag && total == m_total;
    if (!isSame) {
        if (auto restarted = restart(); !restarted)
            return restarted;
        m_head = head;
    }
    m_total = total;
    if (m_total < 0 || !isStrongEtag(m_head.etag))
        m_parts.progress->content.refuse();
    if (!m_digest)
        watch();
    return {};
}

OriginResult<> HeldObject::store(qint64 offset, QByteArrayView bytes)
{
    if (m_total >= 0 && offset + bytes.size() > m_total)
        return originFailure(
            ErrorCode::LengthMismatch,
            u"The origin sent more of %1 than it had promised."_s.arg(m_parts.name));
    // What tells whether it is a video goes first: a reader may be waiting for it to be shown.
    const auto missing = PartialFile::headBytes - offset;
    if (!m_isContainerChecked && missing > 0 && bytes.size() > missing) {
        if (auto stored = store(offset, bytes.first(missing)); !stored)
            return stored;
        return store(offset + missing, bytes.sliced(missing));
    }
    const auto written = m_file.write(offset, bytes);
    if (!written)
        return originFailure(written.error());
    for (const auto &range : *written)
        m_feed.publish(range);
    if (!written->empty())
        m_lastProgress = m_parts.clock.monotonic();
    m_parts.progress->received = m_file.byteCount();
    m_digest->reach(m_file.edge());
    if (m_saver && !m_saver->isBusy() && m_parts.clock.monotonic() - m_lastSave >= saveInterval)
        save();
    return offer();
}

OriginResult<> HeldObject::offer()
{
    if (m_isContainerChecked || m_file.edge() < PartialFile::headBytes)
        return {};
    // As soon as possible: an HTML page need not be downloaded to its end.
    if (auto container = checkContainer(); !container)
        return container;
    show();
    return {};
}

OriginResult<> HeldObject::checkContainer()
{
    if (std::exchange(m_isContainerChecked, true) || !m_parts.containerCheck)
        return {};
    const auto head = m_file.head();
    if (!head)
        return originFailure(head.error());
    if (auto container = m_parts.containerCheck(*head, m_head.contentType); !container)
        return originFailure(container.error());
    return {};
}

void HeldObject::show()
{
    if (m_feed.isOpen() || m_total < 0 || !isStrongEtag(m_head.etag))
        return;
    m_feed.open(
        {m_file.file(), m_total, m_head.etag, m_head.lastModified, m_head.contentType},
        m_file.present());
}

QCoro::Task<OriginResult<>> HeldObject::checkWhole(std::shared_ptr<Wakeup> wakeup)
{
    const auto size = m_file.byteCount();
    if (m_total >= 0 && size < m_total)
        co_return originFailure(
            ErrorCode::LengthMismatch,
            u"The origin sent %1 of the %2 bytes of %3."_s.arg(size).arg(m_total).arg(
                m_parts.name));
    if (size == 0)
        co_return originFailure(ErrorCode::NotAVideo, u"%1 is empty."_s.arg(m_parts.name));
    if (auto container = checkContainer(); !container)
        co_return container;
    const auto hashed = m_digest->finish();
    const auto end = co_await wakeup->untilFinished(hashed);
    m_digest.reset();
    if (end == Wakeup::End::Stopped)
        co_return originFailure(*wakeup->stopReason());
    const auto hashes = hashed.result();
    if (!hashes)
        co_return originFailure(hashes.error());
    m_hashes = *hashes;
    const auto expected = plainMd5(m_head.etag);
    m_isVerified = m_hashes.matchesParts || (!expected.isEmpty() && m_hashes.md5 == expected);
    if (!expected.isEmpty() && !m_isVerified) {
        if (auto restarted = restart(); !restarted)
            co_return restarted;
        co_return originFailure(
            ErrorCode::ChecksumMismatch,
            u"The bytes of %1 do not match its ETag."_s.arg(m_parts.name));
    }
    show();
    co_return OriginResult<>{};
}

} // namespace r2cache
