// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/proxy/rangequestion.h"

#include "core/http/contentrange.h"

#include <cstring>
#include <limits>

namespace r2cache {

namespace {

/// splitmix64: neighbours have nothing in common.
quint64 mixed(quint64 value)
{
    value += 0x9e3779b97f4a7c15ULL;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31);
}

qint64 between(QRandomGenerator &random, qint64 low, qint64 high)
{
    return low + random.bounded(high - low + 1);
}

ByteRange anyRange(qint64 size, qint64 mostBytes, QRandomGenerator &random)
{
    const qint64 length = between(random, 1, std::min(size, mostBytes));
    const qint64 begin = between(random, 0, size - length);
    return {begin, begin + length};
}

QByteArray bounded(const ByteRange &range)
{
    return QByteArray::number(range.begin) + '-' + QByteArray::number(range.end - 1);
}

QByteArray describe(const RangeQuestion &question)
{
    return "video " + QByteArray::number(question.video->number) + " of "
        + QByteArray::number(question.video->bytes.size()) + " bytes, "
        + (question.toHead ? "HEAD, " : "GET, ") + question.rangeField + ": ";
}

/// Reads one body that is the bytes of @p range, comparing as it goes.
QByteArray faultOfStretch(
    RawClient &client, const QByteArray &expected, ByteRange range, qsizetype piece, qint64 upTo)
{
    auto at = range.begin;
    while (at < range.end && at - range.begin < upTo) {
        const auto got = client.receive(std::min<qsizetype>(piece, range.end - at));
        if (got.isEmpty())
            return "the body ended at " + QByteArray::number(at);
        if (std::memcmp(got.constData(), expected.constData() + at, static_cast<size_t>(got.size()))
            != 0)
            return "wrong bytes near " + QByteArray::number(at);
        at += got.size();
    }
    return {};
}

/// Whether the union of @p a is the union of @p b, for few and small ranges.
bool coverTheSame(std::vector<ByteRange> a, std::vector<ByteRange> b)
{
    const auto joined = [](std::vector<ByteRange> &ranges) {
        std::ranges::sort(ranges, {}, &ByteRange::begin);
        std::vector<ByteRange> result;
        for (const auto &range : ranges) {
            if (!result.empty() && range.begin <= result.back().end)
                result.back().end = std::max(result.back().end, range.end);
            else
                result.push_back(range);
        }
        return result;
    };
    return joined(a) == joined(b);
}

/// Takes a multipart/byteranges body apart (RFC 9110 section 14.6).
QByteArray faultOfMultipart(const RangeQuestion &question, const RawClient::Answer &answer)
{
    const auto type = answer.field("Content-Type");
    const QByteArray prefix = "multipart/byteranges; boundary=";
    if (!type.startsWith(prefix))
        return "not multipart: " + type;
    const QByteArray delimiter = "--" + type.sliced(prefix.size());
    std::vector<ByteRange> parts;
    QByteArrayView rest = answer.body;
    while (rest.startsWith(delimiter)) {
        rest = rest.sliced(delimiter.size());
        if (rest == "--\r\n")
            return coverTheSame(parts, question.wanted) ? "" : "other ranges than asked for";
        const auto headEnd = rest.indexOf("\r\n\r\n");
        const QByteArray head = rest.first(std::max<qsizetype>(headEnd, 0)).toByteArray();
        const auto field = head.indexOf("Content-Range: ");
        if (headEnd < 0 || field < 0)
            return "a part without a head";
        const auto described = parseContentRange(head.sliced(field + 15).split('\r').first());
        if (!described || !described->range
            || described->completeLength != question.video->bytes.size())
            return "a part with the Content-Range of something else";
        const auto range = *described->range;
        rest = rest.sliced(headEnd + 4);
        if (rest.size() < range.length() + 2
            || rest.first(range.length())
                != QByteArrayView(question.video->bytes).sliced(range.begin, range.length()))
            return "wrong bytes in the part " + bounded(range);
        parts.push_back(range);
        rest = rest.sliced(range.length() + 2);
    }
    return "a part does not end in its delimiter";
}

} // namespace

PatternVideo::PatternVideo(int videoNumber, qsizetype size)
    : number(videoNumber)
    , bytes(size, Qt::Uninitialized)
{
    for (qsizetype offset = 0; offset < size; offset += qsizetype{sizeof(quint64)}) {
        const auto word
            = mixed((static_cast<quint64>(number) << 40) + static_cast<quint64>(offset));
        std::memcpy(
            bytes.data() + offset, &word,
            std::min(sizeof word, static_cast<std::size_t>(size - offset)));
    }
}

RangeQuestion RangeQuestion::random(
    const PatternVideo &video, const QByteArray &path, qint64 mostBytes, QRandomGenerator &random)
{
    const qint64 size = video.bytes.size();
    RangeQuestion question{.video = &video, .path = path, .rangeField = {}, .wanted = {}};
    const auto range = anyRange(size, mostBytes, random);
    const auto tail = between(random, 1, std::min(size, mostBytes));
    switch (random.bounded(12)) {
    case 0: // open-ended
        question.rangeField = "bytes=" + QByteArray::number(size - tail) + '-';
        question.wanted = {{size - tail, size}};
        break;
    case 1: // suffix
        question.rangeField = "bytes=-" + QByteArray::number(tail);
        question.wanted = {{size - tail, size}};
        break;
    case 2: // clamped, also from beyond 64 bits
        question.rangeField = "bytes=" + QByteArray::number(size - tail) + '-'
            + (random.bounded(2) == 0 ? QByteArray("99999999999999999999")
                                      : QByteArray::number(size + random.bounded(1000)));
        question.wanted = {{size - tail, size}};
        break;
    case 3: // several, which may overlap
    case 4:
        for (int i = random.bounded(2, 6); i > 0; --i) {
            question.wanted.push_back(anyRange(size, std::min<qint64>(mostBytes, 5000), random));
            question.rangeField += (question.rangeField.isEmpty() ? "bytes=" : ", ")
                + bounded(question.wanted.back());
        }
        break;
    case 5: // the first or the last byte
        question.wanted = {random.bounded(2) == 0 ? ByteRange{0, 1} : ByteRange{size - 1, size}};
        question.rangeField = "bytes=" + bounded(question.wanted.front());
        break;
    case 6: // past the end
        question.rangeField = "bytes=" + QByteArray::number(size + random.bounded(1000)) + '-';
        question.status = 416;
        break;
    case 7: // no range that counts
        question.toHead = random.bounded(2) == 0;
        question.rangeField = question.toHead || size > mostBytes ? "bytes=0-9" : "";
        question.status = question.toHead || size <= mostBytes ? 200 : 206;
        question.wanted = {{0, question.status == 200 ? size : std::min<qint64>(10, size)}};
        break;
    default:
        question.wanted = {range};
        question.rangeField = "bytes=" + bounded(range);
        break;
    }
    return question;
}

QByteArray RangeQuestion::request() const
{
    QByteArray text = (toHead ? "HEAD " : "GET ") + path + " HTTP/1.1\r\nHost: localhost\r\n";
    if (!rangeField.isEmpty())
        text += "Range: " + rangeField + "\r\n";
    return text + "\r\n";
}

QByteArray
faultOfAnswer(RawClient &client, const RangeQuestion &question, qsizetype piece, qint64 upTo)
{
    auto answer = client.readHead();
    const auto fault = [&](const QByteArray &what) -> QByteArray {
        return what.isEmpty() ? QByteArray()
                              : QByteArray(describe(question) + what + '\n' + answer.head);
    };
    if (answer.status != question.status)
        return fault("status " + QByteArray::number(answer.status));
    const auto length = answer.field("Content-Length").toLongLong();
    const auto &expected = question.video->bytes;
    const bool isMultipart = answer.field("Content-Type").startsWith("multipart/");
    if (question.status == 416 || isMultipart) {
        while (answer.body.size() < length) {
            const auto got
                = client.receive(std::min<qsizetype>(piece, length - answer.body.size()));
            if (got.isEmpty())
                return fault("the body ended early");
            answer.body += got;
        }
    }
    if (question.status == 416) {
        const bool told
            = answer.field("Content-Range") == "bytes */" + QByteArray::number(expected.size());
        return fault(told ? "" : "416 without the length");
    }
    if (isMultipart)
        return fault(faultOfMultipart(question, answer));
    if (question.status == 206) {
        const auto described = parseContentRange(answer.field("Content-Range"));
        if (!described || !described->range || described->completeLength != expected.size()
            || !coverTheSame({*described->range}, question.wanted))
            return fault("another range than asked for");
        if (described->range->length() != length)
            return fault("the lengths disagree");
        return fault(faultOfStretch(client, expected, *described->range, piece, upTo));
    }
    if (length != expected.size())
        return fault("another length");
    return question.toHead
        ? QByteArray()
        : fault(faultOfStretch(client, expected, {0, expected.size()}, piece, upTo));
}

} // namespace r2cache
