// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/origin/faults.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// Whether @p name is a fault; sets it.
bool apply(Faults &faults, const QByteArray &name, const QByteArray &value)
{
    const struct
    {
        const char *name;
        qint64 *target;
    } numbers[]{{"rate", &faults.bytesPerSecond}, {"rst", &faults.resetAt},
                {"fin", &faults.closeAt},         {"stall", &faults.stallAt},
                {"length", &faults.lengthError},  {"flip", &faults.flipAt}};
    for (const auto &number : numbers) {
        if (name == number.name) {
            *number.target = value.toLongLong();
            return true;
        }
    }
    const struct
    {
        const char *name;
        bool *target;
    } switches[]{{"html", &faults.html},        {"norange", &faults.ignoreRange},
                 {"nolength", &faults.chunked}, {"close", &faults.untilClose},
                 {"noetag", &faults.noEtag},    {"weaketag", &faults.weakEtag},
                 {"newetag", &faults.newEtag},  {"gzip", &faults.gzip},
                 {"badmd5", &faults.badMd5},    {"wrongrange", &faults.wrongRange}};
    for (const auto &item : switches) {
        if (name == item.name) {
            *item.target = true;
            return true;
        }
    }
    if (name == "ttfb")
        faults.firstByteDelay = std::chrono::milliseconds{value.toInt()};
    else if (name == "once")
        faults.times = 1;
    else if (name == "times")
        faults.times = value.toInt();
    else if (name == "after")
        faults.after = value.toInt();
    else if (name == "status")
        faults.status = value.toInt();
    else if (name == "retryafter")
        faults.retryAfter = value;
    else if (name == "change")
        faults.changeAfter = value.toInt();
    else if (name == "redirect")
        faults.redirect = value;
    else
        return false;
    return true;
}

} // namespace

Result<Faults> parseFaults(const QByteArray &specification)
{
    Faults faults;
    const auto words = specification.split(',');
    for (const auto &word : words) {
        const auto equals = word.indexOf('=');
        const auto name = equals < 0 ? word : word.first(equals);
        const auto value
            = equals < 0 ? QByteArray() : QByteArray::fromPercentEncoding(word.mid(equals + 1));
        if (!apply(faults, name, value))
            return failure(
                ErrorCode::InvalidArgument, u"Unknown fault %1."_s.arg(QString::fromLatin1(name)));
    }
    return faults;
}

} // namespace r2cache
