// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/preparation.h"

#include "app/verbs/progress.h"
#include "core/url/configrewrite.h"

#include <QJsonArray>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// Of a request's 16 MiB; the answer repeats the URLs some times.
constexpr qsizetype maxListBytes = 4LL * 1024 * 1024;

/// Until all is here: of whoever is killed meanwhile nothing is held for longer.
constexpr qint64 waitingLeaseMs = 2LL * 60 * 1000;

/// Why a URL that the answer does not speak of keeps what it is.
QString reasonOfSilence(const ConfigUrl &url)
{
    return url.object.isLocal
        ? u"it is of another cache: prepare the config that it was made from"_s
        : u"caching is off (CACHE_ENABLED)"_s;
}

} // namespace

Result<> ConfigPreparation::start(const Wishes &wishes)
{
    QJsonObject fields{
        {u"options"_s, wishes.options}, {u"tags"_s, QJsonArray::fromStringList(wishes.tags)}};
    m_leaseMs = wishes.leaseMs > 0 ? wishes.leaseMs : usualLeaseMs;
    m_waitingLeaseMs = wishes.waits ? std::min(m_leaseMs, waitingLeaseMs) : m_leaseMs;
    fields.insert(u"leaseMs"_s, m_waitingLeaseMs);
    m_sinceRenewal.start();
    for (const auto lists = urlLists(m_scan, maxListBytes); const auto &list : lists) {
        const auto answer
            = m_context.waitThroughSignal(m_context.client().processConfig(list, fields));
        if (!answer)
            return failure(answer.error());
        if (const auto job = answer->data.value(u"jobId").toString(); !job.isEmpty())
            m_jobs.append(job);
        if (const auto lease = answer->data.value(u"leaseId").toString(); !lease.isEmpty())
            m_leases.append(lease);
        take(answer->data);
        if (m_context.isInterrupted())
            return failure(ErrorCode::Cancelled, u"Interrupted."_s);
    }
    return {};
}

Result<> ConfigPreparation::follow()
{
    m_localUrls.clear();
    m_failed.clear();
    m_skipped.clear();
    for (const auto &id : std::as_const(m_jobs)) {
        const auto ended = followJob(m_context, id, [this]() -> Result<> {
            // A download may take longer than a lease of which nobody reads.
            return m_sinceRenewal.hasExpired(m_waitingLeaseMs / 4) ? renewLeases(m_waitingLeaseMs)
                                                                   : Result<>();
        });
        if (!ended)
            return failure(ended.error());
        if (ended->job.value(u"status") != QJsonValue(u"done"_s)) {
            return failure(
                ErrorCode::Conflict, u"Somebody else has cancelled it: prepare again."_s);
        }
        const auto result = ended->job.value(u"result").toObject();
        if (result.isEmpty()) {
            return failure(
                ErrorCode::NotFound,
                u"The service has dropped the answer, as other large ones came: prepare again."_s);
        }
        take(result);
        m_bytes += transferProgressOf(ended->job).receivedBytes;
    }
    return renewLeases(m_leaseMs); // their time counts from now
}

Result<> ConfigPreparation::renewLeases(qint64 leaseMs)
{
    m_sinceRenewal.restart();
    for (const auto &lease : std::as_const(m_leases)) {
        const auto renewed = m_context.wait(m_context.client().renewLease(lease, leaseMs));
        if (!renewed)
            return failure(renewed.error());
    }
    return {};
}

void ConfigPreparation::take(const QJsonObject &result)
{
    const auto mappings = result.value(u"urlMappings").toObject();
    for (auto mapping = mappings.begin(); mapping != mappings.end(); ++mapping)
        m_localUrls.insert(mapping.key(), mapping.value().toString());
    for (const auto failed = result.value(u"failed").toArray(); const auto &value : failed) {
        const auto one = value.toObject();
        m_failed.insert(one.value(u"url").toString(), one);
    }
    for (const auto skipped = result.value(u"skipped").toArray(); const auto &value : skipped) {
        const auto one = value.toObject();
        m_skipped.insert(one.value(u"url").toString(), one.value(u"reason").toString());
    }
}

QStringList ConfigPreparation::abandon()
{
    m_context.goOnAfterSignal();
    QStringList left;
    const auto note = [&left](const Result<QJsonObject> &ended) {
        // A job that has finished, a lease that has ended: as it should be.
        if (!ended && ended.error().code != ErrorCode::Conflict
            && ended.error().code != ErrorCode::NotFound) {
            left.append(ended.error().message);
        }
    };
    for (const auto &job : std::as_const(m_jobs))
        note(m_context.wait(m_context.client().cancelJob(job)));
    for (const auto &lease : std::as_const(m_leases))
        note(m_context.wait(m_context.client().endLease(lease)));
    m_leases.clear();
    return left;
}

QByteArray ConfigPreparation::rewritten() const
{
    return rewrittenConfig(m_scan, replacementsOf(m_scan, m_localUrls));
}

qint64 ConfigPreparation::replacements() const
{
    const auto byId = replacementsOf(m_scan, m_localUrls);
    const auto &occurrences = m_scan.occurrences();
    return std::ranges::count_if(occurrences, [&](const UrlOccurrence &occurrence) {
        return byId.contains(m_scan.objectOf(occurrence).id);
    });
}

QList<PreparedUrl> ConfigPreparation::urls() const
{
    QList<PreparedUrl> urls;
    const auto paths = pathsByText(m_scan);
    for (const auto &url : m_scan.urls()) {
        const auto text = m_scan.textOf(url);
        const auto failed = m_failed.value(text);
        PreparedUrl prepared{
            shownUrl(m_scan, url),
            paths.value(text),
            m_localUrls.value(text),
            failed.value(u"error").toString(),
            failed.value(u"code").toString(),
            m_skipped.value(text)};
        if (prepared.localUrl.isEmpty() && prepared.error.isEmpty() && prepared.reason.isEmpty())
            prepared.reason = reasonOfSilence(url);
        urls.append(prepared);
    }
    return urls;
}

} // namespace r2cache
