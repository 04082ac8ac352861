// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/downloadjson.h"

#include "core/protocol/times.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

QString priorityWord(Priority priority)
{
    switch (priority) {
    case Priority::Low:
        return u"low"_s;
    case Priority::Medium:
        return u"medium"_s;
    case Priority::High:
        return u"high"_s;
    case Priority::Reader:
        break;
    }
    return u"reader"_s;
}

} // namespace

QString stateWord(FillProgress::State state)
{
    switch (state) {
    case FillProgress::State::Queued:
        return u"queued"_s;
    case FillProgress::State::Paused:
        return u"paused"_s;
    case FillProgress::State::Connecting:
        return u"connecting"_s;
    case FillProgress::State::Receiving:
        return u"downloading"_s;
    case FillProgress::State::WaitingToRetry:
        return u"waiting_to_retry"_s;
    case FillProgress::State::Checking:
        return u"checking"_s;
    case FillProgress::State::Done:
        return u"done"_s;
    case FillProgress::State::Failed:
        break;
    }
    return u"failed"_s;
}

QJsonObject toJson(const FillSnapshot &fill)
{
    const bool hasTotal = fill.total > 0;
    const auto percent = hasTotal
        ? QJsonValue(100.0 * static_cast<double>(fill.received) / static_cast<double>(fill.total))
        : QJsonValue();
    const auto timeLeft = hasTotal && fill.bytesPerSecond > 0
        ? QJsonValue((fill.total - fill.received) * 1000 / fill.bytesPerSecond)
        : QJsonValue();
    const auto code = fill.state == FillProgress::State::WaitingToRetry
        ? QJsonValue(errorWord(fill.lastError))
        : QJsonValue();
    return {
        {u"id"_s, fill.id},
        {u"url"_s, fill.canonical},
        {u"status"_s, stateWord(fill.state)},
        {u"priority"_s, priorityWord(fill.priority)},
        {u"receivedBytes"_s, fill.received},
        {u"totalBytes"_s, fill.total >= 0 ? QJsonValue(fill.total) : QJsonValue()},
        {u"percent"_s, percent},
        {u"bytesPerSecond"_s, fill.bytesPerSecond},
        {u"timeLeftMs"_s, timeLeft},
        {u"attempts"_s, fill.attempts},
        {u"code"_s, code},
        {u"startedAt"_s, timeToJson(fill.startedAt)}};
}

} // namespace r2cache
