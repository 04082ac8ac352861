// SPDX-License-Identifier: GPL-3.0-or-later
// What a file's first bytes, ffprobe and a renderer say of themselves.
#include "core/http/containersniff.h"
#include "core/manager/probereport.h"
#include "core/render/rendereroutput.h"
#include "tests/fuzz/fuzzing.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace r2cache {
namespace {

using namespace Qt::StringLiterals;

/// Whether all of it can be read: a page, a document, a message.
bool isProse(const QByteArray &bytes)
{
    return std::none_of(bytes.begin(), bytes.end(), [](char c) {
        return (c >= 0 && c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == 0x7f;
    });
}

void checkSniffing(const QByteArray &head)
{
    const auto found = sniffContainer(head);
    require(found || found.error().code == ErrorCode::NotAVideo, "what is no video is called so");
    require(!isProse(head) || !found, "what can be read is no video");
    if (!found) {
        static const QStringList seen{
            u"nothing (an empty file)"_s,
            u"an HTML page"_s,
            u"an XML document"_s,
            u"an HTML or XML document"_s,
            u"a JSON document"_s,
            u"plain text"_s,
            u"something that is no video container"_s};
        const auto &message = found.error().message;
        require(
            std::any_of(
                seen.begin(), seen.end(),
                [&](const QString &what) {
                    return message == QString(u"The origin sent " + what + u" instead of a video.");
                }),
            "a refusal is a sentence of ours");
        require(!isProse(head) || !message.contains(u"no video container"), "text is called text");
    }
    // The rest of the file says nothing, once what is looked at is there.
    const auto size = containerSniffLength;
    const QByteArray whole = head + QByteArray(size - std::min(head.size(), size), '\0');
    const auto ofWhole = sniffContainer(whole);
    const auto ofMore = sniffContainer(QByteArray(whole + "webm"));
    require(ofWhole.has_value() == ofMore.has_value(), "what is behind the head says nothing");
    require(!ofWhole || *ofWhole == *ofMore, "what is behind the head says nothing");
    require(!found || (ofWhole && *ofWhole == *found), "a short file is what a long one is");
}

void checkReport(const QByteArray &json)
{
    const auto metadata = readProbeReport(json);
    if (!metadata)
        return;
    const auto isWithin = [](const auto &number, double maximum) {
        if (!number)
            return true;
        const auto value = static_cast<double>(*number);
        return std::isfinite(value) && value >= 0 && value <= maximum;
    };
    require(isWithin(metadata->duration, 1e7), "a length is one");
    require(isWithin(metadata->width, 65'536), "a width is one");
    require(isWithin(metadata->height, 65'536), "a height is one");
    require(isWithin(metadata->bitrate, 1e13), "a bit rate is one");
    require(isWithin(metadata->fps, 100'000), "a frame rate is one");
    require(!metadata->duration || *metadata->duration > 0, "none of them is zero");
    require(!metadata->width || *metadata->width > 0, "none of them is zero");
    require(!metadata->height || *metadata->height > 0, "none of them is zero");
    require(!metadata->fps || *metadata->fps > 0, "none of them is zero");
    require(!metadata->bitrate || *metadata->bitrate > 0, "none of them is zero");
    require(metadata->codec.size() <= 64, "a codec's name is short");
    // What is shown of it is JSON without holes.
    const auto shown = toJson(*metadata);
    require(
        QJsonDocument::fromJson(QJsonDocument(shown).toJson()).object() == shown,
        "what is shown can be read");
}

void checkRenderer(const QByteArray &output)
{
    RendererOutput one;
    QString named;
    for (const auto &line : output.split('\n')) {
        const auto progress = one.take(line);
        RendererOutput other;
        require(other.take(line) == progress, "a line says what it says, whatever came before");
        require(other.take(QByteArray(line + '\r')) == progress, "a carriage return says nothing");
        require(
            line.startsWith("\xef\xbb\xbf") // a byte order mark at the beginning alone
                || other.take(QByteArray("\x1b[1;32m" + line + "\x1b[0m")) == progress,
            "nor do colours");
        if (named.isEmpty())
            named = other.composition();
        require(one.composition() == named, "the first composition that is named counts");
        if (!progress)
            continue;
        const auto phase = progress->phase;
        require(
            phase == RenderPhase::Bundling || phase == RenderPhase::Rendering
                || phase == RenderPhase::Encoding,
            "a renderer bundles, renders and encodes");
        require(
            progress->done >= 0 && progress->done < 1'000'000'000 && progress->total >= 0
                && progress->total < 1'000'000'000,
            "its counts are no nonsense");
        require(phase != RenderPhase::Bundling || progress->total == 100, "bundling is in percent");
    }
}

} // namespace
} // namespace r2cache

/// The bytes are all three.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    using namespace r2cache;
    const auto bytes = bytesOf(data, size);
    checkSniffing(bytes);
    checkReport(bytes);
    checkRenderer(bytes);
    return 0;
}
