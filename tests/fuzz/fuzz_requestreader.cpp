// SPDX-License-Identifier: GPL-3.0-or-later
// The gate's parser: whatever bytes come, in whatever pieces.
#include "core/http/fieldsyntax.h"
#include "core/server/requestreader.h"
#include "tests/fuzz/fuzzing.h"

#include <random>

namespace r2cache {
namespace {

// Small, so that the limits are within reach of small inputs.
constexpr RequestReader::Limits limits{.headBytes = 600, .bodyBytes = 200};
constexpr std::size_t maxFields = 128;

/// What one reading of the input brought; equal for every way of cutting the input into pieces.
struct Transcript
{
    std::vector<QByteArray> lines;
    qsizetype taken = 0; ///< Bytes of the input that the reader asked for.

    friend bool operator==(const Transcript &, const Transcript &) = default;
};

/// A request written in the one form that we would send.
QByteArray canonical(const Request &request, bool chunked)
{
    QByteArray text = request.method + ' ' + request.path;
    if (!request.query.isEmpty())
        text += '?' + request.query;
    text += " HTTP/1." + QByteArray::number(request.minorVersion) + "\r\n";
    for (const auto &field : request.headers.fields())
        text += field.name + ':' + field.value + "\r\n";
    text += "\r\n";
    if (!chunked)
        return text + request.body;
    if (!request.body.isEmpty())
        text += QByteArray::number(request.body.size(), 16) + "\r\n" + request.body + "\r\n";
    return text + "0\r\n\r\n";
}

/// What RFC 9112 promises about a request that was let through.
void checkHead(const ParsedHead &parsed)
{
    const auto &head = parsed.head;
    require(isToken(head.method), "the method is a token");
    require(
        head.path.startsWith('/') || (head.path == "*" && head.method == "OPTIONS"),
        "the path is one");
    require(head.minorVersion == 0 || head.minorVersion == 1, "the version is known");
    require(head.headers.fields().size() <= maxFields, "fields are limited");
    std::size_t hosts = 0;
    std::size_t framings = 0;
    for (const auto &field : head.headers.fields()) {
        require(isToken(field.name), "a field's name is a token");
        require(isFieldValue(field.value), "a field's value cannot end the field");
        hosts += field.name.compare("Host", Qt::CaseInsensitive) == 0 ? 1 : 0;
        framings += field.name.compare("Content-Length", Qt::CaseInsensitive) == 0
                || field.name.compare("Transfer-Encoding", Qt::CaseInsensitive) == 0
            ? 1
            : 0;
    }
    require(hosts == 1 || (hosts == 0 && head.minorVersion == 0), "there is one Host");
    require(framings <= 1, "the body's length is told once");
    require(framings == 1 || !parsed.hasBody(), "a body needs a length");
    require(
        parsed.contentLength >= 0 && (!parsed.chunked || parsed.contentLength == 0),
        "a chunked body has no other length");
}

/// Reads @p bytes in pieces of the sizes that @p nextPiece says.
template<typename NextPiece>
Transcript read(QByteArrayView bytes, NextPiece nextPiece)
{
    RequestReader reader(limits, 7);
    Transcript seen;
    ParsedHead head;
    for (;;) {
        require(reader.bodyBytesHeld() <= limits.bodyBytes, "a body is limited");
        switch (reader.next()) {
        case RequestReader::Step::NeedMore: {
            const auto wanted = reader.wanted();
            require(wanted > 0, "who needs more wants some");
            if (bytes.isEmpty()) {
                seen.lines.push_back(
                    QByteArray::number(reader.hasInput()) + ' '
                    + QByteArray::number(reader.bodyBytesHeld()));
                return seen;
            }
            const auto size = std::min({nextPiece(), bytes.size(), wanted});
            reader.append(bytes.first(size));
            seen.taken += size;
            bytes = bytes.sliced(size);
            break;
        }
        case RequestReader::Step::HeadComplete:
            head = reader.head();
            checkHead(head);
            break;
        case RequestReader::Step::RequestComplete: {
            const auto request = reader.takeRequest();
            require(
                head.chunked || request.body.size() == head.contentLength,
                "the body is as long as it was said to be");
            seen.lines.push_back(
                canonical(request, head.chunked) + (head.keepAlive ? " keep" : " close")
                + (head.expectsContinue ? " expects" : ""));
            break;
        }
        case RequestReader::Step::Refused:
            require(
                reader.refusal().status >= 400 && reader.refusal().status <= 505,
                "a refusal is an error");
            seen.lines.push_back(
                QByteArray::number(reader.refusal().status) + reader.refusal().sentence.toUtf8());
            seen.taken = 0; // a refusal may come before or after bytes that nobody reads
            return seen;
        }
    }
}

/// What was understood is understood the same when it is said again: two programs in a row that
/// disagree about that are how requests are smuggled.
void checkSaidAgain(QByteArrayView bytes)
{
    RequestReader reader(limits, 7);
    reader.append(bytes.first(std::min(bytes.size(), reader.wanted())));
    if (reader.next() != RequestReader::Step::HeadComplete)
        return;
    const auto chunked = reader.head().chunked;
    if (reader.next() != RequestReader::Step::RequestComplete)
        return;
    const auto first = canonical(reader.takeRequest(), chunked);

    RequestReader again(limits, 7);
    again.append(first);
    require(again.next() == RequestReader::Step::HeadComplete, "the head is one when said again");
    require(again.next() == RequestReader::Step::RequestComplete, "so is the request");
    require(canonical(again.takeRequest(), chunked) == first, "and it is the same request");
    require(!again.hasInput(), "and nothing is left over");
}

} // namespace
} // namespace r2cache

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    using namespace r2cache;
    if (size < 2)
        return 0;
    std::minstd_rand random(1U + data[0] + 256U * data[1]);
    const auto bytes = bytesOf(data + 2, size - 2);
    const auto whole = read(bytes, [] { return qsizetype{1} << 20; });
    const auto single = read(bytes, [] { return qsizetype{1}; });
    const auto pieces = read(bytes, [&random] {
        return static_cast<qsizetype>(1 + random() % (random() % 8 == 0 ? 200 : 12));
    });
    require(whole == single, "pieces of one byte are read as the whole is");
    require(whole == pieces, "random pieces are read as the whole is");
    checkSaidAgain(bytes);
    return 0;
}
