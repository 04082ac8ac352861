// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/progress.h"

#include "app/verbs/humantext.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

namespace r2cache {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

double TransferProgress::fraction() const
{
    if (ended == videos)
        return 1;
    if (totalIsKnown && totalBytes > 0)
        return static_cast<double>(receivedBytes) / static_cast<double>(totalBytes);
    return static_cast<double>(ended) / static_cast<double>(videos);
}

qint64 TransferProgress::timeLeftMs() const
{
    if (!totalIsKnown || bytesPerSecond <= 0)
        return -1;
    return std::max<qint64>(totalBytes - receivedBytes, 0) * 1000 / bytesPerSecond;
}

TransferProgress transferProgressOf(const QJsonObject &job)
{
    TransferProgress progress;
    for (const auto urls = job.value(u"urls").toArray(); const auto &value : urls) {
        const auto url = downloadFromJson(value.toObject());
        ++progress.videos;
        if (url.isFailed()) {
            ++progress.ended;
            ++progress.failed;
            continue;
        }
        if (url.status == u"waiting_to_retry")
            ++progress.waitingToRetry;
        if (url.status == u"done")
            ++progress.ended;
        else
            progress.bytesPerSecond += url.bytesPerSecond;
        progress.receivedBytes += url.receivedBytes;
        progress.totalBytes += std::max<qint64>(url.totalBytes, 0);
        progress.totalIsKnown = progress.totalIsKnown && url.totalBytes >= 0;
    }
    return progress;
}

QString progressText(double fraction, QList<ProgressPart> parts, int width)
{
    constexpr qsizetype longestBar = 24;
    const QString percent
        = u"%1 %"_s.arg(static_cast<int>(std::floor(std::clamp(fraction, 0.0, 1.0) * 100)), 3);
    const auto line = [&percent, &parts] {
        auto text = percent;
        for (const auto &part : std::as_const(parts))
            text += u"  "_s + part.text;
        return text;
    };
    while (!parts.isEmpty() && line().size() > width)
        parts.erase(std::ranges::min_element(parts, {}, &ProgressPart::leaves));
    const auto rest = line();
    const auto room = std::min(longestBar, width - rest.size() - 4);
    if (room < 8)
        return rest.left(width);
    const auto full = static_cast<qsizetype>(
        std::floor(std::clamp(fraction, 0.0, 1.0) * static_cast<double>(room)));
    return QString(u'[' + QString(full, u'#') + QString(room - full, u'-') + u"]  "_s + rest);
}

QString progressText(const TransferProgress &progress, int width)
{
    QList<ProgressPart> parts;
    parts.append(
        {progress.totalIsKnown
             ? u"%1 of %2"_s.arg(sizeText(progress.receivedBytes), sizeText(progress.totalBytes))
             : sizeText(progress.receivedBytes),
         3});
    if (progress.bytesPerSecond > 0)
        parts.append({rateText(progress.bytesPerSecond), 1});
    if (const auto left = progress.timeLeftMs(); left >= 0)
        parts.append({lengthText(left) + u" left"_s, 2});
    parts.append({u"%1 of %2"_s.arg(progress.ended).arg(progress.videos), 4});
    if (progress.waitingToRetry > 0)
        parts.append({u"%1 waiting to try again"_s.arg(progress.waitingToRetry), 1});
    if (progress.failed > 0)
        parts.append({u"%1 failed"_s.arg(progress.failed), 5});
    return progressText(progress.fraction(), std::move(parts), width);
}

Result<JobAnswer>
followJob(VerbContext &context, const QString &id, const std::function<Result<>()> &meanwhile)
{
    // Short jobs end soon; long lists take the service and us some time.
    auto interval = 20ms;
    for (;;) {
        auto answer = context.wait(context.client().job(id));
        if (!answer || answer->job.value(u"status") != QJsonValue(u"running"_s)) {
            context.console().showProgress({});
            return answer;
        }
        if (const auto done = meanwhile ? meanwhile() : Result<>(); !done)
            return failure(done.error());
        const auto progress = transferProgressOf(answer->job);
        if (context.console().showsProgress()) {
            context.console().showProgress(
                progressText(progress, context.console().progressWidth()));
        }
        context.pause(interval);
        interval = std::min(interval * 2, progress.videos > 500 ? 2'000ms : 250ms);
    }
}

} // namespace r2cache
