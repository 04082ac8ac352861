// SPDX-License-Identifier: GPL-3.0-or-later
// Server-sent events: our client's reading of a stream, and the ids by which clients come back.
#include "core/api/eventlog.h"
#include "core/client/sseparser.h"
#include "core/protocol/eventtext.h"
#include "tests/fuzz/fuzzing.h"

#include <QJsonObject>

#include <random>

namespace r2cache {
namespace {

using namespace Qt::StringLiterals;

/// What one reading of a stream brought.
struct Transcript
{
    QList<SseEvent> events;
    std::optional<std::chrono::milliseconds> retry;
    bool isOverfull = false;

    friend bool operator==(const Transcript &, const Transcript &) = default;
};

template<typename NextPiece>
Transcript read(QByteArrayView bytes, NextPiece nextPiece)
{
    SseParser parser;
    Transcript seen;
    while (!bytes.isEmpty()) {
        const auto size = std::min<qsizetype>(nextPiece(), bytes.size());
        seen.events += parser.feed(bytes.first(size));
        bytes = bytes.sliced(size);
    }
    seen.retry = parser.retry();
    seen.isOverfull = parser.isOverfull();
    return seen;
}

Transcript readWhole(QByteArrayView bytes)
{
    return read(bytes, [] { return qsizetype{1} << 22; });
}

/// WHATWG HTML section 9.2.6 word for word, of a stream that is there as a whole: lines first, then
/// their fields. What is behind the last line's end is never read.
Transcript asSpecified(QByteArray stream)
{
    if (stream.startsWith("\xef\xbb\xbf"))
        stream.remove(0, 3);
    stream.replace("\r\n", "\n").replace('\r', '\n');
    auto lines = stream.split('\n');
    lines.removeLast();
    Transcript seen;
    QByteArray data;
    QByteArray type;
    QByteArray lastId;
    bool hasData = false;
    for (const auto &line : lines) {
        if (line.isEmpty()) {
            if (hasData) {
                data.chop(1);
                seen.events.append({type.isEmpty() ? "message"_ba : type, data, lastId});
            }
            data.clear();
            type.clear();
            hasData = false;
            continue;
        }
        const auto colon = line.indexOf(':');
        const auto name = colon < 0 ? line : line.first(colon);
        auto value = colon < 0 ? QByteArray() : line.sliced(colon + 1);
        if (value.startsWith(' '))
            value.remove(0, 1);
        if (name == "data") {
            data += value + '\n';
            hasData = true;
        } else if (name == "event") {
            type = value;
        } else if (name == "id" && !value.contains('\0')) {
            lastId = value;
        } else if (name == "retry") {
            auto digits = value;
            for (char digit = '0'; digit <= '9'; ++digit)
                digits.replace(digit, "");
            bool fits = false;
            const auto time = value.toLongLong(&fits);
            if (!value.isEmpty() && digits.isEmpty() && fits)
                seen.retry = std::chrono::milliseconds{time};
        }
    }
    return seen;
}

void checkStream(const QByteArray &stream, unsigned seed)
{
    const auto whole = readWhole(stream);
    std::minstd_rand random(seed + 1U);
    require(
        read(stream, [] { return qsizetype{1}; }) == whole,
        "pieces of one byte are read as the whole is");
    require(
        read(stream, [&random] { return static_cast<qsizetype>(1 + random() % 12); }) == whole,
        "random pieces are read as the whole is");
    require(!whole.isOverfull, "a small stream is not too large");
    require(whole == asSpecified(stream), "events are what the specification says");
    require(
        readWhole(QByteArray("\xef\xbb\xbf" + stream)).events == whole.events
            || stream.startsWith("\xef\xbb\xbf"),
        "a byte order mark says nothing");

    // Our own way to write an event has no line breaks in it: such as came so can be said again.
    QByteArray said;
    QList<SseEvent> events;
    for (const auto &event : whole.events) {
        if (event.data.contains('\n') || event.type.startsWith(' ') || event.lastId.startsWith(' '))
            continue;
        said += eventText(event.type, event.data, event.lastId);
        events.append(event);
    }
    // An event without an id has the one before it.
    for (qsizetype i = 1; i < events.size(); ++i) {
        if (events[i].lastId.isEmpty())
            events[i].lastId = events[i - 1].lastId;
    }
    require(readWhole(said).events == events, "events said again are the same events");
}

/// Whatever came before, an event that grows without end is given up, and nothing is read after it.
void checkGrowth(const QByteArray &stream)
{
    SseParser parser;
    const auto before = parser.feed(stream);
    const QByteArray line = "\ndata:" + QByteArray(1000, 'x');
    for (qsizetype i = 0; i <= SseParser::maxEventBytes / 1000 && !parser.isOverfull(); ++i) {
        const auto events = parser.feed(line);
        require(events.size() <= 1, "an event that is not over is not told");
    }
    require(parser.isOverfull(), "an event has a largest size");
    require(
        parser.feed(QByteArrayView("\n\ndata: x\n\n")).isEmpty(), "and nothing is read behind it");
}

/// Last-Event-ID as clients send it.
void checkLastIds(const QList<QByteArray> &ids)
{
    static const EventLog &log = []() -> EventLog & {
        static EventLog made("run-7"_ba);
        for (int i = 0; i < 1005; ++i)
            made.publish("entry"_ba, {{u"n"_s, i}});
        return made;
    }();
    for (const auto &id : ids) {
        const auto text = log.textSince(id);
        if (!text)
            continue;
        require(id.startsWith("run-7-"), "an id is of this run");
        const auto number = id.sliced(6).toInt();
        require(QByteArray::number(number) == id.sliced(6), "it is written one way");
        require(number >= 5 && number <= 1005, "and of an event that is remembered");
        const auto missed = readWhole(*text).events;
        require(missed.size() == 1005 - number, "who comes back misses nothing");
        for (qsizetype i = 0; i < missed.size(); ++i) {
            require(
                missed[i].lastId == "run-7-" + QByteArray::number(number + 1 + i),
                "and hears nothing twice");
        }
    }
    require(readWhole(log.resyncText()).events.size() == 1, "who knows too little begins anew");
}

} // namespace
} // namespace r2cache

/// The first byte chooses pieces, the rest is the stream; each line is an id, too.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    using namespace r2cache;
    if (size == 0)
        return 0;
    const auto stream = bytesOf(data + 1, size - 1);
    checkStream(stream, data[0]);
    checkLastIds(stream.split('\n'));
    if (data[0] == 0xff)
        checkGrowth(stream);
    return 0;
}
