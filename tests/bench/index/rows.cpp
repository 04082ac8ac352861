// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/index/rows.h"

#include "core/base/compat.h"
#include "core/base/digest.h"

#include <array>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 dayMs = 24LL * 3600 * 1000;
constexpr std::array words{"harbour",   "sunrise", "market",  "portrait",
                           "interview", "forest",  "traffic", "waterfall"};
constexpr std::array places{"lisbon", "osaka", "quito", "bergen",
                            "cairo",  "perth", "kyoto", "rome"};

/// A random number for row @p i that is the same in each run (SplitMix64).
quint64 mixed(qint64 i, quint64 salt)
{
    quint64 z = static_cast<quint64>(i) * 0x9e3779b97f4a7c15 + salt * 0xd1b54a32d192ed03;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

qint64 below(qint64 limit, qint64 i, quint64 salt)
{
    return static_cast<qint64>(mixed(i, salt) % static_cast<quint64>(limit));
}

} // namespace

EntryRecord BenchRows::row(qint64 i) const
{
    const qint64 nowMs = now.toMSecsSinceEpoch();
    const qint64 createdMs = nowMs - 30 * dayMs + 30 * dayMs * i / count;
    const auto at = [](qint64 ms) {
        return QDateTime::fromMSecsSinceEpoch(ms, utcZone);
    };
    const auto word = below(8, i, 1);
    const auto place = below(8, i, 2);

    EntryRecord record;
    record.canonicalUrl
        = u"https://pub-%1.r2.dev/projects/2026/%2/%3/scene-%4-1080p.mp4"_s
              .arg(i % 200, 32, 16, QChar(u'0'))
              .arg(QString::fromLatin1(places[static_cast<size_t>(place)]))
              // One of 64 is of this word in this place.
              .arg(
                  word == 7 && place != 0 ? u"valley"_s
                                          : QString::fromLatin1(words[static_cast<size_t>(word)]))
              .arg(i);
    record.id = QString::fromLatin1(sha256Hex(record.canonicalUrl.toLatin1()).first(32));
    record.extension = u"mp4"_s;
    record.sizeBytes = 1 + below(500'000'000, i, 3) / (1 + below(50, i, 4));
    record.etag = "\"" + QByteArray::number(mixed(i, 5), 16) + "\"";
    record.lastModified = "Thu, 01 Jan 2026 00:00:00 GMT";
    record.contentType = "video/mp4";
    record.sha256 = sha256Hex(QByteArray::number(i));
    record.verified = i % 2 == 0;
    record.pinned = i % 100 == 0;
    record.tags
        = {u"project-%1"_s.arg(i % 200), u"batch-%1"_s.arg(i / 100), u"team-%1"_s.arg(i % 12)};
    if (i % 3 != 0)
        record.tags.append(QString::fromLatin1(mostHave));
    if (i % 10 == 0)
        record.ttlMs = dayMs * (1 + below(60, i, 6));
    record.createdAt = at(createdMs);
    // The origin has confirmed most of them since.
    record.validatedAt = at(createdMs + (i % 4 == 0 ? 0 : below(nowMs - createdMs + 1, i, 7)));
    record.lastAccessedAt = at(std::min(nowMs, createdMs + below(5 * dayMs, i, 8)));
    record.accessCount = 1 + below(1000, i, 9) / (1 + below(100, i, 10));
    return record;
}

} // namespace r2cache
