// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/downloadwords.h"

#include "core/base/error.h"

#include <QCoreApplication>

#include <array>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(r2cache::DownloadWords)
};

int rankOf(const QString &priority)
{
    if (priority == u"reader")
        return 0;
    if (priority == u"high")
        return 1;
    return priority == u"low" ? 3 : 2;
}

} // namespace

QString causeText(const QString &code, const QString &sentence)
{
    switch (errorCodeOf(code)) {
    case ErrorCode::OriginUnreachable:
        return Words::tr("origin cannot be reached");
    case ErrorCode::OriginTimeout:
        return Words::tr("origin sends nothing");
    case ErrorCode::OriginNotFound:
        return Words::tr("not at the origin (404)");
    case ErrorCode::OriginForbidden:
        return Words::tr("origin refuses access");
    case ErrorCode::OriginThrottled:
        return Words::tr("origin is throttling");
    case ErrorCode::OriginRejected:
        return Words::tr("origin answers with an error");
    case ErrorCode::OriginChanged:
        return Words::tr("changed at the origin meanwhile");
    case ErrorCode::LengthMismatch:
        return Words::tr("origin sent a wrong length");
    case ErrorCode::ChecksumMismatch:
        return Words::tr("checksum does not match");
    case ErrorCode::NotAVideo:
        return Words::tr("no video");
    case ErrorCode::AddressRefused:
        return Words::tr("private address refused");
    case ErrorCode::RedirectRefused:
        return Words::tr("redirect refused");
    case ErrorCode::TlsError:
        return Words::tr("no safe connection (TLS)");
    case ErrorCode::CacheFull:
        return Words::tr("cache is full");
    case ErrorCode::TooLarge:
        return Words::tr("larger than the limit");
    case ErrorCode::DiskFull:
        return Words::tr("disk is full");
    case ErrorCode::Cancelled:
        return Words::tr("cancelled");
    default:
        return sentence.isEmpty() ? Words::tr("failed") : sentence;
    }
}

QString stateText(const DownloadInfo &download, qsizetype before)
{
    const auto &status = download.status;
    if (status == u"queued") {
        return before > 0 ? Words::tr("waits, %Ln before it", nullptr, static_cast<int>(before))
                          : Words::tr("waits");
    }
    if (status == u"paused")
        return Words::tr("paused");
    if (status == u"connecting")
        return Words::tr("connecting");
    if (status == u"waiting_to_retry") {
        return download.errorCode.isEmpty()
            ? Words::tr("waits to try again")
            : Words::tr("%1, tries again").arg(causeText(download.errorCode));
    }
    if (status == u"checking")
        return Words::tr("checking");
    if (status == u"done")
        return Words::tr("finished");
    if (status == u"failed")
        return causeText(download.errorCode, download.error);
    return download.attempts > 1 ? Words::tr("downloading, attempt %1").arg(download.attempts)
                                 : Words::tr("downloading");
}

State stateOf(const DownloadInfo &download)
{
    if (download.isFailed())
        return download.errorCode == u"cancelled" ? State::Unknown : State::Bad;
    if (download.status == u"waiting_to_retry")
        return State::Warning;
    return download.status == u"downloading" || download.status == u"checking"
            || download.status == u"done"
        ? State::Good
        : State::Unknown;
}

QList<qsizetype> placesInQueue(const QList<DownloadInfo> &all)
{
    std::array<qsizetype, 4> queued{}; // how many of each rank
    for (const auto &download : all) {
        if (download.status == u"queued")
            ++queued.at(static_cast<size_t>(rankOf(download.priority)));
    }
    std::array<qsizetype, 4> next{};
    for (size_t rank = 1; rank < next.size(); ++rank)
        next.at(rank) = next.at(rank - 1) + queued.at(rank - 1);
    QList<qsizetype> places;
    places.reserve(all.size());
    for (const auto &download : all) {
        places.append(
            download.status == u"queued" ? next.at(static_cast<size_t>(rankOf(download.priority)))++
                                         : 0);
    }
    return places;
}

} // namespace r2cache
