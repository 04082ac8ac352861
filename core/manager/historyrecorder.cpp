// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/historyrecorder.h"

#include "core/base/callon.h"

#include <QCoroFuture>
#include <QFile>
#include <QLoggingCategory>
#include <QSaveFile>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcHistory, "cache.history", QtInfoMsg)

constexpr std::chrono::seconds betweenRecords{10};
constexpr std::chrono::minutes betweenSaves{1};

Result<> write(const QString &path, const QByteArray &text)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit()) {
        return failure(ErrorCode::Io, u"Could not write %1: %2."_s.arg(path, file.errorString()));
    }
    return {};
}

QFuture<Result<>> writeLater(QThreadPool *pool, const QString &path, const History &history)
{
    return runOn(pool, [path, history] { return write(path, history.toText()); });
}

} // namespace

HistoryRecorder::HistoryRecorder(QString path, Parts parts, QObject *parent)
    : QObject(parent)
    , m_path(std::move(path))
    , m_parts(parts)
{
    m_recording.setInterval(betweenRecords);
    connect(&m_recording, &QTimer::timeout, this, &HistoryRecorder::record);
}

void HistoryRecorder::start()
{
    QFile file(m_path);
    if (!m_path.isEmpty() && file.exists()) {
        auto read = file.open(QIODevice::ReadOnly)
            ? History::fromText(file.readAll())
            : Result<History>(failure(ErrorCode::Io, file.errorString()));
        if (read)
            m_history = std::move(*read);
        else
            qCWarning(lcHistory).noquote()
                << "The history in" << m_path << "begins anew:" << read.error().message;
    }
    m_seen = m_saved = counts();
    m_savedAt = m_parts.clock.monotonic();
    m_recording.start();
}

void HistoryRecorder::record()
{
    const auto now = counts();
    const auto &budget = m_parts.cache.budget();
    m_history.add(
        m_parts.clock.nowUtc(), now - std::exchange(m_seen, now), budget.storedBytes(),
        budget.entries());
    // An idle cache leaves the disk alone: the steps in which nothing happened may be lost.
    if (m_seen != m_saved && m_parts.clock.monotonic() - m_savedAt >= betweenSaves)
        std::ignore = save();
}

QCoro::Task<Result<>> HistoryRecorder::stop()
{
    m_recording.stop();
    record();
    co_return co_await save();
}

QCoro::Task<Result<>> HistoryRecorder::save()
{
    if (m_path.isEmpty())
        co_return Result<>{};
    if (const auto before = m_writing; before.isValid())
        co_await before;
    m_saved = m_seen;
    m_savedAt = m_parts.clock.monotonic();
    m_writing = writeLater(&m_parts.pool, m_path, m_history.detached());
    const auto written = co_await m_writing;
    if (!written)
        qCWarning(lcHistory).noquote() << written.error().message;
    co_return written;
}

HistoryCounts HistoryRecorder::counts() const
{
    const auto &counters = m_parts.cache.counters();
    constexpr auto relaxed = std::memory_order_relaxed;
    return {counters.hits.load(relaxed),           counters.misses.load(relaxed),
            counters.bytesFromCache.load(relaxed), counters.bytesFromOrigin.load(relaxed),
            counters.downloads.load(relaxed),      counters.failedDownloads.load(relaxed)};
}

} // namespace r2cache
