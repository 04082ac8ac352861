// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/mediaprober.h"

#include "core/manager/probereport.h"
#include "core/manager/runningcount.h"

#include <QCoroFuture>
#include <QFile>
#include <QJsonDocument>
#include <QLoggingCategory>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcProbe, "cache.probe", QtInfoMsg)

constexpr int pageSize = 64;

struct Found
{
    bool isThere = false; ///< The file was there when ffprobe had ended.
    Result<QByteArray> report;
};

QFuture<Found>
probeFile(QThreadPool *pool, ToolRun run, QString path, const std::atomic<bool> *stop)
{
    return runOn(pool, [run = std::move(run), path = std::move(path), stop] {
        auto report = runTool(run, *stop);
        return Found{QFile::exists(path), std::move(report)};
    });
}

QByteArray metadataOf(const Result<QByteArray> &report)
{
    const auto metadata = report ? readProbeReport(*report) : failure(report.error());
    return metadata ? QJsonDocument(toJson(*metadata)).toJson(QJsonDocument::Compact)
                    : QByteArray("{}");
}

} // namespace

MediaProber::MediaProber(DiskCache &cache, Options options, QObject *parent)
    : QObject(parent)
    , m_cache(cache)
    , m_options(std::move(options))
{
    m_pool.setMaxThreadCount(1);
}

void MediaProber::start()
{
    if (m_options.ffprobe.isEmpty()) {
        qCInfo(lcProbe) << "ffprobe is not installed: entries have no metadata";
        return;
    }
    m_walking = true;
    begin();
}

void MediaProber::probeSoon(const QString &id)
{
    if (m_options.ffprobe.isEmpty())
        return;
    if (m_ids.size() < m_options.queueLimit) {
        m_ids.push_back(id);
    } else if (m_walking) {
        m_walkAgain = true; // it may have passed this one's place
    } else {
        m_walking = true;
    }
    begin();
}

void MediaProber::begin()
{
    if (m_running > 0 || m_stop)
        return;
    std::ignore = run();
}

QCoro::Task<> MediaProber::run()
{
    const RunningCount counted(m_running);
    while (!m_stop && (m_walking || !m_ids.empty())) {
        if (m_ids.empty()) {
            if (const auto walked = co_await walk(); !walked) {
                qCWarning(lcProbe).noquote() << walked.error().message;
                m_walking = false;
            }
            continue;
        }
        const QString id = m_ids.front();
        m_ids.pop_front();
        const auto record = co_await m_cache.index().newestEntry(id);
        if (record && *record)
            co_await probe(**record);
    }
}

QCoro::Task<Result<>> MediaProber::walk()
{
    const auto page = co_await m_cache.index().entriesAfter(m_after, pageSize);
    if (!page)
        co_return failure(page.error());
    if (page->isEmpty()) {
        m_walking = std::exchange(m_walkAgain, false);
        m_after = {{}, 0};
    }
    for (const auto &record : *page) {
        // New entries go first: somebody may be looking at them.
        if (m_stop || !m_ids.empty())
            break;
        m_after = {record.id, record.version};
        co_await probe(record);
    }
    co_return Result<>{};
}

QCoro::Task<> MediaProber::probe(EntryRecord record)
{
    if (!record.metadata.isEmpty())
        co_return;
    const QString path = m_cache.store().pathOf(record.fileName());
    ToolRun run;
    run.program = m_options.ffprobe;
    run.timeLimit = m_options.timeLimit;
    run.outputLimit = m_options.outputLimit;
    run.arguments = QStringList{u"-v"_s, u"error"_s} + localFileOnly()
        + QStringList{
            u"-of"_s,
            u"json"_s,
            u"-show_entries"_s,
            u"format=duration,bit_rate:stream=codec_type,codec_name,width,height,avg_frame_rate,"
            "r_frame_rate,duration,bit_rate:stream_disposition=attached_pic:"
            "stream_side_data=rotation"_s,
            u"-i"_s,
            QString(u"file:"_s + path)};
    const auto found = co_await probeFile(&m_pool, run, path, &m_stop);
    if (m_stop || !found.isThere)
        co_return;
    if (!found.report) {
        if (found.report.error().code == ErrorCode::Unavailable) {
            qCWarning(lcProbe).noquote()
                << found.report.error().message << "Entries get no metadata in this run.";
            m_options.ffprobe.clear();
            m_ids.clear();
            m_walking = false;
            co_return;
        }
        qCInfo(lcProbe).noquote() << record.canonicalUrl << found.report.error().message;
    }
    const EntryChange note
        = [sha256 = record.sha256, metadata = metadataOf(found.report)](EntryRecord &current) {
              // A newer version may have come meanwhile: its own turn follows.
              if (current.sha256 == sha256)
                  current.metadata = metadata;
          };
    const auto changed = co_await m_cache.change(record.id, note);
    if (!changed && changed.error().code != ErrorCode::NotFound)
        qCWarning(lcProbe).noquote() << changed.error().message;
}

} // namespace r2cache
